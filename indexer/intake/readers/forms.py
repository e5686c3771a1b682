"""Forms that were filled in, in a tree of HTML: names with their values, in a table or a line each."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import Tag

from indexer.intake.fieldnames import field_of, is_prose, section_of

# So many names we know, each beside its value, are a form.
_FEWEST_NAMES = 3
_LONGEST_NAME = 100
_NAMED = re.compile(r"\s*([^:.!?]{2,60}):\s*(.*)", re.DOTALL)
_ENDS = (":", "?")


def card_of(tree: BeautifulSoup) -> dict[str, str]:
    """What names and values state, as forms have them in tables or lines; texts stay in their place."""
    _set_in_table(tree)
    stated: dict[str, str] = {}
    for table in tree.find_all("table"):
        rows = [row.find_all(["td", "th"]) for row in table.find_all("tr")]
        pairs = [(words_of(cells[0]).rstrip(" :*"), cells[1]) for cells in rows if len(cells) == 2]
        known = [name for name, _ in pairs if field_of(name) or section_of(name)]
        if len(known) < _FEWEST_NAMES or len(pairs) != len(rows):
            continue
        for name, cell in pairs:
            cell.name = "div"
            section = section_of(name) or (name if not field_of(name) and is_prose(words_of(cell)) else "")
            if field_of(name) == "body" or section:
                heading = tree.new_tag("h2")
                heading.string = section
                table.insert_before(*([heading] if section else []), cell.extract())
            elif value := cell.get_text(", ", strip=True):
                stated[name] = value
        table.decompose()
    return stated


def _set_in_table(tree: BeautifulSoup) -> None:
    """A form whose names stand in bold above their values, or before them on the line, made a table."""
    blocks = [block for block in tree.children if isinstance(block, Tag) and words_of(block)]
    names = [_name(block) for block in blocks]
    known = [name for name, _ in names if field_of(name) or section_of(name)]
    if len(known) < _FEWEST_NAMES or not any(field_of(name) == "title" for name in known):
        return
    table = row = cell = None
    for block, (name, value) in zip(blocks, names, strict=True):
        if table is not None and (block.name == "table" or re.fullmatch(r"h\d", block.name)):
            break
        if name:
            if table is None:
                table = tree.new_tag("table")
                block.insert_before(table)
            row, cell = tree.new_tag("tr"), tree.new_tag("td")
            row.append(tree.new_tag("td", string=name))
            if value:
                cell.append(tree.new_tag("p", string=value))
            row.append(cell)
            table.append(row)
            block.decompose()
        elif table is not None and cell is not None:
            cell.append(block.extract())


def _name(block: Tag) -> tuple[str, str]:
    """The name a line begins with or is, and the value beside it; empty where it has none."""
    words = words_of(block)
    bold = " ".join("".join(strong.get_text() for strong in block.find_all("strong")).split())
    if block.name != "p":
        return "", ""
    if bold == words and len(words) < _LONGEST_NAME:
        bare = words.rstrip(" :")
        return (bare, "") if words.endswith(_ENDS) or field_of(bare) or section_of(bare) else ("", "")
    named = _NAMED.fullmatch(words)
    if named and (field_of(named[1]) or bold.rstrip(" :") == named[1].strip()):
        return named[1].strip(), named[2]
    return "", ""


def words_of(element: Tag) -> str:
    """The text of an element on one line."""
    return " ".join(element.get_text().split())
