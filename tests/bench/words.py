"""A large vocabulary of Ukrainian in its real inflected forms, as frequent as words are in life.

The head of it are the words of the real records, as frequent as they are there; words that share a form
with another carry the counts the service ships; the rest of the dictionary is strewn in at random, rarer.
So a synthetic text is about as ambiguous, and as municipal, as a real one.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pymorphy3 import MorphAnalyzer

from indexer.analysis.grammar import split_tag, use_of
from indexer.analysis.lemmas import Lemmas, read_counts
from indexer.analysis.stopwords import STOP_WORDS

LEMMAS = 90_000
# Raised when the same call would give other words: cached vocabularies of before are not used any more.
VERSION = 1

_CLASSES = ("NOUN", "ADJF", "VERB", "ADVB")
# Of Zipf and Mandelbrot: the share of a word goes with 1 / (rank + SHIFT) ^ SLOPE. These give as many
# different forms as real texts have: some 50 thousand in a thousand records.
_SHIFT, _SLOPE = 3.5, 1.08
# In Ukrainian prose about every fourth word is a function word.
_STOP_SHARE = 0.24
_WORD = re.compile(r"[а-щьюяґєії]+(?:['-][а-щьюяґєії]+)*")
# Degrees of comparison are words of their own in the dictionary: якнайулесливіш.
_DEGREE = re.compile(r"(?:що|як|щояк)?най|.*(?:іш|ш)ий$")
# Forms that hardly anybody writes are left out.
_RAREST = 0.002


class Words:
    """Lemmas by falling frequency, each with its forms; drawn from by the thousand."""

    def __init__(
        self, lemmas: list[str], forms: list[list[str]], shares: list[list[float]], stops: list[str]
    ) -> None:
        self.lemmas = lemmas
        self._stops = stops
        self._forms = [form for row in forms for form in row]
        self._starts = np.cumsum([0, *(len(row) for row in forms)])
        # One ascending row for all lemmas: lemma number + cumulated share of its forms.
        self._heaps = np.concatenate([number + _cumulated(row) for number, row in enumerate(shares)])
        self._zipf = _cumulated((np.arange(len(lemmas)) + 1 + _SHIFT) ** -_SLOPE)
        self._stop_zipf = _cumulated(1.0 / (np.arange(len(stops)) + 1 + _SHIFT))

    def draw(self, rng: np.random.Generator, count: int) -> NDArray[np.int64]:
        """Numbers of lemmas, as frequent as they are."""
        return np.searchsorted(self._zipf, rng.random(count), side="right")

    def forms(self, rng: np.random.Generator, lemmas: NDArray[np.int64]) -> list[str]:
        """For each lemma one of its forms, as frequent as it is."""
        places = np.searchsorted(self._heaps, lemmas + rng.random(len(lemmas)), side="right")
        # A hair of rounding must not lead into the next lemma.
        places = np.clip(places, self._starts[lemmas], self._starts[lemmas + 1] - 1)
        return [self._forms[place] for place in places.tolist()]

    def stops(self, rng: np.random.Generator, count: int) -> list[str]:
        """Function words."""
        numbers = np.searchsorted(self._stop_zipf, rng.random(count), side="right")
        return [self._stops[number] for number in numbers.tolist()]

    def text(self, rng: np.random.Generator, lemmas: NDArray[np.int64]) -> list[str]:
        """The lemmas in some form each, with function words strewn between them."""
        written = self.forms(rng, lemmas)
        between = rng.random(len(written)) < _STOP_SHARE / (1 - _STOP_SHARE)
        stops = iter(self.stops(rng, int(between.sum())))
        return [
            word
            for form, stop in zip(written, between, strict=True)
            for word in ((next(stops), form) if stop else (form,))
        ]

    @property
    def size(self) -> int:
        """How many different forms there are."""
        return len(self._forms)


def words(folder: Path, records: Path) -> Words:
    """The vocabulary, read from `folder`; made there first (a minute or two) where it is missing."""
    path = folder / f"words-{VERSION}.json"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(_made(records), ensure_ascii=False), encoding="utf-8")
    return Words(**json.loads(path.read_text(encoding="utf-8")))


def _made(records: Path) -> dict[str, list[Any]]:
    dictionary = MorphAnalyzer(lang="uk").dictionary
    forms = _heard(records)
    chosen = _chosen(dictionary, _lemmas_heard(forms))
    rows = [_forms_of(dictionary, *key) for key in chosen]
    return {
        "lemmas": [word for word, _ in chosen],
        "forms": [list(row) for row in rows],
        "shares": [list(row.values()) for row in rows],
        "stops": [word for word, _ in forms.most_common() if word in STOP_WORDS],
    }


def _heard(records: Path) -> Counter[str]:
    """The words of the real records as they are written there."""
    texts = (
        path.read_text(encoding="utf-8").lower().split("\n---\n", 1)[-1]
        for path in sorted(records.glob("*.md"))
    )
    return Counter(word for text in texts for word in _WORD.findall(text))


def _lemmas_heard(forms: Counter[str]) -> dict[str, float]:
    """The likeliest lemma of each form, with its count per thousand million words."""
    lemmas = Lemmas()
    heard: Counter[str] = Counter()
    for form, count in forms.items():
        if form not in STOP_WORDS and lemmas.known(form):
            heard[lemmas.of(form)[0].text] += count
    return {lemma: count * 1e9 / forms.total() for lemma, count in heard.items()}


def _chosen(dictionary: Any, heard: dict[str, float]) -> list[tuple[str, int]]:
    """The most frequent lemmas, each with its paradigm."""
    known = read_counts()
    rng = np.random.default_rng(7)
    # A word that has no count is rarer than most of those that have.
    rare = np.array(sorted(known.values()))[: len(known) // 2]
    found: dict[tuple[str, int], float] = {}
    for word, paradigm, kind in _lexemes(dictionary):
        count = max(heard.get(word, 0.0), known.get(f"{word}\t{kind}", 0.0))
        # Every third of the others: most of a dictionary nobody ever wrote in a report.
        if count or rng.random() < 0.33:
            found[word, paradigm] = count or float(rng.choice(rare))
    return sorted(found, key=lambda key: (-found[key], key))[:LEMMAS]


def _lexemes(dictionary: Any) -> Iterator[tuple[str, int, str]]:
    """Every dictionary form with its paradigm and class; function words and names of people are left out."""
    for word, (paradigm, number) in dictionary.words.iteritems():
        if number == 0 and word not in STOP_WORDS and not _DEGREE.match(word):
            kind, _ = split_tag(dictionary.build_tag_info(paradigm, 0))
            grammemes = kind.split()
            if any(c in grammemes for c in _CLASSES) and not {"Surn", "Patr", "Abbr"} & set(grammemes):
                yield word, paradigm, kind


def _forms_of(dictionary: Any, word: str, paradigm: int) -> dict[str, float]:
    """The forms of a lemma with how often each is used."""
    rows = dictionary.build_paradigm_info(paradigm)
    prefix, _, suffix = rows[0]
    stem = word[len(prefix) : len(word) - len(suffix)]
    uses: dict[str, float] = {}
    for before, tag, after in rows:
        form = f"{before}{stem}{after}"
        uses[form] = uses.get(form, 0.0) + use_of(*split_tag(tag))
    whole = sum(uses.values())
    return {form: round(use / whole, 4) for form, use in uses.items() if use / whole >= _RAREST} or {
        word: 1.0
    }


def _cumulated(shares: Any) -> NDArray[np.float64]:
    summed = np.cumsum(np.asarray(shares, np.float64))
    return np.asarray(summed / summed[-1])
