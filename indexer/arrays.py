"""Named arrays in one file: written whole, and mapped into memory when read.

What is mapped costs no time to open, is read from disk where somebody looks, and is held once for all
processes of a machine.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from struct import Struct
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

# The first bytes of a file: what it is, and the length and checksum of the table of what is in it.
_HEAD = Struct("<8sII")
_MAGIC = b"arrays1\n"
# Each array begins at a multiple of this, as processors like it.
_ALIGNED = 64


class Broken(Exception):
    """The file is not there, or is not whole."""


class Arrays(NamedTuple):
    """The arrays of a file by name, and what else was written with them."""

    arrays: Mapping[str, Array]
    notes: Mapping[str, Any]


def write(path: Path, arrays: Mapping[str, Array], notes: Mapping[str, Any]) -> None:
    """Write everything to `path`, down to the disk."""
    table = []
    place = 0
    for name, array in arrays.items():
        table.append([name, array.dtype.str, len(array), place])
        place += _padded(array.nbytes)
    head = json.dumps({"arrays": table, "notes": notes}, ensure_ascii=False).encode()
    with path.open("wb") as file:
        file.write(_HEAD.pack(_MAGIC, len(head), crc32(head)))
        file.write(head)
        _pad(file)
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data)
            _pad(file)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> Arrays:
    """What was written to `path`; raises Broken where it is missing or was cut short."""
    try:
        with path.open("rb") as file:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (FileNotFoundError, ValueError) as error:  # mmap takes no empty file
        raise Broken(str(path)) from error
    if len(content) < _HEAD.size:
        raise Broken(str(path))
    magic, length, checksum = _HEAD.unpack_from(content)
    head = content[_HEAD.size : _HEAD.size + length]
    if magic != _MAGIC or crc32(head) != checksum:
        raise Broken(str(path))
    table = json.loads(head)
    begin = _padded(_HEAD.size + length)
    end = begin + sum(_padded(np.dtype(kind).itemsize * count) for _, kind, count, _ in table["arrays"])
    if len(content) != end:
        raise Broken(str(path))
    arrays = {
        name: np.frombuffer(content, kind, count, begin + place) if count else np.empty(0, kind)
        for name, kind, count, place in table["arrays"]
    }
    return Arrays(arrays, table["notes"])


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


def _pad(file: Any) -> None:
    file.write(bytes(-file.tell() % _ALIGNED))


def starts_of(sizes: Array) -> Array:
    """Where rows of these sizes begin when they lie one after another, and where the last of them ends."""
    starts = np.zeros(len(sizes) + 1, np.uint32)
    np.cumsum(sizes, out=starts[1:])
    return starts


def spans(firsts: Array, sizes: Array) -> NDArray[np.int64]:
    """The numbers firsts[i] … firsts[i] + sizes[i] − 1 of all i, one after another."""
    before = np.cumsum(sizes, dtype=np.int64) - sizes
    return np.arange(int(sizes.sum())) + np.repeat(firsts - before, sizes)


def fixed(texts: Sequence[str]) -> Array:
    """Short texts as UTF-8 of one length, which sorts as they do."""
    return np.array([text.encode() for text in texts] or [b""], np.bytes_)[: len(texts)]
