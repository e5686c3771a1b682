"""Facets, chips and the sentence above the results: rows say what their links do."""

from __future__ import annotations

import pytest
from flask import Flask

from depository.query import Query
from depository.service import Depository
from web import facets, phrases
from web.facets import Row


def _all(rows: tuple[Row, ...]) -> list[Row]:
    return [found for row in rows for found in (row, *_all(row.children))]


@pytest.mark.parametrize("text", ["", "туризм", "громадський бюджет"])
def test_the_number_of_a_row_is_what_its_link_finds(app: Flask, depository: Depository, text: str) -> None:
    """Click = count, for every unchosen value of every facet, once one value is chosen elsewhere."""
    query = Query(text).with_filter("kind", "success-story")
    with app.test_request_context("/uk/search"):
        shown = facets.facets(depository.search(query), depository.vocabularies)
    for facet in shown:
        if facet.name == "kind":
            continue
        for row in _all((*facet.rows, *facet.further)):
            assert depository.search(query.with_filter(facet.name, row.value)).total == row.count, row.value


def test_a_chosen_value_stays_visible_at_nought(app: Flask, depository: Depository) -> None:
    """Whoever chose it must be able to take it back."""
    query = Query("туризм").with_filter("city", "bar").with_filter("year", "2016")
    with app.test_request_context("/uk/search"):
        shown = facets.facets(depository.search(query), depository.vocabularies)

    chosen = [row for facet in shown for row in _all((*facet.rows, *facet.further)) if row.selected]
    assert {row.value for row in chosen} == {"bar", "2016"}
    assert all("bar" not in row.url for row in chosen if row.value == "bar")


def test_what_is_chosen_is_never_folded_away(app: Flask, depository: Depository) -> None:
    """The list that goes across themes is open where something in it is chosen."""
    with app.test_request_context("/uk/search"):
        closed = facets.facets(depository.search(Query()), depository.vocabularies)
        query = Query().with_filter("theme", "covid-19")
        opened = facets.facets(depository.search(query), depository.vocabularies)

    assert [facet.unfolded for facet in closed if facet.name == "theme"] == [False]
    assert [facet.unfolded for facet in opened if facet.name == "theme"] == [True]


def test_years_beyond_the_bounds_are_told_apart(app: Flask, depository: Depository) -> None:
    """They stay to be chosen, and are drawn paler."""
    query = Query(year_from=2018, year_to=2020)
    with app.test_request_context("/uk/search"):
        shown = facets.facets(depository.search(query), depository.vocabularies)

    years = next(facet for facet in shown if facet.name == "year")
    assert [row.value for row in years.rows if not row.outside] == ["2018", "2019", "2020"]
    assert any(row.outside for row in years.rows)


SENTENCES = [
    (Query(), "Усі записи", "All records"),
    (
        Query().with_filter("theme", "tourism").with_filter("city", "yaremche").with_filter("year", "2020"),
        "Записи про туризм у місті Яремче, 2020",
        "Records about tourism in Yaremche, 2020",
    ),
    (Query("сміття"), "Записи за запитом «сміття»", "Records for “сміття”"),
    (
        Query().with_filter("city", "smyha").with_filter("city", "vinnytska-oblast"),
        "Записи у селищі Смига або у Вінницькій області",
        "Records in Smyha or Vinnytsia Oblast",
    ),
    (
        Query().with_filter("city", "poltava").with_filter("city", "bar"),
        "Записи у місті Полтава або Бар",
        "Records in Poltava or Bar",
    ),
    (
        Query().with_filter("theme", "gender-equality").with_filter("theme", "covid-19"),
        "Записи про гендерну рівність або COVID-19",
        "Records about gender equality or COVID-19",
    ),
    (
        Query(year_from=2018, year_to=2020).with_filter("kind", "success-story"),
        "Історії успіху, 2018–2020\u00a0рр.",
        "Success stories, 2018–2020",
    ),
    (Query(year_from=2018), "Записи, від 2018\u00a0р.", "Records, since 2018"),
    (Query().with_filter("year", "none"), "Записи, без точного року", "Records, no exact year"),
    (
        Query().with_filter("city", "national"),
        "Записи про Україну загалом",
        "Records about Ukraine as a whole",
    ),
]


@pytest.mark.parametrize(("query", "uk", "en"), SENTENCES)
def test_a_query_reads_as_a_sentence(
    app: Flask, depository: Depository, query: Query, uk: str, en: str
) -> None:
    """What was chosen can be read out in either language."""
    for language, sentence in (("uk", uk), ("en", en)):
        with app.test_request_context(f"/{language}/search"):
            said = phrases.sentence(query, depository.vocabularies, language)

        assert phrases.plain(said) == sentence


def test_each_choice_can_be_taken_away(app: Flask, depository: Depository) -> None:
    """One part for each choice, and its link leads to the query without it."""
    query = Query("бренд", year_from=2016).with_filter("theme", "tourism").with_filter("kind", "programme")
    with app.test_request_context("/uk/search"):
        parts = phrases.sentence(query, depository.vocabularies, "uk")

    left = [part.without for part in parts if part.without]
    assert left == [
        query.without_filter("kind", "programme"),
        query.with_text(""),
        query.without_filter("theme", "tourism"),
        query.without_years(),
    ]


def test_every_theme_can_be_spoken_of(app: Flask, depository: Depository) -> None:
    """A name that would change after «про» is either known in that case or quoted, never left as it is."""
    with app.test_request_context("/uk/search"):
        for theme in depository.vocabularies.themes:
            before, name = phrases.about(theme.id, depository.vocabularies, "uk")

            assert before in ("про", "на тему")
            assert (
                before == "на тему"
                or not name.split()[0].endswith(("а", "я"))
                or name in theme.label.uk.lower()
            )


def test_pages_around_the_present_one(app: Flask) -> None:
    """The first, the last and the near ones; what lies between is left out."""
    with app.test_request_context("/uk/search"):
        shown = facets.pages(Query(page=6), 20)

    assert [page.label if page else "…" for page in shown] == ["1", "…", "4", "5", "6", "7", "8", "…", "20"]
    assert [page.label for page in shown if page and page.current] == ["6"]
