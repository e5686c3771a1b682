"""One generation of an index: its segments side by side, read by evaluation as one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from indexer.columns import Columns, Numbers
from indexer.lexicon import Lexicon
from indexer.numbers import Postings
from indexer.segment import NOWHERE, Segment

# What is kept of finished work, in postings: some 32 megabytes.
_MOST_KEPT = 2_000_000


class Memory(dict[Hashable, Any]):
    """What was worked out over one generation, which never changes; forgotten whole when it is too much."""

    def __init__(self, most: int = _MOST_KEPT) -> None:
        self._most = most
        self._size = 0

    def keep(self, key: Hashable, value: Any, size: int) -> None:
        """Keep `value`, which takes the room of `size` postings."""
        self._size += size
        if self._size > self._most:
            self.clear()
            self._size = size
        self[key] = value


class Snapshot:
    """One generation: its segments side by side, as a `TermIndex`."""

    def __init__(
        self, generation: str, segments: Sequence[Segment], deleted: Sequence[Sequence[int]]
    ) -> None:
        self.generation = generation
        self.segments = segments
        self._bases = [0]
        for segment in segments:
            self._bases.append(self._bases[-1] + segment.size)
        self._bounds = np.array(self._bases, np.int64)
        live = np.ones(self._bases[-1], np.bool_)
        for base, gone in zip(self._bases, deleted, strict=False):
            live[base + np.array(gone, np.int64)] = False
        self.columns = Columns([segment.columns for segment in segments], live)
        self._whole = bool(live.all())
        self.memory = Memory()
        self.lexicon = Lexicon([segment.part for segment in segments])

    def postings(self, term: str) -> Postings:
        found: Postings | None = self.memory.get(term)
        if found is None:
            found = self._joined([segment.postings(term) for segment in self.segments])
            self.memory.keep(term, found, len(found.records) + 1)
        return found

    def beginning(self, prefix: str) -> Postings:
        return self._joined([segment.beginning(prefix) for segment in self.segments])

    def _joined(self, parts: Sequence[Postings]) -> Postings:
        if len(parts) == 1 and self._whole:
            return parts[0]
        met = [(part, base) for part, base in zip(parts, self._bases, strict=False) if len(part.records)]
        if not met:
            return NOWHERE
        records = np.concatenate([part.records + base for part, base in met])
        weights = np.concatenate([part.weights for part, _ in met])
        if self._whole:
            return Postings(records, weights)
        kept = self.columns.live[records]
        return Postings(records[kept], weights[kept])

    def positions(self, term: str, within: Numbers) -> tuple[Numbers, Numbers]:
        bounds = np.searchsorted(within, self._bounds)
        found = [
            (base, segment.positions(term, within[first:last] - base))
            for segment, base, first, last in zip(
                self.segments, self._bases, bounds, bounds[1:], strict=False
            )
            if first < last
        ]
        records = [NOWHERE.records, *(numbers + base for base, (numbers, _) in found)]
        places = [NOWHERE.records, *(positions for _, (_, positions) in found)]
        return np.concatenate(records), np.concatenate(places)

    def beginning_with(self, prefix: str) -> Sequence[str]:
        terms = (segment.part.terms for segment in self.segments)
        return sorted({term for known in terms for term in known.slice(*known.span(prefix))})

    def places(self, numbers: Sequence[int], terms: Iterable[str]) -> dict[int, dict[str, tuple[int, ...]]]:
        """Where each record has each of `terms`; those it has nowhere are left out."""
        wanted = list(terms)
        found: dict[int, dict[str, tuple[int, ...]]] = {}
        for place, own in self.by_segment(numbers):
            base = self._bases[place]
            there = self.segments[place].places([number - base for number in own], wanted)
            found |= zip(own, there, strict=True)
        return found

    def by_segment(self, numbers: Iterable[int]) -> Iterator[tuple[int, list[int]]]:
        """The records of each segment that has some of `numbers`, ascending, with the segment's place."""
        ascending = np.array(sorted(numbers), np.int64)
        bounds = np.searchsorted(ascending, self._bounds).tolist()
        for place, (first, last) in enumerate(zip(bounds, bounds[1:], strict=False)):
            if first < last:
                yield place, ascending[first:last].tolist()

    def within(self, number: int) -> tuple[int, int]:
        """The place of the segment of a record, and its number there."""
        place = int(np.searchsorted(self._bounds, number, side="right")) - 1
        return place, number - self._bases[place]
