"""A ZIP of files of any format we read."""

from __future__ import annotations

import zipfile
from pathlib import PurePosixPath

from depository.errors import N_, Invalid, Problem
from indexer.intake import readers
from indexer.intake.readers import is_picture, refusal, suffix_of
from indexer.intake.readers.unpacking import (
    DAMAGED,
    MOST_UNPACKED,
    bursting,
    content,
    guard,
    listed,
    written_name,
)
from indexer.intake.source import Contents, Source

MOST_BYTES = 20_000_000
_EMPTY = N_("There are no files in this archive: there is nothing to take from it.")
_PICTURES = N_("There are only pictures in this archive: recognize their text first (OCR), then import that.")
_LEFT = N_("Pictures beside the stories were left out: {names}")
_TOLD = 300
_LEFT_OUT = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
# What a Mac keeps beside a file, and what Word keeps while it is open.
_SHADOWS = ("._", "~$")


def read(name: str, data: bytes) -> Contents:
    """The stories of all files in the archive; those that cannot be read are told, the others go on."""
    sources: list[Source] = []
    problems: list[Problem] = []
    with listed(name, data) as archive:
        wanted = sorted((member for member in archive.infolist() if _is_wanted(member)), key=written_name)
        members = [member for member in wanted if not is_picture(written_name(member))]
        if not members:
            raise refusal(_PICTURES if wanted else _EMPTY, name)
        room = MOST_UNPACKED
        for member in members:
            inner = f"{name}/{written_name(member)}"
            try:
                found = _member(archive, member, inner, room)
            except Invalid as invalid:
                problems += invalid.problems
            else:
                room -= member.file_size
                sources += found.sources
                problems += found.problems
    left = [written_name(member) for member in wanted if is_picture(written_name(member))]
    notes = (Problem(_LEFT, "", {"names": ", ".join(left)[:_TOLD]}, name),) if left else ()
    return Contents(tuple(sources), tuple(problems), notes)


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(written_name(member).replace("\\", "/")).parts
    return not member.is_dir() and not any(part in _LEFT_OUT or part.startswith(_SHADOWS) for part in parts)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, inner: str, room: int) -> Contents:
    parts = PurePosixPath(written_name(member).replace("\\", "/")).parts
    if ".." in parts or parts[0] == "/" or ":" in parts[0]:
        raise refusal(N_("The name of this file leads out of its archive: give it a plain name."), inner)
    if suffix_of(inner) == ".zip":
        raise refusal(N_("An archive in an archive is not opened: unpack it and import its files."), inner)
    guard(member, inner)
    if member.file_size > MOST_BYTES:
        message = N_("The file is larger than {limit} MB: split it or leave out its pictures.")
        raise refusal(message, inner, limit=MOST_BYTES // 1_000_000)
    if member.file_size > room:
        raise bursting(inner)
    data = content(archive, member, inner)
    try:
        return readers.read(inner, data)
    except Invalid:
        raise
    except Exception as error:  # a library met what its authors never did; the others go on
        raise refusal(DAMAGED, inner) from error
