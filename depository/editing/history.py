"""What was before: every change of the corpus as a step, with author and reason, and every version of a file.

The files are the truth. The repository follows them: what was changed outside the desk is taken in as a
step of its own, and a repository that is missing or broken is laid aside and begun anew; it never keeps
anybody from saving. One process at a time changes anything: the only home of filelock.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import TypeVar

from filelock import FileLock, Timeout

from depository.corpus import Corpus, revision_of
from depository.editing.commits import Broken, Commits
from depository.editing.steps import Changes, Step, Steps
from depository.editing.turn import HistoryBusy, Turn

__all__ = ["History", "HistoryBusy", "Step", "Turn"]

T = TypeVar("T")
_log = logging.getLogger(__name__)
# After so many turns it is looked whether the repository is worth packing.
_BETWEEN = 20
# Seconds to wait for somebody else who saves.
_WAIT = 30.0


class History:
    """The versions of everything in the folder `corpus`, kept in the git repository `repository`.

    `wait` is how long, in seconds, somebody waits for others who save before HistoryBusy is raised.
    """

    def __init__(self, repository: Path, corpus: Path, *, wait: float = _WAIT) -> None:
        self._folder = repository
        self._corpus = Corpus(corpus)
        self._steps = Steps(repository.with_suffix(".sqlite"))
        self._lock_path, self._wait = repository.with_suffix(".lock"), wait
        # One for each process: a lock must not be carried over into a copy of its process.
        self._locks: dict[int, FileLock] = {}
        self._turns = 0

    # ── reading ──

    def steps(
        self,
        record_id: str | None = None,
        *,
        author: str | None = None,
        limit: int = 50,
        before: str | None = None,
    ) -> tuple[Step, ...]:
        """What was done, the newest first: all of it, or to one record or by one author.

        `before` is the id of a step: only older ones are given.
        """
        with suppress(HistoryBusy):  # then without what is being saved just now
            self.take_in()
        return self._asked(lambda steps: steps.all(record_id, author, limit=limit, before=before))

    def latest(self, record_ids: Iterable[str], action: str | None = None) -> dict[str, Step]:
        """The last step of each of these records, or the last that was such an action.

        Changes outside the desk count from when they are taken in: with the next step, or by `steps`.
        """
        ids = tuple(record_ids)
        return self._asked(lambda steps: steps.latest(ids, action))

    def step(self, step_id: str) -> Step | None:
        """One step by its id."""
        return self._asked(lambda steps: steps.step(step_id))

    def version(self, record_id: str, step_id: str) -> str | None:
        """The text of the record's file at that step; None where it was not there, or was lost."""
        return self._text(self._asked(lambda steps: steps.content(f"records/{record_id}.md", step_id)))

    def contents(self, step_id: str, *, before: bool = False) -> dict[str, str | None]:
        """The text of every file a step touched, as the step left it or as it was right before."""

        def asked(steps: Steps) -> Changes:
            changes = steps.changes(step_id)
            return (
                {file: steps.content(file, step_id, before=True) for file in changes} if before else changes
            )

        changes = self._asked(asked)
        return {file: self._text(content) for file, content in changes.items()}

    def data(self, file: str, step_id: str, *, before: bool = False) -> bytes | None:
        """One file as it was at a step, or right before it, byte for byte; None where it was not there.

        Raises KeyError where that was lost.
        """
        content = self._asked(lambda steps: steps.content(file, step_id, before=before))
        if content is None:
            return None
        with Commits(self._folder) as commits:
            found = commits.content(content)
        if found is None:
            raise KeyError(file)
        return found

    def changed_since(self, step_id: str) -> tuple[str, ...]:
        """Those files of a step that are not as it left them; to be asked within a turn."""
        seen = self._steps.seen()
        return tuple(
            file
            for file, content in self._steps.changes(step_id).items()
            if (seen[file].content if file in seen else None) != content
        )

    def of_revision(self, record_id: str, revision: str) -> str | None:
        """The text of the version a revision (of `Corpus.read`) names; None where it was never kept."""
        contents = self._asked(lambda steps: steps.contents(f"records/{record_id}.md"))
        texts = map(self._text, contents)
        return next((text for text in texts if text is not None and revision_of(text) == revision), None)

    def _asked(self, question: Callable[[Steps], T]) -> T:
        """What the table of steps answers; one that is damaged is made anew from the commits."""
        try:
            return question(self._steps)
        except sqlite3.DatabaseError as error:
            _log.warning("the table of steps is made anew: %s", error)
        with self.turn():
            self._steps.discard()
        self.take_in()
        return question(self._steps)

    def _text(self, content: str | None) -> str | None:
        if content is None:
            return None
        try:
            with Commits(self._folder) as commits:
                data = commits.content(content)
        except Broken:
            return None
        # A byte order mark is no part of a record; what is no text at all is shown as well as it can be.
        return None if data is None else data.decode("utf-8", "replace").removeprefix("\ufeff")

    # ── writing ──

    def take_in(self) -> Step | None:
        """What was changed in the files outside the desk, made a step of its own; None where nothing was."""
        with self.turn() as turn:
            return turn.taken_in

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """One's turn to change something: nobody else does meanwhile, and what was changed outside is
        taken in."""
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        lock = self._locks.setdefault(os.getpid(), FileLock(self._lock_path, timeout=self._wait))
        try:
            lock.acquire()
        except Timeout as timeout:
            raise HistoryBusy from timeout
        try:
            with ExitStack() as stack:
                turn = Turn(self._corpus, self._steps)
                try:
                    turn.begin(stack.enter_context(self._repository()))
                except (OSError, sqlite3.Error):
                    _log.exception("the history cannot be reached; what is saved will be taken in later")
                yield turn
        finally:
            lock.release()
        self._turns += 1
        if self._turns % _BETWEEN == 0 and self.is_loose:
            Thread(target=self.pack, name="history").start()

    # ── keeping it small ──

    @property
    def is_loose(self) -> bool:
        """Whether packing the repository is worth while."""
        try:
            with Commits(self._folder) as commits:
                return commits.is_loose
        except Broken:
            return False

    def pack(self) -> None:
        """Make the repository smaller, while others save; nothing where another process is at it already."""
        lock = FileLock(self._folder.with_suffix(".packing"), timeout=0)
        try:
            with lock, Commits(self._folder) as commits:
                commits.pack()
        except Timeout:
            return
        except (OSError, *Broken):
            _log.exception("the history could not be packed; it stays as it is")

    def _repository(self) -> Commits:
        """The repository, whole: where its last commits are broken it goes back to those that are not, and
        one that is broken altogether is laid aside, and a new one begins."""
        try:
            commits = self._opened()
        except Broken:
            return self._anew()
        try:
            commits.check()
            if commits.head is not None or not self._went_back(commits):
                return commits
        except Broken:
            if not self._went_back(commits):
                with commits:
                    pass
                return self._anew()
        return commits

    def _opened(self) -> Commits:
        try:
            return Commits(self._folder)
        except Broken:
            return Commits.configured(self._folder, self._corpus.folder)

    def _went_back(self, commits: Commits) -> bool:
        """Whether there was a step to go back to; what was saved since is taken in from the files."""
        try:
            found = commits.go_back(self._steps.ids())
        except sqlite3.DatabaseError:
            return False
        if found:
            _log.warning("the history was broken: it goes on from %s", commits.head)
        return found

    def _anew(self) -> Commits:
        if self._folder.exists():
            aside = self._folder.with_name(f"{self._folder.name}.broken-{time.time_ns()}")
            self._folder.rename(aside)
            _log.warning("the history %s was broken: it lies aside as %s", self._folder, aside.name)
        return Commits.make(self._folder, self._corpus.folder)
