"""How much may be sent to us, by address: little to readers’ pages, a form or files to the desk."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, request
from werkzeug.exceptions import RequestEntityTooLarge

_MEGABYTE = 1024 * 1024
# What comes with a request to read is there by mistake.
_LITTLE = 64 * 1024
# The longest record there may be, each byte of which is three on its way here; a publication cut into a
# thousand parts.
_FORM = 8 * _MEGABYTE
# Files of an import: ten of the largest that are taken, and what goes around them.
UPLOAD = 202 * _MEGABYTE
_LIMITS: Mapping[str, int] = {"desk": _FORM, "desk.imports": UPLOAD}


def start(app: Flask) -> None:
    """Let `app` refuse a body that is too large before it is read."""
    app.before_request(_refuse_large)


def limit(endpoint: str | None) -> int:
    """The most that may be sent to `endpoint`: as said for itself, for its blueprint, or else little."""
    name = endpoint or ""
    return _LIMITS.get(name, _LIMITS.get(name.partition(".")[0], _LITTLE))


def _refuse_large() -> None:
    most = limit(request.endpoint)
    request.max_content_length = most
    request.max_form_memory_size = min(most, _FORM)
    if (request.content_length or 0) > most:
        raise RequestEntityTooLarge
