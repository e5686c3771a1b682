"""A query as a sentence one can read out, its choices being parts one can take away.

«Записи про туризм у місті Яремче, 2020» · “Records about tourism in Yaremche, 2020”
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from depository.errors import N_
from depository.query import Query
from depository.schema import ALL_PARTNERS, NATIONAL, NO_YEAR, REGION
from depository.vocabulary import Place, Vocabularies
from web import i18n
from web.i18n import gettext, pgettext
from web.labels import label

# Themes whose names change after «про»; all others stay as they are but for the first letter.
_ACCUSATIVE: Mapping[str, str] = {
    "decentralization": "децентралізацію та міжвідомчу співпрацю",
    "equality-charter": "Європейську хартію рівності жінок і чоловіків",
    "auc-capacity": "розбудову спроможності Асоціації міст України",
    "strategic-environmental-assessment": "стратегічну екологічну оцінку",
    "local-democracy": "місцеву демократію",
    "gender-equality": "гендерну рівність",
    "inclusion": "інклюзію та доступність",
    "employment": "зайнятість і перекваліфікацію",
    "youth": "молодь і дітей",
    "veterans": "ветеранів",
    "idps": "внутрішньо переміщених осіб",
    "international-cooperation": "міжнародну співпрацю",
    "municipal-data": "муніципальну статистику й дані",
}
# Adjectives and nouns in -а, -я are the ones that change; a name beginning so is quoted rather than guessed.
_CHANGING = ("а", "я")
_LONGEST = 80
# A word of a query, or a condition with its value: місто:"Біла Церква" is one.
_CONDITION = re.compile(r'(?:[^\s"]|"[^"]*")+')


class Part(NamedTuple):
    """A piece of the sentence; with `without`, the query that is left when it is taken away."""

    text: str
    without: Query | None = None


def sentence(query: Query, vocabularies: Vocabularies, language: str) -> tuple[Part, ...]:
    """The whole of `query`; spaces and commas stand in the parts without a query."""
    return (
        *_kinds(query, vocabularies, language),
        *_text(query),
        *_themes(query, vocabularies, language),
        *_places(query, vocabularies, language),
        *_years(query),
    )


def plain(parts: tuple[Part, ...]) -> str:
    """The sentence as plain text."""
    return "".join(part.text for part in parts)


def scope(query: Query, vocabularies: Vocabularies, language: str) -> tuple[Part, ...]:
    """What a search is confined to, a part for each facet: «лише в темі «Туризм»», «лише у місті Бар»."""
    parts = []
    for facet, said in (
        ("theme", _theme_scope(query.chosen("theme"), vocabularies, language)),
        ("city", _only(plain(tuple(_places(query, vocabularies, language))))),
        ("kind", _only(_kind_names(query, vocabularies, language))),
        ("year", _only(plain(tuple(_years(query))).lstrip(","))),
    ):
        if said:
            without = query.without_facet(facet)
            parts.append(Part(said, without.without_years() if facet == "year" else without))
    return tuple(parts)


def conditions(query: Query) -> int:
    """How many things a query asks for at once: words, conditions among them, and choices."""
    words = len(_CONDITION.findall(query.text))
    return words + len({facet for facet, _ in query.filters}) + bool(query.year_from or query.year_to)


def about(theme_id: str, vocabularies: Vocabularies, language: str) -> tuple[str, str]:
    """How one says that something is about a theme: the words before its name, and the name."""
    name = label("theme", theme_id, vocabularies, language)
    lowered = name[0].lower() + name[1:] if name[1:2].islower() else name
    if language != "uk":
        return gettext("about"), lowered
    if theme_id in _ACCUSATIVE:
        return "про", _ACCUSATIVE[theme_id]
    if name.split()[0].endswith(_CHANGING):
        return "на тему", f"«{name}»"
    return "про", lowered


def located(value: str, vocabularies: Vocabularies, language: str) -> tuple[str, str]:
    """How one says that something is at a place: the words before its name, and the name."""
    name = label("city", value, vocabularies, language)
    place = vocabularies.places.get(value)
    if value in (ALL_PARTNERS, REGION, NATIONAL):
        return gettext("about"), gettext(_SCOPES[value])
    if language != "uk":
        return gettext("in"), name
    return _located_in_ukrainian(place, name) if place else ("у", name)


def _theme_scope(chosen: tuple[str, ...], vocabularies: Vocabularies, language: str) -> str:
    names = (gettext("“%(text)s”", text=label("theme", value, vocabularies, language)) for value in chosen)
    joined = _or().join(map(str, names))
    return gettext("only on the theme %(names)s", names=joined) if joined else ""


def _kind_names(query: Query, vocabularies: Vocabularies, language: str) -> str:
    kinds = [vocabularies.kinds[kind] for kind in query.chosen("kind") if kind in vocabularies.kinds]
    return _or().join(kind.plural.in_language(language).lower() for kind in kinds)


def _only(said: str) -> str:
    """«лише …»; nothing where there is nothing to say."""
    return gettext("only %(what)s", what=said.strip()) if said.strip() else ""


def _or() -> str:
    word = gettext("or")
    return f" {word} "


_SCOPES = {
    ALL_PARTNERS: N_("all partner cities"),
    REGION: N_("a whole region"),
    NATIONAL: N_("Ukraine as a whole"),
}


def _located_in_ukrainian(place: Place, name: str) -> tuple[str, str]:
    """A town keeps its name after «у місті»; an oblast or a country is declined, as the gazetteer says."""
    if place.type == "city":
        return "у місті", name
    if place.type == "settlement":
        return "у селищі", name
    before, _, declined = place.locative.partition(" ")
    return (before, declined) if declined else ("у місці", f"«{name}»")


def _kinds(query: Query, vocabularies: Vocabularies, language: str) -> Iterator[Part]:
    chosen = [vocabularies.kinds[kind] for kind in query.chosen("kind") if kind in vocabularies.kinds]
    if not chosen:
        everything = query.is_empty
        yield Part(gettext("All records") if everything else gettext("Records"))
    for number, kind in enumerate(chosen):
        name = kind.plural.in_language(language)
        if number:
            yield Part(_or())
            name = name[0].lower() + name[1:]
        yield Part(name, query.without_filter("kind", kind.id))


def _text(query: Query) -> Iterator[Part]:
    text = query.text.strip()
    if text:
        shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
        before = pgettext("before a query", "for")
        yield Part(f" {before} ")
        yield Part(gettext("“%(text)s”", text=shown), query.with_text(""))


def _themes(query: Query, vocabularies: Vocabularies, language: str) -> Iterator[Part]:
    said = ((value, *about(value, vocabularies, language)) for value in query.chosen("theme"))
    yield from _joined(query, "theme", said)


def _places(query: Query, vocabularies: Vocabularies, language: str) -> Iterator[Part]:
    said = ((value, *located(value, vocabularies, language)) for value in query.chosen("city"))
    yield from _joined(query, "city", said)


def _joined(query: Query, facet: str, said: Iterator[tuple[str, str, str]]) -> Iterator[Part]:
    """Choices of one facet with «або» between; words before a name are not said twice running."""
    last = ""
    for value, before, name in said:
        between = _or() if last else " "
        yield Part(between if before == last else f"{between}{before} ")
        yield Part(name, query.without_filter(facet, value))
        last = before


def _years(query: Query) -> Iterator[Part]:
    for number, year in enumerate(query.chosen("year")):
        name = gettext("no exact year") if year == NO_YEAR else year
        yield Part(_or() if number else ", ")
        yield Part(name, query.without_filter("year", year))
    bounds = within(query)
    if bounds:
        yield Part(", ")
        yield Part(bounds, query.without_years())


def within(query: Query) -> str:
    """The bounds of a query: 2018–2020 рр., від 2018 р., до 2020 р."""
    first, last = query.year_from, query.year_to
    if first and last:
        return i18n.span(first, last)
    if first:
        return gettext("since %(year)s", year=first)
    if last:
        return gettext("until %(year)s", year=last)
    return ""
