"""The best passage of a text for a query, with the real words marked."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from depository.results import Piece, Snippet
from indexer.analysis import Token

# Characters of a passage: three lines on a phone, two on a desk.
LENGTH = 240
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[«\"(A-ZА-ЯҐЄІЇ0-9])|\n")
_ELLIPSIS = "…"


class Met(NamedTuple):
    """A word that was looked for: where it stands, and the word of the query it stands for."""

    start: int
    end: int
    word: str


class Text:
    """A text made ready to be quoted: where each term stands, and where sentences begin and end."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.sentences = _sentences(text)
        self._places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for token in tokens:
            if not token.stop:
                for term, _ in token.terms:
                    self._places[term].append((token.start, token.end))

    def met(self, wanted: Mapping[str, str]) -> list[Met]:
        """The words that meet one of `wanted` (term → the word of the query it stands for), in order."""
        found: dict[int, Met] = {}
        for term, word in wanted.items():
            for start, end in self._places.get(term, ()):
                found.setdefault(start, Met(start, end, word))
        return [found[start] for start in sorted(found)]


def marked(text: Text, met: Sequence[Met]) -> Snippet:
    """The whole text with the words that were met marked."""
    return _pieces(text.text, 0, len(text.text), met)


def passage(text: Text, met: Sequence[Met], worth: Mapping[str, float]) -> Snippet:
    """The sentences that say most of what was looked for; `worth` is how telling each word is.

    Without a word met, the beginning of the text.
    """
    start, end = _best(text.sentences, met, worth)
    return _pieces(text.text, start, end, [m for m in met if m.start >= start and m.end <= end])


def forms(text: Text, met: Sequence[Met]) -> Counter[str]:
    """The word forms met, as they are written (but for capitals), with how often."""
    return Counter(text.text[m.start : m.end].lower() for m in met)


def _sentences(text: str) -> list[tuple[int, int]]:
    cuts = [0, *(match.end() for match in _SENTENCE.finditer(text)), len(text)]
    return [(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if text[a:b].strip()]


def _best(
    sentences: Sequence[tuple[int, int]], found: Sequence[Met], worth: Mapping[str, float]
) -> tuple[int, int]:
    """The run of sentences, about LENGTH long, that meets the most telling words; the first of equals."""
    best, span = -1.0, (0, 0)
    for number, (start, end) in enumerate(sentences):
        for _, further in sentences[number + 1 :]:
            if further - start > LENGTH:
                break
            end = further
        here = [m for m in found if start <= m.start < end]
        distinct = {m.word for m in here}
        # Each word counts once in full; repetition says little more.
        score = sum(worth.get(word, 1.0) for word in distinct) + 0.05 * len(here)
        if score > best + 1e-9:
            best, span = score, (start, end)
    return _cut(span, found)


def _cut(span: tuple[int, int], found: Sequence[Met]) -> tuple[int, int]:
    """A single sentence may be long: keep the part around its first word met."""
    start, end = span
    if end - start <= LENGTH * 1.5:
        return span
    first = next((m.start for m in found if start <= m.start < end), start)
    start = max(start, first - LENGTH // 3)
    return start, min(end, start + LENGTH)


def _pieces(text: str, start: int, end: int, found: Sequence[Met]) -> Snippet:
    while end > start and text[end - 1].isspace():
        end -= 1
    pieces: list[Piece] = []
    if start > 0 and not _begins_sentence(text, start):
        start = _word_start(text, start)
        pieces.append(Piece(_ELLIPSIS))
    here = start
    for item in found:
        if item.start < here or item.end > end:
            continue
        if item.start > here:
            pieces.append(_plain(text[here : item.start]))
        pieces.append(Piece(text[item.start : item.end], True))
        here = item.end
    if here < end:
        pieces.append(_plain(text[here:end]))
    if end < len(text) and text[end - 1 : end] not in ".!?…":
        pieces.append(Piece(_ELLIPSIS))
    return tuple(pieces)


def _plain(text: str) -> Piece:
    return Piece(text.replace("\n", " "))


def _begins_sentence(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] == "\n" or text[:start].rstrip()[-1:] in ".!?…"


def _word_start(text: str, start: int) -> int:
    """The beginning of the first whole word from `start` on."""
    while 0 < start < len(text) and not text[start - 1].isspace():
        start += 1
    return start
