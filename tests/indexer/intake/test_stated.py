"""What a file says outright is taken by whatever name; what no vocabulary knows is named, never guessed."""

from __future__ import annotations

from typing import Any

import pytest

from depository.errors import Problem
from depository.vocabulary import Vocabularies
from indexer.intake.source import Source
from indexer.intake.stated import settle


def settled(
    vocabularies: Vocabularies, **stated: Any
) -> tuple[dict[str, Any], tuple[Problem, ...], tuple[Problem, ...]]:
    lines = {name: number for number, name in enumerate(stated, 2)}
    source, problems = settle(Source("a.md", "markdown", "Текст.\n", stated, lines=lines), vocabularies)
    return dict(source.stated), problems, source.notes


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("kolomyia", ["kolomyia"]),
        ("Коломия", ["kolomyia"]),
        ("м. Коломия", ["kolomyia"]),
        ("Kolomyia", ["kolomyia"]),
        ("Коломия, Долина", ["kolomyia", "dolyna"]),
        (["Коломия", "dolyna", "Коломия"], ["kolomyia", "dolyna"]),
        ("Івано‑Франківськ; Горішні Плавні", ["ivano-frankivsk", "horishni-plavni"]),
        ("Полтавська громада", ["poltava"]),
        ("Гощанська громада", ["hoshcha"]),
        ("Гощанська селищна територіальна громада", ["hoshcha"]),
        ("Миргородська міська рада; Барська МТГ", ["myrhorod", "bar"]),
        ("Хмільницька міська територіальна громада, Вінницька область", ["khmilnyk"]),
        ("Вінницька область", ["vinnytska-oblast"]),
    ],
)
def test_places_by_id_or_by_any_name(
    vocabularies: Vocabularies, written: object, expected: list[str]
) -> None:
    values, problems, _ = settled(vocabularies, місто=written)

    assert (values["places"], problems) == (expected, ())


def test_a_town_that_no_vocabulary_has_is_named_with_near_ones(vocabularies: Vocabularies) -> None:
    values, problems, _ = settled(vocabularies, cities=["Полтава", "Полтавка Нова"])

    assert values["places"] == ["poltava"]
    (problem,) = problems
    assert (problem.field, problem.line, problem.values["given"]) == ("places[2]", 2, "Полтавка Нова")
    assert "poltava" in str(problem.values["near"])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Туризм", ["tourism"]),
        ("tourism; бюджет участі", ["tourism", "participatory-budget"]),
        (["Поводження з відходами"], ["waste-management"]),
    ],
)
def test_themes_by_their_labels(vocabularies: Vocabularies, written: object, expected: list[str]) -> None:
    values, problems, _ = settled(vocabularies, theme=written)

    assert (values["themes"], problems) == (expected, ())


def test_an_unknown_theme_is_a_problem_and_an_unknown_tag_is_none(vocabularies: Vocabularies) -> None:
    values, problems, notes = settled(vocabularies, themes="Туризми", tags=["експорт", "моє"])

    assert [(p.field, p.values["given"]) for p in problems] == [("themes[1]", "Туризми")]
    assert values["themes"] == ["export"]
    assert [note.values["given"] for note in notes] == ["моє"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (2018, [2018]),
        ("2018–2020", [2018, 2019, 2020]),
        ("2018-20 рр.", [2018, 2019, 2020]),
        ("2016, 2018–2019", [2016, 2018, 2019]),
        ("2018 і 2020 роки", [2018, 2020]),
        ([2017, "2019"], [2017, 2019]),
        (20200, [20200]),
    ],
)
def test_years_as_people_write_them(vocabularies: Vocabularies, written: object, expected: list[int]) -> None:
    values, problems, _ = settled(vocabularies, роки=written)

    assert (values["years"], problems) == (expected, ())


@pytest.mark.parametrize("written", ["торік", "2018 року або пізніше", "XXI століття", "9" * 40])
def test_what_is_no_year_is_a_problem(vocabularies: Vocabularies, written: str) -> None:
    values, problems, _ = settled(vocabularies, year=written)

    assert problems or values["years"] == [10**9]


