"""A record keeps its rules, and says in a sentence which one was broken."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from depository import yamltext
from depository.record import FIRST_YEAR, latest_year
from tests.depository.samples import record


def problems_with(**values: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        record(**values)
    found = yamltext.problems_of(caught.value, yamltext.YamlText({}, {}))
    return [problem.located() for problem in found]


def test_years_are_sorted_and_given_once() -> None:
    assert record(years=[2020, 2018, 2020]).years == (2018, 2020)


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, latest_year() + 1, 20200, -2020])
def test_a_practice_is_of_our_time_and_has_happened(year: int) -> None:
    """A year that is a typing error, or a plan, is refused with the years that will do."""
    (problem,) = problems_with(years=[2020, year])

    assert problem == (
        f"years: {year} cannot be a year of the practice: give years from {FIRST_YEAR} to {latest_year()}."
    )


def test_every_wrong_year_is_named() -> None:
    (problem,) = problems_with(years=[20200, 2019, 2099])

    assert problem.startswith("years: 20200, 2099 cannot be years of the practice")


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, latest_year() + 1, 20200, 0])
def test_a_source_is_of_our_time_and_has_appeared(year: int) -> None:
    (problem,) = problems_with(source={"publication": "Звіт", "year": year})

    assert problem == (
        f"source.year: {year} cannot be the year of publication: "
        f"give a year from {FIRST_YEAR} to {latest_year()}."
    )


@pytest.mark.parametrize("field", ["added", "updated"])
def test_no_record_comes_from_the_future(field: str) -> None:
    """Tomorrow is somewhere today already; the day after is a slip of the hand."""
    today = max(date.today(), date(2026, 11, 23))
    assert getattr(record(**{field: today + timedelta(days=1)}), field) > today

    (problem,) = problems_with(**{field: today + timedelta(days=2)})

    assert problem.startswith(f"{field}: {today + timedelta(days=2)} has not come yet")


@pytest.mark.parametrize(
    ("given", "kept", "span"),
    [
        ("2015–2021", "2015–2021", (2015, 2021)),
        ("2015-2021", "2015–2021", (2015, 2021)),
        ("2020", "2020", (2020, 2020)),
        ("2020–2020", "2020", (2020, 2020)),
    ],
)
def test_a_period_is_kept_in_one_spelling(given: str, kept: str, span: tuple[int, int]) -> None:
    written = record(period=given)

    assert (written.period, written.span) == (kept, span)


@pytest.mark.parametrize("period", ["2021–2015", "давно", "2015–", "15–21", "1900–2000", "2015–2099"])
def test_a_period_that_is_no_span_is_refused(period: str) -> None:
    assert problems_with(period=period) == [
        f"period: “{period}” is not a span of years: write it like 2015–2021."
    ]


def test_years_say_more_than_a_period() -> None:
    assert record(years=[2017, 2019], period="2015–2021").span == (2017, 2019)


def test_a_record_without_time_has_no_span() -> None:
    assert record(horizon="2028").span is None


@pytest.mark.parametrize("scope", ["all-partners", "national"])
def test_a_record_may_stand_for_a_whole_country_instead_of_a_place(scope: str) -> None:
    assert record(places=[], scope=scope).places == ()


@pytest.mark.parametrize("scope", [None, "settlement", "region"])
def test_a_record_is_somewhere(scope: str | None) -> None:
    (problem,) = problems_with(places=[], scope=scope)

    assert "needs a place" in problem


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"themes": []}, "themes"),
        ({"title": "   "}, "title"),
        ({"title": None}, "title"),
        ({"id": "Яремче"}, "id"),
        ({"id": "../passwd"}, "id"),
        ({"id": "yaremche--turyzm"}, "id"),
        ({"body": "\n  \n"}, "body"),
        ({"city": "Яремче"}, "city"),
        ({"years": ["2020"]}, None),
        ({"years": 2020}, "years"),
        ({"years": [2020.5]}, "years[1]"),
        ({"status": "ready"}, "status"),
        ({"source": {"publication": "Звіт", "url": "javascript:alert(1)"}}, "source.url"),
        ({"figures": [{"value": 5, "counts": "шкіл"}]}, "figures[1].unit"),
        ({"people": ["Іваненко"]}, "people[1]"),
    ],
)
def test_each_broken_rule_is_named_with_its_field(values: dict[str, Any], field: str | None) -> None:
    """Every problem is one sentence that begins with the field a person has to mend."""
    if field is None:
        assert record(**values).years == (2020,)  # a quoted year is still a year
        return
    found = problems_with(**values)

    assert [problem.partition(":")[0] for problem in found] == [field]
    assert all(problem.endswith((".", ")", "”")) for problem in found), found


def test_all_problems_are_told_at_once() -> None:
    found = problems_with(themes=[], title="", years=[3000], body="")

    assert len(found) == 4


def test_places_and_themes_are_kept_once_in_the_order_given() -> None:
    """The first theme is the main one, so order matters."""
    assert record(themes=["tourism", "economy", "tourism"]).themes == ("tourism", "economy")


def test_a_record_does_not_change() -> None:
    with pytest.raises(ValidationError):
        record().title = "Інша назва"  # type: ignore[misc]


def test_a_body_runs_nothing() -> None:
    """All that could run is named, so that it is taken out in one go."""
    (problem,) = problems_with(body="<script>alert(1)</script> <img src=x onerror=alert(1)>")

    assert problem.startswith("body: The text holds what a browser could run (<script>, onerror=):")
