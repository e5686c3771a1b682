"""A ZIP of files of any format we read, each a file by itself."""

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
from indexer.intake.source import Contents, Member

MOST_BYTES = 20_000_000
_EMPTY = N_("There are no files in this archive: there is nothing to take from it.")
_PICTURES = N_("There are only pictures in this archive: recognize their text first (OCR), then import that.")
_LEFT = N_("Pictures beside the stories were left out: {names}")
_TOLD = 300
_LEFT_OUT = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
# What a Mac keeps beside a file, and what Word keeps while it is open.
_SHADOWS = ("._", "~$")


def read(name: str, data: bytes) -> Contents:
    """The files in the archive, each to be read by itself; what is not to be unpacked at all is told."""
    members: list[Member] = []
    problems: list[Problem] = []
    with listed(name, data) as archive:
        wanted = [(number, each) for number, each in enumerate(archive.infolist()) if _is_wanted(each)]
    wanted.sort(key=lambda numbered: written_name(numbered[1]))
    read_one_by_one = [(n, member) for n, member in wanted if not is_picture(written_name(member))]
    if not read_one_by_one:
        raise refusal(_PICTURES if wanted else _EMPTY, name)
    room = MOST_UNPACKED
    for number, member in read_one_by_one:
        inner = f"{name}/{written_name(member)}"
        try:
            _guard(member, inner, room)
        except Invalid as invalid:
            problems += invalid.problems
        else:
            room -= member.file_size
            members.append(Member(inner, number))
    left = [written_name(member) for _, member in wanted if is_picture(written_name(member))]
    notes = (Problem(_LEFT, "", {"names": ", ".join(left)[:_TOLD]}, name),) if left else ()
    return Contents((), tuple(problems), notes, tuple(members))


def read_member(inner: str, data: bytes, number: int) -> Contents:
    """What stands in one file of the archive, by its number in it and the name people know it by."""
    with listed(inner, data) as archive:
        member = archive.infolist()[number]
        unpacked = content(archive, member, inner)
    try:
        return readers.read(inner, unpacked)
    except (Invalid, MemoryError):
        raise
    except Exception as error:  # a library met what its authors never did; the others go on
        raise refusal(DAMAGED, inner) from error


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(written_name(member).replace("\\", "/")).parts
    return not member.is_dir() and not any(part in _LEFT_OUT or part.startswith(_SHADOWS) for part in parts)


def _guard(member: zipfile.ZipInfo, inner: str, room: int) -> None:
    """Raise Invalid where the file is not to be unpacked at all."""
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
