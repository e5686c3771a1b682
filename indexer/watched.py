"""A text read of files, kept until one of them changes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

# Times of files are coarse: one that changed within so many nanoseconds may change again without a sign.
_SETTLED = 100_000_000


class _Kept(NamedTuple):
    text: str
    paths: tuple[Path, ...]
    times: tuple[int, ...]


class Watched:
    """What was read last. Every step of a search asks for it, and looking at times costs far less."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None

    def get(self, read: Callable[[], tuple[str, tuple[Path, ...]]]) -> str:
        """What `read` says, with the files and folders it was made from."""
        kept = self._kept
        if kept is not None and _times(kept.paths) == kept.times:
            return kept.text
        begun = time.time_ns()
        text, paths = read()
        times = _times(paths)
        if times and begun - max(times) > _SETTLED:
            self._kept = _Kept(text, paths, times)
        return text


def _times(paths: tuple[Path, ...]) -> tuple[int, ...]:
    """When each was changed last; nothing where one is not there."""
    try:
        return tuple(os.stat(path).st_mtime_ns for path in paths)
    except FileNotFoundError:
        return ()
