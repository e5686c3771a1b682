"""The manifest spares reading, and may be lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from depository import manifest
from depository.corpus import FileState
from depository.manifest import Known

ROWS = {"yaremche-turyzm": Known(FileState(1200, 1_700_000_000_123_456_789), "abc.def")}
MORE = {"vinnytsia-promprylad": Known(FileState(900, 1_700_000_000_000_000_001), "012.def")}


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    """Times to the nanosecond, or a file saved twice in a second would pass for unchanged."""
    manifest.save(tmp_path / "data" / "manifest.json", ROWS)

    assert manifest.load(tmp_path / "data" / "manifest.json") == ROWS


def test_what_is_added_is_loaded_too(tmp_path: Path) -> None:
    """And the last row of a record holds: saved again, or taken away."""
    path = tmp_path / "manifest.json"
    changed = {"yaremche-turyzm": Known(FileState(1300, 1_700_000_000_123_456_790), "fed.def")}
    manifest.save(path, ROWS)

    manifest.add(path, MORE)
    manifest.add(path, changed)

    assert manifest.load(path) == changed | MORE
    manifest.add(path, {"yaremche-turyzm": None})
    assert manifest.load(path) == MORE


def test_a_row_written_by_halves_is_left_out(tmp_path: Path) -> None:
    """A process may die while it writes; the rows before and after are whole."""
    path = tmp_path / "manifest.json"
    manifest.save(path, ROWS)
    with path.open("a", encoding="utf-8") as file:
        file.write('["kalush-vodokanal", 12')

    assert manifest.load(path) == ROWS
    manifest.add(path, MORE)
    assert manifest.load(path) == ROWS | MORE


@pytest.mark.parametrize("text", ["", "{", "[]\n", "null\n", '{"a": 1}\n', '["a", 1]\n', "1\n", "\x00"])
def test_a_damaged_manifest_is_an_empty_one(text: str, tmp_path: Path) -> None:
    """It costs a full reading, nothing else."""
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")

    assert manifest.load(tmp_path / "manifest.json") == {}


def test_no_manifest_is_an_empty_one(tmp_path: Path) -> None:
    assert manifest.load(tmp_path / "manifest.json") == {}
