"""The lines of a printed page in the order they are read: columns and rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

# A gutter between columns is at least this wide, in points; it is looked for at steps of so many.
_GUTTER, _STEP = 6.0, 3.0
# White from margin to margin between two parts of a page.
_GAP = 8.0
_FEWEST_LINES, _FEWEST_LETTERS = 3, 12


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together on a page; points from the left and from the bottom."""

    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is read: the pieces it is made of, and from where to where its column reaches."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool
    column: tuple[float, float]
    cells: tuple[Piece, ...] = ()


Page = Sequence[Piece]


def lines_of(page: Page) -> list[Line]:
    """The lines of a page, column after column where there are columns."""
    return [line for block in _blocks(list(page)) for line in rows_of(block)]


def body_size(lines: Iterable[Line]) -> float:
    """The size most letters are set in."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def rows_of(pieces: Page) -> list[Line]:
    """The pieces as lines from top to bottom, those of one height together."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.top, piece.left)):
        middle = (piece.bottom + piece.top) / 2
        row = next((row for row in rows[-3:] if row[0].bottom < middle < row[0].top), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    column = min((p.left for p in pieces), default=0.0), max((p.right for p in pieces), default=0.0)
    return [_line(sorted(row, key=lambda piece: piece.left), column) for row in rows]


def _line(row: list[Piece], column: tuple[float, float]) -> Line:
    longest = max(row, key=lambda piece: len(piece.text))
    text = " ".join(" ".join(piece.text for piece in row).split())
    return Line(
        text=text,
        left=row[0].left,
        right=max(piece.right for piece in row),
        bottom=min(piece.bottom for piece in row),
        top=max(piece.top for piece in row),
        size=longest.size,
        bold=all(piece.bold for piece in row),
        column=column,
        cells=tuple(row),
    )


def _blocks(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces as blocks to be read one after another: whole-width text, then its columns."""
    gutter = _gutter(pieces)
    if gutter is None:
        return [pieces] if pieces else []
    blocks: list[list[Piece]] = []
    for band in chain.from_iterable(_ended(band, gutter) for band in _bands(pieces, gutter)):
        left, right = [p for p in band if p.right <= gutter], [p for p in band if p.left >= gutter]
        if len(left) + len(right) == len(band) and _is_column(left) and _is_column(right):
            blocks += [*_blocks(left), *_blocks(right)]
        else:
            blocks.append(band)
    return blocks


def _bands(pieces: list[Piece], gutter: float) -> list[list[Piece]]:
    """The pieces from top to bottom: those that cross the gutter, and what stands between them."""
    crossing = [piece for piece in pieces if piece.left < gutter < piece.right]
    bands: list[list[Piece]] = []
    crossed: bool | None = None
    for piece in sorted(pieces, key=lambda piece: -piece.top):
        # Words of a justified line stand apart: the whole line crosses where one of them does.
        middle = (piece.bottom + piece.top) / 2
        crosses = any(other.bottom < middle < other.top for other in crossing)
        if crosses != crossed:
            bands.append([])
        bands[-1].append(piece)
        crossed = crosses
    return bands


def _ended(band: list[Piece], gutter: float) -> list[list[Piece]]:
    """The band cut where its columns end together and what follows stands on one side only."""
    ordered = sorted(band, key=lambda piece: -piece.top)
    floor = ordered[0].bottom
    for number, piece in enumerate(ordered):
        if floor - piece.top > _GAP and number:
            above, below = ordered[:number], ordered[number:]
            sides = [[p.bottom for p in above if (p.left >= gutter) == right] for right in (False, True)]
            level = all(sides) and abs(min(sides[0]) - min(sides[1])) < 2.5 * above[-1].size
            if level and len({p.left >= gutter for p in below}) == 1:
                return [above, below]
        floor = min(floor, piece.bottom)
    return [band]


def _gutter(pieces: list[Piece]) -> float | None:
    """Where columns part: the upright strip that the fewest pieces cross, with text on both its sides."""
    if len(pieces) < 2 * _FEWEST_LINES:
        return None
    first, last = min(p.left for p in pieces), max(p.right for p in pieces)
    width = last - first
    best: tuple[float, float] | None = None
    steps = int(width * 0.6 / _STEP)
    for x in (first + width * 0.2 + _STEP * step for step in range(steps + 1)):
        crossing = sum(len(p.text) for p in pieces if p.left < x + _GUTTER / 2 and p.right > x - _GUTTER / 2)
        if best is None or crossing < best[0]:
            best = crossing, x
    if best is None or best[0] > 0.5 * sum(len(p.text) for p in pieces):
        return None
    left, right = [p for p in pieces if p.right <= best[1]], [p for p in pieces if p.left >= best[1]]
    return best[1] if _is_column(left) and _is_column(right) else None


def _is_column(pieces: list[Piece]) -> bool:
    """Whether the pieces are lines of prose, not the cells of a table."""
    lines = rows_of(pieces)
    letters = sum(len(line.text) for line in lines)
    return len(lines) >= _FEWEST_LINES and letters >= _FEWEST_LETTERS * len(lines)


def settled(pages: Sequence[Page]) -> list[Page]:
    """The pages with sizes rounded, so that letters of one font count together."""
    return [[replace(piece, size=round(piece.size * 2) / 2) for piece in page] for page in pages]
