"""What must hold before a record is written: every problem, told together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from depository import recordfile
from depository.corpus import Corpus
from depository.editing.workflow import Action
from depository.errors import N_, Invalid, Problem, RecordNotFound
from depository.record import Record
from depository.vocabulary import Vocabularies
from depository.wellformed import dead_ends, problems_in, unsourced


class Known(Collection[str]):
    """The ids of all records of a corpus and of some more, looked at only when somebody asks."""

    def __init__(self, corpus: Corpus, more: Iterable[str] = ()) -> None:
        self._corpus = corpus
        self._more = frozenset(more)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._more or is_taken(str(record_id), self._corpus)

    def __iter__(self) -> Iterator[str]:
        return iter(self._more | self._corpus.states().keys())

    def __len__(self) -> int:
        return len(self._more | self._corpus.states().keys())


def is_taken(record_id: str, corpus: Corpus) -> bool:
    """Whether there is a record with this id, in whatever state."""
    try:
        return corpus.path(record_id).is_file()
    except RecordNotFound:
        return False


def file_of(record_id: str) -> str:
    """The record's file, named from the corpus folder on."""
    return f"records/{record_id}.md"


def problems_of(record: Record, vocabularies: Vocabularies, known: Collection[str]) -> list[Problem]:
    """What keeps the record from being written as it is: what readers see must also lead somewhere."""
    problems = problems_in(record, vocabularies) + unreadable(record)
    if record.status == "published":
        problems += dead_ends(record, vocabularies, known) + unsourced(record)
    return problems


def unreadable(record: Record) -> list[Problem]:
    """What would keep the file of the record from being read again."""
    try:
        recordfile.parse(recordfile.render(record))
    except Invalid as invalid:
        return [replace(problem, line=None) for problem in invalid.problems]
    return []


def problems_of_action(
    record: Record, action: Action, reason: str, replaced_by: str | None, corpus: Corpus
) -> Iterator[Problem]:
    """What keeps `action` from being taken with the record."""
    if record.status not in action.sources:
        message = N_("This cannot be done with the record now: open it anew and see where it stands.")
        yield Problem(message, "status")
    if action.explained and not reason.strip():
        yield Problem(N_("A reason is needed: write in a sentence why."), "reason")
    if action.replaceable and replaced_by:
        successor = _successor(replaced_by, corpus)
        if successor is None or replaced_by == record.id:
            message = N_("“{given}” is no published record that could take its place: choose another one.")
            yield Problem(message, "replaced_by", {"given": replaced_by})


def _successor(record_id: str, corpus: Corpus) -> Record | None:
    """The record, if readers see it."""
    try:
        record = corpus.read(record_id).record
    except (Invalid, RecordNotFound):
        return None
    return record if record.is_published else None


def vanished(old: Vocabularies, new: Vocabularies) -> Iterator[Problem]:
    """Concepts that a change of the vocabularies would make unknown: ids are for ever.

    A theme that was merged into another stays known by that.
    """
    message = N_("“{given}” would vanish from {file}: leave it there, for addresses and records name it.")
    for name in ("themes", "places", "kinds"):
        left = {concept.id for concept in getattr(new, name)}
        for concept in getattr(old, name):
            if concept.id not in left and not new.themes.successor(concept.id):
                yield Problem(message, name, {"given": concept.id, "file": f"{name}.yaml"})
