"""Arrays come back from a file as they were written, or not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import arrays
from indexer.arrays import Broken

ARRAYS = {
    "numbers": np.array([3, 1, 2], np.int32),
    "nothing": np.empty(0, np.float32),
    "ids": arrays.fixed(["яремче", "a", "калуш-водоканал"]),
    "weights": np.array([0.5, 1.5], np.float64),
    "mask": np.array([True, False, True]),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    arrays.write(tmp_path / "some.arrays", ARRAYS, {"назва": ["а", "ґ"]})
    return tmp_path / "some.arrays"


def test_what_is_written_is_read(file: Path) -> None:
    found = arrays.read(file)

    assert found.notes == {"назва": ["а", "ґ"]}
    assert list(found.arrays) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert found.arrays[name].dtype == array.dtype
        assert found.arrays[name].tolist() == array.tolist()


def test_what_is_read_cannot_be_changed(file: Path) -> None:
    """It is shared by everybody who has mapped the file."""
    numbers = arrays.read(file).arrays["numbers"]

    with pytest.raises(ValueError):
        numbers[0] = 7


@pytest.mark.parametrize("kept", [0, 1, 15, 40, 200, -64, -1])
def test_a_file_cut_short_is_broken(file: Path, kept: int) -> None:
    file.write_bytes(file.read_bytes()[:kept])

    with pytest.raises(Broken):
        arrays.read(file)


@pytest.mark.parametrize("place", [0, 9, 13, 30])
def test_a_damaged_head_is_broken(file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 0xFF
    file.write_bytes(content)

    with pytest.raises(Broken):
        arrays.read(file)


def test_a_missing_file_is_broken(tmp_path: Path) -> None:
    with pytest.raises(Broken):
        arrays.read(tmp_path / "none.arrays")


@given(st.lists(st.integers(0, 5), max_size=30))
def test_spans_are_the_rows_one_after_another(sizes: list[int]) -> None:
    starts = arrays.starts_of(np.array(sizes, np.int64))
    chosen = np.arange(len(sizes))[::2]

    found = arrays.spans(starts[:-1][chosen], np.array(sizes, np.int64)[chosen])

    rows = [list(range(int(starts[row]), int(starts[row + 1]))) for row in chosen]
    assert found.tolist() == [number for row in rows for number in row]
