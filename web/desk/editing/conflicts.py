"""Two people changed the same record: both versions side by side, field by field, and a choice in each.

What only one of them changed is chosen already; what both did, each in another way, is for the second to
decide. Their own version waits among the kept forms meanwhile.
"""

from __future__ import annotations

from typing import NamedTuple

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from depository import recordfile
from depository.editing import merge
from depository.editing.merge import Field, Merge, Passage
from depository.editing.saving import Conflict
from depository.errors import N_, Invalid
from depository.record import Record
from web.catalog import link
from web.desk import done, door
from web.desk.editing import changes, checking, filling, forms
from web.desk.unsaved import keeping, kept
from web.i18n import translate

__all__ = ["Conflict", "page"]

_CONFLICT, _INVALID = 409, 422
_CHOICES = ("mine", "theirs", "both")
_UNDECIDED = N_("Choose in every field that both of you changed.")


class Side(NamedTuple):
    """One field, or a passage of the text, in both versions; `chosen` is what is proposed, if anything."""

    name: str
    label: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    chosen: str
    with_both: bool


def page(
    conflict: Conflict, action: str, problems: tuple[str, ...] = (), status: int = _CONFLICT
) -> ResponseReturnValue:
    """Both versions, and a choice in each field that differs."""
    merged = merge.merge(conflict.base, conflict.mine, conflict.theirs.record)
    steps = door.desk().history.steps(conflict.mine.id, limit=1)
    shown = render_template(
        "desk/conflict.html",
        section="desk.records",
        conflict=conflict,
        action=action,
        sides=[side for field in merged.fields for side in _sides(field)],
        step=steps[0] if steps else None,
        problems=problems,
        given=request.form if request.endpoint == "desk.merged" else {},
    )
    return make_response(shown, status)


@door.blueprint.post("/records/<record_id>/merge")
def merged(record_id: str) -> ResponseReturnValue:
    """The record as it was put together of both versions, saved or opened in the form."""
    conflict = _conflict(record_id)
    if conflict is None:
        return redirect(link("desk.edit", record_id=record_id))
    action = request.form.get("action", "")
    if conflict.theirs.revision != request.form.get("theirs"):
        return page(conflict, action)  # somebody was quicker once more
    record = _put_together(merge.merge(conflict.base, conflict.mine, conflict.theirs.record))
    if record is None:
        return page(conflict, action, (translate(_UNDECIDED),), _INVALID)
    fields = filling.record_fields(record)
    fields["base"] = conflict.theirs.revision
    form = kept.of_record(record_id)
    kept.keeper().keep(door.signed_in().name, form, fields)
    if request.form.get("do") == "open":
        return redirect(link("desk.edit", record_id=record_id))
    try:
        saved = door.desk().save(record, base=conflict.theirs.revision, author=door.author())
        if action in ("submit", "publish"):
            saved = door.desk().act(record_id, action, base=saved.revision, author=door.author())
    except Invalid:
        # The form is kept: it says what is wrong when it is saved there.
        return redirect(link("desk.edit", record_id=record_id))
    except Conflict as again:
        return page(again, action)
    keeping.forget(form)
    done.tell(action or "save", saved.record, form=form, searchable=saved.searchable)
    return redirect(link("desk.edit", record_id=record_id))


def _conflict(record_id: str) -> Conflict | None:
    """The conflict of what somebody has kept with what is there now; None where there is none."""
    found = kept.keeper().get(door.signed_in().name, kept.of_record(record_id))
    theirs = door.desk().open(record_id)
    if found is None or found.base == theirs.revision:
        return None
    before = theirs.record.model_dump(include={"status", "reason"}, exclude_none=True)
    filled = filling.values_of(forms.filled(found.fields))
    values = filling.Filled({**filled.values, "id": record_id}, filled.problems)
    try:
        mine = checking.record_of(values, door.depository().vocabularies, before)
    except Invalid:
        return None
    text = door.desk().history.of_revision(record_id, found.base)
    return Conflict(mine, theirs, recordfile.parse(text) if text else None)


def _put_together(proposed: Merge) -> Record | None:
    """The record as it was chosen; None while something is undecided."""
    values = {}
    for field in proposed.fields:
        if field.name == "body" and field.passages:
            texts = [_passage(passage, number) for number, passage in enumerate(field.passages)]
            if None in texts:
                return None
            values["body"] = "\n\n".join(text for part in texts for text in part or ()) + "\n"
            continue
        choice = request.form.get(field.name, _proposed(field))
        if choice not in _CHOICES:
            return None
        values[field.name] = {"mine": field.mine, "theirs": field.theirs, "both": field.merged}[choice]
    return proposed.record.model_copy(update=values)


def _passage(passage: Passage, number: int) -> tuple[str, ...] | None:
    """The paragraphs chosen of a passage."""
    if passage.origin != "conflict":
        return passage.merged
    choice = request.form.get(f"body-{number}", "")
    options = {"mine": passage.mine, "theirs": passage.theirs, "both": (*passage.mine, *passage.theirs)}
    return options.get(choice)


def _proposed(field: Field) -> str:
    return {"mine": "mine", "theirs": "theirs", "both": "both"}.get(field.origin, "")


def _sides(field: Field) -> list[Side]:
    """A field as it is shown; the text, by the passages both changed."""
    label = changes.field_label(field.name)
    if field.name == "body" and field.passages:
        return [
            Side(f"body-{number}", label, passage.mine, passage.theirs, "", True)
            for number, passage in enumerate(field.passages)
            if passage.origin == "conflict"
        ]
    mine, theirs = (changes.lines(field.name, value) for value in (field.mine, field.theirs))
    with_both = field.origin == "both" and mine != theirs
    return [Side(field.name, label, mine, theirs, _proposed(field), with_both)]
