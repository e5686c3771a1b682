"""What a page offers where nothing is found: less of the query, the whole depository, what is near."""

from __future__ import annotations

from typing import NamedTuple

from depository.query import Query
from depository.results import Results, Suggestion
from depository.service import Depository
from depository.vocabulary import Vocabularies
from web import params
from web.i18n import language
from web.labels import label

_PAGES = {"theme": "catalog.theme", "place": "catalog.place"}


class Near(NamedTuple):
    """A theme or a place to go on with."""

    label: str
    url: str


def unconfined(query: Query) -> Query:
    """The words of `query` over the whole depository."""
    return Query(query.text, verbatim=query.verbatim)


def everywhere(results: Results, service: Depository) -> Suggestion | None:
    """What the words find without the choices; None where there are none, or nothing is found so either."""
    query = results.query
    confined = bool(query.filters or query.year_from or query.year_to)
    if results.total or not confined or not query.text.strip():
        return None
    total = service.count(unconfined(query))
    return Suggestion(unconfined(query), total) if total else None


def without_one(results: Results, vocabularies: Vocabularies) -> list[tuple[str, Suggestion]]:
    """Queries with one condition less, each with its name; not the one that `everywhere` offers."""
    whole = unconfined(results.query)
    return [(_name(each.removed, vocabularies), each) for each in results.rescue if each.query != whole]


def near(results: Results, vocabularies: Vocabularies) -> list[Near]:
    """Themes and places with names like what was typed, or else the main themes."""
    if results.total:
        return []
    found = [(each.text, each.kind, each.target) for each in results.nearest if each.kind in _PAGES]
    main = (theme for theme in vocabularies.themes if theme.group in ("top", "section"))
    shown = found or [(theme.label.in_language(language()), "theme", theme.id) for theme in main]
    return [
        Near(text, params.url(_PAGES[kind], Query(), **{f"{kind}_id": target}))
        for text, kind, target in shown
    ]


def _name(removed: str, vocabularies: Vocabularies) -> str:
    """What is taken away, by its name: a value of a facet, or words as they are."""
    for facet in ("theme", "city", "kind", "year"):
        name = label(facet, removed, vocabularies, language())
        if name != removed:
            return name
    return removed
