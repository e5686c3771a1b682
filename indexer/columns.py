"""Columns: what an index knows of every record, side by side in arrays.

A segment's columns lie in its file and never change; a generation's are those of its segments put together.
Records are numbered 0 … size − 1; the numbers mean nothing outside one generation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from depository.engine import K1, B
from depository.schema import FACETS, SORTS
from indexer.arrays import Array, Arrays, fixed, spans, starts_of

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

Key = int | str | None

# The orders that records have keys of.
ORDERS = tuple(name for name in SORTS if name != "relevance")
# Where one of so many records or more is counted, it is done by bits.
_MANY = 12
# More records than this are put in the order of their ids by ranks made once for all.
_FEW = 2_000


class FacetColumn:
    """The values of a facet, as codes into `names`; those of record i are codes[starts[i]:starts[i + 1]]."""

    def __init__(self, names: Sequence[str], codes: Array, starts: Array) -> None:
        self.names = names
        self.codes = codes
        self.starts = starts
        self._masks: dict[frozenset[str], Mask] = {}

    @classmethod
    def joined(cls, parts: Sequence[FacetColumn]) -> FacetColumn:
        """The columns of segments, one after another."""
        if len(parts) == 1:
            return parts[0]
        known: dict[str, int] = {}
        codes: list[Array] = [np.empty(0, np.int64)]
        starts: list[Array] = [np.zeros(1, np.int64)]
        for part in parts:
            mapping = np.array([known.setdefault(name, len(known)) for name in part.names], np.int64)
            codes.append(mapping[part.codes] if len(mapping) else part.codes)
            starts.append(part.starts[1:] + starts[-1][-1])
        return cls(list(known), np.concatenate(codes), np.concatenate(starts))

    def of(self, records: Numbers) -> FacetColumn:
        """The column of `records` alone, in their order."""
        sizes = np.diff(self.starts)[records]
        return FacetColumn(self.names, self.codes[spans(self.starts[records], sizes)], starts_of(sizes))

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
        size = len(self.starts) - 1
        if _MANY * len(records) > size:
            counted = self._counted_by_bits(records)
        else:
            first = self.starts[records].astype(np.int64)
            places = spans(first, self.starts[records + 1] - first)
            counted = np.bincount(self.codes[places], minlength=len(self.names))
        met = np.flatnonzero(counted)
        names = map(self.names.__getitem__, met.tolist())
        return dict(zip(names, counted[met].tolist(), strict=True))

    def _counted_by_bits(self, records: Numbers) -> Numbers:
        """The same for each value by its code: where many records are counted, their bits are."""
        chosen = np.zeros(len(self.starts) - 1, np.bool_)
        chosen[records] = True
        counted: Numbers = np.bitwise_count(self._bits & _packed(chosen)).sum(axis=1, dtype=np.int64)
        return counted

    @cached_property
    def _bits(self) -> Array:
        """For each value a bit for every record."""
        rows = [np.zeros(0, np.uint64)] * len(self.names)
        for code in range(len(self.names)):
            having = np.zeros(len(self.starts) - 1, np.bool_)
            having[self._owners[self.codes == code]] = True
            rows[code] = _packed(having)
        return np.array(rows, np.uint64).reshape(len(rows), -1 if rows else 0)


def _packed(mask: Mask) -> Array:
    """A mask in words of 64 bits."""
    bits = np.packbits(mask)
    return np.pad(bits, (0, -len(bits) % 8)).view(np.uint64)


def keys_as_arrays(order: str, keys: Sequence[Key]) -> dict[str, Array]:
    """The keys of one order, record by record: numbers, or texts one after another."""
    arrays: dict[str, Array] = {f"{order}: missing": np.array([key is None for key in keys], np.bool_)}
    if any(isinstance(key, str) for key in keys):
        texts = [str(key or "").encode() for key in keys]
        arrays[f"{order}: text"] = np.frombuffer(b"".join(texts), np.uint8)
        arrays[f"{order}: starts"] = starts_of(np.array([len(text) for text in texts]))
    else:
        arrays[f"{order}: numbers"] = np.array([key or 0 for key in keys], np.int64)
    return arrays


@dataclass(frozen=True)
class SortColumn:
    """The place of every record in one order; `missing` are those without a key, which come last."""

    ranks: Numbers
    missing: Mask

    @classmethod
    def of(cls, parts: Sequence[SegmentColumns], order: str) -> SortColumn:
        missing = np.concatenate([np.empty(0, np.bool_), *(part.missing(order) for part in parts)])
        numbers = [part.numbers(order) for part in parts]
        known = [array for array in numbers if array is not None]
        if len(known) == len(numbers):
            return cls(np.concatenate([np.empty(0, np.int64), *known]), missing)
        keys = [key for part in parts for key in part.keys(order)]
        rank = {
            key: number for number, key in enumerate(sorted({str(key) for key in keys if key is not None}))
        }
        return cls(np.array([0 if key is None else rank[str(key)] for key in keys], np.int64), missing)


class SegmentColumns:
    """The columns of one segment, as its file has them."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays.arrays
        self.ids = self._arrays["ids"]
        self.revisions = self._arrays["revisions"]
        self.lengths: Floats = self._arrays["lengths"]
        names = arrays.notes["facets"]
        self.facets = {
            name: FacetColumn(names[name], self._arrays[f"{name}: codes"], self._arrays[f"{name}: starts"])
            for name in FACETS
        }

    @cached_property
    def _in_order(self) -> tuple[Numbers, Array]:
        """The records in the order of their ids, and those ids."""
        order = np.argsort(self.ids, kind="stable")
        return order, self.ids[order]

    def find(self, ids: Array) -> list[int]:
        """The numbers of the records that have one of these ids."""
        order, ascending = self._in_order
        first, last = np.searchsorted(ascending, ids), np.searchsorted(ascending, ids, side="right")
        return [int(number) for number in order[spans(first, last - first)]]

    def missing(self, order: str) -> Mask:
        """Which records have no key of the order."""
        mask: Mask = self._arrays[f"{order}: missing"]
        return mask

    def numbers(self, order: str) -> Numbers | None:
        """The keys, where all of them are numbers."""
        return self._arrays.get(f"{order}: numbers")

    def keys(self, order: str) -> list[Key]:
        """The key of every record."""
        missing = self.missing(order).tolist()
        numbers = self.numbers(order)
        if numbers is not None:
            return [None if no else key for no, key in zip(missing, numbers.tolist(), strict=True)]
        text, starts = self._arrays[f"{order}: text"].tobytes(), self._arrays[f"{order}: starts"].tolist()
        bounds = zip(missing, starts, starts[1:], strict=False)
        return [None if no else text[first:last].decode() for no, first, last in bounds]


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
        self._ids: Array = np.concatenate([np.empty(0, "S1"), *(part.ids for part in parts)])
        self._facets: dict[str, FacetColumn] = {}
        self._sorts: dict[str, SortColumn] = {}

    def id(self, number: int) -> str:
        """The id of a record."""
        return str(self._ids[number].decode())

    @cached_property
    def norms(self) -> Floats:
        """Of the score, what depends on the length of a record alone."""
        norms: Floats = K1 * (1 - B + B * self.lengths / self.average)
        return norms

    def id_ranks(self, records: Numbers) -> Array:
        """What puts `records` in the order of their ids, which decides between equals."""
        return self._ids[records] if len(records) <= _FEW else self._id_ranks[records]

    @cached_property
    def _id_ranks(self) -> Numbers:
        ranks = np.empty(self.size, np.int64)
        ranks[np.argsort(self._ids, kind="stable")] = np.arange(self.size)
        return ranks

    @cached_property
    def revisions(self) -> Revisions:
        """The revision of every live record, by id."""
        return Revisions(self._parts, self.live)

    def facet(self, name: str) -> FacetColumn:
        if name not in self._facets:
            self._facets[name] = FacetColumn.joined([part.facets[name] for part in self._parts])
        return self._facets[name]

    def sort(self, name: str) -> SortColumn:
        if name not in self._sorts:
            self._sorts[name] = SortColumn.of(self._parts, name)
        return self._sorts[name]


