"""A file read in a process of its own, with limits of time, memory and size, that can be killed.

One process takes many files one after another, for the libraries take half a second to load; one that
was killed or failed is followed by a fresh one.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from depository.errors import N_, Invalid
from depository.intake import problems_from
from indexer.intake import source
from indexer.intake.readers import refusal
from indexer.intake.source import Contents, Source

_MEGABYTE = 1_000_000
_ROOT = Path(__file__).resolve().parents[2]
# A process that took so many files is let go: libraries keep what they once needed.
_MOST_FILES = 200

_TIME = N_("Reading took longer than {seconds} seconds and was stopped: split the file or save it simpler.")
_MEMORY = N_(
    "Reading needed more than {limit} MB of memory and was stopped: split the file or leave out its pictures."
)
_SIZE = N_("The file is larger than {limit} MB: split it or leave out its pictures.")
_CRASH = N_(
    "The file stopped the program reading it: it is damaged, or needs more than {limit} MB of memory. "
    "Open it and save it anew."
)
# Files of one archive that stop the process: it takes a minute each.
_MOST_STOPPED = 3
_NOT_REACHED = N_(
    "This file was not reached: others in its archive stopped the program. Import it by itself."
)
_MISSING = N_("There is no such file: check the name.")
_FOLDER = N_("This is a folder, not a file: name the files in it.")
_UNREADABLE = N_("The file cannot be opened ({reason}): check who may read it.")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost."""

    seconds: float = 60
    memory: int = 512 * 1024 * 1024
    bytes: int = 20 * _MEGABYTE


class _Stopped(Invalid):
    """The file stopped the process that read it."""


class Confinement:
    """Reads files, one at a time, in a process that hurts nobody when it ends."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()
        self._taken = 0
        self._lock = threading.Lock()

    def read(self, path: Path, name: str) -> Contents:
        """What stands in the file at `path`; raises Invalid with every reason why it is not taken.

        The files of an archive each have these limits for themselves: one that cannot be read is told.
        """
        self._guard(path, name)
        contents = self._read(path, name)
        return self._unpacked(path, contents) if contents.members else contents

    def _read(self, path: Path, name: str, member: int | None = None) -> Contents:
        with self._lock:
            answer = self._asked(path, name, member)
        if "contents" in answer:
            return source.from_json(answer["contents"])
        if "problems" in answer:
            raise Invalid(problems_from(answer["problems"]))
        raise _Stopped(self._refusal(answer, name).problems)

    def _unpacked(self, path: Path, archive: Contents) -> Contents:
        """The stories of all files in the archive; several that stop their reader are enough."""
        sources: list[Source] = []
        problems, notes, stopped = list(archive.problems), list(archive.notes), 0
        for member in archive.members:
            try:
                if stopped >= _MOST_STOPPED:
                    raise refusal(_NOT_REACHED, member.name)
                found = self._read(path, member.name, member.number)
            except Invalid as invalid:
                stopped += isinstance(invalid, _Stopped)
                problems += invalid.problems
            else:
                sources += found.sources
                problems += found.problems
                notes += found.notes
        return Contents(tuple(sources), tuple(problems), tuple(notes))

    def close(self) -> None:
        """Let the process go; the next file starts another."""
        with self._lock:
            self._end()

    def _guard(self, path: Path, name: str) -> None:
        """Refuse what is no file, or too large a one, before anything is opened."""
        try:
            folder, file = path.is_dir(), path.is_file()
            size = path.stat().st_size if file else 0
        except OSError as error:
            raise refusal(_UNREADABLE, name, reason=error.strerror or str(error)) from error
        if not file:
            raise refusal(_FOLDER if folder else _MISSING, name)
        if size > self.limits.bytes:
            raise refusal(_SIZE, name, limit=self.limits.bytes // _MEGABYTE)

    def _refusal(self, answer: Mapping[str, Any], name: str) -> Invalid:
        sentences = {
            "time": (_TIME, {"seconds": round(self.limits.seconds)}),
            "memory": (_MEMORY, {"limit": self.limits.memory // 1024**2}),
            "unreadable": (_UNREADABLE, {"reason": answer.get("reason", "?")}),
        }
        message, values = sentences.get(answer["failed"], (_CRASH, {"limit": self.limits.memory // 1024**2}))
        return refusal(message, name, **values)

    def _asked(self, path: Path, name: str, member: int | None) -> dict[str, Any]:
        """The answer of the process; it is ended after any failure, whatever state that left it in."""
        process = self._started()
        try:
            assert process.stdin is not None
            request = {"path": str(path.resolve()), "name": name, "member": member}
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            line = self._answers.get(timeout=self.limits.seconds)
        except queue.Empty:
            self._end()
            return {"failed": "time"}
        except OSError:
            line = ""
        if not line:
            # The system ends a process that breaks off in the middle of a large request, too.
            self._end()
            return {"failed": "crash"}
        answer: dict[str, Any] = json.loads(line)
        self._taken += 1
        if "failed" in answer or self._taken >= _MOST_FILES:
            self._end()
        return answer

    def _started(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        paths = [str(_ROOT), os.environ.get("PYTHONPATH", "")]
        # Threads of number libraries would each reserve memory that nothing here needs.
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "OPENBLAS_NUM_THREADS": "1",
        }
        environment |= {"PYTHONIOENCODING": "utf-8", "MALLOC_ARENA_MAX": "2"}
        process = subprocess.Popen(
            [sys.executable, "-m", "indexer.intake.worker", str(self.limits.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            encoding="utf-8",
        )
        answers: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_listen, args=(process, answers), daemon=True).start()
        self._process, self._answers, self._taken = process, answers, 0
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:  # what was to be written to a process that is gone
                    continue


def _listen(process: subprocess.Popen[str], answers: queue.Queue[str]) -> None:
    """Pass on what the process says, and at last that it says no more."""
    assert process.stdout is not None
    try:
        for line in process.stdout:
            answers.put(line)
    except ValueError:  # closed meanwhile
        pass
    answers.put("")
