"""Record bodies: Markdown to safe HTML and to plain text. The only home of Markdown and Beautiful Soup.

Links inside the depository are written `record:<id>`, `theme:<id>`, `place:<id>`; whoever renders says
where they lead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

import nh3
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from markdown_it.token import Token

INTERNAL = ("record", "theme", "place")

_TAGS = {"h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr", "code", "pre"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
_ATTRIBUTES = {"a": {"href"}, "h2": {"id"}, "h3": {"id"}, "ol": {"start"}}
_INTERNAL_LINK = re.compile(rf"^({'|'.join(INTERNAL)}):([a-z0-9-]+)$")


class Link(NamedTuple):
    """A link inside the depository, with the line of the body it stands in (from 1)."""

    scheme: str
    target: str
    line: int


class Section(NamedTuple):
    """A heading of the body and the anchor that leads to it."""

    anchor: str
    title: str


Resolve = Callable[[str, str], str | None]


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def html(body: str, resolve: Resolve) -> str:
    """`body` as sanitised HTML; `resolve(scheme, id)` gives an address, or None to leave plain text."""
    tokens = _markdown().parse(body)
    for number, token in enumerate(tokens):
        if token.type in ("heading_open", "heading_close"):
            # The page's own h1 is the title: a body starts at the second level.
            token.tag = f"h{min(4, max(2, int(token.tag[1])))}"
        if token.type == "heading_open":
            token.attrSet("id", f"section-{number}")
        for child in token.children or ():
            _point(child, resolve)
    rendered = _markdown().renderer.render(tokens, _markdown().options, {})
    return nh3.clean(
        rendered,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )


def sections(body: str) -> list[Section]:
    """The second-level headings of `body`, for a small table of contents."""
    tokens = _markdown().parse(body)
    return [
        Section(f"section-{number}", tokens[number + 1].content)
        for number, token in enumerate(tokens)
        if token.type == "heading_open" and int(token.tag[1]) <= 2
    ]


def plain(body: str) -> str:
    """The words of `body`, a paragraph a line, headings left out: what is searched and cut into snippets."""
    tree = BeautifulSoup(html(body, lambda *_: None), "html.parser")
    for heading in tree.find_all(["h2", "h3", "h4"]):
        heading.decompose()
    blocks = (block.get_text(" ", strip=False) for block in tree.find_all(["p", "li", "td", "th", "pre"]))
    return "\n".join(text for block in blocks if (text := " ".join(block.split())))


def links(body: str) -> Iterator[Link]:
    """Every link into the depository."""
    for token in _markdown().parse(body):
        for child in token.children or ():
            found = _INTERNAL_LINK.match(str(child.attrGet("href") or "")) if child.type == "link_open" else None
            if found:
                yield Link(found[1], found[2], (token.map[0] if token.map else 0) + 1)


def _point(token: Token, resolve: Resolve) -> None:
    found = _INTERNAL_LINK.match(str(token.attrGet("href") or "")) if token.type == "link_open" else None
    if found:
        token.attrSet("href", resolve(found[1], found[2]) or "")
