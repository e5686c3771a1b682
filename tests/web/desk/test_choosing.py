"""Places and themes are chosen by any of their names, and nothing else is taken for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.web.desk.conftest import SignIn
from web.desk.editing import choosing


@pytest.fixture
def at_the_desk(desk_app: Flask) -> Iterator[None]:
    with desk_app.test_request_context("/uk/desk/new/x"):
        yield


@pytest.mark.parametrize(
    "typed, ids",
    [
        ("Яремче", ["yaremche"]),
        ("  ЯРЕМЧЕ ", ["yaremche"]),
        ("yaremche", ["yaremche"]),
        ("Yaremche", ["yaremche"]),
        ("Яремче, Хмільник; Бар", ["yaremche", "khmilnyk", "bar"]),
        ("Яремче (Івано-Франківська область)", ["yaremche"]),
        ("", []),
    ],
)
def test_by_name(at_the_desk: None, typed: str, ids: list[str]) -> None:
    """In either language, whatever the case, several at once."""
    assert choosing.resolved("places", typed) == (ids, "", [])


def test_what_names_nothing_is_left_and_told(at_the_desk: None) -> None:
    """With names that look alike; wrong spellings find them and are not shown."""
    ids, left, problems = choosing.resolved("places", "Хмільник, Яремчо")

    assert (ids, left) == (["khmilnyk"], "Яремчо")
    assert [problem.field for problem in problems] == ["places"]
    assert str(problems[0].values["near"]) == " (≈ Яремче)"


def test_a_merged_theme_is_not_offered(desk_app: Flask, at_the_desk: None) -> None:
    themes = desk_app.extensions["depository"].vocabularies.themes

    offered = {choice.id for choice in choosing.everything("themes")}

    assert offered == {theme.id for theme in themes if not theme.replaced_by}


def test_beginnings_for_a_script(person: SignIn) -> None:
    """The whole name first, then those that begin so, then those with such a word; no more than a few.

    Where nothing is typed, the first ones.
    """
    olena = person()

    choices = olena.get("/uk/desk/concepts?kind=places&q=бар").json
    many = olena.get("/uk/desk/concepts?kind=themes&q=а").json

    assert choices and choices["choices"][0]["id"] == "bar"
    assert many and 0 < len(many["choices"]) <= 12
    assert len(olena.get("/uk/desk/concepts").json["choices"]) == 12  # type: ignore[index]
