"""Records and vocabularies for tests: small, valid, and easy to vary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from depository.record import Record

RECORD = """\
---
id: yaremche-turyzm
kind: success-story
title: Яремче вітає туристів
places: [yaremche]
themes: [tourism]
years: [2019, 2020]
---

## Рішення

Місто відкрило [туристичний центр](theme:tourism).
"""

THEMES = """\
- id: economy
  prefLabel: {uk: Економіка, en: Economy}
- id: tourism
  prefLabel: {uk: Туризм, en: Tourism}
  broader: [economy]
- id: festivals
  prefLabel: {uk: Фестивалі, en: Festivals}
  broader: [tourism]
  related: [economy]
"""

PLACES = """\
- id: yaremche
  type: city
  prefLabel: {uk: Яремче, en: Yaremche}
  oblast: ivano-frankivska-oblast
- id: ivano-frankivska-oblast
  type: region
  prefLabel: {uk: Івано-Франківська область, en: Ivano-Frankivsk Oblast}
  katottg: UA26000000000069363
- id: canada
  type: country
  prefLabel: {uk: Канада, en: Canada}
"""

KINDS = """\
- id: success-story
  prefLabel: {uk: Історія успіху, en: Success story}
  pluralLabel: {uk: Історії успіху, en: Success stories}
"""


def write_corpus(folder: Path, records: dict[str, str] | None = None, **vocabularies: str) -> Path:
    """A corpus in `folder`: the record above, or `records` by file name, and the vocabularies above."""
    texts = {"themes": THEMES, "places": PLACES, "kinds": KINDS, **vocabularies}
    (folder / "records").mkdir(parents=True)
    (folder / "vocabularies").mkdir()
    for name, text in texts.items():
        (folder / "vocabularies" / f"{name}.yaml").write_text(text, encoding="utf-8")
    for name, text in ({"yaremche-turyzm.md": RECORD} if records is None else records).items():
        (folder / "records" / name).write_text(text, encoding="utf-8")
    return folder


def record(**values: Any) -> Record:
    """A valid record with `values` in place of the usual ones."""
    usual = {
        "id": "yaremche-turyzm",
        "kind": "success-story",
        "title": "Яремче вітає туристів",
        "places": ["yaremche"],
        "themes": ["tourism"],
        "body": "Місто відкрило туристичний центр.",
    }
    return Record.model_validate({**usual, **values})
