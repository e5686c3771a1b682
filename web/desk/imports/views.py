"""What the pages of imports show: files and proposals as values for templates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flask_babel import gettext

from depository.editing.imports import Job, JobFile, keyed
from depository.errors import Problem
from depository.intake import Alike, Proposal, Taken
from web import words
from web.catalog import link
from web.desk import door
from web.desk.editing import checking
from web.i18n import language


class Row(NamedTuple):
    """One proposal in the list of a file."""

    key: str
    title: str
    places: str
    years: str
    themes: str
    summary: str
    problems: tuple[str, ...]
    notes: int
    alike: tuple[Alike, ...]
    record: str | None = None
    ready: bool = False
    wanted: bool = False


class FileView(NamedTuple):
    """A file of an import with all that is to be said of it."""

    file: JobFile
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    rows: tuple[Row, ...]
    cut: str = ""

    @property
    def lacking(self) -> bool:
        """Whether one of its proposals has a problem."""
        return any(row.problems for row in self.rows)


def file_view(job: Job, file: JobFile, taken: Taken | None) -> FileView:
    """A file with its proposals; of one that waits nothing is known yet."""
    if taken is None:
        return FileView(file, (), (), ())
    rows = tuple(row_of(key, proposal, file.closed.get(key)) for key, proposal in keyed(taken))
    cut = link("desk.cuts", job_id=job.id, number=str(file.number)) if taken.publication else ""
    notes = (*taken.notes, *(note for proposal in taken.proposals for note in proposal.notes))
    told = tuple(dict.fromkeys(_said(notes, taken)))
    return FileView(file, _said(taken.problems, taken), told, rows, cut)


def _said(problems: Sequence[Problem], taken: Taken) -> tuple[str, ...]:
    """Sentences about parts of a file, each with the member or the row it is about."""
    found = []
    for problem in problems:
        member = problem.file if problem.file != taken.file else ""
        line = str(gettext("row %(num)s", num=problem.line)) if problem.line else ""
        said = checking.listed([problem])[0]
        where = ", ".join(part for part in (member, line) if part)
        found.append(f"{where}: {said}" if where else said)
    return tuple(found)


def row_of(key: str, proposal: Proposal, record: str | None = None) -> Row:
    """A proposal in a list; `record` is what became of it, nothing where it is not wanted."""
    values, known = proposal.values, door.depository().vocabularies
    ready = record is None and not proposal.problems
    return Row(
        key=key,
        title=str(values.get("title") or gettext("(without a title)")),
        places=", ".join(known.place_labels(list(values.get("places") or ()), language())),
        years=words.years_named(tuple(y for y in values.get("years") or () if isinstance(y, int))),
        themes=", ".join(known.theme_labels(list(values.get("themes") or ()), language())),
        summary=str(values.get("summary") or ""),
        problems=tuple(checking.listed(proposal.problems)),
        notes=len(proposal.notes),
        alike=proposal.alike,
        record=record,
        ready=ready,
        wanted=ready and not proposal.alike,
    )
