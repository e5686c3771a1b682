"""The id of a new record: its place and the first words of its title in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from indexer.analysis import Token
from indexer.analysis.romanization import romanize

_WORDS, _WORDS_ALONE = 3, 4
_LONGEST = 72
# At the head of a title a name may be a common word as well (Бар, Долина): behind this it is the town's.
_OF_A_TOWN = "м. "
# A record whose title nobody could spell is called so.
_NAMELESS = "zapys"
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile(r"['’ʼ`]")


def of(title: str, places: Sequence[str], analyze: Callable[[str], Sequence[Token]]) -> str:
    """An id for a record of this title; of its places it names the one, if there is one."""
    place = places[0] if len(places) == 1 else ""
    words = [
        slug(token.form)
        for token in analyze(_OF_A_TOWN + title if place else title)
        if not token.stop and not (place and any(term.text == f"@{place}" for term in token.terms))
    ]
    words = [word for word in words if word][: _WORDS if place else _WORDS_ALONE]
    return "-".join([place, *words]).strip("-")[:_LONGEST].strip("-") or _NAMELESS


def slug(text: str) -> str:
    """`text` in small Latin letters, digits and hyphens, by the Cabinet's resolution 55 of 2010."""
    return _NOT_LETTERS.sub("-", romanize(_APOSTROPHES.sub("", text.lower())).lower()).strip("-")
