"""Counts of an engine as the trees a person chooses from: oblasts with their towns, themes, years, kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from depository.collation import sort_key
from depository.query import Query
from depository.results import FacetValue
from depository.schema import ALL_PARTNERS, NATIONAL, NO_YEAR, REGION
from depository.vocabulary import Theme, Vocabularies

_Make = Callable[..., FacetValue]


def tree(
    facet: str, counts: Mapping[str, int], query: Query, vocabularies: Vocabularies
) -> tuple[FacetValue, ...]:
    """The values worth showing: those that would leave a record, and those chosen even at 0."""
    chosen = set(query.chosen(facet))

    def value(name: str, children: Iterable[FacetValue] = ()) -> FacetValue:
        return FacetValue(name, counts.get(name, 0), name in chosen, tuple(children))

    def shown(values: Iterable[FacetValue]) -> tuple[FacetValue, ...]:
        return tuple(v for v in values if v.count or v.selected or v.children)

    if facet == "city":
        return _places(value, shown, vocabularies)
    if facet == "theme":
        return _themes(value, shown, vocabularies)
    if facet == "year":
        years = sorted((name for name in {*counts, *chosen} if name != NO_YEAR), key=int)
        return shown([*(value(year) for year in years), value(NO_YEAR)])
    return shown(value(kind.id) for kind in vocabularies.kinds)


def _places(
    value: _Make, shown: Callable[[Iterable[FacetValue]], tuple[FacetValue, ...]], vocabularies: Vocabularies
) -> tuple[FacetValue, ...]:
    """Oblasts in Ukrainian order with their towns; then places outside any, then what names no town."""

    def in_order(places: Iterable[object]) -> list[str]:
        named = {p.id: p.label.uk for p in places}  # type: ignore[attr-defined]
        return sorted(named, key=lambda place_id: sort_key(named[place_id]))

    oblasts = [
        value(region, shown(value(town) for town in in_order(vocabularies.places.towns_of(region))))
        for region in in_order(vocabularies.places.regions)
    ]
    apart = [p for p in vocabularies.places if not p.oblast and p not in vocabularies.places.regions]
    return shown(
        [*oblasts, *(value(p) for p in in_order(apart)), value(ALL_PARTNERS), value(REGION), value(NATIONAL)]
    )


def _themes(
    value: _Make, shown: Callable[[Iterable[FacetValue]], tuple[FacetValue, ...]], vocabularies: Vocabularies
) -> tuple[FacetValue, ...]:
    """The tree in its own order; a theme with two broader ones stands under the first only."""

    def under(theme: Theme) -> FacetValue:
        narrower = (t for t in vocabularies.themes.narrower(theme.id) if t.broader[0] == theme.id)
        return value(theme.id, shown(under(t) for t in narrower))

    return shown(under(theme) for theme in vocabularies.themes.roots)
