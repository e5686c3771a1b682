"""Words of two alphabets are brought to the one that was meant."""

from __future__ import annotations

import pytest

from indexer.analysis.scripts import is_mixed, mend, roman

_WORDS = {"місто", "хмільник", "екосумок", "сталий", "громада", "цнап"}


@pytest.mark.parametrize(
    ("mixed", "meant"),
    [
        ("мiсто", "місто"),
        ("Xмільник", "Хмільник"),
        ("екоsумок", "екосумок"),
        ("cталий", "сталий"),
        ("громáда", "громада"),
        ("ЦHАП", "ЦНАП"),
        ("СОVID", "COVID"),
        ("СОVІD-19", "COVID-19"),
        ("ХIV", "XIV"),
        ("вiрусoлогiчний", "вірусологічний"),
    ],
)
def test_look_alikes_are_seen_through(mixed: str, meant: str) -> None:
    assert is_mixed(mixed)
    assert mend(mixed, _WORDS.__contains__) == meant


@pytest.mark.parametrize("word", ["FM-радіостанція", "SMART-туризм", "місто", "city"])
def test_a_hyphen_may_join_two_alphabets(word: str) -> None:
    assert not is_mixed(word)
    assert mend(word, _WORDS.__contains__) == word


@pytest.mark.parametrize(("word", "numeral"), [("ХХІ", "XXI"), ("XXI", "XXI"), ("Х", ""), ("ХАІ", "")])
def test_roman_numerals_in_either_alphabet(word: str, numeral: str) -> None:
    assert roman(word) == numeral
