"""The id of a new record: made of its title and its place, and never one that is taken."""

from __future__ import annotations

import pytest
from flask import Flask

from depository.corpus import Corpus
from depository.errors import RecordNotFound
from web.desk import naming


@pytest.mark.parametrize(
    "title, places, wanted",
    [
        ("Коломия завела громадську пасіку", ["kolomyia"], "kolomyia-zavela-hromadsku-pasiku"),
        ("Громадська пасіка", ["kolomyia"], "kolomyia-hromadska-pasika"),
        ("Об’єднані громади: щит і м'яч", [], "obiednani-hromady-shchyt-miach"),
        ("Open data", ["vinnytsia"], "vinnytsia-open-data"),
        ("", [], "zapys"),
        ("«…»", ["dolyna"], "dolyna"),
    ],
)
def test_of_title_and_place(desk_app: Flask, title: str, places: list[str], wanted: str) -> None:
    """In Latin letters by the government's table, the place first unless the title begins with it."""
    with desk_app.app_context():
        assert naming.proposed(title, places, lambda _: False) == wanted


def test_a_taken_one_gets_a_number(desk_app: Flask) -> None:
    taken = {"sad", "sad-2"}

    with desk_app.app_context():
        assert naming.proposed("Сад", [], taken.__contains__) == "sad-3"


@pytest.mark.parametrize("title", ["Щ" * 300, "слово " * 60, "   ", "a-" * 200, "ʼ’'"])
def test_it_is_always_an_id(desk_app: Flask, title: str) -> None:
    """Whatever the title is, the corpus takes it."""
    with desk_app.app_context():
        record_id = naming.proposed(title, [], lambda _: False)

    try:
        Corpus(desk_app.config["SETTINGS"].corpus).path(record_id)
    except RecordNotFound:
        pytest.fail(f"{record_id!r} cannot be an id")
