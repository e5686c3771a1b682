"""YAML a person wrote: its data, the line of every value, and what is wrong in sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from depository import yamltext
from depository.errors import Invalid
from depository.record import Record
from depository.vocabulary import Theme

THEMES: TypeAdapter[tuple[Theme, ...]] = TypeAdapter(tuple[Theme, ...])


def problems_of(text: str) -> list[str]:
    with pytest.raises(Invalid) as caught:
        yamltext.validate(THEMES, yamltext.parse(text, file="t.yaml"), file="t.yaml")
    return [problem.located() for problem in caught.value.problems]


def test_every_value_knows_its_line() -> None:
    text = yamltext.parse("- id: a\n  prefLabel:\n    uk: А\n    en: A\n\n- id: b\n")

    assert text.line((0, "prefLabel", "en")) == 4
    assert text.line((1, "id")) == 6


def test_a_missing_value_is_at_the_line_of_what_surrounds_it() -> None:
    text = yamltext.parse("- id: a\n\n- id: b\n")

    assert text.line((1, "prefLabel", "uk")) == 3


def test_lines_count_from_the_top_of_the_file() -> None:
    """Front matter begins below a fence, and its lines are those an editor shows."""
    assert yamltext.parse("id: a\n", first_line=2).line(("id",)) == 2


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- id: a\n  id: b\n", "t.yaml:2: [1].id: The field stands here twice: leave one."),
        ("- &x {id: a}\n- *x\n", "t.yaml:2: References (*name) are not used here: write the value out."),
        ("- id: a\n  prefLabel: {uk: А, en: A}\n  prefLabl: x\n",
         "t.yaml:3: [1].prefLabl: There is no such field here: remove it or mend its name."),
        ("- id: a\n  prefLabel: {uk: А}\n", "t.yaml:2: [1].prefLabel.en: This field is required: add it."),
        ("- id: a\n  prefLabel: {uk: А, en: 5}\n",
         "t.yaml:2: [1].prefLabel.en: Text is expected here, not “5”: put it in quotation marks."),
        ("- id: Тема\n  prefLabel: {uk: А, en: A}\n",
         "t.yaml:1: [1].id: “Тема” is not an id: use small Latin letters, digits and hyphens, "
         "such as yaremche-turyzm."),
        ("- id: a\n  prefLabel: {uk: А, en: A}\n  broader: b\n",
         "t.yaml:3: [1].broader: A list is expected here: write the values in square brackets."),
        ("- 5\n", "t.yaml:1: [1]: Several named values are expected here, such as {name: …, role: …}."),
        ("- id: a\n  2020: x\n  prefLabel: {uk: А, en: A}\n",
         "t.yaml:2: [1].2020: The name of a field is a word, not a number or a date: mend it."),
    ],
)  # fmt: skip
def test_each_problem_is_a_sentence_at_its_line(text: str, problem: str) -> None:
    assert problems_of(text) == [problem]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: 1\nb: [1, 2\nc: 3", 2, "not closed"),
        ('a: "b\nc: d\ne: f', 1, "not closed"),
        ("a: b: c", 1, "put text with a colon in quotation marks"),
        ("a: 1\n\tid: a", 2, "A tab stands here"),
        ("a: @x", 1, "a meaning of its own"),
        ("a: !x y", 1, "a meaning of its own"),
        ("a: 1\nb: 'it's'", 2, "quotation marks stand around the whole value"),
        ("a:\n  - b\n - c", 3, "indentation"),
        ("a: [, b]", 1, "A value is missing"),
        ("a: 1\nb: \x00", 2, "invisible sign"),
        ("a: 1\nb: [2026-13-45]", 2, "“2026-13-45” is no date"),
        ("? [a]\n: b", 1, "name of a field"),
        ("[" * 9000, 2, "A value is missing"),
        ("a: \ud800", 1, "not valid YAML"),
    ],
)
def test_broken_yaml_is_a_sentence_at_the_line_to_mend(text: str, line: int, said: str) -> None:
    """Not a crash, and not in the words of a parser."""
    with pytest.raises(Invalid) as caught:
        yamltext.parse(text, file="t.yaml")

    (problem,) = caught.value.problems
    assert problem.line == line and said in problem.sentence()


def test_all_problems_come_together() -> None:
    assert len(problems_of("- id: Я\n  prefLabel: {uk: А}\n  color: red\n")) == 3


def test_code_in_yaml_is_not_run() -> None:
    with pytest.raises(Invalid):
        yamltext.parse("a: !!python/object/apply:os.system [echo]")


@given(st.text("- :[]{}&*!|>'\"#%@,?\n\tidprefLabel1.я", max_size=120))
def test_whatever_is_typed_the_answer_is_data_or_sentences(text: str) -> None:
    try:
        yamltext.validate(THEMES, yamltext.parse(text))
    except Invalid as invalid:
        assert all(problem.sentence() for problem in invalid.problems)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("status: publishd", "“publishd” is not one of the values allowed here: draft, review, published, "
         "withdrawn."),
        ("figures: [{value: багато, unit: осіб, counts: учні}]",
         "“багато” holds no number: write figures, such as 16 or 9–12."),
        ("figures: [{value: [], unit: осіб, counts: учні}]", "A number is expected here, not “[]”."),
        ("source: {publication: Звіт, year: давно}", "A whole number is expected here, not “давно”."),
    ],
)  # fmt: skip
def test_a_problem_is_told_in_no_words_of_the_library(text: str, problem: str) -> None:
    """Values are listed without its «or», and where any number will do no whole one is asked for."""
    whole = "id: a\nkind: k\ntitle: t\nthemes: [t]\nplaces: [p]\nbody: Текст\n" + text

    with pytest.raises(Invalid) as caught:
        yamltext.validate(Record, yamltext.parse(whole))

    assert [found.sentence() for found in caught.value.problems] == [problem]
