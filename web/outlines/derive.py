"""Derives `ukraine.json` from the npm package `@svg-maps/ukraine`; run once, by hand.

    npm pack @svg-maps/ukraine && tar xf svg-maps-ukraine-*.tgz
    uv run --with shapely web/outlines/derive.py package/index.js

The drawing is a plain Mercator projection: fitted to the extreme points of the oblasts, the residue is
about one unit of the 1000-unit drawing (1.5 km). Neighbours are simplified together, so that no gap
opens between them. `tests/web/test_map.py` checks the result against the gazetteer's coordinates.
"""

from __future__ import annotations

import json
import math
import re
import sys
from pathlib import Path
from typing import Any

import shapely  # type: ignore[import-not-found,import-untyped,unused-ignore]
from shapely.geometry import Polygon  # type: ignore[import-not-found,import-untyped,unused-ignore]

# Id and names of every region by its id in the package; ids are the gazetteer's where it has the region.
NAMES = {
    "cherkasy": ("cherkaska-oblast", "Черкаська область", "Cherkasy Oblast"),
    "chernihiv": ("chernihivska-oblast", "Чернігівська область", "Chernihiv Oblast"),
    "chernivtsi": ("chernivetska-oblast", "Чернівецька область", "Chernivtsi Oblast"),
    "crimea": ("krym", "Автономна Республіка Крим і Севастополь", "Crimea and Sevastopol"),
    "dnipropetrovsk": ("dnipropetrovska-oblast", "Дніпропетровська область", "Dnipropetrovsk Oblast"),
    "donetsk": ("donetska-oblast", "Донецька область", "Donetsk Oblast"),
    "ivano-frankivsk": ("ivano-frankivska-oblast", "Івано-Франківська область", "Ivano-Frankivsk Oblast"),
    "kharkiv": ("kharkivska-oblast", "Харківська область", "Kharkiv Oblast"),
    "kherson": ("khersonska-oblast", "Херсонська область", "Kherson Oblast"),
    "khmelnytskyi": ("khmelnytska-oblast", "Хмельницька область", "Khmelnytskyi Oblast"),
    "kirovohrad": ("kirovohradska-oblast", "Кіровоградська область", "Kirovohrad Oblast"),
    "kyiv": ("kyivska-oblast", "Київська область", "Kyiv Oblast"),
    "kyiv-city": ("misto-kyiv", "Місто Київ", "City of Kyiv"),
    "luhansk": ("luhanska-oblast", "Луганська область", "Luhansk Oblast"),
    "lviv": ("lvivska-oblast", "Львівська область", "Lviv Oblast"),
    "mykolaiv": ("mykolaivska-oblast", "Миколаївська область", "Mykolaiv Oblast"),
    "odessa": ("odeska-oblast", "Одеська область", "Odesa Oblast"),
    "poltava": ("poltavska-oblast", "Полтавська область", "Poltava Oblast"),
    "rivne": ("rivnenska-oblast", "Рівненська область", "Rivne Oblast"),
    "sumy": ("sumska-oblast", "Сумська область", "Sumy Oblast"),
    "ternopil": ("ternopilska-oblast", "Тернопільська область", "Ternopil Oblast"),
    "vinnytsia": ("vinnytska-oblast", "Вінницька область", "Vinnytsia Oblast"),
    "volyn": ("volynska-oblast", "Волинська область", "Volyn Oblast"),
    "zakarpattia": ("zakarpatska-oblast", "Закарпатська область", "Zakarpattia Oblast"),
    "zaporizhia": ("zaporizka-oblast", "Запорізька область", "Zaporizhzhia Oblast"),
    "zhytomyr": ("zhytomyrska-oblast", "Житомирська область", "Zhytomyr Oblast"),
}
# The package leaves Sevastopol out. Its coast from north to south by its capes and bays, latitude and
# longitude; the last four points lie inland and only close the line within Crimea. Capes Khersones
# (44.5831, 33.3803), Fiolent (44.4986, 33.4889) and Aya (44.4289, 33.6489), as encyclopedias give them,
# lie within .003 degrees of these, a fifth of a unit of the drawing.
SEVASTOPOL = (
    (44.843, 33.560),
    (44.777, 33.543),
    (44.722, 33.546),
    (44.672, 33.545),
    (44.636, 33.520),
    (44.615, 33.512),
    (44.600, 33.424),
    (44.583, 33.378),
    (44.557, 33.403),
    (44.530, 33.456),
    (44.501, 33.491),
    (44.493, 33.597),
    (44.430, 33.646),
    (44.420, 33.690),
    (44.387, 33.739),
    (44.425, 33.920),
    (44.600, 33.920),
    (44.750, 33.820),
    (44.830, 33.680),
)
# Corners that span a triangle smaller than the square of this many units are taken away.
TOLERANCE = 2.5
# x = SCALE · lon + X0 and y = Y0 − SCALE · mercator(lat), both in degrees.
SCALE, X0, Y0 = 55.33, -1223.9, 3414.9

