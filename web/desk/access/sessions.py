"""Who is signed in stands in a signed cookie, at the desk only: readers of the depository get none."""

from __future__ import annotations

import os
import re
import secrets
from datetime import timedelta
from pathlib import Path

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from web.i18n import LANGUAGES

_DESK = re.compile(rf"/(?:{'|'.join(LANGUAGES)})/desk(?:/|$)")
_SHORTEST_KEY = 32
# A working day; every page asked for begins it anew.
_LASTS = timedelta(hours=12)


def start(app: Flask, *, https: bool) -> None:
    """Let the desk of `app` know who is signed in; the key of the cookies is read when first needed."""
    app.config.update(
        SESSION_COOKIE_NAME="depository-desk",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
        PERMANENT_SESSION_LIFETIME=_LASTS,
    )
    app.session_interface = _DeskSessions()


def at_the_desk(path: str) -> bool:
    """Whether `path` is an address of the desk."""
    return _DESK.match(path) is not None


def key(folder: Path) -> str:
    """The key that signs cookies, kept in `folder`; whoever comes first makes it, for all processes."""
    path = folder / "secret"
    if not (path.is_file() and path.stat().st_size >= _SHORTEST_KEY):
        folder.mkdir(parents=True, exist_ok=True)
        made = folder / f".secret-{secrets.token_hex(4)}"
        with os.fdopen(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
        if path.exists():  # too short to be one: cut off while it was written
            os.replace(made, path)
        else:
            _put(made, path)
    return path.read_text(encoding="ascii").strip()


def _put(made: Path, path: Path) -> None:
    """`made` as `path`, unless another process was quicker: then that one's holds."""
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        made.unlink()


class _DeskSessions(SecureCookieSessionInterface):
    """Sessions of the desk; all other pages have an empty one that is not kept."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if not at_the_desk(request.path):
            return SecureCookieSession()
        if app.secret_key is None:
            app.secret_key = key(app.config["SETTINGS"].data)
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SecureCookieSession, response: Response) -> None:  # type: ignore[override]
        if at_the_desk(request.path):
            super().save_session(app, session, response)
