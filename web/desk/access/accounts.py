"""Who may work at the desk: accounts with a role and a password, and attempts to guess one slowed down."""

from __future__ import annotations

import re
import secrets
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import get_args

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from depository.editing.authors import Author, Role
from depository.errors import N_, DepositoryError, Invalid, Problem
from web.desk.database import Database

ROLES: tuple[Role, ...] = get_args(Role)
SHORTEST_PASSWORD = 10
_LONGEST_PASSWORD = 1000
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
# A slip of the finger or two costs nothing; from then on each failure doubles the time to wait.
_FREE_ATTEMPTS = 4
_LONGEST_WAIT = 300


@dataclass(frozen=True, slots=True)
class Account:
    """One person at the desk. `stamp` changes with the password: sessions begun before are over."""

    name: str
    shown: str
    role: Role
    disabled: bool
    stamp: str

    @property
    def is_librarian(self) -> bool:
        return self.role == "librarian"

    @property
    def author(self) -> Author:
        """The person as the author of a change."""
        return Author(self.name, self.shown, self.role)


class Refused(DepositoryError):
    """Name and password do not fit, or there were too many attempts: then `wait` says how many seconds."""

    def __init__(self, wait: int = 0) -> None:
        self.wait = wait
        super().__init__("refused")


class Accounts:
    """The accounts kept in the file at `path`."""

    def __init__(self, path: Path, *, now: Callable[[], float] = time.time) -> None:
        self._database = Database(path)
        self._now = now

    @cached_property
    def _hasher(self) -> PasswordHasher:
        return PasswordHasher()

    @cached_property
    def _nobodys(self) -> str:
        """What is compared for a name nobody has: the answer takes as long as for one that is there."""
        return self._hasher.hash(secrets.token_hex())

    # ── by command line ──

    def add(self, name: str, password: str, *, role: str, shown: str = "") -> Account:
        """A new account; raises Invalid with everything that keeps it from being made."""
        problems = [*_name_problems(name), *_role_problems(role), *password_problems(password)]
        if self.get(name) is not None:
            problems.append(Problem(N_("There is an account “{name}” already."), "name", {"name": name}))
        if problems:
            raise Invalid(problems)
        hashed, stamp = self._hasher.hash(password), secrets.token_hex(8)
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO accounts VALUES (?, ?, ?, ?, ?, 0, ?)",
                (name, shown.strip(), role, hashed, stamp, date.today().isoformat()),
            )
        return self._known(name)

    def set_password(self, name: str, password: str) -> Account:
        """The account with another password; whoever was signed in with the old one is not any more."""
        self._known(name)
        if problems := password_problems(password):
            raise Invalid(problems)
        self._change(name, password=self._hasher.hash(password), stamp=secrets.token_hex(8))
        self._forget_attempts(name)
        return self._known(name)

    def set_role(self, name: str, role: str) -> Account:
        self._known(name)
        if problems := _role_problems(role):
            raise Invalid(problems)
        self._change(name, role=role)
        return self._known(name)

    def disable(self, name: str, disabled: bool = True) -> Account:
        """The account, closed (its sessions end) or opened again."""
        self._known(name)
        self._change(name, disabled=int(disabled), stamp=secrets.token_hex(8))
        return self._known(name)

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        with self._database.reading() as connection:
            return tuple(map(_account, connection.execute("SELECT * FROM accounts ORDER BY name")))

    # ── at the desk ──

    def get(self, name: str) -> Account | None:
        with self._database.reading() as connection:
            row = connection.execute("SELECT * FROM accounts WHERE name = ?", (name,)).fetchone()
        return _account(row) if row else None

    def sign_in(self, name: str, password: str) -> Account:
        """The account that name and password open; raises Refused, without a word about which was wrong."""
        row = self._opened(name.strip().lower()[:80], password)
        if self._hasher.check_needs_rehash(row["password"]):
            self._change(row["name"], password=self._hasher.hash(password))
        return _account(row)

    def confirm(self, name: str, password: str) -> None:
        """Make sure that it is the password of the account; raises Refused, guesses are slowed down."""
        self._opened(name, password)

    def _opened(self, name: str, password: str) -> sqlite3.Row:
        self._count_attempt(name)
        with self._database.reading() as connection:
            row = connection.execute("SELECT * FROM accounts WHERE name = ?", (name,)).fetchone()
        fits = self._fits(row["password"] if row else self._nobodys, password)
        if not (row and fits) or row["disabled"]:
            raise Refused
        self._forget_attempts(name)
        found: sqlite3.Row = row
        return found

    def _count_attempt(self, name: str) -> None:
        """Counted before the password is looked at, so that many guesses at once count as many."""
        now = self._now()
        with self._database.writing() as connection:
            connection.execute("DELETE FROM attempts WHERE wait_until < ?", (now - 24 * 3600,))
            row = connection.execute("SELECT * FROM attempts WHERE name = ?", (name,)).fetchone()
            if row and row["wait_until"] > now:
                raise Refused(wait=int(row["wait_until"] - now) + 1)
            failures = (row["failures"] if row else 0) + 1
            wait = min(_LONGEST_WAIT, 2 ** (failures - _FREE_ATTEMPTS)) if failures > _FREE_ATTEMPTS else 0
            connection.execute("REPLACE INTO attempts VALUES (?, ?, ?)", (name, failures, now + wait))

    def _forget_attempts(self, name: str) -> None:
        with self._database.writing() as connection:
            connection.execute("DELETE FROM attempts WHERE name = ?", (name,))

    def _fits(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password[:_LONGEST_PASSWORD])
        except (VerificationError, InvalidHashError):
            return False

    def _known(self, name: str) -> Account:
        account = self.get(name)
        if account is None:
            message = N_("There is no account “{name}”: “depository user list” names them all.")
            raise Invalid([Problem(message, "name", {"name": name})])
        return account

    def _change(self, name: str, **values: str | int) -> None:
        assigned = ", ".join(f"{column} = ?" for column in values)
        with self._database.writing() as connection:
            connection.execute(f"UPDATE accounts SET {assigned} WHERE name = ?", (*values.values(), name))


def _account(row: sqlite3.Row) -> Account:
    return Account(row["name"], row["shown"] or row["name"], row["role"], bool(row["disabled"]), row["stamp"])


def _name_problems(name: str) -> list[Problem]:
    if _NAME.fullmatch(name):
        return []
    message = N_("“{name}” cannot name an account: use small Latin letters, digits, dots and hyphens.")
    return [Problem(message, "name", {"name": name})]


def _role_problems(role: str) -> list[Problem]:
    if role in ROLES:
        return []
    message = N_("There is no role “{role}”: use {known}.")
    return [Problem(message, "role", {"role": role, "known": ", ".join(ROLES)})]


def password_problems(password: str) -> list[Problem]:
    """What keeps a password from being one."""
    if len(password) > _LONGEST_PASSWORD:
        message = N_("The password is too long: {limit} characters are enough.")
        return [Problem(message, "password", {"limit": _LONGEST_PASSWORD})]
    if len(password) < SHORTEST_PASSWORD:
        message = N_("The password is too short: use at least {limit} characters, for example four words.")
        return [Problem(message, "password", {"limit": SHORTEST_PASSWORD})]
    return []
