"""A record made ready for an engine: its terms with weights and positions, facets, order keys and card."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date

from depository import markup
from depository.engine import Entry, Posting
from depository.record import Record
from depository.results import Card
from depository.schema import SORTS, TEXT_FIELDS, facet_values
from depository.vocabulary import Vocabularies
from indexer.analysis import Token
from indexer.snippets import Run

# A phrase never runs from one text into the next.
_GAP = 100
# What being filed there is worth, against 1 for a word of the body.
_MAIN_THEME, _THEME = 4.0, 2.0
_PLACE, _OBLAST, _YEAR = 4.0, 0.5, 2.0


class _Terms:
    """Postings being gathered."""

    def __init__(self) -> None:
        self._weights: dict[str, float] = {}
        self._positions: dict[str, list[int]] = {}
        self._next = 0
        self.length = 0.0

    def add_text(self, tokens: Sequence[Token], weight: float) -> int:
        """Add the words of a text; the position its first word has."""
        start = self._next
        weights, positions = self._weights, self._positions
        for token in tokens:
            position = start + token.position
            for term, worth in token.terms:
                if term in weights:
                    weights[term] += worth * weight
                    if positions[term][-1] != position:
                        positions[term].append(position)
                else:
                    weights[term] = worth * weight
                    positions[term] = [position]
            if not token.stop:
                self.length += weight
        if tokens:
            self._next = start + tokens[-1].position + _GAP
        return start

    def add(self, term: str, weight: float) -> None:
        """A term that stands in no text."""
        self._weights[term] = self._weights.get(term, 0.0) + weight
        self._positions.setdefault(term, [])

    def postings(self) -> dict[str, Posting]:
        return {term: Posting(weight, tuple(self._positions[term])) for term, weight in self._weights.items()}


def entry(
    record: Record, revision: str, vocabularies: Vocabularies, analyze: Callable[[str], Sequence[Token]]
) -> Entry:
    """`record` as an engine keeps it."""
    terms = _Terms()
    text = markup.plain(record.body)
    quoted: dict[str, list[Run]] = {}
    for field in TEXT_FIELDS:
        for part in field.texts(record, vocabularies):
            tokens = analyze(part)
            run = _run(terms.add_text(tokens, field.weight), 0, tokens)
            # Only what a hit shows is marked: its title, in either language, and its text.
            if part in (record.title, record.title_en):
                quoted.setdefault(part, [run])
    runs, begin = [], 0
    for paragraph in text.split("\n"):
        tokens = analyze(paragraph)
        runs.append(_run(terms.add_text(tokens, 1.0), begin, tokens))
        begin += len(paragraph) + 1
    for term, weight in _filed(record, vocabularies):
        terms.add(term, weight)
    card = asdict(Card.of(record, text))
    marks = {
        "title": quoted.get(record.title, []),
        "title_en": quoted.get(record.title_en or "", []),
        "text": runs,
    }
    return Entry(
        id=record.id,
        revision=revision,
        postings=terms.postings(),
        length=round(terms.length, 3),
        facets=facet_values(record, vocabularies),
        sorts={name: sort.key(record) for name, sort in SORTS.items() if name != "relevance"},
        stored=json.dumps([card, marks], ensure_ascii=False, default=date.isoformat, separators=(",", ":")),
    )


def opened(stored: str) -> tuple[Card, dict[str, list[Run]]]:
    """What `entry` stored: the card, and where the words of its title, title_en and text stand."""
    values, marks = json.loads(stored)
    for name in ("places", "themes", "years"):
        values[name] = tuple(values[name])
    values["updated"] = date.fromisoformat(values["updated"]) if values["updated"] else None
    return Card(**values), marks


def _run(position: int, begin: int, tokens: Sequence[Token]) -> Run:
    """Where the words of a text stand, as gaps and lengths: small numbers, for they are stored."""
    steps = []
    here = 0
    for token in tokens:
        steps += [token.start - here, token.end - token.start]
        here = token.end
    if steps:
        steps[0] += begin
    return [position, steps]


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
