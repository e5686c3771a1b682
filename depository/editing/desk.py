"""The desk: whatever changes records, one use case a method. Checked first, written, kept, then searchable.

Whoever changes a record names the revision they began with; if another one is there by now, nothing is
overwritten: a Conflict carries both and what they grew from. State and dates are the desk's to set, an
editor's record brings only the words. `contributor` authors may do less than `librarian` ones (see
`authors`, `workflow`); NotAllowed says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from depository.editing import undoing
from depository.editing.acceptance import (
    brought_back,
    file_of,
    problems_of_action,
    problems_of_new,
    vanished,
)
from depository.editing.authors import Author, NotAllowed
from depository.editing.history import Step
from depository.editing.indexes import ALL
from depository.editing.saving import Saved, Saving
from depository.editing.workflow import ACTIONS, PUBLIC, Action, after, standing_as
from depository.errors import N_, Invalid, Problem, RecordNotFound
from depository.record import Record, Status
from depository.service import Depository
from depository.upkeep import Progress

# Who sends a record there shall hear what it lacks.
_CHECKED: frozenset[Status] = frozenset({"review", "published"})


class Desk(Saving):
    """Changes the records of `depository`.

    `unpublished` is a depository over the same corpus whose `states` are those of `shelves.DESK`: what is
    not published is found there, by `shelf`, and by readers nowhere.
    """

    # ── looking ──

    def shelf(self, status: Status) -> Depository:
        """All records of one state, to be searched as readers search what is published."""
        return self.indexes.shelf(status)

    # ── one record ──

    def save(self, record: Record, *, base: str | None, author: Author, reason: str = "") -> Saved:
        """Write the words of a record: a new draft, or in place of the revision `base`.

        Raises Invalid with every problem, Conflict, and NotAllowed.
        """
        with self.history.turn() as turn:
            theirs = None if base is None else self._theirs(record, base, author)
            kept = standing_as(record, theirs.record) if theirs else _new(record, "draft")
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
        chosen = self._permitted(action, author)
        with self.history.turn() as turn:
            theirs = self.open(record_id)
            now = _taken(theirs.record, chosen, reason, replaced_by)
            self._same(theirs, base, now)
            problems = problems_of_action(theirs.record, chosen, reason, replaced_by, self._corpus)
            self._accept([now] if chosen.target in _CHECKED else [], problems)
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
                kept, problems = standing_as(former, theirs.record), []
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

    def act_all(self, bases: Mapping[str, str], action: str, *, author: Author, reason: str = "") -> Step:
        """One step of the workflow with many records, by id and revision: with all of them or none.

        Raises Invalid with every problem of every record, each naming its file, Conflict, NotAllowed, and
        RecordNotFound.
        """
        chosen = self._permitted(action, author)
        with self.history.turn() as turn:
            taken, problems, states = [], [], {chosen.target}
            for record_id, base in bases.items():
                theirs = self.open(record_id)
                now = _taken(theirs.record, chosen, reason)
                self._same(theirs, base, now)
                found = problems_of_action(theirs.record, chosen, reason, None, self._corpus)
                problems += [problem.at(file=file_of(record_id)) for problem in found]
                taken.append(now)
                states.add(theirs.record.status)
            self._accept(taken if chosen.target in _CHECKED else [], problems, named=True)
            step = self._write(turn, taken, author, action, reason)
        self.indexes.refresh(ALL if turn.taken_in else states)
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
                kept.append(_at(date.today(), standing_as(record, theirs.record)))
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
            step = turn.change(texts, author=author, action="undo", reason=reason.strip() or told)
        self.indexes.refresh(ALL)
        return step

    def _permitted(self, action: str, author: Author) -> Action:
        """The step of that name, if the author may take it; raises NotAllowed."""
        chosen = ACTIONS[action]
        if not author.has(chosen.role):
            raise NotAllowed(author, action)
        return chosen


def _new(record: Record, status: Status) -> Record:
    """A record that is there for the first time."""
    return record.model_copy(
        update={"status": status, "reason": None, "replaced_by": None, "added": date.today()}
    )


def _at(day: date | None, record: Record) -> Record:
    return record.model_copy(update={"updated": day})


def _taken(record: Record, action: Action, reason: str, replaced_by: str | None = None) -> Record:
    """The record once the step of the workflow is taken, with its dates."""
    now = after(record, action, reason=reason, replaced_by=replaced_by)
    if now.status in PUBLIC:
        now = _at(date.today(), now)
        if record.status not in PUBLIC:  # it is new to readers
            now = now.model_copy(update={"added": date.today()})
    return now
