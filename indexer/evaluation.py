"""Clauses evaluated over postings and columns: which records match, and what they score.

The arithmetic is that of `depository.engine`; here it is done for whole arrays of records at once.
Whoosh's own matchers are not used: several of them are wrong in ways the engine contract would show
(see ARCHITECTURE.md), and counting facets through them is slow.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from depository.engine import (
    All,
    Any,
    Boosted,
    Clause,
    Everything,
    Having,
    Most,
    Not,
    Phrase,
    Prefix,
    Reason,
    Request,
    Weighted,
    Word,
)
from indexer.columns import Columns, Floats, Mask, Numbers
from indexer.numbers import Postings, contains, distinct, stands, summed, values_at

# Positions are packed beside record numbers into one integer: no record has 2^24 words.
_POSITION_BITS = 24
# Scores are compared after rounding, so that ties go by id whatever the order of summation was.
_DECIMALS = 6
# A part with so many times fewer records than are scored is looked up among them, not they in it.
_SPARSE = 16


class Memory(Protocol):
    """What was worked out before over the same generation."""

    def get(self, key: Hashable, /) -> object: ...

    def keep(self, key: Hashable, value: object, size: int) -> None:
        """Keep `value`, which takes the room of `size` postings."""


class TermIndex(Protocol):
    """Where postings come from; deleted records never appear in them."""

    @property
    def memory(self) -> Memory: ...

    def postings(self, term: str) -> Postings: ...

    def positions(self, term: str, within: Numbers) -> tuple[Numbers, Numbers]:
        """Record and position of every occurrence in the records `within`, in that order."""

    def beginning(self, prefix: str) -> Postings:
        """The postings of all terms that begin so; a record may come several times, in any order."""

    def beginning_with(self, prefix: str) -> Sequence[str]:
        """The terms that begin so."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Records that match, ascending, and the information the clause carries.

    `scored` gives the scores of some of them, ascending: most of what matches a part of a query is never
    looked at, because the other parts bar it.
    """

    records: Numbers
    scored: Callable[[Numbers], Floats]
    information: float = 0.0


class _Met(NamedTuple):
    """The records that match a word, and for each the weighted sum over its terms."""

    records: Numbers
    sums: Floats


class _Last(NamedTuple):
    """The clause asked for last, and what matches it."""

    clause: Clause
    matches: Matches


class _Trace(NamedTuple):
    word: Word
    prefix: str
    matches: Matches


class Page(NamedTuple):
    """Totals, and the record numbers and scores of the page asked for, and facet counts."""

    total: int
    matched: int
    records: list[int]
    scores: list[float]
    facets: dict[str, dict[str, int]]
    reasons: list[tuple[Reason, ...]]


class Evaluation:
    """One request over one generation of an index."""

    def __init__(self, terms: TermIndex, columns: Columns) -> None:
        self._terms = terms
        self._columns = columns
        self._traces: list[_Trace] | None = None

    def page(self, request: Request) -> Page:
        """The page `request` asks for."""
        self._traces = [] if request.explain else None
        matches = self._found(request)
        masks = {name: self._columns.facet(name).mask(values) for name, values in request.filters.items()}
        kept = matches.records[_all_of(masks.values(), matches.records)] if masks else matches.records
        numbers, scores = self._chosen(request, kept, matches)
        facets = {name: self._counts(name, matches.records, kept, masks) for name in request.facets}
        reasons = [self._reasons(number) for number in numbers]
        return Page(len(kept), len(matches.records), numbers, scores, facets, reasons)

    def _found(self, request: Request) -> Matches:
        """What matches the clause of `request`. For the clause asked for last it is at hand: what was counted
        is shown next. Reasons are gathered on the way, which for them is gone once more."""
        last = self._terms.memory.get(_Last)
        if isinstance(last, _Last) and last.clause is request.clause and not request.explain:
            return last.matches
        matches = self.matches(request.clause)
        self._terms.memory.keep(_Last, _Last(request.clause, matches), 0)
        return matches

    def matches(self, clause: Clause) -> Matches:
        match clause:
            case Word():
                return self._word(clause)
            case Prefix(prefix, boost, label):
                return self._word(Word((), boost, label), prefix)
            case Phrase(words):
                return self._phrase(words)
            case All(clauses):
                return self._all([self.matches(part) for part in clauses])
            case Any(clauses):
                parts = [self.matches(part) for part in clauses]
                return self._any(parts, max((part.information for part in parts), default=0.0))
            case Most(clauses, share):
                return self._most([self.matches(part) for part in clauses], share)
            case Not(part):
                kept = self._columns.live.copy()
                kept[self.matches(part).records] = False
                return _unscored(np.flatnonzero(kept))
            case Having(facet, values):
                return _unscored(np.flatnonzero(self._columns.facet(facet).mask(values) & self._columns.live))
            case Boosted(part, extra):
                return _boosted(self.matches(part), self.matches(extra), self._columns.size)
            case Everything():
                return _unscored(self._columns.numbers)

    def _word(self, word: Word, prefix: str = "") -> Matches:
        """What matches a word, or, where there is one, a prefix in place of its terms."""
        records, sums = self._met(word.terms or prefix)
        # By themselves, not by way of the columns: what is remembered must not hold what remembers it.
        size, norms = self._columns.size, self._columns.norms
        information = word.boost * self._idf(len(records))

        def scored(wanted: Numbers) -> Floats:
            met = values_at(records, sums, wanted, size)
            scores: Floats = information * met / (met + norms[wanted])
            return scores

        matches = Matches(records, scored, information)
        if self._traces is not None and word.label:
            self._traces.append(_Trace(word, prefix, matches))
        return matches

    def _met(self, terms: tuple[Weighted, ...] | str) -> _Met:
        if isinstance(terms, str):
            return _Met(*summed([self._terms.beginning(terms)], self._columns.size))
        if len(terms) == 1:
            [(term, weight)] = terms
            postings = self._terms.postings(term)
            return _Met(postings.records, postings.weights if weight == 1.0 else weight * postings.weights)
        met = self._terms.memory.get(terms)
        if not isinstance(met, _Met):
            found = [(self._terms.postings(term), weight) for term, weight in terms]
            weighed = [Postings(one.records, weight * one.weights) for one, weight in found]
            met = _Met(*summed(weighed, self._columns.size))
            self._terms.memory.keep(terms, met, len(met.records) + 1)
        return met

    def _idf(self, count: int) -> float:
        return float(np.log1p((self._columns.count - count + 0.5) / (count + 0.5)))

    def _phrase(self, words: Sequence[Word]) -> Matches:
        parts = [self._word(word) for word in words]
        together = self._all(parts)
        # The rarest word first: there are the fewest places to compare the others with.
        order = sorted(range(len(words)), key=lambda number: len(parts[number].records))
        starts: Numbers | None = None
        within = together.records
        for offset in order if len(within) else ():
            here = [self._starts(term, within, offset) for term, _ in words[offset].terms]
            keys = np.sort(np.concatenate([within[:0], *here]))
            starts = keys if starts is None else starts[contains(keys, starts)]
            within = distinct(starts >> _POSITION_BITS)
        records = within if starts is not None else within[:0]
        return Matches(records, together.scored, together.information)

    def _starts(self, term: str, within: Numbers, offset: int) -> Numbers:
        """Where a phrase would begin that has the term at `offset`, as record and position in one number."""
        records, positions = self._terms.positions(term, within)
        return (records << _POSITION_BITS) + positions - offset

    def _all(self, parts: Sequence[Matches]) -> Matches:
        if not parts:
            return _unscored(self._columns.numbers)
        if len(parts) == 1:
            return parts[0]
        first, *others = sorted(parts, key=lambda part: len(part.records))
        records = first.records
        for part in others:
            records = records[contains(part.records, records, self._columns.size)]
        return Matches(records, _sum_of(parts), sum(part.information for part in parts))

    def _any(self, parts: Sequence[Matches], information: float) -> Matches:
        if len(parts) == 1:
            return Matches(parts[0].records, parts[0].scored, information)
        records, _ = summed([Postings(p.records, np.ones(len(p.records))) for p in parts], self._columns.size)
        return Matches(records, _sum_of_met(parts, self._columns.size), information)

    def _most(self, parts: Sequence[Matches], share: float) -> Matches:
        whole = sum(part.information for part in parts)
        known = [Postings(part.records, np.full(len(part.records), part.information)) for part in parts]
        records, met = summed(known, self._columns.size)
        # A hair of tolerance: sums of the same numbers in another order must not decide.
        return Matches(records[met >= share * whole - 1e-9], _sum_of_met(parts, self._columns.size), whole)

    def _chosen(self, request: Request, records: Numbers, matches: Matches) -> tuple[list[int], list[float]]:
        """Which of `records` the page shows, in order, and their scores."""
        last = request.offset + request.limit
        if last <= request.offset or request.offset >= len(records):
            return [], []
        scores: Floats | None = None
        if request.sort == "relevance":
            scores = matches.scored(records)
            costs = -np.round(scores, _DECIMALS)
        else:
            column = self._columns.sort(request.sort)
            ranks = column.ranks[records].astype(np.float64)
            costs = np.where(column.missing[records], np.inf, -ranks if request.descending else ranks)
        best = np.arange(len(records))
        if len(records) > 4 * last:
            # Sorting a few is cheaper than sorting all: keep what is at least as good as the last one shown.
            best = np.flatnonzero(costs <= np.partition(costs, last - 1)[last - 1])
        order = np.lexsort((self._columns.id_ranks(records[best]), costs[best]))
        shown = best[order][request.offset : last]
        if scores is None:
            # Scores are asked of records in ascending order.
            ascending = np.sort(shown)
            own = matches.scored(records[ascending])[np.searchsorted(ascending, shown)]
        else:
            own = scores[shown]
        return records[shown].tolist(), own.tolist()

    def _counts(self, name: str, found: Numbers, kept: Numbers, masks: Mapping[str, Mask]) -> dict[str, int]:
        if name in masks:
            kept = found[_all_of((mask for other, mask in masks.items() if other != name), found)]
        return self._columns.facet(name).counts(kept)

    def _reasons(self, number: int) -> tuple[Reason, ...]:
        reasons = []
        one = np.array([number])
        for word, prefix, matches in self._traces or ():
            if contains(matches.records, one)[0]:
                terms = self._terms.beginning_with(prefix) if prefix else [term for term, _ in word.terms]
                met = [term for term in terms if contains(self._terms.postings(term).records, one)[0]]
                reasons.append(Reason(word.label, tuple(dict.fromkeys(met)), float(matches.scored(one)[0])))
        return tuple(reasons)


def _unscored(records: Numbers) -> Matches:
    return Matches(records, lambda wanted: np.zeros(len(wanted)))


def _boosted(part: Matches, extra: Matches, size: int) -> Matches:
    raised = _sum_of_met([extra], size)
    return Matches(part.records, lambda wanted: part.scored(wanted) + raised(wanted), part.information)


def _sum_of(parts: Sequence[Matches]) -> Callable[[Numbers], Floats]:
    """The scores of records that meet all parts."""
    return lambda wanted: sum((part.scored(wanted) for part in parts), np.zeros(len(wanted)))


def _sum_of_met(parts: Sequence[Matches], size: int) -> Callable[[Numbers], Floats]:
    """The scores of records, each by the parts it meets; `size` is how many records there are at all."""

    def scored(wanted: Numbers) -> Floats:
        scores = np.zeros(len(wanted))
        for part in parts:
            if _SPARSE * len(part.records) < len(wanted):
                places = np.searchsorted(wanted, part.records)
                here = stands(wanted, places, part.records)
                scores[places[here]] += part.scored(part.records[here])
            else:
                here = contains(part.records, wanted, size)
                scores[here] += part.scored(wanted[here])
        return scores

    return scored


def _all_of(masks: Iterable[Mask], records: Numbers) -> Mask:
    kept = np.ones(len(records), np.bool_)
    for mask in masks:
        kept &= mask[records]
    return kept
