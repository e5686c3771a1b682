"""The door of the desk: who passes, and that nothing typed is lost before it."""

from __future__ import annotations

import stat
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.web.desk.conftest import PASSWORD, SignIn, sign_in
from web import create_app
from web.settings import Settings

_FIELDS = {
    "title": "Коломия завела\nпасіку",
    "places": ["kolomyia", "dolyna"],
    "body": "## Виклик\r\n\r\nБджоли.",
}


class TestDoor:
    def test_the_desk_is_closed_to_strangers(self, desk_app: Flask) -> None:
        """They are led to the page that lets them in, and from there to where they wanted."""
        client = desk_app.test_client()

        led = client.get("/uk/desk/unfinished?x=1")
        page = BeautifulSoup(client.get(led.location).text, "html.parser")
        inside = sign_in(client, "olena", next=str(page.select_one("[name=next]")["value"]))  # type: ignore[index]

        assert led.status_code == 302
        assert inside.location == "/uk/desk/unfinished?x=1"

    @pytest.mark.parametrize(
        "address",
        [
            "https://example.org/uk/desk/",
            "//example.org/uk/desk/",
            "/uk/search",
            "/\\example.org",
            "javascript:1",
        ],
    )
    def test_sign_in_leads_nowhere_else(self, desk_app: Flask, address: str) -> None:
        answer = sign_in(desk_app.test_client(), "olena", next=address)

        assert answer.location == "/uk/desk/"

    def test_readers_get_no_cookie(self, desk_app: Flask) -> None:
        """Not even those who signed in: pages for readers are the same for all."""
        client = desk_app.test_client()
        stranger = client.get("/uk/")
        sign_in(client, "olena")
        known = client.get("/uk/")

        assert "Set-Cookie" not in stranger.headers and "Set-Cookie" not in known.headers
        assert "Cookie" not in str(known.headers.get("Vary")) and known.data == stranger.data

    def test_the_cookie_is_for_the_browser_only(self, desk_app: Flask) -> None:
        answer = sign_in(desk_app.test_client(), "olena")

        cookie = answer.headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie

    def test_over_https_the_cookie_needs_it(self, copied: Path, tmp_path: Path) -> None:
        app = create_app(Settings(corpus=copied, data=tmp_path / "data", https=True))

        assert "Secure" in app.test_client().get("/uk/desk/sign-in").headers["Set-Cookie"]

    def test_nothing_of_the_desk_is_kept_by_caches(self, person: SignIn) -> None:
        assert person().get("/uk/desk/unfinished").headers["Cache-Control"] == "no-store"

    def test_the_key_is_made_once_and_for_the_owner(
        self, desk_app: Flask, copied: Path, tmp_path: Path
    ) -> None:
        """A second process, or the next start, knows the same people."""
        client = desk_app.test_client()
        sign_in(client, "olena")
        again = create_app(Settings(corpus=copied, data=tmp_path / "data")).test_client()
        cookie = client.get_cookie("depository-desk")
        assert cookie
        again.set_cookie("depository-desk", cookie.value)

        assert again.get("/uk/desk/unfinished").status_code == 200
        assert stat.S_IMODE((tmp_path / "data" / "secret").stat().st_mode) == 0o600

    def test_nobody_learns_which_of_the_two_was_wrong(self, desk_app: Flask) -> None:
        answers = [
            sign_in(desk_app.test_client(), name, "не те гасло").text.replace(name, "NAME")
            for name in ("olena", "nemaie")
        ]

        said = [BeautifulSoup(text, "html.parser").select_one("[role=alert]").text for text in answers]  # type: ignore[union-attr]
        assert said[0] == said[1]

    def test_the_first_start_says_how_to_begin(self, copied: Path, tmp_path: Path) -> None:
        app = create_app(Settings(corpus=copied, data=tmp_path / "data"))

        assert "depository user add" in app.test_client().get("/uk/desk/sign-in").text

    def test_a_session_ends_with_the_account(self, desk_app: Flask, person: SignIn) -> None:
        olena = person()
        desk_app.extensions["accounts"].disable("olena")

        assert olena.get("/uk/desk/unfinished").status_code == 302

    def test_signing_out(self, person: SignIn) -> None:
        olena = person()

        olena.send("/uk/desk/sign-out")

        assert olena.get("/uk/desk/unfinished").status_code == 302

    def test_too_many_attempts_are_told(self, desk_app: Flask) -> None:
        client = desk_app.test_client()

        answers = [sign_in(client, "olena", "не те гасло") for _ in range(6)]

        assert [answer.status_code for answer in answers] == [401] * 5 + [429]


