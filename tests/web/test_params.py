"""An address and the query in it say the same, and an address that says nonsense is told all of it."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask, url_for
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from depository.errors import Invalid
from depository.query import MAX_PAGE, MAX_TEXT, Query
from depository.schema import FACETS, NO_YEAR, OFFERED_SORTS
from depository.service import Depository
from web import params

_IDS = st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
_YEARS = st.integers(1990, 2026)
_VALUES = {"city": _IDS, "theme": _IDS, "kind": _IDS, "year": _YEARS.map(str) | st.just(NO_YEAR)}


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Any query an address can carry: choices stand facet by facet."""
    filters = []
    for facet in FACETS:
        filters += [(facet, value) for value in draw(st.lists(_VALUES[facet], max_size=3, unique=True))]
    first, last = draw(st.none() | _YEARS), draw(st.none() | _YEARS)
    if first and last and first > last:
        first, last = last, first
    return Query(
        text=params.clean(draw(st.text(max_size=60))),
        filters=tuple(filters),
        year_from=first,
        year_to=last,
        sort=draw(st.sampled_from(OFFERED_SORTS)),
        page=draw(st.integers(1, MAX_PAGE)),
        verbatim=draw(st.booleans()),
    )


def _parse(text: str) -> Query:
    return params.parse(MultiDict(parse_qsl(text, keep_blank_values=True)))


def _fields(text: str) -> list[str]:
    with pytest.raises(Invalid) as caught:
        _parse(text)
    return [problem.field for problem in caught.value.problems]


class TestRoundTrip:
    @given(queries())
    def test_a_query_comes_back_from_its_parameters(self, query: Query) -> None:
        """Whatever is asked for can be shared as an address and is asked for again."""
        assert params.parse(MultiDict(params.to_args(query))) == query

    @given(query=queries())
    def test_a_query_comes_back_from_its_address(self, app: Flask, query: Query) -> None:
        """The same through a real address, whatever has to be escaped in it."""
        with app.test_request_context("/uk/search"):
            url = params.url("catalog.search", query)

        assert urlsplit(url).path == "/uk/search"
        assert _parse(urlsplit(url).query) == query

    @given(queries())
    def test_defaults_are_left_out(self, query: Query) -> None:
        """An address says no more than it must."""
        names = dict(params.to_args(query))

        assert ("page" in names) == (query.page != 1)
        assert ("sort" in names) == (query.sort != "relevance")
        assert "" not in names.values()

    def test_an_empty_query_has_no_parameters(self, app: Flask) -> None:
        """The plain address is the plain search."""
        with app.test_request_context("/en/"):
            assert params.url("catalog.search", Query()) == "/en/search"


class TestReading:
    def test_all_parameters(self) -> None:
        """Every parameter reaches its place in the query."""
        text = "q=збір+сміття&city=bar&city=dolyna&theme=tourism&year=2020&year=none&kind=case-study"

        query = _parse(text + "&year_from=2016&year_to=2020&sort=title&page=3&exact=1")

        assert query == Query(
            text="збір сміття",
            filters=(
                ("city", "bar"), ("city", "dolyna"), ("theme", "tourism"), ("year", "2020"), ("year", "none"),
                ("kind", "case-study"),
            ),
            year_from=2016, year_to=2020, sort="title", page=3, verbatim=True,
        )  # fmt: skip

    def test_empty_parameters_are_absent(self) -> None:
        """A form sends the fields nobody filled in; they mean nothing."""
        assert _parse("q=&city=&year_from=&year_to=&sort=&page=&exact=&theme=tourism") == Query(
            filters=(("theme", "tourism"),)
        )

    def test_a_repeated_choice_counts_once(self) -> None:
        """Two equal choices are one."""
        assert _parse("city=bar&city=bar").filters == (("city", "bar"),)

    def test_controls_become_spaces(self) -> None:
        """What nobody can see or type never reaches the search."""
        assert _parse("q=%00зб%0Aір%7F%C2%85").text == "зб ір"
        assert params.clean("a\ud800b\ufffe") == "a b"

    @pytest.mark.parametrize("name", ["utm_source", "utm_campaign", "fbclid", "gclid"])
    def test_labels_of_campaigns_are_ignored(self, name: str) -> None:
        """A link that somebody labelled leads where it led."""
        assert _parse(f"q=мед&{name}=x&{name}=y") == Query("мед")

    @pytest.mark.parametrize("value, expected", [("0", False), ("1", True), ("", False)])
    def test_switches(self, value: str, expected: bool) -> None:
        """Verbatim search is switched on by 1, and by nothing else."""
        assert _parse(f"exact={value}").verbatim is expected


