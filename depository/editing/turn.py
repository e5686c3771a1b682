"""One's turn to change the corpus: what a crash broke off is finished first, what was changed outside the
desk is taken in; then files are written, and kept as one step."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from depository.corpus import Corpus, FileState
from depository.editing.authors import OUTSIDE, Author
from depository.editing.commits import Broken, Commits
from depository.editing.steps import Changes, Seen, Step, Steps
from depository.errors import N_, DepositoryError, Invalid, Problem

_log = logging.getLogger(__name__)
_KEPT = {"records": ".md", "vocabularies": ".yaml"}
# A file may change twice within one tick of the clock of the file system, unnoticed: one that was looked
# into within it is looked into again.
_TICK_NS = 20_000_000
_LOOK_AGAIN = -1
# What is larger is not kept. More than a record may have: what somebody put into it by mistake is kept too.
_LARGEST = 20_000_000
# Files read at a time when a whole corpus is taken in.
_BATCH = 1000


class HistoryBusy(DepositoryError):
    """Somebody else is changing the same, or kept saving for longer than we were willing to wait."""


class Turn:
    """The time in which one process alone changes the corpus."""

    def __init__(self, corpus: Corpus, steps: Steps) -> None:
        self._corpus = corpus
        self._steps = steps
        self._commits: Commits | None = None
        self.taken_in: Step | None = None

    def begin(self, commits: Commits) -> None:
        """Finish what a crash broke off, and take in what was changed outside."""
        self._complete(commits)
        try:
            self._look(commits)
        except sqlite3.DatabaseError as error:
            _log.warning("the table of steps is made anew: %s", error)
            self._steps.discard()
            self._look(commits)
        self._commits = commits

    def _look(self, commits: Commits) -> None:
        self._catch_up(commits)
        self.taken_in = self._take_in(commits) or self.taken_in

    def change(
        self, texts: Mapping[str, str | None], *, author: Author, action: str, reason: str = ""
    ) -> Step:
        """Write these files, all of them or none, and keep it as one step; None takes a file away.

        The step has no id where it could not be kept: the files are written all the same, and taken in
        later. After a crash in between, they are written to the end the next time.
        """
        contents = {file: None if text is None else text.encode() for file, text in texts.items()}
        self._refuse_unkept(contents)
        described = _described(contents, author, action, reason)
        planned = self._plan(contents, described)
        try:
            self._corpus.write(texts)
        except BaseException:
            # What could not be put back as it was is written to the end the next time.
            if planned and self._commits and self._are_as_before(contents):
                with suppress(OSError):
                    self._commits.announce(None)
            raise
        if planned:
            self._finish(*planned)
        return planned[0] if planned else described

    def _plan(self, contents: Mapping[str, bytes | None], described: Step) -> tuple[Step, Changes] | None:
        """The commit, written but not yet the last one."""
        if self._commits is None:
            return None
        try:
            changes = self._commits.keep(contents)
            planned = self._commits.write(changes, described)
            self._commits.announce(planned.id)
        except OSError:
            _log.exception("the history cannot be written; what is saved will be taken in later")
            return None
        return planned, changes

    def _finish(self, planned: Step, changes: Changes) -> None:
        """Make the planned commit the last one. Where that fails, the next turn does it."""
        assert self._commits is not None
        seen = {
            file: Seen(self._state(file), content) if content else None for file, content in changes.items()
        }
        try:
            self._commits.advance(planned.id)
            self._commits.announce(None)
            self._steps.add([(planned, changes)], seen)
        except (OSError, sqlite3.Error):
            _log.exception("the history could not be finished; the next step does it")

    def _refuse_unkept(self, files: Iterable[str]) -> None:
        """Never write over what no version holds: a file that changed this very moment, or a giant."""
        giants = [file for file in files if self._size(file) > _LARGEST]
        if giants:
            message = N_(
                "“{given}” is larger than {limit} MB, and no earlier text of it is kept: move it away."
            )
            values = {"limit": _LARGEST // 1_000_000}
            raise Invalid([Problem(message, "", {"given": file, **values}, file) for file in giants])
        if self._commits is not None and not self._are_as_before(files):
            raise HistoryBusy

    def _are_as_before(self, files: Iterable[str]) -> bool:
        seen = self._steps.seen()
        return all(self._content(file) == (seen[file].content if file in seen else None) for file in files)

    def _complete(self, commits: Commits) -> None:
        """Write to the end what a crash broke off; a file somebody changed since is left as it is."""
        pending = commits.pending
        if pending is None:
            return
        self._corpus.sweep()
        head = commits.head
        try:
            if pending != head and commits.parent(pending) == head:
                self._corpus.write(self._unwritten(commits, pending, head))
                commits.advance(pending)
        except Broken:
            _log.warning("what a crash broke off was lost in part: the files stay as they are")
        commits.announce(None)

    def _unwritten(self, commits: Commits, pending: str, head: str | None) -> dict[str, str | None]:
        """The files a crash kept from being written; one that somebody changed since is left as it is."""
        before, after = commits.files(head) if head else {}, commits.files(pending)
        texts: dict[str, str | None] = {}
        for file in sorted({file for file, _ in before.items() ^ after.items()}):
            if self._content(file) != before.get(file):
                continue
            data = commits.content(after[file]) if file in after else None
            if data is None and file in after:
                raise KeyError(file)
            texts[file] = None if data is None else data.decode()
        return texts

    def _catch_up(self, commits: Commits) -> None:
        """Bring the table to where the commits are."""
        last, head = self._steps.last, commits.head
        if last == head:
            return
        found = list(commits.since(last))
        if last is not None and (not found or commits.parent(found[-1][0].id) != last):
            self._steps.discard()  # another history than the one it was made from
            found = list(commits.since(None))
        seen: dict[str, Seen | None] = {}
        for _, changes in reversed(found):
            for file, content in changes.items():
                seen[file] = Seen(FileState(0, _LOOK_AGAIN), content) if content else None
        self._steps.add(reversed(found), seen)

    def _take_in(self, commits: Commits) -> Step | None:
        """The files as they are now, where they differ from the last step."""
        seen, states = self._steps.seen(), self._states()
        unsure = [file for file, state in states.items() if file not in seen or seen[file].state != state]
        changes: dict[str, str | None] = {file: None for file in seen if file not in states}
        fresh: dict[str, Seen | None] = {file: None for file in changes}
        for start in range(0, len(unsure), _BATCH):
            read = {file: self._read(file) for file in unsure[start : start + _BATCH]}
            batch = {file: data for file, data in read.items() if data is not None}
            ids = {file: Commits.name_of(data) for file, data in batch.items()}
            fresh |= {file: Seen(_ripe(states[file]), content) for file, content in ids.items()}
            new = {file for file, content in ids.items() if file not in seen or seen[file].content != content}
            changes |= commits.keep({file: batch[file] for file in new})
        if not changes:
            if fresh:
                self._steps.see(fresh)
            return None
        step = commits.write(changes, _described(changes, Author(OUTSIDE), OUTSIDE, ""))
        commits.advance(step.id)
        self._steps.add([(step, changes)], fresh)
        return step

    # ── the files ──

    def _states(self) -> dict[str, FileState]:
        """Size and time of every file whose versions are kept; one beyond all measure is none, and so is one
        whose name is no text."""
        found = {}
        for folder, ending in _KEPT.items():
            path = self._corpus.folder / folder
            for entry in os.scandir(path) if path.is_dir() else ():
                if not entry.name.endswith(ending) or entry.name.startswith("."):
                    continue
                if entry.is_file() and _told(entry.name) == entry.name:
                    status = entry.stat()
                    if status.st_size <= _LARGEST:
                        found[f"{folder}/{entry.name}"] = FileState(status.st_size, status.st_mtime_ns)
        return found

    def _state(self, file: str) -> FileState:
        status = (self._corpus.folder / file).stat()
        return _ripe(FileState(status.st_size, status.st_mtime_ns))

    def _size(self, file: str) -> int:
        path = self._corpus.folder / file
        return path.stat().st_size if path.is_file() else 0

    def _read(self, file: str) -> bytes | None:
        try:
            return (self._corpus.folder / file).read_bytes()
        except FileNotFoundError:
            return None

    def _content(self, file: str) -> str | None:
        data = self._read(file)
        return None if data is None else Commits.name_of(data)


def _ripe(state: FileState) -> FileState:
    """`state`, unless the file is so young that it may change again and look the same."""
    young = time.time_ns() - state.modified < _TICK_NS
    return FileState(state.size, _LOOK_AGAIN) if young else state


def _described(files: Mapping[str, object], author: Author, action: str, reason: str) -> Step:
    """A step that has no id yet."""
    names = tuple(sorted(files))
    records = tuple(Path(name).stem for name in names if name.startswith("records/"))
    who, shown, why = map(_told, (author.name, author.shown, reason))
    return Step("", datetime.now(UTC), who, action, why, records, names, shown)


def _told(text: str) -> str:
    """`text` without what no file of text can hold, such as bytes in a name that are no letters."""
    return text.encode("utf-8", "replace").decode()
