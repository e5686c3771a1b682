"""Records by their state: which of them an index holds, and one state of them at a time.

Readers have an index of what is published; the desk has one of everything else. Drafts are in no index a
reader's search ever looks into.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from depository.engine import All, Answer, Engine, Entry, Posting, Request, Weighted, Word, nothing
from depository.record import Status

# What readers find, and what only the desk knows of.
READERS: frozenset[Status] = frozenset({"published"})
DESK: frozenset[Status] = frozenset({"draft", "review", "withdrawn"})

# Begins a term that no text and no vocabulary has.
_MARK = "!"


def filed(entry: Entry, status: Status) -> Entry:
    """The entry, filed under the state of its record."""
    return replace(entry, postings={**entry.postings, f"{_MARK}{status}": Posting(1.0, ())})


class Shelf:
    """An engine, seen as if it held the records of one state only; they must have been `filed`."""

    def __init__(self, engine: Engine, status: Status) -> None:
        self._engine = engine
        # Worth nothing: where a record stands says nothing about what it says.
        self._standing = Word((Weighted(f"{_MARK}{status}", 1.0),), boost=0.0)

    @property
    def generation(self) -> str:
        return self._engine.generation

    def search(self, request: Request) -> Answer:
        return self._engine.search(replace(request, clause=All((request.clause, self._standing))))

    def revisions(self) -> Mapping[str, str]:
        return self._engine.revisions()

    def lexicon(self) -> Mapping[str, int]:
        return self._engine.lexicon()

    def put(self, entries: Iterable[Entry]) -> None:
        self._engine.put(entries)

    def remove(self, ids: Iterable[str]) -> None:
        self._engine.remove(ids)

    def rebuild(
        self, shares: Sequence[Iterable[Entry]], tick: Callable[[], None] = nothing, *, go_on: bool = False
    ) -> None:
        self._engine.rebuild(shares, tick, go_on=go_on)

    def unfinished(self) -> Mapping[str, str]:
        return self._engine.unfinished()
