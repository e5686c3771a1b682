"""Style, script and pictures: kept by browsers for a year, under addresses that change with their content."""

from __future__ import annotations

import hashlib
import os
import stat
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, send_from_directory, url_for

_FOLDER = Path(__file__).parent / "static"
_YEAR = 365 * 24 * 3600


def start(app: Flask) -> None:
    """Serve the files under /static/, and let templates name them by `static_url`."""
    app.add_url_rule("/static/<path:filename>", "static", _file)
    app.jinja_env.globals["static_url"] = static_url


def static_url(filename: str) -> str:
    """The address of a file in `static/`, with a digest of its content."""
    return _address(request.script_root, filename, _digest(filename, _modified(filename)))


@lru_cache(maxsize=256)
def _address(_: str, filename: str, digest: str) -> str:
    """Under a mount point it is another one. Making it costs more than looking whether the file changed."""
    return url_for("static", filename=filename, v=digest)


def _file(filename: str) -> Response:
    response = send_from_directory(_FOLDER, filename, etag=True, max_age=0)
    given = request.args.get("v")
    # Only the present content is kept for long: an old page asking for it by an older digest asks again.
    if given and given == _digest(filename, _modified(filename)):
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response


def _modified(filename: str) -> int:
    try:
        status = os.stat(_FOLDER / filename)
    except (OSError, ValueError):  # not there, or no name a file can have
        return 0
    return status.st_mtime_ns if stat.S_ISREG(status.st_mode) else 0


@lru_cache(maxsize=256)
def _digest(filename: str, modified: int) -> str:
    """Of the content as it was at `modified`; empty where there is no such file."""
    return hashlib.sha256((_FOLDER / filename).read_bytes()).hexdigest()[:12] if modified else ""
