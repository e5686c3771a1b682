"""One generation of an index: its segments side by side, read by evaluation as one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np

from indexer.columns import Columns, Numbers, SegmentColumns
from indexer.evaluation import Postings
from indexer.lexicon import Lexicon, Part

NOWHERE = Postings(np.empty(0, np.int64), np.empty(0, np.float64))


class Segment(Protocol):
    """A part of an index that never changes but for deletions, which it does not know of."""

    columns: SegmentColumns

    def postings(self, term: str) -> Postings:
        """Record numbers within the segment, and weights."""

    def positions(self, term: str) -> tuple[Numbers, Numbers]:
        """Record number and position of every occurrence, in that order."""

    def places(self, number: int, terms: Iterable[str]) -> dict[str, tuple[int, ...]]:
        """Where the record has each of `terms`; those it has nowhere are left out."""

    def terms(self) -> Part:
        """Every term, with the number of records that have it."""

    def beginning_with(self, prefix: str) -> list[str]:
        """The terms that begin so."""

    def stored(self, number: int) -> str:
        """What was stored with the record."""


class Snapshot:
    """One generation: its segments side by side, as a `TermIndex`."""

    def __init__(
        self, generation: str, segments: Sequence[Segment], deleted: Sequence[Sequence[int]]
    ) -> None:
        self.generation = generation
        self.segments = segments
        self._bases = [0]
        for segment in segments:
            self._bases.append(self._bases[-1] + len(segment.columns.ids))
        live = np.ones(self._bases[-1], np.bool_)
        for base, gone in zip(self._bases, deleted, strict=False):
            live[base + np.array(gone, np.int64)] = False
        self.columns = Columns([segment.columns for segment in segments], live)
        self._whole = bool(live.all())
        self._cache: dict[str, Postings] = {}
        self._lexicon: Lexicon | None = None

    def postings(self, term: str) -> Postings:
        found = self._cache.get(term)
        if found is None:
            found = self._cache[term] = self._joined(term)
        return found

    def _joined(self, term: str) -> Postings:
        parts = [segment.postings(term) for segment in self.segments]
        if len(parts) == 1 and self._whole:
            return parts[0]
        based = [part.records + base for part, base in zip(parts, self._bases, strict=False)]
        records = np.concatenate([NOWHERE.records, *based])
        weights = np.concatenate([NOWHERE.weights, *(part.weights for part in parts)])
        kept = self.columns.live[records]
        return Postings(records[kept], weights[kept])

    def positions(self, term: str) -> tuple[Numbers, Numbers]:
        found = [segment.positions(term) for segment in self.segments]
        based = [numbers + base for (numbers, _), base in zip(found, self._bases, strict=False)]
        records = np.concatenate([NOWHERE.records, *based])
        places = np.concatenate([NOWHERE.records, *(positions for _, positions in found)])
        kept = self.columns.live[records]
        return records[kept], places[kept]

    def beginning_with(self, prefix: str) -> list[str]:
        return sorted({term for segment in self.segments for term in segment.beginning_with(prefix)})

    def lexicon(self) -> Lexicon:
        if self._lexicon is None:
            self._lexicon = Lexicon([segment.terms() for segment in self.segments])
        return self._lexicon

    def stored(self, number: int) -> str:
        segment, within = self._segment(number)
        return segment.stored(within)

    def places(self, number: int, terms: Iterable[str]) -> dict[str, tuple[int, ...]]:
        segment, within = self._segment(number)
        return segment.places(within, terms)

    def _segment(self, number: int) -> tuple[Segment, int]:
        """The segment of a record, and its number there."""
        place = bisect_right(self._bases, number) - 1
        return self.segments[place], number - self._bases[place]
