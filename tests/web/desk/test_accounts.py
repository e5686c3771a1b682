"""Accounts: who may work at the desk, and that nobody guesses a password."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from depository.errors import Invalid
from web.desk.access.accounts import Accounts, Refused

_PASSWORD = "чотири слова на гасло"


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path / "data" / "desk.sqlite")


def test_an_account_opens_with_its_password(accounts: Accounts) -> None:
    """And with nothing else; the name may be typed in capitals."""
    accounts.add("olena", _PASSWORD, role="librarian", shown="Олена Коваль")

    assert accounts.sign_in(" Olena", _PASSWORD).shown == "Олена Коваль"
    for name, password in (("olena", _PASSWORD + "!"), ("olena", ""), ("taras", _PASSWORD), ("", "")):
        with pytest.raises(Refused):
            accounts.sign_in(name, password)


def test_all_that_is_wrong_with_a_new_account_is_told_together(accounts: Accounts) -> None:
    with pytest.raises(Invalid) as failure:
        accounts.add("Олена", "коротке", role="директорка")

    assert [problem.field for problem in failure.value.problems] == ["name", "role", "password"]
    assert "10" in failure.value.problems[2].sentence()


def test_a_name_is_given_once(accounts: Accounts) -> None:
    accounts.add("olena", _PASSWORD, role="contributor")

    with pytest.raises(Invalid):
        accounts.add("olena", _PASSWORD, role="librarian")
    assert accounts.all()[0].role == "contributor"


def test_a_disabled_account_opens_for_nobody(accounts: Accounts) -> None:
    """Until it is opened again; sessions that were open before are not any more."""
    before = accounts.add("olena", _PASSWORD, role="librarian")

    closed = accounts.disable("olena")

    assert closed.disabled and closed.stamp != before.stamp
    with pytest.raises(Refused):
        accounts.sign_in("olena", _PASSWORD)
    accounts.disable("olena", False)
    assert accounts.sign_in("olena", _PASSWORD).name == "olena"


def test_another_password_ends_what_was_open(accounts: Accounts) -> None:
    before = accounts.add("olena", _PASSWORD, role="librarian")

    after = accounts.set_password("olena", "зовсім інше гасло")

    assert after.stamp != before.stamp
    with pytest.raises(Refused):
        accounts.sign_in("olena", _PASSWORD)


@pytest.mark.parametrize("name", ["olena", "nemaie"])
def test_guessing_gets_slower(tmp_path: Path, name: str) -> None:
    """For a name nobody has just as for one that is there; the right password must wait as well."""
    now = [1_000_000.0]
    accounts = Accounts(tmp_path / "desk.sqlite", now=lambda: now[0])
    accounts.add("olena", _PASSWORD, role="librarian")
    waits = []
    for _ in range(7):
        with pytest.raises(Refused) as refused:
            accounts.sign_in(name, "не те гасло зовсім")
        waits.append(refused.value.wait)

    with pytest.raises(Refused) as last:
        accounts.sign_in(name, _PASSWORD)

    assert waits[:5] == [0, 0, 0, 0, 0] and all(waits[5:])
    assert last.value.wait > 0
    now[0] += 600
    if name == "olena":
        assert accounts.sign_in(name, _PASSWORD).name == name


def test_only_the_owner_reads_the_file(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "desk.sqlite")
    accounts.add("olena", _PASSWORD, role="librarian")

    assert stat.S_IMODE((tmp_path / "desk.sqlite").stat().st_mode) == 0o600
    assert _PASSWORD.encode() not in (tmp_path / "desk.sqlite").read_bytes()
