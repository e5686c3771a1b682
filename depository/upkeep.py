"""The index kept in step with the corpus: what changed is read, checked, made an entry and put in.

A large collection is built in shares, each in a process of its own where the engine can do that.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from depository import manifest
from depository.corpus import Corpus, FileState, Known
from depository.engine import Engine, Entry
from depository.errors import Invalid, Problem, RecordNotFound
from depository.language import Language
from depository.record import Status
from depository.shelves import filed
from depository.vocabulary import Vocabularies
from depository.wellformed import dead_ends, problems_in

Progress = Callable[[int, int], None]

# So many records changed at once are cheaper to build anew, beside the live index.
_REBUILD_SHARE = 0.5
# After so many records it is noted how far a rebuild has come.
_NOTED = 500
# A share smaller than this is read sooner than a process for it starts.
_SMALLEST_SHARE = 500
# So many records are taken at a time by who has none left.
_TAKEN = 20


@dataclass(frozen=True, slots=True)
class Refresh:
    """What a refresh did, in numbers of records, and the problems of records left out."""

    indexed: int
    removed: int
    unchanged: int
    problems: tuple[Problem, ...] = ()


@dataclass
class _Outcome:
    """What became of the records of a share: their revisions, and the problems met."""

    revisions: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class Upkeep:
    """One corpus, one engine, and the language between them."""

    def __init__(
        self,
        corpus: Corpus,
        engine: Engine,
        language: Language,
        vocabularies: Vocabularies,
        path: Path,
        states: Collection[Status],
        elsewhere: Path | None = None,
    ) -> None:
        self._corpus = corpus
        self._engine = engine
        self._language = language
        self._vocabularies = vocabularies
        self._path = path
        self._states = states
        # The manifest of the index that has the other records: what is entered there need not be read here.
        self._elsewhere = elsewhere

    @property
    def is_stale(self) -> bool:
        """Whether there is no index, or one made with another fingerprint of the language."""
        revisions = self._engine.revisions()
        return not revisions or not next(iter(revisions.values())).endswith(self._language.fingerprint)

    def refresh_some(self, ids: Collection[str]) -> Refresh:
        """Bring these records up to date and look at no other: what a save costs is the same in a large
        collection as in a small one."""
        states = {record_id: self._state(record_id) for record_id in ids}
        outcome = _Outcome()
        entries = [self.entry(record_id, Known(self._corpus), outcome) for record_id in states]
        self._engine.put([entry for entry in entries if entry is not None])
        entered = {entry.id for entry in entries if entry is not None}
        indexed = self._engine.revisions()
        gone = [record_id for record_id in ids if record_id not in entered and record_id in indexed]
        if gone:
            self._engine.remove(gone)
        manifest.add(
            self._path,
            {
                record_id: manifest.Known(state, revision)
                if state and (revision := outcome.revisions.get(record_id))
                else None
                for record_id, state in states.items()
            },
        )
        return Refresh(len(entered), len(gone), 0, tuple(outcome.problems))

    def _state(self, record_id: str) -> FileState | None:
        try:
            status = self._corpus.path(record_id).stat()
        except (FileNotFoundError, RecordNotFound):
            return None
        return FileState(status.st_size, status.st_mtime_ns)

    def refresh(self, *, rebuild: bool, progress: Progress | None) -> Refresh:
        """See `depository.service.Depository.refresh`."""
        # Before the files: what another process enters meanwhile is not to be taken out again.
        indexed = {} if rebuild else dict(self._engine.revisions().items())
        states = self._corpus.states()
        before = {} if rebuild else manifest.load(self._path)
        kept = {
            record_id: row
            for record_id, row in before.items()
            if states.get(record_id) == row.state and self._is_current(row.revision, indexed.get(record_id))
        }
        if self._elsewhere is not None:
            kept |= self._entered_elsewhere(self._elsewhere, states, states.keys() - kept.keys())
        changed = sorted(set(states) - set(kept))
        anew = rebuild or not self._worth_adding_to(kept, changed)
        left: dict[str, manifest.Known] = {}
        past: set[str] = set()
        if anew:  # in place of everything: what is entered already must be entered once more
            left, past = ({}, past) if rebuild else self._left(states)
            kept = {record_id: row for record_id, row in kept.items() if row.revision.startswith("-")} | left
            changed = sorted(set(states) - set(kept))
        outcome = self._build(changed, states, progress, anew=anew, go_on=bool(left))
        now = {**kept, **{i: manifest.Known(states[i], rev) for i, rev in outcome.revisions.items()}}
        wanted = {record_id for record_id, row in now.items() if not row.revision.startswith("-")}
        gone = [record_id for record_id in indexed if record_id not in wanted]
        if out := sorted(past - wanted) if anew else gone:
            self._engine.remove(out)
        if now != before:
            manifest.save(self._path, now)
        entered = sum(not revision.startswith("-") for revision in outcome.revisions.values())
        return Refresh(entered, len(gone), len(kept), tuple(outcome.problems))

    def _left(self, states: Mapping[str, FileState]) -> tuple[dict[str, manifest.Known], set[str]]:
        """What an interrupted rebuild has entered: what is as it was then, and ids of all else."""
        unfinished = self._engine.unfinished()
        notes = self._begun() if unfinished else []
        left = {
            record_id: row
            for path in notes
            for record_id, row in manifest.load(path).items()
            if states.get(record_id) == row.state
            and self._is_current(row.revision, unfinished.get(record_id))
        }
        return left, set(unfinished) - set(left) if left else set()

    def _begun(self) -> list[Path]:
        """What a rebuild notes as it goes, a file a share."""
        return sorted(self._path.parent.glob(f"begun-*-{self._path.name}"))

    def _entered_elsewhere(
        self, path: Path, states: Mapping[str, FileState], ids: Collection[str]
    ) -> dict[str, manifest.Known]:
        """Those of `ids` whose files are in the other index as they are, to be left out of this one."""
        fingerprint = self._language.fingerprint
        entered = manifest.load(path) if ids else {}
        return {
            record_id: manifest.Known(row.state, f"-{fingerprint}")
            for record_id in ids
            if (row := entered.get(record_id)) is not None
            and states[record_id] == row.state
            and row.revision.endswith(fingerprint)
            and not row.revision.startswith("-")
        }

    def _is_current(self, revision: str, indexed: str | None) -> bool:
        """Whether a file that did not change is in the index as it should be: entered, or left out."""
        left_out = f"-{self._language.fingerprint}"
        if revision == left_out:
            return indexed is None
        return revision == indexed and revision.endswith(self._language.fingerprint)

    def _worth_adding_to(self, kept: Collection[str], changed: Collection[str]) -> bool:
        """Whether so much is kept that the live index is worth adding to."""
        return len(changed) <= _REBUILD_SHARE * (len(kept) + len(changed))

    def _build(
        self,
        ids: Sequence[str],
        states: Mapping[str, FileState],
        progress: Progress | None,
        *,
        anew: bool,
        go_on: bool,
    ) -> _Outcome:
        """Enter the records `ids`, into the live index, in place of it, or into one that was begun."""
        if not ids and not anew:
            return _Outcome()
        count = max(1, min(_processors(), len(ids) // _SMALLEST_SHARE)) if anew else 1
        taken, counter = multiprocessing.Value("q", 0), multiprocessing.Value("q", 0)
        noted = self._begun()

        def tick() -> None:
            if progress is not None:
                progress(counter.value, len(ids))

        with tempfile.TemporaryDirectory() as folder:
            shares = [
                _Share(self, ids, states, Path(folder) / str(number), taken, counter, tick)
                for number in range(count)
            ]
            if anew:
                for number, share in enumerate(shares):
                    place = len(noted) + number if go_on else number
                    share.notes = self._path.with_name(f"begun-{place}-{self._path.name}")
                if not go_on:
                    _remove(noted)
                self._engine.rebuild(shares, tick, go_on=go_on)
                _remove(self._begun())
            else:
                self._engine.put(shares[0])
            tick()
            outcome = _Outcome()
            for share in shares:
                part = share.outcome()
                outcome.revisions |= part.revisions
                outcome.problems += part.problems
        return outcome

    def entry(self, record_id: str, known: Collection[str], outcome: _Outcome) -> Entry | None:
        """The entry of a record that belongs here and has no problems; what became of it is added to
        `outcome`."""
        try:
            record, digest = self._corpus.read(record_id)
        except RecordNotFound:
            return None
        except Invalid:
            outcome.problems += self._corpus.problems_at(
                self._corpus.path(record_id), self._vocabularies, known
            )
            return None
        problems = problems_in(record, self._vocabularies)
        if problems or dead_ends(record, self._vocabularies, known):
            path = self._corpus.path(record_id)
            outcome.problems += self._corpus.problems_at(path, self._vocabularies, known)
        if problems:
            return None
        fingerprint = self._language.fingerprint
        belongs = record.status in self._states
        revision = f"{digest}.{fingerprint}" if belongs else f"-{fingerprint}"
        outcome.revisions[record_id] = revision
        if not belongs:
            return None
        entry = self._language.entry(record, revision)
        return filed(entry, record.status) if len(self._states) > 1 else entry


class _Share:
    """Those of the records to enter that no other share has taken. What became of them is left in a file:
    another process may do it.

    `notes` is where a row is added for each, so that somebody else may go on from here.
    """

    notes: Path | None = None

    def __init__(
        self,
        upkeep: Upkeep,
        ids: Sequence[str],
        states: Mapping[str, FileState],
        path: Path,
        taken: Synchronized[int],
        counter: Synchronized[int],
        tick: Callable[[], None],
    ) -> None:
        self._upkeep = upkeep
        self._ids = ids
        self._states = states
        self._path = path
        self._taken = taken
        self._counter = counter
        self._tick = tick
        self._home = os.getpid()

    def __iter__(self) -> Iterator[Entry]:
        outcome = _Outcome()
        since_note: list[str] = []
        for record_id in self._take():
            entry = self._upkeep.entry(record_id, self._states.keys(), outcome)
            if entry is not None:
                yield entry
            with self._counter.get_lock():
                self._counter.value += 1
            since_note.append(record_id)
            if len(since_note) == _NOTED:
                self._note(outcome, since_note)
                since_note.clear()
            if os.getpid() == self._home:  # a process apart has nobody to tell
                self._tick()
        self._path.write_bytes(pickle.dumps(outcome))

    def _take(self) -> Iterator[str]:
        """Records that nobody has taken: shares end together, however busy the processors are with others."""
        first = 0
        while first < len(self._ids):
            with self._taken.get_lock():
                first = self._taken.value
                self._taken.value += _TAKEN
            yield from self._ids[first : first + _TAKEN]

    def _note(self, outcome: _Outcome, ids: Sequence[str]) -> None:
        revisions = outcome.revisions
        if self.notes is not None:
            rows = {i: manifest.Known(self._states[i], revisions[i]) for i in ids if i in revisions}
            manifest.add(self.notes, rows)

    def outcome(self) -> _Outcome:
        found: _Outcome = pickle.loads(self._path.read_bytes())
        return found


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
