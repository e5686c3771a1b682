"""The pages of the depository. A view turns an address into a query and results into a page, no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from depository.engine import Request
from depository.errors import RecordNotFound, RecordUnreadable
from depository.query import Query
from depository.record import Record
from depository.results import Card, Results
from depository.service import Depository
from depository.vocabulary import Theme, Vocabularies
from web import body, examples, facets, map, params, phrases, rescue, words
from web.errors import Withdrawn
from web.i18n import day, gettext, language, other_language
from web.labels import label
from web.views import Neighbours, RecordLink, by_year, card_links, corrected, hits, neighbours

blueprint = Blueprint("catalog", __name__)

_SIMILAR = 4
_OF_THE_PLACE = 5
_NEWEST = 5


@blueprint.record_once
def _offer(state: BlueprintSetupState) -> None:
    """Functions that all templates may call."""
    state.app.jinja_env.globals.update(
        link=link,
        to_args=params.to_args,
        scope=_scope,
        words_of=rescue.unconfined,
        replacement_title=_replacement_title,
    )
    state.app.jinja_env.filters.update(
        record_word=words.record_word,
        figure=words.figure,
        full_stop=words.full_stop,
        inner_quotes=words.inner_quotes,
    )


@blueprint.app_context_processor
def _everywhere() -> dict[str, Any]:
    """What every page shows, pages of errors included."""
    now = date.today()
    today = day(now) if language() == "en" else f"{now:%d.%m.%Y}"
    return {"other_address": _other_address(), "query": Query(), "depository_name": _name(), "today": today}


def link(endpoint: str, query: Query | None = None, **values: str) -> str:
    """The address of a page, with the parameters of `query`."""
    return params.url(endpoint, query or Query(), **values)


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """What this is, the search box, examples, the map, themes and the newest records."""
    params.plain(request.args)
    results = _search(Query())
    shown = {facet.name: facet for facet in facets.facets(results, _vocabularies())}
    main = {theme.id for theme in _vocabularies().themes if theme.group == "top"}
    return render_template(
        "home.html",
        total=results.total,
        examples=examples.QUESTIONS,
        facets=shown,
        main_themes=[row for row in shown["theme"].rows if row.value in main],
        across=[row for row in (*shown["theme"].rows, *shown["theme"].further) if row.value not in main],
        drawing=_map(results),
        newest=card_links(_service().newest(_NEWEST), _vocabularies()),
        all_at_once=_all_added_at_once(),
    )


@blueprint.get("/search")
def search() -> ResponseReturnValue:
    """What a query finds, and everything to narrow, widen or order it by."""
    query = params.of_request()
    explain = params.wants_explanation()
    results = _service().search(query, language=language(), explain=explain)
    said = phrases.sentence(query, _vocabularies(), language())
    shown = facets.facets(results, _vocabularies())
    return render_template(
        "search.html",
        query=query,
        results=results,
        said=said,
        heading=phrases.plain(said),
        corrected=corrected(query.text, results.corrections),
        hits=hits(results, _vocabularies(), _service().language.analyze),
        facets=shown if results.total else facets.chosen(shown),
        sorts=facets.sorts(query),
        pages=facets.pages(query, results.pages) if results.pages > 1 else (),
        offers=[(_narrowing(query, offer.query), offer) for offer in results.offers],
        conditions=phrases.conditions(query),
        rescue=rescue.without_one(results, _vocabularies()),
        everywhere=rescue.everywhere(results, _service()),
        near=rescue.near(results, _vocabularies()),
        explain=explain,
        explain_url=_explained(query, not explain),
    )


@blueprint.get("/records/<record_id>")
def record(record_id: str) -> ResponseReturnValue:
    """One record, with its neighbours in the list somebody came from."""
    query = params.of_request()
    found = _service().record(record_id).record
    if found.status == "withdrawn":
        raise Withdrawn(found)
    return record_page(found, _neighbours(found, query))


def record_page(
    found: Record, around: Neighbours | None = None, template: str = "record.html", **more: object
) -> str:
    """The page of a record as readers see it, published or not."""
    return render_template(
        template,
        record=found,
        query=Query(),
        body=body.html(found, resolve),
        sections=body.sections(found),
        around=around,
        similar=card_links(_service().similar(found, _SIMILAR), _vocabularies()),
        same_place=_of_the_places(found),
        years_named=words.years_named(found.years),
        places=[_vocabularies().places[p] for p in found.places if p in _vocabularies().places],
        themes=[_vocabularies().themes[t] for t in found.themes if t in _vocabularies().themes],
        kind=label("kind", found.kind, _vocabularies(), language()),
        permalink=request.host_url.rstrip("/") + link("catalog.record", record_id=found.id),
        **more,
    )


@blueprint.get("/themes/<theme_id>")
def theme(theme_id: str) -> ResponseReturnValue:
    """What a theme is, its records by year, and where they come from."""
    params.plain(request.args)
    if successor := _vocabularies().themes.successor(theme_id):
        return redirect(link("catalog.theme", theme_id=successor), 301)
    found = _vocabularies().themes.get(theme_id)
    if found is None:
        raise RecordNotFound(theme_id)
    query = Query().with_filter("theme", theme_id)
    results = _search(query)
    return render_template(
        "theme.html",
        theme=found,
        total=results.total,
        within=query,
        broader=_themes(found.broader),
        narrower=_vocabularies().themes.narrower(theme_id),
        related=_related(found),
        years=by_year(_service().cards("theme", theme_id), _vocabularies()),
        drawing=_map(results),
    )


@blueprint.get("/places/<place_id>")
def place(place_id: str) -> ResponseReturnValue:
    """What a place is, its records by year and their themes."""
    params.plain(request.args)
    found = _vocabularies().places.get(place_id)
    if found is None:
        raise RecordNotFound(place_id)
    query = Query().with_filter("city", place_id)
    results = _search(query)
    return render_template(
        "place.html",
        place=found,
        oblast=_vocabularies().places.get(found.oblast or ""),
        towns=_vocabularies().places.towns_of(place_id),
        total=results.total,
        within=query,
        themes=facets.rows("theme", results.facets["theme"], query, _vocabularies()),
        years=by_year(_service().cards("city", place_id), _vocabularies()),
        drawing=_map(results, place_id),
    )


@blueprint.get("/map", endpoint="map")
def map_page() -> ResponseReturnValue:
    """Where the records of a query come from."""
    query = params.of_request().on_page(1)
    said = phrases.sentence(query, _vocabularies(), language())
    results = _search(query)
    return render_template(
        "map.html",
        query=query,
        total=results.total,
        heading=phrases.plain(said),
        drawing=_map(results),
        apart=[row for row in facets.facets(results, _vocabularies())[0].rows if _is_apart(row.value)],
    )


@blueprint.get("/help")
def help() -> ResponseReturnValue:
    """How to search, by example."""
    params.plain(request.args)
    return render_template(
        "help.html", examples=[(gettext(text), gettext(said)) for text, said in examples.HELP]
    )


@blueprint.get("/about")
def about() -> ResponseReturnValue:
    """What the depository is, whose the texts are and how to cite it."""
    params.plain(request.args)
    return render_template("about.html", total=_search(Query()).total, site=_whole("catalog.home"))


def _name() -> str:
    """What the depository is called here."""
    chosen = current_app.config["SETTINGS"]
    given: str = chosen.name_en if language() == "en" else chosen.name
    return given or gettext("Municipal Depository")


def _replacement_title(record_id: str) -> str:
    """The title of a record that took another's place; its id where it cannot be read."""
    try:
        found = _service().record(record_id).record
    except (RecordNotFound, RecordUnreadable):
        return record_id
    return found.title_en or found.title if language() == "en" else found.title


