"""A file that was broken by hand is opened at the desk as plain text, and mended there."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from depository.corpus import Corpus
from tests.web.desk.conftest import Person, SignIn

_ADDRESS = "/uk/desk/records/asms/file"
_EDIT = "/uk/desk/records/asms/edit"


@pytest.fixture
def sound(copied: Path) -> str:
    """The text of the file before somebody broke it."""
    path = copied / "records" / "asms.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\ntitle:", "\ntitle: [", 1), encoding="utf-8")
    return text


def _opened(someone: Person) -> dict[str, object]:
    page = someone.see(_ADDRESS)
    base, text = page.select_one("[name=base]"), page.select_one("#text")
    assert base and text
    return {"base": str(base["value"]), "text": text.text.removeprefix("\n")}


def test_the_form_leads_to_the_text_with_its_problems(person: SignIn, sound: str) -> None:
    """Each with the number of its line and what stands there."""
    olena = person()

    page = olena.see(_EDIT)

    text = page.select_one("#text[aria-describedby=file-problems]")
    said = page.select_one("#file-problems li")
    assert text and "title: [" in text.text
    assert said and "Рядок" in said.text and said.select_one("code")


def test_mended_it_is_found_again(person: SignIn, sound: str, copied: Path, desk_app: Flask) -> None:
    """The history has it as a step, with who did it and why."""
    olena = person()

    answer = olena.send(_ADDRESS, {**_opened(olena), "text": sound.replace("\n", "\r\n"), "note": "Дужка."})

    latest = desk_app.extensions["desk"].history.steps("asms", limit=1)[0]
    assert answer.status_code == 302 and olena.get(_EDIT).status_code == 200
    assert Corpus(copied).read("asms").record.title
    assert (latest.action, latest.author, latest.reason) == ("mend", "olena", "Дужка.")
    assert "asms" in desk_app.extensions["depository"].engine.revisions()


@pytest.mark.parametrize(
    ("before", "after"),
    [("\nkind:", "\nkind: ["), ("\nid: asms", "\nid: inshyi"), ("\nthemes: [", "\nthemes: [nemaie, ")],
)
def test_what_is_still_wrong_is_told_by_line(
    person: SignIn, sound: str, copied: Path, before: str, after: str
) -> None:
    """Nothing is written, and what was typed stays."""
    olena, path = person(), copied / "records" / "asms.md"
    broken, typed = path.read_text(encoding="utf-8"), sound.replace(before, after, 1)

    answer = olena.send(_ADDRESS, {**_opened(olena), "text": typed})

    page = BeautifulSoup(answer.text, "html.parser")
    assert typed != sound and answer.status_code == 422
    assert "Рядок" in str(page.select_one("#file-problems"))
    assert str(page.select_one("#text").text).strip() == typed.strip()  # type: ignore[union-attr]
    assert path.read_text(encoding="utf-8") == broken


def test_two_people_do_not_overwrite_each_other(person: SignIn, sound: str, copied: Path) -> None:
    """Whoever is later sees the other's text beside theirs, and saves knowing it."""
    olena, path = person(), copied / "records" / "asms.md"
    begun = _opened(olena)
    path.write_text(path.read_text(encoding="utf-8") + "\nЧуже речення.", encoding="utf-8")

    answer = olena.send(_ADDRESS, {**begun, "text": sound})

    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 409
    assert "Чуже речення." in page.select_one("pre").text  # type: ignore[union-attr]
    assert "Чуже речення." in path.read_text(encoding="utf-8")
    again = {"base": page.select_one("[name=base]")["value"], "text": sound}  # type: ignore[index]
    assert olena.send(_ADDRESS, again).status_code == 302


def test_a_sound_file_is_opened_in_the_form(person: SignIn) -> None:
    assert person().get(_ADDRESS).location == _EDIT


def test_only_librarians_mend_files(person: SignIn, sound: str) -> None:
    taras = person("taras")

    assert taras.get(_ADDRESS).status_code == 403
    assert taras.send(_ADDRESS, {"text": sound}).status_code == 403


def test_there_is_no_file_of_a_record_that_is_not_there(person: SignIn) -> None:
    assert person().get("/uk/desk/records/nemaie/file").status_code == 404


def test_the_quality_board_leads_there(person: SignIn, sound: str) -> None:
    page = person().see("/uk/desk/quality?check=mistakes")

    assert page.select_one(f".findings a[href='{_ADDRESS}']")
