"""The analyzer: text → tokens, each with the terms under which it is indexed and sought.

Terms of different kinds differ by their first character, so that they never meet by accident:

    стратегія   a lemma, a number, an English stem, a part of a hyphened word
    =стратегією the form itself, lower-cased
    @kolomyia   a place, whatever form or name of it stands in the text
    &впо        a group of synonyms
    ~kolomia    the blurred romanisation of a name
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from typing import NamedTuple

from depository.vocabulary import Vocabularies
from indexer.analysis import groups, romanization, tokens
from indexer.analysis.gazetteer import BEFORE_TOWN, Gazetteer
from indexer.analysis.lemmas import Lemmas
from indexer.analysis.phrasebook import Following, Phrasebook, matches
from indexer.analysis.repair import fold, repair
from indexer.analysis.words import CYRILLIC, Words

# Raise when the code yields other terms than before: an index made by another version is stale.
VERSION = 2

EXACT, MAIN, SYNONYM, PLACE, PART, OTHER, NAME = 1.0, 1.0, 0.7, 0.6, 0.5, 0.35, 0.3

# Finished terms are kept for so many forms, or twice as many; a municipal corpus has some 50 thousand.
_REMEMBERED = 150_000

_SENTENCE_ENDS = re.compile(r"[.!?…\n]")
# What may stand between two words of a phrase: nothing that ends a clause.
_GAP = re.compile(r"[\s«»„“”\"'()-]{0,3}\.?[\s«»„“”\"'()-]{0,3}")


class Term(NamedTuple):
    """One key of the index; `weight` in (0, 1] says how closely it is what stands in the text."""

    text: str
    weight: float


class Token(NamedTuple):
    """A word or a number of a text: `form` is what stands there from `start` to `end`.

    A named tuple because millions are made: a frozen dataclass takes five times as long.
    """

    form: str
    start: int
    end: int
    position: int
    stop: bool
    terms: tuple[Term, ...]


class _Entry(NamedTuple):
    """What is known of a form before its neighbours are looked at."""

    terms: tuple[Term, ...]
    stop: bool = False
    # Places the form speaks of only where it is capitalised within a sentence, or after «м.».
    homonym: tuple[str, ...] = ()
    # The same, but the name of a person as a rule: only after «м.».
    person: bool = False
    # How phrases go on that begin with this form.
    following: Following | None = None
    # A form of several tokens (#МістаТаЗміни): their places in the form and their entries.
    parts: tuple[tuple[int, int, _Entry], ...] = ()


class Analyzer:
    """Yields the tokens of Ukrainian (and English) text, for index and query alike.

    Dictionaries are loaded at the first text. One analyzer may serve several threads.
    """

    def __init__(self, vocabularies: Vocabularies | None = None) -> None:
        self._vocabularies = vocabularies or Vocabularies()
        self._lemmas = Lemmas()
        self._entries: dict[str, _Entry] = {}
        self._older: dict[str, _Entry] = {}

    def tokens(self, text: str) -> list[Token]:
        """The words and numbers of the text in their order."""
        repaired = repair(text, self._lemmas.known)
        plain, moved = repaired.text, repaired.starts is not None
        # What is shown is what stood there; mostly that is the form itself.
        source = plain if moved or plain == text else text
        entries = self._entries
        found: list[Token] = []
        watched: list[tuple[int, _Entry]] = []
        add, find = found.append, plain.find
        end = 0
        # Faster than asking each match for its place; what lies between is no part of a token.
        for form in tokens.FIND.findall(plain):
            start = find(form, end)
            end = start + len(form)
            entry = entries.get(form) or self._entry(form)
            terms, stop, homonym, _, following, parts = entry
            if parts:
                for first, last, part in parts:
                    if part.following or part.homonym:
                        watched.append((len(found), part))
                    begin, finish = start + first, start + last
                    shown = source[begin:finish]
                    add(_make(Token, (shown, begin, finish, len(found), part.stop, part.terms)))
                continue
            if following or homonym:
                watched.append((len(found), entry))
            shown = form if source is plain else source[start:end]
            add(_make(Token, (shown, start, end, len(found), stop, terms)))
        if watched:
            self._look_around(plain, found, watched)
        if moved:
            return [_moved(token, text, *repaired.span(token.start, token.end)) for token in found]
        return found

    def knows(self, word: str) -> bool:
        """Whether the word stands in the dictionary, or is the name of a place, in any case form."""
        return self._words.knows(repair(word).text.lower())

    def place_named(self, text: str) -> frozenset[str]:
        """Ids of the places that the text, as a whole, is a name of."""
        named = [
            {term.text[1:] for term in token.terms if term.text[0] == "@"} for token in self.tokens(text)
        ]
        return frozenset(set.intersection(*named)) if named else frozenset()

    @cached_property
    def fingerprint(self) -> str:
        """A digest of all that the terms depend on: when it differs, the index is to be made anew."""
        digest = blake2b(f"{VERSION} {tokens.FIND.pattern}".encode(), digest_size=12)
        for library in ("pymorphy3", "pymorphy3-dicts-uk", "snowballstemmer", "uklatn"):
            digest.update(version(library).encode())
        for folder, name in _DATA:
            digest.update(files(folder).joinpath(name).read_bytes())
        vocabularies = self._vocabularies
        labels = [place.model_dump_json() for place in vocabularies.places]
        labels += [group.model_dump_json() for group in vocabularies.synonyms]
        digest.update("\n".join([vocabularies.revision, *labels]).encode())
        return digest.hexdigest()

    # What is built from the vocabularies, at the first use.

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer(self._vocabularies, self._lemmas)

    @cached_property
    def _words(self) -> Words:
        items = (item for group in self._vocabularies.synonyms for item in group.same)
        abbreviations = frozenset(item for item in items if item.isupper() and " " not in item)
        return Words(self._lemmas, self._gazetteer, abbreviations)

    @cached_property
    def _known(self) -> tuple[Phrasebook, groups.Groups]:
        """Expressions of several words, places and synonyms alike, and the groups of single words."""
        phrases = Phrasebook()
        for name, place_id in self._gazetteer.phrases:
            phrases.add(groups.phrase(name, self._words), f"@{place_id}")
        return phrases, groups.Groups(self._vocabularies.synonyms, self._words, phrases)

    # One form.

    def _entry(self, form: str) -> _Entry:
        entry = self._older.get(form)
        if entry is None:
            entry = self._hashtag(form[1:]) if form[0] == "#" else self._word(form)
        if len(self._entries) >= _REMEMBERED:
            # What is not met again until the next time is forgotten; frequent forms always are.
            self._older, self._entries = self._entries, {}
        self._entries[form] = entry
        return entry

    def _hashtag(self, word: str) -> _Entry:
        """A hashtag in one token a word; the first also bears the whole."""
        places = tokens.humps(word)
        entries = [self._word(word[start:end]) for start, end in places]
        if len(entries) > 1:
            whole = fold(word.lower())
            terms = (Term(f"={whole}", EXACT), Term(whole, MAIN))
            entries[0] = entries[0]._replace(terms=_strongest((*entries[0].terms, *terms)), stop=False)
        parts = zip(places, entries, strict=True)
        return _Entry((), parts=tuple((start + 1, end + 1, entry) for (start, end), entry in parts))

    def _word(self, form: str) -> _Entry:
        phrases, synonyms = self._known
        word = self._words.read(form)
        following = phrases.after((word.exact, *word.lemmas))
        if word.stop:
            return _Entry((Term(word.exact, EXACT),), stop=True, following=following)
        places, homonym, person = self._places(form, word.exact[1:])
        terms = [
            Term(word.exact, EXACT),
            *(Term(lemma, OTHER if number else MAIN) for number, lemma in enumerate(word.lemmas)),
            *(Term(part, PART) for part in word.parts),
            *(Term(group, SYNONYM) for group in synonyms.of(form, word)),
            *(Term(f"@{place}", PLACE) for place in places),
            *(Term(f"~{name}", NAME) for name in word.names),
        ]
        return _Entry(_strongest(terms), homonym=homonym, person=person, following=following)

    def _places(self, form: str, word: str) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """Ids of places the form speaks of, ids it may speak of, and whether it is a person as a rule."""
        gazetteer = self._gazetteer
        if not CYRILLIC.search(word):
            places = gazetteer.keys.get(romanization.key(word), ()) if len(word) > 2 else ()
            if gazetteer.homonym_ids.isdisjoint(places):
                return places, (), False
            return (), places if form[0].isupper() else (), False
        places = gazetteer.forms.get(word, ())
        if word in gazetteer.people or word in gazetteer.homonyms:
            return (), places, word in gazetteer.people
        return places or gazetteer.capitals.get(form, ()), (), False

    # A form among its neighbours.

    def _look_around(self, text: str, found: list[Token], watched: list[tuple[int, _Entry]]) -> None:
        """Adds what only the neighbours tell: phrases, and whether «Бар» is the town."""
        for place, entry in watched:
            if entry.homonym and self._is_town(text, found, place, entry.person):
                _add_terms(found, place, [Term(f"@{town}", PLACE) for town in entry.homonym])
        for place, entry in watched:
            if entry.following and place + 1 < len(found):
                # Most phrases end at their second word already: no need to look further.
                if any(term.text in entry.following for term in found[place + 1].terms):
                    self._add_phrases(text, found, place, entry.following)

    def _add_phrases(self, text: str, found: list[Token], place: int, following: Following) -> None:
        words: list[list[str]] = []
        near = found[place : place + self._known[0].longest]
        for one, other in zip(near, near[1:], strict=False):
            if not _GAP.fullmatch(text, one.end, other.start):
                break
            words.append([term.text for term in other.terms if term.text[0] not in "@&~"])
        longest_place = 0
        for length, meaning in matches(following, words):
            if meaning[0] == "&":
                _add_terms(found, place, [Term(meaning, SYNONYM)])
            elif length >= longest_place:
                # «Вінницька область» is the region, not the city.
                for inner in range(place, place + length + 1):
                    if not longest_place:
                        _drop_places(found, inner)
                    _add_terms(found, inner, [Term(meaning, PLACE)])
                longest_place = length

    def _is_town(self, text: str, found: Sequence[Token], place: int, person: bool) -> bool:
        token = found[place]
        before = found[place - 1] if place else None
        gap = text[before.end : token.start] if before else text[: token.start]
        if before and before.form.lower() in BEFORE_TOWN and "\n" not in gap:
            return True
        if person or not token.form[0].isupper() or token.form.isupper():
            return False
        # A title such as «Долина: експорт меду» begins with the town; a query may be nothing else.
        starts_sentence = before is None or bool(_SENTENCE_ENDS.search(gap))
        return not starts_sentence or len(found) == 1 or text[token.end : token.end + 1] == ":"


def _moved(token: Token, text: str, start: int, end: int) -> Token:
    """The token where it stands in the original text."""
    return _make(Token, (text[start:end], start, end, *token[3:]))


def _strongest(terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms once each, strongest first, in their order among equals."""
    best: dict[str, Term] = {}
    for term in sorted(terms, key=lambda term: -term.weight):
        best.setdefault(term.text, term)
    return tuple(best.values())


def _add_terms(found: list[Token], place: int, terms: Iterable[Term]) -> None:
    token = found[place]
    found[place] = token._replace(terms=_strongest((*token.terms, *terms)))


def _drop_places(found: list[Token], place: int) -> None:
    token = found[place]
    found[place] = token._replace(terms=tuple(term for term in token.terms if term.text[0] != "@"))


# As `Token(...)`, without a call in Python for each.
_make = tuple.__new__
_DATA = (
    ("indexer.analysis.frequencies", "lemmas.tsv.gz"),
    ("indexer.analysis.data", "spellings.tsv"),
    ("indexer.analysis.data", "initial-u.tsv"),
    ("indexer.analysis.data", "toponyms.yaml"),
)
