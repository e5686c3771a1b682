"""One's own password: changed by whoever knows the present one, and by nobody else."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.web.desk.conftest import PASSWORD, SignIn, sign_in

_ADDRESS = "/uk/desk/password"
_NEW = "зовсім інше гасло на рік"


def _fields(old: str = PASSWORD, new: str = _NEW, repeated: str = _NEW) -> dict[str, object]:
    return {"old-password": old, "new-password": new, "repeated-password": repeated}


@pytest.mark.parametrize("name", ["olena", "taras"])
def test_whoever_is_signed_in_changes_it(desk_app: Flask, person: SignIn, name: str) -> None:
    """They stay signed in here; from then on the new one opens, and the old one does not."""
    someone = person(name)

    answer = someone.send(_ADDRESS, _fields())

    assert answer.status_code == 302
    assert "Пароль змінено" in someone.see("/uk/desk/").select_one(".done").text  # type: ignore[union-attr]
    assert sign_in(desk_app.test_client(), name, _NEW).status_code == 302
    assert sign_in(desk_app.test_client(), name).status_code == 401


def test_other_sessions_end(person: SignIn) -> None:
    here, elsewhere, somebody_else = person(), person(), person("taras")

    here.send(_ADDRESS, _fields())

    assert here.get("/uk/desk/unfinished").status_code == 200
    assert elsewhere.get("/uk/desk/unfinished").status_code == 302
    assert somebody_else.get("/uk/desk/unfinished").status_code == 200


@pytest.mark.parametrize(
    ("fields", "beside"),
    [
        (_fields(old="не те гасло"), ["old-password"]),
        (_fields(new="коротке", repeated="коротке"), ["new-password"]),
        (_fields(new="д" * 1001, repeated="д" * 1001), ["new-password"]),
        (_fields(repeated=_NEW + "!"), ["repeated-password"]),
        (_fields(old="не те", new="", repeated=""), ["old-password", "new-password"]),
        ({}, ["old-password", "new-password"]),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    desk_app: Flask, person: SignIn, fields: dict[str, object], beside: list[str]
) -> None:
    """By the rules of the command line; nothing is changed, and no password stands in the page."""
    answer = person().send(_ADDRESS, fields)

    page = BeautifulSoup(answer.text, "html.parser")
    wrong = [field for field in page.select("main input[aria-invalid]")]
    assert answer.status_code == 422
    assert [field["id"] for field in wrong] == beside
    assert all(f"{field['id']}-problem" in str(field["aria-describedby"]).split() for field in wrong)
    assert not [field for field in page.select("[type=password]") if field.get("value")]
    assert sign_in(desk_app.test_client(), "olena").status_code == 302


def test_the_present_password_cannot_be_guessed_here(person: SignIn) -> None:
    """Somebody at a browser that was left open has as few attempts as anybody."""
    left_open = person()

    answers = [left_open.send(_ADDRESS, _fields(old="не те гасло")) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [422] * 5 + [429]


def test_passwords_are_not_carried_past_an_ended_session(desk_app: Flask) -> None:
    answer = desk_app.test_client().post(_ADDRESS, data={"csrf_token": "old", **_fields()})

    assert answer.status_code == 401
    assert PASSWORD not in answer.text and _NEW not in answer.text


def test_every_page_of_the_desk_leads_to_it(person: SignIn) -> None:
    page = person().see("/uk/desk/unfinished")

    assert page.select_one(f".desk-person a[href='{_ADDRESS}']")
