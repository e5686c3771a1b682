"""The cuts of a publication as a person moves them: each a new value, and no word of the text is lost.

A cut stands between two parts, at the beginning of a paragraph. It can be moved to another paragraph of
either, and a part can be cut in two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from depository import markup
from depository.errors import N_, Invalid, Problem
from depository.intake import Fate, Part, Publication

# A part that begins with no heading is called by its first words, at most so many.
_TITLE_WORDS = 8
_LONGEST_HEADING = 300
_BOLD_LINES = re.compile(r"(\*\*|__)(?=\S).{1,200}?(?<=\S)\1", re.DOTALL)
_LETTER = re.compile(r"[^\W\d_]")
_NO_PARAGRAPH = N_(
    "Nothing was cut: choose one of the paragraphs of “{part}”, then press once more what begins there."
)


class Paragraph(NamedTuple):
    """A paragraph of a publication: where it begins, and its words without marks."""

    start: int
    words: str
    is_heading: bool


def paragraphs(text: str, part: Part) -> tuple[Paragraph, ...]:
    """The paragraphs of a part in their order; lines without a letter, as numbers of pages, are none."""
    places = [*_beginnings(text, part), part.end]
    found = (_paragraph(text, start, end) for start, end in pairwise(places))
    return tuple(paragraph for paragraph in found if _LETTER.search(paragraph.words))


def with_fates(parts: Sequence[Part], fates: Mapping[int, Fate]) -> tuple[Part, ...]:
    """The parts with other fates for some, by their ids."""
    return tuple(replace(part, fate=fates.get(part.id, part.fate)) for part in parts)


def begun(publication: Publication, part_id: int, place: int | None) -> Publication:
    """The part begins at the paragraph at `place` of it; what stands before goes to the part above, and
    with none above, becomes one that is dropped. Raises Invalid where no such paragraph is."""
    number, part = _checked(publication, part_id, place)
    later = _named(publication, replace(part, start=place or 0))
    if number:
        earlier = replace(publication.parts[number - 1], end=later.start)
        return _with(publication, number - 1, 2, earlier, later)
    frame = Part(_free(publication, 0), "", part.start, later.start, fate="drop")
    return _with(publication, 0, 1, frame, later)


def ended(publication: Publication, part_id: int, place: int | None) -> Publication:
    """The part ends before the paragraph at `place` of it; the part below begins there, and with none
    below, a new one. Raises Invalid where no such paragraph is."""
    number, part = _checked(publication, part_id, place)
    if number + 1 == len(publication.parts):
        return divided(publication, part_id, place)
    following = _named(publication, replace(publication.parts[number + 1], start=place or 0))
    return _with(publication, number, 2, replace(part, end=following.start), following)


def divided(publication: Publication, part_id: int, place: int | None) -> Publication:
    """The part in two: a record of its own begins at the paragraph at `place`, named by its heading or its
    first words. Raises Invalid where no such paragraph is."""
    number, part = _checked(publication, part_id, place)
    start = place or 0
    first = next(each for each in paragraphs(publication.text, part) if each.start == start)
    heading = " ".join(first.words.split()[:_TITLE_WORDS]).rstrip(" ,;:–—")
    new = replace(part, id=_free(publication, start), heading=heading, start=start, fate="own")
    return _with(publication, number, 1, replace(part, end=start), _named(publication, new))


def _checked(publication: Publication, part_id: int, place: int | None) -> tuple[int, Part]:
    """The part and its number, if a cut may stand at `place` of it: at any paragraph but its first."""
    for number, part in enumerate(publication.parts):
        if part.id == part_id:
            if any(each.start == place for each in paragraphs(publication.text, part)[1:]):
                return number, part
            raise Invalid([Problem(_NO_PARAGRAPH, f"at-{part_id}", {"part": part.heading or "…"})])
    raise Invalid([Problem(_NO_PARAGRAPH, "", {"part": "…"})])


def _named(publication: Publication, part: Part) -> Part:
    """The part as the heading and the page it begins with now have it, if they tell."""
    first = next(iter(paragraphs(publication.text, part)), None)
    heading = first.words[:_LONGEST_HEADING] if first and first.is_heading else part.heading
    before = [page for offset, page in publication.pages if offset <= part.start]
    return replace(part, heading=heading, page=before[-1] if before else part.page)


def _with(publication: Publication, number: int, count: int, *parts: Part) -> Publication:
    """The publication with `parts` in the place of `count` of its own."""
    kept = publication.parts
    return replace(publication, parts=(*kept[:number], *parts, *kept[number + count :]))


def _free(publication: Publication, place: int) -> int:
    """An id for a part that begins at `place`. Beyond the length of the text no part was found: so a part cut
    elsewhere never takes the id of one that became a record, and one cut here again is the same."""
    taken = {part.id for part in (*publication.parts, *publication.found)}
    wanted = len(publication.text) + place
    while wanted in taken:
        wanted += len(publication.text)
    return wanted


def _beginnings(text: str, part: Part) -> list[int]:
    """Where paragraphs begin: after an empty line, and around a heading."""
    starts = []
    place, is_fresh = part.start, True
    for line in text[part.start : part.end].splitlines(keepends=True):
        is_heading = line.startswith("#")
        if line.strip() and (is_fresh or is_heading):
            starts.append(place)
        is_fresh = is_heading or not line.strip()
        place += len(line)
    return starts


def _paragraph(text: str, start: int, end: int) -> Paragraph:
    written = text[start:end].strip()
    is_heading = written.startswith("#") or _BOLD_LINES.fullmatch(written) is not None
    return Paragraph(start, " ".join(markup.plain(written.lstrip("# ")).split()), is_heading)
