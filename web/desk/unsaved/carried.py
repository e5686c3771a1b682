"""What was typed, carried past a session that ended or a form that grew too old: nothing is lost.

Without script too: the fields of the refused form travel as hidden inputs through the page that signs
in, and are there again afterwards.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from flask import Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage, MultiDict

from web.catalog import link
from web.desk.access.sessions import at_the_desk

# Names of the hidden inputs: where the form was sent to, and its fields.
TO, FIELD = "carried-to", "carried."
# The names of files that were sent: a page can carry those, and not the files.
LOST = "lost-file"
# Fields with words somebody may want to copy.
_TYPED = ("title", "summary", "body", "reason", "note", "text")
# What is never put into a page again: a token, and passwords.
_NOT_CARRIED = ("csrf_token", "password", "old-password", "new-password", "repeated-password")


def sign_in_address() -> str:
    """The page to sign in at, which then leads to the page asked for."""
    asked = request.full_path.rstrip("?") if request.method == "GET" else ""
    address = link("desk.sign_in")
    return f"{address}?{_as_next(asked)}" if asked else address


def to_sign_in() -> ResponseReturnValue:
    """The page to sign in at, with all that was sent; a script is told so in a word."""
    if _is_script():
        return {"error": "signed-out"}, 401
    fields = _fields() if _from_here() else []
    page = render_template("desk/sign_in.html", carried=fields, to=request.path if fields else "", next="")
    return make_response(page, 401)


def once_more() -> ResponseReturnValue:
    """A form whose token does not hold any more: shown with a button that sends it again."""
    if _is_script():
        return {"error": "token"}, 400
    fields = _fields() if _from_here() else []
    if lost := [value for name, value in fields if name == LOST]:
        return redirect(files_again(lost, request.path))
    return again(fields, request.path, 400)


def files_again(names: list[str], to: str) -> str:
    """The page `to`, which says that these files have to be chosen once more."""
    said = gettext(
        "The files were not sent, for the session had ended: choose them once more. %(names)s",
        names=", ".join(name[:80] for name in names[:20]),
    )
    flash(str(said))
    return request.script_root + to


def again(fields: list[tuple[str, str]], to: str, status: int = 200) -> ResponseReturnValue:
    """A filled-in form that was not done yet, and a button that sends it to `to`."""
    page = render_template("desk/again.html", fields=fields, to=request.script_root + to)
    return make_response(page, status)


def later(said: str, status: int) -> Response:
    """A page that says why something cannot be done just now, and a button that sends everything once more.

    Words of the form can be read and copied there; files have to be chosen again.
    """
    if _is_script():
        return make_response({"error": said}, status)
    is_sent = request.method == "POST"
    fields = _fields() if is_sent and _from_here() else []
    page = render_template(
        "desk/again.html",
        fields=[(name, value) for name, value in fields if name != LOST],
        lost=[value for name, value in fields if name == LOST],
        typed=[value for name, value in fields if name.removeprefix(FIELD) in _TYPED and value.strip()],
        said=said,
        to=request.script_root + request.path if is_sent else "",
    )
    return make_response(page, status)


def taken_through() -> tuple[str, MultiDict[str, str]] | None:
    """Where the form carried by the present request was sent to, and its fields; None if there is none."""
    to = request.form.get(TO, "")
    if not safe(request.script_root + to):
        return None
    pairs = [
        (name.removeprefix(FIELD), value)
        for name, values in request.form.lists()
        if name.startswith(FIELD)
        for value in values
    ]
    return to, MultiDict(pairs)


def safe(address: str) -> bool:
    """Whether `address` leads to the desk and nowhere else."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or "\\" in address or not address.startswith(request.script_root + "/"):
        return False
    return at_the_desk(parts.path.removeprefix(request.script_root))


def _as_next(path: str) -> str:
    return urlencode({"next": request.script_root + path})


def _is_script() -> bool:
    return request.headers.get("X-Requested-With") == "script"


def _from_here() -> bool:
    """Whether the form was sent from our own pages: what others send is not carried any further."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _fields() -> list[tuple[str, str]]:
    given = request.form.items(multi=True)
    lost = [(LOST, file.filename) for file in _files() if file.filename]
    return [(name, value) for name, value in given if name not in _NOT_CARRIED] + lost


def _files() -> list[FileStorage]:
    return [file for _, files in request.files.lists() for file in files]
