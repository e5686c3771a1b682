"""Records named by whoever works at the desk: by id, by address, by title; and titles to complete them by."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

from depository.query import Query
from depository.record import Record, Status
from depository.service import Depository
from web.desk import door
from web.i18n import language

_STATES: tuple[Status, ...] = ("published", "draft", "review", "withdrawn")
_MOST = 8


@door.blueprint.get("/titles")
def titles() -> Mapping[str, list[str]]:
    """Titles of published records that have what is typed (`q`), for a script."""
    typed = request.args.get("q", "").strip()[:200]
    found = door.depository().suggest(typed, language()) if typed else ()
    completed = [completion.text for completion in found if completion.kind == "record"]
    others = [hit.card.title for hit in door.depository().search(Query(typed)).hits] if typed else []
    return {"titles": list(dict.fromkeys([*completed, *others]))[:_MOST]}


def titles_like(record: Record) -> list[str]:
    """Titles of published records most like this one, the likeliest to take its place."""
    return [card.title for card in door.depository().similar(record, _MOST)]


def published_named(given: str) -> str | None:
    """The published record somebody named by its id, its address or its title."""
    record_id = _id_in(given)
    if record_id in door.depository().engine.revisions():
        return record_id
    return _titled(given, door.depository())


def record_named(given: str) -> str | None:
    """The record, in whatever state, somebody named by its id, its address or words of its title.

    One that was taken away is known by its id still.
    """
    if not given:
        return None
    record_id = _id_in(given)
    if record_id in door.depository().corpus.states() or door.desk().history.steps(record_id, limit=1):
        return record_id
    shelves = [door.desk().shelf(state) for state in _STATES]
    exact = (found for shelf in shelves if (found := _titled(given, shelf)))
    close = (found for shelf in shelves if (found := _with_words_of(given, shelf)))
    return next(exact, None) or next(close, None)


def _with_words_of(given: str, among: Depository) -> str | None:
    """The first record with every word given in its title."""
    words = given.casefold().split()
    cards = [hit.card for hit in among.search(Query(given), language=language()).hits]
    return next((card.id for card in cards if all(w in card.title.casefold() for w in words)), None)


def _id_in(given: str) -> str:
    """The id at the end of an address, or what was given itself."""
    return given.rstrip("/").rpartition("/")[2].partition("?")[0]


def _titled(given: str, among: Depository) -> str | None:
    wanted = given.casefold()
    for hit in among.search(Query(given), language=language()).hits:
        if wanted in (hit.card.title.casefold(), (hit.card.title_en or "").casefold()):
            return hit.card.id
    return None
