"""Who did what and when: of one record, and of all of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from depository.corpus import Stored
from depository.editing.authors import OUTSIDE
from depository.editing.history import Step
from depository.errors import N_, Invalid, RecordNotFound
from web.catalog import link
from web.desk import changes, done, door
from web.i18n import translate

_PAGE = 30
_MOST_NAMED = 200

_DONE: Mapping[str, str] = {
    "create": N_("New record"),
    "edit": N_("Changed"),
    "discard": N_("Draft taken away"),
    "import": N_("Import"),
    "revert": N_("Earlier version brought back"),
    "undo": N_("Step taken back"),
    "outside": N_("Changed in the files, not at the desk"),
    "submit": N_("Sent for review"),
    "publish": N_("Published"),
    "return": N_("Returned with a comment"),
    "withdraw": N_("Withdrawn"),
    "restore": N_("Published again"),
    "add-theme": N_("New theme"),
    "add-place": N_("New place"),
    "relabel": N_("Renamed in a vocabulary"),
    "add-label": N_("One more name in a vocabulary"),
    "add-synonyms": N_("New synonyms"),
    "merge-themes": N_("Themes merged"),
}


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
        restorable=text is not None and _may_restore(stored),
    )


@door.blueprint.post("/records/<record_id>/history/<step_id>")
def bring_back(record_id: str, step_id: str) -> ResponseReturnValue:
    """The words of a record as they were at a step."""
    stored = _present(record_id)
    base = request.form.get("base") or (stored.revision if stored else None)
    saved = door.desk().restore(record_id, step_id, base=base, author=door.author())
    done.tell("version", saved.record, searchable=saved.searchable)
    return redirect(link("desk.edit", record_id=record_id))


@door.blueprint.get("/journal")
def audit() -> ResponseReturnValue:
    """What was done at the desk: by whom, when and to what."""
    given = {name: request.args.get(name, "").strip()[:80] for name in ("person", "record")}
    steps = door.desk().history.steps(
        given["record"] or None, author=given["person"] or None, limit=_PAGE + 1, before=_before()
    )
    people = [(account.name, account.shown) for account in door.accounts().all()]
    return render_template(
        "desk/audit.html",
        steps=steps[:_PAGE],
        older=_older(steps, given),
        given=given,
        people=[*people, (OUTSIDE, translate(N_("outside the desk")))],
    )


@door.blueprint.get("/journal/<step_id>")
def step(step_id: str) -> ResponseReturnValue:
    """One step, all that it touched, and the way to take it back."""
    found = _step(step_id)
    titles = [(record_id, _title(record_id)) for record_id in found.records[:_MOST_NAMED]]
    return render_template("desk/step.html", section="desk.audit", step=found, titles=titles, problems=())


@door.blueprint.post("/journal/<step_id>")
@door.for_librarians
def undo(step_id: str) -> ResponseReturnValue:
    """The whole of a step taken back, or every reason why it cannot be."""
    found = _step(step_id)
    try:
        door.desk().undo(step_id, author=door.author(), reason=request.form.get("reason", "").strip())
    except Invalid as invalid:
        titles = [(record_id, _title(record_id)) for record_id in found.records[:_MOST_NAMED]]
        page = render_template(
            "desk/step.html",
            section="desk.audit",
            step=found,
            titles=titles,
            problems=[problem.located(translate) for problem in invalid.problems],
        )
        return make_response(page, 422)
    done.tell("undo")
    return redirect(link("desk.audit"))


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


def _title(record_id: str) -> str:
    stored = _present(record_id)
    return stored.record.title if stored else record_id


def action_done(action: str) -> str:
    """What an action is called once it is done; one we have no word for goes by its own name."""
    message = _DONE.get(action)
    return translate(message) if message else action


def author_name(step: Step) -> str:
    """Who did it."""
    if step.author == OUTSIDE:
        return translate(N_("outside the desk"))
    return step.shown or step.author
