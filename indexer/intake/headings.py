"""The headings of a long text: marked in Markdown, lines in bold, or named in its contents list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.intake.suggestions.passages import plain

# Bounded, for a line may be of megabytes.
_MARKED = re.compile(r"(?m)^(#{1,6})[ \t]{1,20}(\S[^\n]{0,500}?)[ \t]{0,20}#{0,20}[ \t]{0,20}$")
_BOLD_BLOCK = re.compile(
    r"(?m)(?:(?<=\n\n)|(?<=\n[ \t]\n)|\A)(\*\*[^*\n][^*]{20,300}?\*\*)[ \t]*(?=\n[ \t]*(?:\n|\Z))"
)
_NUMBER = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}\.|(?:Розділ|Частина|Глава)\s+(?:\d{1,2}|"
    r"[IVX]+)\b[.:]?|[IVX]+\.)\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"\d{1,2}|[IVX]+|(?:Розділ|Частина|Глава)\s+(?:\d{1,2}|[IVX]+)[.:]?", re.IGNORECASE)
# «3 ДЕЦЕНТРАЛІЗАЦІЯ», but not «16 міст».
_NUMBER_OF_CAPITALS = re.compile(r"(?P<number>\d{1,2})\s+(?P<rest>[А-ЯЄІЇҐ][А-ЯЄІЇҐ ,'’-]{6,})$")
_ROLE = re.compile(
    r"^(?:директор|керівни|міськ\w+ голов|голов[аи]\b|мер\b|начальни|заступни|експерт|координатор|"
    r"депутат|за підтримки|на фото|фото|джерело|автор)",
    re.IGNORECASE,
)

_CONTENTS = re.compile(r"(?:зміст|contents|перелік (?:історій|практик))[.:]?", re.IGNORECASE)
# A line of a contents list: words, then dots or a gap, then a page.
_ENTRY = re.compile(
    r"^[\s|>*-]*(?P<title>[^\n|]*?[^\W\d_][^\n|]*?)(?:\s*\.{2,}\s*|\s*…+\s*|\t+\s*|\s{2,}|\s*\|\s*|"
    r"[ \t]+)(?P<page>\d{1,3})\s*\|?\s*$"
)
_ENDS_IN_PAGE = re.compile(r"\d[\s|]*$")
_LONGEST_ENTRY = 400
_LEADER = re.compile(r"\.{3,}|…|\t|\|| {3,}")
_FEWEST_ENTRIES = 4
# Lines of other kinds within a contents list.
_MOST_BETWEEN = 3

_PAGE_LINE = re.compile(
    r"(?m)^[ \t]{0,40}[–—-]?[ \t]{0,20}(?:с(?:тор)?\.[ \t]{0,5})?(?P<page>\d{1,3})[ \t]{0,20}[–—-]?[ "
    r"\t]{0,20}$"
)
_FEWEST_PAGES = 4


class Heading(NamedTuple):
    """A heading: `start` and `end` enclose its own lines, `number` is as in «1.2», `level` 1 the highest."""

    text: str
    number: str
    level: int
    start: int
    end: int
    bold: bool = False

    @property
    def depth(self) -> int:
        """How deep its number is: 2 for «1.2», 0 without one."""
        return len(re.findall(r"\d+|[IVX]+", self.number))


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents list: where it stands, and page and number («1.2») of each title in it (folded)."""

    start: int
    end: int
    pages: Mapping[str, int]
    numbers: Mapping[str, str]


def folded(title: str) -> str:
    """A title by its letters alone, so that two settings of it are equal."""
    number = _NUMBER.fullmatch(title)
    return re.sub(r"[\W_]+", " ", (number["rest"] if number and number["rest"] else title).lower()).strip()


def headings_of(text: str, contents: Contents | None = None) -> list[Heading]:
    """The headings in their order; a heading that is a number alone belongs to the next."""
    found = [_whole_heading(_marked(match), text) for match in _MARKED.finditer(text)]
    bold = [Heading(_whole(m[1]), "", 0, m.start(), m.end(), bold=True) for m in _BOLD_BLOCK.finditer(text)]
    found += [heading for heading in bold if _may_be_heading(heading.text)]
    if contents:
        found = [h for h in found if not (contents.start < h.start < contents.end)]
        found += _named_in_contents(text, contents, found)
        # «3. Послуги» of the list may be but «Послуги» above its chapter.
        numbers = contents.numbers
        found = [h if h.number else h._replace(number=numbers.get(folded(h.text), "")) for h in found]
    return _with_numbers(sorted((h for h in found if h.text), key=lambda h: h.start), text)


def _whole(marked: str) -> str:
    return plain(" ".join(line.strip() for line in marked.splitlines()))


def _marked(match: re.Match[str]) -> Heading:
    text = plain(match[2])
    number = _NUMBER.fullmatch(text) or _NUMBER_OF_CAPITALS.fullmatch(text)
    text = text.lstrip("# ")
    if number and number["rest"].strip():
        return Heading(number["rest"].strip(), number["number"], len(match[1]), match.start(), match.end())
    return Heading(text, "", len(match[1]), match.start(), match.end())


def _whole_heading(heading: Heading, text: str) -> Heading:
    """A heading that begins in the middle of a sentence has its beginning in the line before it."""
    if heading.number or not heading.text[:1].islower():
        return heading
    before = text[: heading.start].rstrip()
    start = before.rfind("\n\n") + 1
    line = before[start:].strip()
    if not 10 < len(line) < 150 or not line[0].isupper() or "\n" in line or line[-1] in ".!?:;…":
        return heading
    start += len(before[start:]) - len(before[start:].lstrip())
    return heading._replace(text=f"{plain(line)} {heading.text}", start=start)


