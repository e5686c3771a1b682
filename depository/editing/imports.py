"""Imports under way: files somebody uploaded, what they were found to hold, and what became of it.

Each import is a folder of plain files, so that it outlives the process that began it:

    job.json        who, when, and the names of the files
    3.docx          a file as it was sent
    3.taking        somebody is at it
    3.json          what it holds (`intake.Taken`), or why it was refused
    3.cuts.json     the parts of a publication as somebody is moving its cuts
    3.recut.json    the parts it is to be cut into anew
    3.17.closed     the proposal 17 is dealt with: the record it became, or nothing
"""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from depository import intake
from depository.editing.authors import Author
from depository.editing.jobs import Job, JobFile, file_of, keyed
from depository.errors import N_, Problem
from depository.files import replace_text
from depository.intake import Intake, Part, Proposal, Siblings, Taken

__all__ = ["LARGEST", "MOST_FILES", "Imports", "Job", "JobFile", "keyed"]

LARGEST = 20 * 1024 * 1024
MOST_FILES = 100

_FAILED = N_("This file could not be read. The fault is ours and was noted; try the file in another format.")
_log = logging.getLogger(__name__)
_JOB = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Writes what was sent to a path.
Save = Callable[[Path], object]


class _Family(NamedTuple):
    """The stories of the import at `folder` that are known, up to the file `last`."""

    folder: Path
    last: int
    siblings: Siblings


