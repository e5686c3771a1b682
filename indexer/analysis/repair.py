"""Text as it was meant: one apostrophe, one dash, no invisible characters, no hyphens of line ends.

Every character of the repaired text remembers where it stood, so that what is marked on a page is
the original. Most texts need nothing but a replacement of single characters, which moves nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# ’ ʼ ‘ ‛ ` ´ ′ ＇ ʹ ʻ ʾ ˈ ՚ and the like stand for the apostrophe, dashes and minuses for the
# hyphen, all spaces within a line for the plain one. One character for one: offsets stay.
_APOSTROPHES = "’ʼ‘‛`´′＇ʹʻʾˈʽ՚ꞌ\u0092"
_HYPHENS = "‐‑‒–—―−﹘﹣－⁃\u2043"
_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_PLAIN = {
    **dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_HYPHENS, "-"), **dict.fromkeys(_SPACES, " "),
    # Full-width digits come with tables.
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}  # fmt: skip
_TO_PLAIN = re.compile("[" + re.escape("".join(_PLAIN)) + "]")
# A straight quotation mark inside a word is a hand that found no apostrophe: об"єкт.
_QUOTE_IN_WORD = re.compile(r'(?<=[^\W\d_])["*](?=[єїюяЄЇЮЯ])')

# A soft hyphen at the end of a line joins the two halves; elsewhere it is only invisible.
_INVISIBLE = re.compile(
    "\u00ad[ \t]*\r?\n[ \t]*(?=[^\\W\\d_])|"
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufe00-\ufe0f\u034f\u061c\u180e]+"
)
# The stress mark, acute or grave: за́мок. The breve of й and the dots of ї are composed before.
_MARKS = re.compile(
    "[\u00ad\u0300-\u036f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufe00-\ufe0f]"
)
_STRESS = re.compile("[\u0300\u0301\u0340\u0341]+")
_LINE_END = re.compile(r"-(?:[ \t]*(?:\r\n?|\n)[ \t]*| )(?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
# No word is longer; what stands before a line's end is sought within so many characters.
_LONGEST_WORD = 40

_Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Repaired:
    """The repaired `text`; `starts` and `ends` give each character's place in the original.

    Both are None where every character stands in its place.
    """

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original text of the repaired text from `start` to `end`."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def repair(text: str, known: Callable[[str], bool] = lambda word: False) -> Repaired:
    """The text with its damage mended. `known` says whether a lower-cased word is a word: it decides
    whether a hyphen at a line's end belongs to the word."""
    repaired = Repaired(text)
    if text.isascii():
        plain = text
    else:
        # Removing a mark can bring a letter and its accent together, hence the second round.
        for _ in range(3):
            before = repaired.text
            if not _MARKS.search(before) and unicodedata.is_normalized("NFC", before):
                break
            for find in (_invisible, _uncomposed, _stressed):
                repaired = _rewrite(repaired, list(find(repaired.text)))
            if repaired.text == before:
                break
        plain = repaired.text
        for written in set(_TO_PLAIN.findall(plain)):
            plain = plain.replace(written, _PLAIN[written])
    if '"' in plain or "*" in plain:
        plain = _QUOTE_IN_WORD.sub("'", plain)
    if plain is not repaired.text:
        repaired = Repaired(plain, repaired.starts, repaired.ends)
    if "- " in plain or "-\n" in plain or "-\r" in plain or "-\t" in plain:
        repaired = _rewrite(repaired, list(_line_ends(plain, known)))
    return repaired


def fold(word: str) -> str:
    """The word without apostrophes and with г for ґ: spellings differ in both, words hardly ever do."""
    return word.replace("'", "").replace("ґ", "г")


def _invisible(text: str) -> Iterator[_Edit]:
    return ((found.start(), found.end(), "") for found in _INVISIBLE.finditer(text))


def _stressed(text: str) -> Iterator[_Edit]:
    return ((found.start(), found.end(), "") for found in _STRESS.finditer(text))


def _uncomposed(text: str) -> Iterator[_Edit]:
    """Clusters of a letter and its marks that NFC writes otherwise: и + ˘ → й."""
    if unicodedata.is_normalized("NFC", text):
        return
    start = 0
    for place in range(1, len(text) + 1):
        if place < len(text) and _joins(text[place]):
            continue
        cluster = text[start:place]
        composed = unicodedata.normalize("NFC", cluster)
        if composed != cluster:
            yield start, place, composed
        start = place


def _joins(character: str) -> bool:
    """Whether the character may compose with the one before it: marks and the vowels of Hangul."""
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"


def _line_ends(text: str, known: Callable[[str], bool]) -> Iterator[_Edit]:
    """Hyphens of line ends: самовря-⏎дування → самоврядування, but міст-⏎партнерів → міст-партнерів."""
    for found in _LINE_END.finditer(text):
        place = found.start()
        before = _WORD.findall(text, max(0, place - _LONGEST_WORD), place)
        after = _WORD.match(text, found.end())
        if not before or not after or not text[place - 1].isalpha():
            continue
        head, second = before[-1], after[0]
        if not second[0].islower() and not head.isupper():
            continue
        head, second = head.lower(), second.lower()
        joined, apart = known(head + second), known(head) and known(second)
        if found[0] == "- ":
            # «двох- і трьох»: a hyphen and a space are joined only where that makes a word of two stumps.
            if joined and not apart:
                yield place, found.end(), ""
        else:
            yield (place if joined or not apart else place + 1), found.end(), ""


def _rewrite(repaired: Repaired, edits: list[_Edit]) -> Repaired:
    """The text with the edits made; new characters stand where the replaced ones stood."""
    if not edits:
        return repaired
    text = repaired.text
    old_starts = repaired.starts or list(range(len(text)))
    old_ends = repaired.ends or list(range(1, len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    for start, end, replacement in edits:
        pieces += text[place:start], replacement
        starts += old_starts[place:start]
        ends += old_ends[place:start]
        starts += [old_starts[start]] * len(replacement)
        ends += [old_ends[end - 1]] * len(replacement)
        place = end
    pieces.append(text[place:])
    return Repaired("".join(pieces), starts + old_starts[place:], ends + old_ends[place:])
