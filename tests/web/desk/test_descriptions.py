"""Hints and problems of a field are tied to its input: who hears a page hears them with the field."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from tests.web.desk.conftest import Person, SignIn

_CHANGE = "/uk/desk/vocabularies/"
_FORMS = {
    "a new record": "/uk/desk/new/abc",
    "a record": "/uk/desk/records/asms/edit",
    "withdraw": "/uk/desk/records/asms/withdraw",
    "files": "/uk/desk/imports",
    "password": "/uk/desk/password",
    "add a theme": _CHANGE + "add-theme",
    "add a place": _CHANGE + "add-place",
    "merge themes": _CHANGE + "merge-themes",
    "add synonyms": _CHANGE + "add-synonyms",
    "add a name": _CHANGE + "add-label?vocabulary=themes&id=tourism",
    "rename": _CHANGE + "relabel?vocabulary=themes&id=tourism",
}
# What each form refuses.
_WRONG: dict[str, dict[str, object]] = {
    "a new record": {"do": "save", "title": "", "places_more": "Ґзґз", "themes_more": "Ґзґз",
                     "years": "колись", "figures-0-value": "багато", "figures-0-unit": "", "body": ""},
    "withdraw": {"reason": "", "replaced_by": "Ґзґз"},
    "password": {"old-password": "", "new-password": ""},
    "add a theme": {"do": "show", "uk": "", "en": "", "id": "Ї"},
    "add a place": {"do": "show", "uk": "", "lat": "північ", "lon": "схід"},
    "merge themes": {"do": "show"},
    "add synonyms": {"do": "show", "same": ""},
}  # fmt: skip


def _untied(text: str) -> list[str]:
    """Hints and problems of fields that no input names, and names of descriptions that are not there."""
    soup = BeautifulSoup(text, "html.parser").find("main")
    assert isinstance(soup, Tag)
    named = {
        each for tag in soup.select("[aria-describedby]") for each in str(tag["aria-describedby"]).split()
    }
    there = {str(tag["id"]) for tag in soup.select("[id]") if tag.text.strip()}
    said = soup.select(".field .hint, .field .problem:not([hidden]), .rows-of > .hint-line, .row-of .problem")
    loose = [str(tag) for tag in said if tag.get("id") not in named]
    empty = [str(tag) for tag in soup.select("[aria-describedby='']")]
    return loose + empty + sorted(named - there)


@pytest.mark.parametrize("name", _FORMS)
def test_every_hint_is_tied_to_its_input(person: SignIn, name: str) -> None:
    answer = person().get(_FORMS[name])

    assert answer.status_code == 200
    assert _untied(answer.text) == []


@pytest.mark.parametrize("name", _WRONG)
def test_every_problem_is_tied_to_its_input(person: SignIn, name: str) -> None:
    """And the input says that it is wrong."""
    answer = person().send(_FORMS[name], _WRONG[name])

    page = BeautifulSoup(answer.text, "html.parser")
    wrong = page.select("main [aria-invalid]")
    assert answer.status_code == 422 and wrong
    assert _untied(answer.text) == []
    assert all("problem" in str(field["aria-describedby"]) for field in wrong)


def test_what_one_is_asked_before_a_step_is_taken_back(person: SignIn) -> None:
    olena: Person = person()
    olena.send("/uk/desk/records/asms/withdraw", {"reason": "Застаріло.", "base": _base(olena)})
    step = olena.see("/uk/desk/journal").select_one(".steps a")
    assert step

    page = olena.see(str(step["href"]))

    assert page.select_one("#reason[aria-describedby=reason-hint]") and page.select_one("p#reason-hint")


def _base(someone: Person) -> str:
    field = someone.see("/uk/desk/records/asms/withdraw").select_one("[name=base]")
    assert field
    return str(field["value"])
