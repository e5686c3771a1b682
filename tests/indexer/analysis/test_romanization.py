"""A name and its romanisations have one key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.romanization import key, romanize


@pytest.mark.parametrize(
    ("name", "romanised"),
    [
        ("Згуровський", "Zghurovskyi Zgurovskyi Zgurovsky"),
        ("Коломия", "Kolomyia Kolomyya Kolomyja"),
        ("Запоріжжя", "Zaporizhzhia Zaporizhia Zaporizhzhya"),
        ("Вінниця", "Vinnytsia Vinnytsya Vinnitsa Vinnitsia"),
        ("Яремче", "Yaremche Iaremche Jaremche"),
        ("Енергодар", "Enerhodar Energodar"),
        ("Харків", "Kharkiv Harkiv"),
        ("Хмельницький", "Khmelnytskyi Khmelnytsky Khmelnitskiy"),
        ("Горішні Плавні", "Horishni Plavni"),
        ("Жмеринка", "Zhmerynka Zhmerinka"),
        ("Прозорро", "ProZorro Prozorro"),
        ("Юлія", "Yuliia Iuliia Yuliya"),
    ],
)
def test_a_name_meets_its_romanisations(name: str, romanised: str) -> None:
    written = [romanised] if " " in name else romanised.split()

    assert {key(word) for word in written} == {key(name)}


@pytest.mark.parametrize(("one", "other"), [("Полтава", "Poltorak"), ("Суми", "Smyha"), ("Київ", "Kalush")])
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_romanising_follows_the_resolution() -> None:
    assert romanize("Згорани, Щастя, Знам'янка") == "Zghorany, Shchastia, Znamianka"


@given(st.text())
def test_any_text_has_a_key(text: str) -> None:
    assert key(text).isascii()
