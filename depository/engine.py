"""What the depository asks of an index engine: a protocol, and the frozen values that cross it.

An engine stores finished terms and evaluates clauses over them; it knows no Ukrainian, no thesaurus
and no snippets. Everything it must agree on with every other engine is written here, and
`tests/engine_contract` holds it to a brute-force oracle.

Scores are BM25F in its original form (Robertson, Zaragoza and Taylor 2004): weights of the fields
are put into the term weights and the record length, so one posting list a term suffices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

# Of BM25: how fast repetition saturates, and how much length matters. Usual values are 1.2 and
# 0.75; the records are short and even, hence the lower B. On the judgements 0.2 to 0.6 differ by .001.
K1 = 1.2
B = 0.4

# The generation of an index that is not there.
NO_INDEX = "none"


class Posting(NamedTuple):
    """One term in one record: summed weight, and the word positions, ascending."""

    weight: float
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as an engine keeps it.

    `length` is the weighted number of words, `sorts` the keys of each order (None comes last),
    `stored` comes back with a hit as it was given.
    """

    id: str
    revision: str
    postings: Mapping[str, Posting]
    length: float
    facets: Mapping[str, frozenset[str]]
    sorts: Mapping[str, int | str | None]
    stored: str


# ── clauses: what a record must have, and what it scores ──


class Weighted(NamedTuple):
    """A term and what meeting it is worth, in (0, 1]."""

    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class Word:
    """One thing said: matches a record that has any of `terms`.

    With s the sum of weight × posting weight over `terms`, the score is
    boost · idf · s / (s + K1 · (1 − B + B · length / average)), and idf is
    ln(1 + (N − n + ½) / (n + ½)) with n the records that match, N all records.
    """

    terms: tuple[Weighted, ...]
    boost: float = 1.0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words at consecutive positions, each by any of its terms; scores as its words do."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any term that begins so; scores as a word of those terms, each with weight 1."""

    prefix: str
    boost: float = 1.0
    label: str = ""


@dataclass(frozen=True, slots=True)
class All:
    """Every clause is met; the scores are added."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one clause is met; the scores of those met are added."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Most:
    """Clauses met carry at least `share` of the information of all; the scores of those met are added.

    The information of a clause is boost · idf of a word or prefix, the greatest of an `Any`, and the
    sum of the parts of an `All`, a `Phrase` or a `Most`; nothing else carries any.
    """

    clauses: tuple[Clause, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Not:
    """The clause is not met; scores nothing."""

    clause: Clause


@dataclass(frozen=True, slots=True)
class Having:
    """The facet has one of the values; scores nothing."""

    facet: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Boosted:
    """Matches as `clause` does; records that meet `extra` too score its score besides."""

    clause: Clause
    extra: Clause


@dataclass(frozen=True, slots=True)
class Everything:
    """Every record; scores nothing."""


Clause = Word | Phrase | Prefix | All | Any | Most | Not | Having | Boosted | Everything


# ── a search and its answer ──


@dataclass(frozen=True, slots=True)
class Request:
    """`filters` narrow by facet (any of the values, every facet); counting a facet leaves out its own
    filter. `sort` names an order of `Entry.sorts`, or «relevance»; ties go by id. `marks` are terms
    whose positions shall come back with every hit."""

    clause: Clause = field(default_factory=Everything)
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    sort: str = "relevance"
    descending: bool = False
    offset: int = 0
    limit: int = 10
    marks: frozenset[str] = frozenset()
    explain: bool = False


class Reason(NamedTuple):
    """What one word or prefix added to a hit's score, and the terms it was met by."""

    label: str
    terms: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as the engine knows it; `places` are the positions of the marks it has."""

    id: str
    score: float
    stored: str
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """`total` records found, the page asked for, and for each facet the count of every value met;
    `matched` is how many records meet the clause, filters left aside."""

    total: int
    matched: int
    found: tuple[Found, ...]
    facets: Mapping[str, Mapping[str, int]]


def nothing() -> None:
    """Do nothing: what is called where nobody watches."""


class Engine(Protocol):
    """An index of entries. Writers wait for each other and raise IndexBusy; readers never wait."""

    @property
    def generation(self) -> str:
        """Changes whenever an answer might: put, remove and rebuild, by whatever process; or NO_INDEX."""

    def put(self, entries: Iterable[Entry]) -> None:
        """Add entries; one with a known id takes the place of the old, the last of equal ids wins."""

    def remove(self, ids: Iterable[str]) -> None:
        """Take entries out; unknown ids are no error."""

    def rebuild(
        self, shares: Sequence[Iterable[Entry]], tick: Callable[[], None] = nothing, *, go_on: bool = False
    ) -> None:
        """Replace everything by the entries of all shares, beside the live index, and then switch.

        No id comes in two shares. Each may be gone through in a process of its own; `tick` is called
        now and then meanwhile. With `go_on` what is `unfinished` stays, but for entries that come again.
        """

    def unfinished(self) -> Mapping[str, str]:
        """The revision of every entry that an interrupted rebuild has left, by id."""

    def search(self, request: Request) -> Answer:
        """The records that meet `request`."""

    def revisions(self) -> Mapping[str, str]:
        """The revision of every entry, by id."""

    def lexicon(self) -> Mapping[str, int]:
        """Every term of the live entries, with about the number of records that have it."""
