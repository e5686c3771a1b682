"""What stands around the story of a saved page: menus, adverts, comments, cookie notes, pages held by tables.

Known by what pages call their own elements, by where links crowd, and by what such lines say.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, Tag

from indexer.intake.readers.around.lines import is_afterword
from indexer.intake.readers.webpages.sides import clear_row, clear_sides

_NEVER = ["script", "style", "noscript", "template", "iframe", "button", "dialog", "select"]
# Furniture by their names, unless a page keeps all it has in one of them.
_SELDOM = {"nav", "footer", "aside", "form"}
_BLOCKS = set("p div ul ol table h1 h2 h3 h4 h5 h6 blockquote pre section article form hr center".split())
_WHOLE = {"html", "body", "main", "article"}
# Words in the class or id of elements that are never the story.
_FURNITURE = frozenset(
    "ad ads adv advert advertisement adsense banner banners promo sponsor sponsored cookie cookies gdpr"
    " consent comment comments disqus respond related recommended recommendations recommend similar"
    " popular trending"
    " sidebar share sharing shares social socials breadcrumb breadcrumbs nav navbar navigation menu topmenu"
    " mainmenu submenu footer subscribe subscription newsletter popup modal pagination pager"
    " logo slogan tagline brand masthead"
    " feedback gallery photogallery"
    " login search toolbar tagcloud readmore seealso also copyright counter views rating votes"
    " reklama reklamа komentari".split()
)
_LOGO = frozenset({"logo", "slogan", "tagline", "brand", "masthead"})
_OF_THE_AUTHOR = re.compile(
    r"(?:author|avtor)[-_]?(?:box|bio|info|card)|(?:about|post)[-_](?:the[-_])?author", re.I
)
_ANSWER = re.compile(r"\s*(?:коментар|відповідь|comment|reply)", re.IGNORECASE)
_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog"}
# These stand in the midst of a story, too, over a link or two.
_SEE_ALSO = re.compile(r"\s*(?:чит|див|read|see)", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?…][»”\")]?$")
_LONGEST = 250
# What holds more of a page than this is no furniture.
_HALF = 0.5
# A cell of a table with so much text in several paragraphs is a part of the page.
_FRAMED = 300


def prune(tree: BeautifulSoup) -> None:
    """Take away what the page itself calls furniture, unless the story stands in it."""
    for element in tree(_NEVER):
        element.decompose()
    for comment in tree.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for table in tree.find_all("table"):
        if not table.decomposed and _is_frame(table):
            _unfold(table)
    clear_sides(tree.body or tree)  # while line breaks tell its lines apart
    for block in tree.find_all(["div", "td", "article", "section", "main", "body", "span", "font"]):
        if len(block.find_all("br", recursive=False)) > 1:
            _paragraph(block)
    for block in reversed(tree.find_all("div")):
        if block.find([*_BLOCKS, "br"]) is None and (
            _SENTENCE.search(block.get_text().rstrip()[-3:]) or _is_above_its_like(block)
        ):
            block.name = "p"  # pages that know no paragraphs
    whole = max(1, len(tree.get_text()))
    for element in tree.find_all(True):
        if element.decomposed or element.name in _WHOLE or not (_is_furniture(element) or _is_menu(element)):
            continue
        if not _holds_title(element) and len(element.get_text()) < _HALF * whole:
            element.decompose()
    for heading in tree.find_all(["h2", "h3", "h4", "h5", "h6", "strong", "b", "p", "div"]):
        if not heading.decomposed and _is_afterword(heading):
            _cut_after(heading)
    clear_sides(tree.body or tree)


def _is_above_its_like(block: Tag) -> bool:
    """Whether a line that is no sentence stands above a paragraph and is marked as that is."""
    below = block.find_next_sibling()
    return below is not None and below.name == "p" and bool(block.attrs) and block.attrs == below.attrs


def _holds_title(element: Tag) -> bool:
    """Whether the heading of the page stands in an element that is not the site's own name."""
    return element.find("h1") is not None and not (_own_words(element) & _LOGO)


def _is_frame(table: Tag) -> bool:
    """Whether a table holds a page in place, as was the custom once, and is no table of data."""
    if table.find(["table", "h1", "h2", "h3"]):
        return True
    cells = table.find_all("td")
    return any(
        len(cell.find_all(["p", "br", "div"])) > 2 and len(cell.get_text()) > _FRAMED for cell in cells
    )


