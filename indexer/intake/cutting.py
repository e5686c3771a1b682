"""A publication into stories: a long text cut at its headings into parts, each a record or none.

Which headings begin a story is told by what stands under them and by statistics of the whole book, for
books set their headings as they please: chapters by number, stories at the level most titles have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from depository.intake import Fate, Part, Publication
from indexer.intake.chapters import (
    FRAME,
    SENTENCE,
    STORY,
    TITLE_WORDS,
    Block,
    Towns,
    blocks_of,
    is_container,
    is_titled,
    repeated_in,
    sections_of,
    story_level,
)
from indexer.intake.headings import Contents, Heading, contents_of, folded, headings_of, page_lines
from indexer.intake.source import Source
from indexer.intake.suggestions.passages import plain

# A text shorter than this is one story, whatever headings it has.
_SHORTEST_BOOK = 1000
_FEWEST_STORIES = 3
# A heading that is a whole title may have less text than other stories, and one in brief hardly any.
_SHORT_STORY, _BRIEF = 60, 25
# An introduction of a chapter stands by itself from here on.
_INTRODUCTION = 400


def cut(source: Source, towns: Towns) -> tuple[Part, ...] | None:
    """The parts of a publication in their order, or None where the text is one story.

    `towns` gives the places a heading names. Parts that are no story of their own are proposed to be
    joined or dropped; nothing of the text is lost to them, and another fate may be chosen for each.
    """
    text = source.markdown
    if len(text) < _SHORTEST_BOOK:
        return None
    contents = contents_of(text)
    blocks = blocks_of(text, headings_of(text, contents), towns)
    repeated = repeated_in(blocks)
    level = story_level(blocks, repeated)
    fates = _fates(blocks, repeated, level, contents)
    if not _is_book(text, blocks, fates, contents):
        return None
    chapters = sections_of(blocks) | {
        n for n in range(len(blocks)) if is_container(blocks, n, level, repeated)
    }
    return _parts(source, blocks, fates, chapters, contents)


def _fates(
    blocks: Sequence[Block], repeated: Mapping[str, int], level: int, contents: Contents | None
) -> list[Fate]:
    sections = sections_of(blocks)
    fates: list[Fate] = []
    story: Block | None = None
    for number, block in enumerate(blocks):
        heading = block.heading
        if contents and heading.start <= contents.start or FRAME.fullmatch(heading.text):
            fate: Fate = "drop"
        elif number in sections or is_container(blocks, number, level, repeated):
            fate = "own" if _stands_alone(blocks, number, sections) else "drop"
        elif not is_titled(block, repeated):
            fate = "join" if fates else "drop"
        elif heading.bold or heading.level <= level:
            fate = "own" if _is_story(block) else "join"
        elif story is None:
            fate = "own" if _is_brief(blocks, number, sections) else "join"
        else:
            fate = "own" if _is_of_elsewhere(block, story) else "join"
        if fate == "drop" or number in sections:
            story = None
        elif fate == "own" and (heading.bold or heading.level <= level or story):
            story = block
        fates.append(fate)
    return fates


def _is_of_elsewhere(block: Block, story: Block) -> bool:
    """A heading set too low, as readers of print do: it names another town than the story before it."""
    if not block.towns or not story.towns or block.towns & story.towns:
        return False
    return block.said >= STORY and len(block.heading.text.split()) >= TITLE_WORDS


def _is_story(block: Block) -> bool:
    return block.said >= (_SHORT_STORY if block.towns else STORY)


def _is_brief(blocks: Sequence[Block], number: int, sections: frozenset[int]) -> bool:
    """A heading within a chapter, below the level of stories, that is one in brief: it names its town, or
    the chapter has nothing but it."""
    block = blocks[number]
    if block.towns:
        return block.end - block.heading.end >= _BRIEF
    return number - 1 in sections and blocks[number - 1].own < SENTENCE and block.said >= STORY


def _stands_alone(blocks: Sequence[Block], number: int, sections: frozenset[int]) -> bool:
    """Whether a chapter's introduction is worth a record: it is long, and no chapter of chapters."""
    deeper = number + 1 in sections and blocks[number + 1].heading.depth > blocks[number].heading.depth
    return not deeper and blocks[number].own >= _INTRODUCTION


def _is_book(text: str, blocks: Sequence[Block], fates: Sequence[Fate], contents: Contents | None) -> bool:
    """Whether the text is many stories: several titles, of several towns or named in a contents list."""
    own = [block for block, fate in zip(blocks, fates, strict=True) if fate == "own"]
    told = [block for block in own if len(block.heading.text.split()) >= TITLE_WORDS or block.towns]
    if len(told) < _FEWEST_STORIES:
        return False
    towns = {block.towns for block in own if block.towns}
    if len(towns) >= 2 and sum(bool(block.towns) for block in own) >= max(2, len(own) / 4):
        return True
    listed = contents and sum(folded(block.heading.text) in contents.pages for block in told)
    return bool(listed and listed >= _FEWEST_STORIES and len(told) >= 4)


