"""What stands in a file: a reader a format, each from bytes to the stories in them.

A reader may meet anything at all: it is called in a process of its own (`indexer.intake.confinement`),
and the libraries it stands on are loaded there only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import PurePosixPath

from depository.errors import N_, Invalid, Problem
from indexer.intake.readers.around.asides import year_of
from indexer.intake.readers.around.lines import without_parting
from indexer.intake.readers.cleaning import cleaned
from indexer.intake.source import Contents, Source

Reader = Callable[[str, bytes], Contents]

# The module of each kind of name; a module has one function of interest, `read`.
FORMATS: Mapping[str, str] = {
    ".html": "webpages.html",
    ".htm": "webpages.html",
    ".xhtml": "webpages.html",
    ".docx": "word",
    ".pdf": "printed.pdf",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "plain",
    ".csv": "tables",
    ".tsv": "tables",
    ".xlsx": "tables",
    ".zip": "archives",
}
_DOCX = N_("Files in the format {format} are not read: open it and save it as .docx.")
_XLSX = N_("Files in the format {format} are not read: open it and save it as .xlsx.")
_PDF = N_("Files in the format {format} are not read: open it and save it as .pdf.")
_HTML = N_("Files in the format {format} are not read: save the page as .html.")
_SCAN = N_("This is a picture: recognize its text first (OCR) and save it as .docx or .pdf.")
_PICTURES = (
    *(".png", ".jpg", ".jpeg", ".jfif", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".avif"),
    *(".heic", ".heif", ".svg", ".dng", ".cr2", ".nef", ".arw"),
)
_ADVICE: Mapping[str, str] = {
    **dict.fromkeys((".doc", ".rtf", ".odt", ".docm", ".dotx", ".dot", ".pages", ".wpd"), _DOCX),
    **dict.fromkeys((".xls", ".ods", ".xlsm", ".xlsb", ".numbers"), _XLSX),
    **dict.fromkeys((".ppt", ".pptx", ".odp", ".epub", ".fb2", ".ps", ".xps"), _PDF),
    **dict.fromkeys((".mht", ".mhtml", ".xml", ".webarchive"), _HTML),
    **dict.fromkeys((*_PICTURES, ".djvu"), _SCAN),
}
# How the files begin that are often given a name of another format.
_MAGIC = (
    (b"%PDF-", ".pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
    (b"{\\rtf", ".rtf"),
)
_IN_ZIP = {".docx", ".xlsx", ".zip"}
# A record is a page or two, and its file at most 2 MB; a book of many pages is cut before it is kept.
MOST_CHARACTERS = 3_000_000
# What people write themselves ends with who they are and where else to read them.
_SIGNED = ("markdown", "plain", "docx", "html", "pdf")
LEFT_OUT = N_("Lines around the story were left out: {lines}")
MOST_TOLD = 300


def read(name: str, data: bytes) -> Contents:
    """What stands in the file called `name`; raises Invalid where it cannot be read at all."""
    suffix = suffix_of(name)
    if suffix in _ADVICE:
        raise refusal(_ADVICE[suffix], name, format=suffix)
    if suffix not in FORMATS:
        message = N_(
            "The format of this file is not known: save it as .docx, .pdf, .html, .md, .txt, .csv or .xlsx."
        )
        raise refusal(message, name)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise refusal(N_("The file is empty: there is nothing to take from it."), name)
    _guard_disguise(name, suffix, data)
    reader: Reader = import_module(f"indexer.intake.readers.{FORMATS[suffix]}").read
    contents = reader(name, data)
    return replace(contents, sources=tuple(_finished(source) for source in contents.sources))


def suffix_of(name: str) -> str:
    """The end of a file's name that tells its format, in small letters."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def is_picture(name: str) -> bool:
    """Whether the file is a photograph or a drawing, by its name."""
    return suffix_of(name) in _PICTURES


def refusal(message: str, name: str, field: str = "", line: int | None = None, **values: object) -> Invalid:
    """The reason why the file called `name` is not taken, to be raised."""
    return Invalid([Problem(message, field, values, name, line)])


def _guard_disguise(name: str, suffix: str, data: bytes) -> None:
    """Refuse a file whose first bytes say that it is of another format than its name does."""
    begins = data.lstrip(b"\xef\xbb\xbf\r\n\t ")[:16]
    found = next((format for magic, format in _MAGIC if begins.startswith(magic)), None)
    fits = found is None or found == suffix or (found == "zip" and suffix in _IN_ZIP)
    if fits and (suffix not in _IN_ZIP or found):
        return
    if found == ".doc" and suffix in _IN_ZIP:
        message = N_(
            "This is an old file of Office, or one with a password: open it and save it anew as {suffix}."
        )
    elif found == "zip":
        message = N_(
            "The file is named {suffix}, but is a ZIP archive or a document in one: give it its right name."
        )
    elif found:
        message = N_("The file is named {suffix}, but is in the format {format}: give it its right name.")
    else:
        message = N_("This is not a {suffix} file, or it is damaged: open it and save it anew.")
    raise refusal(message, name, suffix=suffix, format=found or "")


def _finished(source: Source) -> Source:
    """The source with clean text; raises Invalid where that is longer than anything we take."""
    if len(source.markdown) > MOST_CHARACTERS:
        message = N_("The text is longer than {limit} characters: split the file and import its pieces.")
        raise refusal(message, source.name, "body", source.line, limit=MOST_CHARACTERS)
    return cleaned(_without_parting(source))


def _without_parting(source: Source) -> Source:
    """The source without what its author says in parting, which is told; a record of ours is left alone."""
    if source.format not in _SIGNED or "id" in source.stated:
        return source
    # Places where pages begin are counted in the text: nothing is taken from its midst.
    markdown, gone = without_parting(source.markdown, whole=bool(source.pages))
    source = replace(source, written=source.written or year_of(source.markdown, gone))
    if not gone:
        return source
    told = Problem(LEFT_OUT, "body", {"lines": " · ".join(gone)[:MOST_TOLD]}, source.name, source.line)
    cut = source.markdown.find(markdown.rstrip("\n"))
    pages = tuple((max(0, offset - cut), page) for offset, page in source.pages)
    return replace(source, markdown=markdown, pages=pages, notes=(*source.notes, told))
