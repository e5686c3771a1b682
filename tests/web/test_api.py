"""The JSON door keeps the contract it publishes, and says the same as the pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_core import Config, OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest, WerkzeugOpenAPIResponse
from werkzeug.test import EnvironBuilder, TestResponse
from werkzeug.wrappers import Request

from depository.query import MAX_TEXT
from depository.service import Depository

_FILE = Path(__file__).resolve().parents[2] / "web" / "openapi.yaml"
_SEARCHES = (
    "",
    "?q=туризм",
    "?q=збір+сміття&lang=en",
    "?q=туризм&city=yaremche&city=khmilnyk&theme=tourism&year=none&sort=title",
    "?q=ekosumky&explain=1",
    "?q=,.l;tn",
    "?q=мед&year_from=2015&year_to=2020&page=2&exact=1",
    "?q=щщщщщ",
    "?kind=case-study&sort=newest&lang=en",
    "?utm_source=x&fbclid=y&q=%22точна+фраза",
)


@pytest.fixture(scope="session")
def contract() -> OpenAPI:
    readers = {"application/problem+json": json.loads}
    return OpenAPI.from_file_path(str(_FILE), config=Config(extra_media_type_deserializers=readers))


@pytest.fixture
def ask(client: FlaskClient, contract: OpenAPI) -> Callable[..., TestResponse]:
    """Asks the API and holds every answer, errors included, against the contract."""

    def get(path: str, status: int = 200, **options: Any) -> TestResponse:
        response = client.get(f"/api/v1{path}", **options)
        assert response.status_code == status, response.get_data(as_text=True)
        asked = Request(EnvironBuilder(path=f"/api/v1{path}", base_url="http://localhost/").get_environ())
        contract.validate_response(WerkzeugOpenAPIRequest(asked), WerkzeugOpenAPIResponse(response))
        return response

    return get


Ask = Callable[..., TestResponse]


class TestContract:
    def test_every_route_stands_in_it_and_the_other_way_round(self, app: Flask) -> None:
        """Nothing is offered that is not described, and nothing described that is not offered."""
        described = set(yaml.safe_load(_FILE.read_text(encoding="utf-8"))["paths"])
        rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")]

        assert {
            rule.rule.removeprefix("/api/v1").replace("<record_id>", "{id}") for rule in rules
        } == described
        assert all((rule.methods or set()) <= {"GET", "HEAD", "OPTIONS"} for rule in rules)

    def test_every_parameter_stands_in_it(self) -> None:
        """What the search takes is what the contract says it takes."""
        from depository.schema import FACETS
        from web.params import _SINGLE

        parameters = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["paths"]["/search"]["get"][
            "parameters"
        ]
        names = {parameter.get("name", "lang") for parameter in parameters}

        assert names == {*_SINGLE, *FACETS, "explain", "lang"}

    def test_it_is_served(self, ask: Ask) -> None:
        """Programs can read what they may expect, at the place the problems point to."""
        served = yaml.safe_load(ask("/openapi.yaml").get_data(as_text=True))
        problem = json.loads(ask("/records/none-such", 404).get_data(as_text=True))

        assert served == yaml.safe_load(_FILE.read_text(encoding="utf-8"))
        address, _, pointer = problem["type"].partition("#/")
        assert address == "/api/v1/openapi.yaml"
        found = served
        for step in pointer.split("/"):
            found = found[step]


class TestSearch:
    @pytest.mark.parametrize("query", _SEARCHES)
    def test_answers_as_promised(self, ask: Ask, query: str) -> None:
        """Every kind of search gives an answer of the promised shape."""
        ask(f"/search{query}")

    def test_says_what_the_service_says(self, ask: Ask, depository: Depository) -> None:
        """The same search by another door finds the same."""
        from depository.query import Query

        found = ask("/search?q=туризм").get_json()
        results = depository.search(Query("туризм"))

        assert found["query"] == "туризм"
        assert (found["total"], found["page"], found["pages"]) == (results.total, 1, results.pages)
        assert [hit["id"] for hit in found["hits"]] == [hit.card.id for hit in results.hits]
        assert any(piece["marked"] for piece in found["hits"][0]["snippet"])

    def test_counts_are_those_of_the_searches_they_lead_to(self, ask: Ask) -> None:
        """A number beside a choice is what one gets by making it."""
        facets = ask("/search?q=проект&theme=tourism").get_json()["facets"]

        for value in _leaves(facets["city"]):
            found = ask(f"/search?q=проект&theme=tourism&city={value['value']}").get_json()
            assert found["total"] == value["count"]

    def test_themes_are_a_tree_and_towns_stand_under_their_oblast(self, ask: Ask) -> None:
        """Facets come as a person chooses from them."""
        facets = ask("/search").get_json()["facets"]

        oblasts = {value["value"]: value for value in facets["city"]}
        towns = [town["label"] for town in oblasts["ivano-frankivska-oblast"]["children"]]
        assert "Яремче" in towns
        assert any("children" in theme for theme in facets["theme"])
        assert [value["value"] for value in facets["year"]][-1] == "none"

    def test_a_choice_stays_visible_at_nothing(self, ask: Ask) -> None:
        """Who has chosen too much can see what to take back."""
        facets = ask("/search?q=туризм&city=enerhodar&city=bar").get_json()["facets"]

        chosen = {value["value"] for value in _leaves(facets["city"]) if value["selected"]}
        assert chosen == {"enerhodar", "bar"}

    def test_labels_speak_the_language_asked_for(self, ask: Ask) -> None:
        """Names of places and titles are English for whoever asks in English; ids are the same."""
        ukrainian = ask("/search?q=Яремче").get_json()["hits"][0]
        english = ask("/search?q=Яремче&lang=en").get_json()["hits"][0]
        by_header = ask("/search?q=Яремче", headers={"Accept-Language": "en"})

        assert ukrainian["id"] == english["id"]
        assert ukrainian["places"][0]["label"] == "Яремче"
        assert english["places"][0]["label"] == "Yaremche"
        assert "/en/records/" in english["url"]
        assert by_header.get_json()["hits"][0] == english
        assert by_header.headers["Content-Language"] == "en"
        assert "Accept-Language" in by_header.headers["Vary"]

    def test_reasons_come_when_asked_for(self, ask: Ask) -> None:
        """Why a hit is where it is can be had, and is not forced on anyone."""
        assert "reasons" not in ask("/search?q=туризм").get_json()["hits"][0]
        assert ask("/search?q=туризм&explain=1").get_json()["hits"][0]["reasons"]

    def test_a_page_beyond_the_last_is_empty(self, ask: Ask) -> None:
        """A program that walks the pages comes to an end without an error."""
        found = ask("/search?q=туризм&page=1000").get_json()

        assert found["hits"] == [] and found["total"] > 0

    def test_text_goes_out_as_it_is(self, ask: Ask) -> None:
        """Ukrainian is readable in the raw answer, and marks are not HTML."""
        text = ask("/search?q=туризм").get_data(as_text=True)

        assert "туризм" in text and "<mark" not in text


class TestProblems:
    def test_every_problem_is_told(self, ask: Ask) -> None:
        """A malformed address is answered with a problem document that names all that is wrong."""
        text = "щ" * 5000
        response = ask(f"/search?page=-3&year=abc&city=atlantis&foo=1&q={text}&lang=en", 400)

        assert response.mimetype == "application/problem+json"
        told = json.loads(response.get_data(as_text=True))
        assert told["status"] == 400
        assert [problem["field"] for problem in told["problems"]] == ["foo", "q", "city", "year", "page"]
        assert all(
            problem["sentence"][0].isupper() or problem["sentence"][0] == "“" for problem in told["problems"]
        )

    @pytest.mark.parametrize("path", ["/records/asms?page=2", "/suggest?city=bar", "/records/asms?lang=de"])
    def test_other_doors_refuse_what_they_do_not_take(self, ask: Ask, path: str) -> None:
        """A parameter in the wrong place is told, not ignored."""
        ask(path, 400)

    def test_problems_speak_the_language_asked_for(self, ask: Ask) -> None:
        """Sentences are for people, in their language."""
        told = [ask(f"/search?page=x&lang={lang}", 400).headers["Content-Language"] for lang in ("uk", "en")]

        assert told == ["uk", "en"]

    @pytest.mark.parametrize("path", ["/records/none-such", "/records/A", "/records/%00", "/records/.md"])
    def test_a_missing_record(self, ask: Ask, path: str) -> None:
        """There is no such record, whatever is written in its place."""
        ask(path, 404)

    def test_an_unknown_address_and_another_method(self, client: FlaskClient) -> None:
        """These too are problem documents, as a program expects here."""
        missing, posted = client.get("/api/v1/nowhere"), client.post("/api/v1/search")

        assert (missing.status_code, posted.status_code) == (404, 405)
        assert missing.mimetype == posted.mimetype == "application/problem+json"
        assert "GET" in posted.headers["Allow"]


class TestRecord:
    def test_every_record(self, ask: Ask, depository: Depository) -> None:
        """All records of the corpus keep the contract."""
        for record_id in depository.corpus.states():
            found = ask(f"/records/{record_id}").get_json()
            assert found["id"] == record_id

    def test_the_body_comes_twice(self, ask: Ask) -> None:
        """As it was written, and as HTML whose links lead to our pages."""
        found = ask("/records/yaremche-rada-holos").get_json()

        assert found["body"].startswith("## Виклик")
        assert "<h2" in found["html"]
        assert 'href="http://localhost/uk/places/yaremche"' in found["html"]
        assert found["url"] == "http://localhost/uk/records/yaremche-rada-holos"

    def test_a_withdrawn_record(
        self, copied: Path, app_over: Callable[[Path], Flask], contract: OpenAPI
    ) -> None:
        """It is gone, and its reason and successor are told; a draft was never there."""
        _change(copied / "records" / "asms.md", "status: published", _WITHDRAWN)
        _change(
            copied / "records" / "artelf.md", "status: published", "status: draft", of="kremenchuk-artelf.md"
        )
        client = app_over(copied).test_client()

        response = client.get("/api/v1/records/asms")
        asked = Request(
            EnvironBuilder(path="/api/v1/records/asms", base_url="http://localhost/").get_environ()
        )

        assert response.status_code == 410
        contract.validate_response(WerkzeugOpenAPIRequest(asked), WerkzeugOpenAPIResponse(response))
        told = json.loads(response.get_data(as_text=True))
        assert (told["reason"], told["replaced_by"]) == ("Повторює інший запис", "vidkryte-misto")
        assert client.get("/api/v1/records/kremenchuk-artelf").status_code == 404
        found = client.get("/api/v1/search").get_json()
        assert found["total"] == len(list((copied / "records").glob("*.md"))) - 2


class TestSuggest:
    def test_places_and_themes_are_suggested(self, ask: Ask) -> None:
        """Who begins to type is led to pages that are there."""
        found = ask("/suggest?q=ярем").get_json()

        assert found["query"] == "ярем"
        assert {"Яремче"} <= {suggestion["text"] for suggestion in found["suggestions"]}

    def test_suggestions_lead_somewhere(self, ask: Ask, client: FlaskClient) -> None:
        """Every suggested address is one we answer."""
        for text in ("тур", "ве", "бюджет", "youth"):
            for suggestion in ask(f"/suggest?q={text}").get_json()["suggestions"]:
                address = urlsplit(suggestion["url"])
                assert client.get(f"{address.path}?{address.query}").status_code == 200

    @pytest.mark.parametrize("query", ["", "?q=", "?q=+", "?q=%00"])
    def test_nothing_typed_suggests_nothing(self, ask: Ask, query: str) -> None:
        """An empty box is no mistake."""
        assert ask(f"/suggest{query}").get_json() == {"query": "", "suggestions": []}

    def test_too_much_typed_is_refused(self, ask: Ask) -> None:
        """The same limit as in a search."""
        ask("/suggest?q=" + "щ" * (MAX_TEXT + 1), 400)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=80)
    | st.sampled_from(["\x00", "-", '"', "«", "*", "місто:", "-*", "OR", "рік:2018..", "'"])
)
def test_whatever_is_typed_is_answered(ask: Ask, text: str) -> None:
    """Any text finds something or nothing, and suggests something or nothing; it never fails."""
    from urllib.parse import quote

    asked = quote(text, errors="replace")

    ask(f"/search?q={asked}")
    ask(f"/suggest?q={asked}")


_WITHDRAWN = "status: withdrawn\nreason: Повторює інший запис\nreplaced_by: vidkryte-misto"


def _change(path: Path, before: str, after: str, of: str = "") -> None:
    path = path.with_name(of) if of else path
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def _leaves(values: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for value in values:
        yield value
        yield from _leaves(value.get("children", []))
