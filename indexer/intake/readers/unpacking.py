"""ZIP archives opened with care: sizes and ratios are looked at before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib

from depository.errors import N_, Invalid
from indexer.intake.readers import refusal

_MEGABYTE = 1_000_000
MOST_UNPACKED = 100 * _MEGABYTE
# Text shrinks to a tenth, repetitive XML to a fiftieth; beyond this it was made to burst.
_MOST_RATIO = 200
_HARMLESS = _MEGABYTE
_MOST_MEMBERS = 3_000
_ENCRYPTED = 0x1
_UTF8 = 0x800

DAMAGED = N_("The file is damaged or was not loaded to its end: get it once more or save it anew.")
_LOCKED = N_("The file is locked with a password: remove the password and import it again.")


def opened(name: str, data: bytes) -> zipfile.ZipFile:
    """The archive in `data`; raises Invalid where it is damaged, locked, or would burst."""
    archive = listed(name, data)
    members = archive.infolist()
    for member in members:
        guard(member, name)
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise bursting(name)
    return archive


def listed(name: str, data: bytes) -> zipfile.ZipFile:
    """The archive in `data`, of which only the list was looked at; each member is to be guarded."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # Office locks a document by putting it into a container
        raise refusal(_LOCKED, name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise refusal(DAMAGED, name) from error
    if len(members) > _MOST_MEMBERS:
        message = N_("There are more than {limit} files in it: split it.")
        raise refusal(message, name, limit=_MOST_MEMBERS)
    return archive


def guard(member: zipfile.ZipInfo, name: str) -> None:
    """Raise Invalid where the member is locked or would burst; `name` is who is told of it."""
    if member.flag_bits & _ENCRYPTED:
        raise refusal(_LOCKED, name)
    if member.file_size > MOST_UNPACKED or _bursts(member):
        raise bursting(name)


def bursting(name: str) -> Invalid:
    """The reason why what is called `name` is not unpacked, to be raised."""
    message = N_(
        "Unpacked, this would be larger than {limit} MB or suspiciously larger than it is: save it anew."
    )
    return refusal(message, name, limit=MOST_UNPACKED // _MEGABYTE)


def _bursts(member: zipfile.ZipInfo) -> bool:
    return member.file_size > _HARMLESS and member.file_size > _MOST_RATIO * max(1, member.compress_size)


def content(archive: zipfile.ZipFile, member: zipfile.ZipInfo | str, name: str) -> bytes:
    """The bytes of a member; raises Invalid where they are damaged."""
    try:
        return archive.read(member)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError) as error:
        raise refusal(DAMAGED, name) from error


def written_name(member: zipfile.ZipInfo) -> str:
    """The name as it was given: old archivers of Windows write Cyrillic in the encoding of DOS."""
    if member.flag_bits & _UTF8:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "cp1125"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename
