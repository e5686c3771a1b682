"""Records as ascending numbers: put together, and looked up in one another.

Few are looked up by searching; many by a place for every record there is, which costs as much for one as for
all, and far less for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from indexer.columns import Floats, Mask, Numbers

# Fewer records than one of so many are few.
_SPARSE = 32


class Postings(NamedTuple):
    """The records that have a term, ascending, and its weight in each."""

    records: Numbers
    weights: Floats


def summed(parts: Sequence[Postings], size: int) -> tuple[Numbers, Floats]:
    """The records of all parts, ascending, and for each the sum of its weights; `size` is how many there
    are in the index."""
    records = np.concatenate([np.empty(0, np.int64), *(part.records for part in parts)])
    weights = np.concatenate([np.empty(0), *(part.weights for part in parts)])
    if _SPARSE * len(records) < size:
        met, which = np.unique(records, return_inverse=True)
        return met, np.bincount(which, weights, len(met)).astype(np.float64)
    sums: Floats = np.bincount(records, weights, size).astype(np.float64)
    matched = np.zeros(size, np.bool_)
    matched[records] = True
    met = np.flatnonzero(matched)
    return met, sums[met]


def distinct(ascending: Numbers) -> Numbers:
    """Each number once."""
    return ascending[np.flatnonzero(np.diff(ascending, prepend=-1))]


def contains(ascending: Numbers, wanted: Numbers, size: int | None = None) -> Mask:
    """For each of `wanted`, whether it stands in `ascending`; all are less than `size`, if that is given."""
    if size is None or _SPARSE * len(wanted) < size:
        return stands(ascending, ascending.searchsorted(wanted), wanted)
    known = np.zeros(size, np.bool_)
    known[ascending] = True
    return known[wanted]


def stands(ascending: Numbers, places: Numbers, wanted: Numbers) -> Mask:
    """For each of `wanted`, whether it stands in `ascending`, where it would stand being known."""
    if not len(ascending):
        return np.zeros(len(wanted), np.bool_)
    found: Mask = ascending[np.minimum(places, len(ascending) - 1)] == wanted
    return found


def values_at(records: Numbers, values: Floats, wanted: Numbers, size: int) -> Floats:
    """The values of `wanted`, each of which is among `records`."""
    if wanted is records:
        return values
    if _SPARSE * len(wanted) < size:
        return values[records.searchsorted(wanted)]
    known = np.empty(size)
    known[records] = values
    return known[wanted]
