"""PDF with a text layer. The only home of pdfminer."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from time import monotonic

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTAnno, LTChar, LTContainer, LTImage, LTItem, LTPage, LTTextLine
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import stream_value
from pdfminer.psexceptions import PSException
from pdfminer.psparser import LIT

from depository.errors import N_, Problem
from indexer.analysis.lemmas import Lemmas
from indexer.intake.readers import LEFT_OUT, refusal
from indexer.intake.readers.around.imprints import is_imprint
from indexer.intake.readers.printed.boxes import is_aside, parted, with_box
from indexer.intake.readers.printed.layout import Line, Page, Piece, lines_of, settled
from indexer.intake.readers.printed.margins import without_margins
from indexer.intake.readers.printed.operators import operations_of
from indexer.intake.readers.printed.typeset import markdown_of
from indexer.intake.readers.unpacking import DAMAGED
from indexer.intake.source import Contents, Source

_LOCKED = N_("The file is locked with a password: remove the password and import it again.")
_SCAN = N_(
    "This is a scan: there are pictures of pages in it and no text. Recognize it first (OCR), then import it."
)
_UNREADABLE = N_(
    "The letters of this file cannot be read: its fonts do not say which they are. Recognize it first (OCR)."
)
_SILENT = N_(
    "Pages without text were passed over ({pages}): where they are scans, recognize them first (OCR)."
)
_CID = re.compile(r"\(cid:\d+\)")
_LETTERS = re.compile(r"[^\W\d_]")
_FEWEST_LETTERS = 20
# Old fonts of Windows wrote Ukrainian in the places of Western letters: Ïîëòàâà for Полтава.
_WESTERN = re.compile(r"[À-ÿ¿³²¯º´ª¥]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_PARTLY = N_(
    "There was time for a part of this file only: what begins on page {page} was not taken. "
    "Split the file there and import the rest."
)
_NO_TIME = N_(
    "There was no time to read more than the first {pages} pages of this file: split it and import its parts."
)
# Of the minute a file may take, what is left is for putting the lines together.
SECONDS = 40.0
_HEADING = re.compile(r"^(#{1,3}) \S", re.MULTILINE)
# Stories of a book stand under at least so many headings of one level.
_FEWEST_HEADINGS = 3
Mark = tuple[int, int]
_H1 = re.compile(r"^# (.+)$", re.MULTILINE)
# Words so many letters apart are not of one piece: cells of a table stand closer than columns.
_APART = 1.2
_LONGEST_NAME = 120
_TOLD = 300
# An imprint stands on one of the first pages of a book, or on the last.
_FIRST_PAGES = 3
# Letters that old type cast as one; no search finds «ﬁ» by «fi».
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
# So much of a space a letter may leave free that is set upon it, and so far letters of a word are apart.
_COVERED, _TOUCHING = 0.25, 0.1
_IMPRINT = re.compile(
    r"\n+(?:Редакція|Видавець|Засновник\w*|Адреса редакції|Тираж|Наклад|Свідоцтво|Передплатний індекс"
    r"|Віддруковано|Головний редактор|ISSN|ISBN)\b[^\n]{0,400}\s*\Z"
)


def read(name: str, data: bytes) -> Contents:
    """The one story (or the book) of a PDF."""
    if b"%%EOF" not in data[-4096:]:
        raise refusal(DAMAGED, name)
    pages, pictures, is_whole = _pages(name, data)
    _guard(name, pages, pictures)
    silent = [str(index + 1) for index, page in enumerate(pages) if not page]
    pages, printed = without_margins(settled([in_cyrillic(page) for page in pages]))
    left: list[str] = []
    pages = _without_imprint(pages, left)
    lemmas = Lemmas()
    markdown, begins = markdown_of([_lines(page, left) for page in pages], lemmas.known)
    shift = _shift(printed)
    marks = tuple((offset, index + shift) for offset, index in begins)
    if not is_whole:
        markdown, marks = whole_stories(markdown, marks)
        if not markdown:
            raise refusal(_NO_TIME, name, "body", pages=len(pages))
    notes: tuple[Problem, ...] = (
        (Problem(_SILENT, "body", {"pages": ", ".join(silent[:20])}, name),) if silent else ()
    )
    if left:
        notes += (Problem(LEFT_OUT, "body", {"lines": " · ".join(left)[:_TOLD]}, name),)
    if not is_whole:
        notes += (Problem(_PARTLY, "body", {"page": marks[-1][1]}, name),)
    source = Source(name, "pdf", markdown, pages=marks, notes=notes)
    return Contents((_titled(source) if len(_H1.findall(markdown)) == 1 else source,))


def whole_stories(markdown: str, pages: Sequence[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """The text of a book not read to its end, without the story that broke off; empty for one story."""
    headings = [(len(found[1]), found.start()) for found in _HEADING.finditer(markdown)]
    levels = Counter(level for level, _ in headings)
    level = min((level for level, number in levels.items() if number >= _FEWEST_HEADINGS), default=0)
    end = max((start for found, start in headings if found <= level), default=0)
    page = max((page for offset, page in pages if offset <= end), default=1)
    kept = tuple(mark for mark in pages if mark[0] < end)
    return markdown[:end].rstrip() + "\n" if end else "", (*kept, (end, page))


def _titled(source: Source) -> Source:
    """A single story by its one title: the name of a paper above it and the imprint below are none of it."""
    found = _H1.search(source.markdown)
    if found is None or any(
        len(line) > _LONGEST_NAME for line in source.markdown[: found.start()].split("\n")
    ):
        return source
    text = _IMPRINT.sub("\n", source.markdown[found.end() :])
    cut = found.end() + len(text) - len(text.lstrip("\n"))
    marks = tuple((max(0, offset - cut), page) for offset, page in source.pages)
    return replace(source, markdown=text.lstrip("\n"), title=found[1].strip(), pages=marks)


def _pages(name: str, data: bytes) -> tuple[list[Page], int, bool]:
    """The pieces of text of every page, how many pictures there are, and whether there was time for all."""
    until = monotonic() + SECONDS
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    pages: list[Page] = []
    pictures = 0
    try:
        for layout in _layouts(data):
            if pages and monotonic() > until:
                return pages, pictures, False
            pieces: list[Piece] = []
            for item in _items(layout):
                if isinstance(item, LTTextLine):
                    pieces += _piece(item)
                elif isinstance(item, LTImage):
                    pictures += 1
            pages.append(pieces)
    except PDFPasswordIncorrect as error:
        raise refusal(_LOCKED, name) from error
    except (
        PDFException,
        PSException,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        AssertionError,
    ) as error:
        # pdfminer trusts the file: one that is damaged fails wherever its parts do not fit together.
        raise refusal(DAMAGED, name) from error
    return pages, pictures, True


class _Interpreter(PDFPageInterpreter):
    """pdfminer's own, quick with pages that are written plainly."""

    def execute(self, streams: Sequence[object]) -> None:
        """Carry out what a page says; a form on it is left to the library, which knows when it goes round."""
        found = [stream_value(stream) for stream in streams]
        data = b"\n".join(stream.get_data() for stream in found)
        operations = None if self.parent_stream_ids else operations_of(data, LIT)
        if operations is None:
            super().execute(streams)
            return
        self.stream_ids = {stream.objid for stream in found if stream.objid is not None}
        for method, arguments in operations:
            function = getattr(self, method)
            wanted = function.__code__.co_argcount - 1
            if len(arguments) >= wanted:
                function(*arguments[len(arguments) - wanted :])


