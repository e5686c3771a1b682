"""The list of records at the desk: by state, with the search and the facets that readers have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import NamedTuple

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from depository.corpus import Known
from depository.editing import acceptance, workflow
from depository.editing.authors import OUTSIDE
from depository.editing.history import Step
from depository.editing.indexes import ALL
from depository.errors import Invalid, RecordNotFound
from depository.query import PAGE_SIZE, Query
from depository.record import Record, Status
from depository.results import Card
from depository.service import Depository
from depository.vocabulary import Vocabularies
from web import facets, params
from web.catalog import link
from web.desk import done, door
from web.desk.records import actions, several
from web.desk.unsaved import kept
from web.i18n import language
from web.labels import label
from web.views import years

# Who changed a record last is looked for among so many of the latest steps; older changes have a day only.
_STEPS_LOOKED_AT = 200
# A longer list costs too much to be put in order by its last changes: only so many come first in it.
_MOST_ORDERED, _FIRST = 500, 100
_STATES: tuple[Status, ...] = ("draft", "review", "published", "withdrawn")


class Row(NamedTuple):
    """One record of the list: what it is, who changed it last, what is wrong, what may be done."""

    id: str
    title: str
    places: tuple[str, ...]
    years: str
    updated: date | None
    last: Step | None
    problems: int
    editable: bool
    actions: tuple[actions.ActionLink, ...]
    returned: bool = False


@door.blueprint.get("/")
def home() -> ResponseReturnValue:
    """The state in which something waits to be done."""
    return redirect(link("desk.records"))


@door.blueprint.get("/records")
def records() -> ResponseReturnValue:
    """The list that whoever is signed in has most to do with."""
    waiting: tuple[Status, ...] = ("draft", "review")
    if door.signed_in().is_librarian:
        waiting = ("review", "draft")
    counts = state_counts()
    return redirect(link(f"desk.{next((state for state in waiting if counts[state]), 'published')}"))


def state_counts() -> dict[Status, int]:
    """How many records there are of each state."""
    return {state: _shelf(state).count(Query()) for state in _STATES}


def tabs() -> tuple[tuple[str, str, int], ...]:
    """The lists there are: endpoint, name and number of records; the last are the forms not saved yet."""
    counts = state_counts()
    unfinished = kept.keeper().count(door.signed_in().name)
    listed = tuple((f"desk.{state}", actions.list_name(state), counts[state]) for state in _STATES)
    return (*listed, ("desk.unfinished", actions.list_name("unfinished"), unfinished))


def _list_of(state: Status) -> Callable[[], ResponseReturnValue]:
    def view() -> ResponseReturnValue:
        return _page(state)

    return view


for _state in _STATES:
    door.blueprint.add_url_rule(f"/{_state}", _state, _list_of(_state))


def _page(state: Status) -> ResponseReturnValue:
    query, shelf, endpoint = params.of_request(also=()), _shelf(state), f"desk.{state}"
    results = shelf.search(query, language=language())
    last, cards = _last_steps(), tuple(hit.card for hit in results.hits)
    if not query.text.strip() and query.sort == "relevance":
        until = query.offset + PAGE_SIZE
        cards = _latest(state, query, results.total, until, last)[query.offset : until]
    return render_template(
        "desk/records.html",
        section="desk.records",
        state=state,
        endpoint=endpoint,
        query=query,
        results=results,
        rows=[_row(card, last.get(card.id), shelf.vocabularies) for card in cards],
        facets=facets.facets(results, shelf.vocabularies, endpoint),
        before=params.url(endpoint, query.on_page(query.page - 1)) if query.page > 1 else "",
        after=params.url(endpoint, query.on_page(query.page + 1)) if query.page < results.pages else "",
        chosen=_chosen(query, shelf.vocabularies, endpoint),
        lagging=_lagging(last),
        broken=len(door.desk().indexes.broken()),
        together=several.offered(state, query, results.total),
    )


@door.blueprint.post("/refresh")
def refresh() -> ResponseReturnValue:
    """What was changed in the files made searchable, for whoever does not want to wait for a command."""
    done.tell("refresh", searchable=door.desk().indexes.refresh(ALL))
    return redirect(link("desk.records"))


def _lagging(last: Mapping[str, Step]) -> int:
    """How many records were changed outside the desk lately that searches do not know of yet."""
    # The step in which a whole collection was taken in is none of these: it was indexed with it.
    outside = {i: step for i, step in last.items() if step.author == OUTSIDE}
    changed = (record_id for record_id, step in outside.items() if len(step.records) <= _MOST_ORDERED)
    indexes = door.desk().indexes
    return len(indexes.lagging(islice(changed, _MOST_ORDERED))) if indexes.follow_in is None else 0


def _shelf(state: Status) -> Depository:
    return door.desk().shelf(state)


def _last_steps() -> dict[str, Step]:
    """The last step of every record that was changed lately, the latest first."""
    last: dict[str, Step] = {}
    for step in door.desk().history.steps(limit=_STEPS_LOOKED_AT):
        for record_id in step.records:
            last.setdefault(record_id, step)
    return last


def _latest(
    state: Status, query: Query, total: int, until: int, last: Mapping[str, Step]
) -> tuple[Card, ...]:
    """What passes the filters of `query`, as far as `until`, what was changed last first; after those a long
    list has what was added last."""
    shelf = _shelf(state)
    if total > _MOST_ORDERED:
        first = tuple(_changed(state, query, last))
        ids = {card.id for card in first}
        rest = shelf.newest(until + len(first), query)
        return (*first, *(card for card in rest if card.id not in ids))
    cards = shelf.newest(total, query)
    place = {record_id: number for number, record_id in enumerate(last)}
    in_turn = sorted(cards, key=lambda card: place.get(card.id, len(place)))
    return tuple(sorted(in_turn, key=lambda card: card.updated or date.min, reverse=True))


def _changed(state: Status, query: Query, last: Mapping[str, Step]) -> Iterator[Card]:
    """Of the records changed lately those that belong in the list."""
    for record_id in islice(last, _FIRST):
        try:
            record = door.desk().open(record_id).record
        except (Invalid, RecordNotFound):
            continue
        if record.status == state and door.depository().passes(record, query):
            yield Card.of(record, "")


def _row(card: Card, last: Step | None, vocabularies: Vocabularies) -> Row:
    try:
        stored = door.desk().open(card.id)
    except (Invalid, RecordNotFound):
        return Row(card.id, card.title, (), years(card), card.updated, last, 1, True, ())
    places = tuple(label("city", place, vocabularies, language()) for place in card.places)
    editable = door.desk().may_edit(door.author(), stored.record)
    offered = actions.record_actions(stored.record) if editable else ()
    flaws = _flaws(stored.record)
    is_returned = stored.record.status == "draft" and bool(stored.record.reason)
    return Row(
        card.id, card.title, places, years(card), card.updated, last, flaws, editable, offered, is_returned
    )


def _flaws(record: Record) -> int:
    """How many problems `depository check` would tell of the record, or will once readers are to see it."""
    if record.status in ("draft", "review"):
        record = workflow.after(record, workflow.ACTIONS["publish"])
    corpus = door.depository().corpus
    return len(acceptance.problems_of(record, door.depository().vocabularies, Known(corpus)))


def _chosen(query: Query, vocabularies: Vocabularies, endpoint: str) -> list[tuple[str, str]]:
    """The choices made, each with the address without it."""
    without = [(query.without_filter(name, value), name, value) for name, value in query.filters]
    found = [
        (label(name, value, vocabularies, language()), params.url(endpoint, left))
        for left, name, value in without
    ]
    if query.year_from or query.year_to:
        said = f"{query.year_from or ''}–{query.year_to or ''}"
        found.append((said, params.url(endpoint, query.without_years())))
    return found
