"""Columns: what an index knows of every record, side by side in arrays.

Read once for each generation of an index. Records are numbered 0 … size − 1; the numbers mean nothing
outside one generation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_NO_NUMBERS: Numbers = np.empty(0, np.int64)


class Row(NamedTuple):
    """What is kept of one record besides its postings."""

    id: str
    revision: str
    length: float
    facets: Mapping[str, Sequence[str]]
    sorts: Mapping[str, int | str | None]


class FacetColumn:
    """The values of one facet: for each value the records that have it, and counting both ways."""

    def __init__(self, values: Iterable[Sequence[str]]) -> None:
        codes: dict[str, int] = {}
        flat: list[int] = []
        starts = [0]
        for row in values:
            flat.extend(codes.setdefault(value, len(codes)) for value in row)
            starts.append(len(flat))
        self._names = list(codes)
        self._codes = codes
        self._flat = np.array(flat, np.int64)
        self._starts = np.array(starts, np.int64)
        self._rows = np.repeat(np.arange(len(starts) - 1), np.diff(self._starts))

    def mask(self, values: frozenset[str]) -> Mask:
        """Which records have any of `values`."""
        found = np.zeros(len(self._starts) - 1, np.bool_)
        wanted = [self._codes[value] for value in values if value in self._codes]
        found[self._rows[np.isin(self._flat, wanted)]] = True
        return found

    def counts(self, records: Numbers) -> dict[str, int]:
        """How many of `records` have each value; values none of them has are left out."""
        first, last = self._starts[records], self._starts[records + 1]
        sizes = last - first
        # The indices first[i] … last[i] − 1 of all records, one after another.
        before = np.cumsum(sizes) - sizes
        flat = np.arange(sizes.sum()) + np.repeat(first - before, sizes)
        counted = np.bincount(self._flat[flat], minlength=len(self._names))
        return {self._names[code]: int(counted[code]) for code in np.flatnonzero(counted)}


@dataclass(frozen=True)
class SortColumn:
    """The rank of every record in one order; `missing` are those without a key, which come last."""

    ranks: Numbers
    missing: Mask

    @classmethod
    def of(cls, keys: Sequence[Any]) -> SortColumn:
        missing = np.array([key is None for key in keys], np.bool_)
        order = {key: rank for rank, key in enumerate(sorted({key for key in keys if key is not None}))}
        return cls(np.array([order.get(key, 0) for key in keys], np.int64), missing)


class Columns:
    """All columns of one generation; `live` says which records are not deleted."""

    def __init__(self, rows: Sequence[Row], live: Mask, facets: Iterable[str], sorts: Iterable[str]) -> None:
        self.rows = rows
        self.live = live
        self.size = len(rows)
        self.numbers: Numbers = np.flatnonzero(live)
        self.count = len(self.numbers)
        self.lengths: Floats = np.array([row.length for row in rows], np.float64)
        self.average = float(self.lengths[self.numbers].mean()) if self.count else 1.0
        self.ids = SortColumn.of([row.id for row in rows]).ranks
        self.facets = {name: FacetColumn([row.facets.get(name, ()) for row in rows]) for name in facets}
        self.sorts = {name: SortColumn.of([row.sorts.get(name) for row in rows]) for name in sorts}
