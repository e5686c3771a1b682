"""A text as its passages and sentences: what suggestions are found in and shown with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.analysis import Token

Analyze = Callable[[str], Sequence[Token]]

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"\s*(?:[-*+•▪–]|\d{1,2}[.)])\s+(?=\S)")
_ROW = re.compile(r"\s*\|")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$|\s*\|?[\s:|-]*-[\s:|-]*\|?\s*$")
# Bounded, for a text of nothing but brackets must not take for ever.
_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()]{0,1000}\)")
_LINK = re.compile(r"\[([^\[\]]{0,500})\]\([^()\s]{0,1000}(?:\s+\"[^\"]{0,200}\")?\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
# What a number like «[3]» refers to stands elsewhere.
_NOTE_LINK = re.compile(r"\[\^?\d{1,3}\]\(#[^()\s]{0,200}\)")
_NOTE = re.compile(r"\s?\[\^?\d{1,3}\]")
_EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|\*{2,3}")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>$~-])")
_SPACES = re.compile(r"\s+")

# A line of wrapped text this much shorter than the longest ends its paragraph.
_SHORT_LINE = 0.6
# Longer lines are paragraphs of their own: nobody wraps by hand so late.
_LONG_LINE = 130

# Suggestions are looked for in so much of a text; a story has a twentieth of it.
_LONGEST_TEXT, _LONGEST_PARAGRAPH, _LONGEST_SENTENCE = 200_000, 5_000, 1_000

# After these a dot ends no sentence. «10 грн. Усього…» is two: units are not among them.
_ABBREVIATIONS = frozenset(
    "м мм ст вул просп пров пл бул буд кв обл смт с сел ім тел ред див стор напр наприклад т тов п пп "
    "ч рис табл гр"
    " проф акад доц св о н е ц ul st vs dr mr mrs".split()
)
_END = re.compile(r"[.!?…]+[»”\"')\]]*\s+(?=[«„“\"'(\[–—-]*\s*[А-ЯЄІЇҐA-Z0-9])")
# «640 кв. м. Там…» is two, for all that «м.» ends none.
_MEASURED = re.compile(r"(?:кв|куб|пог)\.\s?м\.$")
_LAST_WORD = re.compile(r"([^\W\d_]+)\.$")


class Passage(NamedTuple):
    """A heading, a paragraph, an item of a list or a row of a table; `start` is its place in the Markdown."""

    kind: str
    text: str
    start: int
    level: int = 0


class Sentence(NamedTuple):
    """A sentence with the number of its passage and its tokens."""

    text: str
    passage: int
    tokens: Sequence[Token]


@dataclass(frozen=True, slots=True)
class Text:
    """All of a text, read once for every suggestion."""

    title: str
    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]

    @classmethod
    def of(cls, markdown: str, title: str, analyze: Analyze) -> Text:
        """The Markdown in passages and sentences; a first heading that only repeats the title is left out."""
        passages = tuple(passages_of(markdown[:_LONGEST_TEXT]))
        if passages and passages[0].kind == "heading" and same_words(passages[0].text, title):
            passages = passages[1:]
        sentences = tuple(
            Sentence(sentence, number, analyze(sentence))
            for number, passage in enumerate(passages)
            for sentence in sentences_of(passage.text)
        )
        return cls(title, passages, sentences)

    @property
    def running(self) -> tuple[Sentence, ...]:
        """The sentences of paragraphs and lists, without headings and tables."""
        return tuple(s for s in self.sentences if self.passages[s.passage].kind in ("paragraph", "item"))


def plain(markdown: str) -> str:
    """A piece of Markdown without its marks."""
    text = _IMAGE.sub(" ", markdown)
    text = _NOTE_LINK.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _TAG.sub(" ", text)
    text = _EMPHASIS.sub("", text)
    text = _NOTE.sub("", _ESCAPE.sub(r"\1", text))
    return _SPACES.sub(" ", text).strip()


def same_words(one: str, other: str) -> bool:
    """Whether two titles differ in nothing but case and punctuation."""
    return _letters(one) == _letters(other) != ""


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()


def passages_of(markdown: str) -> Iterator[Passage]:
    """The passages of a Markdown text in their order."""
    block: list[tuple[int, str]] = []
    for start, line in _lines(markdown):
        bare = line.strip()
        # A line of megabytes is no heading and no rule.
        short = len(line) < _LONGEST_SENTENCE
        heading = _HEADING.match(line) if short else None
        is_rule = short and bool(_RULE.match(line))
        if heading or not bare or is_rule or _ROW.match(line) or _ITEM.match(line):
            yield from _paragraphs(block)
            block = []
        if heading and (text := plain(heading[2])):
            yield Passage("heading", text, start, len(heading[1]))
        elif not heading and bare and not is_rule:
            if _ROW.match(line):
                yield Passage("row", plain(line.replace("|", " ")), start)
            else:
                block.append((start, line))
    yield from _paragraphs(block)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, line.rstrip("\r\n")
        start += len(line)


def _paragraphs(block: Sequence[tuple[int, str]]) -> Iterator[Passage]:
    """The lines between two blank ones: one paragraph, or several where a text has no blank lines."""
    if not block:
        return
    kind = "item" if _ITEM.match(block[0][1]) else "paragraph"
    longest = max(len(line) for _, line in block)
    gathered: list[str] = []
    start = block[0][0]
    for number, (place, line) in enumerate(block):
        if not gathered:
            start = place
        gathered.append(line.strip().lstrip("> "))
        following = block[number + 1][1].strip() if number + 1 < len(block) else ""
        if not following or _ends(line, following, longest):
            text = plain(_ITEM.sub("", " ".join(gathered), count=1) if kind == "item" else " ".join(gathered))
            if text:
                yield Passage(kind, text, start)
            gathered = []


def _ends(line: str, following: str, longest: int) -> bool:
    """Whether a paragraph ends with this line of a text without blank lines."""
    if not (following[0].isupper() or following[0] in '«„“"—–0123456789'):
        return False
    if longest > _LONG_LINE:
        return True
    return longest > 50 and len(line) < _SHORT_LINE * longest and line.rstrip()[-1:] not in ",;–—-"


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of a paragraph; what has no end is cut, for nobody reads a line of megabytes."""
    if len(text) > _LONGEST_PARAGRAPH:
        pieces = (text[i : i + _LONGEST_PARAGRAPH] for i in range(0, len(text), _LONGEST_PARAGRAPH))
        yield from (sentence for piece in pieces for sentence in sentences_of(piece))
        return
    begin = 0
    for end in _END.finditer(text):
        last = _LAST_WORD.search(text[begin : end.start() + 1])
        if last and _goes_on(last[1], text, begin, end):
            continue
        yield from _pieces(text[begin : end.end()].strip())
        begin = end.end()
    yield from _pieces(text[begin:].strip())


def _goes_on(last: str, text: str, begin: int, end: re.Match[str]) -> bool:
    """Whether the dot after the word `last` ends an abbreviation and no sentence."""
    if last == "дол" and text.startswith("США", end.end()):
        return True
    if _MEASURED.search(text, begin, end.start() + 1):
        return False
    return last.lower() in _ABBREVIATIONS or len(last) == 1 and last not in "рт"


def _pieces(sentence: str) -> Iterator[str]:
    for begin in range(0, len(sentence), _LONGEST_SENTENCE):
        yield sentence[begin : begin + _LONGEST_SENTENCE]