def _layouts(data: bytes) -> Iterator[LTPage]:
    """The letters of each page with their places."""
    resources = PDFResourceManager()
    device = PDFPageAggregator(
        resources, laparams=LAParams(boxes_flow=None, all_texts=True, char_margin=_APART)
    )
    interpreter = _Interpreter(resources, device)
    for page in PDFPage.get_pages(io.BytesIO(data)):
        interpreter.process_page(page)
        yield device.get_result()


def _items(container: Iterable[LTItem]) -> Iterator[LTItem]:
    for item in container:
        if isinstance(item, LTContainer) and not isinstance(item, LTTextLine):
            yield from _items(item)
        else:
            yield item


def _piece(line: LTTextLine) -> list[Piece]:
    letters = [item for item in line if isinstance(item, LTChar)]
    text = _words(line).replace("\u00a0", " ").translate(_LIGATURES).strip()
    if not letters or not text:
        return []
    size = Counter(round(letter.size * 2) / 2 for letter in letters).most_common(1)[0][0]
    bold = sum("bold" in letter.fontname.lower() or "black" in letter.fontname.lower() for letter in letters)
    return [Piece(line.x0, line.y0, line.x1, line.y1, size, bold * 2 > len(letters), text)]


def _words(line: LTTextLine) -> str:
    """What the line says, without the spaces that stand for hyphens nobody sees."""
    said = [item for item in line if isinstance(item, LTChar | LTAnno)]
    return "".join(
        item.get_text()
        for number, item in enumerate(said)
        if not (
            0 < number < len(said) - 1
            and isinstance(item, LTChar)
            and _is_unseen(said[number - 1], item, said[number + 1])
        )
    )


