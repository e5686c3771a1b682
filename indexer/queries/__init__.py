"""Queries to clauses: what was typed, what was meant, and what could have been meant."""

from indexer.queries.understanding import Reader

__all__ = ["Reader"]
