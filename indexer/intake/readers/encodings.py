"""Bytes to text: in which encoding a file is written. The only home of charset-normalizer."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from depository.errors import N_
from indexer.intake.readers import refusal

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What Ukrainian and English texts are found in; each further one is one more chance of a false guess.
_PLAUSIBLE = ["cp1251", "koi8_u", "cp866", "cp1125", "utf_16_le", "utf_16_be", "iso8859_5", "cp1252"]
_SAMPLE = 200_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")
# More control characters than this share are no slip: the file is no text.
_MOST_CONTROL = 0.002
_LETTERS = re.compile(r"[А-Яа-яЄєІіЇїҐґA-Za-z]")


def decode(data: bytes, name: str, declared: str = "") -> str:
    """The text in `data`, with plain line ends; `declared` is the encoding the file itself claims.

    UTF-8 is tried before what a file claims: text of another encoding hardly ever passes for it.
    Raises Invalid for bytes that are no text.
    """
    text = _marked(data) or _as(data, "utf-8") or _as(data, declared) or _guessed(data)
    if text is None or _is_noise(text):
        message = N_("This is not a text, or it is damaged: open the file and save it anew in UTF-8.")
        raise refusal(message, name)
    text = _CONTROL.sub("", text.removeprefix("\ufeff"))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\f", "\n")


def _marked(data: bytes) -> str | None:
    """The text by its byte order mark."""
    return next((data.decode(name, "replace") for mark, name in _MARKS if data.startswith(mark)), None)


def _as(data: bytes, encoding: str) -> str | None:
    if not encoding or b"\0" in data[:_SAMPLE] and encoding == "utf-8":
        return None
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeError, ValueError):
        return None
    return None if _is_noise(text) else text


def _guessed(data: bytes) -> str | None:
    """The text in the likeliest of the plausible encodings."""
    best = from_bytes(data[:_SAMPLE], cp_isolation=_PLAUSIBLE, preemptive_behaviour=False).best()
    return data.decode(best.encoding, "replace") if best else None


def _is_noise(text: str) -> bool:
    """Whether too much of the text is no writing at all."""
    sample = text[:_SAMPLE]
    return not _LETTERS.search(sample) or len(_CONTROL.findall(sample)) > _MOST_CONTROL * len(sample)
