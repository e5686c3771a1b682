"""How good a search is, against judgements people made: pure arithmetic over lists of record ids.

Judgements are tab-separated text with the columns `query_id`, `query`, `kind` and `relevant`
(`record-id:grade …`, 2 answers the query, 1 is related). Nothing is quoted, for queries contain
quotation marks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from depository.errors import N_, Invalid, Problem

DEPTH = 10
_COLUMNS = ("query_id", "query", "kind", "relevant")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A query and the grade of every record relevant to it; where there is none, nothing shall be found."""

    query_id: str
    query: str
    kind: str
    relevant: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one query found, measured; the figures are None for a query that shall find nothing."""

    judgement: Judgement
    found: tuple[str, ...]
    ndcg: float | None
    recall: float | None
    reciprocal_rank: float | None
    success: float | None

    @property
    def is_false_hit(self) -> bool:
        """Whether something was found where nothing should be."""
        return not self.judgement.relevant and bool(self.found)


@dataclass(frozen=True, slots=True)
class Summary:
    """Means over the queries that have something to find, and how many of the others found something."""

    queries: int
    ndcg: float | None
    recall: float | None
    reciprocal_rank: float | None
    success: float | None
    negatives: int
    false_hits: int


def parse(text: str, *, file: str = "") -> list[Judgement]:
    """The judgements in `text`; raises Invalid with every line that is none."""
    judgements: list[Judgement] = []
    problems: list[Problem] = []
    message = N_("Four columns between tabs are expected, the last like “record-id:2 other-id:1”.")
    lines = [line.rstrip("\r") for line in text.removeprefix("\ufeff").split("\n")]
    if tuple(lines[0].split("\t")) != _COLUMNS:
        header = N_("The first line must name the columns, separated by tabs: {columns}.")
        raise Invalid([Problem(header, values={"columns": ", ".join(_COLUMNS)}, file=file, line=1)])
    for number, line in enumerate(lines[1:], 2):
        if line.strip():
            try:
                judgements.append(_judgement(line))
            except ValueError:
                problems.append(Problem(message, file=file, line=number))
    if problems:
        raise Invalid(problems)
    return judgements


def measure(judgement: Judgement, found: Sequence[str]) -> Outcome:
    """How well `found`, the best first, answers the query."""
    first = tuple(found[:DEPTH])
    grades = judgement.relevant
    if not grades:
        return Outcome(judgement, first, None, None, None, None)
    return Outcome(
        judgement, first, ndcg(first, grades), recall(first, grades), reciprocal_rank(first, grades),
        float(bool(first) and first[0] in grades),
    )  # fmt: skip


def ndcg(found: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """Discounted cumulative gain as a share of the best possible (Järvelin and Kekäläinen 2002).

    The gain is the grade itself (not 2^grade − 1, which would count an answer as three related
    records), the discount log2(1 + rank): what trec_eval calls ndcg_cut.
    """
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(record_id, 0) for record_id in found[:depth]]) / best if best else 0.0


def recall(found: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """The share of the relevant records that is among the first `depth`."""
    relevant = {record_id for record_id, grade in grades.items() if grade > 0}
    return len(relevant.intersection(found[:depth])) / len(relevant) if relevant else 0.0


def reciprocal_rank(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """One divided by the rank of the first relevant record."""
    ranks = (rank for rank, record_id in enumerate(found, 1) if grades.get(record_id, 0) > 0)
    return 1 / next(ranks, math.inf)


def summarize(outcomes: Iterable[Outcome]) -> Summary:
    """The figures of many queries as one."""
    all_of_them = list(outcomes)
    judged = [outcome for outcome in all_of_them if outcome.judgement.relevant]
    return Summary(
        queries=len(all_of_them),
        ndcg=_mean(judged, lambda outcome: outcome.ndcg),
        recall=_mean(judged, lambda outcome: outcome.recall),
        reciprocal_rank=_mean(judged, lambda outcome: outcome.reciprocal_rank),
        success=_mean(judged, lambda outcome: outcome.success),
        negatives=len(all_of_them) - len(judged),
        false_hits=sum(outcome.is_false_hit for outcome in all_of_them),
    )


def by_kind(outcomes: Iterable[Outcome]) -> dict[str, Summary]:
    """A summary for each kind of query, in the order in which the kinds first come."""
    kinds: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        kinds.setdefault(outcome.judgement.kind, []).append(outcome)
    return {kind: summarize(members) for kind, members in kinds.items()}


def _judgement(line: str) -> Judgement:
    """The judgement in `line`; raises ValueError where it is none."""
    query_id, query, kind, *rest = line.split("\t")
    relevant: dict[str, int] = {}
    for pair in " ".join(rest).split():
        record_id, _, grade = pair.rpartition(":")
        if not record_id or int(grade) < 0:
            raise ValueError(pair)
        relevant[record_id] = int(grade)
    if not query_id or not kind or len(rest) > 1:
        raise ValueError(line)
    return Judgement(query_id, query, kind, {i: grade for i, grade in relevant.items() if grade})


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(1 + rank) for rank, grade in enumerate(grades, 1))


def _mean(outcomes: Sequence[Outcome], figure: Callable[[Outcome], float | None]) -> float | None:
    figures = [value for outcome in outcomes if (value := figure(outcome)) is not None]
    return sum(figures) / len(figures) if figures else None
