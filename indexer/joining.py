"""The arrays of several segments made into those of one, without what was deleted in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Array, Arrays, spans, starts_of
from indexer.columns import Mask, SegmentColumns
from indexer.columns import joined as columns_joined
from indexer.gathering import terms_as_arrays


class Kept(NamedTuple):
    """A segment, and which of its records are still wanted."""

    arrays: Arrays
    live: Mask


class _Postings(NamedTuple):
    """The postings of the live records of a segment, which are numbered anew."""

    terms: list[bytes]
    counts: Array
    records: Array
    weights: Array
    sizes: Array
    places: Array


def joined(parts: Sequence[Kept]) -> Arrays:
    """The live records of all segments, one segment after another, as one."""
    if len(parts) == 1 and parts[0].live.all():
        return parts[0].arrays
    live = np.concatenate([part.live for part in parts])
    columns = columns_joined([SegmentColumns(part.arrays) for part in parts], live)
    postings = _joined([_live(part) for part in parts], [int(part.live.sum()) for part in parts])
    return Arrays({**postings, **columns.arrays}, columns.notes)


def _live(part: Kept) -> _Postings:
    arrays = part.arrays.arrays
    terms = _terms(arrays["terms"], arrays["terms: starts"])
    counts = np.diff(arrays["postings: starts"]).astype(np.int64)
    records, weights, places = arrays["records"], arrays["weights"], arrays["places"]
    starts = arrays["places: starts"]
    sizes = np.diff(starts).astype(np.int64)
    if not part.live.all():
        kept = part.live[records]
        owners = np.repeat(np.arange(len(terms)), counts)
        counts = np.bincount(owners[kept], minlength=len(terms))
        places = places[spans(starts[:-1][kept], sizes[kept])]
        records = (np.cumsum(part.live) - 1)[records[kept]]
        weights, sizes = weights[kept], sizes[kept]
    return _Postings(terms, counts, records, weights, sizes, places)


def _joined(parts: Sequence[_Postings], records: Sequence[int]) -> dict[str, Array]:
    """Every posting goes to its place: after those of the same term in the segments before."""
    terms = sorted(set().union(*(part.terms for part in parts)))
    numbers = {term: number for number, term in enumerate(terms)}
    targets = [np.fromiter(map(numbers.__getitem__, part.terms), np.int64, len(part.terms)) for part in parts]
    counts = np.zeros(len(terms), np.int64)
    for part, target in zip(parts, targets, strict=True):
        counts[target] += part.counts
    starts = starts_of(counts)
    free = starts[:-1].astype(np.int64)
    size = int(starts[-1])
    numbered, weights, sizes = np.empty(size, np.int32), np.empty(size, np.float32), np.empty(size, np.int64)
    homes: list[NDArray[np.int64]] = []
    base = 0
    for part, target, count in zip(parts, targets, records, strict=True):
        home = spans(free[target], part.counts)
        numbered[home] = part.records + base
        weights[home], sizes[home] = part.weights, part.sizes
        free[target] += part.counts
        homes.append(home)
        base += count
    place_starts = starts_of(sizes)
    places = np.empty(int(place_starts[-1]), np.uint32)
    for part, home in zip(parts, homes, strict=True):
        places[spans(place_starts[:-1][home], part.sizes)] = part.places
    # What only deleted records had is no term any more.
    met = np.flatnonzero(counts)
    return {
        **terms_as_arrays([terms[number] for number in met.tolist()]),
        "postings: starts": np.concatenate([starts[met], starts[-1:]]),
        "records": numbered,
        "weights": weights,
        "places: starts": place_starts,
        "places": places,
    }


def _terms(text: Array, starts: Array) -> list[bytes]:
    whole, bounds = text.tobytes(), starts.tolist()
    return [whole[first:last] for first, last in zip(bounds, bounds[1:], strict=False)]
