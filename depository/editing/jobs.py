"""An import as a value: whose it is, its files, and how each of them stands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from depository.intake import Proposal, Taken

State = Literal["waiting", "taking", "read", "refused"]


@dataclass(frozen=True, slots=True)
class JobFile:
    """One file of an import: where it stands, and the keys of its proposals, open and dealt with."""

    number: int
    name: str
    size: int
    state: State
    open: tuple[str, ...] = ()
    closed: Mapping[str, str] = field(default_factory=dict)
    is_publication: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """An import: whose, since when, and its files."""

    id: str
    author: str
    shown: str
    at: datetime
    files: tuple[JobFile, ...]

    @property
    def done(self) -> int:
        """How many files are read or refused."""
        return sum(file.state in ("read", "refused") for file in self.files)

    @property
    def is_working(self) -> bool:
        return self.done < len(self.files)

    @property
    def open(self) -> int:
        """How many proposals wait for somebody."""
        return sum(len(file.open) for file in self.files)

    @property
    def saved(self) -> int:
        """How many records came of it."""
        return sum(bool(record) for file in self.files for record in file.closed.values())


def keyed(taken: Taken) -> Iterator[tuple[str, Proposal]]:
    """The proposals of a file, each by a key that stays when a publication is cut anew."""
    for number, proposal in enumerate(taken.proposals):
        yield f"p{proposal.part}" if proposal.part is not None else str(number), proposal


def file_of(folder: Path, names: set[str], number: int, name: str, size: int) -> JobFile:
    """How the file of an import stands, by the `names` in its folder."""
    if f"{number}.told.json" not in names:
        return JobFile(number, name, size, "taking" if f"{number}.taking" in names else "waiting")
    told = json.loads((folder / f"{number}.told.json").read_text(encoding="utf-8"))
    state: State = told["status"]
    if f"{number}.recut.json" in names:
        state = "taking" if f"{number}.taking" in names else "waiting"
    closed = {
        key: (folder / marker).read_text(encoding="utf-8")
        for key in told["keys"]
        if (marker := f"{number}.{key}.closed") in names
    }
    waiting = tuple(key for key in told["keys"] if key not in closed)
    return JobFile(number, name, size, state, waiting, closed, told["publication"])
