"""Every response keeps to itself, is no larger than need be, and is sent again only when it changed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from depository.results import Results
from depository.service import Depository
from web import assets, finished
from web.responses import HEADERS

_PAGES = ("/uk/", "/en/search?q=туризм", "/uk/themes/tourism", "/uk/places/yaremche", "/uk/map", "/en/help")
_ANSWERS = (
    "/api/v1/search?q=туризм",
    "/api/v1/suggest?q=тур",
    "/api/v1/records/asms",
    "/api/v1/openapi.yaml",
)


class TestHeaders:
    @pytest.mark.parametrize(
        "path",
        [
            *_PAGES,
            *_ANSWERS,
            "/",
            "/healthz",
            "/robots.txt",
            "/opensearch.xml",
            "/nowhere",
            "/uk/search?page=x",
        ],
    )
    def test_every_response_carries_them(self, client: FlaskClient, path: str) -> None:
        """No address forgets them, errors and redirections included."""
        response = client.get(path)

        assert {name: response.headers.get(name) for name in HEADERS} == dict(HEADERS)

    def test_an_unchanged_page_carries_them_too(self, client: FlaskClient) -> None:
        """A browser merges the headers of a 304 into what it keeps."""
        tag = client.get("/uk/").headers["ETag"]
        response = client.get("/uk/", headers={"If-None-Match": tag})

        assert response.status_code == 304
        assert response.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]

    @pytest.mark.parametrize("path", _PAGES)
    def test_no_page_needs_what_the_policy_forbids(self, client: FlaskClient, path: str) -> None:
        """No inline script, style or handler, and nothing from elsewhere."""
        text = client.get(path).get_data(as_text=True)

        assert "<style" not in text and " style=" not in text and "javascript:" not in text
        assert all('src="' in tag for tag in text.split("<script")[1:] if "application/ld+json" not in tag)


class TestCompression:
    @pytest.mark.parametrize("path", ["/uk/search?q=туризм", "/api/v1/search", "/uk/nowhere"])
    def test_accepted(self, client: FlaskClient, path: str) -> None:
        """Text is sent compressed to whoever takes it, and is the same text."""
        plain = client.get(path)
        packed = client.get(path, headers={"Accept-Encoding": "gzip, deflate, br"})

        assert "Accept-Encoding" in plain.headers["Vary"] and "Content-Encoding" not in plain.headers
        assert "Accept-Encoding" in packed.headers["Vary"]
        if packed.status_code == 200:
            assert packed.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(packed.data) == plain.data
            assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2

    @pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br"])
    def test_not_accepted(self, client: FlaskClient, accepted: str) -> None:
        """Who cannot read it is not sent it."""
        response = client.get("/uk/", headers={"Accept-Encoding": accepted})

        assert "Content-Encoding" not in response.headers

    def test_small_ones_stay(self, client: FlaskClient) -> None:
        """Compressing a line makes it longer."""
        assert (
            "Content-Encoding" not in client.get("/robots.txt", headers={"Accept-Encoding": "gzip"}).headers
        )

    def test_a_head_promises_what_a_get_keeps(self, client: FlaskClient) -> None:
        """Asked for the headers alone, they are the same."""
        accepted = {"Accept-Encoding": "gzip"}
        head, got = client.head("/uk/help", headers=accepted), client.get("/uk/help", headers=accepted)

        assert head.data == b"" and head.headers["Content-Length"] == got.headers["Content-Length"]


class TestStaticFiles:
    def _address(self, app: Flask, name: str) -> str:
        with app.test_request_context("/uk/"):
            return assets.static_url(name)

    def test_kept_for_a_year_under_their_digest(self, app: Flask, client: FlaskClient) -> None:
        """A browser asks once, and again only when the content is another."""
        with client.get(self._address(app, "style.css")) as response:
            assert response.status_code == 200
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"

    @pytest.mark.parametrize("address", ["/static/style.css", "/static/style.css?v=000000000000"])
    def test_not_kept_under_another_address(self, client: FlaskClient, address: str) -> None:
        """An old page never makes a browser keep new content under an old address."""
        with client.get(address) as response:
            assert response.headers["Cache-Control"] == "no-cache"
            tag = response.headers["ETag"]
        with client.get(address, headers={"If-None-Match": tag}) as response:
            assert response.status_code == 304

    def test_compressed(self, app: Flask, client: FlaskClient) -> None:
        """Style and script weigh most when a page is first seen."""
        accepted = {"Accept-Encoding": "gzip"}
        with client.get(self._address(app, "style.css"), headers=accepted) as response:
            tag = response.headers["ETag"]
            assert response.headers["Content-Encoding"] == "gzip"
            assert (
                gzip.decompress(response.data)
                == (Path(assets.__file__).parent / "static/style.css").read_bytes()
            )
        with client.get("/static/style.css", headers={**accepted, "If-None-Match": tag}) as response:
            assert response.status_code == 304

    @pytest.mark.parametrize(
        "name", ["missing.css", "../web/cli.py", "..%2fcli.py", "%00", "/etc/passwd", ""]
    )
    def test_only_what_is_there(self, client: FlaskClient, name: str) -> None:
        """Nothing outside the folder is ever sent."""
        with client.get(f"/static/{name}", follow_redirects=True) as response:
            assert response.status_code == 404

    def test_an_address_of_nothing(self, app: Flask) -> None:
        """A template that names a missing file still makes a page."""
        assert self._address(app, "missing.css").startswith("/static/missing.css")


class TestFreshness:
    @pytest.mark.parametrize("path", [*_PAGES, *_ANSWERS, "/uk/records/asms"])
    def test_unchanged(self, client: FlaskClient, path: str) -> None:
        """What a browser has is not made or sent again, compressed or not."""
        for accepted in ("gzip", "identity"):
            first = client.get(path, headers={"Accept-Encoding": accepted})
            again = client.get(
                path, headers={"If-None-Match": first.headers["ETag"], "Accept-Encoding": accepted}
            )

            assert first.headers["ETag"].startswith('W/"')
            assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "no-cache"
            assert (again.status_code, again.data) == (304, b"")
            assert again.headers["ETag"] == first.headers["ETag"]

    def test_answered_before_any_work(
        self, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An unchanged page costs no search."""
        path = "/uk/search?q=бджоли"
        tag = client.get(path).headers["ETag"]
        monkeypatch.setattr(type(app.extensions["depository"]), "search", lambda *_, **__: 1 / 0)

        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304

    def test_every_address_has_its_own(self, client: FlaskClient) -> None:
        """Language, parameters and their order are part of what is shown."""
        paths = ["/uk/search", "/en/search", "/uk/search?q=a", "/uk/search?q=b", "/uk/", "/api/v1/search"]
        tags = [client.get(path).headers["ETag"] for path in paths]

        assert len(set(tags)) == len(paths)
        english = client.get("/api/v1/search", headers={"Accept-Language": "en"}).headers["ETag"]
        assert english not in tags

    def test_a_mistake_is_not_kept(self, client: FlaskClient) -> None:
        """Errors have no tag: the page may be there tomorrow."""
        assert "ETag" not in client.get("/uk/search?page=x").headers
        assert "ETag" not in client.get("/uk/records/none-such").headers

    def test_a_change_is_seen_at_once(
        self, copied: Path, app_over: Callable[[Path], Flask], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A saved record, a changed vocabulary: whatever process did it, the next reader sees it."""
        # The vocabularies' files are looked at a few times a second; a test need not wait for it.
        monkeypatch.setattr("depository.service._LOOK_AGAIN", 0.0)
        client = app_over(copied).test_client()
        paths = ("/uk/search?q=марсоходи", "/uk/", "/api/v1/search?q=марсоходи")
        tags = {path: client.get(path).headers["ETag"] for path in paths}
        _add(copied / "records" / "asms.md", "Місто будує марсоходи.")
        # Another process: the same folders, nothing shared in memory.
        app_over(copied).extensions["depository"].refresh()

        changed = {path: client.get(path, headers={"If-None-Match": tags[path]}) for path in paths}

        assert {response.status_code for response in changed.values()} == {200}
        assert changed[paths[2]].get_json()["total"] == 1

        tags = {path: response.headers["ETag"] for path, response in changed.items()}
        _replace(copied / "vocabularies" / "places.yaml", "uk: Яремче,", "uk: Яремче-над-Прутом,")

        home = client.get("/uk/", headers={"If-None-Match": tags["/uk/"]})
        assert home.status_code == 200 and "Яремче-над-Прутом" in home.get_data(as_text=True)

    def test_a_record_page_follows_its_file(self, copied: Path, app_over: Callable[[Path], Flask]) -> None:
        """The page of a record is made from its file, and its tag too."""
        client = app_over(copied).test_client()
        tag = client.get("/uk/records/asms").headers["ETag"]
        _add(copied / "records" / "asms.md", "Нові слова.")

        response = client.get("/uk/records/asms", headers={"If-None-Match": tag})

        assert response.status_code == 200 and "Нові слова" in response.get_data(as_text=True)


class TestFinishedPages:
    PATH = "/uk/search?q=бджоли"

    @pytest.mark.parametrize("accepted", ["gzip", "identity"])
    def test_asked_for_again(
        self, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, accepted: str
    ) -> None:
        """A page that was made is given once more, to the byte and with its headers, without a search."""
        wanted = {"Accept-Encoding": accepted}
        first = client.get(self.PATH, headers=wanted)
        monkeypatch.setattr(type(app.extensions["depository"]), "search", lambda *_, **__: 1 / 0)

        again, head = client.get(self.PATH, headers=wanted), client.head(self.PATH, headers=wanted)

        assert (again.status_code, again.data) == (200, first.data)
        assert dict(again.headers) == dict(first.headers) == dict(head.headers)

    def test_what_was_saved_is_seen(self, copied: Path, app_over: Callable[[Path], Flask]) -> None:
        """Whatever process saved it: nobody is given yesterday's page."""
        client = app_over(copied).test_client()
        path = "/uk/search?q=марсоходи"
        assert "asms" not in client.get(path).get_data(as_text=True)
        _add(copied / "records" / "asms.md", "Місто будує марсоходи.")
        app_over(copied).extensions["depository"].refresh()

        assert "/uk/records/asms" in client.get(path).get_data(as_text=True)

    def test_what_was_made_of_before_and_after_is_not_kept(
        self, copied: Path, app_over: Callable[[Path], Flask], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A vocabulary changed while a page was made, and changed back, leaves no trace."""
        monkeypatch.setattr("depository.service._LOOK_AGAIN", 0.0)
        app = app_over(copied)
        app.extensions["depository"].refresh()
        places, search = copied / "vocabularies" / "places.yaml", Depository.search
        other = "uk: Яремче-над-Прутом,"

        def changing(service: Depository, *args: Any, **named: Any) -> Results:
            _replace(places, "uk: Яремче,", other)
            assert service.vocabularies
            return search(service, *args, **named)

        monkeypatch.setattr(Depository, "search", changing)
        during = app.test_client().get("/uk/search").get_data(as_text=True)
        monkeypatch.setattr(Depository, "search", search)
        _replace(places, other, "uk: Яремче,")

        after = app.test_client().get("/uk/search").get_data(as_text=True)

        assert "Яремче-над-Прутом" in during and "Яремче-над-Прутом" not in after

    def test_a_page_names_the_address_it_was_asked_at(self, client: FlaskClient) -> None:
        """Behind two names of a host each reader stays at theirs."""
        pages = [
            client.get("/uk/records/asms", headers={"Host": host}).get_data(as_text=True)
            for host in ("one.example", "other.example")
        ]

        assert "http://one.example/" in pages[0] and "one.example" not in pages[1]

    def test_the_one_nobody_asked_for_longest_goes_first(self) -> None:
        """No more is kept than there is room for, however many pages there are."""
        pages = finished.Pages(room=25)
        for name in ("a", "b"):
            pages.keep((name,), finished.Page(b"x" * 10, ()))
        pages.get(("a",))
        pages.keep(("c",), finished.Page(b"x" * 10, ()))
        pages.keep(("too large",), finished.Page(b"x" * 30, ()))

        kept = [name for name in ("a", "b", "c", "too large") if pages.get((name,))]

        assert kept == ["a", "c"]


class TestFirstStart:
    def test_the_index_is_made_for_the_first_reader(
        self, copied: Path, app_over: Callable[[Path], Flask]
    ) -> None:
        """Nobody has to know that there is an index."""
        found = app_over(copied).test_client().get("/api/v1/search").get_json()

        assert found["total"] == len(list((copied / "records").glob("*.md")))

    def test_a_broken_record_stays_out_and_is_noted(
        self, copied: Path, app_over: Callable[[Path], Flask], caplog: pytest.LogCaptureFixture
    ) -> None:
        """One file with a mistake does not keep the others from being found."""
        _replace(copied / "records" / "asms.md", "kind: ", "kind: no-such-")

        found = app_over(copied).test_client().get("/api/v1/search").get_json()

        assert found["total"] == len(list((copied / "records").glob("*.md"))) - 1
        assert "records/asms.md" in caplog.text

    def test_making_an_application_reads_nothing(self, tmp_path: Path) -> None:
        """A factory opens no file: not even folders that are not there disturb it."""
        from web import create_app
        from web.settings import Settings

        create_app(Settings(corpus=tmp_path / "none", data=tmp_path / "neither"))

        assert list(tmp_path.iterdir()) == []


class TestSite:
    def test_the_way_in(self, client: FlaskClient) -> None:
        """The bare address leads to the Ukrainian home page."""
        response = client.get("/")

        assert (response.status_code, response.headers["Location"]) == (302, "/uk/")

    def test_health(self, client: FlaskClient) -> None:
        """A monitor learns that searches can be answered."""
        found = json.loads(client.get("/healthz").data)

        assert found["status"] == "ok" and found["records"] >= 83

    def test_robots(self, client: FlaskClient) -> None:
        """Robots are asked to leave alone what is an endless number of links to the same records."""
        assert "Disallow: /*?" in client.get("/robots.txt").get_data(as_text=True)

    @pytest.mark.parametrize("language", ["uk", "en"])
    def test_opensearch(self, client: FlaskClient, language: str) -> None:
        """A browser can add the depository to its search engines."""
        text = client.get(f"/opensearch.xml?lang={language}").get_data(as_text=True)

        names = {"": "http://a9.com/-/spec/opensearch/1.1/"}
        tree = ElementTree.fromstring(text)
        urls = [url.attrib["template"] for url in tree.findall("Url", names)]
        assert f"http://localhost/{language}/search?q={{searchTerms}}" in urls
        assert len(tree.findtext("ShortName", "", names)) <= 16


def _add(path: Path, paragraph: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + f"\n{paragraph}\n", encoding="utf-8")


def _replace(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
