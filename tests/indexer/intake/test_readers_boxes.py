"""A box at the side of a printed page is read after the text, or left out, and never between its lines."""

from __future__ import annotations

import pytest

from indexer.intake.readers.printed.boxes import is_aside, parted, with_box
from indexer.intake.readers.printed.layout import Piece, lines_of

STORY = [
    "Після зливи двір школи",
    "ставав озером, аж доки",
    "громада не посадила тут",
    "дощовий сад із щебенем",
    "і травами, що люблять воду.",
]


def column(lines: list[str], left: float, size: float, width: float) -> list[Piece]:
    tops = [700 - 14 * number for number in range(len(lines))]
    return [
        Piece(left, top - size, left + width, top, size, False, text)
        for top, text in zip(tops, lines, strict=True)
    ]


def texts(pieces: list[Piece]) -> list[str]:
    return [piece.text for piece in pieces]


BOX = ["Довідка", "Дощових садів п’ять", "Площа 340 м²"]


@pytest.mark.parametrize("left", [50, 420])
def test_smaller_letters_beside_the_text_are_a_box(left: float) -> None:
    text = column(STORY, 200, 11, 200)

    assert [texts(part) for part in parted([*text, *column(BOX, left, 9, 120)])] == [STORY, BOX]


@pytest.mark.parametrize(
    ("size", "left"), [(11, 420), (9, 200)], ids=["letters of the text", "below the text"]
)
def test_other_pieces_are_the_texts(size: float, left: float) -> None:
    below = [piece for piece in column([""] * 6 + BOX, left, size, 120) if piece.text]
    pieces = [*column(STORY, 200, 11, 200), *(below if left == 200 else column(BOX, left, size, 120))]

    assert parted(pieces) == (pieces, [])


@pytest.mark.parametrize(("first", "aside"), [("Контакти", True), ("ОГОЛОШЕННЯ", True), ("Довідка", False)])
def test_a_box_that_says_whom_to_write_to_is_none_of_the_story(first: str, aside: bool) -> None:
    assert is_aside(column([first, *BOX[1:]], 420, 9, 120)) is aside


def test_a_box_is_read_after_the_paragraph_at_its_foot() -> None:
    below = Piece(200, 540, 400, 550, 11, False, "Міський голова Тарас ЛЕВАДА")
    text, box = lines_of([*column(STORY, 200, 11, 200), below]), lines_of(column(BOX, 420, 9, 120))

    assert [line.text for line in with_box(text, box)] == [*STORY, *BOX, below.text]
    assert with_box(text, []) == text
