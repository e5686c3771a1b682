"""What an import suggests for a field, beside that field: each value once, with its sentences."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from depository.intake import Evidence, Proposal
from web.desk.editing import choosing, filling
from web.desk.editing.forms import RecordForm

# Less sure ones lie folded up, and so do those beyond the first few.
_LIKELY = 0.4
# What is less sure than this helps nobody.
_LEAST = 0.15
_MOST_LIKELY = 4
_MOST_SENTENCES = 2


class Suggestion(NamedTuple):
    """One value suggested; `number` is the place of its evidence, `chosen` whether the form has it."""

    number: int
    label: str
    percent: int
    stated: bool
    sentences: tuple[str, ...]
    chosen: bool
    likely: bool


def suggestions(proposal: Proposal, name: str, form: RecordForm) -> list[Suggestion]:
    """The suggestions for the field `name`, the surest first."""
    found = proposal.evidence.get(name, ())
    if not found:
        return []
    present = filling.values_of(form).values.get(name)
    together: dict[str, list[int]] = {}
    for number, evidence in enumerate(found):
        together.setdefault(json.dumps(evidence.value, ensure_ascii=False, default=str), []).append(number)
    ordered = sorted(together.values(), key=lambda numbers: -max(found[n].confidence for n in numbers))
    suggested = [
        _suggestion(name, [found[n] for n in numbers], numbers[0], present, place < _MOST_LIKELY)
        for place, numbers in enumerate(ordered)
    ]
    return [each for each in suggested if each.chosen or each.percent >= 100 * _LEAST]


def shown(name: str, value: object) -> str:
    """A suggested value, as a person reads it."""
    if name in ("places", "themes"):
        return choosing.named(name, str(value))
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    return str(value)


def _suggestion(name: str, evidence: list[Evidence], number: int, present: Any, is_first: bool) -> Suggestion:
    surest = max(evidence, key=lambda each: each.confidence)
    chosen = surest.value in present if isinstance(present, list) else surest.value == present
    return Suggestion(
        number,
        shown(name, surest.value),
        round(100 * surest.confidence),
        surest.origin == "stated",
        tuple(dict.fromkeys(each.sentence for each in evidence if each.sentence))[:_MOST_SENTENCES],
        chosen,
        is_first and surest.confidence >= _LIKELY or chosen,
    )
