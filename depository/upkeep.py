"""The index kept in step with the corpus: what changed is read, checked, made an entry and put in.

A large collection is built in shares, each in a process of its own where the engine can do that.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from depository import manifest
from depository.corpus import Corpus
from depository.engine import Engine, Entry
from depository.errors import Invalid, Problem, RecordNotFound
from depository.language import Language
from depository.vocabulary import Vocabularies
from depository.wellformed import dead_ends, problems_in

Progress = Callable[[int, int], None]

# So many records changed at once are cheaper to build anew, beside the live index.
_REBUILD_SHARE = 0.5
# A share smaller than this is read sooner than a process for it starts.
_SMALLEST_SHARE = 500


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
        self, corpus: Corpus, engine: Engine, language: Language, vocabularies: Vocabularies, path: Path
    ) -> None:
        self._corpus = corpus
        self._engine = engine
        self._language = language
        self._vocabularies = vocabularies
        self._path = path

    @property
    def is_stale(self) -> bool:
        """Whether there is no index, or one made with another fingerprint of the language."""
        revisions = self._engine.revisions()
        return not revisions or not next(iter(revisions.values())).endswith(self._language.fingerprint)

    def refresh(self, *, rebuild: bool, progress: Progress | None) -> Refresh:
        """See `depository.service.Depository.refresh`."""
        states = self._corpus.states()
        before = {} if rebuild else manifest.load(self._path)
        indexed = {} if rebuild else dict(self._engine.revisions())
        kept = {
            record_id: row
            for record_id, row in before.items()
            if states.get(record_id) == row.state and self._is_current(row.revision, indexed.get(record_id))
        }
        changed = sorted(set(states) - set(kept))
        outcome = self._build(
            changed, set(states), progress, anew=rebuild or not self._worth_adding_to(kept, changed)
        )
        now = {**kept, **{i: manifest.Known(states[i], rev) for i, rev in outcome.revisions.items()}}
        wanted = {record_id for record_id, row in now.items() if not row.revision.startswith("-")}
        gone = [record_id for record_id in self._engine.revisions() if record_id not in wanted]
        if gone:
            self._engine.remove(gone)
        if now != before:
            manifest.save(self._path, now)
        entered = sum(not revision.startswith("-") for revision in outcome.revisions.values())
        removed = sum(record_id in indexed for record_id in gone)
        return Refresh(entered, removed, len(kept), tuple(outcome.problems))

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
        self, ids: Sequence[str], known: set[str], progress: Progress | None, *, anew: bool
    ) -> _Outcome:
        """Enter the records `ids`, into the live index or in place of it."""
        if not ids and not anew:
            return _Outcome()
        count = max(1, min(_processors(), len(ids) // _SMALLEST_SHARE)) if anew else 1
        counter = multiprocessing.Value("q", 0)

        def tick() -> None:
            if progress is not None:
                progress(counter.value, len(ids))

        with tempfile.TemporaryDirectory() as folder:
            shares = [
                _Share(self, ids[number::count], known, Path(folder) / str(number), counter, tick)
                for number in range(count)
            ]
            if anew:
                self._engine.rebuild(shares, tick)
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
        """The entry of a published record without problems; what became of it is added to `outcome`."""
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
        revision = f"{digest}.{fingerprint}" if record.is_published else f"-{fingerprint}"
        outcome.revisions[record_id] = revision
        return self._language.entry(record, revision) if record.is_published else None


class _Share:
    """Some of the records to enter. What became of them is left in a file: another process may do it."""

    def __init__(
        self,
        upkeep: Upkeep,
        ids: Sequence[str],
        known: Collection[str],
        path: Path,
        counter: Synchronized[int],
        tick: Callable[[], None],
    ) -> None:
        self._upkeep = upkeep
        self._ids = ids
        self._known = known
        self._path = path
        self._counter = counter
        self._tick = tick
        self._home = os.getpid()

    def __iter__(self) -> Iterator[Entry]:
        outcome = _Outcome()
        for record_id in self._ids:
            entry = self._upkeep.entry(record_id, self._known, outcome)
            if entry is not None:
                yield entry
            with self._counter.get_lock():
                self._counter.value += 1
            if os.getpid() == self._home:  # a process apart has nobody to tell
                self._tick()
        self._path.write_bytes(pickle.dumps(outcome))

    def outcome(self) -> _Outcome:
        found: _Outcome = pickle.loads(self._path.read_bytes())
        return found


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
