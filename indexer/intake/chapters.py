"""The headings of a book weighed: which are chapters, which titles of stories, which stand within one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from indexer.intake.headings import Heading, folded
from indexer.intake.suggestions.passages import Passage, passages_of

Towns = Callable[[str], frozenset[str]]

# A story has at least so much running text of its own.
STORY = 200
SENTENCE = 60
# The share of the headings numbered alike that have stories below them, from which on all are chapters.
_CHAPTERS = 0.4
TITLE_WORDS = 4
_LONGEST_PLACE = 60

FRAME = re.compile(
    r"(?:зміст|вступ|передмова|вступне слово|слово (?:директора|редактора|до читачів).*|слово упорядни\w+"
    r"|від (?:авторів|автора|авторки|редакції|упорядни\w+)"
    r"|післямова|висновки|подяк[аи]|команда(?: .*)?|автори"
    r"|про (?:авторів|автора|авторку|упорядни\w+)|контакти"
    r"|література|джерела|список (?:літератури|джерел|скорочень).*|бібліографія|додат(?:ок|ки).*|"
    r"глосарій|словни(?:к|чок)(?: термінів)?|"
    r"умовні скорочення|для нотаток|нотатки|вихідні дані|примітки|contents|"
    r"про (?:це )?видання)[.:]?",
    re.IGNORECASE,
)
# Headings within a story.
_WITHIN = re.compile(
    r"(?:виклик\w*|проблема|передумови|рішення|результат\w*|що (?:зробили|зроблено|далі|вийшло|"
    r"варто врахувати)|як це (?:працює|було)|хто (?:долучився|допоміг)|партнери|підсумк\w+|висновк\w+"
    r"|контекст|ресурси|бюджет|вартість|урок\w*|поради|рекомендаці\w+|опис|мета|хід .*|етапи.*|"
    r"досягнення|плани.*|джерел\w+|контакт\w*|цитата|довідка|ситуація|дії|ефект|вплив)[.:]?",
    re.IGNORECASE,
)


class Block(NamedTuple):
    """A heading with the text up to the next; how much of that is sentences, and how much it is together
    with what follows under headings that are no titles (of parts of a story, words on a poster, sums)."""

    heading: Heading
    end: int
    own: int
    said: int
    towns: frozenset[str]


def blocks_of(text: str, headings: Sequence[Heading], towns: Towns) -> list[Block]:
    """The headings of a text, each with what stands under it; `towns` gives the places one names."""
    ends = [*(heading.start for heading in headings[1:]), len(text)][: len(headings)]
    blocks = []
    for heading, end in zip(headings, ends, strict=True):
        passages = [p for p in passages_of(text[heading.end : end]) if p.kind != "heading"]
        own = sum(len(p.text) for p in passages if len(p.text) >= SENTENCE)
        named = towns(heading.text) or (towns(passages[0].text) if _is_place_line(passages) else frozenset())
        blocks.append(Block(heading, end, own, own, named))
    return _without_bold_lines(_with_untitled(blocks))


def _is_place_line(passages: Sequence[Passage]) -> bool:
    """Whether a text begins with a line of where it took place: «Бар, Вінницька область»."""
    if len(passages) < 2 or {passage.kind for passage in passages[:2]} != {"paragraph"}:
        return False
    line, text = passages[0].text, passages[1].text
    return len(line) < _LONGEST_PLACE <= len(text) and line[-1] not in ".!?:;"


def _with_untitled(blocks: Sequence[Block]) -> list[Block]:
    repeated = repeated_in(blocks)
    summed: list[Block] = []
    following = 0
    for block in reversed(blocks):
        titled = is_titled(block, repeated)
        summed.append(block._replace(said=block.own + following))
        # A preface ends what stands before it.
        following = 0 if titled or FRAME.fullmatch(block.heading.text) else block.own + following
    return summed[::-1]


def _without_bold_lines(blocks: Sequence[Block]) -> list[Block]:
    """A line in bold is a heading only where running text follows it."""
    kept: list[Block] = []
    for block in blocks:
        if block.heading.bold and block.said < STORY:
            if kept:
                kept[-1] = kept[-1]._replace(end=block.end, own=kept[-1].own + block.own)
            continue
        kept.append(block)
    return _with_untitled(kept)


def repeated_in(blocks: Sequence[Block]) -> Mapping[str, int]:
    """How often each heading comes: «Результати» stands in every story."""
    return Counter(folded(block.heading.text) for block in blocks)


def is_titled(block: Block, repeated: Mapping[str, int]) -> bool:
    """Whether the heading reads as the title of a story: it says something, and once only."""
    words = re.findall(r"[а-яєіїґ'’]{2,}", block.heading.text.lower())
    if not words or repeated[folded(block.heading.text)] > 1:
        return False
    return not (_WITHIN.fullmatch(block.heading.text) or FRAME.fullmatch(block.heading.text))


def story_level(blocks: Sequence[Block], repeated: Mapping[str, int]) -> int:
    """The level at which most titles of stories stand; chapters by number are not counted."""
    levels: Counter[int] = Counter()
    sections = sections_of(blocks)
    for number, block in enumerate(blocks):
        if number in sections or block.heading.bold or block.said < STORY or not is_titled(block, repeated):
            continue
        long = len(block.heading.text.split()) >= TITLE_WORDS or bool(block.towns)
        levels[block.heading.level] += 2 if long else 1
    # Of two levels as frequent, the higher: stories have headings within, and not the other way round.
    return min(levels, key=lambda level: (-levels[level], level)) if levels else 2


def sections_of(blocks: Sequence[Block]) -> frozenset[int]:
    """The numbered headings that are chapters: headings without a number, or deeper ones, follow them."""
    sections = set()
    numbered = [n for n, b in enumerate(blocks) if b.heading.number]
    for position, number in enumerate(numbered):
        heading = blocks[number].heading
        following = numbered[position + 1] if position + 1 < len(numbered) else len(blocks)
        deeper = following < len(blocks) and blocks[following].heading.depth > heading.depth
        within = blocks[number + 1 : following]
        stories = [b for b in within if b.said >= STORY and not _WITHIN.fullmatch(b.heading.text)]
        if deeper or stories and not all(b.heading.level > heading.level + 1 for b in stories):
            sections.add(number)
    # Where many of a depth are chapters, all of that depth are; where one is, it merely looks so.
    depths = Counter(blocks[n].heading.depth for n in sections)
    of_depth = Counter(blocks[n].heading.depth for n in numbered)
    chapters = {depth for depth, number in depths.items() if number >= _CHAPTERS * of_depth[depth]}
    return frozenset(n for n in numbered if blocks[n].heading.depth in chapters)


def is_container(blocks: Sequence[Block], number: int, level: int, repeated: Mapping[str, int]) -> bool:
    """A heading above the level of stories that has stories below it: a chapter without a number."""
    heading = blocks[number].heading
    if heading.bold or heading.level >= level or not is_titled(blocks[number], repeated):
        return False
    for block in blocks[number + 1 :]:
        if block.heading.level <= heading.level and not block.heading.bold:
            return False
        if block.heading.level <= level and is_titled(block, repeated):
            return blocks[number].said < STORY or block.said >= STORY
    return False
