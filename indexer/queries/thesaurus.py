"""The themes as a query may name them: every label, in any form, found among the words of a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from depository.vocabulary import Theme, Vocabularies
from indexer.analysis import Token

Analyze = Callable[[str], Sequence[Token]]

# What a label is worth as evidence that its theme is meant.
_PREFERRED, _ALTERNATIVE, _SYNONYM, _HIDDEN, _EVERYDAY = 1.0, 0.8, 0.8, 0.6, 0.5


class Named(NamedTuple):
    """Words `first` to `last` (inclusive, stop words not counted) name these themes, each with a weight."""

    first: int
    last: int
    themes: tuple[tuple[str, float], ...]


class Thesaurus:
    """All labels of the themes, by the lemmas of their words."""

    def __init__(self, vocabularies: Vocabularies, analyze: Analyze) -> None:
        self._vocabularies = vocabularies
        self._analyze = analyze
        self._labels: dict[str, list[tuple[tuple[frozenset[str], ...], str, float]]] = defaultdict(list)
        for theme in vocabularies.themes:
            for label, weight in _labels(theme):
                self._add(analyze(label), theme.id, weight)
        for group in vocabularies.synonyms:
            if group.theme:
                for word in group.same:
                    self._add(analyze(word), group.theme, _SYNONYM)
                for word in group.words:
                    self._add(analyze(word), group.theme, _EVERYDAY)

    def _add(self, tokens: Sequence[Token], theme_id: str, weight: float) -> None:
        words = tuple(meeting(token) for token in tokens if not token.stop)
        for term in words[0] if words else ():
            self._labels[term].append((words, theme_id, weight))

    def named(self, tokens: Sequence[Token]) -> list[Named]:
        """The longest labels among `tokens` (which hold no stop words), left to right, not overlapping."""
        words = [meeting(token) for token in tokens]
        found: list[Named] = []
        number = 0
        while number < len(words):
            length, themes = self._longest(words, number)
            if themes:
                found.append(Named(number, number + length - 1, tuple(sorted(themes.items()))))
            number += max(length, 1)
        return found

    def _longest(self, words: Sequence[frozenset[str]], start: int) -> tuple[int, dict[str, float]]:
        longest, themes = 0, dict[str, float]()
        for term in words[start]:
            for label, theme_id, weight in self._labels.get(term, ()):
                end = start + len(label)
                if len(label) < longest or end > len(words):
                    continue
                if all(mine & theirs for mine, theirs in zip(words[start:end], label, strict=True)):
                    if len(label) > longest:
                        longest, themes = len(label), {}
                    themes[theme_id] = max(weight, themes.get(theme_id, 0.0))
        return longest, themes

    def words(self, theme_ids: Iterable[str]) -> Iterator[str]:
        """The lemmas of the Ukrainian names of themes."""
        for theme_id in theme_ids:
            theme = self._vocabularies.themes[theme_id]
            for label in (theme.label.uk, *theme.alt.uk):
                for token in self._analyze(label):
                    if not token.stop:
                        yield from meeting(token)

    def theme(self, tokens: Sequence[Token]) -> str | None:
        """The one theme that all of `tokens` name, the best by weight."""
        content = [token for token in tokens if not token.stop]
        for named in self.named(content):
            if named.first == 0 and named.last == len(content) - 1:
                return max(named.themes, key=lambda pair: pair[1])[0]
        return None


def meeting(token: Token) -> frozenset[str]:
    """The terms by which a word of a label is met: its main lemma or number, and its synonym group.

    Rare readings, parts, places and name keys would find labels where nobody meant them.
    """
    plain = [term for term in token.terms if term.text[0] not in "=@~#"]
    strongest = max((term.weight for term in plain), default=0.0)
    return frozenset(term.text for term in plain if term.weight >= min(0.7, strongest))


def _labels(theme: Theme) -> Iterator[tuple[str, float]]:
    yield theme.label.uk, _PREFERRED
    yield theme.label.en, _PREFERRED
    yield from ((label, _ALTERNATIVE) for label in (*theme.alt.uk, *theme.alt.en))
    yield from ((label, _HIDDEN) for label in theme.hidden)
