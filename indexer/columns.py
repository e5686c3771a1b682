"""Columns: what an index knows of every record, side by side in arrays.

A segment's columns are read once, since a segment never changes; a generation's are those of its
segments put together. Records are numbered 0 … size − 1; the numbers mean nothing outside one generation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

Key = int | str | None


class Row(NamedTuple):
    """What is kept of one record besides its postings."""

    id: str
    revision: str
    length: float
    facets: Mapping[str, Sequence[str]]
    sorts: Mapping[str, Key]


class FacetColumn:
    """The values of a facet, as codes into `names`; those of record i are codes[starts[i]:starts[i + 1]]."""

    def __init__(self, names: Sequence[str], codes: Numbers, starts: Numbers) -> None:
        self.names = names
        self.codes = codes
        self.starts = starts
        self._masks: dict[frozenset[str], Mask] = {}

    @classmethod
    def of(cls, values: Iterable[Sequence[str]]) -> FacetColumn:
        known: dict[str, int] = {}
        codes: list[int] = []
        starts = [0]
        for row in values:
            codes.extend(known.setdefault(value, len(known)) for value in row)
            starts.append(len(codes))
        return cls(list(known), np.array(codes, np.int64), np.array(starts, np.int64))

    @classmethod
    def joined(cls, parts: Sequence[FacetColumn]) -> FacetColumn:
        """The columns of segments, one after another."""
        if len(parts) == 1:
            return parts[0]
        known: dict[str, int] = {}
        codes: list[Numbers] = [np.empty(0, np.int64)]
        starts: list[Numbers] = [np.zeros(1, np.int64)]
        for part in parts:
            mapping = np.array([known.setdefault(name, len(known)) for name in part.names], np.int64)
            codes.append(mapping[part.codes] if len(mapping) else part.codes)
            starts.append(part.starts[1:] + starts[-1][-1])
        return cls(list(known), np.concatenate(codes), np.concatenate(starts))

    def mask(self, values: frozenset[str]) -> Mask:
        """Which records have any of `values`."""
        mask = self._masks.get(values)
        if mask is None:
            wanted = np.isin(self.names, list(values)) if self.names else np.empty(0, np.bool_)
            mask = np.zeros(len(self.starts) - 1, np.bool_)
            if wanted.any():
                mask[self._owners[wanted[self.codes]]] = True
            self._masks[values] = mask
        return mask

    @cached_property
    def _owners(self) -> Numbers:
        """For each code, the record that has it."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def counts(self, records: Numbers) -> dict[str, int]:
        """How many of `records` have each value; values none of them has are left out."""
        first = self.starts[records]
        sizes = self.starts[records + 1] - first
        # The indices first[i] … first[i] + sizes[i] − 1 of all records, one after another.
        before = np.cumsum(sizes) - sizes
        places = np.arange(int(sizes.sum())) + np.repeat(first - before, sizes)
        counted = np.bincount(self.codes[places], minlength=len(self.names))
        return {self.names[int(code)]: int(counted[code]) for code in np.flatnonzero(counted)}


@dataclass(frozen=True)
class SortColumn:
    """The rank of every record in one order; `missing` are those without a key, which come last."""

    ranks: Numbers
    missing: Mask

    @classmethod
    def of(cls, keys: Sequence[Key]) -> SortColumn:
        missing = np.array([key is None for key in keys], np.bool_)
        present = sorted({key for key in keys if key is not None})
        rank = {key: number for number, key in enumerate(present)}
        return cls(np.array([0 if key is None else rank[key] for key in keys], np.int64), missing)


class SegmentColumns:
    """The rows of one segment, turned on their side."""

    def __init__(self, rows: Iterable[Row], facets: Iterable[str], sorts: Iterable[str]) -> None:
        kept = list(rows)
        self.ids = [row.id for row in kept]
        self.revisions = [row.revision for row in kept]
        self.lengths: Floats = np.array([row.length for row in kept], np.float64)
        self.facets = {name: FacetColumn.of([row.facets.get(name, ()) for row in kept]) for name in facets}
        self.sorts = {name: [row.sorts.get(name) for row in kept] for name in sorts}


class Columns:
    """The columns of all segments of a generation; `live` says which records are not deleted."""

    def __init__(self, parts: Sequence[SegmentColumns], live: Mask) -> None:
        self._parts = parts
        self.live = live
        self.size = len(live)
        self.numbers: Numbers = np.flatnonzero(live)
        self.count = len(self.numbers)
        self.lengths: Floats = np.concatenate([np.empty(0), *(part.lengths for part in parts)])
        self.average = float(self.lengths[self.numbers].mean()) if self.count else 1.0
        self.ids = [record_id for part in parts for record_id in part.ids]
        self._facets: dict[str, FacetColumn] = {}
        self._sorts: dict[str, SortColumn] = {}

    @cached_property
    def id_ranks(self) -> Numbers:
        """The place of every record among all ids, which decides between equals."""
        ranks = np.empty(self.size, np.int64)
        ranks[np.argsort(np.array(self.ids, np.str_), kind="stable")] = np.arange(self.size)
        return ranks

    @cached_property
    def revisions(self) -> dict[str, str]:
        """The revision of every live record, by id."""
        revisions = [revision for part in self._parts for revision in part.revisions]
        return {self.ids[number]: revisions[number] for number in self.numbers}

    def facet(self, name: str) -> FacetColumn:
        if name not in self._facets:
            self._facets[name] = FacetColumn.joined(
                [part.facets[name] for part in self._parts] or [FacetColumn.of(())]
            )
        return self._facets[name]

    def sort(self, name: str) -> SortColumn:
        if name not in self._sorts:
            self._sorts[name] = SortColumn.of([key for part in self._parts for key in part.sorts[name]])
        return self._sorts[name]
