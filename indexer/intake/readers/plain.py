"""Plain text: paragraphs as somebody typed them, and letters that were saved."""

from __future__ import annotations

import re
from collections.abc import Mapping

from depository.errors import Problem
from indexer.analysis.lemmas import Lemmas
from indexer.intake.fieldnames import field_of, section_of
from indexer.intake.readers import LEFT_OUT, MOST_TOLD, markdown
from indexer.intake.readers.around.asides import year_of
from indexer.intake.readers.encodings import decode
from indexer.intake.readers.printed.typeset import Known, made_whole
from indexer.intake.source import Contents, Source

_LONG_LINE = 60
# A word broken at the end of a line, and how it goes on in the next.
_BROKEN = re.compile(r"([^\W\d_]+)-$")
_BEGINS = re.compile(r"[^\W\d_]+")
# A line that is the number and name of a part: «Розділ 4. Історії», «4.2. Чат, що лікує».
_SECTION = re.compile(
    r"^\s*(?:(?:розділ|глава|частина|section|chapter)\s+\d|\d{1,2}(?:\.\d{1,2})+\.?\s+\S)", re.I
)
_SPECIAL = re.compile(r"^(\s*)(#{1,6}\s|>|\||```|~~~|={3,}\s*$|-{3,}\s*$)", re.MULTILINE)
_BULLET = re.compile(r"^\s*[•▪●◦‣∙·*–—-]\s+(?=\S)")
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+(?=\S)")
_HEADING = re.compile(r"^(#{1,6}) \S", re.MULTILINE)
# What stands above a letter, a line each: from whom, to whom, when, about what.
_HEADER = re.compile(
    r"(?P<name>від|кому|копія|дата|надіслано|тема|вкладення|from|to|cc|date|sent|subject|attachments?)\s*:\s*(?P<value>.*)",
    re.IGNORECASE,
)
_WHEN = ("дата", "надіслано", "date", "sent")
_SUBJECT = re.compile(r"(?:(?:re|fwd?|fw|відп|пер)\s*:\s*)*", re.IGNORECASE)
_FEWEST_HEADERS = 3
# The letter that is answered: its lines each with a mark, and above them whose they are.
_QUOTED = re.compile(
    r"(?:^[^\n]{0,120}(?:пише|написа\w+|wrote)\s*:[ \t]*\n)?(?:^[ \t]*>[^\n]*\n|^[ \t]*\n)+\Z", re.MULTILINE
)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_FORWARDED = re.compile(
    r"^[ \t]*-{3,}[ \t]*(?:original message|forwarded message|початкове повідомлення|переслане повідомлення"
    r"|вихідне повідомлення)[ \t]*-{3,}",
    re.IGNORECASE | re.MULTILINE,
)
# What a letter or a form begins with takes no more paragraphs than this.
_MOST_ABOVE = 5
_SHORTEST_HEADLINE, _LONGEST_HEADLINE = 20, 140
_FIELD = re.compile(r"(?P<name>[^\W\d_][^:\n]{1,60}):\s+(?P<value>\S.*)")
_FEWEST_FIELDS = 2
_OF_SENDER = ("url", "date", "author")
_CONTACT = re.compile(
    r"\W*(?:контакт|contact|phone|тел\b|телефон|адрес|e-?mail|пошт|відповідальн|піб\b|дата|date\b)",
    re.IGNORECASE,
)
_FEWEST_IN_CAPITALS = 3
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";", ",")


def read(name: str, data: bytes) -> Contents:
    """The one story of a text file."""
    text = decode(data, name)
    if markdown.has_fields(text):
        return markdown.read(name, data)
    whole, subject, sent = _without_header(text)
    text = whole
    if subject:
        letter = _without_quoted(whole)
        text = _from_headline(letter)
        subject = "" if text != letter or _has_headline(text) else subject
    text, stated = _without_form(text)
    gone = [line.strip() for line in whole.split("\n") if line.strip() and line.strip() not in text]
    gone = [line for line in gone if not any(line.startswith(name) for name in stated)]
    story = text if _HEADING.search(text) else _joined(_paragraphs(text.expandtabs(4), Lemmas().known))
    notes = (Problem(LEFT_OUT, "body", {"lines": " · ".join(gone)[:MOST_TOLD]}, name),) if gone else ()
    written = year_of("", [sent, *filter(_CONTACT.match, gone)])
    source = Source(name, "plain", story.strip() + "\n", stated, subject, notes=notes, written=written)
    return Contents((source,))


def _without_header(text: str) -> tuple[str, str, str]:
    """The text of a saved letter without the lines above it, what it is about and when it was sent."""
    lines = text.strip().split("\n")
    headers: dict[str, str] = {}
    number = 0
    while number < len(lines) and (found := _HEADER.fullmatch(lines[number].strip())):
        headers[found["name"].lower()] = found["value"].strip()
        number += 1
    if len(headers) < _FEWEST_HEADERS:
        return text, "", ""
    sent = next((value for name, value in headers.items() if name in _WHEN), "")
    subject = headers.get("тема") or headers.get("subject") or ""
    return "\n".join(lines[number:]), _SUBJECT.sub("", subject, count=1), sent