_STEP = re.compile(r"[A-Za-z]|-?\d*\.?\d+")


def main(package: Path) -> None:
    """Write `ukraine.json` beside this file from the package's `index.js`."""
    text = package.read_text(encoding="utf-8")
    drawing = json.loads(text[text.index("{") : text.rindex("}") + 1])
    regions = {place["id"]: area(rings(place["path"])) for place in drawing["locations"]}
    regions["crimea"] = regions["crimea"].union(Polygon(project(*point) for point in SEVASTOPOL))
    simple = dict(zip(regions, shapely.coverage_simplify(list(regions.values()), TOLERANCE), strict=True))
    outlines = {
        "source": "@svg-maps/ukraine 2.0.0, CC BY 4.0, simplified",
        "width": 1000,
        "height": 670,
        "projection": {"scale": SCALE, "x0": X0, "y0": Y0},
        "border": path(shapely.union_all(list(simple.values())), holes=False),
        "regions": [described(key, simple[key]) for key in NAMES],
    }
    lines = json.dumps(outlines, ensure_ascii=False, indent=1)
    Path(__file__).with_name("ukraine.json").write_text(lines + "\n", encoding="utf-8")


def rings(path_data: str) -> list[list[tuple[float, float]]]:
    """The closed lines of a path of M, m, l and z: all the package uses."""
    found: list[list[tuple[float, float]]] = []
    steps = _STEP.findall(path_data)
    command, x, y, at = "", 0.0, 0.0, 0
    while at < len(steps):
        if steps[at].isalpha():
            command, at = steps[at], at + 1
            if command == "z":
                x, y = found[-1][0]
            continue
        dx, dy = float(steps[at]), float(steps[at + 1])
        x, y, at = (dx, dy, at + 2) if command == "M" else (x + dx, y + dy, at + 2)
        if command in "Mm":
            found.append([])
            command = "l"
        # All coordinates lie on a grid of 0.1, where neighbours meet exactly.
        found[-1].append((round(x, 1), round(y, 1)))
    return found


def project(lat: float, lon: float) -> tuple[float, float]:
    """Where a place lies on the drawing."""
    mercator = math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))
    return round(SCALE * lon + X0, 1), round(Y0 - SCALE * mercator, 1)


def area(lines: list[list[tuple[float, float]]]) -> Any:
    """The polygons of a region: a ring inside a greater one is a hole."""
    whole = Polygon()
    for polygon in sorted((Polygon(line).buffer(0) for line in lines), key=lambda p: -p.area):
        whole = whole.difference(polygon) if whole.contains(polygon) else whole.union(polygon)
    return whole


def described(key: str, region: Any) -> dict[str, Any]:
    """A region as it stands in the file; `at` is a point well inside, for a label."""
    name, uk, en = NAMES[key]
    inside = shapely.maximum_inscribed_circle(region).coords[0]
    return {
        "id": name,
        "uk": uk,
        "en": en,
        "at": [round(inside[0]), round(inside[1])],
        "path": path(region),
    }


def path(region: Any, *, holes: bool = True) -> str:
    """SVG path data in whole units, relative steps; islands too small to see are left out."""
    polygons = [p for p in getattr(region, "geoms", [region]) if p.area > 12]
    lines = [ring for p in polygons for ring in (p.exterior, *(p.interiors if holes else ()))]
    return "".join(_line(list(ring.coords)) for ring in lines)


def _line(points: list[tuple[float, float]]) -> str:
    whole = [(round(x), round(y)) for x, y in points[:-1]]
    steps = [(x - px, y - py) for (px, py), (x, y) in zip(whole, whole[1:], strict=False)]
    moves = " ".join(f"{dx} {dy}" for dx, dy in steps if dx or dy)
    return f"M{whole[0][0]} {whole[0][1]}l{moves.replace(' -', '-')}z"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
