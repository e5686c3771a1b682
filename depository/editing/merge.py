"""Two versions of a record and what both grew from, made into one, field by field.

What only one of them changed is taken; what both changed differently is for a person to decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from depository.editing.differences import paragraphs_of
from depository.record import Record

Origin = Literal["same", "mine", "theirs", "both", "conflict"]

# State and dates are the desk's to set; the id is what makes it the same record.
_NOT_MERGED = frozenset({"id", "status", "reason", "replaced_by", "added", "updated"})


@dataclass(frozen=True, slots=True)
class Passage:
    """Some paragraphs of the body, and whose they are; in a conflict, both, and what they were before."""

    origin: Origin
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    base: tuple[str, ...] = ()

    @property
    def merged(self) -> tuple[str, ...]:
        """What the proposal has here: mine, where both changed it."""
        return self.theirs if self.origin == "theirs" else self.mine


@dataclass(frozen=True, slots=True)
class Field:
    """A field as it was, as both have it, and as it is proposed. `passages` are those of the body."""

    name: str
    base: Any
    mine: Any
    theirs: Any
    merged: Any
    origin: Origin
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """The proposed record, in the state theirs has, and every field in which a version differs from
    another. The record may break a rule of its own: it is checked when it is saved."""

    record: Record
    fields: tuple[Field, ...]

    @property
    def undecided(self) -> tuple[str, ...]:
        """The fields both changed, each in another way: a person decides, the proposal has mine."""
        return tuple(field.name for field in self.fields if field.origin == "conflict")


def merge(base: Record | None, mine: Record, theirs: Record) -> Merge:
    """One record of two that grew from `base`; where that is not known, every difference is undecided."""
    fields = [
        _field(name, getattr(base, name, None), getattr(mine, name), getattr(theirs, name), base is not None)
        for name in Record.model_fields
        if name not in _NOT_MERGED
    ]
    record = theirs.model_copy(update={field.name: field.merged for field in fields})
    return Merge(record, tuple(field for field in fields if field.origin != "same"))


def _field(name: str, base: Any, mine: Any, theirs: Any, known: bool) -> Field:
    if mine == theirs:
        return Field(name, base, mine, theirs, mine, "same" if not known or mine == base else "both")
    if not known:
        passages = tuple(_without_base(mine, theirs)) if name == "body" else ()
        return Field(name, base, mine, theirs, mine, "conflict", passages)
    if mine == base:
        return Field(name, base, mine, theirs, theirs, "theirs")
    if theirs == base:
        return Field(name, base, mine, theirs, mine, "mine")
    if name == "body":
        return _body(base, mine, theirs)
    if isinstance(base, tuple) and not _both_replaced(base, mine, theirs):
        members = _members(base, mine, theirs)
        return Field(name, base, mine, theirs, tuple(sorted(members)) if name == "years" else members, "both")
    return Field(name, base, mine, theirs, mine, "conflict")


def _both_replaced(base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> bool:
    """Whether both put something else in the place of one member: a figure corrected in two ways."""
    given_up = any(value not in mine and value not in theirs for value in base)
    return given_up and all(any(value not in base for value in version) for version in (mine, theirs))


def _members(base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> tuple[Any, ...]:
    """Mine, without what they took away and with what they added."""
    kept = [value for value in mine if value in theirs or value not in base]
    return (*kept, *(value for value in theirs if value not in base and value not in kept))


def _body(base: str, mine: str, theirs: str) -> Field:
    passages = tuple(_passages(*(paragraphs_of(text) for text in (base, mine, theirs))))
    merged = "\n\n".join(text for passage in passages for text in passage.merged) + "\n"
    in_conflict = any(passage.origin == "conflict" for passage in passages)
    return Field("body", base, mine, theirs, merged, "conflict" if in_conflict else "both", passages)


def _passages(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[Passage]:
    """The three texts side by side: from one stretch that all three have to the next."""
    a = b = c = 0
    for at, in_mine, in_theirs, length in _common(base, mine, theirs):
        yield from _between(base[a:at], mine[b:in_mine], theirs[c:in_theirs])
        a, b, c = at + length, in_mine + length, in_theirs + length
        if length:
            same = tuple(base[at:a])
            yield Passage("same", same, same, same)


def _common(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where all three have the same, in order: the places and the length; the ends come last."""
    in_mine, in_theirs = _places(base, mine), _places(base, theirs)
    at = 0
    while at < len(base):
        if at not in in_mine or at not in in_theirs:
            at += 1
            continue
        begin = at
        while all(places.get(at) == places[begin] + at - begin for places in (in_mine, in_theirs)):
            at += 1
        yield begin, in_mine[begin], in_theirs[begin], at - begin
    yield len(base), len(mine), len(theirs), 0


def _places(base: list[str], other: list[str]) -> dict[int, int]:
    """Where each paragraph of the base stands in the other text, if it still does."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}


def _between(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[Passage]:
    if not (base or mine or theirs):
        return
    origin: Origin = "conflict"
    if mine == theirs:
        origin = "both"
    elif mine == base:
        origin = "theirs"
    elif theirs == base:
        origin = "mine"
    yield Passage(origin, tuple(mine), tuple(theirs), tuple(base))


def _without_base(mine: str, theirs: str) -> Iterator[Passage]:
    """Two texts side by side, where nobody knows what they grew from."""
    mines, others = paragraphs_of(mine), paragraphs_of(theirs)
    for kind, a, b, c, d in SequenceMatcher(None, mines, others, autojunk=False).get_opcodes():
        yield Passage("same" if kind == "equal" else "conflict", tuple(mines[a:b]), tuple(others[c:d]))
