"""`depository user`: who may work at the desk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

import click

from depository.errors import N_, Invalid
from web import console
from web.desk.access.accounts import ROLES, Account, Accounts, password_problems
from web.i18n import sentence, translate

_ASKED = N_("Password")
_REPEATED = N_("The same once more")
_CLOSED = N_("disabled")
_DIFFERENT = N_("The two passwords differ: type it once more, twice the same.")


class _Settings(Protocol):
    @property
    def data(self) -> Path: ...


class _Given(Protocol):
    @property
    def settings(self) -> _Settings: ...


class _Sentences(click.Group):
    """Commands that answer what is wrong with sentences alone: names of fields mean nothing to who types."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Invalid as invalid:
            for problem in invalid.problems:
                click.echo(sentence(problem), err=True)
            raise click.exceptions.Exit(1) from invalid


@click.group(cls=_Sentences)
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
        click.echo(nobody())


def nobody() -> str:
    """Said where somebody starts the service and nobody could sign in."""
    message = N_("Nobody can sign in to the desk yet: run “{command} user add NAME --role librarian”.")
    return translate(message).format(command=console.called())


def _accounts(given: _Given) -> Accounts:
    return Accounts(given.settings.data / "desk.sqlite")


def _password(from_standard_input: bool) -> str:
    if from_standard_input:
        return sys.stdin.readline().rstrip("\r\n")
    while True:
        typed = _typed(_ASKED)
        problems = password_problems(typed)
        if not problems and _typed(_REPEATED) == typed:
            return typed
        for said in map(sentence, problems):
            click.echo(said, err=True)
        if not problems:
            click.echo(translate(_DIFFERENT), err=True)


def _typed(asked: str) -> str:
    # With a default, an empty answer comes back to us, and ours are the words about it.
    typed: str = click.prompt(translate(asked), default="", show_default=False, hide_input=True, err=True)
    return typed


def _line(account: Account) -> str:
    closed = f" ({translate(_CLOSED)})" if account.disabled else ""
    return f"{account.name}  {account.role}  {account.shown}{closed}"
