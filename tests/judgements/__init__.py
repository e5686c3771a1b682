"""Queries that people judged, and how a search answers them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from depository import evaluation
from depository.evaluation import Judgement, Outcome
from depository.query import Query
from depository.service import Depository

QUERIES = Path(__file__).with_name("queries.tsv")

# A search, as far as judgements go: the ids of the records a query finds, the best first.
Search = Callable[[str], Sequence[str]]


def read(path: Path = QUERIES) -> list[Judgement]:
    """The judgements of a file."""
    return evaluation.parse(path.read_text(encoding="utf-8"), file=str(path))


def search_of(service: Depository) -> Search:
    """The first page that the depository shows."""
    return lambda text: [hit.card.id for hit in service.search(Query(text)).hits]


def outcomes(judgements: Iterable[Judgement], search: Search) -> list[Outcome]:
    """Every query asked and measured."""
    return [evaluation.measure(judgement, search(judgement.query)) for judgement in judgements]
