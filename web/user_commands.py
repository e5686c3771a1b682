"""`depository user`: who may work at the desk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

import click

from depository.errors import N_
from web.desk.accounts import ROLES, Account, Accounts
from web.i18n import translate

_ASKED = N_("Password")
_REPEATED = N_("The same once more")


class _Settings(Protocol):
    @property
    def data(self) -> Path: ...


class _Given(Protocol):
    @property
    def settings(self) -> _Settings: ...


@click.group()
def user() -> None:
    """Accounts of the desk: who may add records (contributor) and who may publish them (librarian)."""


@user.command()
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default=ROLES[0], help="What they may do [contributor].")
@click.option("--name", "shown", default="", help="How they are called on pages and in the history.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.pass_obj
def add(given: _Given, name: str, role: str, shown: str, password_stdin: bool) -> None:
    """Make an account NAME; its password is asked for."""
    made = _accounts(given).add(name, _password(password_stdin), role=role, shown=shown)
    click.echo(translate(N_("Added: {account}")).format(account=_line(made)))


@user.command()
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.pass_obj
def passwd(given: _Given, name: str, password_stdin: bool) -> None:
    """Set another password for NAME; whoever is signed in with the old one has to sign in again."""
    made = _accounts(given).set_password(name, _password(password_stdin))
    click.echo(translate(N_("The password is changed: {account}")).format(account=_line(made)))


@user.command()
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@click.pass_obj
def role(given: _Given, name: str, role: str) -> None:
    """Give NAME the role ROLE."""
    click.echo(_line(_accounts(given).set_role(name, role)))


@user.command()
@click.argument("name")
@click.pass_obj
def disable(given: _Given, name: str) -> None:
    """Close the account NAME; what it wrote stays."""
    click.echo(_line(_accounts(given).disable(name)))


@user.command()
@click.argument("name")
@click.pass_obj
def enable(given: _Given, name: str) -> None:
    """Open the account NAME again."""
    click.echo(_line(_accounts(given).disable(name, False)))


@user.command("list")
@click.pass_obj
def list_accounts(given: _Given) -> None:
    """Print every account with its role."""
    found = _accounts(given).all()
    for account in found:
        click.echo(_line(account))
    if not found:
        click.echo(translate(NOBODY))


# Said where somebody starts the service and nobody could sign in.
NOBODY = N_("Nobody can sign in to the desk yet: run “depository user add NAME --role librarian”.")


def _accounts(given: _Given) -> Accounts:
    return Accounts(given.settings.data / "desk.sqlite")


def _password(from_standard_input: bool) -> str:
    if from_standard_input:
        return sys.stdin.readline().rstrip("\r\n")
    again = translate(_REPEATED)
    typed: str = click.prompt(translate(_ASKED), hide_input=True, confirmation_prompt=again, err=True)
    return typed


def _line(account: Account) -> str:
    closed = f" ({translate(N_('disabled'))})" if account.disabled else ""
    return f"{account.name}  {account.role}  {account.shown}{closed}"