class TestRefusals:
    @pytest.mark.parametrize(
        "text, field",
        [
            ("page=-3", "page"),
            ("page=0", "page"),
            ("page=1.5", "page"),
            ("page=٣", "page"),
            (f"page={MAX_PAGE + 1}", "page"),
            ("page=" + "9" * 5000, "page"),
            ("year=abc", "year"),
            ("year=20", "year"),
            ("year=0020", "year"),
            ("year=" + "1" * 5000, "year"),
            ("year=٢٠٢٠", "year"),
            ("year_from=abc", "year_from"),
            ("year_to=20201", "year_to"),
            ("year_from=2020&year_to=2018", "year_from"),
            ("sort=added", "sort"),
            ("sort=random", "sort"),
            ("exact=yes", "exact"),
            ("explain=yes", "explain"),
            ("q=a&q=b", "q"),
            ("page=1&page=2", "page"),
            ("city=" + "a" * 81, "city"),
            ("q=" + "щ" * (MAX_TEXT + 1), "q"),
            ("nonsense=1", "nonsense"),
            ("Q=1", "Q"),
            ("utm-source=1", "utm-source"),
            ("lang=en", "lang"),
            ("%00=1", ""),
        ],
    )
    def test_what_cannot_be_is_refused(self, text: str, field: str) -> None:
        """A malformed address never passes for another search."""
        assert _fields(text) == [field]

    def test_all_problems_are_told_at_once(self) -> None:
        """Nobody mends an address one mistake at a time."""
        assert _fields("page=-3&year=abc&sort=x&foo=1&year_to=y&exact=2") == [
            "foo", "year", "year_to", "sort", "page", "exact",
        ]  # fmt: skip

    def test_values_no_vocabulary_knows(self, depository: Depository) -> None:
        """A misspelt place finds an explanation, not everything and not nothing."""
        args = MultiDict(
            [("city", "atlantis"), ("city", "bar"), ("theme", "x"), ("kind", "y"), ("year", "2020")]
        )

        with pytest.raises(Invalid) as caught:
            params.parse(args, depository.vocabularies)

        assert [problem.field for problem in caught.value.problems] == ["city", "theme", "kind"]
        assert "atlantis" in caught.value.problems[0].sentence()

    @given(st.lists(st.tuples(st.sampled_from(["q", "city", "year", "page", "x"]) | st.text(), st.text())))
    def test_any_parameters_give_a_query_or_problems(self, pairs: list[tuple[str, str]]) -> None:
        """Nothing that can be typed breaks the reading of an address; every problem is a sentence."""
        try:
            query = params.parse(MultiDict(pairs))
        except Invalid as invalid:
            assert all(problem.sentence() for problem in invalid.problems)
        else:
            assert params.parse(MultiDict(params.to_args(query))) == query


class TestLinks:
    def test_links_speak_the_language_of_the_page(self, app: Flask) -> None:
        """Whoever reads English stays there."""
        query = Query("мед").with_filter("city", "dolyna")

        with app.test_request_context("/en/search"):
            assert params.url("catalog.search", query).startswith("/en/search?q=%D0%BC")
            assert params.url("catalog.search", query, lang="uk").startswith("/uk/search?q=%D0%BC")

    @pytest.mark.parametrize(
        ("endpoint", "name"),
        [("catalog.record", "record_id"), ("desk.keep", "form"), ("desk.step", "step_id")],
    )
    @pytest.mark.parametrize("value", ["asms", "new/tab123", "а б", "x:y", "50%", "a?b#c", "~", "«»"])
    def test_a_path_is_the_one_flask_writes(self, app: Flask, endpoint: str, name: str, value: str) -> None:
        """Whatever stands in it; it is only written sooner."""
        with app.test_request_context("/uk/search"):
            assert params.url(endpoint, Query(), **{name: value}) == url_for(endpoint, **{name: value})

    def test_links_keep_values_of_the_path(self, app: Flask) -> None:
        """A record is linked with the search one came from."""
        with app.test_request_context("/uk/search"):
            assert params.url("catalog.record", Query("мед"), record_id="asms").startswith(
                "/uk/records/asms?q="
            )

    @given(query=queries(), data=st.data())
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_a_choice_made_or_taken_back(self, app: Flask, query: Query, data: st.DataObject) -> None:
        """The links of a facet are those of the queries they stand for."""
        facet = data.draw(st.sampled_from(list(FACETS)))
        value = data.draw(st.sampled_from(query.chosen(facet)) if query.chosen(facet) else _VALUES[facet])

        with app.test_request_context("/uk/search"):
            url = params.toggling("catalog.search", query, facet)

            assert url(value) == params.url("catalog.search", query.toggled(facet, value))

    def test_links_under_a_mount_point(self, app: Flask) -> None:
        """Behind a proxy that serves us from a folder, links stay inside it."""
        with app.test_request_context("/uk/", base_url="http://localhost/library"):
            assert params.url("catalog.home", Query()) == "/library/uk/"

    def test_plain_doors_take_no_query(self) -> None:
        """Doors without a search refuse the parameters of one."""
        assert params.plain(MultiDict([("q", " мед "), ("utm_id", "1")]), "q", "lang") == {
            "q": "мед",
            "lang": "",
        }
        with pytest.raises(Invalid):
            params.plain(MultiDict([("lang", "de"), ("page", "2")]), "lang")
