"""What repair promises: damage is mended, and every character keeps its place in the original."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.repair import fold, repair

_WORDS = {"самоврядування", "міст", "партнерів", "децентралізація", "двох", "трьох"}


def _known(word: str) -> bool:
    return word in _WORDS


@pytest.mark.parametrize("apostrophe", "'’ʼ‘`´′＇\"")
def test_every_apostrophe_is_one(apostrophe: str) -> None:
    assert repair(f"об{apostrophe}єкт").text == "об'єкт"


def test_quotation_marks_stay_quotation_marks() -> None:
    assert repair('"об" єднання').text == '"об" єднання'


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        ("гро\u00adмада", "громада"),
        ("гро\u200bмада", "громада"),
        ("\ufeffгромада", "громада"),
        ("грома\u0301да", "громада"),
        ("Киі\u0308в", "Київ"),
        ("и\u200b\u0306", "й"),
        ("само\u00ad\nврядування", "самоврядування"),
        ("самовря-\nдування", "самоврядування"),
        ("самовря-\r\n  дування", "самоврядування"),
        ("децентра- лізація", "децентралізація"),
        ("міст-\nпартнерів", "міст-партнерів"),
        ("двох- і трьох", "двох- і трьох"),
        ("веб–сайт", "веб-сайт"),
        ("40\u00a0000", "40 000"),
    ],
)
def test_damage_is_mended(damaged: str, text: str) -> None:
    assert repair(damaged, _known).text == text


def test_a_mended_word_is_found_where_it_stood() -> None:
    text = "про грома\u00adду Ки\u0457ва"

    repaired = repair(text)
    start = repaired.text.index("громаду")

    assert text[slice(*repaired.span(start, start + 7))] == "грома\u00adду"


@given(st.text())
def test_any_text_is_repaired_once_and_for_all(text: str) -> None:
    repaired = repair(text)

    assert repair(repaired.text).text == repaired.text


@given(st.text(min_size=1))
def test_every_character_has_its_place(text: str) -> None:
    repaired = repair(text)

    places = [repaired.span(number, number + 1) for number in range(len(repaired.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@given(st.text(alphabet="абвїйєґі'’-"))
def test_decomposed_text_is_the_same_text(text: str) -> None:
    assert repair(unicodedata.normalize("NFD", text)).text == repair(text).text


def test_folding_drops_what_spellings_differ_in() -> None:
    assert fold("ґенерал-об'єкт") == "генерал-обєкт"
