"""The desk: whatever changes records, one use case a method. Checked first, written, kept, then searchable.

Whoever changes a record names the revision they began with; if another one is there by now, nothing is
overwritten: a Conflict carries both and what they grew from. State and dates are the desk's to set, an
editor's record brings only the words. `contributor` authors may do less than `librarian` ones (see
`authors`, `workflow`); NotAllowed says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from depository import recordfile
from depository.corpus import Corpus, Known, Stored
from depository.editing import undoing
from depository.editing.acceptance import (
    brought_back,
    file_of,
    problems_of,
    problems_of_action,
    problems_of_new,
    vanished,
)
from depository.editing.authors import Author, NotAllowed, may_edit
from depository.editing.history import History, Step, Turn
from depository.editing.indexes import ALL, Indexes
from depository.editing.workflow import ACTIONS, PUBLIC, after
from depository.errors import N_, DepositoryError, Invalid, Problem, RecordNotFound
from depository.record import Record, Status
from depository.service import Depository
from depository.upkeep import Progress
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


class Desk:
    """Changes the records of `depository`.

    `unpublished` is a depository over the same corpus whose `states` are those of `shelves.DESK`: what is
    not published is found there, by `shelf`, and by readers nowhere.
    """

    def __init__(self, depository: Depository, history: History, unpublished: Depository) -> None:
        self.depository = depository
        self.history = history
        self.unpublished = unpublished
        unpublished.stand_beside(depository)
        self.indexes = Indexes(depository, unpublished)

    # ── looking ──

    def open(self, record_id: str) -> Stored:
        """The record in whatever state; raises RecordNotFound, and Invalid where its file is broken."""
        return self.depository.corpus.read(record_id)

    def shelf(self, status: Status) -> Depository:
        """All records of one state, to be searched as readers search what is published."""
        return self.indexes.shelf(status)

    def sender(self, record_id: str) -> str | None:
        """Who sent the record for review last."""
        sent = self.history.latest([record_id], "submit").get(record_id)
        return sent.author if sent else None

    def may_edit(self, author: Author, record: Record) -> bool:
        """Whether `author` may change the words of the record."""
        sender = None if author.has("librarian") else self.sender(record.id)
        return may_edit(author, record.status, sender)

    # ── one record ──

    def save(self, record: Record, *, base: str | None, author: Author, reason: str = "") -> Saved:
        """Write the words of a record: a new draft, or in place of the revision `base`.

        Raises Invalid with every problem, Conflict, and NotAllowed.
        """
        with self.history.turn() as turn:
            theirs = None if base is None else self._theirs(record, base, author)
            kept = _standing_as(record, theirs.record) if theirs else _new(record, "draft")
            self._accept([kept], () if theirs else problems_of_new([record], self._corpus))
            if theirs and _at(theirs.record.updated, kept) == theirs.record:
                return Saved(theirs.record, theirs.revision, None, True)
            kept = _at(date.today(), kept)
            step = self._write(turn, [kept], author, "edit" if theirs else "create", reason)
        return self._saved(turn, kept, step, {kept.status})

    def act(
        self,
        record_id: str,
        action: str,
        *,
        base: str,
        author: Author,
        reason: str = "",
        replaced_by: str | None = None,
    ) -> Saved:
        """Take a step of the workflow with the revision `base` of a record.

        Raises Invalid with every problem, Conflict, NotAllowed, and RecordNotFound.
        """
        chosen = ACTIONS[action]
        if not author.has(chosen.role):
            raise NotAllowed(author, action)
        with self.history.turn() as turn:
            theirs = self.open(record_id)
            now = after(theirs.record, chosen, reason=reason, replaced_by=replaced_by)
            self._same(theirs, base, now)
            problems = problems_of_action(theirs.record, chosen, reason, replaced_by, self._corpus)
            self._accept([now] if chosen.target in ("review", "published") else [], problems)
            if now.status in PUBLIC:
                now = _at(date.today(), now)
                if theirs.record.status not in PUBLIC:  # it is new to readers
                    now = now.model_copy(update={"added": date.today()})
            step = self._write(turn, [now], author, action, reason)
        return self._saved(turn, now, step, {now.status, theirs.record.status})

    def restore(
        self, record_id: str, step_id: str, *, base: str | None, author: Author, reason: str = ""
    ) -> Saved:
        """The words of the record as they were at a step; its state stays. No step where they are the same.

        `base` is None where there is no such record now, or its file is broken. Raises Invalid with
        every problem, Conflict, NotAllowed, and RecordNotFound.
        """
        with self.history.turn() as turn:
            text = self.history.version(record_id, step_id)
            if text is None:
                raise RecordNotFound(record_id)
            former = brought_back(text, file_of(record_id), self.depository.vocabularies.themes)
            if base is None:
                self._may(author, former)
                kept, problems = (
                    former,
                    [] if self._is_broken(record_id) else problems_of_new([former], self._corpus),
                )
            else:
                theirs = self._theirs(former, base, author)
                kept, problems = _standing_as(former, theirs.record), []
                if kept == theirs.record:
                    return Saved(theirs.record, theirs.revision, None, True)
            kept = _at(date.today(), kept)
            self._accept([kept], problems)
            step = self._write(turn, [kept], author, "revert", reason)
        return self._saved(turn, kept, step, {kept.status})

    def discard(self, record_id: str, *, base: str, author: Author, reason: str = "") -> Step:
        """Take a draft away that readers never saw; its versions are kept."""
        with self.history.turn() as turn:
            theirs = self.open(record_id)
            self._may(author, theirs.record)
            self._same(theirs, base, theirs.record)
            if theirs.record.status != "draft":
                message = N_("Only a draft can be taken away: withdraw a published record instead.")
                raise Invalid([Problem(message, "status")])
            step = turn.change({file_of(record_id): None}, author=author, action="discard", reason=reason)
        self.indexes.refresh({"draft"}, only=[record_id])
        return step

    # ── many records ──

    def add_all(
        self,
        records: Iterable[Record],
        *,
        author: Author,
        reason: str,
        publish: bool = False,
        progress: Progress | None = None,
    ) -> Step:
        """New records in one step, all or none, as drafts or published at once.

        Raises Invalid with every problem of every record, each naming its file, and NotAllowed.
        """
        if publish and not author.has("librarian"):
            raise NotAllowed(author, "publish")
        status: Status = "published" if publish else "draft"
        added = [_at(date.today(), _new(record, status)) for record in records]
        with self.history.turn() as turn:
            self._accept(added, problems_of_new(added, self._corpus), named=True)
            step = self._write(turn, added, author, "import", reason)
        self.indexes.refresh({status}, progress)
        return step

    def change_all(
        self,
        records: Iterable[Record],
        vocabularies: Mapping[str, str],
        *,
        author: Author,
        action: str,
        reason: str = "",
        bases: Mapping[str, str] | None = None,
    ) -> Step:
        """Texts of vocabularies, by name, and the records that follow them, in one step.

        `bases` are the revisions the records were made from. Raises Invalid with every problem of every
        file, Conflict, NotAllowed, and RecordNotFound.
        """
        if not author.has("librarian"):
            raise NotAllowed(author, action)
        with self.history.turn() as turn:
            kept = []
            for record in records:
                theirs = self.open(record.id)
                self._same(theirs, (bases or {}).get(record.id, theirs.revision), record)
                kept.append(_at(date.today(), _standing_as(record, theirs.record)))
            wanted = self._corpus.vocabularies(instead=vocabularies)
            gone = vanished(self._corpus.vocabularies(), wanted)
            self._accept(kept, gone, vocabularies=wanted, named=True)
            texts = {f"vocabularies/{name}.yaml": text for name, text in vocabularies.items()}
            step = self._write(turn, kept, author, action, reason, texts)
        self.indexes.refresh(ALL)
        return step

    def undo(
        self, step_id: str, *, author: Author, reason: str = "", told: str = "", rest: bool = False
    ) -> Step:
        """Take a whole step back, and keep that as a step: what it added vanishes, what it changed is as
        before. Records readers saw are withdrawn, with `reason` or else with what readers are `told`.

        Raises Invalid naming every file that was changed since, unless the `rest` of them is wanted.
        """
        if not author.has("librarian"):
            raise NotAllowed(author, "undo")
        with self.history.turn() as turn:
            texts = undoing.texts_before(
                step_id, self.history, self.depository, self.unpublished, reason.strip() or told, rest=rest
            )
            step = turn.change(texts, author=author, action="undo", reason=reason)
        self.indexes.refresh(ALL)
        return step

    # ── what all of them need ──

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


def _new(record: Record, status: Status) -> Record:
    """A record that is there for the first time."""
    return record.model_copy(
        update={"status": status, "reason": None, "replaced_by": None, "added": date.today()}
    )


def _standing_as(record: Record, present: Record) -> Record:
    """The words of `record`, in the state and of the age that `present` has."""
    names = ("status", "reason", "replaced_by", "added", "updated")
    return record.model_copy(update={name: getattr(present, name) for name in names})


def _at(day: date | None, record: Record) -> Record:
    return record.model_copy(update={"updated": day})
