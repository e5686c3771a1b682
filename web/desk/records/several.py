"""Several records of a list taken a step further at once: asked once more, then all in one step or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from werkzeug.exceptions import Forbidden

from depository.corpus import Known, Stored
from depository.editing import acceptance, workflow
from depository.editing.saving import Conflict
from depository.errors import N_, Invalid, Problem, RecordNotFound
from depository.query import Query
from depository.record import Record, Status
from web import params
from web.catalog import link
from web.desk import door
from web.desk.editing import checking
from web.desk.records import actions
from web.i18n import translate

# Records in one step: more could not be looked through by whoever answers for them.
MOST = 200
_INVALID = 422
# The lists whose records may go on together, and the steps they may take, the one of librarians first.
STATES: tuple[Status, ...] = ("draft", "review")
_ASKED: Mapping[str, str] = {
    "publish": N_("Readers will see these records at once. It is one step: the journal can take it back."),
    "submit": N_("A librarian will look at these records and publish them, or return them with a comment."),
}
_TICKED: Mapping[str, str] = {
    "publish": N_("Publish the ticked"),
    "submit": N_("Send the ticked for review"),
}
_ALL: Mapping[str, str] = {
    "publish": N_("Publish all {number}"),
    "submit": N_("Send all {number} for review"),
}
_CHANGED = N_("Somebody changed one of these records meanwhile: here they are as they are now.")
_NOTHING = N_("Nothing was ticked: tick at least one record.")


class Offer(NamedTuple):
    """What records of a list may do at once: with the ticked ones, with all, and where that is asked."""

    ticked: str
    all: str
    url: str


class Several(NamedTuple):
    """Records asked about: those that can go on, and what others lack."""

    ready: tuple[Stored, ...]
    lacking: tuple[tuple[Record, tuple[str, ...]], ...]


def offered(state: Status, query: Query, total: int) -> Offer | None:
    """What whoever is signed in may do with several records of a list, as it was narrowed down."""
    name = _step_for(state)
    if name is None or total < 2:
        return None
    # What answers a question is a guess: then each is to be ticked by somebody who has seen it.
    every = translate(_ALL[name]).format(number=total) if not query.text.strip() else ""
    return Offer(translate(_TICKED[name]), every, params.url(f"desk.several_{state}", query.on_page(1)))


def _step_for(state: Status) -> str | None:
    steps = (workflow.ACTIONS[name] for name in _ASKED)
    return next((s.name for s in steps if state in s.sources and door.author().has(s.role)), None)


def _view_of(state: Status) -> Callable[[], ResponseReturnValue]:
    def view() -> ResponseReturnValue:
        return _asked(state)

    return view


for _state in STATES:
    door.blueprint.add_url_rule(f"/{_state}/several", f"several_{_state}", _view_of(_state), methods=["POST"])


def _asked(state: Status) -> ResponseReturnValue:
    """The step taken with what was asked about, or the page that asks."""
    do, name = request.form.get("do", ""), _step_for(state)
    bases = dict(_base(each) for each in request.form.getlist("record"))
    if name is None:
        raise Forbidden
    if do != "go" or not bases:
        ids = _all_of(state, params.of_request(also=())) if do == "all" else bases
        return _page(state, name, ids)
    try:
        door.desk().act_all(bases, name, author=door.author())
    except (Conflict, RecordNotFound):
        return _page(state, name, bases, [Problem(_CHANGED)])
    except Invalid as invalid:
        return _page(state, name, bases, invalid.problems)
    flash(_told(name, len(bases)))
    return redirect(link("desk.records"))


def _page(
    state: Status, name: str, ids: Iterable[str], problems: Iterable[Problem] = ()
) -> ResponseReturnValue:
    wanted = list(dict.fromkeys(ids))
    several = _looked_through(wanted[:MOST], workflow.ACTIONS[name], state)
    if not wanted:
        problems = [Problem(_NOTHING)]
    told = checking.told(problems)
    page = render_template(
        "desk/several.html",
        section="desk.records",
        state=state,
        several=several,
        label=actions.step_name(name),
        asked=translate(_ASKED[name]),
        left=len(wanted) - MOST,
        problems=told,
    )
    return make_response(page, _INVALID if told else 200)


def _looked_through(ids: Iterable[str], action: workflow.Action, state: Status) -> Several:
    """Which of the records that are still in the list can take the step, and what keeps the others."""
    ready, lacking = [], []
    corpus, vocabularies = door.depository().corpus, door.depository().vocabularies
    found = [stored for stored in map(_stored, ids) if stored and stored.record.status == state]
    known = Known(corpus, (stored.record.id for stored in found))
    for stored in found:
        if not door.desk().may_edit(door.author(), stored.record):
            continue
        wanted = workflow.after(stored.record, action)
        if problems := acceptance.problems_of(wanted, vocabularies, known):
            lacking.append((stored.record, tuple(checking.listed(problems))))
        else:
            ready.append(stored)
    return Several(tuple(ready), tuple(lacking))


def _stored(record_id: str) -> Stored | None:
    """The record, if it is there and can be read."""
    try:
        return door.desk().open(record_id)
    except (RecordNotFound, Invalid):
        return None


def _all_of(state: Status, query: Query) -> tuple[str, ...]:
    """Every record of the list, as it was narrowed down."""
    shelf = door.desk().shelf(state)
    return tuple(card.id for card in shelf.newest(shelf.count(query), query))


def _base(given: str) -> tuple[str, str]:
    """A record and the revision it was seen in: `<id>` or `<id>:<revision>`."""
    record_id, _, revision = given.partition(":")
    return record_id, revision


def _told(name: str, number: int) -> str:
    """What was done, for the next page."""
    if name == "submit":
        return str(
            ngettext("%(num)s record is sent for review.", "%(num)s records are sent for review.", number)
        )
    said = ngettext(
        "%(num)s record is published, as one step: the journal can take it back.",
        "%(num)s records are published, as one step: the journal can take it back.",
        number,
    )
    return str(said)
