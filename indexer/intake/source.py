"""A source: the text of one story as a file has it, before anything is understood of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from dataclasses import field as _value
from typing import Any

from depository.errors import Problem
from depository.intake import problems_from


@dataclass(frozen=True, slots=True)
class Source:
    """One story of a file (a whole page, a row of a table) as Markdown.

    `name` is the file as people know it (a member of an archive: `reports.zip/bar.docx`), `line` the
    line or row it begins at. `title` is what the format itself states (a heading, the title of a page
    or of a document). `stated` is what the file says outright: as readers give it, by the file's own
    names and words; once `stated.settle` has read it, by the names and ids of a record's fields.
    `pages` are places in `markdown` where a page of the file begins, with its number; `lines` the
    lines of what is stated, by the file's own names. `written` is the year the file says it was
    written in: no year of the practice, but «торік» is counted from it.
    """

    name: str
    format: str
    markdown: str
    stated: Mapping[str, Any] = _value(default_factory=dict)
    title: str = ""
    pages: tuple[tuple[int, int], ...] = ()
    address: str = ""
    notes: tuple[Problem, ...] = ()
    line: int | None = None
    lines: Mapping[str, int] = _value(default_factory=dict)
    written: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A file within an archive: what it is called to people, and its number in the archive."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds: its stories, the rows or members that could not be read, and what was left.

    `members` are files in it that are each to be read by itself.
    """

    sources: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    members: tuple[Member, ...] = ()


def to_json(contents: Contents) -> str:
    """The text that `from_json` makes the same value of: dates and the like become words."""
    return json.dumps(asdict(contents), ensure_ascii=False, default=str)


def from_json(text: str) -> Contents:
    """The value `to_json` wrote."""
    given = json.loads(text)
    sources = tuple(_source(item) for item in given["sources"])
    members = tuple(Member(**item) for item in given["members"])
    return Contents(sources, problems_from(given["problems"]), problems_from(given["notes"]), members)


def _source(given: dict[str, Any]) -> Source:
    pages = tuple((offset, page) for offset, page in given["pages"])
    return Source(**{**given, "pages": pages, "notes": problems_from(given["notes"])})
