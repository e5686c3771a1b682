"""Clauses evaluated over postings and columns: which records match, and what they score.

The arithmetic is that of `depository.engine`; here it is done for whole arrays of records at once.
Whoosh's own matchers are not used: several of them are wrong in ways the engine contract would show
(see ARCHITECTURE.md), and counting facets through them is slow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from depository.engine import (
    K1,
    All,
    Any,
    B,
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

# Positions are packed beside record numbers into one integer: no record has 2^24 words.
_POSITION_BITS = 24
# Scores are compared after rounding, so that ties go by id whatever the order of summation was.
_DECIMALS = 6


class Postings(NamedTuple):
    """The records that have a term, ascending, and its weight in each."""

    records: Numbers
    weights: Floats


class TermIndex(Protocol):
    """Where postings come from; deleted records never appear in them."""

    def postings(self, term: str) -> Postings: ...

    def positions(self, term: str) -> tuple[Numbers, Numbers]:
        """Record and position of every occurrence, in that order."""

    def beginning_with(self, prefix: str) -> Sequence[str]: ...


class Matches(NamedTuple):
    """Records that match, ascending, their scores, and the information the clause carries."""

    records: Numbers
    scores: Floats
    information: float = 0.0


class _Trace(NamedTuple):
    word: Word
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
        self._norms = K1 * (1 - B + B * columns.lengths / columns.average)
        self._traces: list[_Trace] | None = None

    def page(self, request: Request) -> Page:
        """The page `request` asks for."""
        self._traces = [] if request.explain else None
        matches = self.matches(request.clause)
        masks = {name: self._columns.facet(name).mask(values) for name, values in request.filters.items()}
        passing = _all_of(masks.values(), matches.records)
        kept, scores = (matches.records[passing], matches.scores[passing]) if masks else matches[:2]
        chosen = self._chosen(request, kept, scores)
        facets = {name: self._counts(name, matches.records, kept, masks) for name in request.facets}
        numbers = [int(number) for number in kept[chosen]]
        reasons = [self._reasons(number) for number in numbers]
        return Page(
            len(kept), len(matches.records), numbers, [float(s) for s in scores[chosen]], facets, reasons
        )

    def matches(self, clause: Clause) -> Matches:
        match clause:
            case Word():
                return self._word(clause)
            case Prefix(prefix, boost, label):
                terms = tuple(Weighted(term, 1.0) for term in self._terms.beginning_with(prefix))
                return self._word(Word(terms, boost, label))
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
                return self._boosted(self.matches(part), self.matches(extra))
            case Everything():
                return _unscored(self._columns.numbers)

    def _word(self, word: Word) -> Matches:
        records, met = self._met(word)
        information = word.boost * self._idf(len(records))
        matches = Matches(records, information * met / (met + self._norms[records]), information)
        if self._traces is not None and word.label:
            self._traces.append(_Trace(word, matches))
        return matches

    def _met(self, word: Word) -> tuple[Numbers, Floats]:
        """The records that match a word, and for each the weighted sum over its terms."""
        if len(word.terms) == 1:
            [(term, weight)] = word.terms
            records, weights = self._terms.postings(term)
            return records, weight * weights
        sums = np.zeros(self._columns.size)
        matched = np.zeros(self._columns.size, np.bool_)
        for term, weight in word.terms:
            records, weights = self._terms.postings(term)
            sums[records] += weight * weights
            matched[records] = True
        records = np.flatnonzero(matched)
        return records, sums[records]

    def _idf(self, count: int) -> float:
        return float(np.log1p((self._columns.count - count + 0.5) / (count + 0.5)))

    def _phrase(self, words: Sequence[Word]) -> Matches:
        parts = [self._word(word) for word in words]
        starts: Numbers | None = None
        for offset, word in enumerate(words):
            here = [self._terms.positions(term) for term, _ in word.terms]
            keys = [(records << _POSITION_BITS) + positions - offset for records, positions in here]
            found = np.unique(np.concatenate(keys)) if keys else np.empty(0, np.int64)
            starts = found if starts is None else np.intersect1d(starts, found, assume_unique=True)
        records = np.unique(starts >> _POSITION_BITS) if starts is not None else np.empty(0, np.int64)
        scores = sum((_scores_at(part, records) for part in parts), np.zeros(len(records)))
        return Matches(records, scores, sum(part.information for part in parts))

    def _all(self, parts: Sequence[Matches]) -> Matches:
        if not parts:
            return _unscored(self._columns.numbers)
        records = min((part.records for part in parts), key=len)
        for part in parts:
            records = records[_contains(part.records, records)]
        scores = sum((_scores_at(part, records) for part in parts), np.zeros(len(records)))
        return Matches(records, scores, sum(part.information for part in parts))

    def _any(self, parts: Sequence[Matches], information: float) -> Matches:
        if len(parts) == 1:
            return Matches(parts[0].records, parts[0].scores, information)
        sums = np.zeros(self._columns.size)
        matched = np.zeros(self._columns.size, np.bool_)
        for part in parts:
            sums[part.records] += part.scores
            matched[part.records] = True
        records = np.flatnonzero(matched)
        return Matches(records, sums[records], information)

    def _most(self, parts: Sequence[Matches], share: float) -> Matches:
        whole = sum(part.information for part in parts)
        any_part = self._any(parts, whole)
        met = np.zeros(self._columns.size)
        for part in parts:
            met[part.records] += part.information
        # A hair of tolerance: sums of the same numbers in another order must not decide.
        enough = met[any_part.records] >= share * whole - 1e-9
        return Matches(any_part.records[enough], any_part.scores[enough], whole)

    def _boosted(self, part: Matches, extra: Matches) -> Matches:
        here = _contains(extra.records, part.records)
        scores = part.scores.copy()
        scores[here] += _scores_at(extra, part.records[here])
        return Matches(part.records, scores, part.information)

    def _chosen(self, request: Request, records: Numbers, scores: Floats) -> Numbers:
        """Which of `records` the page shows, as indices into them, in order."""
        last = request.offset + request.limit
        if last <= request.offset or request.offset >= len(records):
            return np.empty(0, np.int64)
        if request.sort == "relevance":
            costs = -np.round(scores, _DECIMALS)
        else:
            column = self._columns.sort(request.sort)
            ranks = column.ranks[records].astype(np.float64)
            costs = np.where(column.missing[records], np.inf, -ranks if request.descending else ranks)
        best = np.arange(len(records))
        if len(records) > 4 * last:
            # Sorting a few is cheaper than sorting all: keep what is at least as good as the last one shown.
            best = np.flatnonzero(costs <= np.partition(costs, last - 1)[last - 1])
        order = np.lexsort((self._columns.id_ranks[records[best]], costs[best]))
        return best[order][request.offset : last]

    def _counts(self, name: str, found: Numbers, kept: Numbers, masks: Mapping[str, Mask]) -> dict[str, int]:
        if name in masks:
            kept = found[_all_of((mask for other, mask in masks.items() if other != name), found)]
        return self._columns.facet(name).counts(kept)

    def _reasons(self, number: int) -> tuple[Reason, ...]:
        reasons = []
        for word, matches in self._traces or ():
            if _contains(matches.records, np.array([number]))[0]:
                score = float(_scores_at(matches, np.array([number]))[0])
                met = [t for t, _ in word.terms if number in self._terms.postings(t).records]
                reasons.append(Reason(word.label, tuple(dict.fromkeys(met)), score))
        return tuple(reasons)


def _unscored(records: Numbers) -> Matches:
    return Matches(records, np.zeros(len(records)))


def _contains(sorted_numbers: Numbers, wanted: Numbers) -> Mask:
    """For each of `wanted`, whether it stands in `sorted_numbers`."""
    if not len(sorted_numbers):
        return np.zeros(len(wanted), np.bool_)
    places = np.minimum(np.searchsorted(sorted_numbers, wanted), len(sorted_numbers) - 1)
    found: Mask = sorted_numbers[places] == wanted
    return found


def _scores_at(matches: Matches, records: Numbers) -> Floats:
    """The scores of `records`, each of which is among the matches."""
    return matches.scores[np.searchsorted(matches.records, records)]


def _all_of(masks: Iterable[Mask], records: Numbers) -> Mask:
    kept = np.ones(len(records), np.bool_)
    for mask in masks:
        kept &= mask[records]
    return kept
