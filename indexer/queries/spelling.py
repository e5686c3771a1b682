"""Words of the index near to a word that is not in it: by spelling, by romanisation, by their beginning."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from heapq import nlargest, nsmallest

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


class PartWords:
    """The word forms of one part of a lexicon, ready to be looked through.

    Holds no reference to the part itself, so that it goes when the part goes.
    """

    def __init__(self, part: Part) -> None:
        self._exact = sorted(term[1:] for term in part if term[0] == "=" and len(term) > 2)
        self._counts = [part[f"={form}"] for form in self._exact]

    @cached_property
    def by_letter(self) -> Mapping[str, list[str]]:
        """The forms by their first letter."""
        found: dict[str, list[str]] = defaultdict(list)
        for form in self._exact:
            if form[0].isalpha():
                found[form[0]].append(form)
        return found

    @cached_property
    def by_key(self) -> Mapping[str, list[str]]:
        """Ukrainian forms by what they are romanised to."""
        found: dict[str, list[str]] = defaultdict(list)
        for form in self._exact:
            if form[0].isalpha() and not form.isascii():
                found[romanization.key(form)].append(form)
        return found

    def frequent(self, prefix: str, most: int) -> list[str]:
        """The forms that begin so, the most frequent `most` of them."""
        first = bisect_left(self._exact, prefix)
        last = bisect_left(self._exact, prefix + chr(0x10FFFF), first)
        numbers = nlargest(most, range(first, last), key=self._counts.__getitem__)
        return [self._exact[number] for number in numbers]


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
            for letter, forms in words.by_letter.items():
                if _twins(letter, folded[0]):
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
