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
from indexer.intake.readers.around.lines import without_furniture
from indexer.intake.readers.conversion import markdown_of
from indexer.intake.readers.encodings import decode
from indexer.intake.readers.webpages.furniture import prune
from indexer.intake.readers.webpages.titles import meta, poster, publisher, title_of, words_of
from indexer.intake.source import Contents, Source

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE)
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)\s*(\S+)")
# What a page states in a box of its own above the story.
_LABELED = re.compile(
    r"(?P<name>(?:період|термін|роки?|час)(?: (?:реалізації|у?впровадження|виконання))?|громада|місто"
    r"|населений пункт)\s*:\s*\S.{0,100}",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_LOOKS_LIKE_A_PAGE = re.compile(
    r"<(?:!doctype|html|head|body|div|p|h[1-6]|table|article|title|meta|br|span|a)\b", re.I
)
_ENOUGH = 0.5
# So many first letters tell one paragraph from another.
_TELLING = 30
_FIRST_HEADING = re.compile(r"\s*#{1,4} (.{15,300})$", re.MULTILINE)
_SPACES = re.compile(r"\s+")
_PREFORMATTED = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
# «14 листопада 2019, 10:22», and nothing else.
_A_DATE = re.compile(
    r"\A\s*(?:\d{1,2}\s+[а-яєії]{5,10}\s+|\d{1,2}\.\d{1,2}\.)((?:19|20)\d\d)"
    r"(?:\s*р(?:оку|\.)?)?(?:[\s,|]{1,4}(?:о\s)?\d{1,2}:\d\d)?\s*$"
)
# Of a page with more headings than this, lost ones are not looked for: it is no story, or was made to tire.
_MOST_HEADINGS = 300


def read(name: str, data: bytes) -> Contents:
    """The one story of a saved page."""
    declared = _DECLARED.search(data[:4096])
    text = decode(data, name, declared[1].decode("ascii") if declared else "")
    if not _LOOKS_LIKE_A_PAGE.search(text):
        message = N_("There is no web page in this file: save the page anew as .html, or the text as .txt.")
        raise refusal(message, name)
    tree = BeautifulSoup(text, "lxml")
    site = meta(tree, "og:site_name") or meta(tree, "application-name")
    address, written = _address(tree), _written(tree)
    prune(tree)
    title = title_of(tree, site)
    story = _story(tree)
    if tree.find("h1") is None and title not in story and (headed := _FIRST_HEADING.match(story)):
        title = headed[1].strip()  # the window was named after the site or its section only
    markdown = without_furniture(story, title, site or poster(tree))
    if not markdown.strip():
        message = N_("No text was found on this page: open it, copy the text and save it as .txt or .docx.")
        raise refusal(message, name, "body")
    whose = site or poster(tree) or publisher(tree, title)
    stated = {"publication": whose or urlsplit(address).hostname or "", "url": address}
    stated = {field: value for field, value in stated.items() if value}
    return Contents((Source(name, "html", markdown, stated, title, address=address, written=written),))


def _written(tree: BeautifulSoup) -> int | None:
    """The year the page says it was published in, to readers or to machines."""
    time = tree.find("time", datetime=True)
    told = [meta(tree, "article:published_time")]
    told += [
        found[1]
        for script in tree("script", type="application/ld+json")
        if (found := _PUBLISHED.search(script.get_text()))
    ]
    told += [str(time.get("datetime"))] if isinstance(time, Tag) else []
    years = (re.match(r"(?:19|20)\d\d(?=\D|$)", text.strip()) for text in told)
    return next((int(year[0]) for year in years if year), None) or _dated(tree)


def _dated(tree: BeautifulSoup) -> int | None:
    """The one year of the dates that stand by themselves on the page."""
    found = {int(match[1]) for text in tree.find_all(string=_A_DATE) if (match := _A_DATE.match(text))}
    return found.pop() if len(found) == 1 else None


def _address(tree: BeautifulSoup) -> str:
    """Where the page was found, as it says itself or as a browser noted when saving it."""
    canonical = tree.find("link", rel="canonical")
    candidates = [
        str(canonical.get("href") or "") if isinstance(canonical, Tag) else "",
        meta(tree, "og:url"),
    ]
    for comment in tree.find_all(string=lambda text: isinstance(text, Comment), limit=20):
        if saved := _SAVED_FROM.search(comment):
            candidates.append(saved[1])
    return next((c for c in candidates if re.fullmatch(r"https?://[^\s<>\"]{3,490}", c)), "")


def _story(tree: BeautifulSoup) -> str:
    """The story as Markdown; all of the page that is left where trafilatura finds little of it."""
    body = tree.body or tree
    paragraphs = sum(
        len(p.get_text()) for p in body.find_all(["p", "li", "td", "blockquote"]) if not p.find("p")
    )
    html = _on_one_line(str(tree))
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
            return _whole(best, body)
    whole = markdown_of(BeautifulSoup(_on_one_line(str(body)), "html.parser"))
    return whole if len(whole) * _ENOUGH > len(best) else _whole(best, body)


def _whole(markdown: str, body: Tag) -> str:
    """The Markdown with what trafilatura passes over though it is of the story."""
    return _labeled(_listed(_headed(markdown, body), body), body)


def _labeled(markdown: str, body: Tag) -> str:
    """The Markdown with what the page states in a line of its own: «Період: 2018–2019», said but once."""
    lines: dict[str, list[str]] = {}
    leaves = [
        element for element in body.find_all(["div", "p", "li", "span", "td"]) if not element.find(True)
    ]
    told = [words_of(element) for element in leaves]
    told += [
        f"{words_of(name).rstrip(' :')}: {words_of(name.find_next('dd'))}" for name in body.find_all("dt")
    ]
    for words in told:
        if found := _LABELED.fullmatch(words):
            lines.setdefault(found["name"].casefold(), []).append(found[0])
    lost = [said[0] for said in lines.values() if len(said) == 1 and said[0] not in markdown]
    return "\n\n".join([*lost, markdown])


def _on_one_line(html: str) -> str:
    """The page with its line breaks, which mean nothing there, as spaces; except where they do."""
    return "".join(
        part if part.startswith("<pre") else _SPACES.sub(" ", part) for part in _PREFORMATTED.split(html)
    )


def _headed(markdown: str, body: Tag) -> str:
    """The Markdown with the headings that were lost from above its paragraphs, or passed for paragraphs."""
    lines = markdown.split("\n")
    for heading in body.find_all(["h2", "h3", "h4"], limit=_MOST_HEADINGS):
        words, below = words_of(heading), heading.find_next(["p", "li", "td", "th", "h3", "h4"])
        marked = f"{'#' * int(heading.name[1])} {words}"
        if not words or any(line.startswith("#") and line.lstrip("# ") == words for line in lines):
            continue
        if words in lines:
            lines[lines.index(words)] = marked
        elif begins := words_of(below)[:_TELLING]:
            place = next((n for n, line in enumerate(lines) if line.lstrip("-#>* ").startswith(begins)), None)
            if place is not None:
                lines[place:place] = [marked, ""]
    return "\n".join(lines)


def _listed(markdown: str, body: Tag) -> str:
    """The Markdown with the lists that were lost from below its paragraphs: trafilatura doubts short ones."""
    lines = markdown.split("\n")
    for points in body.find_all(["ul", "ol"], limit=_MOST_HEADINGS):
        above = points.find_previous_sibling()
        words = [text for point in points.find_all("li") if (text := words_of(point))]
        ends = words_of(above)[-_TELLING:]
        if not words or not ends or points.find_parent(["ul", "ol"]) is not None:
            continue
        if any(words[0] in line for line in lines):
            continue
        place = next((n for n, line in enumerate(lines) if line.rstrip("* ").endswith(ends)), None)
        if place is not None:
            lines[place + 1 : place + 1] = ["", *(f"- {text}" for text in words)]
    return "\n".join(lines)
