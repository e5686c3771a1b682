"""The id of a new record: made of its place and its title."""

from __future__ import annotations

import re

import pytest

from depository.service import Depository


@pytest.mark.parametrize(
    "title, places, wanted",
    [
        ("Коломия завела громадську пасіку", ["kolomyia"], "kolomyia-zavela-hromadsku-pasiku"),
        ("Громадська пасіка", ["kolomyia"], "kolomyia-hromadska-pasika"),
        ("Об’єднані громади: щит і м'яч", [], "obiednani-hromady-shchyt-miach"),
        ("Open data", ["vinnytsia"], "vinnytsia-open-data"),
        ("Бар облаштував ковзанку", ["bar"], "bar-oblashtuvav-kovzanku"),
        ("Долини нові шляхи", ["dolyna"], "dolyna-novi-shliakhy"),
        ("Долина троянд", ["bar"], "bar-dolyna-troiand"),
        ("Сад у двох містах", ["bar", "dolyna"], "sad-dvokh-mistakh"),
        ("", [], "zapys"),
        ("«…»", ["dolyna"], "dolyna"),
    ],
)
def test_of_title_and_place(depository: Depository, title: str, places: list[str], wanted: str) -> None:
    """In Latin letters by the government's table; a place that the title names is not named twice."""
    assert depository.language.id_of(title, places) == wanted


@pytest.mark.parametrize("title", ["Щ" * 300, "слово " * 60, "   ", "a-" * 200, "ʼ’'"])
def test_it_is_always_an_id(depository: Depository, title: str) -> None:
    """Whatever the title is, the corpus takes it."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", depository.language.id_of(title, []))
    assert len(depository.language.id_of(title, [])) <= 80
