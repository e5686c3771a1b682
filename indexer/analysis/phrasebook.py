"""Phrases recognised in a text by the lemmas of their words: «у Вінницькій області»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# A word of a phrase: the terms any of which is that word.
Word = frozenset[str]
# From the second word of phrases to what is left of each, and what it means.
Following = Mapping[str, Sequence[tuple[tuple[Word, ...], str]]]


class Phrasebook:
    """Phrases of two or more words, found by the first two."""

    def __init__(self) -> None:
        self._phrases: dict[str, dict[str, list[tuple[tuple[Word, ...], str]]]] = {}
        self.longest = 1

    def add(self, words: Sequence[Word], meaning: str) -> None:
        """Teaches a phrase and the term it stands for; a single word is none."""
        if len(words) < 2 or not all(words):
            return
        self.longest = max(self.longest, len(words))
        for first in words[0]:
            for second in words[1]:
                self._phrases.setdefault(first, {}).setdefault(second, []).append((tuple(words[2:]), meaning))

    def after(self, first: Sequence[str]) -> Following:
        """How phrases go on that begin with any of these terms; empty when none does."""
        found = [self._phrases[term] for term in first if term in self._phrases]
        if len(found) < 2:
            return found[0] if found else {}
        merged: dict[str, list[tuple[tuple[Word, ...], str]]] = {}
        for following in found:
            for second, rests in following.items():
                merged.setdefault(second, []).extend(rests)
        return merged


def matches(following: Following, words: Sequence[Sequence[str]]) -> list[tuple[int, str]]:
    """Of phrases going on so, those that `words` (the second and later ones) complete: how many
    words of them each takes and what it means, longest first."""
    found: dict[str, int] = {}
    for term in words[0] if words else ():
        for rest, meaning in following.get(term, ()):
            fits = len(rest) < len(words) and all(
                not word.isdisjoint(terms) for word, terms in zip(rest, words[1:], strict=False)
            )
            if fits and len(rest) >= found.get(meaning, 0):
                found[meaning] = 1 + len(rest)
    return sorted(((length, meaning) for meaning, length in found.items()), key=lambda pair: -pair[0])
