"""What an index was built from: size, time and revision of every record file at the time.

It spares reading files that have not changed. Losing it costs one full reading, nothing else. A row stands on
a line of its own, and of two rows for a record the later holds, so that one more is quickly added.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from depository.corpus import FileState
from depository.files import replace_text


class Known(NamedTuple):
    """A file as it was when it was last read, and the revision of its entry; one that is not indexed
    (a draft) has the language's fingerprint after a hyphen."""

    state: FileState
    revision: str


def load(path: Path) -> dict[str, Known]:
    """The manifest at `path`; empty where there is none, or none that can be read."""
    try:
        *lines, _ = path.read_text(encoding="utf-8").split("\n")  # what has no line end was not written whole
        found = {}
        for record_id, size, time, revision in _rows(lines):
            if revision:
                found[record_id] = Known(FileState(size, time), revision)
            else:
                found.pop(record_id, None)
        return found
    except (OSError, ValueError, TypeError):
        return {}


def save(path: Path, manifest: Mapping[str, Known]) -> None:
    """Make this the manifest at `path`."""
    replace_text(path, _text(manifest))


def add(path: Path, rows: Mapping[str, Known | None]) -> None:
    """Add rows to the manifest at `path`; None says that a record is not there any more."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", newline="\n") as file:
        if file.tell() and not _ends(path):
            file.write("\n")
        file.write(_text(rows))


def _text(rows: Mapping[str, Known | None]) -> str:
    values = ([i, *row.state, row.revision] if row else [i, 0, 0, ""] for i, row in rows.items())
    return "".join(f"{json.dumps(value)}\n" for value in values)


def _rows(lines: Sequence[str]) -> Iterator[Sequence[Any]]:
    try:  # all at once is quickest
        yield from json.loads(f"[{','.join(lines)}]")
    except ValueError:
        yield from (row for line in lines if (row := _row(line)))


def _row(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _ends(path: Path) -> bool:
    """Whether the last line of the file is whole."""
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read() == b"\n"
