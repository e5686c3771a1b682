"""Whatever goes wrong, the answer is kind, in the reader's language, and says what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from depository.errors import IndexBusy, IndexUnavailable, Invalid, RecordNotFound
from web import create_app, errors
from web.settings import Settings

_PAGES = ("/{}/", "/{}/search", "/{}/map", "/{}/help", "/{}/about", "/{}/records/asms", "/{}/themes/tourism")


@pytest.fixture
def broken(corpus: Path, data: Path, app: Flask) -> Flask:
    """An application some of whose addresses fail."""
    made = create_app(Settings(corpus=corpus, data=data))
    failures = {
        "busy": IndexBusy(),
        "unavailable": IndexUnavailable(),
        "missing": RecordNotFound("x"),
        "invalid": Invalid([]),
        "mistake": ZeroDivisionError("secret of ours"),
        "teapot": 418,
    }
    for name, failure in failures.items():
        for prefix in ("uk", "en", "api"):
            made.add_url_rule(f"/{prefix}/{name}", f"{prefix}.{name}", _failing(failure))
    return made


def _failing(failure: Exception | int) -> Callable[[], str]:
    def fail() -> str:
        from flask import abort

        if isinstance(failure, int):
            abort(failure)
        raise failure

    return fail


class TestStatuses:
    @pytest.mark.parametrize(
        "name, status",
        [
            ("busy", 503),
            ("unavailable", 503),
            ("missing", 404),
            ("invalid", 400),
            ("mistake", 500),
            ("teapot", 400),
        ],
    )
    @pytest.mark.parametrize("prefix", ["uk", "en", "api"])
    def test_one_table(self, broken: Flask, name: str, status: int, prefix: str) -> None:
        """An error has the same status by every door, and never shows our insides."""
        response = broken.test_client().get(f"/{prefix}/{name}")

        text = response.get_data(as_text=True)
        assert response.status_code == status
        assert response.headers["Cache-Control"] == "no-store"
        assert "secret" not in text and "Traceback" not in text and "Error" not in text
        assert response.mimetype == ("application/problem+json" if prefix == "api" else "text/html")

    def test_every_status_is_worded(self) -> None:
        """No error of the table lacks its words."""
        assert set(errors.STATUSES.values()) <= set(errors._SAID)

    def test_a_failure_of_ours_is_noted(self, broken: Flask, caplog: pytest.LogCaptureFixture) -> None:
        """What the reader does not see, the log has."""
        broken.test_client().get("/uk/mistake")

        assert "secret of ours" in caplog.text and "/uk/mistake" in caplog.text

    def test_a_page_that_cannot_be_made_is_replaced(
        self, broken: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where even the page for an error fails, a bare one says so."""
        monkeypatch.setattr(errors, "render_template", _failing(ZeroDivisionError()))

        response = broken.test_client().get("/en/mistake")

        assert response.status_code == 500
        assert response.get_data(as_text=True).startswith("<!doctype html>")


