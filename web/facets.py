"""What a page shows of a facet: rows of label, count, selected and link, made of results; no more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from depository.errors import N_
from depository.query import Query
from depository.results import FacetValue, Results
from depository.schema import FACETS, NO_YEAR, OFFERED_SORTS
from depository.vocabulary import Vocabularies
from web import params
from web.i18n import gettext, language
from web.labels import label

_TITLES = {
    "city": N_("Where"),
    "theme": N_("Theme"),
    "year": N_("Year"),
    "kind": N_("Kind of record"),
}
_SORTS = {"relevance": N_("best match"), "newest": N_("newest first"), "title": N_("by title")}
# Of the pages around the present one; the first and the last always stand there.
_NEIGHBOURS = 2
# A list of themes longer than this folds up those that go across all others.
_MOST_ROWS = 10


class Row(NamedTuple):
    """One choice. `share` is its count in percent of the greatest; `open` shows what is under it;
    `outside` is a year beyond the bounds of the query."""

    value: str
    label: str
    count: int  # type: ignore[assignment]  # a tuple has a method of this name
    selected: bool
    url: str
    share: int = 0
    open: bool = False
    children: tuple[Row, ...] = ()
    outside: bool = False


class Facet(NamedTuple):
    """One facet as it stands on a page; `chosen` is the number of its choices made. `further` are rows
    that lie folded up at first, so that a list can be taken in at a glance."""

    name: str
    title: str
    rows: tuple[Row, ...]
    chosen: int
    further: tuple[Row, ...] = ()
    unfolded: bool = False


class Choice(NamedTuple):
    """A link among others of which one is current."""

    label: str
    url: str
    current: bool


def facets(
    results: Results, vocabularies: Vocabularies, endpoint: str = "catalog.search"
) -> tuple[Facet, ...]:
    """All facets of `results`; each row leads to `endpoint` with that choice made or taken back."""
    return tuple(_facet(name, results, vocabularies, endpoint) for name in FACETS)


def _facet(name: str, results: Results, vocabularies: Vocabularies, endpoint: str) -> Facet:
    shown = rows(name, results.facets[name], results.query, vocabularies, endpoint)
    first, further = shown, tuple[Row, ...]()
    if name == "theme" and len(shown) > _MOST_ROWS:
        across = {theme.id for theme in vocabularies.themes if theme.group == "cross-cutting"}
        first = tuple(row for row in shown if row.value not in across)
        further = tuple(row for row in shown if row.value in across)
    unfolded = not first or any(
        row.selected or any(child.selected for child in row.children) for row in further
    )
    title = gettext(_TITLES[name])
    return Facet(name, title, first, _chosen(name, results.query), further, unfolded)


def chosen(shown: Iterable[Facet]) -> tuple[Facet, ...]:
    """Only the choices made: where nothing is found, all others lead nowhere."""
    return tuple(
        facet._replace(rows=_selected((*facet.rows, *facet.further)), further=())
        for facet in shown
        if facet.chosen
    )


def rows(
    facet: str, values: Iterable[FacetValue], query: Query, vocabularies: Vocabularies,
    endpoint: str = "catalog.search",
) -> tuple[Row, ...]:  # fmt: skip
    """The rows of one list of values, with those under them."""
    lang, url = language(), params.toggling(endpoint, query, facet)
    bounded = facet == "year" and bool(query.year_from or query.year_to)

    def listed(values: Iterable[FacetValue], depth: int) -> tuple[Row, ...]:
        values = tuple(values)
        greatest = max((value.count for value in values if value.value != NO_YEAR), default=1) or 1
        return tuple(row(value, greatest, listed(value.children, depth + 1), depth) for value in values)

    def row(value: FacetValue, greatest: int, children: tuple[Row, ...], depth: int) -> Row:
        return Row(
            value.value,
            label(facet, value.value, vocabularies, lang),
            value.count,
            value.selected,
            url(value.value),
            min(100, round(100 * value.count / greatest)),
            depth == 0 or any(child.selected or child.open for child in children),
            children,
            bounded and not _within(value.value, query),
        )

    return listed(values, 0)


def sorts(query: Query) -> tuple[Choice, ...]:
    """The orders offered; without words to search for, nothing is a better match than anything else."""
    offered = OFFERED_SORTS if query.text.strip() else tuple(s for s in OFFERED_SORTS if s != "relevance")
    current = query.sort if query.sort in offered else offered[0]
    return tuple(
        Choice(
            gettext(_SORTS[name]),
            params.url("catalog.search", query.sorted_by(name if name != offered[0] else "relevance")),
            name == current,
        )
        for name in offered
    )


def pages(query: Query, count: int) -> tuple[Choice | None, ...]:
    """The pages worth a link; None stands for those left out between."""
    near = range(query.page - _NEIGHBOURS, query.page + _NEIGHBOURS + 1)
    shown = sorted({1, count, *(number for number in near if 1 <= number <= count)})
    found: list[Choice | None] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            found.append(None)
        url = params.url("catalog.search", query.on_page(number))
        found.append(Choice(str(number), url, number == query.page))
    return tuple(found)


def _selected(listed: Iterable[Row]) -> tuple[Row, ...]:
    """The chosen rows of a tree, side by side."""
    found: list[Row] = []
    for row in listed:
        found += [row._replace(children=())] if row.selected else []
        found += _selected(row.children)
    return tuple(found)


def _within(year: str, query: Query) -> bool:
    return year != NO_YEAR and (query.year_from or 0) <= int(year) <= (query.year_to or 9999)


def _chosen(facet: str, query: Query) -> int:
    bounds = facet == "year" and bool(query.year_from or query.year_to)
    return len(query.chosen(facet)) + bounds
