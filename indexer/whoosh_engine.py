"""The engine on Whoosh.

Clauses are evaluated by `indexer.evaluation` over the segments of one folder (`indexer.whoosh_folder`). That
folder lies beside a file that names the live one, so a rebuild happens beside it and then switches; what an
interrupted rebuild has left is gone on with. Old folders go when nobody needs them.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from depository.engine import NO_INDEX, Answer, Entry, Found, Request, nothing
from depository.errors import IndexBusy, IndexUnavailable
from depository.files import replace_text
from indexer import arrays, forks
from indexer.columns import SegmentColumns
from indexer.evaluation import Evaluation
from indexer.snapshot import Snapshot
from indexer.watched import Watched
from indexer.whoosh_folder import Folder, Opened, every, small, sole

# Part of the folder's name: a change of layout never meets an index of the old one.
_LAYOUT = "whoosh-2"
# Files that name a folder: the index that is searched, and one that is being built.
_LIVE, _BEGUN = "live", "begun"
_BUILDING = "building.lock"
# Seconds after which a folder that is not the live one was left behind by a process that died.
_FORGOTTEN = 86_400
# A commit that comes between the steps of opening is met by opening anew, so often.
_TRIES = 20
# An index that was built with interruptions may have more segments, and is made one.
_MOST_SEGMENTS = 4


class _Known(NamedTuple):
    """A generation, and its segments in the same order."""

    snapshot: Snapshot
    opened: list[Opened]

    def is_present(self, generation: str) -> bool:
        ours = all(one.process == os.getpid() for one in self.opened)
        return ours and self.snapshot.generation == generation


class WhooshEngine:
    """An index of entries in `folder`; see `depository.engine.Engine`.

    `wait` is how long, in seconds, a writer waits for another one before it raises IndexBusy.
    """

    def __init__(self, folder: Path, *, wait: float = 10.0) -> None:
        self._folder = folder
        self._wait = wait
        self._lock = threading.Lock()
        self._known: _Known | None = None
        # Segments that are open, by name: what was read of one that stays need not be read again.
        self._by_name: dict[str, Opened] = {}
        self._watched = Watched()

    @property
    def generation(self) -> str:
        return self._watched.get(self._generation)

    def _generation(self) -> tuple[str, tuple[Path, ...]]:
        home = self._home()
        if home is None:
            return NO_INDEX, ()
        return f"{home.path.name}.{home.generation()}", (self._folder / _LIVE, home.path)

    def put(self, entries: Iterable[Entry]) -> None:
        home = self._home()
        if home is None:
            self.rebuild([entries])
        else:
            home.write(entries, small, self._open_columns())

    def remove(self, ids: Iterable[str]) -> None:
        home = self._home()
        if home is not None:
            home.delete(ids, self._open_columns())

    def _open_columns(self) -> Mapping[str, SegmentColumns]:
        return {name: one.postings.columns for name, one in self._by_name.items()}

    def unfinished(self) -> Mapping[str, str]:
        with sole(self._folder, _BUILDING) as alone:
            begun = self._named(_BEGUN) if alone else None
            if begun is None:
                return {}
            try:
                begun.adopt(_shares(begun))
                return begun.revisions()
            except (arrays.Broken, OSError):  # of no use: the next rebuild begins anew
                (self._folder / _BEGUN).unlink()
                return {}

    def rebuild(
        self, shares: Sequence[Iterable[Entry]], tick: Callable[[], None] = nothing, *, go_on: bool = False
    ) -> None:
        with sole(self._folder, _BUILDING) as alone:
            home = self._named(_BEGUN) if go_on and alone else None
            if home is None:
                if go_on:
                    raise IndexBusy
                home = Folder(self._folder / f"{_LAYOUT}-{uuid.uuid4().hex[:12]}", self._wait)
                home.create()
                if alone:
                    self._begin(home)
            self._build(home, shares, tick)
            before = self._home()
            replace_text(self._folder / _LIVE, home.path.name)
            if alone:
                (self._folder / _BEGUN).unlink(missing_ok=True)
                self._clear(home, before)

    def _begin(self, home: Folder) -> None:
        """Say that this is being built, in place of what an interrupted rebuild has left."""
        left = self._named(_BEGUN)
        replace_text(self._folder / _BEGUN, home.path.name)
        if left is not None:
            shutil.rmtree(left.path, ignore_errors=True)

    def _build(self, home: Folder, shares: Sequence[Iterable[Entry]], tick: Callable[[], None]) -> None:
        """Each share by a process of its own into a folder of its own, where that is possible; what of them
        is finished outlives an interruption."""
        if len(shares) > 1 and forks.possible():
            folders = [Folder(home.path / f"share-{number}", self._wait) for number in range(len(shares))]
            for folder in folders:
                folder.create()
            tasks = ((folder, share) for folder, share in zip(folders, shares, strict=True))
            if not forks.each(Folder.write_share, tasks, tick):
                raise IndexUnavailable("a process that was writing a part of the index has failed")
            home.adopt(folders)
            if len(home.table().segments) > _MOST_SEGMENTS:
                home.merge(every)
        else:
            home.write_share(entry for share in shares for entry in share)

    def _clear(self, home: Folder, before: Folder | None) -> None:
        """Take folders away that nobody needs. Another process may be building one without saying so:
        only what is surely of no use goes."""
        for other in self._folder.glob("whoosh-*"):
            old = not other.name.startswith(_LAYOUT) or time.time() - other.stat().st_mtime > _FORGOTTEN
            if other != home.path and (old or before is not None and other == before.path):
                shutil.rmtree(other, ignore_errors=True)

    def search(self, request: Request) -> Answer:
        snapshot, opened = self._current()
        page = Evaluation(snapshot, snapshot.columns).page(request)
        places = snapshot.places(page.records, request.marks) if request.marks else {}
        found = []
        for number, score, reasons in zip(page.records, page.scores, page.reasons, strict=True):
            segment, within = snapshot.within(number)
            stored = opened[segment].stored(within)
            found.append(Found(snapshot.columns.id(number), score, stored, places.get(number, {}), reasons))
        return Answer(page.total, page.matched, tuple(found), page.facets)

    def revisions(self) -> Mapping[str, str]:
        return self._current()[0].columns.revisions

    def lexicon(self) -> Mapping[str, int]:
        return self._current()[0].lexicon

    def _home(self) -> Folder | None:
        """The live index, if there is one of our layout."""
        return self._named(_LIVE)

    def _named(self, role: str) -> Folder | None:
        try:
            name = (self._folder / role).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        home = self._folder / name
        return Folder(home, self._wait) if name.startswith(f"{_LAYOUT}-") and home.is_dir() else None

    def _current(self) -> _Known:
        generation = self.generation
        known = self._known
        if known is None or not known.is_present(generation):
            with self._lock:
                known = self._known
                if known is None or not known.is_present(generation):
                    known = self._known = self._open_present()
        return known

    def _open_present(self) -> _Known:
        """The present generation. A commit may take files away before they are opened: then it is another."""
        for _ in range(_TRIES):
            generation, home = self.generation, self._home()
            if home is None:
                break
            try:
                return self._open(home)
            except (arrays.Broken, FileNotFoundError):
                if self.generation == generation:
                    # Damaged, and of no use to anybody: without it there is no index, and one is built.
                    (self._folder / _LIVE).unlink(missing_ok=True)
        return _Known(Snapshot(NO_INDEX, [], []), [])

    def _open(self, home: Folder) -> _Known:
        """The live generation; segments that were open already are taken over, warm."""
        table = home.table()
        opened = [self._opened(home, segment) for segment in table.segments]
        self._by_name = {s.segment_id(): one for s, one in zip(table.segments, opened, strict=True)}
        deleted = [sorted(segment.deleted_docs()) for segment in table.segments]
        generation = f"{home.path.name}.{table.generation}"
        return _Known(Snapshot(generation, [one.postings for one in opened], deleted), opened)

    def _opened(self, home: Folder, segment: Any) -> Opened:
        known = self._by_name.get(segment.segment_id())
        if known is not None and known.process == os.getpid():
            return known
        return Opened(home, segment, known.postings if known else None)


def _shares(home: Folder) -> list[Folder]:
    """What the processes of an interrupted rebuild have left."""
    return [Folder(path) for path in sorted(home.path.glob("share-*")) if any(path.glob("*.toc"))]
