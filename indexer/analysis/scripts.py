"""Words written with letters of two alphabets that look alike: мiсто, Xмільник, СОVID-19, екоsumок."""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import normalize

_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_BOTH = re.compile(r"[A-Za-zÀ-ɏ].*[Ѐ-ӿ]|[Ѐ-ӿ].*[A-Za-zÀ-ɏ]", re.DOTALL)
# Latin letters with an accent, but for ї and ё look-alikes: громáда.
_ACCENTED = re.compile(r"[À-ÎÐ-îð-ɏ]")
_ROMAN = re.compile(r"(?=[IVXLCDM]{2,})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")

_PAIRS = "AА BВ CС EЕ HН IІ KК MМ OО PР TТ XХ YУ aа cс eе iі oо pр xх yу kк ïї ÏЇ ëё ëє"
_TO_CYRILLIC = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()[:-1]})
_TO_LATIN = str.maketrans({pair[1]: pair[0] for pair in [*_PAIRS.split(), "SЅ", "sѕ", "JЈ", "jј"]})
# Recognition of scans writes some letters by their sound or their italic shape: екоsumок.
_BY_SOUND = str.maketrans("bdfghjlmnqrstuvwzBDFGJLNQRSUVWZ", "бдфгхйлмнкрстуввзБДФГЙЛНКРСУВВЗ")
_BY_SHAPE = str.maketrans("bghmnrutvw", "ьднтпгитіш")


def is_mixed(word: str) -> bool:
    """Whether letters of both alphabets stand within one part of the word."""
    return bool(_BOTH.search(word)) and any(map(_BOTH.search, word.split("-")))


def mend(word: str, known: Callable[[str], bool]) -> str:
    """The word in one alphabet, part by part: Cyrillic where that is a word or mostly is, Latin otherwise."""
    return "-".join(_mend_part(part, known) if _BOTH.search(part) else part for part in word.split("-"))


def roman(word: str) -> str:
    """A Roman numeral in Latin letters, whichever letters it was written with (ХХІ → XXI), or nothing."""
    latin = word.translate(_TO_LATIN)
    return latin if len(word) > 1 and _ROMAN.fullmatch(latin) else ""


def _mend_part(part: str, known: Callable[[str], bool]) -> str:
    part = _ACCENTED.sub(lambda found: normalize("NFD", found[0])[0], part)
    look = part.translate(_TO_CYRILLIC)
    heard, seen = look.translate(_BY_SOUND), look.translate(_BY_SHAPE).translate(_BY_SOUND)
    for candidate in (look, heard, seen):
        if not _LATIN.search(candidate) and known(candidate.lower()):
            return candidate
    if roman(part):
        return roman(part)
    latin = part.translate(_TO_LATIN)
    if not _LATIN.search(look) and (_CYRILLIC.search(latin) or _mostly_cyrillic(part)):
        return look
    if not _CYRILLIC.search(latin):
        return latin
    return heard if _mostly_cyrillic(part) and not _LATIN.search(heard) else part


def _mostly_cyrillic(part: str) -> bool:
    return len(_CYRILLIC.findall(part)) >= len(_LATIN.findall(part))
