"""The best passage of a text for a query, with the real words marked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from depository.results import Piece, Snippet

# Characters of a passage: three lines on a phone, two on a desk.
LENGTH = 240
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[«\"(A-ZА-ЯҐЄІЇ0-9])|\n")
_ELLIPSIS = "…"
# What a passage loses by standing at the end of the text, and by beginning within a sentence.
_LATER, _WITHIN = 0.2, 0.8

# The position of a first word, and for it and each word after it the gap before and the length.
Run = list[Any]


class Met(NamedTuple):
    """A word that was looked for: where it stands, and the word of the query it stands for."""

    start: int
    end: int
    word: str


class Text:
    """A text made ready to be quoted: where the word at each position stands, and where sentences begin.

    `runs` are stretches of words at consecutive positions, in order.
    """

    def __init__(self, text: str, runs: Sequence[Run]) -> None:
        self.text = text
        self._first = [position for position, _ in runs]
        self._steps = [steps for _, steps in runs]

    def met(self, places: Mapping[str, Sequence[int]], wanted: Mapping[str, str]) -> list[Met]:
        """The words at `places` (term → positions), in order, each with the word of the query it is."""
        found: dict[int, str] = {}
        for term, positions in places.items():
            for position in positions:
                found.setdefault(position, wanted[term])
        edges: dict[int, list[int]] = {}
        met = []
        for position in sorted(found):
            run = bisect_right(self._first, position) - 1
            number = 2 * (position - self._first[run])
            if run < 0 or number >= len(self._steps[run]):
                continue  # it stands in another text of the record
            if run not in edges:
                edges[run] = list(accumulate(self._steps[run]))
            met.append(Met(edges[run][number], edges[run][number + 1], found[position]))
        return met

    @property
    def sentences(self) -> list[tuple[int, int]]:
        cuts = [0, *(match.end() for match in _SENTENCE.finditer(self.text)), len(self.text)]
        return [(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if self.text[a:b].strip()]


def marked(text: Text, met: Sequence[Met]) -> Snippet:
    """The whole text with the words that were met marked."""
    return _pieces(text.text, 0, len(text.text), met)


def passage(text: Text, met: Sequence[Met], worth: Mapping[str, float]) -> Snippet:
    """The sentences that say most of what was looked for; `worth` is how telling each word is.

    Without a word met, the beginning of the text.
    """
    start, end = _best(text.text, text.sentences, met, worth)
    return _pieces(text.text, start, end, [m for m in met if m.start >= start and m.end <= end])


def forms(text: Text, met: Sequence[Met]) -> Counter[str]:
    """The word forms met, as they are written (but for capitals), with how often."""
    return Counter(text.text[m.start : m.end].lower() for m in met)


def _best(
    text: str, sentences: Sequence[tuple[int, int]], found: Sequence[Met], worth: Mapping[str, float]
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
        # The beginning of a record tells what was done, its end what to mind; and nobody likes to begin
        # in the middle of a list.
        score *= (1.0 - _LATER * start / len(text)) * (_WITHIN if text[start].islower() else 1.0)
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
