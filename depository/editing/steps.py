"""What was done, step by step, kept for quick questions: a shadow of the commits that can be thrown away.

It knows the commit it reaches to. Whatever is missing or broken is made anew from the commits; nothing
is asked of git that would mean walking through a long history.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from depository.corpus import FileState

_VERSION = 1
_TABLES = """
CREATE TABLE steps (number INTEGER PRIMARY KEY, id TEXT UNIQUE, at INTEGER, author TEXT, shown TEXT,
                    action TEXT, reason TEXT);
CREATE TABLE touched (file TEXT, number INTEGER, content TEXT, PRIMARY KEY (file, number)) WITHOUT ROWID;
CREATE INDEX touched_by_step ON touched (number);
CREATE TABLE files (name TEXT PRIMARY KEY, size INTEGER, modified INTEGER, content TEXT) WITHOUT ROWID;
"""
_COLUMNS = "steps.number, steps.id, steps.at, steps.author, steps.shown, steps.action, steps.reason"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done: by whom, when and why, and what it concerned.

    `action` is create, edit, discard, import, revert, undo, outside, a name of `workflow.ACTIONS`, or
    what `Desk.change_all` was told.
    """

    id: str
    when: datetime
    author: str
    action: str
    reason: str = ""
    records: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    shown: str = ""


class Seen(NamedTuple):
    """A file as the last step has it: its state when it was looked at, and its content's id."""

    state: FileState
    content: str


Changes = Mapping[str, str | None]


