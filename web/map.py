"""A map of Ukraine as values for a template: outlines, and a circle for every town with records found.

The outlines lie in `outlines/ukraine.json`, in the same projection as `project`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from depository.query import Query
from depository.results import FacetValue
from depository.vocabulary import Place, Vocabularies
from web import params

_FILE = Path(__file__).parent / "outlines" / "ukraine.json"

# In units of the drawing, which is 1000 wide: letters of 20 units are 14 px on a map of 700 px.
_LETTER = 20
_LETTER_WIDTH = 0.58
_SMALLEST = 6.5


class Box(NamedTuple):
    """A rectangle taken up on the map."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        apart = self.right < other.left or other.right < self.left
        return not (apart or self.bottom < other.top or other.bottom < self.top)


class Region(NamedTuple):
    """An oblast: its line, and whether it is the one spoken of."""

    id: str
    label: str
    path: str
    current: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """A town with its records: a circle, and a label where there is room for one."""

    id: str
    label: str
    count: int
    url: str
    x: int
    y: int
    radius: int
    current: bool
    label_x: int = 0
    label_y: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table that says the same as the map; towns stand under their oblast."""

    label: str
    count: int
    url: str
    towns: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """The map of one query."""

    width: int
    height: int
    border: str
    regions: tuple[Region, ...]
    spots: tuple[Spot, ...]
    lines: tuple[Line, ...]


@lru_cache(maxsize=1)
def outlines() -> Mapping[str, Any]:
    """The derived outlines: border, regions and projection."""
    read: Mapping[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return read


def project(lat: float, lon: float) -> tuple[float, float]:
    """Where a place lies on the drawing (Mercator)."""
    scale, x0, y0 = (outlines()["projection"][name] for name in ("scale", "x0", "y0"))
    mercator = math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))
    return scale * lon + x0, y0 - scale * mercator


def drawing(
    query: Query, cities: Iterable[FacetValue], vocabularies: Vocabularies, language: str, current: str = ""
) -> Drawing:
    """The map for `query`, whose city facet is `cities`; `current` is a place to show alone,
    an oblast with its towns."""
    values = tuple(cities)
    shape = outlines()
    drawn = sorted(_spots(query, values, vocabularies, language, current), key=_weight)
    spots = tuple(_labelled(drawn))
    return Drawing(
        shape["width"],
        shape["height"],
        shape["border"],
        tuple(Region(r["id"], r[language], r["path"], r["id"] == current) for r in shape["regions"]),
        spots,
        tuple(_lines(query, values, vocabularies, language)),
    )


def _flat(values: Iterable[FacetValue]) -> Iterator[FacetValue]:
    for value in values:
        yield value
        yield from _flat(value.children)


def _link(query: Query, place_id: str) -> str:
    """The records of one place instead of those chosen before: that is what the count beside it counts."""
    return params.url("catalog.search", query.without_facet("city").with_filter("city", place_id))


def _spots(
    query: Query, cities: Iterable[FacetValue], vocabularies: Vocabularies, language: str, current: str
) -> Iterator[Spot]:
    for value in _flat(cities):
        place = vocabularies.places.get(value.value)
        at = _at(place, value) if place else None
        here = place and current in ("", place.id, place.oblast)
        if place and at and here and (value.count or place.id == current):
            x, y = at
            radius = round(_SMALLEST + 2.8 * math.sqrt(value.count))
            chosen = place.id == current or value.selected
            label = _short(place.label.in_language(language))
            url = _link(query, place.id)
            yield Spot(place.id, label, value.count, url, round(x), round(y), radius, chosen)


def _short(name: str) -> str:
    """The name as maps write it."""
    return name.replace(" область", " обл.")


def _at(place: Place, value: FacetValue) -> tuple[float, float] | None:
    """A town lies where the gazetteer says; an oblast stands for itself only where no town of it is found."""
    if place.lat is not None and place.lon is not None:
        return project(place.lat, place.lon)
    if any(child.count for child in value.children):
        return None
    return next(((r["at"][0], r["at"][1]) for r in outlines()["regions"] if r["id"] == place.id), None)


def _weight(spot: Spot) -> tuple[bool, int, str]:
    """The greatest are drawn first, under the others, and get the best room for their labels."""
    return not spot.current, -spot.count, spot.id


def _labelled(spots: list[Spot]) -> Iterator[Spot]:
    taken = [Box(s.x - s.radius, s.y - s.radius, s.x + s.radius, s.y + s.radius) for s in spots]
    for number, spot in enumerate(spots):
        for x, y, anchor in _candidates(spot):
            box = _box(spot, x, y, anchor)
            if _on_the_map(box) and not any(box.meets(other) for i, other in enumerate(taken) if i != number):
                taken.append(box)
                spot = replace(spot, label_x=round(x), label_y=round(y), anchor=anchor)
                break
        yield spot


def _candidates(spot: Spot) -> Iterator[tuple[float, float, str]]:
    """Right of the circle, left, below, above; then the corners, then a little further off."""
    r = spot.radius + 4
    middle, below, above = spot.y + _LETTER * 0.35, spot.y + r + _LETTER * 0.75, spot.y - r - 1
    half = _width(spot) / 2
    centered = min(max(spot.x, half + 1), outlines()["width"] - half - 1)
    yield spot.x + r, middle, "start"
    yield spot.x - r, middle, "end"
    yield centered, below, "middle"
    yield centered, above, "middle"
    for dx, anchor in ((r * 0.7, "start"), (-r * 0.7, "end")):
        yield spot.x + dx, below - 4, anchor
        yield spot.x + dx, above + 4, anchor
    for further in (8, 16):
        yield centered, above - further, "middle"
        yield centered, below + further, "middle"


def _width(spot: Spot) -> float:
    return len(f"{spot.label} {spot.count}") * _LETTER * _LETTER_WIDTH


def _box(spot: Spot, x: float, y: float, anchor: str) -> Box:
    width = _width(spot)
    left = {"start": x, "end": x - width, "middle": x - width / 2}[anchor]
    return Box(left, y - _LETTER * 0.8, left + width, y + _LETTER * 0.2)


def _on_the_map(box: Box) -> bool:
    width, height = outlines()["width"], outlines()["height"]
    return box.left >= 0 and box.right <= width and box.top >= 0 and box.bottom <= height


def _lines(
    query: Query, cities: Iterable[FacetValue], vocabularies: Vocabularies, language: str
) -> Iterator[Line]:
    for value in cities:
        place = vocabularies.places.get(value.value)
        if place and value.count:
            label = place.label.in_language(language)
            towns = tuple(_lines(query, value.children, vocabularies, language))
            yield Line(label, value.count, _link(query, place.id), towns)
