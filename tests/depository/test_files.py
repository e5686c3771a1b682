"""A file is replaced whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from depository.files import replace_text


def test_the_text_stands_in_the_file(tmp_path: Path) -> None:
    """Folders on the way are made; line ends stay as they are."""
    path = tmp_path / "нові" / "records" / "a.md"

    replace_text(path, "перший\nдругий\n")

    assert path.read_bytes() == "перший\nдругий\n".encode()
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("breaking", ["fsync", "replace"])
def test_a_failure_leaves_the_old_text_and_nothing_else(
    breaking: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk or a crash on the way costs the new text, never the old one."""
    path = tmp_path / "a.md"
    replace_text(path, "старий")

    def fail(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(os, breaking, fail)
    with pytest.raises(OSError, match="No space left"):
        replace_text(path, "новий")
    monkeypatch.undo()

    assert [found.name for found in tmp_path.iterdir()] == ["a.md"]
    assert path.read_text(encoding="utf-8") == "старий"


def test_text_that_cannot_be_written_leaves_the_old(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    replace_text(path, "старий")

    with pytest.raises(UnicodeEncodeError):
        replace_text(path, "lone \ud800 surrogate")

    assert [found.name for found in tmp_path.iterdir()] == ["a.md"]
    assert path.read_text(encoding="utf-8") == "старий"
