"""A record made ready for an engine: its terms with weights and positions, facets, order keys and card."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple
from datetime import date
from typing import Any

from depository import markup
from depository.engine import Entry, Posting
from depository.record import Record
from depository.results import Card
from depository.schema import SORTS, TEXT_FIELDS, facet_values
from depository.vocabulary import Vocabularies
from indexer import snippets
from indexer.analysis import Token
from indexer.snippets import Run, Text

# A phrase never runs from one text into the next.
_GAP = 100
# What being filed there is worth, against 1 for a word of the body.
_MAIN_THEME, _THEME = 4.0, 2.0
_PLACE, _OBLAST, _YEAR = 4.0, 0.5, 2.0
# As `Posting(...)`, without a call in Python for each of the millions.
_make = tuple.__new__

# Headings that may stand over any story say nothing of this one, and «рішення» is a word to search by.
_CUSTOMARY = frozenset(
    "виклик/проблема/передумови/рішення/що зробили/як це працює/результат/результати/наслідки/вплив/висновки"
    "/уроки/що варто врахувати/хто долучився/партнери/ресурси/вступ/про що цей матеріал/джерела/джерело"
    "/контакти/примітки".split("/")
)


class _Terms:
    """Postings being gathered."""

    def __init__(self) -> None:
        # For each term its weight and its positions.
        self._terms: dict[str, tuple[list[float], list[int]]] = {}
        self._next = 0
        self.length = 0.0

    def add_text(self, tokens: Sequence[Token], weight: float) -> int:
        """Add the words of a text; the position its first word has."""
        start = self._next
        known = self._terms
        for _, _, _, number, stop, terms in tokens:
            position = start + number
            for term, worth in terms:
                met = known.get(term)
                if met is None:
                    known[term] = [worth * weight], [position]
                    continue
                weights, positions = met
                weights[0] += worth * weight
                if not positions or positions[-1] != position:
                    positions.append(position)
            if not stop:
                self.length += weight
        if tokens:
            self._next = start + tokens[-1].position + _GAP
        return start

    def add(self, term: str, weight: float) -> None:
        """A term that stands in no text."""
        self._terms.setdefault(term, ([0.0], []))[0][0] += weight

    def postings(self) -> dict[str, Posting]:
        return {
            term: _make(Posting, (weight, tuple(positions)))
            for term, ([weight], positions) in self._terms.items()
        }


def entry(
    record: Record, revision: str, vocabularies: Vocabularies, analyze: Callable[[str], Sequence[Token]]
) -> Entry:
    """`record` as an engine keeps it."""
    terms = _Terms()
    text = markup.plain(record.body)
    quoted: dict[str, Run] = {}
    for field in TEXT_FIELDS:
        for part in field.texts(record, vocabularies):
            tokens = analyze(part)
            position = terms.add_text(tokens, field.weight)
            # Only what a hit shows is marked: its title, in either language, and its text.
            if part in (record.title, record.title_en):
                quoted.setdefault(part, _run(position, 0, tokens))
    runs, begin = [], 0
    for paragraph in text.split("\n"):
        tokens = analyze(paragraph)
        runs.append(_run(terms.add_text(tokens, 1.0), begin, tokens))
        begin += len(paragraph) + 1
    for heading in markup.headings(record.body):
        if heading.lower() not in _CUSTOMARY:
            terms.add_text(analyze(heading), 1.0)
    for term, weight in _filed(record, vocabularies):
        terms.add(term, weight)
    titles = {"title": quoted.get(record.title), "title_en": quoted.get(record.title_en or "")}
    stored = [astuple(Card.of(record, text)), titles, runs, snippets.sentences(text)]
    return Entry(
        id=record.id,
        revision=revision,
        postings=terms.postings(),
        length=round(terms.length, 3),
        facets=facet_values(record, vocabularies),
        sorts={name: sort.key(record) for name, sort in SORTS.items() if name != "relevance"},
        stored=json.dumps(stored, ensure_ascii=False, default=date.isoformat, separators=(",", ":")),
    )


def card(stored: str) -> Card:
    """The card that `entry` stored."""
    return _card(json.loads(stored)[0])


def opened(stored: str, *, english: bool) -> tuple[Card, Text, Text]:
    """What `entry` stored: the card, and ready to be quoted its title, the English one where there is one,
    and its text."""
    values, titles, runs, sentences = json.loads(stored)
    found = _card(values)
    name = "title_en" if english and found.title_en else "title"
    title = Text(getattr(found, name), [run] if (run := titles[name]) else [])
    return found, title, Text(found.text, runs, sentences)


def _card(values: Sequence[Any]) -> Card:
    """A card of the values of its fields, as JSON has them."""
    *before, updated, text = values
    fields: list[Any] = [tuple(value) if type(value) is list else value for value in before]
    fields += [date.fromisoformat(updated) if updated else None, text]
    return Card(*fields)


def _run(position: int, begin: int, tokens: Sequence[Token]) -> Run:
    """Where the words of a text stand."""
    return snippets.run(position, begin, ((token.start, token.end) for token in tokens))


def _filed(record: Record, vocabularies: Vocabularies) -> Iterator[tuple[str, float]]:
    """Terms for what the record is filed under, whatever its text says."""
    for number, theme_id in enumerate(record.themes):
        yield f"#{theme_id}", _THEME if number else _MAIN_THEME
    places = [vocabularies.places[i] for i in record.places if i in vocabularies.places]
    for place in places:
        yield f"@{place.id}", _PLACE
    for oblast in {place.oblast for place in places if place.oblast}:
        yield f"@{oblast}", _OBLAST
    for year in record.years:
        yield str(year), _YEAR
