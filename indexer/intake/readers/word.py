"""Word documents (.docx): headings, lists, tables and footnotes. The only home of mammoth."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise
from typing import Any
from xml.parsers.expat import ExpatError

import mammoth
from bs4 import BeautifulSoup
from bs4.element import Tag
from lxml import etree

from depository.errors import N_
from indexer.intake.fieldnames import field_of, section_of
from indexer.intake.readers import refusal
from indexer.intake.readers.around.lines import is_label
from indexer.intake.readers.conversion import markdown_of
from indexer.intake.readers.forms import card_of, words_of
from indexer.intake.readers.unpacking import DAMAGED, content, opened
from indexer.intake.source import Contents, Source

_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Назва'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Заголовок 1'] => h1:fresh
p[style-name='Заголовок 2'] => h2:fresh
p[style-name='Заголовок 3'] => h3:fresh
p[style-name='heading 1'] => h1:fresh
p[style-name='heading 2'] => h2:fresh
p[style-name='heading 3'] => h3:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='toc 1'] => !
p[style-name='toc 2'] => !
p[style-name='toc 3'] => !
"""
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
# What programs write into the title of a document by themselves.
_NO_TITLE = re.compile(
    r"(?:microsoft word\b.*|document ?\d*|документ ?\d*|без назви|untitled|.*\.docx?|\s*)", re.IGNORECASE
)
_PARTS = re.compile(
    r"(?:word/(?:document|footnotes|endnotes|styles|numbering|comments)\d*|docProps/core)\.xml"
)
_OF_TABLE = re.compile(r"\W*(?:табл|діаграм|графік|table|chart)", re.IGNORECASE)
# Who sends a letter, in the lines above it: «ЖМЕРИНСЬКА МІСЬКА РАДА», «ВІННИЦЬКОЇ ОБЛАСТІ».
_SENDER = re.compile(
    r"УКРАЇНА|[А-ЯЄІЇҐ’' -]+ (?:РАД[АИ]|ОБЛАСТ[ІЬ]|РАЙОНУ)(?: [А-ЯЄІЇҐ’' -]+ ОБЛАСТ[ІЬ])?"
    r"|(?:ВИКОНАВЧИЙ КОМІТЕТ|ДЕПАРТАМЕНТ|УПРАВЛІННЯ|ВІДДІЛ|КОМУНАЛЬНЕ ПІДПРИЄМСТВО)\b[А-ЯЄІЇҐ’' «»-]*"
)
_LONGEST_HEADING = 140


def read(name: str, data: bytes) -> Contents:
    """The one story (or the book) of a Word document."""
    with opened(name, data) as archive:
        _guard(archive, name)
        stated = _core_title(archive, name)
    tree = BeautifulSoup(_html(data, name), "html.parser")
    _settle_notes(tree)
    _settle_captions(tree)
    card = card_of(tree)
    _settle_headings(tree)
    headings = tree.select("h1.title") or tree.find_all("h1")
    title = words_of(headings[0]) if len(headings) == 1 else ""
    is_part = bool(section_of(title))  # «Виклик», though it be the only heading
    title = "" if is_part else title
    if title:
        headings[0].decompose()
    markdown = markdown_of(tree)
    if not markdown.strip():  # a form without a place for texts: what describes the practice is all there is
        markdown = next((text for name, text in card.items() if field_of(name) == "summary"), "")
    if not markdown and not card:
        message = N_(
            "There is no text in this document; where it is a picture of pages, recognize it first (OCR)."
        )
        raise refusal(message, name, "body")
    title = title or ("" if headings and not is_part else stated)
    return Contents((Source(name, "docx", markdown, card, title),))


def _guard(archive: zipfile.ZipFile, name: str) -> None:
    names = set(archive.namelist())
    if "word/document.xml" not in names:
        raise refusal(DAMAGED, name)
    if any(member.endswith("vbaProject.bin") for member in names):
        raise refusal(N_("There are macros in this document: save it as .docx without macros."), name)
    for member in names:
        if _PARTS.fullmatch(member) and b"<!DOCTYPE" in content(archive, member, name)[:4096]:
            raise refusal(DAMAGED, name)