def _service() -> Depository:
    service: Depository = current_app.extensions["depository"]
    return service


def _vocabularies() -> Vocabularies:
    return _service().vocabularies


def _search(query: Query) -> Results:
    return _service().search(query, language=language())


def _map(results: Results, current: str = "") -> map.Drawing:
    return map.drawing(results.query, results.facets["city"], _vocabularies(), language(), current)


def _is_apart(value: str) -> bool:
    """Whether a value of the city facet is no place one could point at."""
    return value not in _vocabularies().places


def _whole(endpoint: str) -> str:
    return request.host_url.rstrip("/") + link(endpoint)


def _other_address() -> str:
    """This page in the other language; where the address has no language, its home page."""
    path, other = request.path, other_language()
    prefix = f"/{language()}/"
    if request.endpoint is None or not path.startswith(prefix):
        return link("catalog.home", lang=other)
    tail = request.query_string.decode("utf-8", "replace")
    return f"{request.script_root}/{other}/{path.removeprefix(prefix)}{'?' + tail if tail else ''}"


def resolve(scheme: str, target: str) -> str | None:
    """Where a link in a record's body leads."""
    pages = {"record": "catalog.record", "theme": "catalog.theme", "place": "catalog.place"}
    return link(pages[scheme], None, **{f"{scheme}_id": target})


def _explained(query: Query, wanted: bool) -> str:
    url = link("catalog.search", query)
    if not wanted:
        return url
    return f"{url}{'&' if '?' in url else '?'}explain=1"


def _narrowing(query: Query, offered: Query) -> str:
    """The name of the choice that `offered` has and `query` has not."""
    return ", ".join(
        label(facet, value, _vocabularies(), language())
        for facet, value in offered.filters
        if (facet, value) not in query.filters
    )


def _scope(query: Query) -> tuple[phrases.Part, ...]:
    """What a search box is confined to."""
    return phrases.scope(query, _vocabularies(), language())


def _all_added_at_once() -> bool:
    """Whether the last record came on the same day as the first: then none of them is new."""
    service = _service()
    added = set()
    for descending in (True, False):
        answer = service.engine.search(Request(sort="added", descending=descending, limit=1))
        added |= {
            service.record(service.language.card(found.stored).id).record.added for found in answer.found
        }
    return len(added) < 2


def _themes(ids: Iterable[str]) -> Iterable[Theme]:
    return [theme for i in ids if (theme := _vocabularies().themes.get(i))]


def _related(found: Theme) -> list[Theme]:
    """Related in either direction: a vocabulary may say it on one side only."""
    themes = _vocabularies().themes
    ids = dict.fromkeys([*found.related, *(t.id for t in themes if found.id in t.related)])
    return [themes[i] for i in ids if i in themes]


def _of_the_places(found: Record) -> list[tuple[Any, tuple[RecordLink, ...]]]:
    """For each town of a record, some other records of it."""
    service, places = _service(), _vocabularies().places
    lists = []
    for place_id in found.places[:3]:
        cards: list[Card] = [card for card in service.cards("city", place_id) if card.id != found.id]
        if cards and place_id in places:
            lists.append((places[place_id], card_links(cards[:_OF_THE_PLACE], _vocabularies())))
    return lists


def _neighbours(found: Record, query: Query) -> Neighbours | None:
    """Records before and after this one in the results of `query`; None where nobody came from a list."""
    if not request.args:
        return None
    return neighbours(found.id, query, _search)
