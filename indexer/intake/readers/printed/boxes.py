"""Boxes at the side of a printed page, with the text beside them: set in smaller letters, read after it."""

from __future__ import annotations

import re

from indexer.intake.readers.printed.layout import Line, Piece, body_size, rows_of

# Letters of a box are so much smaller than those of the text, and its lines no farther apart.
_SMALLER, _NEAR = 0.92, 2.5
# It is no wider than this share of the page, and so many lines of the text stand beside it.
_WIDEST, _BESIDE, _FEWEST = 0.5, 3, 3
_LAST = 4
# White between two paragraphs, in the height of a line.
_WHITE = 0.75
_ENDED = re.compile(r"[.!?…»”]$")
# Whom to write to, and what the paper has to sell, is none of the story.
_ASIDE = re.compile(r"\W*(?:контакт|зв.язатися|адреса|оголошення|реклама|передплат|замовити)", re.IGNORECASE)


def parted(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The text of a page, and the box beside it, if there is one."""
    body = body_size(rows_of(pieces))
    small = [piece for piece in pieces if piece.size < _SMALLER * body]
    box = next((group for group in _groups(small) if _is_beside(group, pieces)), [])
    return _without(pieces, box), box


def is_aside(box: list[Piece]) -> bool:
    """Whether a box says whom to write to or what to buy."""
    return bool(box) and _ASIDE.match(rows_of(box)[0].text) is not None


def with_box(text: list[Line], box: list[Line]) -> list[Line]:
    """The lines with those of the box after the paragraph at its foot, which may be none of the last."""
    if not box:
        return text
    foot = min(line.bottom for line in box)
    below = [number for number, line in enumerate(text) if line.top <= foot]
    for number in below:
        before = text[number - 1]
        if number and _ENDED.search(before.text) and before.bottom - text[number].top > _WHITE * before.size:
            return [*text[:number], *box, *text[number:]]
    return [*text, *box]


def _without(pieces: list[Piece], others: list[Piece]) -> list[Piece]:
    """The pieces that are not among the others."""
    gone = set(map(id, others))
    return [piece for piece in pieces if id(piece) not in gone]


def _groups(small: list[Piece]) -> list[list[Piece]]:
    """The small pieces that stand below each other."""
    groups: list[list[Piece]] = []
    for piece in sorted(small, key=lambda piece: -piece.top):
        # Only the last few pieces of a group can stand right above this one.
        group = next((g for g in groups if any(_is_below(piece, other) for other in g[-_LAST:])), None)
        if group is None:
            groups.append([piece])
        else:
            group.append(piece)
    return groups


def _is_below(piece: Piece, other: Piece) -> bool:
    near = other.bottom - piece.top < _NEAR * piece.size
    return near and other.left < piece.right and piece.left < other.right


def _is_beside(group: list[Piece], pieces: list[Piece]) -> bool:
    """Whether lines of the text stand at one side of these pieces all the way down."""
    rows = rows_of(group)
    left, right = min(p.left for p in group), max(p.right for p in group)
    width = max(p.right for p in pieces) - min(p.left for p in pieces)
    if len(rows) < _FEWEST or right - left > _WIDEST * width:
        return False
    beside = [line for line in rows_of(_without(pieces, group)) if _is_level(line, rows)]
    before, after = (all(line.right <= left for line in beside), all(line.left >= right for line in beside))
    return len(beside) >= _BESIDE and (before or after)


def _is_level(line: Line, rows: list[Line]) -> bool:
    return rows[-1].bottom < (line.bottom + line.top) / 2 < rows[0].top