class Revisions(Mapping[str, str]):
    """The revision of every live record by id, read from the columns where somebody asks."""

    def __init__(self, parts: Sequence[SegmentColumns], live: Mask) -> None:
        self._parts = parts
        ends = np.cumsum([0, *(len(part.ids) for part in parts)])
        self._live = [live[first:last] for first, last in pairwise(ends.tolist())]

    def _pairs(self) -> Iterator[tuple[str, str]]:
        for part, live in zip(self._parts, self._live, strict=True):
            pairs = zip(part.ids[live].tolist(), part.revisions[live].tolist(), strict=True)
            yield from ((key.decode(), revision.decode()) for key, revision in pairs)

    def __getitem__(self, record_id: str) -> str:
        for part, live in zip(self._parts, self._live, strict=True):
            for number in part.find(fixed([record_id])):
                if live[number]:
                    return str(part.revisions[number].decode())
        raise KeyError(record_id)

    def __iter__(self) -> Iterator[str]:
        return (record_id for record_id, _ in self._pairs())

    def __len__(self) -> int:
        return sum(int(live.sum()) for live in self._live)

    def items(self) -> Iterable[tuple[str, str]]:  # type: ignore[override]
        return self._pairs()

    def values(self) -> Iterable[str]:  # type: ignore[override]
        return (revision for _, revision in self._pairs())


def joined(parts: Sequence[SegmentColumns], live: Mask) -> Arrays:
    """The columns of segments one after another, of the live records alone."""
    records = np.flatnonzero(live)
    arrays: dict[str, Array] = {
        "ids": np.concatenate([part.ids for part in parts])[records],
        "revisions": np.concatenate([part.revisions for part in parts])[records],
        "lengths": np.concatenate([part.lengths for part in parts])[records],
    }
    names = {}
    for name in FACETS:
        column = FacetColumn.joined([part.facets[name] for part in parts]).of(records)
        arrays[f"{name}: codes"] = column.codes.astype(np.uint32)
        arrays[f"{name}: starts"] = column.starts
        names[name] = list(column.names)
    for order in ORDERS:
        keys = [key for part in parts for key in part.keys(order)]
        arrays |= keys_as_arrays(order, [keys[number] for number in records.tolist()])
    return Arrays(arrays, {"facets": names})