def _may_be_heading(text: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", text)
    return len(words) >= 5 and not re.search(r"[.;,:]$", text) and not _ROLE.match(text)


def _named_in_contents(text: str, contents: Contents, known: Sequence[Heading]) -> list[Heading]:
    """Lines that the contents list names and nothing marks as headings."""
    marked = {folded(heading.text) for heading in known}
    level = max((heading.level for heading in known), default=1) or 1
    found: list[Heading] = []
    lines = list(_lines(text, contents.end))
    for number, (start, line) in enumerate(lines):
        for _, last in lines[number : number + 2]:
            # A title may go on in the next line.
            shown = line if last is line else f"{line} {last}"
            end = start + len(line) if last is line else lines[number + 1][0] + len(last)
            bare = plain(shown)
            key = folded(bare)
            if 5 < len(bare) < 250 and key in contents.pages and key not in marked:
                name = _NUMBER.fullmatch(bare)
                title = name["rest"] if name and name["rest"] else bare
                found.append(Heading(title, name["number"] if name else "", level, start, end))
                marked.add(key)
    return found


def _lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    """The lines from a place on, short enough for a heading, each with its place."""
    for line in text[start:].splitlines(keepends=True):
        if len(line) < 250:
            yield start, line.rstrip()
        start += len(line)


def _with_numbers(found: Sequence[Heading], text: str) -> list[Heading]:
    joined: list[Heading] = []
    waiting: Heading | None = None
    last = 0
    for heading in found:
        if heading.number.isdigit() and int(heading.number) != last + 1:
            # «6 НОВИХ ПІДПРИЄМСТВ» after chapter 2 counts enterprises.
            heading = heading._replace(text=f"{heading.number} {heading.text}", number="")
        if waiting and not text[waiting.end : heading.start].strip():
            heading = heading._replace(
                number=heading.number or waiting.text, start=waiting.start, level=waiting.level
            )
        waiting = heading if _BARE_NUMBER.fullmatch(heading.text) else None
        if not waiting:
            joined.append(heading)
        chapter = waiting.text if waiting else heading.number
        last = int(chapter) if chapter.isdigit() else last
    return joined


def contents_of(text: str) -> Contents | None:
    """The contents list, by its heading or by a run of lines that end in page numbers."""
    best: Contents | None = None
    lines, place = [], 0
    for line in text.splitlines(keepends=True):
        lines.append((place, line.rstrip("\r\n")))
        place += len(line)
    number = 0
    while number < len(lines):
        run = _run(lines, number)
        if run and (best is None or len(run[1].pages) > len(best.pages)):
            best = run[1]
        number = run[0] if run else number + 1
    return best


def _run(lines: Sequence[tuple[int, str]], first: int) -> tuple[int, Contents] | None:
    """A run of entries beginning at line `first`: the line after it, and the list."""
    pages: dict[str, int] = {}
    numbers: dict[str, str] = {}
    titled = bool(_CONTENTS.fullmatch(plain(re.sub(r"^#+\s*", "", lines[first][1]))))
    last, between, leaders, previous = first, 0, 0, 0
    for number in range(first + titled, len(lines)):
        line = lines[number][1]
        if not line.strip():
            continue
        entry = _entry(line)
        page = int(entry["page"]) if entry else 0
        if entry and page >= previous and len(entry["title"]) < 250 and not line.startswith("#"):
            title = plain(re.sub(r"[\s.…]+$", "", entry["title"]))
            pages[folded(title)] = page
            if numbered := _NUMBER.fullmatch(title):
                numbers[folded(title)] = numbered["number"]
            leaders += bool(_LEADER.search(_untagged(line)))
            last, between, previous = number, 0, page
        elif between == _MOST_BETWEEN or line.startswith("#") or len(line) > 250:
            break
        else:
            between += 1
            if last == first and not titled:
                break
    if len(pages) < _FEWEST_ENTRIES or not titled and leaders < len(pages) * 0.6:
        return None
    return last + 1, Contents(lines[first][0], lines[last][0] + len(lines[last][1]), pages, numbers)


def _entry(line: str) -> re.Match[str] | None:
    bare = _untagged(line) if len(line) < _LONGEST_ENTRY else ""
    # Looked at first because most lines end in no number: the expression is slow to say no.
    return _ENTRY.match(bare) if _ENDS_IN_PAGE.search(bare) else None


def _untagged(line: str) -> str:
    """A line without tags and emphasis, its gaps kept: they stand before the page."""
    return re.sub(r"</?[a-zA-Z][^<>]*>|\*\*|\[|\]\([^)]*\)", "", line)


def page_lines(text: str) -> tuple[tuple[int, int, int], ...]:
    """Lines that are nothing but the number of a page, as (start, end, page): they rise through the text."""
    marks = [(m.start(), m.end(), int(m["page"])) for m in _PAGE_LINE.finditer(text)]
    best: list[tuple[int, int, int]] = []
    for first in range(len(marks)):
        run = [marks[first]]
        for mark in marks[first + 1 :]:
            if run[-1][2] < mark[2] <= run[-1][2] + 3:
                run.append(mark)
        if len(run) > len(best):
            best = run
    return tuple(best) if len(best) >= _FEWEST_PAGES and len(best) >= 0.5 * len(marks) else ()
