"""The text of a vocabulary with its entries to be changed in place. The only home of ruamel.yaml.

Only the lines of entries that changed are written anew: the order, the comments and everybody's way of
writing the rest stay.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import indent
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import SingleQuotedScalarString

from depository import yamltext
from depository.errors import N_, Invalid, Problem

Row = dict[str, Any]

# Written without quotation marks: plain words, but for those that YAML takes for true, false or nothing.
_PLAIN = re.compile(
    r"(?!(?:y|n|yes|no|on|off|true|false|null)$)[^\W\d_][\w’ʼ()-]*(?: [\w’ʼ()-]+)*", re.IGNORECASE
)
_NOTHING = re.compile(r"[ \t]*(?:#.*)?")
_ONE_LINE = 10**9


class _Chunk(NamedTuple):
    """An entry's first line, the line after its last, its text, and how far it is moved in."""

    first: int
    last: int
    text: str
    margin: str


class VocabularyText:
    """A vocabulary file: `rows` are its entries to be read, `edit` gives one to be changed.

    `gap` is what stands between two entries.
    """

    def __init__(self, text: str, *, gap: str = "") -> None:
        self._before = text
        self._gap = gap
        parsed = yamltext.parse(self._before)
        self.rows: list[Row] = list(parsed.data or ())
        starts = [(parsed.line((number,)) or 1) - 1 for number in range(len(self.rows))]
        self._chunks = list(_chunks(self._before, starts))
        self._edited: dict[int, Row] = {}
        self._added: list[Row] = []

    def edit(self, number: int) -> Row:
        """The entry `number`, with its comments; what is changed in it is changed in the text."""
        if number not in self._edited:
            self._edited[number] = _yaml().load(self._chunks[number].text)[0]
        return self._edited[number]

    def append(self, values: Mapping[str, Any]) -> None:
        """Add an entry at the end; fields without a value are left out."""
        row = CommentedMap()
        for name, value in values.items():
            put(row, name, value)
        self._added.append(row)

    def text(self) -> str:
        """The whole file as it is to be."""
        lines = self._before.splitlines(keepends=True)
        for number in sorted(self._edited, reverse=True):
            chunk = self._chunks[number]
            lines[chunk.first : chunk.last] = [indent(_dumped(self._edited[number]), chunk.margin)]
        text = "".join(lines)
        if self._added and text and not text.endswith("\n"):
            text += "\n"
        margin = self._chunks[-1].margin if self._chunks else ""
        return text + "".join(self._gap + indent(_dumped(row), margin) for row in self._added)


def put(row: Row, name: str, value: Any) -> None:
    """Give a field of an entry a value; no value takes the field away."""
    if value in ("", None, ()):
        row.pop(name, None)
    else:
        row[name] = _written(value)


def extend(values: list[Any], more: Iterable[str]) -> None:
    """Add to a list those texts that are not in it yet, whatever their capitals."""
    for text in more:
        if text.lower() not in {str(value).lower() for value in values}:
            values.append(_written(text))


def _written(value: Any) -> Any:
    """Lists and labels on one line, texts in quotation marks where YAML would misread them."""
    if isinstance(value, Mapping):
        mapping = CommentedMap({name: _written(each) for name, each in value.items()})
        mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, (tuple, list)):
        sequence = CommentedSeq(map(_written, value))
        sequence.fa.set_flow_style()
        return sequence
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        return SingleQuotedScalarString(value)
    return value


def _chunks(text: str, starts: Sequence[int]) -> Iterator[_Chunk]:
    """The entries that begin at the lines `starts`; comments and blank lines between them are nobody's."""
    lines = text.splitlines(keepends=True)
    for first, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        if not lines[first].lstrip().startswith("-"):
            message = N_("The entries of this file do not begin with a hyphen each: change it by hand.")
            raise Invalid([Problem(message)])
        last = following
        while last > first + 1 and _NOTHING.fullmatch(lines[last - 1].rstrip("\n")):
            last -= 1
        margin = lines[first][: len(lines[first]) - len(lines[first].lstrip())]
        yield _Chunk(first, last, "".join(lines[first:last]), margin)


def _dumped(row: Row) -> str:
    out = io.StringIO()
    _yaml().dump([row], out)
    return out.getvalue()


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _ONE_LINE
    return yaml
