"""The manifest spares reading, and may be lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from depository import manifest
from depository.corpus import FileState
from depository.manifest import Known

ROWS = {"yaremche-turyzm": Known(FileState(1200, 1_700_000_000_123_456_789), "abc.def")}


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    """Times to the nanosecond, or a file saved twice in a second would pass for unchanged."""
    manifest.save(tmp_path / "data" / "manifest.json", ROWS)

    assert manifest.load(tmp_path / "data" / "manifest.json") == ROWS


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"a": 1}', '{"a": [1, 2]}', "\x00"])
def test_a_damaged_manifest_is_an_empty_one(text: str, tmp_path: Path) -> None:
    """It costs a full reading, nothing else."""
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")

    assert manifest.load(tmp_path / "manifest.json") == {}


def test_no_manifest_is_an_empty_one(tmp_path: Path) -> None:
    assert manifest.load(tmp_path / "manifest.json") == {}
