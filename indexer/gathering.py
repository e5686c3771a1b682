"""Entries gathered into the arrays of a segment.

A segment is, in arrays: its terms in order; for each term its postings (record number and weight) in the
order of the records; for each posting its positions; and of each record what `indexer.columns` shows.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import chain

import numpy as np

from depository.engine import Entry
from depository.schema import FACETS
from indexer.arrays import Array, Arrays, fixed, spans, starts_of
from indexer.columns import ORDERS, Key, keys_as_arrays


class _Numbering(dict[str, int]):
    """A number for every key that is asked for, in the order in which they first came."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self)
        return number


class _Rows:
    """For each record some of a small number of values."""

    def __init__(self) -> None:
        self._known = _Numbering()
        self.codes = array("I")
        self.starts = array("I", [0])

    def add(self, values: Iterable[str]) -> None:
        self.codes.extend(map(self._known.__getitem__, values))
        self.starts.append(len(self.codes))

    @property
    def names(self) -> list[str]:
        return list(self._known)


class Gathering:
    """Entries as they come, in one array for all of a kind: millions of objects would take gigabytes."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self._revisions: list[str] = []
        self._lengths = array("d")
        self._numbering = _Numbering()
        self._sizes = array("I")
        self._terms = array("I")
        self._weights = array("f")
        self._place_sizes = array("I")
        self._places = array("I")
        self._facets = {name: _Rows() for name in FACETS}
        self._keys: dict[str, list[Key]] = {name: [] for name in ORDERS}

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, entry: Entry) -> None:
        """Add an entry; its number is that of those before it."""
        self.ids.append(entry.id)
        self._revisions.append(entry.revision)
        self._lengths.append(entry.length)
        self._sizes.append(len(entry.postings))
        self._terms.extend(map(self._numbering.__getitem__, entry.postings))
        for weights, positions in [zip(*entry.postings.values(), strict=True)] if entry.postings else ():
            self._weights.extend(weights)
            self._place_sizes.extend(map(len, positions))
            self._places.extend(chain.from_iterable(positions))
        for name, rows in self._facets.items():
            rows.add(sorted(entry.facets.get(name, ())))
        for name, keys in self._keys.items():
            keys.append(entry.sorts.get(name))

    def arrays(self) -> Arrays:
        """What was gathered, as the arrays of a segment."""
        names = {name: rows.names for name, rows in self._facets.items()}
        return Arrays({**self._postings(), **self._columns()}, {"facets": names})

    def _postings(self) -> dict[str, Array]:
        terms = [term.encode() for term in self._numbering]
        in_order = sorted(range(len(terms)), key=terms.__getitem__)
        ranks = np.empty(len(terms), np.int64)
        ranks[in_order] = np.arange(len(terms))
        of_postings = ranks[np.asarray(self._terms)]
        # Stable: the postings of a term stay in the order of the records.
        order = np.argsort(of_postings, kind="stable")
        records = np.repeat(np.arange(len(self), dtype=np.int32), np.asarray(self._sizes))
        place_sizes = np.asarray(self._place_sizes)
        sizes = place_sizes[order]
        return {
            **terms_as_arrays([terms[number] for number in in_order]),
            "postings: starts": starts_of(np.bincount(of_postings, minlength=len(terms))),
            "records": records[order],
            "weights": np.asarray(self._weights)[order],
            "places: starts": starts_of(sizes),
            "places": np.asarray(self._places)[spans(starts_of(place_sizes)[:-1][order], sizes)],
        }

    def _columns(self) -> dict[str, Array]:
        columns = {
            "ids": fixed(self.ids),
            "revisions": fixed(self._revisions),
            "lengths": np.asarray(self._lengths),
        }
        for name, rows in self._facets.items():
            columns[f"{name}: codes"] = np.asarray(rows.codes)
            columns[f"{name}: starts"] = np.asarray(rows.starts)
        for name, keys in self._keys.items():
            columns |= keys_as_arrays(name, keys)
        return columns


def terms_as_arrays(terms: list[bytes]) -> dict[str, Array]:
    """Terms in ascending order as the arrays `indexer.lexicon` reads."""
    starts = starts_of(np.array([len(term) for term in terms], np.int64))
    return {"terms": np.frombuffer(b"".join(terms), np.uint8), "terms: starts": starts}
