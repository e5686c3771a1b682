"""Where one machine ends: what was measured at the two largest sizes, carried on to a limit.

Between two sizes a figure grows by some power of the number of records; it is taken to go on growing so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.bench.bench import Figure, Figures

_BEGIN, _END = "<!-- scaling: begin -->", "<!-- scaling: end -->"
# Fewer records than this say more about the start of a process than about a collection.
_LEAST = 10_000
# How many times farther than the largest collection measured an estimate is worth anything.
_FARTHEST = 100


class Limit(NamedTuple):
    """A figure, by its name in the run, and what one would not want it to exceed; of two numbers the second
    (the 95th percentile) where `high`."""

    measure: str
    shown: str
    limit: float
    high: bool = False


LIMITS = (
    Limit("full: all of these", "a search, p95, ms", 200, high=True),
    Limit("plain: this service, first use", "words never asked before, p95, ms", 100, high=True),
    Limit("pages: search page", "a results page, p50, ms", 100),
    Limit("load: results pages, requests/s", "results pages a second, no fewer than", 25),
    Limit("freshness: saved to found by another process, ms", "saved to found, p95, ms", 3_000, high=True),
    Limit("freshness: whole corpus looked through, ms", "the whole corpus looked through, ms", 10_000),
    Limit("start: process to first answer, s", "start of a process, s", 30),
    Limit("memory: after all queries, MB", "memory of a process, MB", 4_000),
    Limit("build: this service, seconds", "building everything anew, s", 3_600),
    Limit("build: this service, MB on disk", "index on disk, MB", 50_000),
)


def write(path: Path, results: Mapping[int, Figures]) -> None:
    """Put the table between the marks in the Markdown file at `path`."""
    sizes = sorted(results)
    heading = ["measure", *(f"{size:,} records" for size in sizes), "limit", "reached at about"]
    lines = [f"| {' | '.join(heading)} |", "|---|" + "---:|" * (len(heading) - 1)]
    for limit in LIMITS:
        values = {size: _number(results[size].get(limit.measure), limit.high) for size in sizes}
        cells = [_shown(values[size]) for size in sizes]
        row = [limit.shown, *cells, f"{limit.limit:,.0f}", _reached(values, limit.limit)]
        lines.append(f"| {' | '.join(row)} |")
    before, _, rest = path.read_text(encoding="utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    path.write_text(f"{before}{_BEGIN}\n\n" + "\n".join(lines) + f"\n\n{_END}{after}", encoding="utf-8")


def _number(figure: Figure | None, high: bool) -> float | None:
    return figure[1 if high else 0] if isinstance(figure, tuple) else figure


def _shown(number: float | None) -> str:
    return "–" if number is None else f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def _reached(values: Mapping[int, float | None], limit: float) -> str:
    """The number of records, in two digits, at which the limit would be met."""
    known = [(size, value) for size, value in values.items() if value and size >= _LEAST]
    if len(known) < 2:
        return "–"
    (size, value), (larger, there) = known[-2:]
    power = math.log(there / value) / math.log(larger / size)
    farthest = larger * _FARTHEST
    beyond = f"beyond {farthest:,}"
    if abs(power) <= 0.01:
        return beyond
    reached = larger * math.exp(min(math.log(limit / there) / power, math.log(_FARTHEST) + 1))
    if reached > farthest:
        return beyond
    digits = 10 ** max(0, math.floor(math.log10(reached)) - 1)
    return f"{round(reached / digits) * digits:,}"
