"""The process in which files are read: it takes a line of JSON for each, and answers with one.

Started by `indexer.intake.confinement` as `python -m indexer.intake.worker`; it ends with its input.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import IO, Any

from depository.errors import Invalid
from indexer.intake import readers, source
from indexer.intake.readers import archives


def main(memory: int) -> None:
    """Answer every request of standard input, in at most `memory` bytes."""
    answers = _apart()
    _limit(memory)
    for line in sys.stdin:
        request = json.loads(line)
        answer = _answer(Path(request["path"]), request["name"], request["member"])
        json.dump(answer, answers, ensure_ascii=True, default=str)
        answers.write("\n")
        answers.flush()


def _apart() -> IO[str]:
    """Where answers go; what libraries print by themselves goes to standard error instead."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _limit(memory: int) -> None:
    """Let the system refuse more memory than that, where it can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(path: Path, name: str, member: int | None) -> dict[str, Any]:
    """`contents`, or `problems`, or what `failed`: the process is ended after that."""
    try:
        data = path.read_bytes()
        contents = readers.read(name, data) if member is None else archives.read_member(name, data, member)
        return {"contents": source.to_json(contents)}
    except Invalid as invalid:
        return {"problems": [vars(problem) for problem in invalid.problems]}
    except MemoryError:
        return {"failed": "memory"}
    except RecursionError:
        return {"failed": "crash"}
    except OSError as error:
        return {"failed": "unreadable", "reason": error.strerror or str(error)}
    except (
        Exception
    ) as error:  # a library met what its authors never did; the file is named, the others go on
        return {"failed": "crash", "reason": f"{type(error).__name__}: {error}"[:300]}


if __name__ == "__main__":
    main(int(sys.argv[1]))
