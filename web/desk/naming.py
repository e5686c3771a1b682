"""The id of a new record: of its title and place, in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from itertools import count

from flask import current_app

_LONGEST = 60
_MOST_WORDS = 6
# A record without a title one could spell is called so.
_NAMELESS = "zapys"


def proposed(title: str, places: Collection[str], taken: Callable[[str], bool]) -> str:
    """An id that nobody has yet: the place and the first words of the title, a number if need be."""
    words = slug(title).split("-")
    place = next(iter(places), "")
    # «Коломия завела…» begins with its place already, in one case or another.
    begun = place and any(word.startswith(place[:4]) for word in words[:_MOST_WORDS])
    kept = [word for word in words if len(word) > 1][:_MOST_WORDS]
    name = "-".join(([place] if place and not begun else []) + kept)[:_LONGEST].strip("-") or _NAMELESS
    if len(name) == _LONGEST and "-" in name:
        name = name.rpartition("-")[0]  # not in the middle of a word
    if not taken(name):
        return name
    return next(numbered for number in count(2) if not taken(numbered := f"{name}-{number}"))


def slug(text: str) -> str:
    """`text` in small Latin letters, digits and hyphens."""
    romanize: Callable[[str], str] = current_app.extensions["romanize"]
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’ʼ]", "", romanize(text.lower()))).strip("-")
