"""The body of a record made of a file's text: without its title, its highest headings of the second level."""

from __future__ import annotations

import re
from collections.abc import Iterator

# The title of a record is its only heading of the first level.
_HIGHEST, _LOWEST = 2, 6
_MARKED = re.compile(r"(#{1,6})(?=[ \t]+\S)")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_UNDERLINE = re.compile(r" {0,3}={3,}[ \t]*")
_LONGEST = 200
# «1. Що зроблено ..... 3», a line of the contents list; linked to its heading or not.
_ENTRY = re.compile(r"(?!#)(?:[-*] )?\[?([^\[\]]*[^\W\d_][^\[\]]*?)(?:\]\(#[^()]*\)|[\s.…|]+\d{1,3})")
_CONTENTS = re.compile(r"\W*(?:зміст|contents)\W*", re.IGNORECASE)
_FEWEST_ENTRIES = 3


def body_of(text: str, title: str) -> str:
    """The text as a record called `title` has it."""
    return _settled(_below_title(_without_contents(text), title)).strip() + "\n"


def _without_contents(text: str) -> str:
    """The text without a list of its own headings with their pages: a record has none."""
    headings = {_letters(line) for line in text.split("\n") if _MARKED.match(line)}
    lines = text.split("\n")
    entries = {
        number
        for number, line in enumerate(lines)
        if len(line) < _LONGEST and (entry := _ENTRY.fullmatch(line)) and _letters(entry[1]) in headings
    }
    if len(entries) < _FEWEST_ENTRIES:
        return text
    above = max((number for number in range(min(entries)) if lines[number].strip()), default=-1)
    if above >= 0 and _CONTENTS.fullmatch(lines[above]):
        entries.add(above)
    return "\n".join(line for number, line in enumerate(lines) if number not in entries)


def _letters(text: str) -> str:
    return re.sub(r"^\W*(?:\d{1,2}\W)*|[\W_]+", " ", text).strip().casefold()


def _below_title(body: str, title: str) -> str:
    """The text without a first line that says its title once more."""
    first, _, rest = body.lstrip().partition("\n")
    said = " ".join(first.strip("#* ").split()).casefold()
    return rest.lstrip("\n") if said == " ".join(title.split()).casefold() and rest.strip() else body


def _settled(body: str) -> str:
    """The text with all headings raised or lowered alike, so that the highest is of the second level."""
    lines = body.split("\n")
    levels = {number: level for number, level in _headings(lines)}
    shift = _HIGHEST - min(levels.values(), default=_HIGHEST)
    for number in sorted(levels, reverse=True):
        words = lines[number].lstrip("#").strip()
        lines[number] = f"{'#' * min(levels[number] + shift, _LOWEST)} {words}"
        if number + 1 < len(lines) and _UNDERLINE.fullmatch(lines[number + 1]):
            del lines[number + 1]
    return "\n".join(lines) if shift else body


def _headings(lines: list[str]) -> Iterator[tuple[int, int]]:
    """The lines that are headings, by number, with their levels; what stands in code is none."""
    fence = ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if found and (not fence or found[1] == fence):
            fence = "" if fence else found[1]
        elif not fence and (marked := _MARKED.match(line)):
            yield number, len(marked[1])
        elif not fence and _is_underlined(lines, number):
            yield number, 1


def _is_underlined(lines: list[str], number: int) -> bool:
    line = lines[number].strip()
    alone = number == 0 or not lines[number - 1].strip()
    underlined = number + 1 < len(lines) and bool(_UNDERLINE.fullmatch(lines[number + 1]))
    return underlined and alone and 0 < len(line) <= _LONGEST
