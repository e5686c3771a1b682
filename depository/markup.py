"""Record bodies: Markdown to safe HTML and to plain text. The only home of
Markdown and of Beautiful Soup.

Links inside the depository are written `record:<id>`, `theme:<id>`, `place:<id>`; whoever renders says
where they lead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

import nh3
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from markdown_it import MarkdownIt
from markdown_it.token import Token

INTERNAL = ("record", "theme", "place")

_HEADINGS = ("h2", "h3", "h4")
_BLOCKS = (*_HEADINGS, "p", "li", "blockquote", "pre", "th", "td")
_TAGS = {*_BLOCKS, "ul", "ol", "hr", "table", "thead", "tbody", "tr", "strong", "em", "a", "br", "code"}
_ATTRIBUTES = {"a": {"href"}, "h2": {"id"}, "h3": {"id"}, "ol": {"start"}}
_INTERNAL_LINK = re.compile(rf"({'|'.join(INTERNAL)}):(.*)")
_ID = re.compile(r"[a-z0-9-]+")
# Without one of these there is no link in Markdown: [words](address), [words]: address, <address>.
_LINKING = ("](", "]:", "<")
# What a browser would run or fetch, were it let through: elements, handlers of events, addresses.
_SUSPECT = re.compile(r"<|script|data:|&#?\w+;", re.IGNORECASE)
_RUNS = r"(?:(?:java|vb)script|data:text/html)"
_ELEMENT = r"</?(?:script|style|iframe|object|embed|form|applet|frame|frameset|base|meta)(?![\w-])"
_ACTIVE = re.compile(
    rf"(?P<element>{_ELEMENT})"
    r"|<[a-z][^<>]{0,2000}?[\s/\"'](?P<handler>on[a-z]{3,30}\s{0,9}=)"
    rf"|<[a-z][^<>]{{0,2000}}?=\s{{0,9}}[\"']?\s{{0,9}}(?P<attribute>{_RUNS}\s{{0,9}}[:;,])"
    rf"|\]\(\s{{0,9}}<?\s{{0,9}}(?P<address>{_RUNS}\s{{0,9}}[:;,])",
    re.IGNORECASE,
)
_RUNNING = re.compile(r"(?:java|vb)script:|data:(?!image/(?:gif|png|jpeg|webp)[;,])", re.IGNORECASE)
# Browsers leave these out of an address before they look at it.
_LEFT_OUT = re.compile(r"[\x00-\x20]+")
_SIMPLE = frozenset({"heading_open", "heading_close", "paragraph_open", "paragraph_close"})


class Link(NamedTuple):
    """A link inside the depository, with the line of the body it stands in (from 1)."""

    scheme: str
    target: str
    line: int


class Active(NamedTuple):
    """What a browser could run, as it was written, with the line of the body it stands in (from 1)."""

    given: str
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
    headings = 0
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            # The page's own h1 is the title: a body starts at the second level.
            token.tag = f"h{min(4, max(2, int(token.tag[1])))}"
        if token.type == "heading_open":
            headings += 1
            token.attrSet("id", f"section-{headings}")
        if token.children:
            token.children = _led(token.children, resolve)
    rendered = _markdown().renderer.render(tokens, _markdown().options, {})
    return nh3.clean(
        rendered,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )


@lru_cache(maxsize=8)
def _parsed(body: str) -> Sequence[Token]:
    """What a body consists of, to look at only: of one record, several things are asked one after another."""
    return _markdown().parse(body)


def sections(body: str) -> list[Section]:
    """The second-level headings of `body`, for a small table of contents."""
    tokens = _parsed(body)
    headings = [number for number, token in enumerate(tokens) if token.type == "heading_open"]
    return [
        Section(f"section-{count}", tokens[number + 1].content)
        for count, number in enumerate(headings, 1)
        if int(tokens[number].tag[1]) <= 2
    ]


def headings(body: str) -> list[str]:
    """The headings of `body` of every level, as plain words."""
    if "#" not in body and "\n--" not in body and "\n==" not in body:
        return []
    tokens = _parsed(body)
    inline = [tokens[n + 1] for n, token in enumerate(tokens) if token.type == "heading_open"]
    found = ("".join(child.content or " " for child in token.children or ()) for token in inline)
    return [text for each in found if (text := " ".join(each.split()))]


def plain(body: str) -> str:
    """The words of `body` as a reader sees them, a paragraph a line, headings left out: what is quoted."""
    simple = _simple(_parsed(body))
    if simple is not None:
        return "\n".join(simple)
    tree = BeautifulSoup(html(body, lambda *_: None), "html.parser")
    lines: list[list[str]] = []
    last: Tag | None = None
    for words in tree.descendants:
        if not isinstance(words, NavigableString):
            continue
        block = words.parent
        while block is not None and block.parent is not None and block.name not in _BLOCKS:
            block = block.parent
        if block is not last or not lines:
            lines.append([])
        last = block
        if block is None or block.name not in _HEADINGS:
            lines[-1].append(words)
    return "\n".join(text for line in lines if (text := " ".join("".join(line).split())))


def _simple(tokens: Sequence[Token]) -> list[str] | None:
    """The lines of a body that is nothing but headings and paragraphs of plain words, as most are; None for
    any other. It is the same as through HTML, in a quarter of the time."""
    lines = []
    for number, token in enumerate(tokens):
        if token.type != "inline":
            if token.type not in _SIMPLE:
                return None
        elif any(child.type not in ("text", "softbreak") for child in token.children or ()):
            return None
        elif tokens[number - 1].type == "paragraph_open":
            text = "".join(child.content or " " for child in token.children or ())
            lines.append(" ".join(text.split()))
    return [line for line in lines if line]


def links(body: str) -> Iterator[Link]:
    """Every link into the depository, those included whose target could be no id."""
    if not any(sign in body for sign in _LINKING):
        return
    for token in _parsed(body):
        for child in token.children or ():
            if found := _internal(child):
                yield Link(found[1], unquote(found[2]), (token.map[0] if token.map else 0) + 1)


@lru_cache(maxsize=1)
def _credulous() -> MarkdownIt:
    """Markdown that takes every address for a link: what ours leaves as words is to be told."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("text_join")
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    return markdown


