"""What was read of files is kept exactly as long as they say the same."""

from __future__ import annotations

import os
from pathlib import Path

from indexer.watched import Watched

_LONG_AGO = 1_700_000_000_000_000_000


class _Reading:
    """Reads a file, and counts how often."""

    def __init__(self, path: Path) -> None:
        self.count = 0
        self._path = path

    def __call__(self) -> tuple[str, tuple[Path, ...]]:
        self.count += 1
        return (self._path.read_text(encoding="utf-8"), (self._path,)) if self._path.exists() else ("", ())


def _write(path: Path, text: str, when: int | None = None) -> None:
    path.write_text(text, encoding="utf-8")
    if when is not None:
        os.utime(path, ns=(when, when))


def test_what_did_not_change_is_read_once(tmp_path: Path) -> None:
    _write(tmp_path / "live", "перше", _LONG_AGO)
    watched, read = Watched(), _Reading(tmp_path / "live")

    assert [watched.get(read) for _ in range(3)] == ["перше"] * 3
    assert read.count == 1


def test_a_change_is_seen_at_once(tmp_path: Path) -> None:
    path = tmp_path / "live"
    _write(path, "перше", _LONG_AGO)
    watched, read = Watched(), _Reading(path)
    watched.get(read)

    _write(path, "друге", _LONG_AGO + 1)
    seen = watched.get(read)
    path.unlink()

    assert (seen, watched.get(read)) == ("друге", "")


def test_what_changed_just_now_may_change_again_unseen(tmp_path: Path) -> None:
    """Two changes within one tick of the clock leave the same time."""
    path = tmp_path / "live"
    _write(path, "перше")
    moment = path.stat().st_mtime_ns
    watched, read = Watched(), _Reading(path)
    watched.get(read)

    _write(path, "друге", moment)

    assert watched.get(read) == "друге"
