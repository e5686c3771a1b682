"""What a second look at a text notices: alphabets mixed in a word, towns, years of what was done."""

from __future__ import annotations

from pathlib import Path

import pytest

from depository.corpus import Corpus
from depository.language import Proof
from indexer.ukrainian import Ukrainian


@pytest.fixture(scope="module")
def ukrainian(corpus: Path) -> Ukrainian:
    return Ukrainian(Corpus(corpus).vocabularies())


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        ("Мiсто відкрило центр", ("Мiсто",)),
        ("Вітaємо гостей, вітaємо друзів", ("Вітaємо", "вітaємо")),
        ("ІТ-компанія, Wi-Fi-мережа та e-врядування", ()),
        ("Пишіть на пoшта@example.org або https://example.org/мiсто", ()),
    ],
)
def test_words_of_two_alphabets(ukrainian: Ukrainian, text: str, mixed: tuple[str, ...]) -> None:
    assert ukrainian.proof(text).mixed == mixed


def test_towns_are_counted_in_any_case_form(ukrainian: Ukrainian) -> None:
    found = ukrainian.proof(
        "У Полтаві відкрили центр. Полтава чекала на нього, і полтавський досвід переймають."
    )

    assert found.places == {"poltava": 2}


def test_a_town_of_two_words_is_named_once(ukrainian: Ukrainian) -> None:
    assert ukrainian.proof("Школа в Горішніх Плавнях").places == {"horishni-plavni": 1}


def test_a_street_and_an_institute_are_no_towns(ukrainian: Ukrainian) -> None:
    found = ukrainian.proof("Центр на вулиці Полтавській описав Київський міжнародний інститут.")

    assert (dict(found.places), dict(found.strangers)) == ({}, {})


def test_towns_beyond_the_vocabulary_are_told_by_name(ukrainian: Ukrainian) -> None:
    assert ukrainian.proof("До Черкас приїхали гості з Черкас").strangers == {"Черкаси": 2}


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("У 2018 році почали, а 2020-го завершили.", (2018, 2020)),
        ("Маршрут будували з 2017 по 2019 рік.", (2017, 2019)),
        ("За законом 1997 року міста планують самі.", ()),
        ("Центр працюватиме до 2025 року.", ()),
        ("Тел. 12019, кабінет №2017.", ()),
        ("Стратегія на 2021–2027 роки.", ()),
    ],
)
def test_years_are_those_of_what_was_done(ukrainian: Ukrainian, text: str, years: tuple[int, ...]) -> None:
    assert ukrainian.proof(text).years == years


def test_of_nothing_nothing_is_noticed(ukrainian: Ukrainian) -> None:
    assert ukrainian.proof("") == Proof()


@pytest.mark.parametrize(
    ("text", "scenes"),
    [
        ("У Полтаві відкрили хаб.", {"poltava"}),
        ("Такий самий є в місті Жашків і в Умані.", {"Жашків", "Умань"}),
        ("Хаби є у Барі, Умані та Жашкові.", {"bar", "Умань", "Жашків"}),
        ("Школа в Горішніх Плавнях", {"horishni-plavni"}),
        ("Приїздили гості з Полтави та Черкас.", set()),
        ("Історія міста. Полтава ні до чого.", set()),
    ],
)
def test_towns_in_which_something_is(ukrainian: Ukrainian, text: str, scenes: set[str]) -> None:
    assert ukrainian.proof(text).scenes == scenes


@pytest.mark.parametrize(
    ("text", "strangers"),
    [
        ("Хаб відкрили в місті Козлодар.", {"Козлодар": 1}),
        ("Хаб у м. Козлодар та в місті Нижні Хащі Київської області", {"Козлодар": 1, "Нижні Хащі": 1}),
        ("У смт Кислі Груші, у селі Вільха", {"Кислі Груші": 1, "Вільха": 1}),
        ("Місту Проект допоміг, як і міста України, гештег #МістаТаЗміни.", {}),
        ("Це місто. Мешканці раді. Служба «Відкрите місто». Тепер добре.", {}),
    ],
)
def test_towns_nobody_has_heard_of_are_told_as_written(
    ukrainian: Ukrainian, text: str, strangers: dict[str, int]
) -> None:
    assert ukrainian.proof(text).strangers == strangers