class TestPages:
    @pytest.mark.parametrize("language", ["uk", "en"])
    def test_the_language_of_the_address(self, client: FlaskClient, language: str) -> None:
        """A page that is not there is missed in the language one was reading."""
        page = client.get(f"/{language}/nowhere", headers={"Accept-Language": "de"})

        assert page.status_code == 404
        assert f'<html lang="{language}"' in page.get_data(as_text=True)

    def test_the_language_of_the_reader(self, client: FlaskClient) -> None:
        """Without a language in the address, the browser's is spoken."""
        page = client.get("/nowhere", headers={"Accept-Language": "en-US"})

        assert '<html lang="en"' in page.get_data(as_text=True)

    def test_what_is_missing_is_called_by_its_name(self, client: FlaskClient) -> None:
        """Who asked for a theme is not told of a record."""
        record, theme = (
            client.get(f"/en/{path}/none-such").get_data(as_text=True) for path in ("records", "themes")
        )

        assert "<h1>There is no such record</h1>" in record
        assert "<h1>There is no such page</h1>" in theme

    @pytest.mark.parametrize("path", [path.format("uk") for path in _PAGES])
    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_nothing_can_be_sent(self, client: FlaskClient, path: str, method: str) -> None:
        """Addresses that are read cannot be written to, and say what they take."""
        response = client.open(path, method=method.upper())

        assert response.status_code == 405
        assert "GET" in response.headers["Allow"]

    def test_too_much_is_refused_before_it_is_read(self, client: FlaskClient) -> None:
        """A megabyte sent to a page about nothing is turned away."""
        for path in ("/uk/search", "/api/v1/search"):
            assert client.post(path, data=b"x" * 100_000).status_code == 413

    def test_every_problem_of_an_address_is_told(self, client: FlaskClient) -> None:
        """The page names all that is wrong, escaped."""
        page = client.get("/en/search?page=-3&year=abc&city=%3Cb%3E")

        text = page.get_data(as_text=True)
        assert page.status_code == 400
        assert "“-3”" in text and "“abc”" in text and "&lt;b&gt;" in text and "<b>" not in text

    def test_a_query_too_long(self, client: FlaskClient) -> None:
        """Five thousand characters are no question."""
        assert client.get("/uk/search", query_string={"q": "щ" * 5000}).status_code == 400

    def test_a_withdrawn_record(self, copied: Path, app_over: Callable[[Path], Flask]) -> None:
        """It is gone: the page says why, and leads to what took its place."""
        path = copied / "records" / "asms.md"
        withdrawn = "status: withdrawn\nreason: Повторює інший запис\nreplaced_by: vidkryte-misto"
        path.write_text(
            path.read_text(encoding="utf-8").replace("status: published", withdrawn), encoding="utf-8"
        )

        page = app_over(copied).test_client().get("/uk/records/asms")

        text = page.get_data(as_text=True)
        assert page.status_code == 410
        assert "Повторює інший запис" in text and "/uk/records/vidkryte-misto" in text

    def test_a_record_whose_file_is_broken(self, copied: Path, app_over: Callable[[Path], Flask]) -> None:
        """It is not said never to have been: somebody has to mend it. Nobody learns of drafts that way."""
        app = app_over(copied)
        app.extensions["depository"].refresh()
        for name in ("asms", "a-draft-of-somebody"):
            (copied / "records" / f"{name}.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")

        page = app.test_client().get("/uk/records/asms")

        assert page.status_code == 503
        assert "пошкоджено" in page.get_data(as_text=True)
        assert app.test_client().get("/uk/records/a-draft-of-somebody").status_code == 404

    def test_a_broken_record_that_no_search_finds_any_more(
        self, copied: Path, app_over: Callable[[Path], Flask]
    ) -> None:
        """What its file still says of readers holds; of drafts nobody learns."""
        for name, status in (("asms", "published"), ("a-draft-of-somebody", "draft")):
            text = f"---\ntitle: [\nstatus: {status}\n---\n"
            (copied / "records" / f"{name}.md").write_text(text, encoding="utf-8")
        app = app_over(copied)
        app.extensions["depository"].refresh()

        assert app.test_client().get("/uk/records/asms").status_code == 503
        assert app.test_client().get("/uk/records/a-draft-of-somebody").status_code == 404

    @pytest.mark.parametrize(
        "path",
        [
            "/uk/records/x",
            "/uk/records/%00",
            "/uk/records/..",
            "/uk/themes/x",
            "/uk/places/%ff",
            "/uk/%D0",
            "/%00",
        ],
    )
    def test_what_is_not_there(self, client: FlaskClient, path: str) -> None:
        """Whatever is written in an address, the answer is that nothing stands there."""
        assert client.get(path).status_code == 404


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=120)
    | st.text(alphabet="абвіїєґ «»\"“”*-—:|()[]{}!?,.;&@=~^<>%\\/'’0129", max_size=40)
    | st.sampled_from(
        ["місто:", "рік:2018..", "рік:9999..1", "тема:туризм OR", "-", "--", '""', "OR OR", "АБО", "*:*"]
    ),
    language=st.sampled_from(["uk", "en"]),
    explain=st.sampled_from(["", "1"]),
)
def test_whatever_is_typed_the_answer_is_a_page(
    client: FlaskClient, text: str, language: str, explain: str
) -> None:
    """No text of a query, however odd, gives anything but a page of results (or of its problems)."""
    text = text.encode("utf-8", "replace").decode()

    page = client.get(f"/{language}/search", query_string={"q": text, "explain": explain})

    assert page.status_code in (200, 400)
    assert page.mimetype == "text/html"
    assert page.get_data(as_text=True).rstrip().endswith("</html>")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tail=st.binary(max_size=30), prefix=st.sampled_from(["/", "/uk/", "/en/records/", "/api/v1/", "/static/"])
)
def test_whatever_the_address_it_is_answered(client: FlaskClient, tail: bytes, prefix: str) -> None:
    """No sequence of bytes in an address is a failure of ours."""
    from urllib.parse import quote

    with client.get(prefix + quote(tail, safe="/?&=")) as page:
        assert page.status_code < 500