def test_a_foreign_blogs_fields_are_told_and_left(vocabularies: Vocabularies) -> None:
    values, problems, notes = settled(
        vocabularies,
        layout="post",
        permalink="/a",
        categories=["x"],
        date="2021-05-06",
        author="Хтось",
        status="published",
    )

    assert (values, problems) == ({}, ())
    assert [note.line for note in notes] == [2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Звіт громади", {"publication": "Звіт громади"}),
        ("Звіт, https://example.org/z.", {"publication": "Звіт", "url": "https://example.org/z"}),
        ("https://www.example.org/z", {"publication": "example.org", "url": "https://www.example.org/z"}),
        ({"publication": "Звіт", "year": 2020}, {"publication": "Звіт", "year": 2020}),
    ],
)
def test_a_source_as_people_write_it(vocabularies: Vocabularies, written: object, expected: object) -> None:
    values, _, _ = settled(vocabularies, Джерело=written)

    assert values["source"] == expected


def test_a_kind_by_its_name(vocabularies: Vocabularies) -> None:
    assert settled(vocabularies, тип="Кейс-стаді")[0] == {"kind": "case-study"}
    assert settled(vocabularies, kind="роман")[1][0].field == "kind"


def test_an_adjective_alone_names_no_town(vocabularies: Vocabularies) -> None:
    values, problems, _ = settled(vocabularies, місто="Гощанська")

    assert values["places"] == []
    assert [problem.values["given"] for problem in problems] == ["Гощанська"]


def test_a_period_by_another_name_is_when_the_practice_took_place(vocabularies: Vocabularies) -> None:
    values, problems, _ = settled(vocabularies, Терміни="2018–2020")

    assert (values, problems) == ({"years": [2018, 2019, 2020]}, ())


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("з 2019 по 2021 рр.", [2019, 2020, 2021]),
        ("лютий 2017 р. – грудень 2018 р.", [2017, 2018]),
        ("між 2018 та 2020", [2018, 2019, 2020]),
        ("from May 2016 to June 2018", [2016, 2017, 2018]),
        ("травень 2019, восени 2021", [2019, 2021]),
        ("09.2019 – 06.2021", [2019, 2020, 2021]),
        ("01.09.2019 – 30.06.2020", [2019, 2020]),
        ("2019-09-01 – 2020-06-30", [2019, 2020]),
        ("2017/2018", [2017, 2018]),
        ("лютий 2017 – дотепер", [2017]),
    ],
)
@pytest.mark.parametrize("name", ["Роки", "Період реалізації", "Термін виконання"])
def test_years_may_be_said_in_words(
    vocabularies: Vocabularies, name: str, said: str, years: list[int]
) -> None:
    values, problems, _ = settled(vocabularies, **{name: said})

    assert (values, problems) == ({"years": years}, ())


@pytest.mark.parametrize("said", ["від весни до осені", "20191", "незабаром у 2019 або пізніше"])
def test_words_that_are_no_years_are_refused_still(vocabularies: Vocabularies, said: str) -> None:
    values, problems, _ = settled(vocabularies, Роки=said)

    assert problems or values["years"] == [20191]


@pytest.mark.parametrize(
    "stated",
    [{"period": "2015–2021"}, {"Період": "2015–2021", "Рік": "2019"}, {"Рік": "2019", "Строк": "2015–2021"}],
)
def test_a_period_beside_years_or_by_our_own_name_stays_one(
    vocabularies: Vocabularies, stated: dict[str, Any]
) -> None:
    values, problems, _ = settled(vocabularies, **stated)

    assert values["period"] == "2015–2021"
    assert values.get("years", [2019]) == [2019]
    assert problems == ()


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [(2017, 2019, [2017, 2018, 2019]), ("2017-03-01", "2018-11-30", [2017, 2018]), (2016, 2016, [2016])],
)
def test_a_first_and_a_last_year_are_all_years_between(
    vocabularies: Vocabularies, first: object, last: object, years: list[int]
) -> None:
    values, problems, _ = settled(vocabularies, Start=first, End=last)

    assert (values["years"], problems) == (years, ())


def test_an_end_that_is_no_year_is_told(vocabularies: Vocabularies) -> None:
    values, _, notes = settled(vocabularies, Початок=2019, Завершення="триває")

    assert values["years"] == [2019]
    assert [note.values["name"] for note in notes] == ["Завершення"]


def test_a_word_is_the_same_after_a_vowel_and_after_a_consonant(vocabularies: Vocabularies) -> None:
    values, _, _ = settled(vocabularies, **{"Рік упровадження": 2019})

    assert values == {"years": [2019]}


def test_where_a_house_stands_is_no_address_of_a_page(vocabularies: Vocabularies) -> None:
    values, problems, notes = settled(vocabularies, адреса="пл. Єдності, 2, м. Бердянськ")

    assert (values, problems, len(notes)) == ({}, (), 1)