def active(body: str) -> Iterator[Active]:
    """Scripts and their like in `body`: elements, handlers of events, addresses that run something.

    Nothing of it gets through to a page; whoever wrote it should know. Between backticks, in code and with
    its signs escaped it is meant to be read.
    """
    if not _SUSPECT.search(body):
        return
    for token in _credulous().parse(body.strip()):
        words, line = "", (token.map[0] if token.map else 0) + 1
        for child in token.children or ():
            if running := _RUNNING.match(_address(child)):
                yield Active(running[0], line + words.count("\n"))
            words += _written(child)
        for found in _ACTIVE.finditer(words):
            given = next(group for group in found.groups() if group)
            given = f"<{given.strip('</').lower()}>" if found["element"] else given
            yield Active(given, line + words.count("\n", 0, found.start()))


def _address(token: Token) -> str:
    """The address of a link or a picture, as a browser would read it."""
    return _LEFT_OUT.sub("", str(token.attrGet("href") or token.attrGet("src") or ""))


def _written(token: Token) -> str:
    """What a token brings to the words around it: of what was escaped and of code, only that it is there."""
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return token.content if token.type == "text" else "·" if token.content else ""


def _internal(token: Token) -> re.Match[str] | None:
    return _INTERNAL_LINK.match(str(token.attrGet("href") or "")) if token.type == "link_open" else None


def _led(tokens: list[Token], resolve: Resolve) -> list[Token]:
    """`tokens` with internal links led to their addresses; one that leads nowhere is its words alone."""
    kept = []
    nowhere = False
    for token in tokens:
        if token.type == "link_open":
            found = _internal(token)
            address = resolve(found[1], found[2]) if found and _ID.fullmatch(found[2]) else None
            nowhere = found is not None and address is None
            if address is not None:
                token.attrSet("href", address)
        if not (nowhere and token.type in ("link_open", "link_close")):
            kept.append(token)
    return kept
