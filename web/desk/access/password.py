"""One's own password: whoever is signed in changes it, and everybody else who is with it is signed out."""

from __future__ import annotations

from typing import NamedTuple

from flask import make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from depository.errors import N_
from web.catalog import link
from web.desk import done, door
from web.desk.access import signing_in
from web.desk.access.accounts import SHORTEST_PASSWORD, Refused, password_problems
from web.i18n import sentence, translate

_INVALID, _TOO_MANY = 422, 429
_WRONG = N_("This is not your present password. Check the keyboard layout and Caps Lock.")
_DIFFERENT = N_("The two passwords differ: type it once more, twice the same.")
# The fields of the form, and what they are called.
OLD, NEW, REPEATED = "old-password", "new-password", "repeated-password"
_LABELS = {OLD: N_("Present password"), NEW: N_("New password"), REPEATED: N_("The same once more")}


class _Told(NamedTuple):
    """What is wrong with one field."""

    anchor: str
    label: str
    sentence: str


@door.blueprint.route("/password", methods=["GET", "POST"])
def password() -> ResponseReturnValue:
    """The form that changes it; once that is done, other sessions of the account are over."""
    if request.method == "GET":
        return _page()
    old, new = request.form.get(OLD, ""), request.form.get(NEW, "")
    problems = [_told(NEW, sentence(problem)) for problem in password_problems(new)]
    if not problems and request.form.get(REPEATED, "") != new:
        problems = [_told(REPEATED, translate(_DIFFERENT))]
    try:
        door.accounts().confirm(door.signed_in().name, old)
    except Refused as refused:
        said = signing_in.too_many(refused.wait) if refused.wait else translate(_WRONG)
        return _page([_told(OLD, said), *problems], status=_TOO_MANY if refused.wait else _INVALID)
    if problems:
        return _page(problems, status=_INVALID)
    changed = door.accounts().set_password(door.signed_in().name, new)
    session.clear()
    session.permanent = True
    door.let_in(changed)
    done.tell("password")
    return redirect(link("desk.home"))


def _told(field: str, said: str) -> _Told:
    return _Told(field, translate(_LABELS[field]), said)


def _page(problems: list[_Told] | None = None, *, status: int = 200) -> ResponseReturnValue:
    beside = {problem.anchor: problem.sentence for problem in problems or []}
    page = render_template(
        "desk/password.html",
        fields=[(name, translate(label)) for name, label in _LABELS.items()],
        problems=problems or [],
        beside=beside,
        shortest=SHORTEST_PASSWORD,
    )
    return make_response(page, status)
