"""Who did what and when: of one record, and of all of the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from werkzeug.exceptions import NotFound

from depository import recordfile
from depository.corpus import Stored, revision_of
from depository.editing import undoing
from depository.editing.authors import OUTSIDE
from depository.editing.history import Step
from depository.errors import N_, Invalid, Problem, RecordNotFound
from depository.record import Record
from web import catalog
from web.catalog import link
from web.desk import done, door
from web.desk.editing import changes
from web.desk.records import naming
from web.i18n import DEFAULT, sentence, translate

_PAGE = 30
_MOST_NAMED = 200

_DONE: Mapping[str, str] = {
    "create": N_("New record"),
    "edit": N_("Changed"),
    "mend": N_("File mended"),
    "discard": N_("Draft taken away"),
    "import": N_("Import"),
    "revert": N_("Earlier version brought back"),
    "undo": N_("Step taken back"),
    "outside": N_("Changed in the files, not at the desk"),
    "submit": N_("Sent for review"),
    "publish": N_("The record was published"),
    "return": N_("Returned to be reworked"),
    "withdraw": N_("The record was withdrawn"),
    "restore": N_("Published again"),
    "add-theme": N_("New theme"),
    "add-place": N_("New place"),
    "relabel": N_("Renamed in a vocabulary"),
    "add-label": N_("One more name in a vocabulary"),
    "add-synonyms": N_("New synonyms"),
    "merge-themes": N_("Themes merged"),
}


class Remark(NamedTuple):
    """What was said of a record when it was returned, and the step that says by whom and when."""

    reason: str
    step: Step | None


@door.blueprint.get("/records/<record_id>/history")
def history(record_id: str) -> ResponseReturnValue:
    """What was done to one record, the latest first."""
    steps = door.desk().history.steps(record_id, limit=_PAGE + 1, before=_before())
    return render_template(
        "desk/history.html",
        section="desk.records",
        record_id=record_id,
        title=_title(record_id),
        steps=steps[:_PAGE],
        older=steps[_PAGE - 1].id if len(steps) > _PAGE else "",
        present=steps[0].id if steps and not _before() and _present(record_id) else "",
    )


@door.blueprint.get("/records/<record_id>/history/<step_id>")
def version(record_id: str, step_id: str) -> ResponseReturnValue:
    """What one step changed in a record, and the record as it was then."""
    step, file = _step(step_id), f"records/{record_id}.md"
    former = door.desk().history.contents(step_id, before=True).get(file)
    text = door.desk().history.version(record_id, step_id)
    stored = _present(record_id)
    return render_template(
        "desk/version.html",
        section="desk.records",
        record_id=record_id,
        title=_title(record_id),
        step=step,
        gone=text is None,
        changes=changes.between(former, text),
        stored=stored,
        readable=_record_in(text) is not None,
        is_present=stored is not None and text is not None and revision_of(text) == stored.revision,
        has_present_words=changes.same_words(_record_in(text), stored.record if stored else None),
        restorable=text is not None and _may_restore(stored),
    )


@door.blueprint.get("/records/<record_id>/history/<step_id>/preview")
def version_preview(record_id: str, step_id: str) -> ResponseReturnValue:
    """A record as it was at a step, on the page readers would have."""
    found = _step(step_id)
    record = _record_in(door.desk().history.version(record_id, step_id))
    if record is None:
        raise NotFound
    back = link("desk.version", record_id=record_id, step_id=step_id)
    return catalog.record_page(record, template="desk/preview.html", back=back, version=found)


@door.blueprint.post("/records/<record_id>/history/<step_id>")
def bring_back(record_id: str, step_id: str) -> ResponseReturnValue:
    """The words of a record as they were at a step."""
    stored, when = _present(record_id), door.moment(_step(step_id).when)
    base = request.form.get("base") or (stored.revision if stored else None)
    # Of two that were brought back, the history tells which was which.
    saved = door.desk().restore(record_id, step_id, base=base, author=door.author(), reason=when)
    done.tell("version" if saved.step else "same", saved.record, searchable=saved.searchable)
    return redirect(link("desk.edit", record_id=record_id))


@door.blueprint.get("/journal")
def audit() -> ResponseReturnValue:
    """What was done at the desk: by whom, when and to what."""
    given = {name: request.args.get(name, "").strip()[:200] for name in ("person", "record")}
    # What names no record at all is looked for as an id: then nothing was done to it.
    sought = naming.record_named(given["record"]) or given["record"] or None
    steps = door.desk().history.steps(
        sought, author=given["person"] or None, limit=_PAGE + 1, before=_before()
    )
    people = [(account.name, account.shown) for account in door.accounts().all()]
    return render_template(
        "desk/audit.html",
        steps=steps[:_PAGE],
        older=_older(steps, given),
        given=given,
        sought=_title(sought) if sought and steps else "",
        titles={step.records[0]: _title(step.records[0]) for step in steps[:_PAGE] if step.records},
        people=[*people, (OUTSIDE, translate(N_("outside the desk")))],
    )


@door.blueprint.get("/journal/<step_id>")
def step(step_id: str) -> ResponseReturnValue:
    """One step, all that it touched, and the way to take it back."""
    found = _step(step_id)
    return _step_page(found)


@door.blueprint.post("/journal/<step_id>")
@door.for_librarians
def undo(step_id: str) -> ResponseReturnValue:
    """The whole of a step taken back, or what nobody changed since, or every reason why it cannot be."""
    found, rest = _step(step_id), request.form.get("do") == "rest"
    reason = request.form.get("reason", "").strip()
    try:
        door.desk().undo(step_id, author=door.author(), reason=reason, told=_told(found), rest=rest)
    except Invalid as invalid:
        return make_response(_step_page(found, invalid.problems), 422)
    done.tell("undo-rest" if rest else "undo", searchable=door.desk().indexes.follow_in is None)
    return redirect(link("desk.audit"))


def _step_page(found: Step, problems: Sequence[Problem] = ()) -> str:
    """The page of a step; what was changed since is told once, as a list of records and vocabularies."""
    changed = [problem.file for problem in problems if problem.message == undoing.CHANGED_SINCE]
    return render_template(
        "desk/step.html",
        section="desk.audit",
        step=found,
        titles=[(record_id, _title(record_id)) for record_id in found.records[:_MOST_NAMED]],
        changed=[_of_file(file) for file in changed],
        rest=len(undoing.rest_of(found, changed)) if changed else 0,
        problems=[_about(problem) for problem in problems if problem.file not in changed],
        reason=request.form.get("reason", ""),
    )


def _of_file(file: str) -> tuple[str, str]:
    """What a file of the corpus is called, and the history of its record; a vocabulary has no such page."""
    folder, _, name = file.partition("/")
    record_id = name.removesuffix(".md")
    if folder != "records":
        return name, ""
    return _title(record_id), link("desk.history", record_id=record_id)


def _about(problem: Problem) -> tuple[str, str, str]:
    """What a problem is about, the history of that, and its sentence."""
    return (*(_of_file(problem.file) if problem.file else ("", "")), sentence(problem))


def _told(step: Step) -> str:
    """What readers are told of a record that goes with a step, if no reason is given: in their language."""
    with force_locale(DEFAULT):
        done_then, when = action_done(step.action), door.moment(step.when)
        return str(gettext("Taken back: “%(what)s” of %(when)s.", what=done_then, when=when))


def _may_restore(stored: Stored | None) -> bool:
    return stored is None or door.desk().may_edit(door.author(), stored.record)


def _before() -> str | None:
    return request.args.get("before") or None


def _older(steps: tuple[Step, ...], given: Mapping[str, str]) -> str:
    """The address of the page of older steps."""
    if len(steps) <= _PAGE:
        return ""
    kept = {name: value for name, value in given.items() if value}
    return f"{link('desk.audit')}?{urlencode({**kept, 'before': steps[_PAGE - 1].id})}"


def _step(step_id: str) -> Step:
    found = door.desk().history.step(step_id)
    if found is None:
        raise NotFound
    return found


def _present(record_id: str) -> Stored | None:
    """The record as it is now; None where it is not there or cannot be read."""
    try:
        return door.desk().open(record_id)
    except (RecordNotFound, Invalid):
        return None


def _record_in(text: str | None) -> Record | None:
    """The record in the text of a version; None where it is not there or breaks the rules."""
    try:
        return recordfile.parse(text) if text is not None else None
    except Invalid:
        return None


def _title(record_id: str) -> str:
    stored = _present(record_id)
    return stored.record.title if stored else record_id


def remark(record: Record) -> Remark | None:
    """What a librarian said last who returned it: for its author, and for whoever looks at it once more."""
    if record.status not in ("draft", "review"):
        return None
    step = door.desk().history.latest([record.id], "return").get(record.id)
    reason = record.reason or (step.reason if step else "")
    return Remark(reason, step if step and step.reason == reason else None) if reason else None


def action_done(action: str) -> str:
    """What an action is called once it is done; one we have no word for goes by its own name."""
    message = _DONE.get(action)
    return translate(message) if message else action


def author_name(step: Step) -> str:
    """Who did it."""
    if step.author == OUTSIDE:
        return translate(N_("outside the desk"))
    return step.shown or step.author