def _parts(
    source: Source,
    blocks: Sequence[Block],
    fates: Sequence[Fate],
    chapters: frozenset[int],
    contents: Contents | None,
) -> tuple[Part, ...]:
    pages = pages_of(source)
    parts: list[Part] = []
    if blocks and source.markdown[: blocks[0].heading.start].strip():
        parts.append(Part(1, "", 0, blocks[0].heading.start, fate="drop"))
    above: list[tuple[int, str]] = []
    for number, (block, fate) in enumerate(zip(blocks, fates, strict=True)):
        heading = block.heading
        if number in chapters:
            rank = heading.depth or heading.level
            above = [(other, name) for other, name in above if other < rank]
            above.append((rank, f"{heading.number} {heading.text}".strip()))
        elif FRAME.fullmatch(heading.text) or heading.text.lower().startswith("про про"):
            above = []
        section = above[-1][1] if above else ""
        page = _page(heading, pages, contents)
        parts.append(
            Part(
                id=len(parts) + 1,
                heading=heading.text[:300],
                start=heading.start,
                end=block.end,
                level=heading.level or 2,
                section=section[:300],
                page=page,
                fate=fate,
            )
        )
    return tuple(parts)


def pages_of(source: Source) -> tuple[tuple[int, int], ...]:
    """Where pages begin, as the format tells or as the numbers printed below them do."""
    return source.pages or tuple((start, page + 1) for start, _, page in page_lines(source.markdown))


def _page(heading: Heading, pages: Sequence[tuple[int, int]], contents: Contents | None) -> int | None:
    before = [page for offset, page in pages if offset <= heading.start]
    if before:
        return before[-1]
    listed = contents.pages.get(folded(heading.text)) if contents else None
    return listed or None


# ── what is made of the parts ──


def stories(publication: Publication, name: str) -> Iterator[tuple[int, Source]]:
    """The sources of the records the parts make, each with the id of its first part."""
    groups: list[list[Part]] = []
    for part in publication.parts:
        if part.fate == "join" and groups:
            groups[-1].append(part)
        else:
            groups.append([part])
    marks = page_lines(publication.text)
    for group in groups:
        if group[0].fate == "own":
            yield group[0].id, _source(publication, group, name, marks)


def _source(
    publication: Publication, group: Sequence[Part], name: str, marks: Sequence[tuple[int, int, int]]
) -> Source:
    first = group[0]
    body = "\n\n".join(_without(publication.text, part.start, part.end, marks) for part in group)
    given = publication.stated.get("source")
    origin = dict(given) if isinstance(given, Mapping) else {}
    origin.setdefault("publication", (publication.title or _first_heading(publication) or name)[:300])
    found = {"section": first.section, "page": first.page, "heading": first.heading}
    origin.update({field: value for field, value in found.items() if value})
    stated = {field: value for field, value in publication.stated.items() if field in ("status", "added")}
    stated["source"] = origin
    return Source(
        name=name,
        format=publication.format,
        markdown=_headless(body, first.heading),
        stated=stated,
        title=first.heading,
    )


def _first_heading(publication: Publication) -> str:
    """What a book without a stated title begins with, where that is no story."""
    first = next((part for part in publication.parts if part.heading), None)
    return first.heading if first and first.fate == "drop" and not FRAME.fullmatch(first.heading) else ""


def _without(text: str, start: int, end: int, marks: Sequence[tuple[int, int, int]]) -> str:
    """A piece of the text without the numbers of pages."""
    pieces, here = [], start
    for begin, finish, _ in marks:
        if start <= begin and finish <= end:
            pieces.append(text[here:begin])
            here = finish
    pieces.append(text[here:end])
    return "".join(pieces).strip()


_BARE_NUMBER = re.compile(r"#{1,6}\s+(?:\d{1,2}|[IVX]+)[.:]?")


def _headless(body: str, heading: str) -> str:
    """The text without the lines of the heading it begins with: that is the title of the record."""
    lines = body.lstrip().splitlines(keepends=True)
    said, wanted = "", folded(heading)
    for number, line in enumerate(lines):
        bare = plain(line.lstrip("# "))
        said = f"{said} {bare}".strip()
        if bare and not _BARE_NUMBER.fullmatch(line.strip()) and not wanted.startswith(folded(said)):
            return "".join(lines[number:]).strip() or body
        if _BARE_NUMBER.fullmatch(line.strip()):
            said = ""
    return body
