"""A query understood: what was typed becomes clauses, with every correction said.

What stands for one thing stands together in one clause: a word with all its terms, and the theme it
names. Places and years raise what meets them and never decide; the other words decide, each by how
rare it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from depository.engine import (
    All,
    Any,
    Boosted,
    Clause,
    Everything,
    Most,
    Not,
    Phrase,
    Prefix,
    Weighted,
    Word,
)
from depository.language import Reading
from depository.record import FIRST_YEAR, latest_year
from depository.vocabulary import Vocabularies
from indexer.analysis import PART, Analyzer, Token
from indexer.analysis.repair import fold
from indexer.analysis.stopwords import QUESTION_WORDS
from indexer.queries import syntax
from indexer.queries.choices import Choices
from indexer.queries.corrections import Corrector
from indexer.queries.spelling import Speller
from indexer.queries.thesaurus import Named, Thesaurus

# The share of the information asked for that must be met, by the number of things asked: few words are
# meant as they stand, a question of many has some that no record needs to have. Set on the judgements.
SHARES = (1.0, 0.5, 0.4, 0.35, 0.3, 0.25)
# A word that no record has tells that the corpus may not be about this: so much more must be met then.
MISSING = 0.1
# Records have only a title and a summary in English: of a question in English less can be met.
LATIN = 0.8
# What the theme a word names is worth beside the word itself, and what a query's place and year add.
THEME, PLACE, YEAR = 0.6, 1.5, 0.8
# Of a compound, the parts are worth less than the whole.
_APART = 0.5
# Of the words that begin in some way, so many are marked.
_MOST_MARKED = 200
# While somebody types, so many words are tried for the one begun.
_MOST_BEGUN = 30

_NOTHING: Clause = Any(())


@dataclass
class _Draft:
    """A reading in the making.

    `needed` decide together, most of them suffice when the query is relaxed; `firm` must be met,
    `barred` must not; `raising` only raise. `wanted` are the terms to mark, `missing` words of no record.
    """

    needed: list[Clause] = field(default_factory=list)
    firm: list[Clause] = field(default_factory=list)
    barred: list[Clause] = field(default_factory=list)
    raising: list[Clause] = field(default_factory=list)
    wanted: dict[str, str] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    latin: bool = False

    def word(self, token: Token) -> Word:
        """The token as a clause; its terms will be marked."""
        for term, _ in token.terms:
            self.wanted.setdefault(term, token.form)
        return Word(tuple(Weighted(term, weight) for term, weight in token.terms), 1.0, token.form)


class Reader:
    """Reads queries against the words of one index."""

    def __init__(
        self, analyzer: Analyzer, thesaurus: Thesaurus, vocabularies: Vocabularies, speller: Speller
    ) -> None:
        self.speller = speller
        self._analyzer = analyzer
        self._thesaurus = thesaurus
        self._vocabularies = vocabularies
        self._corrector = Corrector(analyzer, speller)
        self._choices = Choices(analyzer, thesaurus, vocabularies)

    def read(self, text: str, *, verbatim: bool = False) -> Reading:
        """`text` understood; with `verbatim` it is taken as typed."""
        text, corrections = (text, ()) if verbatim else self._corrector.corrected(text)
        draft = _Draft()
        for node in self._nodes(text):
            self._add(node, draft)
        meant = _clause(draft, strict=True)
        return Reading(
            text=text,
            clause=_NOTHING if text.strip() and isinstance(meant, Everything) else meant,
            relaxed=_relaxed(draft),
            wanted=draft.wanted,
            worth=self._worth(draft.wanted),
            corrections=corrections,
            places=tuple(dict.fromkeys(draft.places)),
            themes=tuple(dict.fromkeys(draft.themes)),
            years=tuple(dict.fromkeys(draft.years)),
            missing=tuple(dict.fromkeys(draft.missing)),
        )

    def begun(self, text: str) -> Clause:
        """What has every word of `text`, the last by the most frequent words that begin so."""
        tokens = [token for token in self._analyzer.tokens(text) if not token.stop]
        forms = self.speller.beginning_with(fold(tokens[-1].form.lower()), _MOST_BEGUN) if tokens else []
        if not forms:
            return _NOTHING
        begun = Word(tuple(Weighted(f"={form}", 1.0) for form in forms))
        return _all([*(_Draft().word(token) for token in tokens[:-1]), begun])

    def expanded(self, text: str) -> list[tuple[Token, tuple[str, ...]]]:
        """The words of a query with the further terms each is looked for by: its theme, and for an English
        word the Ukrainian names of that theme."""
        text, _ = self._corrector.corrected(text)
        tokens = self._analyzer.tokens(text)
        content = [token for token in tokens if not token.stop]
        more: dict[int, tuple[str, ...]] = {}
        for named in self._thesaurus.named(content):
            themes = [theme for theme, _ in named.themes]
            labels = tuple(self._thesaurus.words(themes))
            for token in content[named.first : named.last + 1]:
                more[token.start] = (*(f"#{t}" for t in themes), *(labels if token.form.isascii() else ()))
        return [(token, more.get(token.start, ())) for token in tokens]

    def _nodes(self, text: str) -> Iterator[syntax.Node]:
        nodes = list(syntax.parse(text))
        for number, node in enumerate(nodes):
            if isinstance(node, syntax.Narrowed) and number + 1 < len(nodes):
                node, nodes[number + 1] = self._choices.stretched(node, nodes[number + 1])
            yield node

    def _worth(self, wanted: Mapping[str, str]) -> dict[str, float]:
        """How telling each word of the query is: the rarer, the more."""
        met: dict[str, int] = {}
        for term, word in wanted.items():
            met[word] = max(met.get(word, 0), self.speller.lexicon.get(term, 0))
        return {word: 1 / math.log(2 + count) for word, count in met.items()}

    def _add(self, node: syntax.Node, draft: _Draft) -> None:
        match node:
            case syntax.Plain(text):
                self._add_words(text, draft)
            case syntax.Quoted(text):
                self._add_phrase(text, draft)
            case syntax.Beginning(text):
                self._add_beginning(text, draft)
            case syntax.Narrowed():
                having = self._choices.having(node)
                if having is not None:
                    draft.firm.append(having)
                else:
                    self._add_words(node.value, draft)
            case syntax.Excluded(inner):
                self._add_excluded(inner, draft)
            case syntax.Alternatives(nodes):
                self._add_alternatives(nodes, draft)

    def _add_words(self, text: str, draft: _Draft) -> None:
        tokens = self._analyzer.tokens(text)
        telling = [token for token in tokens if not token.stop and token.form.lower() not in QUESTION_WORDS]
        if not telling:
            # Nothing but «як», «де», «і»: then these are what is asked for, as they stand.
            draft.needed.extend(draft.word(token) for token in tokens)
            return
        draft.latin = all(token.form.isascii() for token in telling)
        named = {span.first: span for span in self._thesaurus.named(telling)}
        number = 0
        while number < len(telling):
            span = named.get(number)
            if span is None:
                self._add_word(telling[number], draft)
            else:
                self._add_named(telling[number : span.last + 1], span, draft)
            number = number + 1 if span is None else span.last + 1

    def _add_word(self, token: Token, draft: _Draft) -> None:
        places = self._places(token)
        if (year := _year(token)) is not None:
            draft.years.append(year)
            draft.raising.append(replace(draft.word(token), boost=YEAR))
        elif places:
            draft.places.extend(places)
            draft.raising.append(replace(draft.word(token), boost=PLACE))
        else:
            draft.missing.extend(() if self._corrector.found(token) else (token.form,))
            draft.needed.append(_said(token, draft))

    def _add_named(self, tokens: Sequence[Token], span: Named, draft: _Draft) -> None:
        """Words that name a theme: met by themselves, or by being filed there."""
        draft.themes.extend(theme for theme, _ in span.themes)
        draft.places.extend(place for token in tokens for place in self._places(token))
        words = tuple(_said(token, draft) for token in tokens)
        label = " ".join(token.form for token in tokens)
        filed = Word(tuple(Weighted(f"#{theme}", weight) for theme, weight in span.themes), THEME, label)
        draft.needed.append(Any((words[0] if len(words) == 1 else All(words), filed)))

    def _places(self, token: Token) -> list[str]:
        named = (term[1:] for term, _ in token.terms if term[0] == "@")
        return [place for place in named if place in self._vocabularies.places]

    def _add_phrase(self, text: str, draft: _Draft) -> None:
        """Exact up to inflection: no synonyms, no themes, no place names standing for others."""
        tokens = self._analyzer.tokens(text)
        for token in tokens:
            if not token.stop:
                draft.wanted.update((term, token.form) for term, _ in _inflected(token))
                draft.missing.extend(() if self._corrector.found(token) else (token.form,))
        if tokens:
            draft.firm.append(Phrase(tuple(Word(_inflected(token), 1.0, token.form) for token in tokens)))

    def _add_beginning(self, text: str, draft: _Draft) -> None:
        exact = [term for token in self._analyzer.tokens(text) for term, _ in token.terms if term[0] == "="]
        prefix = exact[0] if exact else f"={text.lower()}"
        for form in self.speller.beginning_with(prefix[1:], _MOST_MARKED):
            draft.wanted.setdefault(f"={form}", f"{text}*")
        draft.firm.append(Prefix(prefix, 1.0, f"{text}*"))

    def _add_excluded(self, node: syntax.Node, draft: _Draft) -> None:
        inner = _Draft()
        self._add(node, inner)
        # «-мед» bars the word itself, not everything filed under a theme it happens to name.
        draft.barred.extend(map(_itself, (*inner.needed, *inner.firm, *inner.raising)))

    def _add_alternatives(self, nodes: Sequence[syntax.Node], draft: _Draft) -> None:
        branches = []
        for node in nodes:
            inner = _Draft(wanted=draft.wanted, missing=draft.missing)
            self._add(node, inner)
            branches.append(_clause(inner, strict=True))
        draft.firm.append(Any(tuple(branches)))


def _clause(draft: _Draft, *, strict: bool) -> Clause:
    """The whole query: all of what is needed, or most of it."""
    musts, raising = list(draft.firm), tuple(draft.raising)
    if draft.needed and strict:
        musts.append(_all(draft.needed))
    elif draft.needed:
        every = (*draft.needed, *raising)
        share = SHARES[min(len(every), len(SHARES)) - 1]
        if draft.latin:
            share *= LATIN
        elif draft.missing:
            share = min(1.0, share + MISSING)
        musts.append(Most(every, share))
        raising = ()
    elif raising and not draft.firm:
        # Nothing but places and years: then they are what is asked for.
        musts, raising = [_all(raising)], ()
    musts += map(Not, draft.barred)
    if not musts:
        return Everything()
    return Boosted(_all(musts), Any(raising)) if raising else _all(musts)


def _relaxed(draft: _Draft) -> Clause | None:
    """Most of the query; nothing where it asks for one thing alone."""
    several = draft.needed and len(draft.needed) + len(draft.raising) > 1
    return _clause(draft, strict=False) if several else None


def _all(clauses: Sequence[Clause]) -> Clause:
    return clauses[0] if len(clauses) == 1 else All(tuple(clauses))


def _said(token: Token, draft: _Draft) -> Clause:
    """A word; a compound is met whole, or by all of its parts («бізнес-інкубатор»)."""
    word = draft.word(token)
    parts = [t for t in word.terms if "-" in token.form and t.weight == PART and t.term[0] not in "=@#&~"]
    if not parts:
        return word
    whole = replace(word, terms=tuple(term for term in word.terms if term not in parts))
    apart = All(tuple(Word((Weighted(part.term, 1.0),), _APART, token.form) for part in parts))
    return Any((whole, apart))


def _year(token: Token) -> int | None:
    """The year a token is, if it is one of our time."""
    for term, _ in token.terms:
        if len(term) == 4 and term.isascii() and term.isdigit() and FIRST_YEAR <= int(term) <= latest_year():
            return int(term)
    return None


def _inflected(token: Token) -> tuple[Weighted, ...]:
    """The terms by which a word meets its own forms only."""
    return tuple(Weighted(term, weight) for term, weight in token.terms if term[0] not in "@&~#")


def _itself(clause: Clause) -> Clause:
    """A clause without the theme that its words name."""
    match clause:
        case Any((own, Word((Weighted(term, _), *_)))) if term[0] == "#":
            return own
        case _:
            return clause
