"""Where records are found: readers' index, and the one of the desk, kept up as records move between them.

After a change of the vocabularies every entry is made anew. In a large collection nobody is made to wait
for that: it is done in the background, and searches answer from the index as it was until it is there.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Collection, Iterable

from depository.errors import IndexBusy, IndexUnavailable, Invalid, RecordNotFound
from depository.record import Status
from depository.service import Depository
from depository.shelves import DESK
from depository.upkeep import Progress

_log = logging.getLogger(__name__)
# So many records are entered anew while somebody waits: it takes a second or two.
_AT_ONCE = 500
# Seconds it takes to enter a record anew, until it is known better.
_SECONDS_EACH = 0.01
# Where another process keeps writing, it is tried again so often, after so many seconds.
_TRIES, _PAUSE = 40, 3.0
ALL: frozenset[Status] = DESK | {"published"}


class Indexes:
    """The depository readers search, and the one of everything else."""

    def __init__(self, depository: Depository, unpublished: Depository) -> None:
        self._depository = depository
        self._unpublished = unpublished
        self._ready = False
        self._lock = threading.Lock()
        self._in_background = False
        self._turn = threading.Condition()
        self._wanted = False
        self._began: float | None = None
        self._seconds_each = _SECONDS_EACH

    def work_in_background(self) -> None:
        """From now on, let nobody wait for what takes long: for a process that stays."""
        self._in_background = True

    def shelf(self, status: Status) -> Depository:
        """All records of one state; the index of the desk is brought up to date when first asked for."""
        if status == "published":
            return self._depository
        with self._lock:
            self._ready = self._ready or self.refresh(DESK)
        return self._unpublished.shelf(status)

    def refresh(
        self,
        states: Iterable[Status],
        progress: Progress | None = None,
        *,
        only: Collection[str] | None = None,
    ) -> bool:
        """Let records that are or were in these states be found as they are now, or `only` these ones of
        them; whether they are.

        What fails here never makes a save fail: the file is written, and the next refresh finds it. What
        takes long is done in the background, where that is wanted.
        """
        if self._in_background and (self._began is not None or self._takes_long()):
            self._follow()
            return False
        return self._refresh(set(states), progress, only)

    def lagging(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Those of the records that are found otherwise than their files have them, or not at all, though
        their files can be read."""
        ids = tuple(ids)
        if not ids:
            return ()
        entered, states = (
            (self._depository.entered(), self._unpublished.entered()),
            self._depository.corpus.states(),
        )
        late = (i for i in ids if i in states and all(each.get(i) != states[i] for each in entered))
        gone = (i for i in ids if i not in states and any(i in each for each in entered))
        return (*filter(self._can_be_read, late), *gone)

    def broken(self) -> tuple[str, ...]:
        """Records that nobody finds, for their files are broken."""
        entered = self._depository.engine.revisions().keys() | self._unpublished.engine.revisions().keys()
        unseen = sorted(self._depository.corpus.states().keys() - entered)
        return tuple(record_id for record_id in unseen[:_AT_ONCE] if not self._can_be_read(record_id))

    def _can_be_read(self, record_id: str) -> bool:
        try:
            self._depository.corpus.read(record_id)
        except (Invalid, RecordNotFound):
            return False
        return True

    @property
    def follow_in(self) -> int | None:
        """In about how many seconds searches will be up to date again; None where they are."""
        began = self._began
        if began is None:
            return None
        left = self._seconds_each * len(self._depository.corpus.states()) - (time.monotonic() - began)
        return max(10, math.ceil(left / 10) * 10)

    def wait(self, seconds: float) -> bool:
        """Wait until searches are up to date, at most so long; whether they are."""
        with self._turn:
            return self._turn.wait_for(lambda: self._began is None, seconds)

    def _refresh(
        self,
        states: Collection[Status],
        progress: Progress | None = None,
        only: Collection[str] | None = None,
    ) -> bool:
        try:
            if "published" in states:
                self._depository.refresh(progress=progress, only=only)
            if DESK.intersection(states):
                self._unpublished.refresh(progress=progress, only=only)
        except (IndexBusy, IndexUnavailable, Invalid, OSError):
            _log.exception("what was saved is not searchable yet")
            return False
        return True

    def _takes_long(self) -> bool:
        """Whether many records have to be entered anew, for the vocabularies have changed."""
        try:
            stale = self._depository.has_index and self._depository.is_stale
        except (IndexUnavailable, Invalid, OSError):
            return False  # said by the refresh itself
        return stale and len(self._depository.corpus.states()) > _AT_ONCE

    def _follow(self) -> None:
        """See to it that somebody brings both indexes up to date, and once more if somebody is at it."""
        with self._turn:
            self._wanted = True
            if self._began is None:
                self._began = time.monotonic()
                threading.Thread(target=self._work, name="indexes", daemon=True).start()

    def _work(self) -> None:
        tries = 0
        try:
            while self._is_wanted():
                if self._refresh(ALL):
                    self._learn()
                elif (tries := tries + 1) < _TRIES:
                    time.sleep(_PAUSE)
                    self._wanted = True
        except BaseException:
            with self._turn:
                self._rest()
            raise

    def _rest(self) -> None:
        self._began = None
        self._turn.notify_all()

    def _is_wanted(self) -> bool:
        with self._turn:
            wanted, self._wanted = self._wanted, False
            if not wanted:
                self._rest()
            return wanted

    def _learn(self) -> None:
        """How long it takes here, for the next time; a second round is quick and teaches nothing."""
        count, began = len(self._depository.corpus.states()), self._began
        if began is not None and count > _AT_ONCE:
            self._seconds_each = max(self._seconds_each / 2, (time.monotonic() - began) / count)
