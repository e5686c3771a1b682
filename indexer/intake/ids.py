"""The id of a new record: its place and the first words of its title in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence

from depository.intake import free_id
from indexer.analysis import Token
from indexer.analysis.romanization import romanize

_WORDS, _WORDS_ALONE = 3, 4
_LONGEST = 72
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile(r"['’ʼ`]")


def proposed(
    values: Mapping[str, object], analyze: Callable[[str], Sequence[Token]], known: Container[str]
) -> str:
    """An id for a record with these fields that none of the `known` has."""
    places = values.get("places")
    place = str(places[0]) if isinstance(places, list | tuple) and len(places) == 1 else ""
    words = [
        _slug(token.form)
        for token in analyze(str(values.get("title") or ""))
        if not token.stop and not (place and any(term.text == f"@{place}" for term in token.terms))
    ]
    words = [word for word in words if word][: _WORDS if place else _WORDS_ALONE]
    return free_id("-".join([place, *words]).strip("-")[:_LONGEST].strip("-") or "zapys", known)


def _slug(word: str) -> str:
    return _NOT_LETTERS.sub("-", romanize(_APOSTROPHES.sub("", word.lower())).lower()).strip("-")
