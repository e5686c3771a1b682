"""What keeps a filled-in form from being a record: by the same model as `depository check`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from depository import yamltext
from depository.errors import N_, Invalid, Problem
from depository.record import Record
from depository.vocabulary import Vocabularies
from depository.wellformed import problems_in, unknown_in
from web.desk.editing import changes, choosing
from web.desk.editing.filling import Filled
from web.i18n import sentence, translate

_ELEMENT = re.compile(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?")
# Where a problem of a field is shown, if it is not an input of that very name.
_INPUTS: Mapping[str, str] = {"places": "places_more", "themes": "themes_more", "scope": "scope"}
_NOWHERE = ("all-partners", "national")
_NO_NUMBER = N_("“{given}” holds no number: write figures, such as 20, 1,5 or 9–12.")
_NO_THEME = N_("Choose at least one theme from the list.")
_EMPTY = N_("This cannot stay empty: fill it in.")
_NO_CHOICE = N_("Choose at least one from the list.")
_NO_TEXT = N_("The text is empty: write at least a paragraph.")
_NO_PLACE = N_("Add a place, or choose below that it concerns all partner cities or the whole country.")
_NO_PLACE_LISTED = N_("None is stated: open the proposal and add one, or choose whom it concerns.")
# What is said of ids and vocabulary files to people who have those before them; below, in names.
_UNKNOWN = "“{given}” is not in {file}{near}."
_SEVERAL = "“{given}” may mean several: write the id of one ({near})."
_MERGED = "The theme “{given}” was merged into “{successor}”: write that in its place."
_SEVERAL_NAMED = N_("“{given}” may mean several: {near}. Choose one.")
_NO_SUCH: Mapping[str, str] = {
    "themes": N_("“{given}” is not in the vocabulary of themes{near}."),
    "places": N_("“{given}” is not in the vocabulary of places{near}."),
    "kind": N_("“{given}” is none of the kinds of records{near}."),
}
_PERHAPS = N_("; perhaps: {names}")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# The words of the model are for people who edit a file; these say the same to people who fill in a form.
_IN_A_FORM: Mapping[str, str] = {
    "This field is required: add it.": _EMPTY,
    "This is empty: write at least a word.": _EMPTY,
    "At least one value is needed here.": _NO_CHOICE,
    "The text of the record is empty: write it below the second ---.": _NO_TEXT,
    "The record needs a place: fill in places, or write scope: all-partners or scope: national.": _NO_PLACE,
}
# What a file calls an id, the form calls an address.
_OF_THE_ADDRESS: Mapping[str, str] = {
    "“{given}” is not an id: use small Latin letters, digits and hyphens, such as yaremche-turyzm.": N_(
        "“{given}” cannot be an address: use small Latin letters, digits and hyphens, as in yaremche-turyzm."
    ),
    "There is a record with the id “{given}” already: choose another id.": N_(
        "There is a record at the address “{given}” already: choose another address."
    ),
}
# What says no more than that something required is not there yet.
_LACKING = (_EMPTY, _NO_CHOICE, _NO_THEME, _NO_TEXT, _NO_PLACE)


class Told(NamedTuple):
    """A problem of a form: the field it is about, what that is called, where it is, and what to do."""

    anchor: str
    field: str
    label: str
    sentence: str
    is_missing: bool = False


def record_of(filled: Filled, vocabularies: Vocabularies, kept: Mapping[str, Any]) -> Record:
    """The record somebody filled in, with what the form does not ask for as it was `kept`.

    Raises Invalid with every problem there is.
    """
    values = {**kept, **filled.values}
    try:
        record = yamltext.validate(Record, yamltext.YamlText(values, {}))
    except Invalid as invalid:
        told = [*filled.problems, *invalid.problems]
        if not values.get("places") and values.get("scope") not in _NOWHERE:
            # The model looks at the whole only where each field is right by itself; a form tells all at once.
            told.append(Problem(_NO_PLACE, "places"))
        fields = {problem.field for problem in told}
        told += [p for p in unknown_in(values, vocabularies) if p.field not in fields]
        raise Invalid(told) from invalid
    if found := [*filled.problems, *problems_in(record, vocabularies)]:
        raise Invalid(found)
    return record


def told(problems: Iterable[Problem], rows: Mapping[str, tuple[int, ...]] | None = None) -> list[Told]:
    """`problems` as a form shows them: each once, with the input it stands beside."""
    found: dict[tuple[str, str], Told] = {}
    for problem in problems:
        problem = _in_a_form(problem)
        anchor = _anchor(problem.field, rows or {})
        label = changes.field_label(problem.field) if anchor else ""
        is_missing = problem.message in _LACKING
        one = Told(anchor, problem.field, label, sentence(problem), is_missing)
        found.setdefault((anchor, problem.message), one)
    return list(found.values())


def listed(problems: Iterable[Problem]) -> list[str]:
    """`problems` in a list where no form stands: each sentence behind the name of its field."""
    said = told(_in_a_list(problem) for problem in problems)
    return [f"{each.label}: {each.sentence}" if each.label else each.sentence for each in said]


def lacking(problems: Iterable[Told]) -> list[str]:
    """What the fields are called that are empty and required, where nothing else is wrong with the form."""
    found = list(problems)
    return list(dict.fromkeys(each.label for each in found)) if all(each.is_missing for each in found) else []


def _in_a_form(problem: Problem) -> Problem:
    """`problem` in words for somebody who fills in a form."""
    problem = _by_names(problem)
    message = _IN_A_FORM.get(problem.message, problem.message)
    if problem.field.startswith("figures[") and problem.field.endswith(".value"):
        # The model would take a number or a text with one; the sentence of the first says half of it.
        message = message if message in _IN_A_FORM.values() else _NO_NUMBER
    if problem.field == "id":
        message = _OF_THE_ADDRESS.get(message, message)
    if problem.field == "themes" and message == _NO_CHOICE:
        message = _NO_THEME
    return replace(problem, message=message)


def _in_a_list(problem: Problem) -> Problem:
    """`problem` where nothing stands below to choose from."""
    is_of_place = _in_a_form(problem).message == _NO_PLACE
    return replace(problem, message=_NO_PLACE_LISTED) if is_of_place else problem


def _by_names(problem: Problem) -> Problem:
    """What a vocabulary does not have, told by the names of its concepts and not by ids and files."""
    kind = problem.field.partition("[")[0]
    if problem.message == _MERGED:
        successor = choosing.named("themes", str(problem.values["successor"]))
        return replace(problem, values={**problem.values, "successor": successor})
    if problem.message == _SEVERAL:
        names = [_named(kind, each) for each in str(problem.values["near"]).split(", ")]
        return replace(problem, message=_SEVERAL_NAMED, values={**problem.values, "near": ", ".join(names)})
    if problem.message != _UNKNOWN or kind not in _NO_SUCH:
        return problem
    names = [_named(kind, each) for each in _ID.findall(str(problem.values.get("near", "")))]
    perhaps = translate(_PERHAPS).format(names=", ".join(names)) if names else ""
    return replace(problem, message=_NO_SUCH[kind], values={**problem.values, "near": perhaps})


def _named(kind: str, concept_id: str) -> str:
    if kind == "kind":
        return changes.lines("kind", concept_id)[0]
    return choosing.named(kind, concept_id)


def _anchor(field: str, rows: Mapping[str, tuple[int, ...]]) -> str:
    """The id of the input that `figures[2].unit` is about: rows left empty do not count there."""
    match = _ELEMENT.fullmatch(field)
    if match is None:
        return ""
    name, number, part = match[1], match[2], match[3]
    if name in rows and number:
        row = rows[name][int(number) - 1] if int(number) <= len(rows[name]) else 0
        return f"{name}-{row}-{part or ('value' if name == 'figures' else 'name')}"
    if name == "source":
        return f"source-{part or 'publication'}"
    return _INPUTS.get(name, name)
