"""What pymorphy3's tags say of a form, and how often a word is used in such a form at all.

The shares are those of any Ukrainian text, rounded; they weigh readings of one form against each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

# How often a word is used in a form, by what the form is: cases of things and of people, tenses.
_USE_OF_THINGS = {
    "nomn": 0.27, "gent": 0.33, "accs": 0.2, "loct": 0.1, "ablt": 0.08, "datv": 0.02, "voct": 0.001,
}  # fmt: skip
_USE_OF_PEOPLE = {
    "nomn": 0.45, "gent": 0.22, "accs": 0.13, "loct": 0.012, "ablt": 0.1, "datv": 0.05, "voct": 0.01,
}  # fmt: skip
_USE = {
    "sing": 0.7, "plur": 0.3, "1per": 0.15, "2per": 0.05, "3per": 0.8,
    "infn": 0.2, "past": 0.35, "pres": 0.3, "futr": 0.12, "impr": 0.02, "Impe": 0.02,
}  # fmt: skip
_GENDERS = frozenset({"masc", "femn", "neut"})
_SLOTS = frozenset({*_USE, *_USE_OF_THINGS})
_MARKS = frozenset({"Arch", "Slng", "Dist", "Infr", "alt", "subord", "coord"})
NAMES = frozenset({"Name", "Surn", "Patr"})


def split_tag(tag: object) -> tuple[str, str]:
    """A pymorphy3 tag as the class of the lemma («NOUN anim») and the slot of the form («gent sing»)."""
    return _split(str(tag))


@cache
def _split(tag: str) -> tuple[str, str]:
    grammemes = set(tag.replace(" ", ",").split(","))
    slot = grammemes & _SLOTS
    if grammemes & _GENDERS:
        slot.add("sing")
    kind = grammemes - _SLOTS - _GENDERS - _MARKS
    return " ".join(sorted(kind)), " ".join(sorted(slot))


def is_of_one_number(tag: object) -> bool:
    """Whether the noun is of one number only, as towns are: «NOUN,femn,inan gent» (Коломия)."""
    fixed = str(tag).partition(" ")[0].split(",")
    return fixed[0] == "NOUN" and "inan" in fixed and not {"plur", *_GENDERS}.isdisjoint(fixed)


def without_towns(kinds: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The readings (lemma, class, slot) without names that are a plural of people: the village
    Переселенці must not take the plural from «переселенець»."""
    readings = sorted(kinds)
    people = {slot for _, kind, slot in readings if kind == "NOUN anim" and "plur" in slot}
    return [reading for reading in readings if reading[1] != "NOUN Pltm inan" or reading[2] not in people]


def use_of(kind: str, slot: str) -> float:
    """How usual a form of this slot is among all forms of a lemma of this class."""
    cases = _USE_OF_PEOPLE if " anim" in f" {kind}" else _USE_OF_THINGS
    use = 1.0
    for grammeme in slot.split():
        use *= cases.get(grammeme) or _USE[grammeme]
    if "impr" in slot and "VERB" in kind:
        return _USE["impr"] * (0.5 if "2per" in slot else 0.3)
    return use / _USE["plur"] if "Pltm" in kind else use
