"""Ukrainian alphabetical order as plain strings: sort by `sort_key(title)`.

The 33 letters in their order; apostrophes are ignored as Ukrainian dictionaries do (ICU does not);
hyphens and spaces separate words, and a shorter word goes first; digits before letters, Latin after
Cyrillic. Code points, DUCET and ICU each get some of this wrong for Ukrainian.
"""

from __future__ import annotations

import unicodedata

_ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_APOSTROPHES = "'’ʼ`‘´′＇\u0301\u00ad"

# Every letter becomes one character whose code point gives its rank: words are closed by a low one.
_RANK = {ord(letter): chr(0x100 + number) for number, letter in enumerate(_ALPHABET)}
_RANK |= {ord(mark): "" for mark in _APOSTROPHES}
_RANK |= {ord(letter): chr(0x200 + number) for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}


def sort_key(text: str) -> str:
    """A string whose code point order is the Ukrainian alphabetical order of `text`."""
    lowered = unicodedata.normalize("NFC", text).lower().translate(_RANK)
    return " ".join("".join(c if c.isalnum() else " " for c in lowered).split())
