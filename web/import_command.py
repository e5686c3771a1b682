"""`depository import`: files of any format become drafts."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import click
from flask import Flask
from flask_babel import ngettext

from depository.editing.authors import Author
from depository.errors import N_, Problem
from depository.record import Record
from depository.service import Depository
from web import console
from web.i18n import translate
from web.importing import Importing, Outcome, as_json, files_in, saved

_READING = N_("Reading")
# Seconds that the command stays for an index that is still being made.
_LONGEST_WAIT = 3600.0
# Who stands in the history for what is done by the command line.
_CLI = Author("cli", "depository import", "librarian")


class _Given(Protocol):
    @property
    def app(self) -> Flask: ...
    @property
    def service(self) -> Depository: ...


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be taken; write nothing.")
@click.option("--json", "json_lines", is_flag=True, help="One JSON object a file.")
@click.option(
    "--publish", is_flag=True, help="Publish at once what lacks nothing, instead of keeping drafts."
)
@click.option("--again", is_flag=True, help="Import stories, too, that the collection already has.")
@click.pass_obj
def import_files(
    given: _Given, files: tuple[Path, ...], dry_run: bool, json_lines: bool, publish: bool, again: bool
) -> None:
    """Make drafts of FILES: HTML, DOCX, PDF, Markdown, text, CSV, XLSX, ZIP of these, or folders.

    Every story that lacks nothing becomes a draft, all of them in one step; the others are told with
    what they lack.
    """
    outcomes = _taken(given, files_in(files), again=again, at_once=dry_run and json_lines)
    if not dry_run:
        reason = _named([outcome for outcome in outcomes if outcome.records])

        def save(records: list[Record]) -> object:
            return given.app.extensions["desk"].add_all(records, author=_CLI, reason=reason, publish=publish)

        outcomes = saved(outcomes, save)
        # What goes on in the background would end with this process.
        given.app.extensions["desk"].indexes.wait(_LONGEST_WAIT)
    if json_lines and not dry_run:
        for outcome in outcomes:
            _print_json(as_json(outcome))
    if not json_lines:
        _tell(outcomes, dry_run=dry_run, publish=publish)
    if any(outcome.problems for outcome in outcomes):
        raise click.exceptions.Exit(1)


def _taken(given: _Given, paths: Sequence[Path], *, again: bool, at_once: bool) -> list[Outcome]:
    """The outcome of every file, with a bar where somebody looks on."""
    for collection in (given.service, given.app.extensions["desk"].unpublished):
        if collection.is_stale:
            collection.refresh()
    intake = given.app.extensions["intake"]
    importing = Importing(intake, again)
    outcomes = []
    with console.progress(_READING) as report:
        for number, path in enumerate(paths, 1):
            report(number - 1, len(paths))
            outcomes.append(importing.outcome(path))
            if at_once:
                _print_json(as_json(outcomes[-1]))
        report(len(paths), len(paths))
    intake.close()
    return outcomes


def _named(outcomes: Sequence[Outcome]) -> str:
    """The files something was taken from, for the history; the first few of them."""
    names = ", ".join(Path(outcome.taken.file).name for outcome in outcomes[:3])
    return f"{names} …" if len(outcomes) > 3 else names


def _print_json(values: Any) -> None:
    click.echo(json.dumps(values, ensure_ascii=False))
    sys.stdout.flush()


def _tell(outcomes: Sequence[Outcome], *, dry_run: bool, publish: bool) -> None:
    """Print every record and every problem, and what it came to."""
    for outcome in outcomes:
        # What every row of a table leaves out is told at the first of them.
        notes = {(note.message, str(note.values)): note for note in reversed(outcome.notes)}
        console.problems([*outcome.problems, *reversed(notes.values())])
        for record in outcome.records:
            click.echo(f"{outcome.taken.file} → {record.id}: {record.title}")
    click.echo()
    click.echo(_summary(outcomes, dry_run=dry_run, publish=publish))
    for outcome in outcomes:
        if outcome.problems:
            click.echo(f"   {outcome.taken.file}: {_fields(outcome)}")


def _summary(outcomes: Sequence[Outcome], *, dry_run: bool, publish: bool) -> str:
    """How many records were taken and how many files were refused, in a sentence."""
    records = sum(len(outcome.records) for outcome in outcomes)
    if dry_run:
        taken = ngettext("%(num)d record could be saved", "%(num)d records could be saved", records)
    elif publish:
        taken = ngettext("%(num)d record published", "%(num)d records published", records)
    else:
        taken = ngettext("%(num)d record saved as a draft", "%(num)d records saved as drafts", records)
    counts = Counter(outcome.status for outcome in outcomes)
    parts = [
        taken,
        ngettext("%(num)d file taken", "%(num)d files taken", counts["taken"]),
        ngettext("%(num)d taken in part", "%(num)d taken in part", counts["partly"]),
        ngettext("%(num)d refused", "%(num)d refused", counts["refused"]),
    ]
    return ", ".join(parts) + (":" if counts["partly"] or counts["refused"] else ".")


def _fields(outcome: Outcome) -> str:
    """Why a file was not taken, or not all of it: each sentence once, with how often it was met.

    What differs in a word only is told in its turn: of five reasons all are named before a sixth town is.
    """
    met = Counter((problem.message, _of_field(problem)) for problem in outcome.problems)
    reasons: dict[str, list[str]] = {}
    for (message, said), times in met.items():
        reasons.setdefault(message, []).append(f"{said} (×{times})" if times > 1 else said)
    in_turn = sorted(
        (turn, number, said)
        for number, alike in enumerate(reasons.values())
        for turn, said in enumerate(alike)
    )
    return " ".join(said for _, _, said in in_turn[:5])


def _of_field(problem: Problem) -> str:
    said = problem.sentence(translate)
    return f"{problem.field}: {said}" if problem.field else said
