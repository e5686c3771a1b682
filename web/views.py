"""Hits and cards as a page shows them: titles with their language, places, years and themes with links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from depository.language import AnalyzedToken
from depository.query import PAGE_SIZE, Query
from depository.results import Card, Correction, Hit, Piece, Results, Snippet
from depository.vocabulary import Vocabularies
from web import params
from web.i18n import language, span
from web.labels import label
from web.words import years_named

_Analyze = Callable[[str], tuple[AnalyzedToken, ...]]

_NO_QUERY = Query()
# Of the forms met in a record, so many are shown: the first ones tell enough.
_MOST_FORMS = 5


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


class Reason(NamedTuple):
    """What words of the query are worth in a hit: as which forms, themes and places they were met."""

    words: str
    forms: tuple[str, ...]
    themes: tuple[str, ...]
    places: tuple[str, ...]
    weight: float


class HitView(NamedTuple):
    """A hit: a record in a list, and why it is there."""

    record: RecordLink
    title: Snippet
    snippet: Snippet
    snippet_lang: str
    forms: tuple[str, ...]
    reasons: tuple[Reason, ...]
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


def hits(results: Results, vocabularies: Vocabularies, analyze: _Analyze) -> tuple[HitView, ...]:
    """The hits of a page of results; `analyze` tells the terms of the forms met in them."""
    return tuple(_hit(hit, vocabularies, results.query, analyze) for hit in results.hits)


def corrected(text: str, corrections: Iterable[Correction]) -> str:
    """The whole of a query as it was searched for: with what was typed replaced by what it stands for."""
    for correction in corrections:
        typed = re.compile(rf"(?<!\w){re.escape(correction.typed)}(?!\w)", re.IGNORECASE)
        shown = correction.shown
        text = typed.sub(lambda _, shown=shown: shown, text)  # type: ignore[misc]
    return text


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
    """The years of a practice as a record counts them, or the period they fall into."""
    if card.years:
        return years_named(card.years)
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
    lang = language()
    return tuple(
        Name(label(facet, value, vocabularies, lang), params.url(endpoint, _NO_QUERY, **{name: value}))
        for value in ids
    )


def _reasons(hit: Hit, vocabularies: Vocabularies, analyze: _Analyze) -> tuple[Reason, ...]:
    """Why a hit is one, the strongest reason first; what the same words do in several ways is one."""
    weights: dict[str, float] = {}
    terms: dict[str, list[str]] = {}
    for reason in hit.reasons:
        if reason.words:
            weights[reason.words] = weights.get(reason.words, 0) + reason.score
            terms.setdefault(reason.words, []).extend(reason.through)
    met = [(form, {term for token in analyze(form) for term in token.terms}) for form in hit.forms]
    ordered = sorted((words for words in terms if weights[words] >= 0.005), key=lambda w: -weights[w])
    return tuple(_reason(words, terms[words], weights[words], met, vocabularies) for words in ordered)


def _reason(
    words: str, terms: list[str], weight: float, met: list[tuple[str, set[str]]], vocabularies: Vocabularies
) -> Reason:
    """A reason without the signs an index puts before its terms."""
    plain = {term for term in terms if term[:1] not in "#@&~"}
    forms = [form for form, of_form in met if not plain.isdisjoint(of_form)]
    lang = language()
    return Reason(
        words,
        tuple(forms or dict.fromkeys(term.removeprefix("=") for term in terms if term in plain)),
        tuple(dict.fromkeys(label("theme", t[1:], vocabularies, lang) for t in terms if t[:1] == "#")),
        tuple(dict.fromkeys(label("city", t[1:], vocabularies, lang) for t in terms if t[:1] == "@")),
        weight,
    )


def _forms(hit: Hit, query: Query) -> tuple[str, ...]:
    """The forms worth naming: not the one word that was typed just so."""
    typed = re.findall(r"[\w’ʼ'-]+", query.text.lower())
    if len(hit.forms) == 1 and hit.forms[0].lower() in typed:
        return ()
    return hit.forms[:_MOST_FORMS]


def _hit(hit: Hit, vocabularies: Vocabularies, query: Query, analyze: _Analyze) -> HitView:
    record = _link(hit.card, vocabularies, query)
    snippet, lang = hit.snippet, "uk" if language() == "en" else ""
    # A passage without a word met says less than the summary, and is not in the reader's language either.
    if not any(piece.marked for piece in snippet) and record.summary:
        snippet, lang = (Piece(record.summary),), record.summary_lang
    reasons = _reasons(hit, vocabularies, analyze) if hit.reasons else ()
    return HitView(record, hit.title, snippet, lang, _forms(hit, query), reasons, hit.score)
