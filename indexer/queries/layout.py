"""Text typed on the wrong keyboard: «ghjtrn» for «проект», «щзут вфеф» for «open data».

On the Ukrainian keyboard the keys of , . ; ' [ ] are the letters б ю ж є х ї, so the whole text is
judged before anything takes them for punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`\\QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~|"
_UKRAINIAN_KEYS = "йцукенгшщзхїфівапролджєячсмитьбю'ґЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮ₴Ґ"
_TO_UKRAINIAN = str.maketrans(_LATIN_KEYS, _UKRAINIAN_KEYS) | str.maketrans("~", "'")
# Russian letters sit on the same keys: people with that layout type ы, э, ъ.
_TO_LATIN = str.maketrans(_UKRAINIAN_KEYS, _LATIN_KEYS) | str.maketrans("ыэъёЫЭЪЁ’ʼ", "s']`S\"}~``")

_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_LATIN = re.compile(r"[A-Za-z]")
_EDGES = re.compile(r"^[^\w']+|[^\w']+$")
# What English words are made of: vowels between consonants that English joins in that place.
_ONSET = (
    "[bcdfghjklmnpqrstvwxz]|bl|br|ch|chr|cl|cr|dr|dw|fl|fr|gh|gl|gn|gr|kn|ph|pl|pr|qu|rh|sc|sch|scr|sh|shr|sk|sl|"
    "sm|sn|sp|spl|spr|squ|st|str|sw|th|thr|tr|tw|wh|wr"
)
_CODA = (
    "[bcdfghklmnprstvwxz]|bb|ch|ck|cks|ct|cts|dd|ds|ff|ft|gg|gh|ght|gs|ks|ld|lds|lf|lk|ll|lls|lm|lp|ls|lt|lts|lth|"
    "mb|mm|mp|ms|nc|nch|nct|nd|nds|ng|ngs|ngth|ngths|nk|nks|nn|ns|nt|nts|nth|pp|ps|pt|rb|rc|rch|rd|rds|rf|rg|rk|rks|rl|"
    "rld|rm|rms|rn|rns|rp|rr|rs|rst|rt|rth|rts|sh|sk|sm|sms|sp|ss|st|sts|tch|th|ths|ts|tt|tz|wl|wn|wns|xt|zz"
)
_ENGLISH = re.compile(
    rf"(?:{_ONSET})?(?:[aeiouy]{{1,3}}(?:{_CODA})?(?:{_ONSET}))*[aeiouy]{{1,3}}(?:{_CODA})?(?:'s)?"
)
# Shorter words come out of any keys on the other keyboard: «led» would be «дув».
_TELLING = 3
_TELLING_IN_ENGLISH = 5


def switch_layout(text: str) -> str:
    """The same keys on the other keyboard; a text of both alphabets is switched by what it has more of."""
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    return text.translate(_TO_LATIN if cyrillic > latin else _TO_UKRAINIAN)


def looks_mistyped(text: str, knows: Callable[[str], bool]) -> str | None:
    """What was meant, when the text makes sense on the other keyboard and none on this one.

    `knows` tells whether a lower-cased word is known (dictionary, gazetteer, words of the index).
    """
    words = [word for word in text.split() if _CYRILLIC.search(word) or _LATIN.search(word)]
    cyrillic = {bool(_CYRILLIC.search(word)) for word in words}
    if not words or any(_CYRILLIC.search(word) and _LATIN.search(word) for word in words):
        return None
    if len(cyrillic) > 1:
        return _some_mistyped(text, knows)
    switched = switch_layout(text)
    judge = _english_meant if True in cyrillic else _ukrainian_meant
    meant = [judge(word, switch_layout(word), knows) for word in words]
    telling = [yes for yes, word in zip(meant, words, strict=True) if len(word) >= _TELLING]
    if sum(telling) * 2 > len(telling) and not any(_makes_sense(word, knows) for word in words):
        return switched
    return None


def _some_mistyped(text: str, knows: Callable[[str], bool]) -> str | None:
    """A text of both alphabets with its mistyped Latin words switched: «бюджет vscnf»."""
    words = text.split(" ")
    mended = [
        switch_layout(word)
        if len(word) > 3 and _LATIN.search(word) and not _makes_sense(word, knows)
        and _ukrainian_meant(word, switch_layout(word), knows)
        else word
        for word in words
    ]  # fmt: skip
    return " ".join(mended) if mended != words else None


def _bare(word: str) -> str:
    return _EDGES.sub("", word.lower()).strip("'")


def _makes_sense(word: str, knows: Callable[[str], bool]) -> bool:
    bare = _bare(word)
    return len(bare) > 2 and knows(bare)


def _ukrainian_meant(word: str, switched: str, knows: Callable[[str], bool]) -> bool:
    """Whether the Latin word is a Ukrainian one on its keyboard, with its punctuation or without."""
    typed = _bare(word)
    if len(typed) < _TELLING_IN_ENGLISH and word.isalpha() and _ENGLISH.fullmatch(typed):
        return False
    lowered = switched.lower()
    ended = switch_layout(word.rstrip(".,;:'\"?!")).lower()
    candidates = {_bare(lowered), _bare(ended), *_bare(lowered).split("-")[:1]}
    return any(candidate and knows(candidate) for candidate in candidates)


def _english_meant(word: str, switched: str, knows: Callable[[str], bool]) -> bool:
    """Whether the Cyrillic word is no word, and is one, or reads like one, on the English keyboard."""
    other = _bare(switched)
    if knows(_bare(word)):
        return False
    return knows(other) or all(_ENGLISH.fullmatch(part) for part in other.split("-"))
