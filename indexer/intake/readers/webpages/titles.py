"""The title of a saved page: what it calls its story, without the name of the site and the way there."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from indexer.intake.readers.around.lines import is_label

_SEPARATORS = re.compile(r"\s+(?:[|•·»«‹›/]|::|//|—|–|-)\s+")
_TRAIL = re.compile(r"\s+(?:[|•·»«‹›/→>]|::|//)\s+")
# What stands in the name of the window before its last piece.
_PARTED = re.compile(r"(?:\s[|•·»«‹›/→>—–-]|::|//|:)\s+$")
_RUBRIC = re.compile(
    r"(?:новини|стрічка новин|головна(?: сторінка)?|статті|публікації|події|блоги?|анонси|home|news)",
    re.IGNORECASE,
)
_COUNCIL = re.compile(
    r"(?:офіційн\w+ .{0,80}|[\w’'-]+(?: [\w’'-]+){0,3} (?:рада|громада|[омс]?тг))", re.IGNORECASE
)
_UNREAD = re.compile(r"^\(\d+\+?\)\s*")  # how many messages wait, as networks say before the title
_NETWORK = re.compile(r"\b(?:facebook|instagram|linkedin|telegram|threads)\W*$", re.IGNORECASE)
# Of these networks the window and the heading are called after whoever posted.
_POSTED = re.compile(r"\s+[|•·–—-]\s+(?:facebook|instagram|telegram|threads)\W*$", re.IGNORECASE)
_LOGO = re.compile(r"(?:^|[-_ ])(?:logo\w*|brand|masthead|site-?(?:name|title|logo))(?:$|[-_ ])")
_LETTERS = re.compile(r"[^\W\d_]")
# So much may stand beside the name of a site: what it says of itself.
_SLOGAN = 80
# Elements that may be a heading without being called so, and how large their letters are then.
_STYLED = ["div", "p", "span", "font", "td", "strong", "b", "big", "center"]
_SIZE = re.compile(r"font(?:-size)?\s*:[^;]*?([\d.]+)(px|pt|em|rem|%)")
_LARGE = {"px": 18.0, "pt": 14.0, "em": 1.25, "rem": 1.25, "%": 125.0}
_LARGE_WORDS = re.compile(r"font(?:-size)?\s*:[^;]*\b(?:x-large|xx-large|larger|large)\b")
_NAMED = re.compile(
    r"(?:^|[-_ ])(?:title|heading|headline|header-?text|zag\w*|zagolovok|nazva|h1)(?:$|[-_ ])"
)
_SHORTEST, _LONGEST = 15, 200
_FEWEST_WORDS = 3
_LONGEST_NAME = 120
# A line of so many letters is the story, and what comes after it is no title.
_PROSE = 140


def meta(tree: BeautifulSoup, name: str) -> str:
    """What the page states of itself under `name`."""
    found = tree.find("meta", attrs={"property": name}) or tree.find("meta", attrs={"name": name})
    return " ".join(str(found.get("content") or "").split()) if isinstance(found, Tag) else ""


def words_of(element: object) -> str:
    """The words of an element on one line."""
    return " ".join(element.get_text(" ").split()) if isinstance(element, Tag) else ""


def title_of(tree: BeautifulSoup, site: str) -> str:
    """What the page calls its story, without the name of the site."""
    stated = _UNREAD.sub("", meta(tree, "og:title") or words_of(tree.title))
    own = {site.casefold(), poster(tree).casefold()}
    headings = [text for text in map(words_of, _headings(tree, "h1")) if text.casefold() not in {"", *own}]
    named = [text for text in headings if text.casefold() in stated.casefold()]
    if named:
        return max(named, key=len)
    if len(headings) == 1 and not _SEPARATORS.split(stated)[-1].casefold() == headings[0].casefold():
        return headings[0]
    under = [text for text in map(words_of, _headings(tree, "h2", "h3")) if text.casefold() not in {"", *own}]
    named = [text for text in under if _is_piece(text, stated)]
    if named:
        return max(named, key=len)
    if is_label(stated) and (named := [text for text in under if not is_label(text)]):
        return named[0]  # the window says what sort of text this is, not what it is called
    if _NETWORK.search(stated) or poster(tree):
        return ""  # the name of whoever posted it; a post itself has none
    title = _without_site(stated, site)
    return title if headings else _styled(tree, title, stated) or title


def poster(tree: BeautifulSoup) -> str:
    """Who posted what a page of a network shows; nothing for other pages."""
    window = _UNREAD.sub("", words_of(tree.title))
    name, posted = _POSTED.subn("", window)
    return name if posted else ""


def publisher(tree: BeautifulSoup, title: str) -> str:
    """Whose page it is, as the name of the window says beside the title; nothing where it says only that."""
    window = words_of(tree.title)
    if title and window.casefold().startswith(title.casefold()):
        beside = window[len(title) :]
    elif title and window.casefold().endswith(title.casefold()):
        beside = window[: -len(title)]
    elif _RUBRIC.fullmatch(_SEPARATORS.split(window)[0]):
        beside = window[len(_SEPARATORS.split(window)[0]) :]
    else:
        return ""
    pieces = [piece for piece in _SEPARATORS.split(f" {beside} ") if _LETTERS.search(piece)]
    pieces = [piece for piece in pieces if not piece.strip().startswith("by ")]
    name = max(pieces, key=len, default="").strip(" :|–—-/")
    return name if len(name) <= _LONGEST_NAME else ""


def _headings(tree: BeautifulSoup, *names: str) -> list[Tag]:
    """The headings of these levels that are not the name of the site."""
    return [
        heading for heading in tree.find_all(list(names)) if not (_leads_home(heading) or _is_logo(heading))
    ]


def _is_piece(text: str, stated: str) -> bool:
    """Whether the name of the window begins with these words, or they are its last piece."""
    words, window = text.casefold(), stated.casefold()
    before = stated[: -len(text)]
    return window.startswith(words) or (window.endswith(words) and _PARTED.search(before) is not None)


def _is_logo(heading: Tag) -> bool:
    """Whether a heading says by its own name or that of what it stands in that it is the site's."""
    for element in (heading, heading.parent):
        if isinstance(element, Tag) and len(words_of(element)) < len(words_of(heading)) + _SLOGAN:
            named = [*(element.get("class") or ()), str(element.get("id") or "")]
            if any(_LOGO.search(_spaced(text)) for text in named):
                return True
    return False


