"""HTML to Markdown: headings, paragraphs, lists, tables and emphasis. The only home of markdownify."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import Tag
from markdownify import MarkdownConverter

_BLANK = re.compile(r"\n\s*\n(?:\s*\n)+")
_TRAILING = re.compile(r"[ \t\u00a0]+$", re.MULTILINE)


class _Converter(MarkdownConverter):
    """markdownify as bodies are written here; a page break or a note's mark is no superscript."""


def markdown_of(html: str | BeautifulSoup) -> str:
    """The Markdown of `html`: no pictures, no scripts, headings with #, lists with hyphens."""
    tree = BeautifulSoup(html, "html.parser") if isinstance(html, str) else html
    for table in tree.find_all("table"):
        _headed(table)
    converter = _Converter(
        heading_style="ATX",
        bullets="-",
        strip=["img", "script", "style"],
        escape_underscores=False,
        escape_asterisks=True,
        autolinks=False,
    )
    text: str = converter.convert_soup(tree)
    return _BLANK.sub("\n\n", _TRAILING.sub("", text)).strip() + "\n"


def _headed(table: Tag) -> None:
    """Give a table without a head the first row for one, and make a table of one cell its words."""
    rows = table.find_all("tr")
    cells = [cell for row in rows for cell in row.find_all(["td", "th"])]
    if len(cells) <= 1 or max((len(row.find_all(["td", "th"])) for row in rows), default=0) < 2:
        for element in [*cells, *rows, *table.find_all(["tbody", "thead"]), table]:
            element.name = "div"
        return
    if not table.find("th"):
        for cell in rows[0].find_all("td"):
            cell.name = "th"
