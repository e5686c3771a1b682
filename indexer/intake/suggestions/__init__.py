"""What a record made of a text should say: each field proposed with the sentences that speak for it."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from depository.errors import Problem
from depository.intake import Evidence, Proposal
from depository.record import latest_year
from depository.vocabulary import Vocabularies
from indexer.analysis import Analyzer
from indexer.intake.source import Source
from indexer.intake.suggestions import (
    figures,
    homes,
    kinds,
    organisations,
    places,
    summaries,
    themes,
    titles,
    years,
)
from indexer.intake.suggestions.found import Found
from indexer.intake.suggestions.passages import Text, passages_of
from indexer.intake.suggestions.themes import Neighbor, Neighbors, nobody
from indexer.queries.thesaurus import Thesaurus

__all__ = ["Neighbor", "Neighbors", "Suggestions", "nobody"]

# Fields of one value; the others hold several.
_SINGLE = ("kind", "title", "summary", "horizon")


class Suggestions:
    """Proposes the fields of records for one set of vocabularies.

    `neighbors` gives the records of the collection most like a text, with what they are filed under.
    """

    def __init__(self, vocabularies: Vocabularies, analyzer: Analyzer, neighbors: Neighbors = nobody) -> None:
        self._vocabularies = vocabularies
        self._analyze = analyzer.tokens
        self._neighbors = neighbors
        self._thesaurus = Thesaurus(vocabularies, analyzer.tokens)

    def with_neighbors(self, neighbors: Neighbors) -> Suggestions:
        """The same suggestions beside another collection of records."""
        other = copy(self)
        other._neighbors = neighbors
        return other

    def propose(self, source: Source) -> Proposal:
        """What the source states, and for the fields it does not state what its text speaks for."""
        stated = {name: value for name, value in source.stated.items() if value not in (None, "", (), [])}
        every = self._found(source, stated)
        values: dict[str, Any] = {}
        evidence: dict[str, tuple[Evidence, ...]] = {}
        notes: list[Problem] = list(source.notes)
        for field, result in every.items():
            evidence[field] = result.evidence
            if field not in stated:
                notes += result.notes
                if result.values:
                    values[field] = result.values[0] if field in _SINGLE else list(result.values)
        for field, value in stated.items():
            values[field] = value
            evidence[field] = (*_as_stated(value), *evidence.get(field, ()))
        values.setdefault("body", source.markdown)
        return Proposal(
            values=_in_order(values),
            evidence={name: items for name, items in evidence.items() if items},
            notes=tuple(notes),
            file=source.name,
            line=source.line,
        )

    def _found(self, source: Source, stated: Mapping[str, Any]) -> dict[str, Found]:
        """What the text speaks for, by field."""
        title = titles.suggest(source.title, tuple(passages_of(source.markdown)))
        name = str(stated.get("title") or (title.values[0] if title.values else ""))
        text = Text.of(source.markdown, name, self._analyze)
        origin = stated.get("source")
        origin = origin if isinstance(origin, Mapping) else {}
        section, publication = str(origin.get("section") or ""), str(origin.get("publication") or "")
        where = places.suggest(text, self._vocabularies.places, self._analyze)
        where = homes.at_home(where, publication, self._vocabularies.places, self._analyze)
        chosen = tuple(stated.get("places") or where.values)
        return {
            "kind": kinds.suggest(name, bool(name) and section.endswith(name), self._vocabularies.kinds),
            "title": title,
            "summary": summaries.suggest(text, chosen),
            "places": where,
            "themes": themes.suggest(
                text, section, self._vocabularies.themes, self._thesaurus, self._analyze, self._neighbors
            ),
            "years": years.suggest(text, latest_year(), source.written),
            "horizon": years.horizon(text, latest_year()),
            "figures": figures.suggest(text),
            "organisations": organisations.suggest(text),
            "people": organisations.people(text),
        }


def _as_stated(value: Any) -> tuple[Evidence, ...]:
    values = value if isinstance(value, (list, tuple)) else (value,)
    return tuple(Evidence(item, _said(item)[:500], 1.0, "stated") for item in values)


def _said(value: Any) -> str:
    """A value as the file says it: of one in parts, its parts."""
    return ", ".join(str(part) for part in value.values()) if isinstance(value, Mapping) else str(value)


_ORDER = (
    "id",
    "kind",
    "title",
    "summary",
    "places",
    "scope",
    "themes",
    "years",
    "period",
    "horizon",
    "people",
)


def _in_order(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as a record's file has them."""
    first = [name for name in _ORDER if name in values]
    rest = [name for name in values if name not in _ORDER and name != "body"]
    return {name: values[name] for name in (*first, *rest, "body")}
