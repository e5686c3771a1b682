"""The map: every town lies where it should, and what is drawn is what is counted."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from flask import Flask
from flask.testing import FlaskClient

from depository.query import Query
from depository.service import Depository
from web import map

Point = tuple[float, float]


def _rings(path: str) -> list[list[Point]]:
    """The closed lines of derived path data: one M, then relative steps."""
    rings = []
    for line in path.strip("z").split("z"):
        numbers = [int(number) for number in re.findall(r"-?\d+", line)]
        x, y = numbers[0], numbers[1]
        ring = [(float(x), float(y))]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((float(x), float(y)))
        rings.append(ring)
    return rings


def _inside(point: Point, path: str) -> bool:
    """Even-odd: how often a ray to the right crosses the lines."""
    x, y = point
    crossings = 0
    for ring in _rings(path):
        for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                crossings += 1
    return crossings % 2 == 1


def test_every_town_lies_inside_its_oblast(depository: Depository) -> None:
    """The projection fits the outlines: each town falls into its oblast and into no other."""
    regions = {region["id"]: region["path"] for region in map.outlines()["regions"]}
    towns = [
        p for p in depository.vocabularies.places if p.lat is not None and p.lon is not None and p.oblast
    ]

    for town in towns:
        point = map.project(town.lat or 0, town.lon or 0)

        assert [name for name, path in regions.items() if _inside(point, path)] == [town.oblast], town.id
    assert len([town for town in towns if town.partner]) == 16


@pytest.mark.parametrize(
    ("lat", "lon", "region"),
    [
        (44.95, 34.10, "krym"),
        (44.60, 33.52, "krym"),
        (45.36, 36.47, "krym"),
        (48.02, 37.80, "donetska-oblast"),
        (48.57, 39.31, "luhanska-oblast"),
        (50.45, 30.52, "misto-kyiv"),
        (49.84, 24.03, "lvivska-oblast"),
    ],
    ids=["Сімферополь", "Севастополь", "Керч", "Донецьк", "Луганськ", "Київ", "Львів"],
)
def test_ukraine_is_whole(lat: float, lon: float, region: str) -> None:
    """The internationally recognised border: Crimea with Sevastopol, Donetsk and Luhansk are in it."""
    shape = map.outlines()
    paths = {r["id"]: r["path"] for r in shape["regions"]}
    point = map.project(lat, lon)

    assert _inside(point, shape["border"])
    assert _inside(point, paths[region])
    assert len(paths) == 26


def test_circles_are_counts_of_the_query(app: Flask, depository: Depository) -> None:
    """Every circle has the number of the page it leads to, and the table says the same."""
    with app.test_request_context("/uk/map"):
        results = depository.search(Query("туризм"))
        drawing = map.drawing(results.query, results.facets["city"], depository.vocabularies, "uk")

    assert drawing.spots
    towns = {town.url: town.count for line in drawing.lines for town in (line, *line.towns)}
    for spot in drawing.spots:
        narrowed = depository.search(Query("туризм").with_filter("city", spot.id))
        assert spot.count == narrowed.total == towns[spot.url]


def test_labels_do_not_meet(app: Flask, depository: Depository) -> None:
    """Where there is no room for a name there is none; names never lie on each other."""
    with app.test_request_context("/uk/map"):
        results = depository.search(Query())
        drawing = map.drawing(results.query, results.facets["city"], depository.vocabularies, "uk")
    boxes = [map._box(s, s.label_x, s.label_y, s.anchor) for s in drawing.spots if s.anchor]

    assert len(boxes) >= len(drawing.spots) - 3
    for number, box in enumerate(boxes):
        for other in boxes[number + 1 :]:
            width = min(box.right, other.right) - max(box.left, other.left)
            height = min(box.bottom, other.bottom) - max(box.top, other.top)
            assert width <= 2 or height <= 2


def test_the_map_names_its_source(client: FlaskClient) -> None:
    """CC BY asks for attribution, and gets it on the page."""
    page = client.get("/uk/map").text

    assert "@svg-maps/ukraine" in page
    assert "CC BY 4.0" in page
