"""The one file of the desk that is no record: accounts, failed attempts to sign in, and kept forms.

data/desk.sqlite – readable by the owner of the service only.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS accounts (
    name TEXT PRIMARY KEY, shown TEXT NOT NULL, role TEXT NOT NULL, password TEXT NOT NULL,
    stamp TEXT NOT NULL, disabled INTEGER NOT NULL DEFAULT 0, added TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS attempts (
    name TEXT PRIMARY KEY, failures INTEGER NOT NULL, wait_until REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS kept (
    account TEXT NOT NULL, form TEXT NOT NULL, fields TEXT NOT NULL, base TEXT NOT NULL,
    title TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (account, form)
);
"""
# What is raised where the file is locked, full or damaged.
Unreachable = sqlite3.Error
# Seconds that a writer waits for another one.
_PATIENCE = 10.0


class Database:
    """The SQLite file at `path`, made when it is first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ready = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to ask by."""
        if not (self._ready and self._path.exists()):
            self._make()
        with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as connection:
            connection.row_factory = sqlite3.Row
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are kept if all goes well, and none of them otherwise."""
        with self.reading() as connection, connection:
            # Before anything is read: what is decided by reading still holds when it is written.
            connection.execute("BEGIN IMMEDIATE")
            yield connection

    def _make(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as connection:
            connection.executescript(_TABLES)
        self._ready = True
