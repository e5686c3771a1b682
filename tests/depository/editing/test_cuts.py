"""Cuts of a publication moved by hand: nothing of the text is lost, and every part can be told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depository.editing import cuts
from depository.errors import Invalid
from depository.intake import Part, Publication, parts_from_json, parts_to_json

TEXT = """\
## Бар полагодив млин

Млин на Рові стояв без коліс.

Його полагодили сусіди.

12

Тростянець відкрив круглий двір.

## Хмільник обмінює речі

Крамниця працює щосуботи.

**Кременчук посадив сквер**

Дерева вже родять.
"""
SECOND = TEXT.index("## Хмільник")
BOOK = Publication(
    TEXT,
    (
        Part(1, "Бар полагодив млин", 0, SECOND, section="1. Спадщина"),
        Part(2, "Хмільник обмінює речі", SECOND, len(TEXT)),
    ),
    pages=((0, 11), (TEXT.index("12\n"), 12)),
)


def place(words: str) -> int:
    return TEXT.index(words)


def texts(publication: Publication) -> list[str]:
    return [publication.text[part.start : part.end] for part in publication.parts]


def test_paragraphs_are_shown_without_marks_and_numbers_of_pages() -> None:
    found = cuts.paragraphs(TEXT, BOOK.parts[0])

    assert [each.words for each in found] == [
        "Бар полагодив млин",
        "Млин на Рові стояв без коліс.",
        "Його полагодили сусіди.",
        "Тростянець відкрив круглий двір.",
    ]
    assert [each.is_heading for each in found] == [True, False, False, False]


def test_a_part_without_words_has_no_paragraphs() -> None:
    assert cuts.paragraphs("# Млин\n\n \n\n12\n", Part(1, "", 7, 13)) == ()
    assert cuts.paragraphs(TEXT, Part(1, "", 5, 5)) == ()


def test_a_story_begins_later_and_what_stood_before_goes_to_the_one_above() -> None:
    moved = cuts.begun(BOOK, 2, place("Крамниця"))

    assert texts(moved)[0].endswith("## Хмільник обмінює речі\n\n")
    assert moved.parts[1] == replace(BOOK.parts[1], start=place("Крамниця"), page=12)


def test_a_story_begins_earlier_among_the_paragraphs_of_the_one_above() -> None:
    moved = cuts.ended(BOOK, 1, place("Тростянець"))

    assert texts(moved)[1].startswith("Тростянець відкрив")
    assert [part.id for part in moved.parts] == [1, 2]


def test_a_story_is_named_by_the_heading_it_begins_with() -> None:
    """Moved away from it and back again too."""
    at_heading = cuts.begun(BOOK, 2, place("**Кременчук"))
    away = cuts.begun(BOOK, 2, place("Крамниця"))

    back = cuts.ended(away, 1, SECOND)

    assert at_heading.parts[1].heading == "Кременчук посадив сквер"
    assert back.parts[1].heading == "Хмільник обмінює речі"


def test_two_stories_under_one_heading_are_cut_apart() -> None:
    """The second is a record of its own, called by its first words, on its page and in the same section."""
    moved = cuts.divided(BOOK, 1, place("Тростянець"))

    first, new, last = moved.parts
    assert (first.id, last) == (1, BOOK.parts[1])
    assert (new.heading, new.fate) == ("Тростянець відкрив круглий двір.", "own")
    assert (new.section, new.page) == ("1. Спадщина", 12)


def test_a_new_part_has_an_id_no_other_cut_ever_gets() -> None:
    """A proposal that became a record is known by its part: another part must not pass for it."""
    here = cuts.divided(BOOK, 1, place("Тростянець"))
    there = cuts.divided(BOOK, 1, place("Його"))
    again = cuts.divided(BOOK, 1, place("Тростянець"))

    assert here.parts[1].id == again.parts[1].id
    assert len({here.parts[1].id, there.parts[1].id, 1, 2}) == 4


def test_what_stands_before_the_first_story_is_left_out() -> None:
    moved = cuts.begun(BOOK, 1, place("Його"))

    assert [part.fate for part in moved.parts] == ["drop", "own", "own"]
    assert moved.parts[1].id == 1
    assert "".join(texts(moved)) == TEXT


@pytest.mark.parametrize("where", [None, 0, 7, 10_000])
def test_without_a_paragraph_of_the_part_nothing_is_cut(where: int | None) -> None:
    """The part begins at its first paragraph already."""
    for move in (cuts.begun, cuts.ended, cuts.divided):
        with pytest.raises(Invalid, match="Бар полагодив млин"):
            move(BOOK, 1, where)


def test_a_part_that_is_no_more_is_not_cut() -> None:
    with pytest.raises(Invalid):
        cuts.divided(BOOK, 99, place("Його"))


def test_parts_are_kept_unchanged() -> None:
    assert parts_from_json(parts_to_json(BOOK.parts)) == BOOK.parts


_LINES = st.lists(st.sampled_from(["", "", "## Назва", "Млин стоїть.", "12", "**Двір**", "- сад\n- став"]))


@given(_LINES, st.lists(st.tuples(st.integers(0, 5), st.integers(0, 20), st.integers(0, 9))))
def test_however_cuts_are_moved_nothing_is_lost_and_the_order_stays(
    lines: list[str], moves: list[tuple[int, int, int]]
) -> None:
    text = "\n".join(["# Книга", *lines, "Кінець."])
    publication = Publication(text, (Part(1, "Книга", 0, len(text)),))

    for what, which, paragraph in moves:
        part = publication.parts[which % len(publication.parts)]
        places = [each.start for each in cuts.paragraphs(text, part)][1:]
        if places:
            move = (cuts.begun, cuts.ended, cuts.divided)[what % 3]
            publication = move(publication, part.id, places[paragraph % len(places)])

    parts = publication.parts
    assert "".join(texts(publication)) == text
    assert all(part.start < part.end for part in parts)
    assert len({part.id for part in parts}) == len(parts)
