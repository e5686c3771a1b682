"""Signing in and out."""

from __future__ import annotations

from flask import current_app, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from depository.errors import N_
from web.catalog import link
from web.desk import door
from web.desk.access.accounts import Refused
from web.desk.unsaved import carried
from web.i18n import translate

_TOO_MANY = 429
_WRONG = N_("Name and password do not fit together. Check the keyboard layout and Caps Lock.")
_TOO_OLD = N_("The page had been open for too long: please sign in once more. Cookies must be allowed here.")


@door.blueprint.route("/sign-in", methods=["GET", "POST"])
@door.open_to_all
def sign_in() -> ResponseReturnValue:
    """Who somebody is; afterwards the page they wanted, or the form they had filled in."""
    if request.method == "GET":
        if door.account() is not None:
            return redirect(_next())
        return _page()
    if not door.token_holds():
        return _page(said=_TOO_OLD)
    try:
        found = door.accounts().sign_in(request.form.get("name", ""), request.form.get("password", ""))
    except Refused as refused:
        return _page(said=_said(refused), status=_TOO_MANY if refused.wait else 401)
    session.clear()
    session.permanent = True
    door.let_in(found)
    filled = carried.taken_through()
    return _back_to(*filled) if filled else redirect(_next())


@door.blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """The end of a session."""
    door.let_out()
    session.clear()
    return redirect(link("desk.sign_in"))


def _back_to(to: str, fields: MultiDict[str, str]) -> ResponseReturnValue:
    """The form somebody had filled in: kept for them, where it is that of a record; else shown to be sent."""
    if lost := fields.getlist(carried.LOST):
        return redirect(carried.files_again(lost, to))
    for reopen in current_app.extensions["desk.reopen"]:
        if (address := reopen(to, fields)) is not None:
            return redirect(address)
    return carried.again(list(fields.items(multi=True)), to)


def _page(*, said: str = "", status: int = 200) -> ResponseReturnValue:
    fields = [
        (name, value)
        for name, values in request.form.lists()
        if name.startswith(carried.FIELD)
        for value in values
    ]
    page = render_template(
        "desk/sign_in.html",
        carried=[(name.removeprefix(carried.FIELD), value) for name, value in fields],
        to=request.form.get(carried.TO, ""),
        next=request.values.get("next", ""),
        name=request.form.get("name", ""),
        refusal=translate(said) if said else "",
        nobody=not door.accounts().all(),
    )
    return make_response(page, status)


def _said(refused: Refused) -> str:
    return too_many(refused.wait) if refused.wait else _WRONG


def too_many(wait: int) -> str:
    """What somebody is told who has to wait so many seconds before another attempt."""
    return str(
        ngettext(
            "Too many attempts: try again in %(num)s second.",
            "Too many attempts: try again in %(num)s seconds.",
            wait,
        )
    )


def _next() -> str:
    """The page somebody wanted; the first page of the desk, if they wanted none of ours."""
    wanted = request.values.get("next", "")
    return wanted if carried.safe(wanted) else link("desk.home")
