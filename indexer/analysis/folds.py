"""Spellings of one word brought to one: the orthographies before and of 2019, у-/в-, joined prefixes.

The tables are `data/spellings.tsv` and `data/initial-u.tsv`. What comes out is for comparing, not
for reading: a lemma without apostrophe, ґ and hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

from indexer.analysis.repair import fold

# Written together since 2019, with a hyphen before; without a noun of its own in a search.
PREFIXES = frozenset(
    "веб екс віце міні максі міді топ макро мікро мульті супер ультра контр екстра гіпер архі анти квазі "
    "псевдо прес мас медіа преміум обер унтер лейб штабс арт флеш смарт спец е і м ко про не".split()
)
_VOWELS = "аеєиіїоуюя"
# Prefixes behind which the words of the table begin as well: вебавдит, непатос.
_BEFORE = ("веб", "екс", "віце", "спец", "не", "кібер", "радіо", "теле", "пост", "анти", "про", "пів", "міні")


class _Table(NamedTuple):
    """The rows of `spellings.tsv`: by a word's first two letters, by the whole word, and the rest."""

    starts: dict[str, list[tuple[str, str]]]
    words: dict[str, str]
    inside: list[tuple[str, str]]
    ends: list[tuple[str, str]]


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Rows of a table of ours, without its comments and its head line."""
    text = files("indexer.analysis.data").joinpath(name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return tuple(tuple(line.split("\t")) for line in lines[1:])


class Spellings:
    """Folds a lemma; `known` tells whether a word stands in the dictionary."""

    def __init__(self, known: Callable[[str], bool]) -> None:
        self._known = known

    def fold(self, lemma: str) -> str:
        """The one spelling under which a lemma is indexed and sought."""
        text = fold(lemma)
        if "-" in text:
            text = text.replace("-", "")
        if text[:1] in "уй" and len(text) > 2:
            text = self._initial(text, lemma)
        return self.modern(text)

    def _initial(self, text: str, lemma: str) -> str:
        """The в- for у-, and the і- for й-, where the alternation is one of sound alone."""
        first, second = text[0], text[1]
        if first == "й":
            return f"і{text[1:]}" if second not in f"{_VOWELS}ь" else text
        if first == "у" and second not in _VOWELS and not self._kept_apart.match(text):
            return f"в{text[1:]}" if self._known(f"в{lemma[1:]}") else text
        return text

    @cached_property
    def _kept_apart(self) -> re.Pattern[str]:
        return re.compile("|".join(row[0] for row in rows("initial-u.tsv")))

    def modern(self, text: str) -> str:
        """The text in the spelling sought, by the table: each kind of row in the cheapest way."""
        table = self._table
        text = table.words.get(text, text)
        for place in self._beginnings(text):
            for written, sought in table.starts.get(text[place : place + 2], ()):
                if text.startswith(written, place):
                    text = f"{text[:place]}{sought}{text[place + len(written) :]}"
                    break
        for written, sought in table.inside:
            if written in text:
                text = text.replace(written, sought)
        for written, sought in table.ends:
            if text.endswith(written):
                text = text.removesuffix(written) + sought
        return text

    @staticmethod
    def _beginnings(text: str) -> Iterator[int]:
        """Where a word may begin: at the start and after a prefix."""
        yield 0
        if text.startswith(_BEFORE):
            yield from (len(prefix) for prefix in _BEFORE if text.startswith(prefix))

    @cached_property
    def _table(self) -> _Table:
        found = _Table({}, {}, [], [])
        for written, sought, where, *_ in rows("spellings.tsv"):
            if where == "start":
                found.starts.setdefault(written[:2], []).append((written, sought))
            elif where == "word":
                found.words[written] = sought
            else:
                (found.inside if where == "inside" else found.ends).append((written, sought))
        return found
