"""Counts of an engine as the trees a person chooses from: oblasts with their towns, themes, years, kinds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from depository.query import Query
from depository.results import FacetValue
from depository.schema import ALL_PARTNERS, NATIONAL, NO_YEAR, REGION
from depository.vocabulary import Theme, Vocabularies


def tree(
    facet: str, counts: Mapping[str, int], query: Query, vocabularies: Vocabularies
) -> tuple[FacetValue, ...]:
    """The values worth showing: those that would leave a record, and those chosen even at 0."""
    values = _Values(counts, frozenset(query.chosen(facet)))
    if facet == "city":
        return _places(values, vocabularies)
    if facet == "theme":
        return _themes(values, vocabularies.themes.roots, vocabularies)
    if facet == "year":
        years = {name for name in (*counts, *values.chosen) if name != NO_YEAR}
        return values.shown([*sorted(years, key=int), NO_YEAR])
    return values.shown(kind.id for kind in vocabularies.kinds)


class _Values(NamedTuple):
    """What a facet counts and what is chosen of it. Most of a vocabulary is neither, and costs nothing."""

    counts: Mapping[str, int]
    chosen: frozenset[str]

    def value(self, name: str, children: tuple[FacetValue, ...] = ()) -> FacetValue | None:
        """The value, or nothing where it is not worth showing."""
        count, selected = self.counts.get(name, 0), name in self.chosen
        return FacetValue(name, count, selected, children) if count or selected or children else None

    def shown(self, names: Iterable[str]) -> tuple[FacetValue, ...]:
        """Of the values `names` those worth showing."""
        return tuple(found for name in names if (found := self.value(name)))


def _places(values: _Values, vocabularies: Vocabularies) -> tuple[FacetValue, ...]:
    """Oblasts in Ukrainian order with their towns; then places outside any, then what names no town."""
    places = vocabularies.places
    oblasts = (values.value(oblast, values.shown(towns)) for oblast, towns in places.by_oblast)
    return (*filter(None, oblasts), *values.shown((*places.apart, ALL_PARTNERS, REGION, NATIONAL)))


def _themes(values: _Values, themes: Iterable[Theme], vocabularies: Vocabularies) -> tuple[FacetValue, ...]:
    """The tree in its own order; a theme with two broader ones stands under the first only."""
    under = vocabularies.themes.standing_under
    trees = (values.value(theme.id, _themes(values, under(theme.id), vocabularies)) for theme in themes)
    return tuple(filter(None, trees))
