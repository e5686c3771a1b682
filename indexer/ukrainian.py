"""Ukrainian, as the depository asks for it: the analyzer, the thesaurus, spelling and snippets in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from weakref import WeakKeyDictionary

from depository.engine import Any, Clause, Entry, Found, Weighted, Word
from depository.language import AnalyzedToken, Proof, Reading
from depository.record import Record
from depository.results import Card, Completion, Contribution, Hit
from depository.vocabulary import Vocabularies
from indexer import entries, ids, proofreading, snippets
from indexer.analysis import Analyzer, Token
from indexer.lexicon import Lexicon, Part
from indexer.queries.spelling import PartWords, Speller
from indexer.queries.suggestions import nearest, suggest
from indexer.queries.thesaurus import Thesaurus
from indexer.queries.understanding import Reader

# Of the layout of entries: raised when the same analysis is put into an index differently.
_ENTRIES = "5"
_MOST_FORMS = 8


class Ukrainian:
    """The language of one set of vocabularies; see `depository.language.Language`."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._vocabularies = vocabularies
        self._analyzer = Analyzer(vocabularies)
        self._thesaurus = Thesaurus(vocabularies, self._analyzer.tokens)
        self._reader: Reader | None = None
        # What is derived from a part of the lexicon lives as long as the index keeps that part.
        self._words: WeakKeyDictionary[Part, PartWords] = WeakKeyDictionary()

    @property
    def fingerprint(self) -> str:
        return f"{_ENTRIES}{self._analyzer.fingerprint[:12]}"

    def entry(self, record: Record, revision: str) -> Entry:
        return entries.entry(record, revision, self._vocabularies, self._analyzer.tokens)

    def card(self, stored: str) -> Card:
        return entries.card(stored)

    def read(self, text: str, lexicon: Mapping[str, int], *, verbatim: bool = False) -> Reading:
        return self._reading(lexicon).read(text, verbatim=verbatim)

    def _reading(self, lexicon: Mapping[str, int]) -> Reader:
        """The reader for this lexicon; an index keeps one lexicon for as long as it does not change."""
        reader = self._reader
        if reader is None or reader.speller.lexicon is not lexicon:
            parts = lexicon.parts if isinstance(lexicon, Lexicon) else (Part.of(lexicon),)
            for part in parts:
                if part not in self._words:
                    self._words[part] = PartWords(part)
            speller = Speller(lexicon, [self._words[part] for part in parts])
            reader = Reader(self._analyzer, self._thesaurus, self._vocabularies, speller)
            self._reader = reader
        return reader

    def hit(self, found: Found, reading: Reading, language: str) -> Hit:
        card, title, text = entries.opened(found.stored, english=language == "en")
        words = snippets.positions(found.places, reading.wanted)
        in_title, in_text = title.met(words), text.met(words)
        met = snippets.forms(title, in_title) + snippets.forms(text, in_text)
        return Hit(
            card,
            found.score,
            snippets.marked(title, in_title),
            snippets.passage(text, in_text, reading.worth),
            tuple(form for form, _ in met.most_common(_MOST_FORMS)),
            tuple(Contribution(reason.label, reason.terms, reason.score) for reason in found.reasons),
        )

    def analyze(self, text: str) -> tuple[AnalyzedToken, ...]:
        return tuple(_analyzed(token, ()) for token in self._analyzer.tokens(text))

    def analyze_query(self, text: str, lexicon: Mapping[str, int]) -> tuple[AnalyzedToken, ...]:
        return tuple(_analyzed(token, more) for token, more in self._reading(lexicon).expanded(text))

    def suggest(
        self, text: str, lexicon: Mapping[str, int], language: str, limit: int
    ) -> tuple[Completion, ...]:
        speller = self._reading(lexicon).speller
        return suggest(text, speller, self._analyzer, self._vocabularies, language, limit)

    def begun(self, text: str, lexicon: Mapping[str, int]) -> Clause:
        return self._reading(lexicon).begun(text)

    def nearest(self, text: str, language: str) -> tuple[Completion, ...]:
        return nearest(text, self._vocabularies, language)

    def id_of(self, title: str, places: Sequence[str]) -> str:
        return ids.of(title, places, self._analyzer.tokens)

    def slug(self, text: str) -> str:
        return ids.slug(text)

    def alike(self, record: Record) -> Clause:
        """Records filed alike that say the same rare things; the engine's idf weighs what is rare."""
        tokens = self._analyzer.tokens(f"{record.title}\n{record.summary or ''}")
        lemmas = dict.fromkeys(term for token in tokens if not token.stop for term in _main_lemmas(token))
        words: list[Clause] = [Word((Weighted(lemma, 1.0),), 0.4) for lemma in lemmas]
        words += [
            Word((Weighted(f"#{theme}", 1.0),), 0.8 if i else 1.2) for i, theme in enumerate(record.themes)
        ]
        return Any(tuple(words))

    def proof(self, text: str) -> Proof:
        return proofreading.proof(text, self._vocabularies, self._analyzer.tokens)


def _main_lemmas(token: Token) -> Sequence[str]:
    return [term for term, weight in token.terms if weight >= 1.0 and term[0] not in "=@#&~"][:1]


def _analyzed(token: Token, more: Sequence[str]) -> AnalyzedToken:
    terms = tuple(dict.fromkeys([*(term for term, _ in token.terms), *more]))
    return AnalyzedToken(token.form, token.start, token.end, terms)
