"""Where something cannot be written just now, the desk says so, and no word that was typed is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from filelock import FileLock
from flask import Flask

from depository.corpus import Corpus
from tests.web.desk.conftest import SignIn
from tests.web.desk.test_editing import FIELDS, NEW, field, new_record, page
from web.desk import database

RECORD = "kolomyia-zavela-hromadsku-pasiku"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_PATIENCE", 0.05)


@contextmanager
def locked(app: Flask, how: str) -> Iterator[None]:
    """The file of the accounts held by another program."""
    with closing(sqlite3.connect(app.config["SETTINGS"].data / "desk.sqlite")) as held:
        held.execute(f"BEGIN {how}")
        yield


def carried(text: str) -> dict[str, object]:
    """The fields that a page sends once more."""
    return {str(each["name"]): str(each["value"]) for each in page(text).select("main form input[name]")}


class TestAccounts:
    def test_nobody_can_be_asked(self, person: SignIn, desk_app: Flask, copied: Path) -> None:
        """Everything typed stands on the page that says so, and is saved from there."""
        olena = person()
        token = field(olena.see("/uk/desk/unfinished"), "[name=csrf_token]")["value"]
        sent = {**FIELDS, "csrf_token": token, "do": "save"}

        with locked(desk_app, "EXCLUSIVE"):
            refused = olena.client.post(NEW, data=sent)
        again = carried(refused.text)
        olena.client.post(NEW, data={**again, "themes": FIELDS["themes"]})

        assert refused.status_code == 503 and "Зараз не вдалося записати" in refused.text
        assert refused.headers["Retry-After"]
        assert again["title"] == FIELDS["title"] and again["do"] == "save"
        assert str(FIELDS["body"]) in field(page(refused.text), "details .pieces").text
        assert Corpus(copied).read(RECORD).record.title == FIELDS["title"]

    def test_a_damaged_file(self, person: SignIn, desk_app: Flask) -> None:
        """Told to whoever sends a form, asks for a page, or saves by a script; passwords are not repeated."""
        olena = person()
        (desk_app.config["SETTINGS"].data / "desk.sqlite").write_bytes("це не база даних ".encode() * 400)

        sent = olena.client.post(NEW, data=FIELDS)
        seen = olena.get("/uk/desk/draft")
        kept = olena.client.post(
            "/uk/desk/kept/new/abcdef123456", data=FIELDS, headers={"X-Requested-With": "script"}
        )
        signed = olena.client.post("/uk/desk/sign-in", data={"name": "olena", "password": "таємне гасло"})

        assert [each.status_code for each in (sent, seen, kept)] == [503, 503, 503]
        assert carried(sent.text)["title"] == FIELDS["title"]
        assert page(seen.text).select_one("main a[href$='/uk/desk/draft']") and kept.json
        assert "таємне гасло" not in signed.text

    def test_a_form_of_somebody_elses_page_is_not_carried(self, person: SignIn, desk_app: Flask) -> None:
        olena = person()

        with locked(desk_app, "EXCLUSIVE"):
            refused = olena.client.post(NEW, data=FIELDS, headers={"Origin": "https://elsewhere.example"})

        assert refused.status_code == 503 and str(FIELDS["title"]) not in refused.text


class TestKeptForms:
    def test_saving_needs_no_kept_form(self, person: SignIn, desk_app: Flask, copied: Path) -> None:
        """The corpus can be written: the record is saved."""
        olena = person()

        with locked(desk_app, "IMMEDIATE"):
            record_id = new_record(olena)

        assert Corpus(copied).read(record_id).record.status == "draft"

    def test_a_refused_form_does_not_say_that_it_is_kept(self, person: SignIn, desk_app: Flask) -> None:
        """It stands there as it was typed all the same."""
        olena = person()

        with locked(desk_app, "IMMEDIATE"):
            refused = olena.send(NEW, {**FIELDS, "title": "", "do": "save"})

        assert refused.status_code == 422 and str(FIELDS["body"]) in refused.text
        assert "Незавершені" not in field(page(refused.text), ".problem-summary").text

    def test_a_preview_that_cannot_be_made(self, person: SignIn, desk_app: Flask) -> None:
        """The text is not left behind for a page that does not have it."""
        olena = person()

        with locked(desk_app, "IMMEDIATE"):
            refused = olena.send(NEW, {**FIELDS, "do": "preview"})

        assert refused.status_code == 503 and carried(refused.text)["title"] == FIELDS["title"]


class TestCorpus:
    def test_somebody_else_keeps_saving(
        self, person: SignIn, desk_app: Flask, copied: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        olena, history = person(), desk_app.extensions["desk"].history
        monkeypatch.setattr(history, "_wait", 0.05)

        with FileLock(desk_app.config["SETTINGS"].data / "history.lock"):
            refused = olena.send(NEW, {**FIELDS, "do": "save"})

        assert refused.status_code == 503 and carried(refused.text)["title"] == FIELDS["title"]
        assert not Corpus(copied).has(RECORD)

    def test_a_file_that_cannot_be_written(self, person: SignIn, copied: Path) -> None:
        """What the disk says no to is told in words."""
        olena = person()
        (copied / "records" / f"{RECORD}.md").mkdir()

        refused = olena.send(NEW, {**FIELDS, "note": "Перша редакція", "do": "save"})

        assert refused.status_code == 503 and carried(refused.text)["note"] == "Перша редакція"
