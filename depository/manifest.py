"""What an index was built from: size, time and revision of every record file at the time.

It spares reading files that have not changed. Losing it costs one full reading, nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from depository.corpus import FileState
from depository.files import replace_text


class Known(NamedTuple):
    """A file as it was when it was last read, and the revision of its entry; one that is not indexed
    (a draft) has the language's fingerprint after a hyphen."""

    state: FileState
    revision: str


def load(path: Path) -> dict[str, Known]:
    """The manifest at `path`; empty where there is none, or none that can be read."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {record_id: Known(FileState(size, time), rev) for record_id, (size, time, rev) in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def save(path: Path, manifest: Mapping[str, Known]) -> None:
    rows = {record_id: [*known.state, known.revision] for record_id, known in manifest.items()}
    replace_text(path, json.dumps(rows))
