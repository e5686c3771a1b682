"""What is typed into a form and the values of a record: a pair, `values_of` and `fields_of`.

Values are those of the front matter, as YAML would have them, and `body`. What cannot be made a value
stays as it was typed and comes with a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from depository.errors import N_, Problem
from depository.record import Record
from web.desk.editing.forms import Fields, RecordForm

_PLAIN = ("title", "title_en", "summary", "summary_en", "scope", "period", "horizon")
_LISTED = ("organisations", "named")
_ROWS: Mapping[str, tuple[str, ...]] = {
    "figures": ("value", "unit", "counts", "approx"),
    "people": ("name", "role"),
}
_SOURCE = ("publication", "publisher", "year", "section", "page", "heading", "url", "rights")
# Of a span of years: nobody did anything for longer.
_LONGEST_SPAN = 60
_YEARS = re.compile(r"(\d{4})(?:–(\d{4}))?")
_DASH = re.compile(r"\s*[-–—]\s*")
_NOT_YEARS = N_("“{given}” is not a year or a span of years: write them like 2016, 2018–2020.")


@dataclass(frozen=True)
class Filled:
    """The values somebody typed; `rows` says in which row of the form each figure and person stands."""

    values: dict[str, Any]
    problems: tuple[Problem, ...] = ()
    rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def values_of(form: RecordForm) -> Filled:
    """The values in `form`; what is left empty is left out."""
    data = form.data
    values: dict[str, Any] = {"id": _line(data["id"]), "kind": _line(data["kind"])}
    values |= {name: _line(data[name]) for name in _PLAIN}
    values |= {name: list(dict.fromkeys(data[name] or [])) for name in ("places", "themes")}
    values |= {name: [line for each in _lines(data[name]) if (line := _line(each))] for name in _LISTED}
    rows = {}
    for name, columns in _ROWS.items():
        rows[name], values[name] = _filled_rows(data[name], columns)
    values["source"] = _source(data["source"])
    problems: list[Problem] = []
    values["years"] = years(_line(data["years"]), problems)
    kept = {name: value for name, value in values.items() if value not in ("", [], {})}
    kept["themes"] = values["themes"]
    kept["places"] = values["places"]
    kept["body"] = "\n".join(_lines(data["body"])).strip()
    return Filled(kept, tuple(problems), rows)


def fields_of(values: Mapping[str, Any]) -> Fields:
    """The form's fields for `values`: what `values_of` makes the same values of."""
    fields = Fields()
    for name in ("id", "kind", *_PLAIN, "body"):
        fields[name] = _shown(values.get(name))
    for name in ("places", "themes"):
        fields.setlist(name, [str(each) for each in values.get(name) or ()])
    for name in _LISTED:
        fields[name] = "\n".join(map(str, values.get(name) or ()))
    for name, columns in _ROWS.items():
        for number, row in enumerate(values.get(name) or ()):
            for column in columns:
                fields[f"{name}-{number}-{column}"] = _shown(row.get(column))
    for name in _SOURCE:
        fields[f"source-{name}"] = _shown((values.get("source") or {}).get(name))
    fields["years"] = years_text(values.get("years") or ())
    return fields


def record_fields(record: Record) -> Fields:
    """The form's fields for a record."""
    return fields_of(record.model_dump(mode="json", exclude_none=True))


def years(text: str, problems: list[Problem]) -> list[int]:
    """The years in «2016, 2018–2020»; what is none of them is told in `problems`."""
    found: list[int] = []
    for part in re.split(r"[,;\s]+", _DASH.sub("–", text)):
        span = _YEARS.fullmatch(part)
        first, last = (int(span[1]), int(span[2] or span[1])) if span else (0, 0)
        if not part:
            continue
        if span is None or not first <= last <= first + _LONGEST_SPAN:
            problems.append(Problem(_NOT_YEARS, "years", {"given": part[:40]}))
        else:
            found += range(first, last + 1)
    return sorted(set(found))


def years_text(given: Sequence[Any]) -> str:
    """Years as one writes them: 2016, 2018–2020; two in a row stay two."""
    runs: list[list[Any]] = []
    for year in given:
        if runs and isinstance(year, int) and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(_run(run) for run in runs)


def _run(run: Sequence[Any]) -> str:
    return f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run))


def _filled_rows(
    rows: Iterable[Mapping[str, str | None]], columns: tuple[str, ...]
) -> tuple[tuple[int, ...], list[dict[str, Any]]]:
    """The rows in which something is written, and where they stand."""
    numbers, found = [], []
    for number, row in enumerate(rows):
        written = {column: _line(row[column]) for column in columns}
        kept: dict[str, Any] = {column: text for column, text in written.items() if text}
        if "value" in kept:
            kept["value"] = number_of(kept["value"])
        if kept:
            numbers.append(number)
            found.append(kept)
    return tuple(numbers), found


def number_of(text: str) -> int | float | str:
    """A number as people write it: 12 000 and 1,5 are numbers, 9–12 stays a text."""
    bare = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)", "", text)
    if re.fullmatch(r"-?\d{1,15}", bare):
        return int(bare)
    # «12,000» is twelve thousand to some and twelve to others: it stays as it was typed.
    if re.fullmatch(r"-?\d{1,12}(\.\d{1,6}|,(\d{1,2}|\d{4,6}))", bare):
        return float(bare.replace(",", "."))
    return text


def _source(given: Mapping[str, str | None]) -> dict[str, Any]:
    found: dict[str, Any] = {name: text for name in _SOURCE if (text := _line(given[name]))}
    for name in ("year", "page"):
        if name in found and re.fullmatch(r"[1-9]\d{0,5}", found[name]):
            found[name] = int(found[name])
    return found


def _shown(value: Any) -> str:
    """A value as it stands in a field: a number with its decimal comma, nothing for what is not there."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(value)


def _line(given: str | None) -> str:
    """Text of a field that makes one line or one paragraph."""
    return " ".join((given or "").split())


def _lines(given: str | None) -> Iterator[str]:
    yield from (given or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
