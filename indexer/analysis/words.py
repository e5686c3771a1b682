"""One form, read by itself: its lemmas folded to one spelling, its parts, the keys of a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from indexer.analysis import english, romanization, scripts, tokens
from indexer.analysis.folds import PREFIXES, Spellings
from indexer.analysis.gazetteer import Gazetteer
from indexer.analysis.lemmas import Lemma, Lemmas
from indexer.analysis.repair import fold
from indexer.analysis.stopwords import STOP_WORDS

CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_SHORTEST_PART = 3
_SHORTEST_KEY = 3
# All-caps words up to this length are abbreviations when the dictionary has no such word.
_LONGEST_ABBREVIATION = 6
_UKRAINIAN = re.compile(r"[а-щьюяєіїґыэъё'-]+")
# ЦНАПу, ЦНАПами: the endings of nouns after an abbreviation.
_INFLECTED_ABBREVIATION = re.compile(
    r"([А-ЩЬЮЯЄІЇҐ]{2,})-?(?:ами|ями|ові|еві|єві|ів|їв|ом|ем|єм|ам|ям|ах|ях|єю|ою|ею|[ауіиюяїйе])"
)


# «Північ» is no half of a night any more.
_NOT_HALF = ("північ", "півні", "півтора")


class Word(NamedTuple):
    """A form as terms without weights: the exact one, the lemmas likeliest first, and what else it is."""

    exact: str
    stop: bool = False
    lemmas: Sequence[str] = ()
    names: Sequence[str] = ()
    parts: Sequence[str] = ()


class Words:
    """Reads forms; `abbreviations` are those a librarian listed, as written."""

    def __init__(self, lemmas: Lemmas, gazetteer: Gazetteer, abbreviations: frozenset[str]) -> None:
        self._lemmas = lemmas
        self._gazetteer = gazetteer
        self._abbreviations = abbreviations
        self._spellings = Spellings(lemmas.known)

    def knows(self, lowered: str) -> bool:
        """Whether the lower-cased word stands in the dictionary or names a place."""
        if self._lemmas.known(lowered) or fold(lowered) in self._gazetteer.forms:
            return True
        return bool(self._lemmas.with_apostrophe(lowered))

    def read(self, form: str) -> Word:
        """What the form says by itself, without its neighbours."""
        number = tokens.number(form)
        if number is not None:
            return Word("=" + fold(form.lower()).replace(" ", "").replace(",", "."), lemmas=[number])
        word = scripts.mend(form, self.knows) if scripts.is_mixed(form) else form
        lowered = fold(word.lower())
        exact = f"={lowered}"
        if lowered in STOP_WORDS and not self._is_abbreviation(word):
            return Word(exact, stop=True)
        if not CYRILLIC.search(word):
            return self._read_latin(exact, lowered)
        lemmas, names = self._read_cyrillic(word)
        parts = self._parts(word, lowered) if "-" in word else self._half(word.lower())
        return Word(exact, False, lemmas, names, [part for part in parts if part not in lemmas])

    def abbreviation_of(self, form: str) -> str:
        """ЦНАП of «ЦНАПу»; nothing when the form is no abbreviation in a case."""
        found = _INFLECTED_ABBREVIATION.fullmatch(form)
        return found[1] if found else ""

    def is_other_in_small_letters(self, abbreviation: str) -> bool:
        """Whether small letters would make a word of another meaning: ОДА, but not ЦНАП."""
        lowered = abbreviation.lower()
        if not CYRILLIC.search(abbreviation):
            # Short Latin ones are often English words: SEA, AIDS, IT.
            return len(abbreviation) <= 4 and not set("aeiouy").isdisjoint(lowered)
        return fold(lowered) in STOP_WORDS or self._lemmas.is_ordinary(lowered)

    def _read_latin(self, exact: str, lowered: str) -> Word:
        bare = lowered.removesuffix("'s")
        whole = bare.replace("-", "")
        key = romanization.key(whole)
        names = [key] if len(key) >= _SHORTEST_KEY else []
        if whole == bare:
            return Word(exact, False, [english.stem(bare)], names)
        parts = [part for part in bare.split("-") if len(part) >= _SHORTEST_PART and part not in STOP_WORDS]
        return Word(exact, False, [whole], names, [english.stem(part) for part in parts])

    def _read_cyrillic(self, word: str) -> tuple[list[str], list[str]]:
        """Folded lemmas, likeliest first, and keys of a name."""
        lowered = word.lower()
        capital = word[0].isupper()
        if word.isupper() and len(word) > 1:
            key = [romanization.key(word)] if len(word) > _SHORTEST_KEY else []
            if numeral := scripts.roman(word):
                return [numeral.lower(), fold(lowered)], []
            if self._is_abbreviation(word):
                return [self._abbreviation(word)], key
            if len(word) <= _LONGEST_ABBREVIATION and not self.knows(lowered):
                return [fold(lowered)], key
            capital = False
        elif abbreviation := self.abbreviation_of(word):
            return [self._abbreviation(abbreviation)], []
        lemmas = self._lemmas_of(lowered, capital)
        folded = list(dict.fromkeys(self._spellings.fold(lemma.text) for lemma in lemmas))
        return folded, self._name_keys(lowered, lemmas) if capital else []

    def _is_abbreviation(self, word: str) -> bool:
        if len(word) < 2 or not word.isupper():
            return False
        return word in self._abbreviations or self._lemmas.is_abbreviation(word.lower())

    def _abbreviation(self, word: str) -> str:
        """The term of an abbreviation: in capitals where small letters would make another word."""
        return fold(word) if self.is_other_in_small_letters(word) else fold(word.lower())

    def _lemmas_of(self, lowered: str, capital: bool) -> list[Lemma]:
        if not _UKRAINIAN.fullmatch(lowered):
            return [Lemma(lowered, 1.0)]
        if self._lemmas.known(lowered):
            return self._lemmas.of(lowered, capital=capital)
        if "-" in lowered:
            return self._lemmas_of_compound(lowered)
        # An old spelling the dictionary has not may be read as the new one: фавною as фауною.
        modern = self._spellings.modern(lowered)
        return self._lemmas.of(modern if self._lemmas.known(modern) else lowered, capital=capital)

    def _lemmas_of_compound(self, lowered: str) -> list[Lemma]:
        """A compound the dictionary has not: its first word in its lemma, its last in each of them."""
        head, _, last = lowered.rpartition("-")
        lasts = self._lemmas.of(last) if len(last) > 1 else [Lemma(last, 1.0)]
        if fold(head) in PREFIXES or len(head) < _SHORTEST_PART:
            return [lemma._replace(text=head + lemma.text) for lemma in lasts]
        declined = "-" not in head and self._lemmas.known(head)
        first = self._lemmas.of(head)[0].text if declined else head
        return [Lemma(f"{first}-{lemma.text}", lemma.share) for lemma in lasts[:2]]

    def _name_keys(self, lowered: str, lemmas: Sequence[Lemma]) -> list[str]:
        """Keys of a capitalised word that is a name, a place, or no word of the dictionary."""
        known = self._lemmas.known(lowered)
        if known and not any(lemma.name for lemma in lemmas) and fold(lowered) not in self._gazetteer.forms:
            return []
        names = [lemma.text for lemma in lemmas[:2] if lemma.name or not known or len(lemmas) == 1]
        if not known:
            names.append(lowered)
        return [key for key in dict.fromkeys(map(romanization.key, names)) if len(key) >= _SHORTEST_KEY]

    def _half(self, lowered: str) -> Sequence[str]:
        """Lemmas of what there is half of: since 2019 «пів години», not «півгодини»."""
        rest = lowered[3:].lstrip("'-")
        if not lowered.startswith("пів") or lowered.startswith(_NOT_HALF) or len(rest) < _SHORTEST_PART + 1:
            return ()
        return self.read(rest).lemmas[:1] if self._lemmas.known(rest) else ()

    def _parts(self, word: str, lowered: str) -> list[str]:
        """Lemmas of the words joined by hyphens; none for the name of a place, which is one thing."""
        if lowered in self._gazetteer.forms:
            return []
        parts: list[str] = []
        for part in word.split("-"):
            long = len(part) >= _SHORTEST_PART or len(part) == 2 and part.isupper()
            if long and fold(part.lower()) not in PREFIXES:
                parts += self.read(part).lemmas[:2]
        return list(dict.fromkeys(parts))
