"""The wrong keyboard is seen through, and the right one is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analyzer
from indexer.queries.layout import looks_mistyped, switch_layout


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ghjtrn", "проект"),
        (",.l;tn", "бюджет"),
        ("]cnb", "їсти"),
        ("'rjyjvsrf", "єкономіка"),
        ("<>L:TN", "БЮДЖЕТ"),
        ("щзут вфеф", "open data"),
    ],
)
def test_the_keys_are_those_of_the_other_keyboard(typed: str, meant: str) -> None:
    assert switch_layout(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ghjtrn", "проект"),
        ("irskmybq ,.l;tn", "шкільний бюджет"),
        ("cnhfntusz hjpdbnre", "стратегія розвитку"),
        ("Gjknfdf", "Полтава"),
        ("{vskmybr", "Хмільник"),
        ("бюджет vscnf", "бюджет міста"),
        ("щзут вфеф", "open data"),
        ("ыщсшфд", "social"),
        ("dsyybwz 2019", "вінниця 2019"),
    ],
)
def test_mistyped_text_is_recognised(analyzer: Analyzer, typed: str, meant: str) -> None:
    assert looks_mistyped(typed, analyzer.knows) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "проєкт", "стратегія розвитку", "керамика", "ветирани АТО", "Франик", "смузі-бар", "Згуровський",
        "ProZorro", "Franko Snail", "open data", "gender", "led", "USAID", "city branding", "SWOT", "GIZ",
        "FM", "Yaremche", "Vidkryte misto", "2019", "", "?!", "м. Бар", "ЦНАП",
    ],
)  # fmt: skip
def test_what_makes_sense_or_may_be_a_typo_is_left_alone(analyzer: Analyzer, typed: str) -> None:
    assert looks_mistyped(typed, analyzer.knows) is None


@given(st.text())
def test_any_text_may_be_asked_about(text: str) -> None:
    looks_mistyped(text, str.isalpha)
    switch_layout(text)
