"""A part of an index that never changes but for deletions, which it does not know of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Arrays, spans
from indexer.columns import Numbers, SegmentColumns
from indexer.lexicon import Part, Terms
from indexer.numbers import Postings

# Record numbers as the file has them: arrays of another kind would be copied before each comparison.
_Within = NDArray[np.int32]
NOWHERE = Postings(np.empty(0, np.int64), np.empty(0, np.float64))


class Segment:
    """The postings and columns of a segment, read from its arrays. Record numbers are those within it."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self.columns = SegmentColumns(arrays)
        named = arrays.arrays
        terms = Terms(named["terms"], named["terms: starts"], named["postings: starts"])
        self.part = Part(terms)
        self._records, self._weights = named["records"], named["weights"]
        self._places, self._place_starts = named["places"], named["places: starts"]

    @property
    def size(self) -> int:
        """How many records there are, deleted ones included."""
        return len(self.columns.ids)

    def postings(self, term: str) -> Postings:
        """Record numbers and weights; deleted records included."""
        first, last = self._of(term)
        return self._between(first, last)

    def beginning(self, prefix: str) -> Postings:
        """The postings of all terms that begin so, one term after another."""
        terms = self.part.terms
        first, last = terms.span(prefix)
        return self._between(terms.postings.item(first), terms.postings.item(last))

    def _of(self, term: str) -> tuple[int, int]:
        """Where the postings of a term begin and end."""
        terms = self.part.terms
        number = terms.find(term)
        return (terms.postings.item(number), terms.postings.item(number + 1)) if number >= 0 else (0, 0)

    def _between(self, first: int, last: int) -> Postings:
        if first == last:
            return NOWHERE
        records, weights = self._records[first:last], self._weights[first:last]
        return Postings(records.astype(np.int64), weights.astype(np.float64))

    def positions(self, term: str, within: Numbers) -> tuple[Numbers, Numbers]:
        """Record number and position of every occurrence in the records `within`, in that order."""
        first, last = self._of(term)
        owners = within.astype(np.int32)
        at, here = _met(self._records[first:last], owners)
        begins = self._place_starts[at[here] + first].astype(np.int64)
        sizes = self._place_starts[at[here] + first + 1] - begins
        return np.repeat(within[here], sizes), self._places[spans(begins, sizes)].astype(np.int64)

    def places(self, records: Sequence[int], terms: Iterable[str]) -> list[dict[str, tuple[int, ...]]]:
        """Where each of `records`, ascending, has each of `terms`; those it has nowhere are left out."""
        found: list[dict[str, tuple[int, ...]]] = [{} for _ in records]
        wanted = np.array(records, np.int32)
        for term in terms:
            first, last = self._of(term)
            if first == last:
                continue
            at, here = _met(self._records[first:last], wanted)
            for number in np.flatnonzero(here).tolist():
                posting = first + at.item(number)
                begin, end = self._place_starts.item(posting), self._place_starts.item(posting + 1)
                if begin < end:
                    found[number][term] = tuple(self._places[begin:end].tolist())
        return found


def _met(records: _Within, wanted: _Within) -> tuple[Numbers, NDArray[np.bool_]]:
    """For each of `wanted`, where it would stand among `records`, and whether it does."""
    at = records.searchsorted(wanted)
    if not len(records):
        return at, np.zeros(len(wanted), np.bool_)
    return at, records[np.minimum(at, len(records) - 1)] == wanted