class Steps:
    """The steps in the file at `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # The files of the last step, by its id: reading them takes longer than all else here.
        self._kept: tuple[str | None, dict[str, Seen]] | None = None

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """The tables, made where there are none; one transaction."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=30)
        try:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version != _VERSION:
                self._make(connection, version)
            with connection:
                yield connection
        finally:
            connection.close()

    def _make(self, connection: sqlite3.Connection, version: int) -> None:
        if version:
            raise sqlite3.DatabaseError(f"made by another version ({version})")
        connection.execute("PRAGMA journal_mode=WAL")
        with connection:
            connection.executescript(f"BEGIN;{_TABLES}PRAGMA user_version={_VERSION};COMMIT;")

    def discard(self) -> None:
        """Throw everything away."""
        self._kept = None
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    # ── what was done ──

    @property
    def last(self) -> str | None:
        """The commit the table reaches to."""
        with self._opened() as table:
            row = table.execute("SELECT id FROM steps ORDER BY number DESC LIMIT 1").fetchone()
        return row[0] if row else None

    def ids(self) -> Iterator[str]:
        """All steps, the newest first."""
        with self._opened() as table:
            for (step_id,) in table.execute("SELECT id FROM steps ORDER BY number DESC"):
                yield step_id

    def add(self, steps: Iterable[tuple[Step, Changes]], seen: Mapping[str, Seen | None]) -> None:
        """Add steps, the oldest first, with what each made of which files; and how those files are now."""
        before, last = self.last, None
        with self._opened() as table:
            for step, changes in steps:
                values = (
                    step.id, int(step.when.timestamp()), step.author, step.shown, step.action, step.reason
                )  # fmt: skip
                number = table.execute("INSERT INTO steps VALUES (NULL,?,?,?,?,?,?)", values).lastrowid
                rows = ((file, number, content) for file, content in changes.items())
                table.executemany("INSERT INTO touched VALUES (?,?,?)", rows)
                last = step.id
            _see(table, seen)
        if self._kept is not None and self._kept[0] == before:
            self._remember(seen, last)
        else:
            self._kept = None

    def all(
        self, record_id: str | None, author: str | None, *, limit: int, before: str | None
    ) -> tuple[Step, ...]:
        """Steps, the newest first: of one record or one author if asked for, and before a step."""
        wanted, values = ["1"], []
        if record_id is not None:
            wanted.append("number IN (SELECT number FROM touched WHERE file = ?)")
            values.append(f"records/{record_id}.md")
        if author is not None:
            wanted.append("author = ?")
            values.append(author)
        if before is not None:
            wanted.append("number < (SELECT number FROM steps WHERE id = ?)")
            values.append(before)
        query = (
            f"SELECT {_COLUMNS} FROM steps WHERE {' AND '.join(wanted)} ORDER BY number DESC LIMIT {limit:d}"
        )
        with self._opened() as table:
            return tuple(_step(table, row) for row in table.execute(query, values).fetchall())

    def latest(self, record_ids: Iterable[str], action: str | None = None) -> dict[str, Step]:
        """The last step of each of these records, or the last that was such an action."""
        asked = f"SELECT {_COLUMNS} FROM touched JOIN steps USING (number) WHERE touched.file = ?"
        asked += " AND steps.action = ?" if action else ""
        found = {}
        with self._opened() as table:
            for record_id in record_ids:
                values = (f"records/{record_id}.md", *((action,) if action else ()))
                row = table.execute(f"{asked} ORDER BY number DESC LIMIT 1", values).fetchone()
                if row:
                    found[record_id] = _step(table, row)
        return found

    def step(self, step_id: str) -> Step | None:
        with self._opened() as table:
            row = table.execute(f"SELECT {_COLUMNS} FROM steps WHERE id = ?", (step_id,)).fetchone()
            return _step(table, row) if row else None

    def changes(self, step_id: str) -> dict[str, str | None]:
        """The content a step left each file it touched with; None is a file taken away."""
        query = "SELECT file, content FROM touched WHERE number = (SELECT number FROM steps WHERE id = ?)"
        with self._opened() as table:
            return dict(table.execute(query, (step_id,)).fetchall())

    def content(self, file: str, step_id: str, *, before: bool = False) -> str | None:
        """The content of a file at a step, or right before it; None where it was not there."""
        query = (
            f"SELECT content FROM touched WHERE file = ? AND number {'<' if before else '<='}"
            " (SELECT number FROM steps WHERE id = ?) ORDER BY number DESC LIMIT 1"
        )
        with self._opened() as table:
            row = table.execute(query, (file, step_id)).fetchone()
        return row[0] if row else None

    def contents(self, file: str) -> tuple[str, ...]:
        """Every content a file ever had, the newest first."""
        query = "SELECT content FROM touched WHERE file = ? ORDER BY number DESC"
        with self._opened() as table:
            return tuple(content for (content,) in table.execute(query, (file,)).fetchall() if content)

    # ── how the files are ──

    def seen(self) -> Mapping[str, Seen]:
        """Every file of the last step as it was when it was looked at.

        What another process looked at since the last step is not minded: files are looked at once more.
        """
        last = self.last
        if self._kept is None or self._kept[0] != last:
            with self._opened() as table:
                rows = table.execute("SELECT name, size, modified, content FROM files").fetchall()
            files = {name: Seen(FileState(size, modified), content) for name, size, modified, content in rows}
            self._kept = (last, files)
        return self._kept[1]

    def see(self, seen: Mapping[str, Seen | None]) -> None:
        """Keep how these files are now; None is one that is gone."""
        with self._opened() as table:
            _see(table, seen)
        self._remember(seen, self._kept[0] if self._kept else None)

    def _remember(self, seen: Mapping[str, Seen | None], last: str | None) -> None:
        if self._kept is not None:
            files = {**self._kept[1], **{name: row for name, row in seen.items() if row}}
            for name in (name for name, row in seen.items() if not row):
                files.pop(name, None)
            self._kept = (last, files)


def _see(table: sqlite3.Connection, seen: Mapping[str, Seen | None]) -> None:
    table.executemany("DELETE FROM files WHERE name = ?", [(name,) for name, row in seen.items() if not row])
    rows = ((name, *row.state, row.content) for name, row in seen.items() if row)
    table.executemany("INSERT OR REPLACE INTO files VALUES (?,?,?,?)", rows)


def _step(table: sqlite3.Connection, row: tuple[int, str, int, str, str, str, str]) -> Step:
    number, step_id, at, author, shown, action, reason = row
    query = "SELECT file FROM touched WHERE number = ? ORDER BY file"
    files = tuple(file for (file,) in table.execute(query, (number,)))
    records = tuple(file[8:-3] for file in files if file.startswith("records/"))
    return Step(step_id, datetime.fromtimestamp(at, UTC), author, action, reason, records, files, shown)
