"""The steps of a record on its way to readers: who is offered which, and the pages that take them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from depository.corpus import Stored
from depository.editing import workflow
from depository.errors import N_, Invalid, Problem
from depository.record import Record, Status
from web.catalog import link
from web.desk import done, door
from web.desk.editing import checking
from web.desk.records import naming
from web.desk.unsaved import kept
from web.i18n import translate

_STATES: Mapping[str, str] = {
    "draft": N_("Draft"),
    "review": N_("Under review"),
    "published": N_("Published record"),
    "withdrawn": N_("Withdrawn record"),
}
# The lists of records in one state, and of forms in none yet.
_LISTS: Mapping[str, str] = {
    "draft": N_("Drafts"),
    "review": N_("For review"),
    "published": N_("Published"),
    "withdrawn": N_("Withdrawn"),
    "unfinished": N_("Unfinished"),
}
_NAMES: Mapping[str, str] = {
    "submit": N_("Send for review"),
    "publish": N_("Publish"),
    "return": N_("Return with a comment"),
    "withdraw": N_("Withdraw"),
    "restore": N_("Publish again"),
}
# What stands on the page that asks once more, and over the field for a reason.
_ASKED: Mapping[str, str] = {
    "submit": N_("A librarian will look at the record and publish it, or return it with a comment."),
    "publish": N_("Readers will see the record at once."),
    "return": N_("The record becomes a draft again. Its author sees your comment in the form."),
    "withdraw": N_("Readers will see your reason in the place of the record. Its address stays known."),
    "restore": N_("Readers will see the record again at its old address."),
}
_REASONS: Mapping[str, str] = {
    "return": N_("Comment for the author"),
    "withdraw": N_("Reason, for readers"),
}
# Said by the form itself, with what is typed in it; all others have a page of their own.
_IN_FORM = ("submit", "publish")
_NO_REASON = N_("Say why in a sentence.")
_NO_RECORD = N_("There is no published record “{given}”: give its title, its address or its id.")
_INVALID = 422


class ActionLink(NamedTuple):
    """One step offered; `apart` where it has a page and no button in the form."""

    name: str
    label: str
    url: str
    apart: bool


class Button(NamedTuple):
    """A way to save a form: what the button sends, what stands on it, whether it comes first."""

    value: str
    label: str
    first: bool


def state_name(status: Status) -> str:
    """What a state is called."""
    return translate(_STATES[status])


def list_name(state: str) -> str:
    """What the list of records in a state is called."""
    return translate(_LISTS[state])


def step_name(action: str) -> str:
    """What a step is called where it is offered."""
    return translate(_NAMES[action])


def record_actions(record: Record) -> tuple[ActionLink, ...]:
    """What whoever is signed in may do with a record now."""
    return tuple(
        ActionLink(
            action.name,
            step_name(action.name),
            link(f"desk.{action.name}", record_id=record.id),
            action.name not in _IN_FORM,
        )
        for action in workflow.offered(record, door.author())
        if not _needless(action.name)
    )


def _needless(action: str) -> bool:
    """Whether to offer a step that whoever is signed in can spare: they publish by themselves."""
    return action == "submit" and door.author().has(workflow.ACTIONS["publish"].role)


def form_actions(record: Record | None) -> tuple[Button, ...]:
    """The ways to save a record's form, the likeliest first."""
    offered = [
        name
        for name, action in workflow.ACTIONS.items()
        if name in _IN_FORM
        and (record.status if record else "draft") in action.sources
        and door.author().has(action.role)
        and not _needless(name)
    ]
    save = N_("Save the draft") if record is None or record.status == "draft" else N_("Save")
    sent = [Button(f"save:{name}", step_name(name), False) for name in reversed(offered)]
    buttons = [*sent[:1], Button("save", translate(save), False), *sent[1:]]
    return tuple(button._replace(first=number == 0) for number, button in enumerate(buttons))


def _page_of(name: str) -> None:
    """Put the page of the action `name` on the blueprint."""

    def view(record_id: str) -> ResponseReturnValue:
        return _asked(workflow.ACTIONS[name], door.desk().open(record_id))

    guarded = door.for_role(workflow.ACTIONS[name].role)(view)
    door.blueprint.add_url_rule(f"/records/<record_id>/{name}", name, guarded, methods=["GET", "POST"])


for _name in workflow.ACTIONS:
    _page_of(_name)


def _asked(action: workflow.Action, stored: Stored) -> ResponseReturnValue:
    """The step taken, or the page that asks for it, with what is missing."""
    if request.method == "GET":
        return _page(action, stored)
    reason, given = request.form.get("reason", "").strip(), request.form.get("replaced_by", "").strip()
    problems = [Problem(_NO_REASON, "reason")] if action.explained and not reason else []
    replaced_by = naming.published_named(given) if given and action.replaceable else None
    if given and action.replaceable and replaced_by is None:
        problems.append(Problem(_NO_RECORD, "replaced_by", {"given": given[:80]}))
    if problems:
        return _page(action, stored, problems)
    try:
        saved = door.desk().act(
            stored.record.id, action.name, base=request.form.get("base", ""), author=door.author(),
            reason=reason, replaced_by=replaced_by,
        )  # fmt: skip
    except Invalid as invalid:
        return _page(action, stored, list(invalid.problems))
    done.tell(action.name, stored.record, searchable=saved.searchable)
    return redirect(link("desk.records"))


@door.blueprint.route("/records/<record_id>/take-away", methods=["GET", "POST"])
def take_away(record_id: str) -> ResponseReturnValue:
    """A draft taken away, after asking; its versions stay in the history."""
    stored = door.desk().open(record_id)
    if stored.record.status != "draft":
        raise NotFound
    if request.method == "GET":
        return render_template("desk/take_away.html", section="desk.records", stored=stored)
    base = request.form.get("base", "")
    door.desk().discard(record_id, base=base, author=door.author())
    done.tell("take-away", stored.record, form=kept.of_record(record_id))
    return redirect(link("desk.draft"))


def _page(
    action: workflow.Action, stored: Stored, problems: list[Problem] | None = None
) -> ResponseReturnValue:
    reason_label = translate(_REASONS[action.name]) if action.name in _REASONS else ""
    told = [
        each._replace(label=reason_label) if each.field == "reason" else each
        for each in checking.told(problems or [])
    ]
    page = render_template(
        "desk/action.html",
        section="desk.records",
        action=action,
        label=step_name(action.name),
        asked=translate(_ASKED[action.name]),
        reason_label=reason_label,
        record=stored.record,
        revision=stored.revision,
        problems=told,
        reason=request.form.get("reason", ""),
        offered=naming.titles_like(stored.record) if action.replaceable else (),
        replaced_by=request.form.get("replaced_by", ""),
    )
    return make_response(page, _INVALID if problems else 200)
