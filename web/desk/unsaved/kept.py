"""Forms kept while they are filled in: what is typed survives a closed tab and an ended session.

A form is known by an address of its own: `records/<id>` for a record that is there, `new/<token>` for
one that is not yet. Each account has its own.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app

from web.desk.database import Database
from web.desk.editing.forms import Fields

# No part of a record: the token of the form, and which button was pressed.
_NOT_KEPT = ("csrf_token", "do")
_SELECT = "SELECT form, fields, base, title, at FROM kept"


@dataclass(frozen=True)
class Kept:
    """A form as it was last typed; `base` is the revision of the record it began with."""

    form: str
    fields: Fields
    base: str
    title: str
    at: datetime

    @property
    def record_id(self) -> str:
        """The record the form is of; empty for a new one."""
        place, _, name = self.form.partition("/")
        return name if place == "records" else ""

    @property
    def token(self) -> str:
        """What tells a new form from others; empty for a record that is there."""
        place, _, name = self.form.partition("/")
        return name if place == "new" else ""


def of_record(record_id: str) -> str:
    """The name of the form of a record."""
    return f"records/{record_id}"


def of_new(token: str) -> str:
    """The name of the form of a new record."""
    return f"new/{token}"


def new_token() -> str:
    return secrets.token_hex(6)


class KeptForms:
    """The kept forms of all accounts, in the file at `path`."""

    def __init__(self, path: Path, *, now: Callable[[], float] = time.time) -> None:
        self._database = Database(path)
        self._now = now

    def keep(self, account: str, form: str, fields: Fields) -> Kept:
        """Keep `fields` as they are typed, in place of what was kept of the form before."""
        pairs = [(name, value) for name, value in fields.items(multi=True) if name not in _NOT_KEPT]
        row = (account, form, json.dumps(pairs), fields.get("base", ""), fields.get("title", ""), self._now())
        with self._database.writing() as connection:
            connection.execute("REPLACE INTO kept VALUES (?, ?, ?, ?, ?, ?)", row)
        return _kept(row[1:])

    def get(self, account: str, form: str) -> Kept | None:
        with self._database.reading() as connection:
            row = connection.execute(f"{_SELECT} WHERE account = ? AND form = ?", (account, form)).fetchone()
        return _kept(tuple(row)) if row else None

    def all(self, account: str) -> tuple[Kept, ...]:
        """What an account has not finished, the latest first."""
        with self._database.reading() as connection:
            rows = connection.execute(f"{_SELECT} WHERE account = ? ORDER BY at DESC", (account,)).fetchall()
        return tuple(_kept(tuple(row)) for row in rows)

    def count(self, account: str) -> int:
        with self._database.reading() as connection:
            row = connection.execute("SELECT count(*) FROM kept WHERE account = ?", (account,)).fetchone()
        return int(row[0])

    def discard(self, account: str, form: str) -> None:
        with self._database.writing() as connection:
            connection.execute("DELETE FROM kept WHERE account = ? AND form = ?", (account, form))


def _kept(row: tuple[str, str, str, str, float]) -> Kept:
    form, fields, base, title, at = row
    return Kept(form, Fields(json.loads(fields)), base, title, datetime.fromtimestamp(at))


def keeper() -> KeptForms:
    """The kept forms of this installation."""
    found: KeptForms = current_app.extensions["kept"]
    return found