def _core_title(archive: zipfile.ZipFile, name: str) -> str:
    """The title in the properties of the document, unless a program put it there."""
    if "docProps/core.xml" not in archive.namelist():
        return ""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        found = etree.fromstring(content(archive, "docProps/core.xml", name), parser).find(_TITLE)
    except etree.XMLSyntaxError:
        return ""
    text = " ".join((found.text or "").split()) if found is not None else ""
    return "" if _NO_TITLE.fullmatch(text) else text


def _html(data: bytes, name: str) -> str:
    def no_picture(_: Any) -> dict[str, str]:
        return {}

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(no_picture),
            ignore_empty_paragraphs=True,
        )
    except (
        ExpatError,
        KeyError,
        ValueError,
        IndexError,
        AttributeError,
        TypeError,
        zipfile.BadZipFile,
    ) as error:
        # mammoth has no error of its own for a document whose parts do not fit together.
        raise refusal(DAMAGED, name) from error
    html: str = result.value
    return html


def _settle_notes(tree: BeautifulSoup) -> None:
    """Footnotes: they are marked as in the text, the way back is taken out, pictures and anchors too."""
    for number, note in enumerate(tree.select("li[id^=footnote-], li[id^=endnote-]"), 1):
        note.name = "p"
        if note.parent is not None and note.parent.name == "ol":
            note.parent.name = "div"
        for paragraph in note.find_all("p"):
            paragraph.unwrap()
        note.insert(0, f"[{number}] ")
    for link in tree.find_all("a"):
        target = str(link.get("href") or "")
        if link.get("href") is None or target.startswith("#"):
            if re.match(r"#(?:footnote|endnote)-ref", target):
                link.decompose()
            else:
                link.unwrap()
    for mark in tree.find_all("sup"):
        mark.unwrap()
    for picture in tree.find_all("img"):
        picture.decompose()


def _settle_captions(tree: BeautifulSoup) -> None:
    """Captions of pictures go with them; those of tables and diagrams stay."""
    for caption in tree.select("p.caption"):
        if not _OF_TABLE.match(words_of(caption)):
            caption.decompose()


def _settle_headings(tree: BeautifulSoup) -> None:
    """Where nobody used heading styles, short paragraphs wholly in bold are the headings."""
    for heading in tree.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]):
        if not words_of(heading):
            heading.decompose()
            continue
        _unwrap_emphasis(heading)
    if tree.find(["h1", "h2", "h3"]):
        return
    blocks = [element for element in tree.children if isinstance(element, Tag) and words_of(element)]
    bold = [block for block in blocks if _is_bold(block)]
    if len(bold) * 2 > len(blocks) + 1:
        return
    while blocks and (is_label(words_of(blocks[0])) or _SENDER.fullmatch(words_of(blocks[0]))):
        blocks.pop(0).decompose()
    _join_broken(bold)
    for block in bold:
        if not block.decomposed:
            _unwrap_emphasis(block)
            block.name = "h1" if block is blocks[0] else "h2"


def _join_broken(bold: list[Tag]) -> None:
    """A title set in several lines is one: the next line goes on in small letters."""
    for block, following in reversed(list(pairwise(bold))):
        if block.decomposed or following.decomposed or block.find_next_sibling(True) is not following:
            continue
        if words_of(following)[:1].islower():
            block.append(" ")
            block.extend([child.extract() for child in list(following.children)])
            following.decompose()


def _unwrap_emphasis(block: Tag) -> None:
    for strong in block.find_all(["strong", "em"]):
        strong.unwrap()


def _is_bold(block: Tag) -> bool:
    words = words_of(block)
    if block.name != "p" or len(words) > _LONGEST_HEADING or words.endswith((".", ";", ",", ":")):
        return False
    bold = "".join(strong.get_text() for strong in block.find_all("strong"))
    return bold.split() == words.split()