class Imports:
    """All imports under `folder`; `opened` gives the intake that reads files."""

    def __init__(self, folder: Path, opened: Callable[[], Intake]) -> None:
        self._folder = folder
        self._opened = opened
        self._family: _Family | None = None
        self._worker: threading.Thread | None = None
        self._lock = threading.Lock()

    def begin(self, author: Author, files: Iterable[tuple[str, Save]]) -> Job:
        """A new import of these files, by name and how to write them; those too large are refused at once."""
        now = datetime.now()
        job_id = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
        folder = self._folder / job_id
        folder.mkdir(parents=True)
        try:
            rows = self._written(folder, files)
            about = {"author": author.name, "shown": author.shown, "at": now.isoformat(), "files": rows}
            replace_text(folder / "job.json", json.dumps(about, ensure_ascii=False))
        except BaseException:  # a disk that is full shall not stay so
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return self._read(folder)

    def _written(self, folder: Path, files: Iterable[tuple[str, Save]]) -> list[tuple[str, int]]:
        """Names and sizes of the files, written into the folder."""
        rows = []
        for number, (given, save) in enumerate(files):
            name = _shown(given)
            path = folder / f"{number}{_suffix(name)}"
            save(path)
            size = path.stat().st_size
            rows.append((name, size))
            if size > LARGEST or number >= MOST_FILES:
                path.unlink()
                self._keep(folder, number, _refused(name, size))
        return rows

    def jobs(self) -> tuple[Job, ...]:
        """All imports, the newest first."""
        if not self._folder.is_dir():
            return ()
        names = sorted((entry.name for entry in os.scandir(self._folder) if entry.is_dir()), reverse=True)
        return tuple(job for name in names if (job := self.job(name)))

    def job(self, job_id: str) -> Job | None:
        """One import; None where there is none, or none any more."""
        if not _JOB.fullmatch(job_id) or not (self._folder / job_id / "job.json").is_file():
            return None
        return self._read(self._folder / job_id)

    def taken(self, job_id: str, number: int) -> Taken | None:
        """What a file was found to hold; None as long as nobody knows."""
        path = self._folder / job_id / f"{number}.json"
        if not _JOB.fullmatch(job_id) or not path.is_file():
            return None
        return intake.from_json(path.read_text(encoding="utf-8"))

    def proposal(self, job_id: str, number: int, key: str) -> Proposal | None:
        """One proposal by its key."""
        taken = self.taken(job_id, number)
        return dict(keyed(taken)).get(key) if taken else None

    def origin(self, record_id: str) -> tuple[str, int, str] | None:
        """The import, the file and the proposal a record came of; None where its import is not kept."""
        for path in sorted(self._folder.glob("*/*.closed"), reverse=True):
            number, key, _ = path.name.split(".")
            with suppress(FileNotFoundError):  # somebody deletes the import meanwhile
                if path.read_text(encoding="utf-8") == record_id:
                    return path.parent.name, int(number), key
        return None

    def close(self, job_id: str, number: int, key: str, record_id: str = "") -> None:
        """A proposal is dealt with: it became a record, or is not wanted."""
        if self.proposal(job_id, number, key) is not None:
            replace_text(self._folder / job_id / f"{number}.{key}.closed", record_id)

    def reopen(self, job_id: str, number: int, key: str) -> None:
        """A proposal that was not wanted is wanted after all."""
        if self.proposal(job_id, number, key) is not None:
            (self._folder / job_id / f"{number}.{key}.closed").unlink(missing_ok=True)

    def cuts(self, job_id: str, number: int) -> tuple[Part, ...]:
        """The parts of a publication as somebody left them: not cut yet, or being cut, or cut like this."""
        taken = self.taken(job_id, number)
        if taken is None or taken.publication is None:
            return ()
        for kept in ("cuts", "recut"):
            path = self._folder / job_id / f"{number}.{kept}.json"
            if path.is_file():
                return intake.parts_from_json(path.read_text(encoding="utf-8"))
        return taken.publication.parts

    def keep_cuts(self, job_id: str, number: int, parts: Sequence[Part]) -> None:
        """Keep the parts of a publication as somebody has them now; nothing is cut by that."""
        self._keep_parts(job_id, number, "cuts", parts)

    def recut(self, job_id: str, number: int, parts: Sequence[Part]) -> None:
        """Let a publication be cut anew, into these parts."""
        self._keep_parts(job_id, number, "recut", parts)
        (self._folder / job_id / f"{number}.cuts.json").unlink(missing_ok=True)

    def again(self, job_id: str, number: int) -> None:
        """Let a file be read once more: the vocabularies may know by now what it names. The cuts of a
        publication stay; a file of which records came already is left, for it may be counted otherwise."""
        job, taken = self.job(job_id), self.taken(job_id, number)
        if job is None or taken is None or any(job.files[number].closed.values()):
            return
        if taken.publication:
            self.recut(job_id, number, self.cuts(job_id, number))
            return
        for path in (self._folder / job_id).glob(f"{number}.*"):
            if path.name.endswith((".json", ".closed")):
                path.unlink(missing_ok=True)

    def delete(self, job_id: str) -> None:
        """Forget an import with its files; records that came of it stay."""
        if _JOB.fullmatch(job_id):
            shutil.rmtree(self._folder / job_id, ignore_errors=True)

    # ── the work ──

    def wake(self) -> None:
        """See to it that somebody works, if there is anything to do."""
        with self._lock:
            if (self._worker is None or not self._worker.is_alive()) and any(self._waiting()):
                self._worker = threading.Thread(target=self.work, name="imports", daemon=True)
                self._worker.start()

    def work(self) -> None:
        """Read all that waits, file by file; where another process is at it already, nothing is done."""
        try:
            with FileLock(self._folder / ".working", timeout=0):
                self._read_on()
        except Timeout:
            return

    def _read_on(self) -> None:
        reader: Intake | None = None
        try:
            while (task := next(self._waiting(), None)) is not None:
                reader = reader or self._opened()
                self._take(reader, *task)
        finally:
            self._family = None
            if reader is not None:
                reader.close()

    def _take(self, reader: Intake, folder: Path, file: JobFile) -> None:
        begun, wanted = folder / f"{file.number}.taking", folder / f"{file.number}.recut.json"
        try:
            begun.touch()
            before = self.taken(folder.name, file.number)
            if before and wanted.is_file():
                taken = reader.cut(before, intake.parts_from_json(wanted.read_text(encoding="utf-8")))
            else:
                taken = reader.take(folder / f"{file.number}{_suffix(file.name)}", file.name)
            taken = self._among(reader, folder, file.number).met(taken)
        except Exception:
            if (folder / "job.json").is_file():  # otherwise somebody deleted the import meanwhile
                # A fault of ours: told to those who run it, and in nobody's way; the other files wait.
                _log.exception("%s of the import %s could not be read", file.name, folder.name)
                self._give_up(folder, file)
        else:
            self._keep(folder, file.number, taken)
            wanted.unlink(missing_ok=True)
            begun.unlink(missing_ok=True)
        if not (folder / "job.json").is_file():
            shutil.rmtree(folder, ignore_errors=True)

    def _among(self, reader: Intake, folder: Path, number: int) -> Siblings:
        """The stories of the files before that one; read anew where a file is taken once more."""
        family, self._family = self._family, None
        if family is None or family.folder != folder or family.last >= number:
            family = _Family(folder, -1, reader.siblings())
        for before in range(family.last + 1, number):
            if known := self.taken(folder.name, before):
                family.siblings.met(known)
        self._family = family._replace(last=number)
        return family.siblings

    def _give_up(self, folder: Path, file: JobFile) -> None:
        """Refuse a file; one that was to be cut anew stays as it was, with the cuts as they were moved."""
        wanted = folder / f"{file.number}.recut.json"
        if wanted.is_file():
            wanted.replace(folder / f"{file.number}.cuts.json")
        else:
            self._keep(
                folder,
                file.number,
                Taken(file.name, "refused", problems=(Problem(_FAILED, "", {}, file.name),)),
            )
        (folder / f"{file.number}.taking").unlink(missing_ok=True)

    def _waiting(self) -> Iterator[tuple[Path, JobFile]]:
        """Files to be read, the oldest first."""
        for job in reversed(self.jobs()):
            yield from (
                (self._folder / job.id, file) for file in job.files if file.state in ("waiting", "taking")
            )

    def _keep_parts(self, job_id: str, number: int, what: str, parts: Sequence[Part]) -> None:
        taken = self.taken(job_id, number)
        if taken and taken.publication:
            replace_text(self._folder / job_id / f"{number}.{what}.json", intake.parts_to_json(parts))

    def _keep(self, folder: Path, number: int, taken: Taken) -> None:
        told = {
            "status": taken.status,
            "keys": [key for key, _ in keyed(taken)],
            "publication": taken.publication is not None,
        }
        replace_text(folder / f"{number}.json", intake.to_json(taken))
        replace_text(folder / f"{number}.told.json", json.dumps(told))

    def _read(self, folder: Path) -> Job:
        about = json.loads((folder / "job.json").read_text(encoding="utf-8"))
        names = {entry.name for entry in os.scandir(folder)}
        files = tuple(
            file_of(folder, names, number, name, size) for number, (name, size) in enumerate(about["files"])
        )
        at = datetime.fromisoformat(about["at"])
        return Job(folder.name, about["author"], about["shown"], at, files)


def _refused(name: str, size: int) -> Taken:
    if size > LARGEST:
        message = N_("The file is larger than {limit} MB: divide it, or save it without pictures.")
        problem = Problem(message, "", {"limit": LARGEST // (1024 * 1024)}, name)
    else:
        message = N_("There are more than {limit} files: send the others in another import, or in one ZIP.")
        problem = Problem(message, "", {"limit": MOST_FILES}, name)
    return Taken(name, "refused", problems=(problem,))


def _shown(given: str) -> str:
    """The name of a file as people know it: without folders, and with nothing that cannot be seen."""
    name = _UNSEEN.sub("", given.replace("\\", "/").rpartition("/")[2]).strip()
    return name[-200:] or "—"


def _suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) and suffix not in (".json", ".taking", ".closed") else ".bin"
