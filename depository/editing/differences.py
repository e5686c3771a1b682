"""What differs between two versions of a record, as values for whoever shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from depository import recordfile
from depository.errors import Invalid
from depository.record import Record

State = Literal["kept", "added", "removed"]

_WORDS = re.compile(r"\s+|[\w’'ʼ-]+|[^\w\s]")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
# Fields whose values are prose, worth comparing word by word; lists are compared member by member.
_PROSE = ("title", "title_en", "summary", "summary_en", "reason")
# Two paragraphs with less in common than this are one removed and one added, not one changed.
_ALIKE = 0.4


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text, and whether both versions have them."""

    text: str
    state: State


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body: wholly kept, added or removed, or changed in its words."""

    state: Literal["kept", "added", "removed", "changed"]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs. Prose comes as `pieces`, a list as what was `added` and `removed`, the body as
    `paragraphs`; `before` and `after` are the values themselves."""

    field: str
    before: Any
    after: Any
    pieces: tuple[Piece, ...] = ()
    added: tuple[Any, ...] = ()
    removed: tuple[Any, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()


def between(before: Record | None, after: Record | None) -> tuple[Difference, ...]:
    """Every field that differs, in the order of a record's fields; None is a record that is not there."""
    found = []
    for field in Record.model_fields:
        old, new = getattr(before, field, None), getattr(after, field, None)
        if (old or None) != (new or None):
            found.append(_difference(field, old, new))
    return tuple(found)


def between_texts(before: str | None, after: str | None) -> tuple[Difference, ...]:
    """The same for two files; where one of them breaks the rules of a record, as one text named `file`."""
    try:
        records = [None if text is None else recordfile.parse(text) for text in (before, after)]
    except Invalid:
        paragraphs = tuple(_paragraphs(before or "", after or ""))
        return (Difference("file", before, after, paragraphs=paragraphs),) if before != after else ()
    return between(*records)


def _difference(field: str, old: Any, new: Any) -> Difference:
    if field == "body":
        return Difference(field, old, new, paragraphs=tuple(_paragraphs(old or "", new or "")))
    if field in _PROSE:
        return Difference(field, old, new, pieces=words(old or "", new or ""))
    if isinstance(old or new, tuple):
        olds, news = old or (), new or ()
        added = tuple(value for value in news if value not in olds)
        return Difference(
            field, old, new, added=added, removed=tuple(value for value in olds if value not in news)
        )
    return Difference(field, old, new)


def words(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts as one, word by word: what both have, what only one of them has."""
    olds, news = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("".join(olds[a:b]), "kept"))
            continue
        if a < b:
            pieces.append(Piece("".join(olds[a:b]), "removed"))
        if c < d:
            pieces.append(Piece("".join(news[c:d]), "added"))
    return tuple(pieces)


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a body: what blank lines part."""
    return [part for part in _PARAGRAPHS.split(text.strip()) if part]


def _paragraphs(before: str, after: str) -> Iterator[Paragraph]:
    olds, news = paragraphs_of(before), paragraphs_of(after)
    for kind, a, b, c, d in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (Paragraph("kept", (Piece(text, "kept"),)) for text in olds[a:b])
        else:
            yield from _replaced(olds[a:b], news[c:d])


def _replaced(olds: Sequence[str], news: Sequence[str]) -> Iterator[Paragraph]:
    """Paragraphs in the place of others: those alike in pairs, word by word, the others one by one."""
    waiting = list(olds)
    for new in news:
        alike = next((n for n, old in enumerate(waiting) if _are_alike(old, new)), None)
        if alike is None:
            yield Paragraph("added", (Piece(new, "added"),))
            continue
        yield from (Paragraph("removed", (Piece(old, "removed"),)) for old in waiting[:alike])
        yield Paragraph("changed", words(waiting[alike], new))
        del waiting[: alike + 1]
    yield from (Paragraph("removed", (Piece(old, "removed"),)) for old in waiting)


def _are_alike(old: str, new: str) -> bool:
    matcher = SequenceMatcher(None, _WORDS.findall(old), _WORDS.findall(new), autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
