"""Segments made one are what they would be had their records come together."""

from __future__ import annotations

import random

import numpy as np
import pytest

from indexer.arrays import Arrays
from indexer.gathering import Gathering
from indexer.joining import Kept, joined
from indexer.segment import Segment
from tests.engine_contract.test_oracle_agrees import TERMS, an_entry


def gathered(entries: list[object]) -> Arrays:
    gathering = Gathering()
    for entry in entries:
        gathering.add(entry)  # type: ignore[arg-type]
    return gathering.arrays()


@pytest.mark.parametrize("seed", range(12))
def test_joined_segments_are_as_if_gathered_together(seed: int) -> None:
    """Without what was deleted; its terms, where no other record has them, are gone."""
    chance = random.Random(seed)
    parts, live = [], []
    for part in range(chance.randint(1, 4)):
        entries = [an_entry(chance, f"r{part}-{number}") for number in range(chance.randint(1, 12))]
        mask = np.array([chance.random() < 0.7 for _ in entries])
        parts.append(Kept(gathered(entries), mask))
        live += [entry for entry, kept in zip(entries, mask, strict=True) if kept]

    one, expected = Segment(joined(parts)), Segment(gathered(live))

    assert list(one.part.terms) == list(expected.part.terms)
    everything = np.arange(expected.size)
    for term in TERMS:
        for mine, theirs in zip(one.postings(term), expected.postings(term), strict=True):
            assert mine.tolist() == theirs.tolist()
        for mine, theirs in zip(
            one.positions(term, everything), expected.positions(term, everything), strict=True
        ):
            assert mine.tolist() == theirs.tolist()
    assert one.columns.ids.tolist() == expected.columns.ids.tolist()
    assert one.columns.lengths.tolist() == expected.columns.lengths.tolist()
    for name, column in expected.columns.facets.items():
        assert one.columns.facets[name].counts(everything) == column.counts(everything)
    for order in ("newest", "title", "added"):
        assert one.columns.keys(order) == expected.columns.keys(order)