def _leads_home(heading: Tag) -> bool:
    """Whether a heading is nothing but a link to the first page: so sites write their own name."""
    link = heading.find("a")
    if not isinstance(link, Tag) or words_of(link) != words_of(heading):
        return False
    address = urlsplit(str(link.get("href") or "#"))
    return address.path.strip("/") in ("", "index.html", "index.php") and not (
        address.query or address.fragment
    )


def _styled(tree: BeautifulSoup, title: str, stated: str) -> str:
    """The heading that only looks like one, where the window is named after the way there or the site."""
    vague = len(title.split()) < _FEWEST_WORDS or len(_TRAIL.split(stated)) > 1
    vague = vague or any(name.fullmatch(_SEPARATORS.split(stated)[0]) for name in (_RUBRIC, _COUNCIL))
    bold = masthead = ""
    for element in (tree.body or tree).find_all(_STYLED):
        text = words_of(element)
        if len(text) > _PROSE and element.find(["div", "p", "br", "table", "td"]) is None:
            break  # the story has begun
        if not _SHORTEST <= len(text) <= _LONGEST or element.find(["a", "p", "div", "br", "td"]) is not None:
            continue
        if is_label(text) or text.casefold() == stated.casefold() or element.find_parent("a") is not None:
            continue
        within = title.casefold() in text.casefold() or text.casefold() in title.casefold()
        if _looks_large(element) and (vague or within) and len(_TRAIL.split(text)) == 1:
            if not vague or text.casefold() != title.casefold():
                return text
            masthead = masthead or text  # so short a name is the paper's, if another is as large
        if element.name in ("strong", "b") and words_of(element.parent) == text and vague:
            bold = bold or text
    return bold or masthead


def _looks_large(element: Tag) -> bool:
    style = str(element.get("style") or "").lower()
    size = _SIZE.search(style)
    if size and float(size[1].strip(".") or 0) >= _LARGE[size[2]]:
        return True
    if element.name == "font":
        return str(element.get("size") or "").strip() in {"+1", "+2", "+3", "+4", "4", "5", "6", "7"}
    named = [*(element.get("class") or ()), str(element.get("id") or "")]
    return bool(_LARGE_WORDS.search(style)) or any(_NAMED.search(_spaced(text)) for text in named)


def _spaced(text: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", text).lower()


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
        return _last_step(title[: title.rindex(parts[-1])].rstrip(" |•·»«‹›/:—–-"))
    longest = max((part for part in parts if part.casefold() != site.casefold()), key=len, default=title)
    return _last_step(longest.strip())


def _last_step(title: str) -> str:
    """«Проєкти / Код для неї» is the way to a page: its last step is the page."""
    steps = [step for step in re.split(r"\s+[/→>›]\s+", title) if _LETTERS.search(step)]
    return steps[-1].strip() if len(steps) > 1 else title
