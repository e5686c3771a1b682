"""Which language a reader is spoken to, and how numbers, days and years look in it."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask, url_for

from web import i18n


@pytest.mark.parametrize(
    "path, accepted, expected",
    [
        ("/uk/", "en", "uk"),
        ("/en/search?q=x", "uk", "en"),
        ("/en", "", "en"),
        ("/", "", "uk"),
        ("/nowhere", "en-GB, en;q=0.9, de;q=0.8", "en"),
        ("/nowhere", "de, fr;q=0.5", "uk"),
        ("/nowhere", "uk-UA, en;q=0.5", "uk"),
        ("/api/v1/search", "en", "en"),
        ("/api/v1/search?lang=uk", "en", "uk"),
        ("/api/v1/search?lang=de", "en", "en"),
        ("/de/", "", "uk"),
    ],
)
def test_the_language_of_a_request(app: Flask, path: str, accepted: str, expected: str) -> None:
    """The address decides, then the reader's browser, then the country the service is for."""
    with app.test_request_context(path, headers={"Accept-Language": accepted}):
        assert i18n.language() == expected
        assert i18n.other_language() == ({"uk", "en"} - {expected}).pop()


def test_the_language_is_pushed_into_links(app: Flask) -> None:
    """Nobody who makes a link has to think of the language."""
    with app.test_request_context("/en/search"):
        assert url_for("catalog.help") == "/en/help"
        assert url_for("catalog.help", lang="uk") == "/uk/help"
        assert url_for("site.healthz") == "/healthz"


def test_only_our_languages_have_pages(app: Flask) -> None:
    """An address in a language we do not speak is missing, not Ukrainian."""
    assert app.test_client().get("/de/").status_code == 404


@pytest.mark.parametrize(
    "path, day, span, year, number",
    [
        ("/uk/", "31 березня 2021 р.", "2016–2020\u00a0рр.", "2020\u00a0р.", "12\u00a0345,6"),
        ("/en/", "31 March 2021", "2016–2020", "2020", "12,345.6"),
    ],
)
def test_days_years_and_numbers(app: Flask, path: str, day: str, span: str, year: str, number: str) -> None:
    """As a reader of the language writes them."""
    with app.test_request_context(path):
        assert i18n.day(date(2021, 3, 31)) == day
        assert i18n.span(2016, 2020) == span
        assert i18n.span(2020) == i18n.span(2020, 2020) == year
        assert i18n.number(12345.6) == number
        assert i18n.day(None) == i18n.span(None) == ""


def test_without_a_request_it_is_ukrainian(app: Flask) -> None:
    """The command line and the tests need no request to be spoken to."""
    assert i18n.language() == "uk"
    with app.app_context():
        assert i18n.language() == "uk"
