"""The one table of a run: every measure a row, every size a column, with the aims beside the figures."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.table import Table

from tests.bench.bench import Figure, Figures

_BEGIN, _END = "<!-- bench: begin -->", "<!-- bench: end -->"
_HEADINGS = {
    "plain": "Words joined by AND, all facets, ten hits (ms, p50 / p95)",
    "ratio": "The same as ratios",
    "full": "The full path: query text to ten snippets (ms, p50 / p95)",
    "other": "Everything else one may ask (ms, p50 / p95)",
    "pages": "Pages, without network (ms, p50 / p95)",
    "load": "Pages over the network, sixteen connections (wrk), the best of several rounds",
    "analysis": "Analysis",
    "build": "Building",
    "start": "Starting",
    "memory": "Memory",
    "freshness": "Freshness (p50 / p95)",
}


@dataclass(frozen=True)
class Aim:
    """Limits by size: of the one number, or of median and 95th percentile; None sets no limit."""

    limits: Mapping[int, tuple[float | None, ...]]
    at_least: bool = False

    def met(self, size: int, figure: Figure) -> bool | None:
        """Whether the figure is within the limits; None where there are none."""
        if size not in self.limits:
            return None
        numbers = figure if isinstance(figure, tuple) else (figure,)
        pairs = [(n, limit) for n, limit in zip(numbers, self.limits[size], strict=True) if limit is not None]
        return all(n >= limit if self.at_least else n <= limit for n, limit in pairs)

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        return "; ".join(f"{size:,}: {_limits(numbers, sign)}" for size, numbers in self.limits.items())


def _limits(numbers: Sequence[float | None], sign: str) -> str:
    """«≤ 2.5 / 10», or «p95 ≤ 10» where only that one is limited."""
    if len(numbers) == 2 and None in numbers:
        return (
            f"p50 {sign} {_shown(numbers[0])}" if numbers[1] is None else f"p95 {sign} {_shown(numbers[1])}"
        )
    return f"{sign} {' / '.join(map(_shown, numbers))}"


AIMS: Mapping[str, Aim] = {
    "ratio: this service to Tantivy, warm p50": Aim({100_000: (3,)}),
    "ratio: FTS5 to this service, warm p50": Aim({100_000: (5,)}, at_least=True),
    "ratio: this service to FTS5, first use p95": Aim({100_000: (0.5,)}),
    "ratio: slowest other to full path, p50": Aim({10_000: (5,), 100_000: (5,)}),
    "full: all of these": Aim({10_000: (2.5, 10), 100_000: (8, 40)}),
    "pages: search page": Aim({10_000: (8, None)}),
    "load: results pages, requests/s": Aim({10_000: (250,)}, at_least=True),
    "load: results pages, p99, ms": Aim({10_000: (60,)}),
    "load: errors": Aim({1_000: (0,), 10_000: (0,), 100_000: (0,)}),
    "pages: autocomplete": Aim({10_000: (None, 10), 100_000: (None, 10)}),
    "other: autocomplete": Aim({10_000: (None, 10), 100_000: (None, 10)}),
    "build: this service, records/s": Aim({10_000: (400,)}, at_least=True),
    "build: this service, seconds": Aim({100_000: (360,)}),
    "start: process to first answer, s": Aim({10_000: (1.5,), 100_000: (6,)}),
    "memory: after 100 queries, MB": Aim({10_000: (200,), 100_000: (700,)}),
    "freshness: saved to found by another process, ms": Aim({10_000: (None, 300), 100_000: (None, 1000)}),
    "freshness: empty answers meanwhile": Aim({1_000: (0,), 10_000: (0,), 100_000: (0,)}),
}


def with_ratios(figures: Figures) -> Figures:
    """The figures of one size, and what follows from them."""
    more: Figures = {}

    def ratio(label: str, over: str, under: str, place: int) -> None:
        first, second = figures.get(over), figures.get(under)
        if isinstance(first, tuple) and isinstance(second, tuple) and second[place]:
            more[f"ratio: {label}"] = first[place] / second[place]

    ratio("this service to Tantivy, warm p50", "plain: this service, warm", "plain: Tantivy, warm", 0)
    ratio("FTS5 to this service, warm p50", "plain: SQLite FTS5, warm", "plain: this service, warm", 0)
    ratio("Whoosh to this service, warm p50", "plain: Whoosh, plain, warm", "plain: this service, warm", 0)
    ratio(
        "this service to FTS5, first use p95",
        "plain: this service, first use",
        "plain: SQLite FTS5, first use",
        1,
    )
    # Completions are no search, and have an aim of their own.
    others = [name for name in figures if name.startswith("other:") and name != "other: autocomplete"]
    if others:
        slowest = max(others, key=lambda name: _middle(figures[name]))
        ratio("slowest other to full path, p50", slowest, "full: all of these", 0)
    return {**figures, **more}


def disagreements(figures: Figures) -> list[str]:
    """Engines that found other records or counted other facets than this service did."""
    ours = {
        name.rsplit(" ", 1)[1]: value
        for name, value in figures.items()
        if name.startswith("check: this service")
    }
    checks = {name: value for name, value in figures.items() if name.startswith("check: ") and ours}
    return [f"{name}: {value} instead of {ours[name.rsplit(' ', 1)[1]]}" for name, value in checks.items()
            if value != ours[name.rsplit(" ", 1)[1]]]  # fmt: skip


def terminal(results: Mapping[int, Figures]) -> Table:
    """The table as the terminal shows it."""
    table = Table(title=_title())
    for number, heading in enumerate(_columns(results)):
        table.add_column(heading, justify="left" if number in (0, len(results) + 2) else "right")
    for section, lines in _sections(results):
        table.add_section()
        table.add_row(f"[bold]{section}[/bold]")
        for line in lines:
            table.add_row(*line)
    return table


def write(path: Path, results: Mapping[int, Figures], note: str) -> None:
    """Put the table between the marks in the Markdown file at `path`."""
    heading = _columns(results)
    lines = [
        _title(),
        note,
        "",
        f"| {' | '.join(heading)} |",
        "|---|" + "---:|" * (len(heading) - 2) + "---|",
    ]
    for section, rows in _sections(results):
        lines.append(f"| **{section}** |" + " |" * (len(heading) - 1))
        lines += [f"| {' | '.join(row)} |" for row in rows]
    before, _, rest = path.read_text(encoding="utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    path.write_text(f"{before}{_BEGIN}\n\n" + "\n".join(lines) + f"\n\n{_END}{after}", encoding="utf-8")


def _columns(results: Mapping[int, Figures]) -> list[str]:
    return ["measure", *(f"{size:,} records" for size in results), "growth", "aim"]


def _sections(results: Mapping[int, Figures]) -> Iterator[tuple[str, list[list[str]]]]:
    figures = {size: with_ratios(found) for size, found in results.items()}
    names = list(dict.fromkeys(name for found in figures.values() for name in found))
    for prefix, heading in _HEADINGS.items():
        rows = [_row(name, figures) for name in names if name.startswith(f"{prefix}: ")]
        if rows:
            yield heading, rows


def _row(name: str, figures: Mapping[int, Figures]) -> list[str]:
    aim = AIMS.get(name)
    cells = []
    for size, found in figures.items():
        figure = found.get(name)
        met = aim.met(size, figure) if aim and figure is not None else None
        cells.append(_cell(figure) + {True: " ✓", False: " ✗", None: ""}[met])
    return [
        name.split(": ", 1)[1],
        *cells,
        _growth([found.get(name) for found in figures.values()]),
        str(aim or ""),
    ]


def _growth(values: Sequence[Figure | None]) -> str:
    """From each size to the next, by the median."""
    known = [_middle(value) if value is not None else 0.0 for value in values]
    steps = [
        f"×{after / before:.2g}" if before and after else "–"
        for before, after in zip(known, known[1:], strict=False)
    ]
    return " ".join(steps)


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    return " / ".join(map(_shown, figure)) if isinstance(figure, tuple) else _shown(figure)


def _shown(number: float | None) -> str:
    """Two or three digits that mean something."""
    if number is None:
        return "–"
    if number >= 100 or number == int(number):
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def _middle(figure: Figure) -> float:
    return figure[0] if isinstance(figure, tuple) else figure


def _title() -> str:
    machine = f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}"
    return f"{date.today().isoformat()}, {machine}"
