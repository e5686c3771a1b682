"""Writing files so that a crash leaves the old text or the new, never half of one."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

_NEW = ".new"
_BESIDE = re.compile(r"\..+\.[a-z0-9_]{8}\.new")


def replace_text(path: Path, text: str) -> None:
    """Make `text` the content of `path`, at once and durably."""
    replace_bytes(path, text.encode())


def replace_bytes(path: Path, data: bytes) -> None:
    """Make `data` the content of `path`, at once and durably."""
    replace_all({path: data})


def replace_all(contents: Mapping[Path, bytes | None]) -> None:
    """Give every file its content, durably; None takes one away. All of them, or none.

    Everything is written beside its place first: a full disk is met before any file has changed. What is a
    link stays one.
    """
    contents = {path if data is None else _linked(path): data for path, data in contents.items()}
    waiting: dict[Path, Path] = {}
    before: dict[Path, bytes | None] = {}
    try:
        for path, data in contents.items():
            if data is not None:
                waiting[path] = _beside(path, data)
        for path in contents:
            old = path.read_bytes() if path.is_file() else None
            _take_place(path, waiting.get(path))
            waiting.pop(path, None)
            before[path] = old
    except BaseException:
        for path, old in before.items():
            _take_place(path, None if old is None else _beside(path, old))
        raise
    finally:
        for name in waiting.values():
            name.unlink(missing_ok=True)
    for folder in {path.parent for path in contents}:
        sync_folder(folder)


def leftovers(folder: Path) -> list[Path]:
    """Files that a crash kept from taking their places."""
    return [path for path in folder.glob(".*") if _BESIDE.fullmatch(path.name)]


def _linked(path: Path) -> Path:
    """The file itself, where `path` is a link to one."""
    return path.resolve() if path.is_symlink() and path.exists() else path


def _beside(path: Path, data: bytes) -> Path:
    """`data` written whole under a passing name, with the rights that the file has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_NEW, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _take_place(path: Path, new: Path | None) -> None:
    if new is None:
        path.unlink(missing_ok=True)
    else:
        os.replace(new, path)


def sync_folder(folder: Path) -> None:
    """Make names in the folder durable: a new name itself is only safe once the folder is written."""
    if not hasattr(os, "O_DIRECTORY") or not folder.is_dir():
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
