"""`depository user`: accounts are made, changed and listed by whoever runs the service."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from web.cli import cli
from web.desk.access.accounts import Accounts, Refused

_PASSWORD = "чотири слова на гасло"
Run = Callable[..., Result]


@pytest.fixture
def run(corpus: Path, tmp_path: Path) -> Run:
    def start(*arguments: str, lines: str | None = None) -> Result:
        common = ["--corpus", str(corpus), "--data", str(tmp_path), "--lang", "en", "user"]
        return CliRunner().invoke(cli, [*common, *arguments], input=lines)

    return start


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path / "desk.sqlite")


def test_an_account_is_made(run: Run, accounts: Accounts) -> None:
    """Its password is asked for twice."""
    result = run(
        "add", "olena", "--role", "librarian", "--name", "Олена Коваль", lines=f"{_PASSWORD}\n{_PASSWORD}\n"
    )

    assert result.exit_code == 0
    assert accounts.sign_in("olena", _PASSWORD).is_librarian


def test_a_password_from_standard_input(run: Run, accounts: Accounts) -> None:
    result = run("add", "taras", "--password-stdin", lines=f"{_PASSWORD}\n")

    assert result.exit_code == 0
    assert accounts.sign_in("taras", _PASSWORD).role == "contributor"


def test_a_short_password_is_refused_with_the_rule(run: Run, accounts: Accounts) -> None:
    result = run("add", "taras", "--password-stdin", lines="коротке\n")

    assert result.exit_code == 1 and "10" in result.stderr
    assert accounts.all() == ()


def test_a_password_is_asked_for_until_it_is_one(run: Run, accounts: Accounts) -> None:
    """Too short, then not the same twice: each is told in our words, and asked for again."""
    typed = ["коротке", _PASSWORD, "щось цілком інше", _PASSWORD, _PASSWORD]

    result = run("add", "taras", lines="".join(f"{line}\n" for line in typed))

    told = result.stderr.splitlines()
    assert "The password is too short" in result.stderr and "The two passwords differ" in result.stderr
    assert not any(line.startswith(("Error", "password:")) for line in told)
    assert accounts.sign_in("taras", _PASSWORD).name == "taras"


def test_whoever_stops_is_told_so_in_their_language(run: Run, accounts: Accounts) -> None:
    result = run("add", "taras", lines="")

    assert result.exit_code == 1 and result.stderr.splitlines()[-1] == "Stopped."
    assert "Aborted" not in result.output and accounts.all() == ()


def test_what_is_wrong_is_said_without_names_of_fields(run: Run) -> None:
    result = run("add", "Олена", "--password-stdin", lines="мало\n")

    assert [line.split()[0] for line in result.stderr.splitlines()] == ["“Олена”", "The"]


def test_the_hint_names_the_program_as_it_was_called(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who runs it from a folder off the path types that folder again."""
    program = tmp_path / ".venv" / "bin" / "depository"
    program.parent.mkdir(parents=True)
    program.touch(mode=0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", [".venv/bin/depository", "user", "list"])

    assert f"“{Path('.venv/bin/depository')} user add" in run("list").stdout


def test_accounts_change(run: Run, accounts: Accounts) -> None:
    """Password, role, closed and open again."""
    run("add", "taras", "--password-stdin", lines=f"{_PASSWORD}\n")

    run("passwd", "taras", "--password-stdin", lines="інше довге гасло\n")
    run("role", "taras", "librarian")
    assert accounts.sign_in("taras", "інше довге гасло").is_librarian
    run("disable", "taras")
    with pytest.raises(Refused):
        accounts.sign_in("taras", "інше довге гасло")
    run("enable", "taras")
    assert accounts.sign_in("taras", "інше довге гасло").name == "taras"


def test_they_are_listed(run: Run) -> None:
    assert "depository user add" in run("list").stdout
    run("add", "olena", "--name", "Олена Коваль", "--password-stdin", lines=f"{_PASSWORD}\n")
    run("disable", "olena")

    assert run("list").stdout.strip() == "olena  contributor  Олена Коваль (disabled)"


@pytest.mark.parametrize(
    "command",
    [("passwd", "nemaie", "--password-stdin"), ("role", "nemaie", "librarian"), ("disable", "nemaie")],
)
def test_an_account_nobody_has(run: Run, command: tuple[str, ...]) -> None:
    result = run(*command, lines=f"{_PASSWORD}\n")

    assert result.exit_code == 1 and "nemaie" in result.stderr
