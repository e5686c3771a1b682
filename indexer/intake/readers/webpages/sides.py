"""What stands beside the story of a page: columns of adverts, rates, teasers and links into archives.

Such a column says nothing in sentences, whatever it is called and whether its lines are links or not:
a story is told from it by its prose.
"""

from __future__ import annotations

import re

from bs4.element import NavigableString, Tag

_BLOCKS = set(
    "p div li tr td th dd dt h1 h2 h3 h4 h5 h6 blockquote pre section article ul ol table br".split()
)
# A line of prose is so long and ends as a sentence does.
_PROSE = 80
_SENTENCE = re.compile(r"[.!?…:][»”\")]?$")
# A column with so much prose is the story, one with so many lines more than a label or a caption,
# and one with less than this share of the story's prose no part of it.
_STORY, _LINES, _LITTLE = 250, 4, 0.25
_MOST_OF_THE_PAGE = 0.75
# What stands at the side is short-lined: half its lines are no longer than this.
_SHORT = 70
_KEPT = ["h1", "table", "ul", "ol", "blockquote", "figure", "pre", "dl"]
_DEEPEST = 40
_ADVERT = re.compile(r"\W*(?:реклама|на правах реклами|оголошення|advertisement|sponsored)\W*", re.IGNORECASE)


def lines_in(element: Tag) -> list[str]:
    """The lines of text a block shows, as its inner blocks and line breaks part them."""
    lines = [""]
    for piece in element.descendants:
        if isinstance(piece, Tag):
            if piece.name in _BLOCKS and lines[-1].strip():
                lines.append("")
        elif isinstance(piece, NavigableString):
            lines[-1] += str(piece)
    return [line for text in lines if (line := " ".join(text.split()))]


def prose_in(lines: list[str]) -> int:
    """How many letters of the lines stand in sentences."""
    return sum(len(line) for line in lines if len(line) >= _PROSE and _SENTENCE.search(line))


def clear_row(cells: list[Tag]) -> None:
    """Empty the cells of a row of a frame that stand beside its story."""
    told = [(cell, lines_in(cell)) for cell in cells]
    most = max((prose_in(lines) for _, lines in told), default=0)
    if most < _STORY:
        return
    for cell, lines in told:
        if prose_in(lines) < _LITTLE * most and _is_side(lines) and cell.find("h1") is None:
            cell.clear()


def clear_sides(body: Tag) -> None:
    """Take away the blocks beside the one that holds nearly all prose of the page, and inside it again."""
    block = body
    for _ in range(_DEEPEST):
        inner = [child for child in block.children if isinstance(child, Tag)]
        told = [lines_in(child) for child in inner]
        prose = [prose_in(lines) for lines in told]
        main = max(range(len(inner)), key=prose.__getitem__, default=None)
        if main is None or prose[main] < max(_STORY, _MOST_OF_THE_PAGE * sum(prose)):
            return
        if sum(1 for line in told[main] if len(line) >= _PROSE) < 2:
            return
        for number, child in enumerate(inner):
            # A list or a table may be part of the story even where it stands in a block of its own.
            if number != main and not prose[number] and _is_side(told[number]) and _holds_words_only(child):
                child.decompose()
        block = inner[main]


def _is_side(lines: list[str]) -> bool:
    if lines and _ADVERT.fullmatch(lines[0]):
        return True
    return len(lines) >= _LINES and sorted(map(len, lines))[len(lines) // 2] <= _SHORT


def _holds_words_only(block: Tag) -> bool:
    return block.name not in _KEPT and block.find(_KEPT) is None
