"""Choices made in the text of a query: `місто:Вінниця`, `тема:туризм`, `рік:2018..2020`, `вид:програма`."""

from __future__ import annotations

import re

from depository.engine import Having
from depository.record import FIRST_YEAR, latest_year
from depository.vocabulary import Vocabularies
from indexer.analysis import Analyzer
from indexer.queries.syntax import Narrowed, Node, Plain
from indexer.queries.thesaurus import Thesaurus

# The longest names have three words more than the first: «Горішні Плавні», «Шкільний громадський бюджет».
_MOST_WORDS = 3
_YEARS = re.compile(r"(\d{4})(?:(\.\.|-|–)(\d{4})?)?", re.ASCII)


class Choices:
    """Finds the facet values that people name."""

    def __init__(self, analyzer: Analyzer, thesaurus: Thesaurus, vocabularies: Vocabularies) -> None:
        self._analyzer = analyzer
        self._thesaurus = thesaurus
        self._vocabularies = vocabularies

    def having(self, node: Narrowed) -> Having | None:
        """What the choice asks for; None where no vocabulary knows the value."""
        value = node.value.strip(" .,;:!?")
        find = {"city": self._places, "theme": self._themes, "kind": self._kinds, "year": _years}[node.facet]
        values = find(value)
        return Having(node.facet, values) if values else None

    def stretched(self, node: Narrowed, following: Node) -> tuple[Narrowed, Node]:
        """`місто:Горішні Плавні` without quotation marks: a name of several words is taken whole."""
        if node.facet in ("city", "theme") and isinstance(following, Plain):
            words = following.text.split()
            for count in range(min(_MOST_WORDS, len(words)), 0, -1):
                longer = Narrowed(node.facet, " ".join([node.value, *words[:count]]))
                if self.having(longer) is not None:
                    return longer, Plain(" ".join(words[count:]))
        return node, following

    def _places(self, value: str) -> frozenset[str]:
        if value in self._vocabularies.places:
            return frozenset({value})
        named = self._analyzer.place_named(value[:1].upper() + value[1:])
        return frozenset(place for place in named if place in self._vocabularies.places)

    def _themes(self, value: str) -> frozenset[str]:
        value = self._vocabularies.themes.successor(value) or value
        if value in self._vocabularies.themes:
            return frozenset({value})
        theme = self._thesaurus.theme(self._analyzer.tokens(value))
        return frozenset({theme} if theme else ())

    def _kinds(self, value: str) -> frozenset[str]:
        wanted = value.lower()
        return frozenset(
            kind.id
            for kind in self._vocabularies.kinds
            if wanted in (kind.id, kind.label.uk.lower(), kind.label.en.lower())
        )


def _years(value: str) -> frozenset[str]:
    """`2020`, `2018..2020`, `2018..`: an open span runs to this year."""
    match = _YEARS.fullmatch(value)
    if match is None:
        return frozenset()
    first = int(match[1])
    last = int(match[3]) if match[3] else latest_year() if match[2] else first
    return frozenset(map(str, range(max(first, FIRST_YEAR), min(last, latest_year()) + 1)))