def _without_quoted(text: str) -> str:
    """A letter without the one it answers, which stands below it."""
    text = _SIGNATURE.split(_FORWARDED.split(text, maxsplit=1)[0], maxsplit=1)[0]
    return text if not text.strip() else _QUOTED.sub("", text.rstrip() + "\n")


def _from_headline(text: str) -> str:
    """A letter that brings a text of its own, from the headline of that text on."""
    pieces = re.split(r"\n[ \t]*\n", text.strip())
    for number, piece in enumerate(pieces[1:_MOST_ABOVE], 1):
        words = piece.strip()
        long = _SHORTEST_HEADLINE <= len(words) <= _LONGEST_HEADLINE and len(words.split()) > 3
        if long and "\n" not in words and words[0].isupper() and not words.endswith(_SENTENCE_ENDS):
            return "\n\n".join(pieces[number:])
    return text


def _without_form(text: str) -> tuple[str, Mapping[str, str]]:
    """The text of a form that was filled in, and what the lines above it state: «Назва практики: …».

    Lines by names that are no fields of ours stay in the text, but for who may be asked and where.
    """
    pieces = re.split(r"\n[ \t]*\n", text.strip())
    for number, piece in enumerate(pieces[:_MOST_ABOVE]):
        lines = [_FIELD.fullmatch(line.strip()) for line in piece.split("\n")]
        named = {line["name"].strip(): line["value"].strip() for line in lines if line}
        known = {name: field for name in named if (field := field_of(name))}
        if None in lines or len(known) < _FEWEST_FIELDS or "title" not in known.values():
            continue
        stated = {name: named[name] for name, field in known.items() if field not in _OF_SENDER}
        others = [
            line[0].strip()
            for line in lines
            if line and line["name"].strip() not in known and not _CONTACT.match(line[0])
        ]
        return "\n\n".join([*others, *map(_section, pieces[number + 1 :])]), stated
    return text, {}


def _section(piece: str) -> str:
    """A part of a form with its name, on a line by itself, for a heading."""
    name, _, rest = piece.strip().partition("\n")
    return f"{name.rstrip(' :')}\n\n{rest}" if rest and section_of(name) else piece


def _has_headline(text: str) -> bool:
    """Whether the text has a line in capitals by itself, which says better than a letter what it is about."""
    pieces = [piece.strip() for piece in text.split("\n\n")]
    return any(p.isupper() and "\n" not in p and len(p.split()) >= _FEWEST_IN_CAPITALS for p in pieces[:4])


def _paragraphs(text: str, known: Known) -> list[str]:
    """The paragraphs of the text: parted by blank lines, or each on a line of its own."""
    lines = [line.rstrip() for line in text.split("\n")]
    filled = [line for line in lines if line.strip()]
    wrapped = any(not line.strip() for line in lines) or not any(len(line) > 160 for line in filled)
    paragraphs: list[list[str]] = []
    for number, line in enumerate(lines):
        if not line.strip():
            paragraphs.append([])
        elif _is_new(line, lines[number - 1] if number else "", wrapped) or not paragraphs:
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return [_headed(_paragraph(lines, known)) for lines in paragraphs if lines]


def _headed(paragraph: str) -> str:
    """A paragraph that is but the name of a part of a story, such as «Результати», as its heading."""
    return f"## {paragraph.rstrip(' :')}" if section_of(paragraph) else paragraph


def _joined(paragraphs: list[str]) -> str:
    """The paragraphs parted by blank lines, points of one list by none."""
    return re.sub(r"^(- .*)\n\n(?=- )", r"\1\n", "\n\n".join(paragraphs), flags=re.MULTILINE)


def _is_new(line: str, before: str, wrapped: bool) -> bool:
    """Whether a paragraph begins with `line`: a list, an indent, or after a line that ended early."""
    if not wrapped or _BULLET.match(line) or _NUMBERED.match(line) or _SECTION.match(line):
        return True
    indented = line[:1] == " " and before[:1] != " "
    ended = len(before) < _LONG_LINE and before.endswith(_SENTENCE_ENDS[:4])
    return indented or ended


def _paragraph(lines: list[str], known: Known) -> str:
    """One paragraph on one line; what would be markup by accident is not."""
    text = lines[0].strip()
    for line in lines[1:]:
        text = _with_next(text, line.strip(), known)
    text = _BULLET.sub("- ", text, count=1)
    return _SPECIAL.sub(r"\1\\\2", text, count=1)


def _with_next(text: str, line: str, known: Known) -> str:
    """The text and its next line, a word broken between them made whole."""
    broken, begins = _BROKEN.search(text), _BEGINS.match(line)
    if broken is None or begins is None or not begins[0].islower():
        return f"{text} {line}"
    return text[: broken.start()] + made_whole(broken[1], begins[0], known, set()) + line[begins.end() :]
