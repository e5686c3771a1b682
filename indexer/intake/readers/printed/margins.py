"""What is printed around the text of a page: running heads and feet, page numbers, addresses of the house."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from indexer.intake.readers.printed.layout import Line, Page, Piece, body_size, rows_of

# The edge of a page: so many rows at its top and bottom may be running heads.
_EDGE = 2
# What stands at the edge of so many pages at one height, apart from the text, is no part of it.
_OFTEN, _MANY, _NEARLY = 0.4, 3, 0.85
_SMALL = 0.88
# Lines of one text stand closer than this, in their height; a head or a foot is set apart.
_APART = 0.9
_LONGEST = 120
_NUMBER = re.compile(
    r"\W*(?:стор(?:інка|\.)?|с\.|page|p\.)?\W*(\d{1,4})\W*(?:(?:з|із|of|/)\W*\d{1,4}\W*)?", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?:^(\d{1,3})\s*[·•|/–—]\s)|(?:\s[·•|/–—]\s*(\d{1,3})$)")
_DIGITS = re.compile(r"\d+")
# What houses print at the head and the foot of their pages; a story has none of it on a line of its own.
_HOUSE = re.compile(
    r"(?:[^.!?]{0,60}[\s,·|–—])?(?:випуск|вип\.|число|№)\s?№?\s?\d{1,4}\b.{0,60}"
    r"|\W*(?:https?://|www\.|file:///)\S+(?:\W.{0,40})?|\W*\S+@\S+\.\w+\W*"
    r"|.{0,60}(?:тел\.|тел:|телефон|факс)\s?:?.{0,15}\d{2,3}[\s()-]\d.{0,60}"
    r"|\W*(?:передплата|наклад|тираж|ціна)\s?[:–\d-].{0,100}"
    r"|\W*(?:адреса|address|сайт|вебсайт|site|e-?mail|facebook)\s*:.{3,100}"
    r"|(?:\W*(?:м|вул|просп|пл|бульв|обл)\.\s?[А-ЯЄІЇҐ][\w’'ʼ -]*[,;]?\s*(?:\d[\w/-]*,?)?){2,}.{0,60}",
    re.IGNORECASE,
)
# What stands at the foot of a title page: «Полтава – 2019».
_TOWN_AND_YEAR = re.compile(
    r"(?:м\.\s?)?[А-ЯЄІЇҐ][\w’'ʼ-]+(?:\s[А-ЯЄІЇҐ][\w’'ʼ-]+)?\s?[,–—-]?\s?(?:19|20)\d\d(?:\s?р(?:\.|ік))?"
)
_TITLE_PAGES, _FEW_ROWS = 2, 15


@dataclass(frozen=True, slots=True)
class _Edge:
    """A row at the top or the bottom of a page, and whether white parts it from the text."""

    line: Line
    apart: bool

    @property
    def place(self) -> tuple[int, float]:
        return round(self.line.bottom / 4), self.line.size


@dataclass(frozen=True, slots=True)
class _Margins:
    """What is known of the edges of all pages together."""

    often: frozenset[str]
    fixed: frozenset[tuple[int, float]]
    body: float

    def holds(self, edge: _Edge) -> bool:
        """Whether a row at the edge is furniture."""
        if _pattern(edge.line) in self.often or _NUMBER.fullmatch(edge.line.text):
            return True
        if not edge.apart:
            return False
        short = len(edge.line.text) <= _LONGEST and edge.line.size <= 1.1 * self.body
        return (edge.place in self.fixed and short) or _HOUSE.fullmatch(edge.line.text) is not None


def without_margins(pages: Sequence[Page]) -> tuple[list[Page], dict[int, int]]:
    """The pages without running heads and page numbers, and the numbers printed, by index."""
    rows = [rows_of(page) for page in pages]
    edges = [(_edges(lines, 1), _edges(lines, -1)) for lines in rows]
    margins = _margins(rows, [[*top, *bottom] for top, bottom in edges])
    kept: list[Page] = []
    printed: dict[int, int] = {}
    for index, (page, lines) in enumerate(zip(pages, rows, strict=True)):
        # From the outside inwards: what stands within a line of the story is the story's, too.
        gone = [edge.line for side in edges[index] for edge in takewhile(margins.holds, side)]
        if len(lines) > 2 and lines[0].size < _SMALL * margins.body <= lines[1].size:
            gone.append(lines[0])
        if len(pages) > 1 and index < _TITLE_PAGES:
            gone += [line for line in (lines if len(lines) <= _FEW_ROWS else lines[-1:]) if _is_place(line)]
        for line in gone:
            if (number := _number(line)) is not None:
                printed[index] = number
        kept.append([piece for piece in page if not any(_stands_in(piece, line) for line in gone)])
    return kept, printed


def _margins(rows: Sequence[Sequence[Line]], edges: Sequence[Sequence[_Edge]]) -> _Margins:
    often = max(2, _OFTEN * len(rows))
    seen = Counter(text for page in edges for text in {_pattern(edge.line) for edge in page})
    places = Counter(place for page in edges for place in {edge.place for edge in page})
    apart = Counter(place for page in edges for place in {edge.place for edge in page if edge.apart})
    return _Margins(
        frozenset(text for text, number in seen.items() if number >= often),
        # At one height on many pages and nearly always apart from the text: its words may change.
        frozenset(
            place for place, number in apart.items() if number >= max(_MANY, often, _NEARLY * places[place])
        ),
        body_size(line for lines in rows for line in lines),
    )


def _edges(lines: list[Line], step: int) -> list[_Edge]:
    """The rows that may be a head (step 1) or a foot (-1), from the outside inwards."""
    deep = min(len(lines), max(1, min(_EDGE, len(lines) // 2)))
    numbers = range(deep) if step > 0 else range(len(lines) - 1, len(lines) - 1 - deep, -1)
    # A head of two lines is apart where its inner line is.
    return [
        _Edge(lines[number], any(_is_apart(lines, inner, step) for inner in numbers[place:]))
        for place, number in enumerate(numbers)
    ]


def _is_apart(lines: list[Line], number: int, step: int) -> bool:
    inner = number + step
    if not 0 <= inner < len(lines):
        return False
    upper, lower = (lines[number], lines[inner]) if step > 0 else (lines[inner], lines[number])
    return upper.bottom - lower.top > _APART * min(upper.top - upper.bottom, lower.top - lower.bottom)


def _is_place(line: Line) -> bool:
    return len(line.cells) == 1 and _TOWN_AND_YEAR.fullmatch(line.text) is not None


def _pattern(line: Line) -> str:
    """The words without numbers and marks, in any order: left and right pages turn them round."""
    words = re.findall(r"\w+", _DIGITS.sub(" ", line.text).casefold())
    return " ".join(sorted(words)) if words else _DIGITS.sub("#", line.text)


def _number(line: Line) -> int | None:
    if alone := _NUMBER.fullmatch(line.text):
        return int(alone[1])
    found = _NUMBERED.search(line.text)
    return int(found[1] or found[2]) if found else None


def _stands_in(piece: Piece, line: Line) -> bool:
    middle = (piece.bottom + piece.top) / 2
    return line.bottom <= middle <= line.top
