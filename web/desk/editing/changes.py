"""Differences of two versions of a record, as a person reads them: fields by their labels, ids by names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from depository.editing import differences
from depository.editing.differences import Difference, Paragraph, Piece
from depository.errors import N_
from depository.record import Figure, Person, Record, Source
from web.desk.editing import choosing, filling, forms
from web.i18n import day, language, translate
from web.labels import label
from web.words import figure

_OTHERS: Mapping[str, str] = {
    "id": N_("Address of the record"),
    "status": N_("State"),
    "reason": N_("Reason"),
    "replaced_by": N_("Replaced by"),
    "added": N_("Added on"),
    "updated": N_("Changed on"),
    "file": N_("The file"),
}
# A state in the middle of a line; as a heading it has other words (see `actions`).
_STATES: Mapping[str, str] = {
    "draft": N_("a draft"),
    "review": N_("under review (a state)"),
    "published": N_("published (a state)"),
    "withdrawn": N_("withdrawn (a state)"),
}
# What the desk sets, and nobody writes.
_NOT_WORDS = ("status", "reason", "replaced_by", "added", "updated")

_PARTS: Mapping[str, type[Any]] = {
    "figures": forms.FigureForm,
    "people": forms.PersonForm,
    "source": forms.SourceForm,
}
_ELEMENT = re.compile(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?")


class Change(NamedTuple):
    """One field that differs: `pieces` of prose, `paragraphs` of the text, or values gone and come."""

    label: str
    pieces: tuple[Piece, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def between(before: str | None, after: str | None) -> list[Change]:
    """What a step changed in the file of a record."""
    found = differences.between_texts(before, after)
    # The day of a change says nothing that the step itself does not say.
    return [_change(each) for each in found if each.field != "updated" or len(found) == 1]


def same_words(one: Record | None, other: Record | None) -> bool:
    """Whether two versions of a record say the same, in whatever state they are."""
    if one is None or other is None:
        return False
    return all(each.field in _NOT_WORDS for each in differences.between(one, other))


def field_label(name: str) -> str:
    """What a field of a record is called in the form; `figures[2].unit` with its row and part."""
    element = _ELEMENT.match(name)
    whole, number, part = element.groups() if element else (name, None, None)
    field = getattr(forms.RecordForm(), whole, None)
    label = translate(field.label.text if field is not None else _OTHERS.get(whole, whole))
    if not part or whole not in _PARTS:
        return label
    named = translate(_PARTS[whole]()[part].label.text)
    return f"{label} {number}: {named}" if number else f"{label}: {named}"


def lines(name: str, value: Any) -> tuple[str, ...]:
    """A value as lines to read, each a member of a list or a part of the source."""
    if value in (None, (), ""):
        return ()
    if isinstance(value, Source):
        given = value.model_dump(exclude_none=True)
        return tuple(f"{_part(part)}: {text}" for part, text in given.items())
    if name == "years":
        return (filling.years_text(value),)
    if isinstance(value, tuple):
        return tuple(_line(name, each) for each in value)
    return (_line(name, value),)


def _change(found: Difference) -> Change:
    name = found.field
    if found.paragraphs or found.pieces:
        return Change(field_label(name), found.pieces, found.paragraphs)
    if name == "years" or not (found.added or found.removed):
        before, after = lines(name, found.before), lines(name, found.after)
        return Change(field_label(name), removed=_without(before, after), added=_without(after, before))
    return Change(
        field_label(name),
        removed=tuple(_line(name, each) for each in found.removed),
        added=tuple(_line(name, each) for each in found.added),
    )


def _without(given: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    left = set(others)
    return tuple(each for each in given if each not in left)


def _line(name: str, value: Any) -> str:
    if isinstance(value, Figure):
        parts = (value.approx, figure(value.value), value.unit, value.counts)
        return " ".join(part for part in parts if part)
    if isinstance(value, Person):
        return f"{value.name}, {value.role}" if value.role else value.name
    if name in ("places", "themes"):
        return choosing.named(name, str(value))
    if name == "status":
        return translate(_STATES[str(value)])
    if isinstance(value, date):
        return day(value)
    if name == "scope":
        return translate(dict(forms.SCOPES).get(str(value), str(value)))
    if name == "kind":
        return label("kind", str(value), choosing.vocabularies(), language())
    return str(value)


def _part(name: str) -> str:
    return translate(forms.SourceForm()[name].label.text)
