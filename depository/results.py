"""What a search gives back: frozen values, without HTML and without any engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from depository.query import Query
from depository.record import Record


class Piece(NamedTuple):
    """A run of text; `marked` where it is a word that was looked for."""

    text: str
    marked: bool = False


Snippet = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What a result list shows of a record, and the plain text its snippets are cut from."""

    id: str
    kind: str
    title: str
    title_en: str | None
    summary: str | None
    summary_en: str | None
    places: tuple[str, ...]
    scope: str | None
    themes: tuple[str, ...]
    years: tuple[int, ...]
    period: str | None
    updated: date | None
    text: str

    @classmethod
    def of(cls, record: Record, text: str) -> Card:
        return cls(
            record.id, record.kind, record.title, record.title_en, record.summary, record.summary_en,
            record.places, record.scope, record.themes, record.years, record.period, record.updated, text,
        )  # fmt: skip


class Contribution(NamedTuple):
    """One reason for a hit's rank: what was met (words as typed), through which forms, worth how much."""

    words: str
    through: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found. `forms` are the real word forms met in it, as written there."""

    card: Card
    score: float
    title: Snippet
    snippet: Snippet
    forms: tuple[str, ...] = ()
    reasons: tuple[Contribution, ...] = ()


class FacetValue(NamedTuple):
    """One choice of a facet: how many records it would leave, and whether it is chosen."""

    value: str
    count: int  # type: ignore[assignment]  # a tuple has a method of this name
    selected: bool = False
    children: tuple[FacetValue, ...] = ()


class Correction(NamedTuple):
    """A change made to the query: `kind` is layout, romanisation or spelling."""

    kind: str
    typed: str
    shown: str


class Suggestion(NamedTuple):
    """A query that would find something, with the number of records it finds."""

    query: Query
    total: int
    removed: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """What somebody typing may mean: `kind` is record, theme, place or word, `target` its id."""

    text: str
    kind: str
    target: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """One page of a search with its facets.

    `total` counts all records found, `pages` the pages they fill. `corrections` say what was changed
    in the query, `offers` are filters the query itself speaks of (places, years), `missing` the words
    no record has; where nothing is found, `rescue` are queries that would find something, and `nearest`
    themes and places with names like what was typed.
    """

    query: Query
    total: int
    pages: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    corrections: tuple[Correction, ...] = ()
    relaxed: bool = False
    offers: tuple[Suggestion, ...] = ()
    missing: tuple[str, ...] = ()
    rescue: tuple[Suggestion, ...] = ()
    nearest: tuple[Completion, ...] = ()
