"""A theme merged into another: known for ever, offered never, and held to the rules by the check."""

from __future__ import annotations

from pathlib import Path

import pytest

from depository.corpus import Corpus
from depository.errors import Invalid
from depository.schema import facet_values
from depository.wellformed import dead_ends, problems_in
from tests.depository.samples import THEMES, record, write_corpus

# Tourism went into leisure, and leisure, later, into the economy.
MERGED = """\
- id: economy
  prefLabel: {uk: Економіка, en: Economy}
- id: tourism
  prefLabel: {uk: Туризм, en: Tourism}
  replaced_by: leisure
- id: leisure
  prefLabel: {uk: Дозвілля, en: Leisure}
  replaced_by: economy
"""


def problems(folder: Path, **vocabularies: str) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as raised:
        Corpus(write_corpus(folder, {}, **vocabularies)).vocabularies()
    return [(problem.file, problem.field) for problem in raised.value.problems]


def test_a_merged_theme_leads_to_the_last_in_the_row(tmp_path: Path) -> None:
    themes = Corpus(write_corpus(tmp_path / "corpus", {}, themes=MERGED)).vocabularies().themes

    assert themes.successor("tourism") == themes.successor("leisure") == "economy"
    assert [theme.id for theme in themes] == ["economy"]
    assert themes.get("tourism") is None


def test_a_record_that_names_it_is_told_the_new_id(tmp_path: Path) -> None:
    vocabularies = Corpus(write_corpus(tmp_path / "corpus", {}, themes=MERGED)).vocabularies()

    found = problems_in(record(), vocabularies)

    assert [problem.field for problem in found] == ["themes[1]"]
    assert "“economy”" in found[0].sentence()


def test_a_link_to_it_is_told_the_new_id_too(tmp_path: Path) -> None:
    vocabularies = Corpus(write_corpus(tmp_path / "corpus", {}, themes=MERGED)).vocabularies()

    found = dead_ends(record(body="Про [туризм](theme:tourism)."), vocabularies, ())

    assert "→ economy" in found[0].sentence()


def test_it_counts_for_nothing(tmp_path: Path) -> None:
    vocabularies = Corpus(write_corpus(tmp_path / "corpus", {}, themes=MERGED)).vocabularies()

    assert "leisure" not in facet_values(record(themes=["economy"]), vocabularies)["theme"]


def test_it_must_lead_somewhere(tmp_path: Path) -> None:
    themes = MERGED.replace("replaced_by: economy", "replaced_by: nowhere")

    assert problems(tmp_path / "corpus", themes=themes) == [("vocabularies/themes.yaml", "replaced_by")]


def test_it_must_not_lead_in_a_circle(tmp_path: Path) -> None:
    themes = MERGED.replace("replaced_by: economy", "replaced_by: tourism")

    assert problems(tmp_path / "corpus", themes=themes) == [("vocabularies/themes.yaml", "replaced_by")] * 2


def test_nothing_in_the_vocabularies_may_still_name_it(tmp_path: Path) -> None:
    themes = THEMES + "- id: trips\n  prefLabel: {uk: Мандри, en: Trips}\n  replaced_by: tourism\n"
    themes = themes.replace("related: [economy]", "related: [trips]")
    synonyms = "- {theme: trips, words: [поїздка]}\n"

    assert problems(tmp_path / "corpus", themes=themes, synonyms=synonyms) == [
        ("vocabularies/themes.yaml", "related"), ("vocabularies/synonyms.yaml", "theme"),
    ]  # fmt: skip
