"""An import by the command line: files are taken, told of, and saved as one step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as _value
from pathlib import Path
from typing import Any

from depository.errors import N_, Invalid, Problem
from depository.intake import CLEANED, Alike, Intake, Proposal, Siblings, Taken
from depository.record import Record, is_year
from depository.yamltext import YamlText, validate
from web.i18n import sentence

# What systems leave in folders by themselves.
_NOT_FILES = ("Thumbs.db", "desktop.ini", "__MACOSX")

_EMPTY = N_("There are no files in this folder: name another.")
_AGAIN = N_("This is the record “{id}” once more: use --again to import it all the same.")
_TWICE = N_("This story stands in “{other}” too: use --again to import both.")
_ALIKE_HERE = N_("This is much like “{title}” in “{other}”: look whether both are needed.")
ALIKE = N_("This is much like the record “{id}” (“{title}”): look whether both are needed.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: the records that may be saved, and why others may not."""

    taken: Taken
    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()

    @property
    def status(self) -> str:
        """Whether the file was `taken`, `partly` taken or `refused`."""
        if not self.records:
            return "refused"
        return "partly" if self.problems else "taken"

    def refused(self, problems: Iterable[Problem]) -> Outcome:
        """The same file with nothing to save, for these reasons as well."""
        return Outcome(self.taken, (), (*self.problems, *problems), self.notes)


@dataclass
class Importing:
    """Takes files one after another; what one of them brought is known to the next."""

    intake: Intake
    again: bool = False
    _siblings: Siblings = _value(init=False)
    _brought: set[str] = _value(default_factory=set)

    def __post_init__(self) -> None:
        self._siblings = self.intake.siblings()

    def outcome(self, path: Path) -> Outcome:
        """What becomes of the file at `path`."""
        name = str(path)
        if path.is_dir():
            return Outcome(Taken(name, "refused"), problems=(Problem(_EMPTY, file=name),))
        taken = self._siblings.met(self.intake.take(path, name))
        records: list[Record] = []
        problems: list[Problem] = list(taken.problems)
        notes: list[Problem] = list(taken.notes)
        for proposal in taken.proposals:
            wrong = [*proposal.problems, *self._repeated(proposal)]
            alike = proposal.alike if self.again else (a for a in proposal.alike if a.why != "same file")
            problems += wrong
            notes += [*proposal.notes, *(_alike(other, proposal) for other in alike)]
            if not wrong:
                records.append(validate(Record, YamlText(dict(proposal.values), {})))
                self._brought.add(records[-1].id)
        return Outcome(taken, tuple(records), tuple(problems), tuple(notes))

    def _repeated(self, proposal: Proposal) -> Iterator[Problem]:
        """A problem where the very same story is in the collection or was taken of a file before this one."""
        if self.again:
            return
        same = next((alike for alike in proposal.alike if alike.why == "same file"), None)
        if same is not None and same.file and same.record_id not in self._brought:
            return
        if same is not None and same.file:
            yield Problem(_TWICE, "", {"other": same.file}, proposal.file, proposal.line)
        elif same is not None:
            yield Problem(_AGAIN, "", {"id": same.record_id}, proposal.file, proposal.line)


def _alike(alike: Alike, proposal: Proposal) -> Problem:
    if alike.file:
        values = {"title": alike.title, "other": alike.file}
        return Problem(_ALIKE_HERE, "", values, proposal.file, proposal.line)
    values = {"id": alike.record_id, "title": alike.title}
    return Problem(ALIKE, "", values, proposal.file, proposal.line)


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files at `paths`, those in folders included; an empty folder stands for itself.

    A link in a folder is followed within it only: what it leads to elsewhere nobody named.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(inner for inner in path.rglob("*") if inner.is_file() and _is_wanted(inner, path))
        found += inside or [path]
    return list(dict.fromkeys(found))


def _is_wanted(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    if any(part.startswith(".") or part in _NOT_FILES for part in parts):
        return False
    return path.resolve().is_relative_to(folder.resolve())


def saved(outcomes: Sequence[Outcome], save: Callable[[list[Record]], object]) -> list[Outcome]:
    """The outcomes after all their records were saved by `save` in one step, or none of them."""
    records = [record for outcome in outcomes for record in outcome.records]
    if not records:
        return list(outcomes)
    try:
        save(records)
    except Invalid as invalid:
        return [outcome.refused(invalid.problems) if outcome.records else outcome for outcome in outcomes]
    return list(outcomes)


def as_json(outcome: Outcome) -> Mapping[str, Any]:
    """One file for a program: every record proposed, also those that still lack something.

    What was left out around a story is told to people alone; what the file says itself and is not taken as
    it stands is told here, too.
    """
    # What every row of a table leaves out is told at the first of them.
    cleaned = {sentence(note): note for note in reversed(outcome.notes) if note.message in CLEANED}
    return {
        "file": outcome.taken.file,
        "status": outcome.status,
        "records": [_record(proposal) for proposal in outcome.taken.proposals],
        "problems": [_told(problem) for problem in (*outcome.problems, *reversed(cleaned.values()))],
    }


def _record(proposal: Proposal) -> dict[str, Any]:
    values = proposal.values
    return {
        "id": values.get("id", ""),
        "title": values.get("title", ""),
        "places": list(values.get("places") or ()),
        "years": [year for year in values.get("years") or () if is_year(year)],
        "themes": list(values.get("themes") or ()),
        "summary": values.get("summary") or "",
        "body": values.get("body", ""),
        "evidence": {
            field: [
                {
                    "value": item.value,
                    "sentence": item.sentence,
                    "confidence": item.confidence,
                    "origin": item.origin,
                }
                for item in items
            ]
            for field, items in proposal.evidence.items()
        },
    }


def _told(problem: Problem) -> dict[str, Any]:
    told: dict[str, Any] = {"field": problem.field, "sentence": sentence(problem), "file": problem.file}
    return told if problem.line is None else {**told, "line": problem.line}
