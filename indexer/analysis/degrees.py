"""Degrees of comparison brought to their base: найновіший → новіший → новий."""

from __future__ import annotations

import re
from collections.abc import Callable

_MOST = re.compile(r"^(?:що|як)?най(?=..)")
_DEGREES = (("іший", "ий"), ("іше", "о"), ("іше", "е"), ("ший", "ий"), ("ше", "о"))
_UNEVEN = {
    "вищий": "високий", "ширший": "широкий", "нижчий": "низький", "вужчий": "вузький", "ближчий": "близький",
    "важчий": "важкий", "тяжчий": "тяжкий", "дорожчий": "дорогий", "дужчий": "дужий", "легший": "легкий",
    "глибший": "глибокий", "довший": "довгий", "тонший": "тонкий", "м'якший": "м'який", "рідший": "рідкий",
    "солодший": "солодкий", "швидший": "швидкий", "коротший": "короткий", "гладший": "гладкий",
    "дальший": "далекий", "вище": "високо", "ширше": "широко", "нижче": "низько", "ближче": "близько",
    "важче": "важко", "легше": "легко", "глибше": "глибоко", "довше": "довго", "швидше": "швидко",
    "дорожче": "дорого", "рідше": "рідко",
}  # fmt: skip
# «старший» is a rank and an age of its own, not more of «старий»; the others are no degrees at all.
_OWN = frozenset({"старший", "інший", "інше", "перший", "гірший"})


def comparative(lemma: str, known: Callable[[str], bool]) -> str:
    """The lemma without най-, when that is a word; otherwise the lemma."""
    rest = _MOST.sub("", lemma)
    return rest if rest != lemma and known(rest) else lemma


def positive(lemma: str, has_degrees: Callable[[str], bool]) -> str:
    """The adjective or adverb this is a degree of, or nothing. `has_degrees` knows adjectives and adverbs."""
    if lemma in _UNEVEN:
        return _UNEVEN[lemma]
    if lemma in _OWN:
        return ""
    for degree, base in _DEGREES:
        if lemma.endswith(degree):
            word = lemma.removesuffix(degree) + base
            if len(word) > 4 and has_degrees(word):
                return word
    return ""
