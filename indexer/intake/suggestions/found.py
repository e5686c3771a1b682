"""What a suggestion consists of: values for a field, and the sentences that speak for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from depository.errors import Problem
from depository.intake import Evidence


class Found(NamedTuple):
    """Values proposed for a field, the evidence (also for what was not chosen), and what to tell."""

    values: tuple[Any, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    notes: tuple[Problem, ...] = ()


def found(value: Any, sentence: str, confidence: float) -> Evidence:
    """Evidence from a sentence of the file."""
    return Evidence(value, sentence[:_LONGEST], round(min(max(confidence, 0.0), 0.99), 2), "found")


def distinct(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The evidence with each value from each sentence once, the surest first."""
    best: dict[tuple[str, str], Evidence] = {}
    for item in sorted(evidence, key=lambda item: -item.confidence):
        best.setdefault((str(item.value), item.sentence), item)
    return tuple(best.values())


# A sentence longer than this is cut: it is shown beside a field.
_LONGEST = 500
