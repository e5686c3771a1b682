"""The one table of fields, facets and sorts; every door and every engine reads it from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from depository.collation import sort_key
from depository.errors import MOST_REPEATED, N_, Problem, repeated
from depository.record import Record
from depository.vocabulary import Vocabularies

# Values of the city facet for records that name no town, and of the year facet for records without years.
ALL_PARTNERS = "all-partners"
REGION = "region"
NATIONAL = "national"
NO_YEAR = "none"


@dataclass(frozen=True)
class TextField:
    """A part of a record that is searched; `weight` is what one occurrence there is worth.

    The body is 1. On 83 records the others hardly matter (docs/search-quality.md): a title counts for more
    because a reader expects so.
    """

    name: str
    weight: float
    language: str
    texts: Callable[[Record, Vocabularies], list[str]]


@dataclass(frozen=True)
class Facet:
    """A field one may narrow by: `values` are those a record counts for, broader ones included."""

    name: str
    values: Callable[[Record, Vocabularies], frozenset[str]]
    known: Callable[[str, Vocabularies], bool]


@dataclass(frozen=True)
class Sort:
    """An order of results: ascending by `key`, or descending; records without a key come last."""

    name: str
    key: Callable[[Record], int | str | None]
    descending: bool = False


def _city_values(record: Record, vocabularies: Vocabularies) -> frozenset[str]:
    places = [place for place_id in record.places if (place := vocabularies.places.get(place_id))]
    towns = [place for place in places if place.type in ("city", "settlement")]
    values = {place.id for place in places} | {place.oblast for place in towns if place.oblast}
    if not towns:
        if record.scope == "region" or places:
            values.add(REGION)
        elif record.scope:
            values.add(record.scope)
    return frozenset(values)


def _year_values(record: Record, _: Vocabularies) -> frozenset[str]:
    return frozenset(map(str, record.years)) or frozenset({NO_YEAR})


FACETS: Mapping[str, Facet] = {
    facet.name: facet
    for facet in (
        Facet(
            "city",
            _city_values,
            lambda value, v: value in v.places or value in (ALL_PARTNERS, REGION, NATIONAL),
        ),
        Facet(
            "theme",
            lambda record, v: v.themes.with_broader(record.themes),
            lambda value, v: value in v.themes,
        ),
        Facet("year", _year_values, lambda value, _: value == NO_YEAR or value.isascii() and value.isdigit()),
        Facet("kind", lambda record, _: frozenset({record.kind}), lambda value, v: value in v.kinds),
    )
}

SORTS: Mapping[str, Sort] = {
    sort.name: sort
    for sort in (
        Sort("relevance", lambda _: None),
        # A period is how far nothing more exact is known: it says nothing of what is newest.
        Sort("newest", lambda record: record.years[-1] if record.years else None, descending=True),
        Sort("title", lambda record: sort_key(record.title)),
        Sort("added", lambda record: record.added.isoformat() if record.added else None, descending=True),
    )
}
# What a reader may choose; the others serve lists the service makes by itself.
OFFERED_SORTS = ("relevance", "newest", "title")


def _names(record: Record, v: Vocabularies) -> list[str]:
    places = [v.places[i] for i in record.places if i in v.places]
    regions = [v.places[p.oblast] for p in places if p.oblast and p.oblast in v.places]
    return [
        *(place.label.uk for place in dict.fromkeys([*places, *regions])),
        *v.theme_labels(record.themes, "uk"),
        *record.organisations,
        *record.named,
        *(person.name for person in record.people),
    ]


def _english(record: Record, v: Vocabularies) -> list[str]:
    return [
        *(text for text in (record.title_en, record.summary_en) if text),
        *v.theme_labels(record.themes, "en"),
        *v.place_labels(record.places, "en"),
    ]


TEXT_FIELDS: tuple[TextField, ...] = (
    TextField("title", 3.0, "uk", lambda record, _: [record.title]),
    TextField("summary", 1.5, "uk", lambda record, _: [record.summary] if record.summary else []),
    TextField("names", 1.0, "uk", _names),
    TextField("english", 1.0, "en", _english),
)


def choice_problem(facet: str, value: str, vocabularies: Vocabularies | None) -> Problem | None:
    """Why `value` cannot be chosen of `facet`; nothing where it can, as far as the vocabularies are given."""
    if facet in FACETS and len(value) <= MOST_REPEATED:
        if vocabularies is None or FACETS[facet].known(value, vocabularies):
            return None
    message = N_("“{given}” is not a value to choose here: pick one from the list.")
    return Problem(message, facet, {"given": repeated(value)})


def sort_problem(sort: str) -> Problem | None:
    """Why nobody can order by `sort`; nothing where one can."""
    if sort in OFFERED_SORTS:
        return None
    message = N_("There is no order “{given}”: use {known}.")
    return Problem(message, "sort", {"given": repeated(sort), "known": ", ".join(OFFERED_SORTS)})


def facet_values(record: Record, vocabularies: Vocabularies) -> dict[str, frozenset[str]]:
    """For each facet, the values the record counts for."""
    return {name: facet.values(record, vocabularies) for name, facet in FACETS.items()}
