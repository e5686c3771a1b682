"""The likely lemmas of a form, and only those."""

from __future__ import annotations

import pytest

from indexer.analysis.lemmas import Lemmas


@pytest.fixture(scope="module")
def lemmas() -> Lemmas:
    return Lemmas()


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("роботи", "робота"),
        ("ради", "рада"),
        ("року", "рік"),
        ("ринку", "ринок"),
        ("зв'язку", "зв'язок"),
        ("води", "вода"),
        ("діти", "дитина"),
        ("переселенців", "переселенець"),
        ("звязок", "звязок"),
        ("кавярнею", "кав'ярня"),
        ("отримавши", "отримати"),
        ("принісши", "принести"),
        ("маючи", "мати"),
        ("повернувшись", "повернутися"),
        ("найкращими", "кращий"),
        ("незалежности", "незалежність"),
    ],
)
def test_the_likeliest_lemma_comes_first(lemmas: Lemmas, form: str, lemma: str) -> None:
    assert lemmas.of(form)[0].text == lemma


@pytest.mark.parametrize(
    ("form", "unlikely"), [("роботи", "робот"), ("року", "рок"), ("ради", "рад"), ("води", "водити")]
)
def test_unlikely_readings_are_left_out(lemmas: Lemmas, form: str, unlikely: str) -> None:
    assert unlikely not in {lemma.text for lemma in lemmas.of(form)}


def test_two_likely_readings_are_both_kept(lemmas: Lemmas) -> None:
    assert {lemma.text for lemma in lemmas.of("молоді")} == {"молодь", "молодий"}


def test_a_capitalised_word_may_be_a_name(lemmas: Lemmas) -> None:
    assert "лада" not in {lemma.text for lemma in lemmas.of("лади")}
    assert "лада" in {lemma.text for lemma in lemmas.of("лади", capital=True)}


def test_degrees_lead_to_the_base_word(lemmas: Lemmas) -> None:
    assert [lemma.text for lemma in lemmas.of("найновішого")] == ["новіший", "новий"]
    assert [lemma.text for lemma in lemmas.of("старший")] == ["старший"]


def test_an_unknown_word_keeps_its_guesses(lemmas: Lemmas) -> None:
    guesses = {lemma.text for lemma in lemmas.of("зеленчуками")}

    assert not lemmas.known("зеленчуками")
    assert guesses & {lemma.text for lemma in lemmas.of("зеленчуком")}


def test_forms_of_a_name(lemmas: Lemmas) -> None:
    assert {"коломия", "коломиї", "коломию", "коломиєю"} <= lemmas.forms("коломия")
