"""Lemmas of Ukrainian words: every reading pymorphy3 gives, weighed, the unlikely ones left out.

The dictionary has no frequencies: its readings of «роботи» (робота, робот) look equally good, in
alphabetical order. What is likely comes from a table of lemma counts (`indexer/analysis/frequencies/`) and
from how often a case or a verb form is used at all (`grammar`). This is the only home of pymorphy3.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.resources import files
from typing import Any, NamedTuple

from indexer.analysis import degrees, grammar
from indexer.analysis.automaton import Automaton, Entry

# A lemma is dropped when it is this much less likely for the form than the likeliest one. Readings
# with a share of p are wrong in about 1 − p of their uses, so .2 costs little recall.
PRUNE_BELOW = 0.2
# A lower-cased word is seldom a name («лади», «гори»).
NAME_IN_LOWER_CASE, TOWN_IN_LOWER_CASE = 0.2, 0.6
# The count of a lemma the table does not list, per thousand million words.
_UNLISTED = 0.5
# The likeliest lemma must be attested so well before others are measured against it.
_ATTESTED = 10.0
# Guesses of an unknown word: this much worse than the best guess, and they are left out.
_GUESS_BELOW = 0.1

# A gerund is brought to a finite form of its verb: отримавши → отримав, маючи → мають.
_GERUNDS = (
    ("вшись", ("вся",)), ("шись", ("ся",)), ("чись", ("ться",)),
    ("вши", ("в",)), ("ши", ("",)), ("чи", ("ть",)),
)  # fmt: skip
_APOSTROPHE_GAP = re.compile(r"(?<=[бпвмфрдтзснлкгхжчшщ])(?=[єїюя])")
# -сти, -рви in the genitive, as the orthography of 2019 allows: радости, незалежности, смерти.
_OLD_GENITIVE = re.compile(r"(?<=[^аеєиіїоуюя])и$")
_ENDING = re.compile(
    "(?<=[^-'].{3})(?:ами|ями|ові|еві|єві|ого|ому|ими|ими|ої|ою|ею|єю|ів|їв|ам|ям|ах|ях|ом|ем|єм|ий|ій|их|им|ім|"
    "[аяуюеєиіїоьй])$"
)
# Зеленчук — у Зеленчуці.
_SOFTENED = {"ц": "к", "з": "г", "с": "х"}


class Lemma(NamedTuple):
    """A dictionary form; `share` is its likelihood beside the likeliest, `name` that it may be a name."""

    text: str
    share: float
    name: bool = False


class _Reading(NamedTuple):
    """What a dictionary entry says of a form: how to get its lemma, its class and how usual the form is."""

    prefix: int
    suffix: int
    lemma_prefix: str
    lemma_suffix: str
    kind: str
    slot: str
    use: float
    person: bool
    town: bool
    abbreviation: bool


# So many fields of a reading say of two that they give the same lemma in the same case.
_DECIDING = 6


class _Readings(NamedTuple):
    """The readings of a form: all of them, and one of each kind."""

    all: Sequence[_Reading]
    different: Sequence[_Reading]


def read_counts() -> dict[str, float]:
    """Counts of the lemmas that share a form with another, per 10⁹ words, by «lemma<tab>class»."""
    raw = gzip.decompress(files("indexer.analysis.frequencies").joinpath("lemmas.tsv.gz").read_bytes())
    counts = {}
    for line in raw.decode().splitlines():
        if not line.startswith("#"):
            key, _, count = line.rpartition("\t")
            counts[key] = float(count)
    return counts


def _stem(word: str) -> str:
    """The word without its ending, where forms of an unknown word meet that were guessed apart."""
    ending = _ENDING.search(word)
    stem = word[: ending.start()] if ending else word
    return stem[:-1] + _SOFTENED[stem[-1]] if ending and ending[0] == "і" and stem[-1] in _SOFTENED else stem


class Lemmas:
    """The dictionary of Ukrainian; loaded at the first question, safe to share between threads."""

    def __init__(self) -> None:
        self._read_already: dict[Entry, _Reading] = {}
        self._paradigms: dict[int, tuple[Any, bool]] = {}

    @cached_property
    def _morphology(self) -> Any:
        from pymorphy3 import MorphAnalyzer

        return MorphAnalyzer(lang="uk", result_type=None)

    @cached_property
    def _words(self) -> Automaton[_Readings]:
        return Automaton(self._morphology.dictionary.words, self._readings)

    @cached_property
    def _counts(self) -> dict[str, float]:
        return read_counts()

    def known(self, word: str) -> bool:
        """Whether the lower-cased word stands in the dictionary as it is."""
        return word in self._words

    def with_apostrophe(self, word: str) -> str:
        """The dictionary's word that this is but for a missing apostrophe (звязок), or nothing."""
        for gap in _APOSTROPHE_GAP.finditer(word):
            mended = f"{word[: gap.start()]}'{word[gap.start() :]}"
            if mended in self._words:
                return mended
        return ""

    def is_abbreviation(self, word: str) -> bool:
        return any(reading.abbreviation for reading in self._readings_of(word))

    def is_ordinary(self, word: str) -> bool:
        """Whether the word has a reading other than an abbreviation or a person's name."""
        return any(not reading.abbreviation and not reading.person for reading in self._readings_of(word))

    def is_name(self, word: str) -> bool:
        """Whether the word has a reading as the name of a person."""
        return any(reading.person for reading in self._readings_of(word))

    def of(self, word: str, *, capital: bool = False) -> list[Lemma]:
        """Lemmas of a lower-cased word, likeliest first; of an unknown word all good guesses."""
        found = self._of_known(word, capital)
        if found and (rest := degrees.comparative(word, self.known)) != word:
            # «найменше» is in the dictionary as an adjective only, «менше» as an adverb too.
            found += self._of_known(rest, capital)
        if not found:
            found = self._of_mended(word, capital) or self._guesses(word)
        best: dict[str, Lemma] = {}
        for lemma in (lemma for one in found for lemma in self._degrees(one)):
            best.setdefault(lemma.text, lemma)
        return list(best.values())

    def forms(self, word: str) -> set[str]:
        """All case forms of a lower-cased noun or adjective given in the nominative."""
        found = {word}
        parses = self._morphology.parse(word)
        own = [parse for parse in parses if parse[2] == word] or parses
        for parse in own:
            tag = str(parse[1])
            if "nomn" in tag and not grammar.NAMES & set(re.split("[ ,]", tag)):
                lexeme = parse[4][0][0].get_lexeme(parse)
                number = "plur" if "plur" in tag else "sing"
                found |= {form[0] for form in lexeme if number == "plur" or "plur" not in str(form[1])}
        return found

    def _readings_of(self, word: str) -> Sequence[_Reading]:
        return self._words.get(word).all

    def _readings(self, entries: Sequence[Entry]) -> _Readings:
        found = tuple(self._read_already.get(entry) or self._read(entry) for entry in entries)
        # Paradigms and genders often repeat each other: one lemma in one case counts once.
        return _Readings(found, tuple({reading[:_DECIDING]: reading for reading in found}.values()))

    def _read(self, entry: Entry) -> _Reading:
        paradigm, abbreviation = self._paradigm(entry[0])
        (lemma_prefix, _, lemma_suffix), (prefix, tag, suffix) = paradigm[0], paradigm[entry[1]]
        kind, slot = grammar.split_tag(tag)
        reading = _Reading(
            len(prefix), len(suffix), lemma_prefix, lemma_suffix, kind, slot, grammar.use_of(kind, slot),
            person=not grammar.NAMES.isdisjoint(kind.split()),
            # A noun without the other number has it in the first half of its tag; towns mostly do.
            town=grammar.is_of_one_number(tag),
            abbreviation=abbreviation,
        )  # fmt: skip
        self._read_already[entry] = reading
        return reading

    def _paradigm(self, number: int) -> tuple[Any, bool]:
        """The forms of a paradigm (prefix, tag, suffix), and whether it is that of an abbreviation."""
        found = self._paradigms.get(number)
        if found is None:
            rows = self._morphology.dictionary.build_paradigm_info(number)
            # Some forms of an abbreviation are not marked as such: ЦНАП, and its other cases.
            found = self._paradigms[number] = rows, any("Abbr" in str(tag) for _, tag, _ in rows)
        return found

    def _of_known(self, word: str, capital: bool) -> list[Lemma]:
        readings: dict[tuple[str, str, str], _Reading] = {}
        size = len(word)
        for reading in self._words.get(word).different:
            prefix, suffix, lemma_prefix, lemma_suffix, kind, slot, *_ = reading
            # Different readings may still give one lemma.
            readings[f"{lemma_prefix}{word[prefix : size - suffix]}{lemma_suffix}", kind, slot] = reading
        if not readings:
            return []
        shares: dict[str, float] = {}
        names: set[str] = set()
        attested = 0.0
        for key in grammar.without_towns(readings) if len(readings) > 1 else readings:
            lemma, kind, _ = key
            reading = readings[key]
            count = self._counts.get(f"{lemma}\t{kind}", _UNLISTED)
            attested = max(attested, count)
            if kind.startswith(("GRND", "ADVB")) and lemma.endswith(("чи", "ши", "сь")):
                lemma = self._verb_of(lemma) or lemma
            if reading.person or reading.town:
                count *= 1.0 if capital else NAME_IN_LOWER_CASE if reading.person else TOWN_IN_LOWER_CASE
                names.add(lemma)
            shares[lemma] = shares.get(lemma, 0.0) + count * reading.use
        best = max(shares.values())
        least = PRUNE_BELOW if attested >= _ATTESTED else PRUNE_BELOW / 10
        kept = [
            Lemma(text, share / best, text in names)
            for text, share in shares.items()
            # What is capitalised may always be a name, however rare: Лада, Новікова.
            if share >= best * least or capital and text in names
        ]
        return sorted(kept, key=lambda lemma: -lemma.share)

    def _verb_of(self, gerund: str) -> str:
        """The infinitive a gerund belongs to, or nothing."""
        for ending, finite in _GERUNDS:
            if gerund.endswith(ending):
                for form in (gerund.removesuffix(ending) + end for end in finite):
                    for reading in self._readings_of(form):
                        if "VERB" in reading.kind:
                            stem = form[reading.prefix : len(form) - reading.suffix]
                            return f"{reading.lemma_prefix}{stem}{reading.lemma_suffix}"
        return ""

    def _of_mended(self, word: str, capital: bool) -> list[Lemma]:
        """Lemmas of an unknown word once an apostrophe, a genitive of 2019 or a gerund is seen through."""
        if mended := self.with_apostrophe(word):
            return self._of_known(mended, capital)
        modern = _OLD_GENITIVE.sub("і", word)
        if modern != word and modern in self._words:
            return self._of_known(modern, capital)
        verb = self._verb_of(word)
        return [Lemma(verb, 1.0)] if verb else []

    def _guesses(self, word: str) -> list[Lemma]:
        scores: dict[str, float] = {}
        for _, tag, lemma, score, _ in self._morphology.parse(word):
            likely = score * (0.01 if "voct" in tag.grammemes or "impr" in tag.grammemes else 1.0)
            scores[lemma] = max(scores.get(lemma, 0.0), likely)
        best = max(scores.values(), default=0.0)
        kept = [Lemma(text, score / best) for text, score in scores.items() if score >= best * _GUESS_BELOW]
        # The dictionary knows its own words: it would have listed this form among theirs.
        strange = [lemma for lemma in kept if lemma.text not in self._words or lemma.text == word]
        guesses = sorted(strange or kept, key=lambda lemma: -lemma.share)
        return [*guesses, Lemma(_stem(word), _GUESS_BELOW)]

    def _degrees(self, lemma: Lemma) -> Iterator[Lemma]:
        """The lemma, a superlative as its comparative, and the positive: найновіший → новіший, новий."""
        if not lemma.text.endswith(("ий", "ще", "ше", "че")):
            yield lemma
            return
        text = degrees.comparative(lemma.text, self.known)
        yield lemma._replace(text=text)
        if base := degrees.positive(text, self._has_degrees):
            yield Lemma(base, lemma.share / 2)

    def _has_degrees(self, word: str) -> bool:
        return any(reading.kind.startswith(("ADJF", "ADVB")) for reading in self._readings_of(word))
