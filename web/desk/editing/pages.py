"""The form of a record at work: opened, grown by a row, checked, saved; everything typed is always kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden, HTTPException

from depository.corpus import Stored
from depository.editing.authors import NotAllowed
from depository.editing.history import HistoryBusy
from depository.errors import N_, Invalid, Problem
from depository.intake import Alike, Proposal, free_id
from depository.record import Record
from web.catalog import link
from web.desk import done, door
from web.desk.editing import checking, choosing, conflicts, filling, forms
from web.desk.editing.forms import Fields
from web.desk.imports import proposals
from web.desk.records import alike, journal
from web.desk.unsaved import keeping, kept
from web.i18n import language, translate

_MOST_ROWS = 100
_INVALID, _UNAVAILABLE = 422, 503
# What the form does not ask for stays as it was.
_NOT_ASKED = ("status", "reason", "replaced_by", "added", "updated")
_TAKEN = N_("There is a record “{id}” already: choose another address, or mend that record.")
_NOT_MOVED = N_("Your words are saved; the record could not be moved on just now. Try again in a minute.")


@dataclass(frozen=True)
class Sheet:
    """One form: its name among the kept ones, and the record it changes, if that is there yet."""

    form: str
    stored: Stored | None = None

    @property
    def address(self) -> str:
        place, _, name = self.form.partition("/")
        return link("desk.new", token=name) if place == "new" else link("desk.edit", record_id=name)

    @property
    def preview(self) -> str:
        place, _, name = self.form.partition("/")
        if place == "new":
            return link("desk.preview_new", token=name)
        return link("desk.preview", record_id=name)


@door.blueprint.get("/new")
def begin() -> ResponseReturnValue:
    """A new record: an empty form with an address of its own, so that nothing typed in it gets lost."""
    return redirect(link("desk.new", token=kept.new_token()))


@door.blueprint.route("/new/<token>", methods=["GET", "POST"])
def new(token: str) -> ResponseReturnValue:
    """The form of a record that is not there yet."""
    return _form(Sheet(kept.of_new(token[:40])))


@door.blueprint.route("/records/<record_id>/edit", methods=["GET", "POST"])
def edit(record_id: str) -> ResponseReturnValue:
    """The form of a record that is there, in whatever state."""
    try:
        stored = door.desk().open(record_id)
    except Invalid:
        if request.method == "GET" and door.author().has("librarian"):
            return redirect(link("desk.file", record_id=record_id))
        raise
    if not door.desk().may_edit(door.author(), stored.record):
        raise Forbidden
    return _form(Sheet(kept.of_record(record_id), stored))


def _form(sheet: Sheet) -> ResponseReturnValue:
    if request.method == "POST":
        fields = Fields(request.form)
        # Before anything else is done with it: whatever happens next, it is there.
        keeping.keep(sheet.form, fields)
        name, _, what = fields.get("do", "").partition(":")
        return _DOINGS.get(name, _refresh)(sheet, fields, what)
    found = kept.keeper().get(door.signed_in().name, sheet.form)
    if found is None:
        return page(sheet, begun(sheet))
    problems = () if sheet.stored else proposals.of(found.fields.get("origin", "")).problems
    return page(sheet, found.fields, problems, restored=found)


def begun(sheet: Sheet) -> Fields:
    """The fields a form begins with: those of its record, or none."""
    if sheet.stored is None:
        return Fields()
    fields = filling.record_fields(sheet.stored.record)
    fields["base"] = sheet.stored.revision
    fields["origin"] = proposals.origin_of(sheet.stored.record)
    return fields


def wanted_id(values: Mapping[str, Any]) -> str:
    """The id a new record of these values gets, if none is typed in."""
    wanted = door.depository().language.id_of(values.get("title", ""), values.get("places", ()))
    return free_id(wanted, door.depository().corpus.states())


def page(
    sheet: Sheet,
    fields: Fields,
    problems: tuple[Problem, ...] = (),
    *,
    restored: kept.Kept | None = None,
    status: int = 200,
    focus: str = "",
    is_refused: bool = False,
) -> ResponseReturnValue:
    """The form with `fields` as they were typed, and each problem beside its field."""
    form = forms.filled(fields)
    told = checking.told(problems, filling.values_of(form).rows)
    beside: dict[str, list[str]] = {}
    for each in told:
        beside.setdefault(each.anchor, []).append(each.sentence)
    proposal = proposals.of(fields.get("origin", ""))
    shown = render_template(
        "desk/form.html",
        section="desk.records",
        sheet=sheet,
        form=form,
        problems=told,
        is_refused=is_refused,
        is_kept=keeping.is_kept(),
        lacking=checking.lacking(told),
        beside=beside,
        chosen={kind: choosing.chosen(kind, fields.getlist(kind)) for kind in ("places", "themes")},
        offered={kind: choosing.everything(kind) for kind in ("places", "themes")},
        options=_options(),
        restored=restored,
        proposal=proposal,
        alike=_alike(sheet, form, proposal),
        status_of=sheet.stored.record.status if sheet.stored else "draft",
        record=sheet.stored.record if sheet.stored else None,
        remark=journal.remark(sheet.stored.record) if sheet.stored else None,
        focus=focus,
    )
    return make_response(shown, status)


def _alike(sheet: Sheet, form: forms.RecordForm, proposal: Proposal) -> tuple[Alike, ...]:
    """Records much like the one in the form, as long as readers do not see it."""
    if sheet.stored and sheet.stored.record.status not in ("draft", "review"):
        return ()
    present = alike.of(
        form.title.data or "", form.body.data or "", sheet.stored.record.id if sheet.stored else ""
    )
    known = {each.record_id for each in present}
    return (*present, *(each for each in proposal.alike if not each.file and each.record_id not in known))


def _options() -> dict[str, list[tuple[str, str]]]:
    """What one may choose of in the fields that leave but a few choices."""
    kinds = [(kind.id, kind.label.in_language(language())) for kind in choosing.vocabularies().kinds]
    return {"kind": kinds, "scope": [(value, translate(name)) for value, name in forms.SCOPES]}


# ── what its buttons do ──


def _refresh(sheet: Sheet, fields: Fields, what: str) -> ResponseReturnValue:
    """The form once more, with what was named in it chosen."""
    problems = _choose(fields)
    keeping.keep(sheet.form, fields)
    return page(sheet, fields, problems, focus=f"{what}_more" if what in ("places", "themes") else "")


def _add_row(sheet: Sheet, fields: Fields, what: str) -> ResponseReturnValue:
    """The form with one more figure or person."""
    problems = _choose(fields)
    row = 0
    if what in ("figures", "people"):
        row = len(getattr(forms.filled(fields), what).entries)
        first = "value" if what == "figures" else "name"
        if row < _MOST_ROWS:
            fields[f"{what}-{row}-{first}"] = ""
    return page(sheet, fields, problems, focus=f"{what}-{row}-{'approx' if what == 'figures' else 'name'}")


def _drop_row(sheet: Sheet, fields: Fields, what: str) -> ResponseReturnValue:
    """The form without one of its figures or people; those below move up."""
    problems = _choose(fields)
    name, _, number = what.partition(":")
    if name in ("figures", "people") and number.isdigit():
        rows = [entry.data for entry in getattr(forms.filled(fields), name).entries]
        for each in [key for key in fields if key.startswith(f"{name}-")]:
            fields.poplist(each)
        left = [row for place, row in enumerate(rows) if place != int(number)]
        for place, row in enumerate(left):
            fields.update({f"{name}-{place}-{part}": text or "" for part, text in row.items()})
    keeping.keep(sheet.form, fields)
    return page(sheet, fields, problems, focus=f"{name}-more")


def _first_theme(sheet: Sheet, fields: Fields, what: str) -> ResponseReturnValue:
    """The form with another main theme."""
    problems = _choose(fields)
    themes = fields.getlist("themes")
    fields.setlist("themes", [what] * (what in themes) + [theme for theme in themes if theme != what])
    return page(sheet, fields, problems, focus="themes_more")


def _take(sheet: Sheet, fields: Fields, what: str) -> ResponseReturnValue:
    """The form with one suggestion of an import taken over."""
    problems = _choose(fields)
    name, _, number = what.partition(":")
    offered = proposals.of(fields.get("origin", "")).evidence.get(name, ())
    if number.isdigit() and int(number) < len(offered):
        values = filling.values_of(forms.filled(fields)).values
        taken = filling.fields_of(proposals.values_taken(values, name, offered[int(number)]))
        for each in [key for key in fields if key == name or key.startswith(f"{name}-")]:
            fields.poplist(each)
        for each in [key for key in taken if key == name or key.startswith(f"{name}-")]:
            fields.setlist(each, taken.getlist(each))
    keeping.keep(sheet.form, fields)
    return page(sheet, fields, problems, focus=f"field-{name}")


def _preview(sheet: Sheet, fields: Fields, _: str) -> ResponseReturnValue:
    """The record as readers would see it; the form waits, kept, behind it."""
    _choose(fields)
    # Kept for certain, or nothing is shown: the page behind this one has it from there.
    kept.keeper().keep(door.signed_in().name, sheet.form, fields)
    return redirect(sheet.preview)


def _save(sheet: Sheet, fields: Fields, action: str) -> ResponseReturnValue:
    """The record saved, and then, if wanted, sent on its way; or else the form with every problem."""
    problems = _choose(fields)
    filled = filling.values_of(forms.filled(fields))
    # Once more, with what was named in it chosen: what cannot be saved waits among the unfinished forms.
    keeping.keep(sheet.form, fields)
    if sheet.stored is None and "id" not in filled.values:
        filled.values["id"] = wanted_id(filled.values)
    try:
        record = _record(sheet, filled, problems)
        base, note = fields.get("base") or None, fields.get("note", "").strip()
        saved = door.desk().save(record, base=base, author=door.author(), reason=note)
    except Invalid as invalid:
        return page(sheet, fields, invalid.problems, status=_INVALID, is_refused=True)
    except conflicts.Conflict as conflict:
        if not keeping.is_kept():  # the page of both versions has mine from there
            kept.keeper().keep(door.signed_in().name, sheet.form, fields)
        return conflicts.page(conflict, action)
    keeping.forget(sheet.form)
    proposals.saved(fields.get("origin", ""), record.id)
    if action:
        return _act(sheet, record, saved.revision, action)
    done.tell("save", record, form=sheet.form, searchable=saved.searchable)
    return redirect(link("desk.edit", record_id=record.id))


def _record(sheet: Sheet, filled: filling.Filled, problems: tuple[Problem, ...]) -> Record:
    """The record that was filled in; raises Invalid with all problems, those of choosing included."""
    before = sheet.stored.record.model_dump() if sheet.stored else {}
    found = list(problems)
    if sheet.stored is None and filled.values.get("id") in door.depository().corpus.states():
        found.append(Problem(_TAKEN, "id", {"id": filled.values["id"]}))
    values = {**filled.values, "id": sheet.stored.record.id} if sheet.stored else filled.values
    kept_values = {name: before[name] for name in _NOT_ASKED if before.get(name) is not None}
    try:
        record = checking.record_of(
            filling.Filled(values, filled.problems), door.depository().vocabularies, kept_values
        )
    except Invalid as invalid:
        fields = {problem.field for problem in found}
        # Somebody who typed a name that is none need not hear that the field is empty besides.
        found += [problem for problem in invalid.problems if problem.field not in fields]
        raise Invalid(found) from invalid
    if found:
        raise Invalid(found)
    return record


def _act(begun_with: Sheet, record: Record, revision: str, action: str) -> ResponseReturnValue:
    """The saved record sent on its way; if it cannot go, it is saved all the same, and the form says why."""
    try:
        moved = door.desk().act(record.id, action, base=revision, author=door.author())
    except (Invalid, NotAllowed, HistoryBusy, OSError) as error:
        sheet = Sheet(kept.of_record(record.id), door.desk().open(record.id))
        done.tell("save", record, form=begun_with.form)
        if isinstance(error, NotAllowed):
            raise
        if not isinstance(error, Invalid):
            current_app.logger.error("%s is saved, and could not be moved", record.id, exc_info=error)
            return page(sheet, begun(sheet), (Problem(_NOT_MOVED),), status=_UNAVAILABLE)
        return page(sheet, begun(sheet), error.problems, status=_INVALID)
    done.tell(action, record, form=begun_with.form, searchable=moved.searchable)
    return redirect(link("desk.edit", record_id=record.id))


def _choose(fields: Fields) -> tuple[Problem, ...]:
    """Put what is typed as a place or theme among the chosen ones; what names none stays typed."""
    problems: list[Problem] = []
    for kind in ("places", "themes"):
        ids, left, unresolved = choosing.resolved(kind, fields.get(f"{kind}_more", ""))
        fields.setlist(kind, list(dict.fromkeys([*fields.getlist(kind), *ids])))
        fields[f"{kind}_more"] = left
        problems += unresolved
    return tuple(problems)


_Doing = Callable[[Sheet, Fields, str], ResponseReturnValue]
_DOINGS: Mapping[str, _Doing] = {
    "add": _add_row,
    "drop": _drop_row,
    "first": _first_theme,
    "take": _take,
    "preview": _preview,
    "save": _save,
}


def reopened(to: str, fields: Fields) -> str | None:
    """Where the form of a record, sent to `to` when nobody was signed in, is open again with its fields."""
    try:
        endpoint, values = current_app.create_url_adapter(request).match(to, method="POST")  # type: ignore
    except HTTPException:
        return None
    if endpoint not in ("desk.new", "desk.edit"):
        return None
    form = kept.of_new(values["token"]) if endpoint == "desk.new" else kept.of_record(values["record_id"])
    kept.keeper().keep(door.signed_in().name, form, fields)
    return Sheet(form).address
