"""The best passage of a text for a query, with the real words marked."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from depository.results import Piece, Snippet

# Characters of a passage: three lines on a phone, two on a desk.
LENGTH = 240
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[«\"(A-ZА-ЯҐЄІЇ0-9])|\n")
_ELLIPSIS = "…"
# What a passage loses by standing at the end of the text, and by beginning within a sentence.
_LATER, _WITHIN = 0.2, 0.8

# A first word's position, where the stretch begins in the text, and as characters, two a word, how far from
# there the word starts and its length: any word is read without those before it.
Run = tuple[int, int, str]
# Numbers are written as characters that need no escape in JSON; surrogates are none.
_ZERO, _SURROGATES, _HALVES = ord("0"), 0xD800, 0x800


class Met(NamedTuple):
    """A word that was looked for: where it stands, and the word of the query it stands for."""

    start: int
    end: int
    word: str


class Text(NamedTuple):
    """A text ready to be quoted: stretches of words at consecutive positions, and where sentences begin."""

    text: str
    runs: Sequence[Run]
    sentences: Sequence[int] = (0,)

    def met(self, words: Mapping[int, str]) -> list[Met]:
        """Of `words` (position → word of the query) those that stand in this text, in order."""
        first = [position for position, _, _ in self.runs]
        met = []
        for position, word in words.items():
            number = bisect_right(first, position) - 1
            if number < 0:
                continue
            first_position, begin, signs = self.runs[number]
            place = 2 * (position - first_position)
            if place < len(signs):  # or else it stands in another text of the record
                start = begin + _number(signs[place])
                met.append(Met(start, start + _number(signs[place + 1]), word))
        return sorted(met)


def run(position: int, begin: int, words: Iterable[tuple[int, int]]) -> Run:
    """Words, given by where they start and end in a part of a text that begins at `begin`, as a stretch."""
    return position, begin, "".join(_sign(start) + _sign(end - start) for start, end in words)


def _sign(number: int) -> str:
    code = _ZERO + number
    return chr(code if code < _SURROGATES else code + _HALVES)


def _number(sign: str) -> int:
    code = ord(sign)
    return (code if code < _SURROGATES else code - _HALVES) - _ZERO


def sentences(text: str) -> list[int]:
    """Where the sentences of `text` begin."""
    return [0, *(match.end() for match in _SENTENCE.finditer(text) if text[match.end() :].strip())]


def positions(places: Mapping[str, Sequence[int]], wanted: Mapping[str, str]) -> dict[int, str]:
    """The words of the query at `places` (term → positions), by position."""
    found: dict[int, str] = {}
    for term, at in places.items():
        for position in at:
            found.setdefault(position, wanted[term])
    return found


def marked(text: Text, met: Sequence[Met]) -> Snippet:
    """The whole text with the words that were met marked."""
    return _pieces(text.text, 0, len(text.text), met)


def passage(text: Text, met: Sequence[Met], worth: Mapping[str, float]) -> Snippet:
    """The sentences that say most of what was looked for; `worth` is how telling each word is.

    Without a word met, the beginning of the text.
    """
    start, end = _cut(_best(text, met, worth), met)
    return _pieces(text.text, start, end, [m for m in met if m.start >= start and m.end <= end])


def forms(text: Text, met: Sequence[Met]) -> Counter[str]:
    """The word forms met, as they are written (but for capitals), with how often."""
    return Counter(text.text[m.start : m.end].lower() for m in met)


def _best(text: Text, found: Sequence[Met], worth: Mapping[str, float]) -> tuple[int, int]:
    """The run of sentences, about LENGTH long, that meets the most telling words; the first of equals."""
    ends = [*text.sentences[1:], len(text.text)]
    places = [met.start for met in found]
    best, span = 0.0, (0, ends[max(0, bisect_right(ends, LENGTH) - 1)])
    first = 0
    for number, start in enumerate(text.sentences):
        first = bisect_left(places, start, first)
        if first == len(found):
            break
        if places[first] >= max(ends[number], start + LENGTH):
            continue
        end = ends[max(number, bisect_right(ends, start + LENGTH, number) - 1)]
        here = found[first : bisect_left(places, end, first)]
        if not here:
            continue
        # Each word counts once in full; repetition says little more.
        score = sum(worth.get(word, 1.0) for word in {met.word for met in here}) + 0.05 * len(here)
        # The beginning of a record tells what was done, its end what to mind; and nobody likes to begin
        # in the middle of a list.
        score *= (1.0 - _LATER * start / len(text.text)) * (_WITHIN if text.text[start].islower() else 1.0)
        if score > best + 1e-9:
            best, span = score, (start, end)
    return span


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
