"""The terms of an index with about the number of records that have each, in the parts the index has.

A part never changes and is often kept while others come and go; what is derived from terms (near words,
beginnings) can therefore be kept with the part. Deleted records still count until their segment is
merged: the numbers say what is frequent, no more.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
# So many terms that were looked up are remembered with their numbers.
_REMEMBERED = 50_000
# One of so many terms is kept at hand to find the others by.
_STEP = 128


class Terms(Sequence[str]):
    """Terms in ascending order, kept as bytes one after another: term i is text[starts[i]:starts[i + 1]].

    UTF-8 sorts as code points do, so bytes are compared and only what is asked for becomes a string.
    `postings` says where the postings of each term begin and, at the end, where the last ones end.
    """

    def __init__(self, text: Numbers, starts: Numbers, postings: Numbers) -> None:
        self._text = memoryview(text)  # type: ignore[arg-type]
        self._starts = starts
        self.postings = postings
        self._numbers: dict[str, int] = {}

    @classmethod
    def of(cls, counted: Mapping[str, int]) -> Terms:
        """The terms of a mapping to counts."""
        keys = sorted(term.encode() for term in counted)
        starts = np.cumsum([0, *map(len, keys)], dtype=np.int64)
        postings = np.cumsum([0, *(counted[key.decode()] for key in keys)], dtype=np.int64)
        return cls(np.frombuffer(b"".join(keys), np.uint8), starts, postings)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __iter__(self) -> Iterator[str]:
        return iter(self.slice(0, len(self)))

    def __getitem__(self, number: int) -> str:  # type: ignore[override]
        return self._bytes(number).decode()

    def _bytes(self, number: int) -> bytes:
        return bytes(self._text[self._starts.item(number) : self._starts.item(number + 1)])

    def count(self, number: int) -> int:
        """How many records have the term."""
        return int(self.postings.item(number + 1)) - int(self.postings.item(number))

    def counts(self, first: int, last: int) -> Numbers:
        """The same for the terms from `first` up to `last`."""
        return np.diff(self.postings[first : last + 1])

    def find(self, term: str) -> int:
        """The number of the term, −1 where it is none of these."""
        number = self._numbers.get(term)
        if number is None:
            wanted = term.encode()
            number = self._place(wanted)
            if number == len(self) or self._bytes(number) != wanted:
                number = -1
            if len(self._numbers) >= _REMEMBERED:
                self._numbers.clear()
            self._numbers[term] = number
        return number

    def span(self, prefix: str) -> tuple[int, int]:
        """The numbers of the first term that begins so and of the first beyond them."""
        wanted = prefix.encode()
        # No byte of UTF-8 is 0xFF.
        return self._place(wanted), self._place(wanted + b"\xff")

    def _place(self, wanted: bytes) -> int:
        """The number of the first term that is not less."""
        near = bisect_left(self._guide, wanted)
        first, last = max(0, near - 1) * _STEP, min(near * _STEP, len(self))
        return bisect_left(range(len(self)), wanted, first, last, key=self._bytes)

    @cached_property
    def _guide(self) -> list[bytes]:
        """One term of so many: most of the way to any other is found among them, with no call in Python."""
        return [self._bytes(number) for number in range(0, len(self), _STEP)]

    def slice(self, first: int, last: int) -> list[str]:
        """The terms from `first` up to `last`."""
        if first >= last:
            return []
        starts = self._starts[first : last + 1].tolist()
        text = bytes(self._text[starts[0] : starts[-1]])
        begin = starts[0]
        return [text[a - begin : b - begin].decode() for a, b in zip(starts, starts[1:], strict=False)]


class Part:
    """The terms of one segment, which may be a key of a weak mapping."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms

    @classmethod
    def of(cls, counted: Mapping[str, int]) -> Part:
        return cls(Terms.of(counted))

    def get(self, term: str) -> int:
        """How many records have the term."""
        number = self.terms.find(term)
        return self.terms.count(number) if number >= 0 else 0


class Lexicon(Mapping[str, int]):
    """All parts as one mapping."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)

    def __getitem__(self, term: str) -> int:
        count = self.get(term)
        if not count:
            raise KeyError(term)
        return count

    def __contains__(self, term: object) -> bool:
        return any(part.terms.find(str(term)) >= 0 for part in self.parts)

    def get(self, term: str, default: int = 0) -> int:  # type: ignore[override]
        return sum(part.get(term) for part in self.parts) or default

    def __iter__(self) -> Iterator[str]:
        if len(self.parts) == 1:
            return iter(self.parts[0].terms)
        return iter({term: None for part in self.parts for term in part.terms})

    def __len__(self) -> int:
        return len(self.parts[0].terms) if len(self.parts) == 1 else sum(1 for _ in self)
