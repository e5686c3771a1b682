"""A saved web page: its story without menus, adverts, comments and notes about cookies.

The only home of trafilatura. What pages call boilerplate by the names of their own elements is taken
away first; trafilatura then finds the story in what is left.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import trafilatura
from bs4 import BeautifulSoup
from bs4.element import Comment, Tag

from depository.errors import N_
from indexer.intake.readers import refusal
from indexer.intake.readers.conversion import markdown_of
from indexer.intake.readers.encodings import decode
from indexer.intake.readers.furniture import prune, without_furniture
from indexer.intake.source import Contents, Source

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE)
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)\s*(\S+)")
_LOOKS_LIKE_A_PAGE = re.compile(
    r"<(?:!doctype|html|head|body|div|p|h[1-6]|table|article|title|meta|br|span|a)\b", re.I
)
_SEPARATORS = re.compile(r"\s+(?:[|•·»«‹›/]|::|—|–|-)\s+")
_ENOUGH = 0.5
# So many first letters tell one paragraph from another.
_TELLING = 30
_FIRST_HEADING = re.compile(r"\s*#{1,4} (.{15,300})$", re.MULTILINE)
_SPACES = re.compile(r"\s+")


def read(name: str, data: bytes) -> Contents:
    """The one story of a saved page."""
    declared = _DECLARED.search(data[:4096])
    text = decode(data, name, declared[1].decode("ascii") if declared else "")
    if not _LOOKS_LIKE_A_PAGE.search(text):
        message = N_("There is no web page in this file: save the page anew as .html, or the text as .txt.")
        raise refusal(message, name)
    tree = BeautifulSoup(text, "lxml")
    site, address = _site(tree), _address(tree)
    prune(tree)
    title = _title(tree, site)
    story = _story(tree)
    if tree.find("h1") is None and title not in story and (headed := _FIRST_HEADING.match(story)):
        title = headed[1].strip()  # the window was named after the site or its section only
    markdown = without_furniture(story, title)
    if not markdown.strip():
        message = N_("No text was found on this page: open it, copy the text and save it as .txt or .docx.")
        raise refusal(message, name, "body")
    stated = {"publication": site or urlsplit(address).hostname or "", "url": address}
    stated = {field: value for field, value in stated.items() if value}
    return Contents((Source(name, "html", markdown, stated, title, address=address),))


def _site(tree: BeautifulSoup) -> str:
    return _meta(tree, "og:site_name") or _meta(tree, "application-name")


def _meta(tree: BeautifulSoup, name: str) -> str:
    found = tree.find("meta", attrs={"property": name}) or tree.find("meta", attrs={"name": name})
    return " ".join(str(found.get("content") or "").split()) if isinstance(found, Tag) else ""


def _address(tree: BeautifulSoup) -> str:
    """Where the page was found, as it says itself or as a browser noted when saving it."""
    canonical = tree.find("link", rel="canonical")
    candidates = [
        str(canonical.get("href") or "") if isinstance(canonical, Tag) else "",
        _meta(tree, "og:url"),
    ]
    for comment in tree.find_all(string=lambda text: isinstance(text, Comment), limit=20):
        if saved := _SAVED_FROM.search(comment):
            candidates.append(saved[1])
    return next((c for c in candidates if re.fullmatch(r"https?://[^\s<>\"]{3,490}", c)), "")


def _title(tree: BeautifulSoup, site: str) -> str:
    """What the page calls its story, without the name of the site."""
    stated = _meta(tree, "og:title") or _words(tree.title)
    headings = [text for heading in tree.find_all("h1") if (text := _words(heading))]
    headings = [text for text in headings if text.casefold() != site.casefold()]
    named = [text for text in headings if text.casefold() in stated.casefold()]
    if named:
        return max(named, key=len)
    if len(headings) == 1 and not _SEPARATORS.split(stated)[-1].casefold() == headings[0].casefold():
        return headings[0]
    under = [text for heading in tree.find_all(["h2", "h3"]) if (text := _words(heading))]
    named = [text for text in under if stated.casefold().startswith(text.casefold())]
    return max(named, key=len) if named else _without_site(stated, site)


def _without_site(title: str, site: str) -> str:
    """«Назва сторінки | Назва сайту» without the site; the longer side where the site is not known."""
    if site and title.casefold().endswith(site.casefold()):
        return title[: -len(site)].rstrip(" |•·»«‹›/:—–-")
    parts = [part for part in re.split(r"\s+(?:[|•·»«‹›]|::)\s+", title) if part]
    if len(parts) < 2:
        parts = [part for part in _SEPARATORS.split(title) if part]
        # A dash may belong to the title: only a short last piece is the name of a site.
        if len(parts) < 2 or len(parts[-1].split()) > 3 or len(parts[-1]) * 2 > len(title):
            return title.strip()
        return title[: title.rindex(parts[-1])].rstrip(" |•·»«‹›/:—–-")
    return max((part for part in parts if part.casefold() != site.casefold()), key=len, default=title).strip()


def _words(element: object) -> str:
    return " ".join(element.get_text(" ").split()) if isinstance(element, Tag) else ""


def _story(tree: BeautifulSoup) -> str:
    """The story as Markdown; all of the page that is left where trafilatura finds little of it."""
    body = tree.body or tree
    paragraphs = sum(
        len(p.get_text()) for p in body.find_all(["p", "li", "td", "blockquote"]) if not p.find("p")
    )
    for words in body.find_all(string=True):
        if words.find_parent("pre") is None and not isinstance(words, Comment):
            words.replace_with(_SPACES.sub(" ", words))
    html = str(tree)
    best = ""
    # Its own way first: the libraries it falls back on know no headings.
    for fast, recall in ((True, False), (False, False), (False, True)):
        found = trafilatura.extract(
            html,
            output_format="markdown",
            include_comments=False,
            include_tables=True,
            include_formatting=True,
            include_links=False,
            favor_recall=recall,
            fast=fast,
        )
        best = max(best, found or "", key=len)
        if len(best) >= _ENOUGH * paragraphs and best.strip():
            return _headed(best, body)
    whole = markdown_of(BeautifulSoup(str(body), "html.parser"))
    return whole if len(whole) * _ENOUGH > len(best) else _headed(best, body)


def _headed(markdown: str, body: Tag) -> str:
    """The Markdown with the headings that were lost from above its paragraphs, or passed for paragraphs."""
    lines = markdown.split("\n")
    for heading in body.find_all(["h2", "h3", "h4"]):
        words, below = _words(heading), heading.find_next(["p", "li", "td", "th", "h3", "h4"])
        marked = f"{'#' * int(heading.name[1])} {words}"
        if not words or any(line.startswith("#") and line.lstrip("# ") == words for line in lines):
            continue
        if words in lines:
            lines[lines.index(words)] = marked
        elif begins := _words(below)[:_TELLING]:
            place = next((n for n, line in enumerate(lines) if line.lstrip("-#>* ").startswith(begins)), None)
            if place is not None:
                lines[place:place] = [marked, ""]
    return "\n".join(lines)
