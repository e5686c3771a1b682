"""A form and the values of a record: nothing is lost between them, and what cannot be is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from depository.corpus import Corpus
from depository.errors import Problem
from web.desk.editing import filling, forms
from web.desk.editing.forms import Fields


def _values(fields: Fields) -> dict[str, Any]:
    return filling.values_of(forms.filled(fields)).values


def test_every_record_comes_back_from_its_form(corpus: Path) -> None:
    """Opened and read again, the values of each record of the collection are the same."""
    asked = {"status", "reason", "replaced_by", "added", "updated"}
    collection = Corpus(corpus)
    for record_id in collection.states():
        record = collection.read(record_id).record
        values = record.model_dump(mode="json", exclude_none=True, exclude=asked)

        back = _values(filling.record_fields(record))

        assert back == {
            name: value.strip() if name == "body" else value
            for name, value in values.items()
            if value not in ([], "") or name in ("places", "themes")
        }, record_id


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("2016, 2018–2020", [2016, 2018, 2019, 2020]),
        ("2018-2020", [2018, 2019, 2020]),
        ("2018 — 2019;2016", [2016, 2018, 2019]),
        ("2017 2019", [2017, 2019]),
        ("", []),
    ],
)
def test_years_as_people_write_them(typed: str, meant: list[int]) -> None:
    problems: list[Problem] = []

    assert filling.years(typed, problems) == meant
    assert problems == []


@pytest.mark.parametrize("typed", ["20200", "двадцятий", "2020–2018", "1000–2020", "20"])
def test_what_is_no_year_is_told(typed: str) -> None:
    """With what was typed, and the others are read all the same."""
    problems: list[Problem] = []

    assert filling.years(f"2016, {typed}", problems) == [2016]
    assert [problem.values["given"] for problem in problems] == [typed]


@pytest.mark.parametrize(
    "typed, value",
    [
        ("20", 20),
        ("12 000", 12_000),
        ("1 250 000", 1_250_000),
        ("1,5", 1.5),
        ("1.25", 1.25),
        ("9–12", "9–12"),
        ("12,000", "12,000"),
        ("16 (із 20)", "16 (із 20)"),
    ],
)
def test_numbers_as_people_write_them(typed: str, value: object) -> None:
    """What may be read in two ways stays as it was typed."""
    assert filling.number_of(typed) == value


def test_empty_rows_do_not_count() -> None:
    """A figure below an empty row is the first one, and known to stand in the second row."""
    fields = Fields([("figures-0-value", " "), ("figures-1-value", "20"), ("figures-1-unit", "осіб")])

    filled = filling.values_of(forms.filled(fields))

    assert filled.values["figures"] == [{"value": 20, "unit": "осіб"}]
    assert filled.rows["figures"] == (1,)


def test_windows_line_ends() -> None:
    """A browser sends them in every text."""
    fields = Fields([("body", "## Виклик\r\n\r\nБджоли.\r\n"), ("organisations", "Рада\r\n\r\nГО «Бджола»")])

    values = _values(fields)

    assert values["body"] == "## Виклик\n\nБджоли."
    assert values["organisations"] == ["Рада", "ГО «Бджола»"]
