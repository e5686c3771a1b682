"""The pages: what each type shows, in both languages, whatever is typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import gettext

from depository.query import Query
from depository.service import Depository
from web import examples

PAGES = [
    "/", "/search", "/search?q=туризм", "/records/poltava-eksport", "/themes/tourism", "/places/vinnytsia",
    "/places/poltavska-oblast", "/map", "/map?q=бренд", "/help", "/about", "/nemaie", "/search?page=-3",
]  # fmt: skip
LANGUAGES = pytest.mark.parametrize("language", ["uk", "en"])


@LANGUAGES
@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_to_the_rules_of_every_page(client: FlaskClient, path: str, language: str) -> None:
    """Its language, one h1, a link to itself in the other language, and nothing inline that CSP forbids."""
    page = client.get(f"/{language}{path}").text
    other = "en" if language == "uk" else "uk"

    assert f'<html lang="{language}">' in page
    assert len(re.findall(r"<h1\b", page)) == 1
    assert re.search(rf'<a class="language" href="/{other}/[^"]*" lang="{other}"', page)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)


@LANGUAGES
def test_every_example_finds_something(app: Flask, depository: Depository, language: str) -> None:
    """What the home page and the help suggest works."""
    with app.test_request_context(f"/{language}/"):
        asked = [gettext(text) for text in (*examples.QUESTIONS, *(text for text, _ in examples.HELP))]

    for text in asked:
        assert depository.search(Query(text), language=language).total, text


def test_every_public_record_theme_and_place_has_a_page(client: FlaskClient, depository: Depository) -> None:
    """No record, theme or place of the collection leads to an error, in either language."""
    found = [f"records/{record_id}" for record_id in depository.engine.revisions()]
    found += [f"themes/{theme.id}" for theme in depository.vocabularies.themes]
    found += [f"places/{place.id}" for place in depository.vocabularies.places]

    for path in found:
        assert client.get(f"/uk/{path}").status_code == 200, path
    for path in found[::7]:
        assert client.get(f"/en/{path}").status_code == 200, path


def test_no_link_of_a_page_leads_nowhere(client: FlaskClient) -> None:
    """Every address on the main pages answers."""
    links = set()
    for path in (
        "/uk/",
        "/uk/search?q=туризм",
        "/uk/records/poltava-eksport?q=експорт",
        "/uk/themes/tourism",
    ):
        links |= set(re.findall(r'href="(/[^"#]*)', client.get(path).text))

    for link in sorted(links):
        with client.get(unescape(link)) as answer:
            assert answer.status_code == 200, link


def test_a_record_shows_what_is_known_of_it(client: FlaskClient) -> None:
    """Title, summary, facts, text with contents, source with rights, citation and what is near."""
    page = client.get("/uk/records/melitopol-zshyty-kruto").text

    for shown in ("Мелітополь", "2020", "Що варто врахувати", "Федерація канадських", "дата звернення"):
        assert shown in page
    assert "близько 1000 медичних костюмів" in page
    assert "Схожі практики" in page
    assert "Практики цього міста: Мелітополь" in page
    assert 'rel="canonical" href="http://localhost/uk/records/melitopol-zshyty-kruto"' in page


def test_an_english_page_shows_the_english_title_and_the_original(client: FlaskClient) -> None:
    """Where there is an English title it comes first, the original beside it in its own language."""
    page = client.get("/en/records/khmilnyk-turyzm").text

    assert "Nordic walking, skis, catamarans and bikes" in page
    assert re.search(r'<p class="original" lang="uk">Скандинавська ходьба', page)
    assert re.search(r'<div class="body" lang="uk">', page)


def test_neighbours_stand_where_the_list_has_them(client: FlaskClient, depository: Depository) -> None:
    """Before and after a record stand those of the results one came from; without results, none."""
    ids = [hit.card.id for hit in depository.search(Query("туризм")).hits]

    page = client.get(f"/uk/records/{ids[1]}?q=туризм").text
    alone = client.get(f"/uk/records/{ids[1]}").text

    assert re.search(rf'rel="prev" href="/uk/records/{ids[0]}\?q=', page)
    assert re.search(rf'rel="next" href="/uk/records/{ids[2]}\?q=', page)
    assert 'rel="prev"' not in alone


def test_a_withdrawn_record_leads_on(app_over: Callable[[Path], Flask], copied: Path) -> None:
    """410, the reason, and a link to what took its place."""
    path = copied / "records" / "poltava-eksport.md"
    text = path.read_text(encoding="utf-8")
    withdrawn = "status: withdrawn\nreason: Дані застаріли.\nreplaced_by: poltava-tsnap"
    path.write_text(text.replace("status: published", withdrawn), encoding="utf-8")

    answer = app_over(copied).test_client().get("/uk/records/poltava-eksport")

    assert answer.status_code == 410
    assert "Дані застаріли." in answer.text
    assert 'href="/uk/records/poltava-tsnap"' in answer.text


def test_markup_typed_into_the_box_stays_text(client: FlaskClient) -> None:
    """Whatever is typed is shown as it is, never as markup."""
    page = client.get("/uk/search", query_string={"q": '"><script>alert(1)</script>'}).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_page_beyond_the_last_leads_back(client: FlaskClient) -> None:
    """An old link to page 90 is no error: it says that the list is shorter."""
    answer = client.get("/uk/search?page=90")

    assert answer.status_code == 200
    assert "Сторінки 90 немає" in answer.text


def test_the_choices_of_a_search_travel_with_its_form(client: FlaskClient) -> None:
    """Whoever types new words keeps the filters, but not the page."""
    page = client.get("/uk/search?q=бренд&city=vinnytsia&year_from=2016&page=1").text
    form = page[page.index('role="search"') : page.index("</form>")]

    assert '<input type="hidden" name="city" value="vinnytsia">' in form
    assert '<input type="hidden" name="year_from" value="2016">' in form
    assert 'name="page"' not in form


def test_robots_are_kept_out_of_choices(client: FlaskClient) -> None:
    """Links that only narrow are not worth following."""
    page = client.get("/uk/search?q=туризм").text

    assert all('rel="nofollow"' in link for link in re.findall(r'<a class="choice"[^>]*>', page))
    assert '<meta name="robots" content="noindex, follow">' in page
