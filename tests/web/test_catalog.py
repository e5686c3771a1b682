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
    """Every address on the main pages answers; the desk by asking who one is."""
    links = set()
    for path in (
        "/uk/",
        "/uk/search?q=туризм",
        "/uk/records/poltava-eksport?q=експорт",
        "/uk/themes/tourism",
    ):
        links |= set(re.findall(r'href="(/[^"#]*)', client.get(path).text))

    for link in sorted(links):
        with client.get(unescape(link), follow_redirects=True) as answer:
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


def test_a_correction_shows_the_whole_query(client: FlaskClient) -> None:
    """What was searched for stands there once, and what was typed is one click away."""
    page = unescape(client.get("/uk/search?q=nehbpv+d+vscns").text)

    assert "Показано записи за запитом «туризм в місті»." in page
    assert "Шукати саме «nehbpv d vscns»?" in page


def test_reasons_are_words(client: FlaskClient) -> None:
    """The forms met in the record and its theme come first, the weight at the end."""
    page = client.get("/uk/search?q=сміття&explain=1").text
    reasons = re.sub(
        r"<[^>]+>",
        "",
        page[page.index('class="reasons">') : page.index("</ul>", page.index('class="reasons">'))],
    )

    assert re.search(r"слово сміття – у записі як сміття.*; тема Поводження з відходами, вага \d", reasons)


def test_where_nothing_is_found_only_choices_made_are_shown(client: FlaskClient) -> None:
    """No empty lists, no map; the whole depository comes first where it has something."""
    bare = client.get("/uk/search?q=космічний+телескоп").text
    chosen = client.get("/uk/search?q=туризм&city=yaremche&year=2016").text

    assert "У записах немає слів <q>космічний</q> і <q>телескоп</q>." in bare
    assert 'id="filters"' not in bare and "open-filters" not in bare
    assert 'id="facet-city"' in chosen and 'id="facet-theme"' not in chosen
    assert "Показати на мапі" not in chosen
    assert re.search(
        r'class="everywhere"><a href="/uk/search\?q=[^"&]+">У всьому депозитарії</a> – 8 записів', chosen
    )


def test_one_condition_is_not_called_several(client: FlaskClient) -> None:
    """«Усе це разом» is said of two conditions or more."""
    assert "Усе це разом" not in client.get("/uk/search?q=місто:Київ").text


@pytest.mark.parametrize("path", ["themes/tourism", "search?q=бренд&theme=tourism"])
def test_a_confined_search_says_so_beside_the_box(client: FlaskClient, path: str) -> None:
    """Whoever searches within a theme sees that, and the way out."""
    page = client.get(f"/uk/{path}").text
    form = page[page.index('role="search"') : page.index("</form>")]

    assert "лише в темі «Туризм»" in form
    assert "у всьому депозитарії" in form


def test_headings_of_a_record_are_english_on_an_english_page(client: FlaskClient) -> None:
    """The usual headings only, with their language; the text stays Ukrainian."""
    page = client.get("/en/records/khmilnyk-turyzm").text

    assert '<a href="#section-1">The challenge</a>' in page
    assert '<h2 id="section-1" lang="en">The challenge</h2>' in page
    assert page.index("The full text is in Ukrainian.") < page.index('id="section-1"')


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        (
            "q=%D0%B1%D1%80%D0%B5%D0%BD%D0%B4&page=-3",
            "q=%D0%B1%D1%80%D0%B5%D0%BD%D0%B4",
            "Такої сторінки результатів немає",
        ),
        ("year_from=2020&year_to=2018", "year_from=2018&amp;year_to=2020", "Той самий пошук за 2018–2020"),
        ("page=2&page=3", "", "На першу сторінку"),
    ],
)
def test_a_mistake_in_an_address_can_be_mended(
    client: FlaskClient, wrong: str, right: str, said: str
) -> None:
    """A page that cannot be leads to the first, swapped years to the same search with them put right."""
    answer = client.get(f"/uk/search?{wrong}")

    assert answer.status_code == 400
    assert said in answer.text
    assert f'<p class="mended"><a href="/uk/search{"?" if right else ""}{right}">' in answer.text


def test_the_small_map_of_a_place_marks_that_place(client: FlaskClient) -> None:
    """A town alone, an oblast with its towns."""
    town, oblast = (client.get(f"/uk/places/{name}").text for name in ("vinnytsia", "vinnytska-oblast"))

    assert town.count('class="spot') == 1
    assert oblast.count('class="spot') > 1
