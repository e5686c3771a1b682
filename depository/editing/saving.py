"""What every change of records goes through: revision compared, problems told, written, made searchable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from depository import recordfile
from depository.corpus import Corpus, Known, Stored
from depository.editing.acceptance import file_of, problems_of
from depository.editing.authors import Author, NotAllowed, may_edit
from depository.editing.history import History, Step, Turn
from depository.editing.indexes import ALL, Indexes
from depository.errors import N_, DepositoryError, Invalid, Problem, RecordNotFound
from depository.record import Record, Status
from depository.service import Depository
from depository.vocabulary import Vocabularies
from depository.wellformed import dead_ends


@dataclass(frozen=True, slots=True)
class Saved:
    """A record as it was saved. `step` has no id where the history could not keep it; `warnings` are
    links of a draft that lead nowhere; what is not `searchable` at once will be after the next refresh."""

    record: Record
    revision: str
    step: Step | None
    searchable: bool
    warnings: tuple[Problem, ...] = ()


class Conflict(DepositoryError):
    """Somebody saved the record since the editor began: theirs is there now, mine is not; `base` is what
    both grew from, where it is known."""

    def __init__(self, mine: Record, theirs: Stored, base: Record | None) -> None:
        self.mine = mine
        self.theirs = theirs
        self.base = base
        super().__init__(f"{mine.id!r} was changed meanwhile")


class Saving:
    """The ground `Desk` stands on: opens records, and takes what it makes of them to files and indexes."""

    def __init__(self, depository: Depository, history: History, unpublished: Depository) -> None:
        self.depository = depository
        self.history = history
        self.unpublished = unpublished
        unpublished.stand_beside(depository)
        self.indexes = Indexes(depository, unpublished)

    def open(self, record_id: str) -> Stored:
        """The record in whatever state; raises RecordNotFound, and Invalid where its file is broken."""
        return self.depository.corpus.read(record_id)

    def sender(self, record_id: str) -> str | None:
        """Who sent the record for review last."""
        sent = self.history.latest([record_id], "submit").get(record_id)
        return sent.author if sent else None

    def may_edit(self, author: Author, record: Record) -> bool:
        """Whether `author` may change the words of the record."""
        sender = None if author.has("librarian") else self.sender(record.id)
        return may_edit(author, record.status, sender)

    # ── for the use cases ──

    @property
    def _corpus(self) -> Corpus:
        return self.depository.corpus

    def _theirs(self, record: Record, base: str, author: Author) -> Stored:
        """The record as it is now, if it is still the one the author began with and may change."""
        try:
            theirs = self.open(record.id)
        except RecordNotFound as missing:
            message = N_("This record was taken away meanwhile: save yours as a new one.")
            raise Invalid([Problem(message, "id")]) from missing
        self._may(author, theirs.record)
        self._same(theirs, base, record)
        return theirs

    def _may(self, author: Author, record: Record) -> None:
        if not self.may_edit(author, record):
            raise NotAllowed(author, "edit")

    def _same(self, theirs: Stored, base: str, mine: Record) -> None:
        if theirs.revision == base:
            return
        text = self.history.of_revision(mine.id, base)
        try:
            grown_from = None if text is None else recordfile.parse(text)
        except Invalid:
            grown_from = None
        raise Conflict(mine, theirs, grown_from)

    def _is_broken(self, record_id: str) -> bool:
        try:
            self.open(record_id)
        except Invalid:
            return True
        except RecordNotFound:
            pass
        return False

    def _accept(
        self,
        records: Sequence[Record],
        problems: Iterable[Problem] = (),
        *,
        vocabularies: Vocabularies | None = None,
        named: bool = False,
    ) -> None:
        """Raise Invalid with `problems` and all those of the records, each naming its file if `named`."""
        found = list(problems)
        known = Known(self._corpus, (record.id for record in records))
        for record in records:
            of_one = problems_of(record, vocabularies or self.depository.vocabularies, known)
            found += [problem.at(file=file_of(record.id)) for problem in of_one] if named else of_one
        if found:
            raise Invalid(found)

    def _write(
        self,
        turn: Turn,
        records: Iterable[Record],
        author: Author,
        action: str,
        reason: str,
        texts: Mapping[str, str] | None = None,
    ) -> Step:
        files = {file_of(record.id): self._corpus.rendered(record) for record in records}
        return turn.change({**(texts or {}), **files}, author=author, action=action, reason=reason)

    def _saved(self, turn: Turn, record: Record, step: Step, states: Iterable[Status]) -> Saved:
        if turn.taken_in:
            searchable = self.indexes.refresh(ALL)
        else:
            searchable = self.indexes.refresh(states, only=[record.id])
        links = dead_ends(record, self.depository.vocabularies, Known(self._corpus))
        return Saved(record, self._corpus.read(record.id).revision, step, searchable, tuple(links))
