"""Hits and cards as a page shows them: titles with their language, places, years and themes with links."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from depository.query import PAGE_SIZE, Query
from depository.results import Card, Contribution, Hit, Piece, Results, Snippet
from depository.vocabulary import Vocabularies
from web import params
from web.i18n import language, span
from web.labels import label


class Name(NamedTuple):
    """A concept by its name, with its page."""

    label: str
    url: str


class RecordLink(NamedTuple):
    """A record in a list. `lang` is the language of the title where the page speaks another;
    `original` is the Ukrainian title of a record whose English one is shown."""

    title: str
    lang: str
    original: str
    url: str
    places: tuple[Name, ...]
    years: str
    theme: Name | None
    summary: str
    summary_lang: str


class HitView(NamedTuple):
    """A hit: a record in a list, and why it is there."""

    record: RecordLink
    title: Snippet
    snippet: Snippet
    snippet_lang: str
    forms: tuple[str, ...]
    reasons: tuple[Contribution, ...]
    score: float


class Neighbours(NamedTuple):
    """Where a record stands in a list of results, with links to the list and to those beside it."""

    number: int
    total: int
    back: str
    before: RecordLink | None
    after: RecordLink | None


def card_links(cards: Iterable[Card], vocabularies: Vocabularies) -> tuple[RecordLink, ...]:
    """Cards as links."""
    return tuple(_link(card, vocabularies, Query()) for card in cards)


def hits(results: Results, vocabularies: Vocabularies) -> tuple[HitView, ...]:
    """The hits of a page of results."""
    return tuple(_hit(hit, vocabularies, results.query) for hit in results.hits)


def by_year(
    cards: Iterable[Card], vocabularies: Vocabularies
) -> tuple[tuple[str, tuple[RecordLink, ...]], ...]:
    """Cards under the last year of their practice, newest first; those without a year at the end."""
    groups: dict[str, list[Card]] = {}
    for card in cards:
        groups.setdefault(str(card.years[-1]) if card.years else "", []).append(card)
    ordered = sorted(groups, reverse=True)
    return tuple((year, card_links(groups[year], vocabularies)) for year in ordered)


def neighbours(record_id: str, query: Query, search: Callable[[Query], Results]) -> Neighbours | None:
    """The records beside `record_id` in what `query` finds; None where it is not on that page."""
    results = search(query)
    ids = [hit.card.id for hit in results.hits]
    if record_id not in ids:
        return None
    at = ids.index(record_id)
    number = (query.page - 1) * PAGE_SIZE + at + 1
    before = _beside(results, at - 1, query, search) if number > 1 else None
    after = _beside(results, at + 1, query, search) if number < results.total else None
    return Neighbours(number, results.total, params.url("catalog.search", query), before, after)


def years(card: Card) -> str:
    """The years of a practice: the span of those named, or the period they fall into."""
    if card.years:
        return span(card.years[0], card.years[-1])
    if card.period:
        first, _, last = card.period.partition("–")
        return span(int(first), int(last or first))
    return ""


def _beside(results: Results, at: int, query: Query, search: Callable[[Query], Results]) -> RecordLink | None:
    """The hit at place `at` of a page; at its edges, one of the next page or the page before."""
    if 0 <= at < len(results.hits):
        return _bare(results.hits[at].card, query)
    query = query.on_page(query.page - 1 if at < 0 else query.page + 1)
    found = search(query).hits
    return _bare(found[-1 if at < 0 else 0].card, query) if found else None


def _bare(card: Card, query: Query) -> RecordLink:
    """A link without places and themes, for where only the title is shown."""
    return _link(replace(card, places=(), themes=()), Vocabularies(), query)


def _link(card: Card, vocabularies: Vocabularies, query: Query) -> RecordLink:
    english = language() == "en"
    translated = english and bool(card.title_en)
    summary = (card.summary_en if english else None) or card.summary or ""
    return RecordLink(
        title=card.title_en or card.title if english else card.title,
        lang="uk" if english and not translated else "",
        original=card.title if translated else "",
        url=params.url("catalog.record", query, record_id=card.id),
        places=_names("city", "catalog.place", "place_id", card.places, vocabularies),
        years=years(card),
        theme=next(iter(_names("theme", "catalog.theme", "theme_id", card.themes[:1], vocabularies)), None),
        summary=summary,
        summary_lang="uk" if english and not card.summary_en else "",
    )


def _names(
    facet: str, endpoint: str, name: str, ids: tuple[str, ...], vocabularies: Vocabularies
) -> tuple[Name, ...]:
    return tuple(
        Name(label(facet, value, vocabularies, language()), params.url(endpoint, Query(), **{name: value}))
        for value in ids
    )


def _reasons(hit: Hit, vocabularies: Vocabularies) -> tuple[Contribution, ...]:
    """Why a hit is one, without the signs an index puts before its terms."""
    found = []
    for reason in hit.reasons:
        through = dict.fromkeys(word for term in reason.through if (word := _word(term, vocabularies)))
        if reason.words and reason.score >= 0.005:
            found.append(reason._replace(through=tuple(through)))
    return tuple(found)


def _word(term: str, vocabularies: Vocabularies) -> str:
    """A term as a person reads it; nothing for keys that only stand for a sound."""
    if term[:1] == "#":
        return f"«{label('theme', term[1:], vocabularies, language())}»"
    if term[:1] == "@":
        return label("city", term[1:], vocabularies, language())
    return "" if term[:1] in ("&", "~") else term.removeprefix("=")


def _hit(hit: Hit, vocabularies: Vocabularies, query: Query) -> HitView:
    record = _link(hit.card, vocabularies, query)
    snippet, lang = hit.snippet, "uk" if language() == "en" else ""
    # A passage without a word met says less than the summary, and is not in the reader's language either.
    if not any(piece.marked for piece in snippet) and record.summary:
        snippet, lang = (Piece(record.summary),), record.summary_lang
    return HitView(record, hit.title, snippet, lang, hit.forms, _reasons(hit, vocabularies), hit.score)