def _is_unseen(before: LTItem, space: LTChar, after: LTItem) -> bool:
    """Browsers print an unused soft hyphen as a space that the next letter is set upon."""
    if not space.get_text().isspace() or not isinstance(before, LTChar) or not isinstance(after, LTChar):
        return False
    covered = space.width > 0 and after.x0 - space.x0 < _COVERED * space.width
    return covered and after.x0 - before.x1 < _TOUCHING * space.size and not after.get_text().isspace()


def _guard(name: str, pages: Sequence[Page], pictures: int) -> None:
    """Refuse a file in which there is nothing to read."""
    text = " ".join(piece.text for page in pages for piece in page)
    letters = len(_LETTERS.findall(text))
    if len(_CID.findall(text)) * 3 > letters:
        raise refusal(_UNREADABLE if "(cid:" in text else _SCAN, name, "body")
    if letters < _FEWEST_LETTERS * max(1, len(pages)) and (pictures or letters < _FEWEST_LETTERS):
        raise refusal(_SCAN, name, "body")


def in_cyrillic(page: Page) -> Page:
    """The page in Cyrillic letters where its fonts kept them in the places of Western ones."""
    text = " ".join(piece.text for piece in page)
    if len(_WESTERN.findall(text)) * 2 < len(_LETTERS.findall(text)) or _CYRILLIC.search(text):
        return page
    return [
        replace(piece, text=piece.text.encode("cp1252", "replace").decode("cp1251", "replace"))
        for piece in page
    ]


def _lines(page: Page, left: list[str]) -> list[Line]:
    """The lines of a page, a box at its side after what it stands beside; one of contacts is `left` out."""
    text, box = parted(list(page))
    if is_aside(box):
        left += [line.text for line in lines_of(box)]
        box = []
    return with_box(lines_of(text), lines_of(box))


def _without_imprint(pages: list[Page], left: list[str]) -> list[Page]:
    """The pages, those of the imprint `left` out; a paper of one page has its imprint below the story."""
    outer = {*range(_FIRST_PAGES), len(pages) - 1} if len(pages) > 1 else set()
    kept: list[Page] = []
    for index, page in enumerate(pages):
        gone = index in outer and is_imprint(" ".join(piece.text for piece in page))
        left += [line.text for line in lines_of(page)] if gone else []
        kept.append(() if gone else page)
    return kept


def _shift(printed: dict[int, int]) -> int:
    """What to add to the index of a page for the number printed on it; counted from 1 where none is."""
    found = Counter(number - index for index, number in printed.items()).most_common(1)
    return found[0][0] if found and (found[0][1] > 1 or len(printed) == 1) else 1
