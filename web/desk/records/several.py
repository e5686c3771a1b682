"""Several records of a list taken a step further at once: asked once more, then all in one step or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flask import current_app, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from werkzeug.exceptions import Forbidden, NotFound

from depository.corpus import Known, Stored
from depository.editing import acceptance, workflow
from depository.editing.saving import Conflict
from depository.errors import N_, Invalid, Problem, RecordNotFound
from depository.intake import Alike
from depository.query import Query
from depository.record import Record, Status
from web import params
from web.catalog import link
from web.desk import door
from web.desk.editing import checking
from web.desk.records import actions, alike
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
_FIRST: Mapping[str, str] = {
    "publish": N_("Publish the first {number}"),
    "submit": N_("Send the first {number} for review"),
}
_CHANGED = N_("“{title}” was changed meanwhile: it is here as it is now.")
_GONE_ON = N_("“{title}” is not in this list any more: it is among “{list}” now.")
_TAKEN_AWAY = N_("“{id}” was taken away meanwhile.")
_NOTHING = N_("Nothing was ticked: tick at least one record.")


class Offer(NamedTuple):
    """What records of a list may do at once: with the ticked ones, with all, and the page that asks."""

    ticked: str
    all: str
    endpoint: str


class Several(NamedTuple):
    """Records asked about: those that can go on with what is much like them, and what others lack."""

    ready: tuple[tuple[Stored, tuple[Alike, ...]], ...]
    lacking: tuple[tuple[Record, tuple[str, ...]], ...]


def offered(state: Status, query: Query, total: int) -> Offer | None:
    """What whoever is signed in may do with several records of a list, as it was narrowed down."""
    name = _step_for(state)
    if name is None or total < 2:
        return None
    # What answers a question is a guess: then each is to be ticked by somebody who has seen it.
    every = translate(_FIRST[name] if total > MOST else _ALL[name]).format(number=min(total, MOST))
    return Offer(translate(_TICKED[name]), "" if query.text.strip() else every, f"desk.several_{state}")


def _step_for(state: Status) -> str | None:
    steps = (workflow.ACTIONS[name] for name in _ASKED)
    return next((s.name for s in steps if state in s.sources and door.author().has(s.role)), None)


def _view_of(state: Status) -> Callable[[], ResponseReturnValue]:
    def view() -> ResponseReturnValue:
        name = _step_for(state)
        if name is None:
            raise Forbidden
        return _asked(state, name) if request.method == "GET" else _done(state, name)

    return view


for _state in STATES:
    _methods = ["GET", "POST"]
    door.blueprint.add_url_rule(f"/{_state}/several", f"several_{_state}", _view_of(_state), methods=_methods)


def _asked(state: Status, name: str) -> ResponseReturnValue:
    """The page that asks, about what is ticked, all of the list, or what came of an import."""
    query, job = params.of_request(also=("record", "do", "import")), request.args.get("import")
    if job:
        ids = _of_import(job)
    else:
        ticked = tuple(request.args.getlist("record"))
        ids = _all_of(state, query) if request.args.get("do") == "all" else ticked
    return _page(state, name, tuple(dict.fromkeys(ids)), back=params.url(f"desk.{state}", query))


def _done(state: Status, name: str) -> ResponseReturnValue:
    """The step taken with all that was asked about; where it cannot be, the page says why and asks anew."""
    bases = dict(_base(each) for each in request.form.getlist("record"))
    changed = list(_changed(bases, state))
    if changed or not bases:
        return _page(state, name, list(bases), changed)
    try:
        door.desk().act_all(bases, name, author=door.author())
    except Conflict as conflict:
        return _page(state, name, list(bases), [Problem(_CHANGED, values={"title": conflict.mine.title})])
    except RecordNotFound as missing:
        return _page(state, name, list(bases), [Problem(_TAKEN_AWAY, values={"id": missing.record_id})])
    except Invalid as invalid:
        return _page(state, name, list(bases), invalid.problems)
    flash(_told(name, len(bases)))
    return redirect(link(f"desk.{workflow.ACTIONS[name].target}"))


def _changed(bases: Mapping[str, str], state: Status) -> Iterator[Problem]:
    """What is not any more as it was when it was asked about."""
    for record_id, revision in bases.items():
        stored = _stored(record_id)
        if stored is None:
            yield Problem(_TAKEN_AWAY, values={"id": record_id})
        elif stored.record.status != state:
            among = actions.list_name(stored.record.status)
            yield Problem(_GONE_ON, values={"title": stored.record.title, "list": among})
        elif stored.revision != revision:
            yield Problem(_CHANGED, values={"title": stored.record.title})


def _page(
    state: Status, name: str, ids: Sequence[str], problems: Iterable[Problem] = (), back: str = ""
) -> ResponseReturnValue:
    several = _looked_through(ids[:MOST], workflow.ACTIONS[name], state)
    told = checking.told(problems if ids else [Problem(_NOTHING)])
    page = render_template(
        "desk/several.html",
        section="desk.records",
        back=back or link(f"desk.{state}"),
        several=several,
        label=actions.step_name(name),
        asked=translate(_ASKED[name]),
        address=link(f"desk.several_{state}"),
        left=len(ids) - MOST,
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
            ready.append((stored, alike.to(stored.record)))
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


def _of_import(job_id: str) -> tuple[str, ...]:
    """What was saved of an import."""
    job = current_app.extensions["imports"].job(job_id)
    if job is None:
        raise NotFound
    return tuple(record for file in job.files for record in file.closed.values() if record)


def _base(given: str) -> tuple[str, str]:
    """A record and the revision it was seen in: `<id>:<revision>`."""
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
