"""The lemma terms of a collection, as the service's own analyzer gives them: what rivals are fed with."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np

from depository.corpus import Corpus
from indexer.ukrainian import Ukrainian
from tests.bench.collection import record_id

# What terms of other kinds begin with: forms, themes, places, synonyms, names (see `indexer.analysis`).
_NOT_LEMMAS = frozenset("=#@&~")
_CHUNK = 250


class Row(NamedTuple):
    """A record as the rivals are given it."""

    id: str
    title: str
    terms: list[str]
    facets: dict[str, list[str]]


def rows(data: Path, corpus: Corpus, size: int) -> Iterator[Row]:
    """The rows of the first `size` records; the analysis is kept below `data` for the next time."""
    fingerprint = Ukrainian(corpus.vocabularies()).fingerprint
    path = data / f"terms-{size}-{fingerprint}.jsonl"
    if not path.is_file():
        for old in data.glob(f"terms-{size}-*"):
            old.unlink()
        _write(path, corpus, size)
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield Row(*json.loads(line))


def _write(path: Path, corpus: Corpus, size: int) -> None:
    waiting = path.with_suffix(".part")
    firsts = range(0, size, _CHUNK)
    # Not multiprocessing's own pool: that one starts a worker again for ever where it dies at once.
    workers = ProcessPoolExecutor(mp_context=get_context("spawn"))
    with waiting.open("w", encoding="utf-8") as file, workers as pool:
        for lines in pool.map(partial(_analyzed, corpus.folder, size), firsts):
            file.writelines(lines)
    waiting.replace(path)


_language: dict[Path, Ukrainian] = {}


def _analyzed(folder: Path, size: int, first: int) -> list[str]:
    """The lines of one chunk. A process keeps its analyzer from chunk to chunk."""
    corpus = Corpus(folder)
    language = _language.get(folder)
    if language is None:
        # What the analyzer remembers is no garbage, and looking through it takes as long as the analysis.
        gc.set_threshold(100_000, 50, 1_000)
        language = _language[folder] = Ukrainian(corpus.vocabularies())
    lines = []
    for number in range(first, min(size, first + _CHUNK)):
        record = corpus.read(record_id(number)).record
        entry = language.entry(record, "")
        # A term that stands in no text (a year the record is filed under) counts once, at the end.
        placed = sorted(
            (position, term)
            for term, posting in entry.postings.items()
            if term[0] not in _NOT_LEMMAS
            for position in posting.positions or (1 << 30,)
        )
        facets = {name: sorted(values) for name, values in entry.facets.items()}
        row = Row(record.id, record.title, [term for _, term in placed], facets)
        lines.append(json.dumps(row, ensure_ascii=False) + "\n")
    return lines


def plain_queries(source: list[Row], count: int, *, distinct: bool) -> list[tuple[str, ...]]:
    """AND queries of one to four words, each drawn from the words of one record, so that something is found.

    Words are as frequent as in the texts. With `distinct` none comes twice in all the queries, so that each
    is the first use of its terms; there the frequent words soon run out, which makes it the lighter list.
    """
    rng = np.random.default_rng(11)
    used: set[str] = set()
    queries: list[tuple[str, ...]] = []
    for _ in range(20 * count):
        row = source[int(rng.integers(len(source)))]
        drawn = dict.fromkeys(row.terms[int(place)] for place in rng.integers(len(row.terms), size=12))
        free = [term for term in drawn if len(term) > 2 and not (distinct and term in used)]
        wanted = 1 + len(queries) % 4
        if len(free) >= wanted:
            queries.append(tuple(free[:wanted]))
            used.update(free[:wanted])
        if len(queries) == count:
            break
    return queries
