"""A record's file mended as plain text: the way in where it is too broken to be a record."""

from __future__ import annotations

from depository import recordfile
from depository.corpus import MAX_BYTES, Corpus, Known, read_text, revision_of
from depository.editing.acceptance import file_of, problems_of
from depository.editing.authors import Author, NotAllowed
from depository.editing.desk import Desk
from depository.editing.indexes import ALL
from depository.editing.steps import Step
from depository.errors import N_, DepositoryError, Invalid, Problem, RecordNotFound


class Overtaken(DepositoryError):
    """Somebody changed the file since it was opened: this is what it is now."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__("the file was changed meanwhile")


def text_of(record_id: str, corpus: Corpus) -> str:
    """The file as it stands; bytes that are no UTF-8 are replaced, so that it can be looked at.

    Raises RecordNotFound, and Invalid where it is too large to be a record.
    """
    path = corpus.path(record_id)
    if not path.is_file():
        raise RecordNotFound(record_id)
    if path.stat().st_size > MAX_BYTES:
        return read_text(path, file=file_of(record_id))
    return path.read_bytes().decode("utf-8-sig", errors="replace")


def problems_at(record_id: str, corpus: Corpus) -> list[Problem]:
    """What is wrong with the file, each at its line."""
    return corpus.problems_at(corpus.path(record_id), corpus.vocabularies(), Known(corpus))


def mend(record_id: str, text: str, *, base: str, author: Author, desk: Desk, reason: str = "") -> Step:
    """Put `text` in the place of the file that had the revision `base`.

    Raises Invalid with every problem at its line, Overtaken, NotAllowed, and RecordNotFound.
    """
    if not author.has("librarian"):
        raise NotAllowed(author, "edit")
    corpus, file = desk.depository.corpus, file_of(record_id)
    with desk.history.turn() as turn:
        theirs = text_of(record_id, corpus)
        if revision_of(theirs) != base:
            raise Overtaken(theirs)
        record = recordfile.parse(text, file=file)
        problems = problems_of(record, corpus.vocabularies(), Known(corpus))
        if record.id != record_id:
            message = N_("The id must be the name of the file without .md: “{expected}”.")
            problems.append(Problem(message, "id", {"expected": record_id}))
        if problems:
            raise Invalid([recordfile.located(problem, text, file) for problem in problems])
        step = turn.change({file: text}, author=author, action="mend", reason=reason)
    desk.indexes.refresh(ALL, only=[record_id])
    return step
