"""Where records are found: readers' index, and the one of the desk, kept up as records move between them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Iterable

from depository.errors import IndexBusy, IndexUnavailable, Invalid
from depository.record import Status
from depository.service import Depository
from depository.shelves import DESK
from depository.upkeep import Progress

_log = logging.getLogger(__name__)
ALL: frozenset[Status] = DESK | {"published"}


class Indexes:
    """The depository readers search, and the one of everything else."""

    def __init__(self, depository: Depository, unpublished: Depository) -> None:
        self._depository = depository
        self._unpublished = unpublished
        self._ready = False
        self._lock = threading.Lock()

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

        What fails here never makes a save fail: the file is written, and the next refresh finds it.
        """
        concerned = set(states)
        try:
            if "published" in concerned:
                self._depository.refresh(progress=progress, only=only)
            if concerned & DESK:
                self._unpublished.refresh(progress=progress, only=only)
        except (IndexBusy, IndexUnavailable, Invalid, OSError):
            _log.exception("what was saved is not searchable yet")
            return False
        return True
