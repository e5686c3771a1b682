"""Words of the index near to a word that is not in it: by spelling, by romanisation, by their beginning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from heapq import nsmallest
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extract

from indexer.analysis import romanization
from indexer.analysis.repair import fold
from indexer.lexicon import Part

# Letters that are often taken for one another, and keys beside one another, cost half an error.
_TWINS = (
    "иі",
    "иї",
    "еє",
    "гґ",
    "ії",
    "шщ",
    "ао",
    "еи",
    "іе",
    "зс",
    "дт",
    "бп",
    "уо",
    "цс",
    "йі",
    "ьъ",
    "иы",
    "еэ",
)
_ROWS = ("йцукенгшщзхї", "фівапролджє", "ячсмитьбю")


class _Forms(NamedTuple):
    """The forms of one letter, with the set of the letters of each and how many they are."""

    forms: Sequence[str]
    sets: NDArray[np.uint64]
    lengths: NDArray[np.int64]


class PartWords:
    """The word forms of one part of a lexicon, read from it where they are needed.

    Holds no reference to the part itself, so that it goes when the part goes.
    """

    def __init__(self, part: Part) -> None:
        self._terms = part.terms
        self._kept: dict[str, _Forms] = {}

    def _forms(self, prefix: str) -> list[str]:
        """The forms that begin so, in order."""
        return [term[1:] for term in self._terms.slice(*self._terms.span(f"={prefix}"))]

    @cached_property
    def letters(self) -> Sequence[str]:
        """The letters that forms begin with."""
        found = []
        number, end = self._terms.span("=")
        while number < end:
            letter = self._terms[number][1:2]
            if letter.isalpha():
                found.append(letter)
            number = self._terms.span(f"={letter}")[1] if letter else number + 1
        return found

    def like(self, word: str, letter: str, most: int) -> list[str]:
        """The forms that begin with `letter` and may be within `most` errors of `word`: as many letters at
        most are in one of them alone, and their lengths differ by no more."""
        forms, sets, lengths = self._by_letter(letter)
        [mine] = _letter_sets([word])
        near = np.abs(lengths - len(word)) <= most
        near &= np.bitwise_count(sets & ~mine) <= most
        near &= np.bitwise_count(mine & ~sets) <= most
        return [forms[number] for number in np.flatnonzero(near).tolist()]

    def _by_letter(self, letter: str) -> _Forms:
        found = self._kept.get(letter)
        if found is None:
            forms = [form for form in self._forms(letter) if len(form) > 1]
            lengths = np.array([len(form) for form in forms], np.int64)
            found = self._kept[letter] = _Forms(forms, _letter_sets(forms), lengths)
        return found

    @cached_property
    def by_key(self) -> Mapping[str, list[str]]:
        """Ukrainian forms by what they are romanised to."""
        found: dict[str, list[str]] = defaultdict(list)
        for letter in self.letters:
            for form in () if letter.isascii() else self._forms(letter):
                if len(form) > 1:
                    found[romanization.key(form)].append(form)
        return found

    def frequent(self, prefix: str, most: int) -> list[str]:
        """The forms that begin so, the most frequent `most` of them."""
        first, last = self._terms.span(f"={prefix}")
        # Stable: of equally frequent forms the first ones.
        numbers = np.argsort(-self._terms.counts(first, last), kind="stable")[: most + 1]
        forms = (self._terms[first + number][1:] for number in numbers.tolist())
        return [form for form in forms if len(form) > 1][:most]


class Speller:
    """Looks words up in `lexicon`: every term of an index, with about the number of records that have it."""

    def __init__(self, lexicon: Mapping[str, int], words: Sequence[PartWords]) -> None:
        self.lexicon = lexicon
        self._words = words

    def nearest(self, word: str) -> str | None:
        """The word form of the index that `word` was probably meant to be, in the case of `word`."""
        folded = fold(word.lower())
        if len(folded) < 4:
            return None
        candidates = self._near(folded, 1 if len(folded) <= 5 else 2)
        if not candidates:
            return None
        costs = {form: _cost(folded, form) for form in candidates}
        best = min(candidates, key=lambda form: (costs[form], -self.lexicon[f"={form}"], form))
        return _cased(best, word) if costs[best] <= (1.0 if len(folded) <= 7 else 2.0) else None

    def _near(self, folded: str, most: int) -> list[str]:
        """Forms within `most` errors that begin with the same letter or its twin: the first is seldom off."""
        found: dict[str, None] = {}
        for words in self._words:
            for letter in words.letters:
                if _twins(letter, folded[0]):
                    forms = words.like(folded, letter, most)
                    near = extract(
                        folded, forms, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=50
                    )
                    found |= dict.fromkeys(form for form, _, _ in near)
        return list(found)

    def romanised(self, word: str) -> str | None:
        """The Ukrainian word form that is written `word` in Latin letters, the most frequent of them."""
        key = romanization.key(word)
        forms = [form for words in self._words for form in words.by_key.get(key, ())]
        if not forms:
            return None
        return _cased(max(forms, key=lambda form: (self.lexicon[f"={form}"], form)), word)

    def beginning_with(self, prefix: str, most: int) -> list[str]:
        """The word forms that begin so, the most frequent first, at most `most`."""
        found = {form for words in self._words for form in words.frequent(prefix, most)}
        return nsmallest(most, found, key=lambda form: (-self.lexicon[f"={form}"], form))


def _letter_sets(forms: Sequence[str]) -> NDArray[np.uint64]:
    """For each form, a bit for every letter in it; letters of different alphabets may share one."""
    letters = np.frombuffer("".join(forms).encode("utf-32-le"), np.uint32)
    starts = np.cumsum([0, *map(len, forms[:-1])])
    bits = np.left_shift(np.uint64(1), (letters % 64).astype(np.uint64))
    return np.bitwise_or.reduceat(bits, starts) if forms else bits


def _cased(form: str, like: str) -> str:
    return form.capitalize() if like[:1].isupper() else form


def _twins(a: str, b: str) -> bool:
    return a == b or any(a in pair and b in pair for pair in _TWINS)


def _cost(typed: str, form: str) -> float:
    """Damerau–Levenshtein errors, half a one for twins, neighbors on the keyboard, swaps and doubled letters.

    rapidfuzz has no such weights; words are short and few by now, so the plain table will do.
    """
    rows = [[float(j) for j in range(len(form) + 1)]]
    for i, a in enumerate(typed, 1):
        row = [float(i)]
        for j, b in enumerate(form, 1):
            change = 0.0 if a == b else 0.5 if _twins(a, b) or _neighbors(a, b) else 1.0
            drop = 0.5 if i > 1 and typed[i - 2] == a else 1.0
            insert = 0.5 if j > 1 and form[j - 2] == b else 1.0
            best = min(rows[i - 1][j - 1] + change, rows[i - 1][j] + drop, row[j - 1] + insert)
            if i > 1 and j > 1 and a == form[j - 2] and typed[i - 2] == b:
                best = min(best, rows[i - 2][j - 2] + 0.5)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def _neighbors(a: str, b: str) -> bool:
    return any(abs(row.find(a) - row.find(b)) == 1 for row in _ROWS if a in row and b in row)
