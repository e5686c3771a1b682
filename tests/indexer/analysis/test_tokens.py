"""Where words and numbers begin and end."""

from __future__ import annotations

import pytest

from indexer.analysis.tokens import FIND, humps, number


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("зв'язок, бізнес-план", ["зв'язок", "бізнес-план"]),
        ("'слово'", ["слово"]),
        ("ProZorro.Продажі", ["ProZorro", "Продажі"]),
        ("COVID-19 і B2B", ["COVID-19", "і", "B2B"]),
        ("#МістаТаЗміни", ["#МістаТаЗміни"]),
        ("40 000 осіб", ["40 000", "осіб"]),
        ("у 2020 100 осіб", ["у", "2020", "100", "осіб"]),
        ("229,8 млн", ["229,8", "млн"]),
        ("01.02.2020", ["01", "02", "2020"]),
        ("1,2,3", ["1", "2", "3"]),
        ("1,250,000", ["1,250,000"]),
        ("2020-го", ["2020-го"]),
        ("2015-2020", ["2015", "2020"]),
        ("100-річчя", ["100-річчя"]),
        ("№7", ["7"]),
        ("5G, 2019р.", ["5G", "2019", "р"]),
        ("050 123 45 67", ["050", "123", "45", "67"]),
    ],
)
def test_text_falls_into_words_and_numbers(text: str, forms: list[str]) -> None:
    assert FIND.findall(text) == forms


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("229,8", "229.8"),
        ("16,50", "16.5"),
        ("40 000", "40000"),
        ("1,250,000", "1250000"),
        ("2020-го", "2020"),
        ("007", "7"),
        ("0", "0"),
        ("5G", None),
        ("слово", None),
        ("100-річчя", None),
    ],
)
def test_a_number_has_one_spelling(form: str, said: str | None) -> None:
    assert number(form) == said


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("МістаТаЗміни", ["Міста", "Та", "Зміни"]),
        ("успіх", ["успіх"]),
        ("ЦНАПМіста", ["ЦНАП", "Міста"]),
        ("Місто2020", ["Місто", "2020"]),
    ],
)
def test_a_hashtag_has_humps(word: str, words: list[str]) -> None:
    assert [word[start:end] for start, end in humps(word)] == words
