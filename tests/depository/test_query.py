"""A query never changes: every choice gives a new one, on its first page."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from depository.query import PAGE_SIZE, Query

QUERY = Query("туризм", (("city", "yaremche"), ("year", "2020")), year_from=2016, page=3)


@pytest.mark.parametrize(
    "changed",
    [
        QUERY.with_filter("theme", "tourism"),
        QUERY.with_filter("city", "yaremche"),
        QUERY.without_filter("city", "yaremche"),
        QUERY.toggled("city", "yaremche"),
        QUERY.without_facet("year"),
        QUERY.without_years(),
        QUERY.with_text("мед"),
        QUERY.sorted_by("title"),
    ],
)
def test_every_change_leads_back_to_the_first_page(changed: Query) -> None:
    """Page 3 of another question would be a page nobody asked for."""
    assert changed.page == 1
    assert QUERY.page == 3


def test_a_choice_can_be_taken_back() -> None:
    assert QUERY.toggled("theme", "tourism").toggled("theme", "tourism") == QUERY.on_page(1)


def test_a_choice_is_made_once() -> None:
    assert QUERY.with_filter("year", "2020").filters == QUERY.filters


def test_choices_of_one_facet_leave_the_others_alone() -> None:
    assert QUERY.without_facet("city").filters == (("year", "2020"),)
    assert QUERY.chosen("city") == ("yaremche",)
    assert QUERY.chosen("kind") == ()


def test_pages_follow_each_other() -> None:
    assert [QUERY.on_page(page).offset for page in (1, 2, 3)] == [0, PAGE_SIZE, 2 * PAGE_SIZE]


@pytest.mark.parametrize(
    ("query", "is_empty"),
    [(Query(), True), (Query("  "), True), (Query(sort="title", page=2), True), (QUERY, False)]
    + [(Query(year_to=2020), False), (Query(filters=(("kind", "case-study"),)), False)],
)
def test_a_query_is_empty_when_nothing_is_asked(query: Query, is_empty: bool) -> None:
    assert query.is_empty is is_empty


def test_a_query_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        QUERY.text = "мед"  # type: ignore[misc]
