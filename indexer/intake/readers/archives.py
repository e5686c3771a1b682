"""A ZIP of files of any format we read."""

from __future__ import annotations

import zipfile
from pathlib import PurePosixPath

from depository.errors import N_, Invalid, Problem
from indexer.intake import readers
from indexer.intake.readers import refusal, suffix_of
from indexer.intake.readers.unpacking import content, opened, written_name
from indexer.intake.source import Contents, Source

MOST_BYTES = 20_000_000
_LEFT_OUT = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
# What a Mac keeps beside a file, and what Word keeps while it is open.
_SHADOWS = ("._", "~$")


def read(name: str, data: bytes) -> Contents:
    """The stories of all files in the archive; those that cannot be read are told, the others go on."""
    sources: list[Source] = []
    problems: list[Problem] = []
    with opened(name, data) as archive:
        members = [member for member in archive.infolist() if _is_wanted(member)]
        if not members:
            raise refusal(N_("There are no files in this archive: there is nothing to take from it."), name)
        for member in sorted(members, key=written_name):
            inner = f"{name}/{written_name(member)}"
            try:
                found = _member(archive, member, inner)
            except Invalid as invalid:
                problems += invalid.problems
            else:
                sources += found.sources
                problems += found.problems
    return Contents(tuple(sources), tuple(problems))


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(written_name(member).replace("\\", "/")).parts
    return not member.is_dir() and not any(part in _LEFT_OUT or part.startswith(_SHADOWS) for part in parts)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, inner: str) -> Contents:
    parts = PurePosixPath(written_name(member).replace("\\", "/")).parts
    if ".." in parts or parts[0] == "/" or ":" in parts[0]:
        raise refusal(N_("The name of this file leads out of its archive: give it a plain name."), inner)
    if suffix_of(inner) == ".zip":
        raise refusal(N_("An archive in an archive is not opened: unpack it and import its files."), inner)
    if member.file_size > MOST_BYTES:
        message = N_("The file is larger than {limit} MB: split it or leave out its pictures.")
        raise refusal(message, inner, limit=MOST_BYTES // 1_000_000)
    return readers.read(inner, content(archive, member, inner))
