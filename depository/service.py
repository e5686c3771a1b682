"""The use cases: what a person or a program can ask of the depository, whatever door they come by."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from depository import manifest, recordfile
from depository.corpus import Corpus, FileState, Stored, read_text
from depository.engine import NO_INDEX, Answer, Engine, Everything, Having, Request
from depository.errors import Invalid, RecordNotFound, RecordUnreadable
from depository.facets import tree
from depository.language import Language, Reading, Shared
from depository.query import PAGE_SIZE, Query
from depository.record import FIRST_YEAR, Record, Status, latest_year
from depository.results import Card, Completion, Results, Suggestion
from depository.schema import FACETS, SORTS, choice_problem, facet_values, sort_problem
from depository.shelves import READERS, Shelf
from depository.upkeep import Progress, Refresh, Upkeep
from depository.vocabulary import Vocabularies

# A query that all its words find less often than this is relaxed to most of them.
_FEW = PAGE_SIZE
# Themes and places, and titles, offered while somebody types; and how many letters a title takes.
_MOST_CONCEPTS, _MOST_TITLES, _SHORTEST_BEGINNING = 4, 3, 3
# Seconds before the vocabulary files are looked at again: one search asks for them many times.
_LOOK_AGAIN = 0.2


@dataclass(frozen=True, slots=True)
class _Tongue:
    """The vocabularies and the language made from them: they change together. They are not `sound` where
    the files broke since."""

    states: tuple[tuple[str, FileState], ...]
    vocabularies: Vocabularies
    language: Language
    sound: bool


class Depository:
    """Searches, reads and keeps up to date one corpus.

    `language` makes the language for a set of vocabularies, `data` is the folder for all that is
    not corpus; records in one of `states` are found, others are not there.
    """

    def __init__(
        self,
        corpus: Corpus,
        engine: Engine,
        language: Callable[[Vocabularies], Language],
        data: Path,
        *,
        states: frozenset[Status] = READERS,
    ) -> None:
        self.corpus = corpus
        self.engine = engine
        self._make_language = Shared(language)
        self._manifest = data / "manifest.json"
        self._states = states
        self._elsewhere: Path | None = None
        self._tongue: _Tongue | None = None
        self._looked = 0.0
        self._lock = threading.Lock()

    # ── vocabularies ──

    @property
    def vocabularies(self) -> Vocabularies:
        return self._speak().vocabularies

    @property
    def language(self) -> Language:
        return self._speak().language

    def _speak(self) -> _Tongue:
        """The present vocabularies. A file that broke meanwhile leaves the last good ones in use."""
        tongue = self._tongue
        if tongue is not None and time.monotonic() - self._looked < _LOOK_AGAIN:
            return tongue
        states = self.corpus.vocabulary_states()
        self._looked = time.monotonic()
        if tongue is not None and tongue.states == states:
            return tongue
        with self._lock:
            if self._tongue is None or self._tongue.states != states:
                sound = True
                try:
                    vocabularies = self.corpus.vocabularies()
                except Invalid:
                    if self._tongue is None:
                        raise
                    vocabularies, sound = self._tongue.vocabularies, False
                if self._tongue is None or vocabularies is not self._tongue.vocabularies:
                    language = self._make_language(vocabularies)
                else:
                    language = self._tongue.language
                self._tongue = _Tongue(states, vocabularies, language, sound)
            return self._tongue

    # ── the index, kept in step with the corpus ──

    @property
    def has_index(self) -> bool:
        """Whether there is an index at all; somebody may have deleted the data of a running service."""
        return self.engine.generation != NO_INDEX

    @property
    def is_stale(self) -> bool:
        """Whether there is no index yet, or one that other code or other vocabularies made."""
        return self._upkeep().is_stale

    def refresh(
        self,
        *,
        rebuild: bool = False,
        progress: Progress | None = None,
        only: Collection[str] | None = None,
    ) -> Refresh:
        """Bring the index up to date; only what changed is read, unless `rebuild`. With `only`, nothing but
        these records is looked at, where there is an index that all the others are in.

        Records that break a rule stay out and are reported; the others are searchable all the same.
        Raises Invalid where the vocabularies are broken, and IndexBusy where another process keeps writing.
        """
        self._looked = 0.0
        if not self._speak().sound:
            self.corpus.vocabularies()
        upkeep = self._upkeep()
        if only is not None and not rebuild and not upkeep.is_stale:
            return upkeep.refresh_some(only)
        return upkeep.refresh(rebuild=rebuild, progress=progress)

    def _upkeep(self) -> Upkeep:
        tongue = self._speak()
        return Upkeep(
            self.corpus,
            self.engine,
            tongue.language,
            tongue.vocabularies,
            self._manifest,
            self._states,
            self._elsewhere,
        )

    def entered(self) -> Mapping[str, FileState]:
        """The files of records as they were when the index last took them in, or left them out."""
        return {record_id: row.state for record_id, row in manifest.load(self._manifest).items()}

    def stand_beside(self, others: Depository) -> None:
        """Know of the depository over the same corpus that has the other records: what is found there need
        not be read here to know that it is elsewhere, and both speak one language."""
        self._elsewhere = others._manifest
        self._make_language = others._make_language

    def shelf(self, status: Status) -> Depository:
        """The same depository, as if it held the records of one state only; for one that holds several."""
        self._speak()
        shelf = copy(self)
        shelf.engine = Shelf(self.engine, status)
        return shelf

    # ── searching ──

    def search(self, query: Query, *, language: str = "uk", explain: bool = False) -> Results:
        """One page of what `query` finds, with every facet.

        Raises Invalid with every filter, sort or page that cannot be.
        """
        self._guard(query)
        reading = self.read(query)
        request = self._request(query, marks=frozenset(reading.wanted), explain=explain)
        answer, relaxed = self._answer(reading, request)
        hits = tuple(self.language.hit(found, reading, language) for found in answer.found)
        return Results(
            query=query,
            total=answer.total,
            pages=math.ceil(answer.total / PAGE_SIZE),
            hits=hits,
            facets={name: tree(name, answer.facets[name], query, self.vocabularies) for name in FACETS},
            corrections=reading.corrections,
            relaxed=relaxed,
            offers=self._offers(query, reading, answer),
            missing=reading.missing,
            rescue=() if answer.total else tuple(self._rescue(query)),
            nearest=() if answer.total else self.language.nearest(query.text, language),
        )

    def read(self, query: Query) -> Reading:
        """How the text of `query` is understood."""
        lexicon = self.engine.lexicon()
        return self.language.read(query.text, lexicon, verbatim=query.verbatim)

    def _request(self, query: Query, *, marks: frozenset[str], explain: bool) -> Request:
        """The filters, order and page of `query` as an engine takes them."""
        return Request(
            filters=_filters(query),
            facets=tuple(FACETS),
            sort=query.sort,
            descending=SORTS[query.sort].descending,
            offset=query.offset,
            limit=PAGE_SIZE,
            marks=marks,
            explain=explain,
        )

    def _answer(self, reading: Reading, request: Request) -> tuple[Answer, bool]:
        """What is found by all of the query, or by most of it where all finds little; and whether by most.

        Filters play no part in that choice: taking one must not change what the words mean.
        """
        if isinstance(reading.clause, Everything) and request.sort == "relevance":
            # Without words nothing is more relevant than anything else.
            request = replace(request, sort="newest", descending=SORTS["newest"].descending)
        strict = replace(request, clause=reading.clause)
        if reading.relaxed is not None:
            # Counting costs little: hits and facets are asked for once it is known which of the two is shown.
            count = self.engine.search(Request(reading.clause, limit=0)).matched
            if count < _FEW:
                loose = self.engine.search(replace(request, clause=reading.relaxed))
                if loose.matched > count:
                    return loose, True
        return self.engine.search(strict), False

    def _guard(self, query: Query) -> None:
        problems = [choice_problem(name, value, self.vocabularies) for name, value in query.filters]
        if found := [problem for problem in (*problems, sort_problem(query.sort)) if problem]:
            raise Invalid(found)

    def _offers(self, query: Query, reading: Reading, answer: Answer) -> tuple[Suggestion, ...]:
        """Filters the query itself speaks of, with what each would leave; they never filter by themselves."""
        wanted = [("city", place) for place in reading.places] + [
            ("year", str(year)) for year in reading.years
        ]
        offers = []
        for facet, value in wanted:
            count = answer.facets.get(facet, {}).get(value, 0)
            if count and not query.chosen(facet) and count < answer.total:
                offers.append(Suggestion(query.with_filter(facet, value), count))
        return tuple(offers)

    def _rescue(self, query: Query) -> Iterator[Suggestion]:
        """Where nothing is found: what each removal would give, the most first."""
        changes = [(value, query.without_filter(facet, value)) for facet, value in query.filters]
        if query.year_from or query.year_to:
            changes.append((f"{query.year_from or ''}–{query.year_to or ''}", query.without_years()))
        words = query.text.split()
        if len(words) > 1:
            changes += [
                (w, query.with_text(" ".join(words[:i] + words[i + 1 :]))) for i, w in enumerate(words[:8])
            ]
        found = [Suggestion(changed, self.count(changed), removed) for removed, changed in changes]
        yield from sorted((s for s in found if s.total), key=lambda s: -s.total)[:5]

    def count(self, query: Query) -> int:
        """How many records `query` finds."""
        answer, _ = self._answer(self.read(query), Request(filters=_filters(query), limit=0))
        return answer.total

    def suggest(self, text: str, language: str = "uk", limit: int = 8) -> tuple[Completion, ...]:
        """What somebody who is still typing `text` may mean: themes and places, records, words."""
        found = self.language.suggest(text, self.engine.lexicon(), language, limit)
        concepts = [completion for completion in found if completion.kind != "word"]
        words = [completion for completion in found if completion.kind == "word"]
        return (*concepts[:_MOST_CONCEPTS], *self._titles(text, language), *words)[:limit]

    def _titles(self, text: str, language: str) -> tuple[Completion, ...]:
        """Records that have every word typed, the last of them by its beginning, in their title."""
        words = text.lower().split()
        if not words or len(words[-1]) < _SHORTEST_BEGINNING:
            return ()
        clause = self.language.begun(text, self.engine.lexicon())
        cards = (
            self.language.card(found.stored)
            for found in self.engine.search(Request(clause, limit=_MOST_TITLES + 2)).found
        )
        titles = ((card, card.title_en or card.title if language == "en" else card.title) for card in cards)
        fitting = [(card, title) for card, title in titles if all(word in title.lower() for word in words)]
        return tuple(Completion(title, "record", card.id) for card, title in fitting[:_MOST_TITLES])

    # ── records ──

    def record(self, record_id: str) -> Stored:
        """A record that was once public: published, or withdrawn (look at its status).

        Raises RecordNotFound for drafts too: nobody outside shall learn that they are there; and
        RecordUnreadable where the file of a record that readers were shown is broken.
        """
        try:
            stored = self.corpus.read(record_id)
        except Invalid as invalid:
            raise (RecordUnreadable if self._was_shown(record_id) else RecordNotFound)(record_id) from invalid
        if stored.record.status not in ("published", "withdrawn"):
            raise RecordNotFound(record_id)
        return stored

    def _was_shown(self, record_id: str) -> bool:
        """Whether a record whose file is broken was public: it is still found, or its file says so."""
        if record_id in self.engine.revisions():
            return True
        try:
            return recordfile.claims_public(read_text(self.corpus.path(record_id)))
        except (Invalid, OSError):
            return False

    def newest(self, limit: int = 5, among: Query | None = None) -> tuple[Card, ...]:
        """The records added last, of those that pass the filters of `among`."""
        filters = _filters(among or Query())
        answer = self.engine.search(Request(filters=filters, sort="added", descending=True, limit=limit))
        return tuple(self.language.card(found.stored) for found in answer.found)

    def passes(self, record: Record, query: Query) -> bool:
        """Whether the record passes the filters of `query`."""
        values = facet_values(record, self.vocabularies)
        return all(values[name] & wanted for name, wanted in _filters(query).items())

    def similar(self, record: Record, limit: int = 4) -> tuple[Card, ...]:
        """Records about the same things, the closest first."""
        request = Request(self.language.alike(record), limit=limit + 1)
        cards = (self.language.card(found.stored) for found in self.engine.search(request).found)
        return tuple(card for card in cards if card.id != record.id)[:limit]

    def cards(self, facet: str, value: str, limit: int = 200) -> tuple[Card, ...]:
        """All records that have `value`, newest practice first."""
        clause = Having(facet, frozenset({value}))
        answer = self.engine.search(Request(clause, sort="newest", descending=True, limit=limit))
        return tuple(self.language.card(found.stored) for found in answer.found)

    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """For every facet, how many records each value has in the whole collection."""
        return self.engine.search(Request(facets=tuple(FACETS), limit=0)).facets


def _filters(query: Query) -> dict[str, frozenset[str]]:
    """The choices of a query: any of the values of a facet, and the years within the bounds."""
    filters: dict[str, frozenset[str]] = {}
    for name, value in query.filters:
        filters[name] = filters.get(name, frozenset()) | {value}
    if query.year_from or query.year_to:
        first, last = query.year_from or FIRST_YEAR, query.year_to or latest_year()
        within = frozenset(str(year) for year in range(max(first, FIRST_YEAR), min(last, date.max.year) + 1))
        filters["year"] = filters["year"] & within if "year" in filters else within
    return filters
