"""Printed lines made into Markdown again: headings by size, paragraphs, lists, words broken at line ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from indexer.intake.readers.printed.layout import Line, body_size

_BROKEN = re.compile(r"([^\W\d_]+(?:['’ʼ][^\W\d_]+)*)[-\u2010\u00ad\u00ac]$")
_BEGINS = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_YEAR = re.compile(r"\b\d{4}[-–]$")
_BULLET = re.compile(r"^[•▪●◦‣∙·■□➢✓*–—-]\s*(?=\S)")
_STRAY = re.compile(r"^[•▪●◦‣∙·■□➢✓]$")
_NUMBERED = re.compile(r"^\d{1,2}[.)]\s+\S")
_SENTENCE_END = re.compile(r"[.!?…:;»”\"]$")
_SPECIAL = re.compile(r"^(#|>|\||={3,}$|-{3,}$)")
# Letters so much larger than most are a heading; so many sizes are told apart.
_LARGER, _LEVELS = 1.12, 3
_LONGEST_HEADING = 200
_LONGEST_CELL = 60
# Below a picture that is not taken: «Фото 2. Дзвони біля водоспаду. © А. Семчук».
_CAPTION = re.compile(
    r"(?:фото|світлина|рис(?:унок|\.)|мал(?:юнок|\.)|іл(?:юстрація|\.))\s*\d*[.:]?\s", re.IGNORECASE
)
_CREDIT = re.compile(r"\d[.:]|©|фото\s*:", re.IGNORECASE)
_SMALL, _LONGEST_CAPTION = 0.92, 250
_CONTENTS = re.compile(r"(?:\.\s?){4,}\s*\d+$|…{2,}\s*\d+$")

Known = Callable[[str], bool]
# Markdown and the places in it where each page of the file begins.
Set = tuple[str, list[tuple[int, int]]]


def markdown_of(pages: Sequence[Sequence[Line]], known: Known) -> Set:
    """The text of the pages as Markdown, with (offset, index of page) for each page that begins."""
    every = [line for page in pages for line in page]
    body = body_size(every)
    levels = _levels(every, body)
    entire = {word.casefold() for line in every for word in _HYPHENATED.findall(line.text)}
    paragraphs: list[tuple[str, int, list[Line]]] = []  # kind or level, page, lines
    before: Line | None = None
    for number, page in enumerate(pages):
        rows = _table_rows(page)
        for line in page:
            kind = "|" if id(line) in rows else _kind(line, body, levels)
            if before is not None and paragraphs and _ends_heading(line, kind, before, paragraphs[-1]):
                paragraphs[-1] = (kind, paragraphs[-1][1], [*paragraphs[-1][2], line])
            elif before is None or not paragraphs or _is_new(line, before, kind, paragraphs[-1]):
                paragraphs.append((kind, number, [line]))
            else:
                paragraphs[-1][2].append(line)
            before = line
    return _joined(
        [
            (kind, page, _row(lines[0]) if kind == "|" else _text(lines, known, entire))
            for kind, page, lines in paragraphs
            if not _is_caption(lines, body)
        ]
    )


def _is_caption(lines: Sequence[Line], body: float) -> bool:
    """Whether a paragraph in small letters is numbered or signed as a picture is."""
    text = " ".join(line.text for line in lines)
    small = all(line.size < _SMALL * body for line in lines) and len(text) <= _LONGEST_CAPTION
    return small and _CAPTION.match(text) is not None and _CREDIT.search(text) is not None


def _levels(lines: Sequence[Line], body: float) -> dict[float, int]:
    """The level of heading each larger size stands for, the largest first."""
    sizes = Counter(line.size for line in lines if line.size >= _LARGER * body and len(line.text) > 1)
    ranked = sorted(sizes, reverse=True)
    return {size: min(rank, _LEVELS) for rank, size in enumerate(ranked, 1)}


def _table_rows(page: Sequence[Line]) -> set[int]:
    """The lines that are rows of tables, by identity: their cells stand below each other."""
    rows: set[int] = set()
    for above, below in zip(page, page[1:], strict=False):
        near = above.bottom - below.top < 2.5 * below.size
        if _fills(above) and _fills(below):
            continue  # words of justified lines stand apart, too
        if near and 1 < len(above.cells) == len(below.cells) and _aligned(above, below):
            rows |= {id(above), id(below)}
    return rows


def _fills(line: Line) -> bool:
    return line.left - line.column[0] < 3 and line.column[1] - line.right < 3


def _aligned(above: Line, below: Line) -> bool:
    """Whether each cell begins, ends or is centered as the one above it, and none is prose."""
    pairs = list(zip(above.cells, below.cells, strict=True))
    short = all(len(cell.text) <= _LONGEST_CELL for pair in pairs for cell in pair)
    return short and all(
        min(abs(a.left - b.left), abs(a.right - b.right), abs(a.left + a.right - b.left - b.right) / 2) < 3
        for a, b in pairs
    )


def _kind(line: Line, body: float, levels: dict[float, int]) -> str:
    """`#`, `##` … for a heading, `-` for a point of a list, `.` for contents, nothing for prose."""
    if _CONTENTS.search(line.text):
        return "."
    if line.size in levels and len(line.text) <= _LONGEST_HEADING and re.search(r"[^\W\d_]{2}", line.text):
        return "#" * levels[line.size]
    if line.bold and line.size >= body and len(line.text) < 90 and not re.search(r"[.,;]$", line.text):
        width = line.column[1] - line.column[0]
        if line.right - line.left < 0.85 * width:
            return "#" * (min(max(levels.values(), default=0) + 1, _LEVELS + 1))
    if _BULLET.match(line.text) or _STRAY.match(line.text):
        return "-"
    return "1" if _NUMBERED.match(line.text) else ""


def _ends_heading(line: Line, kind: str, before: Line, last: tuple[str, int, list[Line]]) -> bool:
    """Whether a bold line is the last of a heading whose other lines fill their column."""
    if not kind.startswith("#") or last[0] or len(last[2]) > 2 or not all(other.bold for other in last[2]):
        return False
    return before.size == line.size and 0 <= before.bottom - line.top < 0.75 * line.size


def _is_new(line: Line, before: Line, kind: str, last: tuple[str, int, list[Line]]) -> bool:
    """Whether a paragraph begins with `line`."""
    last_kind = last[0]
    jump = before.bottom - line.top
    if kind.startswith("#") or last_kind.startswith("#"):
        return (
            kind != last_kind
            or jump > 1.2 * line.size
            or sum(len(x.text) for x in last[2]) > _LONGEST_HEADING
        )
    if kind in ("-", ".", "1", "|") or last_kind == "|":
        return True
    elsewhere = before.column != line.column or line.top > before.top
    if elsewhere:  # the next column or page: a sentence may go on there
        return bool(_SENTENCE_END.search(before.text)) or not line.text[:1].islower()
    if jump > 0.75 * line.size:
        return True
    ended_early = before.right < before.column[1] - 0.15 * (before.column[1] - before.column[0])
    indented = (
        last_kind == "" and line.left > before.left + 0.8 * line.size and line.left > line.column[0] + 4
    )
    if indented and _SENTENCE_END.search(before.text):
        return True
    inset = line.left > line.column[0] + 1.5 * line.size
    if inset and ended_early and abs(line.left - before.left) < 1:
        return True  # points of a list whose bullets are drawn, not written
    outdented = last_kind in ("-", "1") and line.left < last[2][0].left - 4
    return outdented or (ended_early and bool(re.search(r"[.!?…]$", before.text)))


def _row(line: Line) -> str:
    return " | ".join(["", *(cell.text.replace("|", "/") for cell in line.cells), ""])


def _text(lines: Sequence[Line], known: Known, entire: set[str]) -> str:
    """The lines as one, words broken at their ends made whole."""
    text = lines[0].text
    for line in lines[1:]:
        broken, begins = _BROKEN.search(text), _BEGINS.match(line.text)
        if broken and begins and begins[0][0].islower():
            text = (
                text[: broken.start()]
                + made_whole(broken[1], begins[0], known, entire)
                + line.text[begins.end() :]
            )
        elif broken and begins and begins[0].isupper() and broken[1].isupper() and len(begins[0]) > 1:
            whole = made_whole(broken[1].lower(), begins[0].lower(), known, entire).upper()
            text = text[: broken.start()] + whole + line.text[begins.end() :]
        elif (broken and begins) or (_YEAR.search(text) and line.text[:1].isdigit()):
            text = f"{text}{line.text}"  # Івано-Франківськ, 2018–2020
        else:
            text = f"{text} {line.text}"
    return text.replace("\u00ad", "")


def made_whole(first: str, second: str, known: Known, entire: set[str]) -> str:
    """A word broken in two: with its hyphen where the hyphenated form is the word (соціально-економічний)."""
    joined, hyphenated = first + second, f"{first}-{second}"
    head = second.partition("-")[0]
    if hyphenated.casefold() in entire:
        return hyphenated
    if known(first.lower() + head.lower()) and not (
        known(hyphenated.lower()) and first.lower().endswith("о")
    ):
        return joined
    if known(hyphenated.lower()) or (len(first) > 3 and known(first.lower()) and known(second.lower())):
        return hyphenated
    return joined


def _joined(paragraphs: Sequence[tuple[str, int, str]]) -> Set:
    """The paragraphs as Markdown."""
    text = ""
    pages: list[tuple[int, int]] = []
    last = ""
    for kind, page, words in paragraphs:
        if _STRAY.match(words) or not words.strip():
            continue
        if text:
            text += "\n" if kind == last and kind in ("-", "1", "|") else "\n\n"
        if not pages or pages[-1][1] != page:
            pages.append((len(text), page))
        text += _written(kind, words)
        if kind == "|" and last != "|":
            text += "\n" + "| --- " * (words.count(" | ") - 1) + "|"
        last = kind
    return text + "\n", pages


def _written(kind: str, words: str) -> str:
    if kind.startswith("#"):
        return f"{kind} {words}"
    if kind == "|":
        return words.strip()
    if kind == "-":
        return "- " + _BULLET.sub("", words)
    return words if kind == "1" else _SPECIAL.sub(r"\\\1", words)