def _unfold(table: Tag) -> None:
    """Make the cells of a frame plain blocks; those that are mostly links are menus."""
    own = [cell for cell in table.find_all(["td", "th"]) if cell.find_parent("table") is table]
    for row in table.find_all("tr"):
        if row.find_parent("table") is table:
            clear_row(row.find_all(["td", "th"], recursive=False))
    for cell in own:
        words, linked = (
            len(cell.get_text(strip=True)),
            sum(len(a.get_text(strip=True)) for a in cell.find_all("a")),
        )
        if words < _FRAMED and linked * 3 > words and not cell.find("h1"):
            cell.decompose()
        else:
            cell.name = "div"
            cell.attrs.pop("width", None)
    for element in [*table.find_all(["tr", "tbody", "thead"]), table]:
        if element is table or element.find_parent("table") is table:
            element.name = "div"


def _paragraph(block: Tag) -> None:
    """Make paragraphs of what a block parts by two line breaks."""
    made = [Tag(name="p")]
    breaks = 0
    for child in list(block.children):
        child.extract()
        if isinstance(child, Tag) and child.name == "br":
            breaks += 1
            continue
        if isinstance(child, Tag) and child.name in _BLOCKS:
            made += [child, Tag(name="p")]
        elif not isinstance(child, Tag) and not str(child).strip():
            continue
        elif isinstance(child, NavigableString) and _is_afterword(child):
            made += [Tag(name="h4"), Tag(name="p")]
            made[-2].append(child)
        else:
            if breaks > 1:
                made.append(Tag(name="p"))
            elif breaks:
                made[-1].append(" ")
            made[-1].append(child)
        breaks = 0
    block.extend(piece for piece in made if piece.name != "p" or piece.get_text(strip=True))


def _is_menu(element: Tag) -> bool:
    """Whether a block is hardly more than links."""
    if element.name not in ("div", "td", "ul", "ol", "section", "p"):
        return False
    links = [len(link.get_text(strip=True)) for link in element.find_all("a")]
    return len(links) > 1 and sum(links) * 2 > len(element.get_text(strip=True))


def _is_furniture(element: Tag) -> bool:
    style = str(element.get("style") or "").replace(" ", "").lower()
    if element.get("hidden") is not None or "display:none" in style or element.get("aria-hidden") == "true":
        return True
    if _ANSWER.match(str(element.get("aria-label") or "")):
        return True
    if element.name in _SELDOM or element.get("role") in _ROLES:
        return True
    named = [*(element.get("class") or ()), str(element.get("id") or "")]
    if any(_OF_THE_AUTHOR.search(text) for text in named):
        return True
    return bool(_own_words(element) & _FURNITURE)


def _own_words(element: Tag) -> set[str]:
    """The words of the names that an element goes by."""
    named = [*(element.get("class") or ()), str(element.get("id") or "")]
    return {word for text in named for word in re.split(r"[^a-z]+", _spaced(text))}


def _spaced(text: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", text).lower()


def _cut_after(heading: Tag) -> None:
    """Take away a heading such as «Читайте також» and what it stands over."""
    block = heading.parent
    if heading.name in ("strong", "b") and isinstance(block, Tag) and not _only(heading):
        if block.name == "p" and len(block.get_text()) < _LONGEST:
            block.decompose()  # one line of the story's text: nothing after it belongs to it
        return
    top = heading
    while top.parent is not None and top.parent.name not in _WHOLE and _only(top):
        top = top.parent
    among = heading.name in ("p", "strong", "b", "div") and _SEE_ALSO.match(heading.get_text(" "))
    for element in list(top.next_siblings):
        if isinstance(element, Tag):
            if element.name in ("h1", "h2") or (element.name == "p" and len(element.get_text()) > 200):
                break
            if among and not element.find("a"):
                break
            element.decompose()
    top.decompose()


def _is_afterword(element: Tag | NavigableString) -> bool:
    return is_afterword(element.get_text(" "))


def _only(element: Tag) -> bool:
    """Whether an element is all there is in its parent."""
    parent = element.parent
    return parent is not None and parent.get_text(strip=True) == element.get_text(strip=True)
