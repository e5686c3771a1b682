"""Import as values: what a file was found to hold, and what keeps it from becoming a record.

A file is *taken*: it is refused, or it yields *proposals*, each of them the fields of one record with
the sentences they rest on. A publication is taken in *parts*, which a person may join or drop.
"""

from __future__ import annotations

import json
from collections.abc import Container, Mapping, Sequence
from dataclasses import asdict, dataclass
from dataclasses import field as _value
from itertools import count
from pathlib import Path
from typing import Any, Literal, Protocol

from depository.errors import N_, Problem

Origin = Literal["stated", "found"]
Fate = Literal["own", "join", "drop"]


# What a file says itself and is not taken as it stands: nothing is kept back for it, but it is to be told.
SCRIPTS_REMOVED = N_("Scripts and other active content were removed.")
FIELD_LEFT = N_("The field “{name}” is none of ours and was left out.")
CLEANED = frozenset({SCRIPTS_REMOVED, FIELD_LEFT})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a field has `value`: a sentence of the file, and how sure that is, from 0 to 1."""

    value: Any
    sentence: str
    confidence: float
    origin: Origin = "found"


@dataclass(frozen=True, slots=True)
class Alike:
    """A record of the collection that may be the same story; or a proposal of the same import.

    That one is no record yet: `file` says where it stands, in a file of people's name (with its row),
    and `record_id` the id it is proposed under.
    """

    record_id: str
    title: str
    likeness: float
    why: Literal["same file", "same title", "same text"]
    file: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record somebody may save: the fields as front matter would have them, and `body`.

    `evidence` may hold more than was chosen into `values`. `problems` keep it from being saved as it
    is; `notes` tell what was cleaned or left out. `file` and `line` say where it was read: the file,
    the member of an archive, the row of a table. `part` is the first part of a publication it is made of.
    """

    values: Mapping[str, Any]
    evidence: Mapping[str, tuple[Evidence, ...]] = _value(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    alike: tuple[Alike, ...] = ()
    file: str = ""
    line: int | None = None
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a publication under one heading: `text[start:end]`, and what becomes of it.

    It is a record of its `own`, is `join`ed to the record before it, or is `drop`ped.
    """

    id: int
    heading: str
    start: int
    end: int
    level: int = 1
    section: str = ""
    page: int | None = None
    fate: Fate = "own"


@dataclass(frozen=True, slots=True)
class Publication:
    """The whole text of a long file and the parts it falls into; what a person moves cuts in.

    `found` are the parts as they were before anybody moved a cut.
    """

    text: str
    parts: tuple[Part, ...]
    title: str = ""
    format: str = ""
    pages: tuple[tuple[int, int], ...] = ()
    stated: Mapping[str, Any] = _value(default_factory=dict)
    found: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: its proposals, or why it was refused.

    A file of many (a table, an archive) may be read and still have problems: rows or members that
    were refused while the others went on.
    """

    file: str
    status: Literal["read", "refused"]
    proposals: tuple[Proposal, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    publication: Publication | None = None


class Siblings(Protocol):
    """The stories of one import, each known to those after it."""

    def met(self, taken: Taken) -> Taken:
        """The same, with proposals that are alike to one before them saying so."""
        ...


class Intake(Protocol):
    """Reads files of every format it knows into proposals."""

    def take(self, path: Path, name: str = "") -> Taken:
        """What the file at `path` holds, called `name` to people; a bad file is refused, never raised."""
        ...

    def cut(self, taken: Taken, parts: Sequence[Part]) -> Taken:
        """The publication in `taken` cut into these parts of its text, and its proposals anew."""
        ...

    def alike(self, title: str, text: str, besides: str = "") -> tuple[Alike, ...]:
        """Records that may be the same story, the most alike first; `besides` is the record itself."""
        ...

    def siblings(self) -> Siblings:
        """What knows the stories of an import that begins."""
        ...

    def close(self) -> None:
        """Let go of what taking needed; the next `take` begins anew."""
        ...


def free_id(wanted: str, known: Container[str]) -> str:
    """`wanted`, or with the least number after it that makes it none of the `known`."""
    if wanted not in known:
        return wanted
    return next(found for number in count(2) if (found := f"{wanted}-{number}") not in known)


def to_json(taken: Taken) -> str:
    """The text that `from_json` makes the same value of."""
    return json.dumps(asdict(taken), ensure_ascii=False, default=str)


def from_json(text: str) -> Taken:
    """The value `to_json` wrote."""
    given = json.loads(text)
    publication = given.pop("publication")
    return Taken(
        **{
            **given,
            "proposals": tuple(_proposal(item) for item in given["proposals"]),
            "problems": problems_from(given["problems"]),
            "notes": problems_from(given["notes"]),
            "publication": _publication(publication) if publication else None,
        }
    )


def parts_to_json(parts: Sequence[Part]) -> str:
    """The text that `parts_from_json` makes the same parts of."""
    return json.dumps([asdict(part) for part in parts], ensure_ascii=False)


def parts_from_json(text: str) -> tuple[Part, ...]:
    """The parts `parts_to_json` wrote."""
    return tuple(Part(**part) for part in json.loads(text))


def problems_from(given: list[dict[str, Any]]) -> tuple[Problem, ...]:
    """Problems from their plain data."""
    return tuple(Problem(**item) for item in given)


def _proposal(given: dict[str, Any]) -> Proposal:
    evidence = {name: tuple(Evidence(**item) for item in items) for name, items in given["evidence"].items()}
    return Proposal(
        **{
            **given,
            "evidence": evidence,
            "problems": problems_from(given["problems"]),
            "notes": problems_from(given["notes"]),
            "alike": tuple(Alike(**item) for item in given["alike"]),
        }
    )


def _publication(given: dict[str, Any]) -> Publication:
    parts = tuple(Part(**part) for part in given["parts"])
    found = tuple(Part(**part) for part in given.get("found", ()))
    pages = tuple((offset, page) for offset, page in given["pages"])
    return Publication(**{**given, "parts": parts, "found": found, "pages": pages})
