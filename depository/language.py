"""What the depository asks of a language: records made searchable, queries understood, hits illustrated.

`indexer.ukrainian` is the one that exists; the depository itself knows no word of Ukrainian.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from depository.engine import Clause, Entry, Everything, Found
from depository.record import Record
from depository.results import Card, Completion, Correction, Hit
from depository.vocabulary import Vocabularies


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as it was understood.

    `text` is what is searched for after `corrections`. `clause` asks for all of it, `relaxed` (where
    there is one) for most of it. `wanted` maps the terms to mark in a hit to the words of the query
    they stand for, `worth` those words to how telling they are. `places`, `themes` and `years` are those
    the query speaks of, `missing` its telling words that no record has.
    """

    text: str = ""
    clause: Clause = Everything()
    relaxed: Clause | None = None
    wanted: Mapping[str, str] = field(default_factory=dict)
    worth: Mapping[str, float] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    places: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()


class AnalyzedToken(NamedTuple):
    """A word of a text, and the index terms by which it meets others."""

    form: str
    start: int
    end: int
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What a reader of proofs notices in a text: words written in letters of two alphabets, towns by how
    often they are named (vocabulary ids; `strangers` are towns no vocabulary has, by name), and years in
    which something happened. `scenes` are those of the towns where something is said to be or to happen:
    «у Вінниці», «в місті Жашків»."""

    mixed: tuple[str, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    strangers: Mapping[str, int] = field(default_factory=dict)
    years: tuple[int, ...] = ()
    scenes: frozenset[str] = frozenset()


class Shared:
    """Makes the language of a set of vocabularies once, for all who speak it."""

    def __init__(self, make: Callable[[Vocabularies], Language]) -> None:
        self._make = make
        self._made: tuple[str, Language] | None = None
        self._lock = threading.Lock()

    def __call__(self, vocabularies: Vocabularies) -> Language:
        with self._lock:
            if self._made is None or self._made[0] != vocabularies.revision:
                self._made = (vocabularies.revision, self._make(vocabularies))
            return self._made[1]


class Language(Protocol):
    """Analysis, thesaurus, spelling and snippets of one language and one set of vocabularies."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the entry of some record might."""

    def entry(self, record: Record, revision: str) -> Entry:
        """The record as an engine keeps it."""

    def card(self, stored: str) -> Card:
        """The card an entry was stored with."""

    def read(self, text: str, lexicon: Mapping[str, int], *, verbatim: bool = False) -> Reading:
        """The query, understood; with `verbatim` nothing is corrected."""

    def hit(self, found: Found, reading: Reading, language: str) -> Hit:
        """What was found, with why it is a hit in its own words: title and best passage with marks."""

    def analyze(self, text: str) -> tuple[AnalyzedToken, ...]:
        """The words of a text with their terms, as they are indexed."""

    def analyze_query(self, text: str, lexicon: Mapping[str, int]) -> tuple[AnalyzedToken, ...]:
        """The words of a query with their terms, as it is understood."""

    def suggest(
        self, text: str, lexicon: Mapping[str, int], language: str, limit: int
    ) -> tuple[Completion, ...]:
        """Themes, places and frequent words that begin as `text` ends."""

    def begun(self, text: str, lexicon: Mapping[str, int]) -> Clause:
        """What has every word of `text`, the last of them being still typed."""

    def nearest(self, text: str, language: str) -> tuple[Completion, ...]:
        """Themes and places whose names are near to what was typed."""

    def alike(self, record: Record) -> Clause:
        """What records about the same things have."""

    def proof(self, text: str) -> Proof:
        """What is worth a second look in a text."""

    def id_of(self, title: str, places: Sequence[str]) -> str:
        """An id for a record of this title and these places, whether or not another has it."""

    def slug(self, text: str) -> str:
        """`text` in small Latin letters, digits and hyphens."""
