"""Markdown, with front matter of ours, of somebody else or without any."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from depository import yamltext
from depository.errors import N_, Problem
from indexer.intake.fieldnames import field_of, section_of
from indexer.intake.readers import refusal
from indexer.intake.readers.encodings import decode
from indexer.intake.source import Contents, Source

_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_OPENS = re.compile(r"\A\s*---[ \t]*\n")
# What blogs (Hugo) write their fields between, in another language.
_TOML = re.compile(r"\A\s*\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
# What blogs put for programs of theirs: «{{< figure … >}}», «{% include … %}», «{:toc}» and its list.
_CODES = re.compile(
    r"^[*-] TOC[ \t]*\n(?=\{:)|^\[\[?_?toc_?\]?\][ \t]*$|\{\{[<%].{0,500}?[%>]\}\}"
    r"|\{%.{0,500}?%\}|^\{:.{0,200}?\}[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_H1 = re.compile(r"^# +(.+?)[ \t]*#*$", re.MULTILINE)
_UNDERLINED = re.compile(r"\A\s*([^\n]+)\n=+[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"([^\W\d_][\w -]{1,40}):[ \t]+(\S.*)")
_FEWEST_FIELDS = 2
_HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)

CODES = N_("Marks meant for a program that makes pages were removed; the words around them stayed.")


def read(name: str, data: bytes) -> Contents:
    """The one story of a Markdown file, and what its front matter states."""
    text = decode(data, name)
    stated, lines, body = _front_matter(text, name)
    named = next((str(value) for name, value in stated.items() if field_of(name) == "title" and value), "")
    told = (Problem(CODES, "body", file=name),) if _CODES.search(body) else ()
    title, body = _titled(_CODES.sub("", body), named)
    return Contents((Source(name, "markdown", body.strip() + "\n", stated, title, lines=lines, notes=told),))


def has_fields(text: str) -> bool:
    """Whether the text begins with fields between lines of three hyphens."""
    opening = _OPENS.match(text)
    return opening is not None and ":" in text[opening.end() :].split("\n", 1)[0]


def _front_matter(text: str, name: str) -> tuple[Mapping[str, Any], Mapping[str, int], str]:
    """The fields between two lines of three hyphens, the line of each, and the text below."""
    if blog := _TOML.match(text):
        return _of_blog(blog, name), {}, text[blog.end() :]
    opening = _OPENS.match(text)
    if opening is None:
        return _unfenced(text)
    closing = _FENCE.search(text, opening.end())
    if closing is None:
        if ":" not in text[opening.end() :].split("\n", 1)[0]:
            return {}, {}, text[opening.end() :]  # a line across the page, as some begin their texts
        message = N_("The front matter does not end: put a line of three hyphens (---) below it.")
        raise refusal(message, name, line=1)
    first_line = text.count("\n", 0, opening.end()) + 1
    source = yamltext.parse(text[opening.end() : closing.start()], file=name, first_line=first_line)
    if source.data is None:
        return {}, {}, text[closing.end() :]
    if not isinstance(source.data, dict):
        message = N_("The front matter must be a list of fields such as “title: …”.")
        raise refusal(message, name, line=first_line)
    stated = {str(field): value for field, value in source.data.items()}
    lines = {field: line for field in stated if (line := source.line((field,)))}
    return stated, lines, text[closing.end() :]


def _of_blog(fields: re.Match[str], name: str) -> Mapping[str, Any]:
    """The fields of a blog's front matter in TOML; what is a table there is the blog's own."""
    try:
        return tomllib.loads(fields[1])
    except tomllib.TOMLDecodeError as error:
        message = N_("This is not valid TOML ({reason}): mend the line.")
        raise refusal(message, name, line=1, reason=str(error)) from error


def _unfenced(text: str) -> tuple[Mapping[str, str], Mapping[str, int], str]:
    """The fields some write above their text without a fence, one of them its title, a blank line below."""
    head, parting, body = text.lstrip("\n").partition("\n\n")
    found = [_FIELD.fullmatch(line.rstrip()) for line in head.split("\n")]
    stated = {field[1].strip(): field[2].strip() for field in found if field}
    if not parting or None in found or len(stated) < _FEWEST_FIELDS:
        return {}, {}, text
    if not any(field_of(name) == "title" for name in stated):
        return {}, {}, text
    first = text.index(head[0])
    return stated, {name: text.count("\n", 0, first) + n for n, name in enumerate(stated, 1)}, body


def _titled(body: str, named: str) -> tuple[str, str]:
    """The title of a text that begins with its only first-level heading, and the text without it.

    Where the fields name it otherwise («Виклик» below «title: Млин»), that heading is a section.
    """
    title, rest = _headed(body)
    other = named and " ".join(title.split()).casefold() != " ".join(named.split()).casefold()
    return ("", body) if other or section_of(title) else (title, rest)


def _headed(body: str) -> tuple[str, str]:
    if underlined := _UNDERLINED.match(body):
        return underlined[1].strip(), body[underlined.end() :]
    found = _H1.findall(body)
    first = _H1.match(body.lstrip())
    if first is None or len(found) != 1:
        return (found[0].strip() if len(found) == 1 else ""), body
    return first[1].strip(), body.lstrip()[first.end() :]
