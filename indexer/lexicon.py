"""The terms of an index with about the number of records that have each, in the parts the index has.

A part never changes and is often kept while others come and go; what is derived from terms (near words,
beginnings) can therefore be kept with the part. Deleted records still count until Whoosh merges
their segment: the numbers say what is frequent, no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


class Part(dict[str, int]):
    """The terms of one segment. It may be a key of a weak mapping, by its identity."""

    __slots__ = ("__weakref__",)

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


class Lexicon(Mapping[str, int]):
    """All parts as one mapping."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)

    def __getitem__(self, term: str) -> int:
        count = sum(part.get(term, 0) for part in self.parts)
        if not count:
            raise KeyError(term)
        return count

    def __contains__(self, term: object) -> bool:
        return any(term in part for part in self.parts)

    def get(self, term: str, default: int = 0) -> int:  # type: ignore[override]
        return sum(part.get(term, 0) for part in self.parts) or default

    def __iter__(self) -> Iterator[str]:
        if len(self.parts) == 1:
            return iter(self.parts[0])
        return iter({term: None for part in self.parts for term in part})

    def __len__(self) -> int:
        return sum(1 for _ in self)