class TestCarried:
    def test_a_form_comes_through_the_sign_in(self, desk_app: Flask) -> None:
        """Sent after the session ended, it is open again with every word, without any script."""
        client = desk_app.test_client()

        asked = client.post("/uk/desk/new/abc123", data={**_FIELDS, "csrf_token": "old", "do": "save"})
        page = BeautifulSoup(asked.text, "html.parser")
        hidden = [(str(i["name"]), str(i["value"])) for i in page.select("main form input[type=hidden]")]
        fields: dict[str, list[str]] = {}
        for name, value in [*hidden, ("name", "olena"), ("password", PASSWORD)]:
            fields.setdefault(name, []).append(value)
        back = client.post("/uk/desk/sign-in", data=fields)
        form = BeautifulSoup(client.get(back.location).text, "html.parser")

        assert asked.status_code == 401
        assert back.location == "/uk/desk/new/abc123"
        assert form.select_one("#title")["value"].split() == _FIELDS["title"].split()  # type: ignore[union-attr,index]
        assert [box["value"] for box in form.select("[name=places]")] == _FIELDS["places"]
        assert "Бджоли." in form.select_one("#body").text  # type: ignore[union-attr]

    def test_what_others_send_is_carried_nowhere(self, desk_app: Flask) -> None:
        """A page of somebody else cannot put words into our forms."""
        answer = desk_app.test_client().post(
            "/uk/desk/new/abc123", data=_FIELDS, headers={"Origin": "https://example.org"}
        )

        assert "Бджоли" not in answer.text

    def test_a_form_without_its_token_is_shown_once_more(self, person: SignIn) -> None:
        """Nothing is done, nothing is lost."""
        olena = person()

        answer = olena.client.post("/uk/desk/new/abc123", data=_FIELDS)

        page = BeautifulSoup(answer.text, "html.parser")
        assert answer.status_code == 400
        assert page.select_one("[name=body]")["value"].replace("\r\n", "\n") == "## Виклик\n\nБджоли."  # type: ignore[union-attr,index,union-attr]

    def test_a_script_is_told_in_a_word(self, desk_app: Flask) -> None:
        answer = desk_app.test_client().post(
            "/uk/desk/kept/new/abc", data=_FIELDS, headers={"X-Requested-With": "script"}
        )

        assert answer.status_code == 401 and answer.json == {"error": "signed-out"}

    def test_files_have_to_be_chosen_once_more(self, desk_app: Flask) -> None:
        """They cannot be carried: that is said by name before signing in, and on the page afterwards."""
        client = desk_app.test_client()
        upload = {"csrf_token": "old", "files": [(BytesIO(b"x"), "пасіка.docx"), (BytesIO(b"y"), "звіт.pdf")]}

        asked = client.post("/uk/desk/imports", data=upload)
        page = BeautifulSoup(asked.text, "html.parser")
        fields: dict[str, list[str]] = {"name": ["olena"], "password": [PASSWORD]}
        for hidden in page.select("main form input[type=hidden]"):
            fields.setdefault(str(hidden["name"]), []).append(str(hidden["value"]))
        back = client.post("/uk/desk/sign-in", data=fields)
        after = BeautifulSoup(client.get(back.location).text, "html.parser")

        said = [soup.select_one(".notice.kept").text for soup in (page, after)]  # type: ignore[union-attr]
        assert asked.status_code == 401 and back.location == "/uk/desk/imports"
        assert all("ще раз" in each and "пасіка.docx" in each and "звіт.pdf" in each for each in said)

    def test_files_of_a_page_that_grew_old_are_asked_for_again(self, person: SignIn) -> None:
        upload = {"csrf_token": "old", "files": (BytesIO(b"x"), "пасіка.docx")}

        answer = person().client.post("/uk/desk/imports", data=upload, follow_redirects=True)

        assert "пасіка.docx" in BeautifulSoup(answer.text, "html.parser").select_one(".notice.kept").text  # type: ignore[union-attr]
