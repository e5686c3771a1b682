"""The door of the desk: the blueprint all its pages belong to, and who may pass.

Every page of the blueprint is for people who are signed in, except those marked with `open_to_all`; a
page for librarians only is marked with `for_librarians`. Whatever is posted must carry the token of its
form, `{{ token() }}` of `desk/_desk.html` in a template. What was typed is never lost at the door: it is
carried through the sign-in and back (see `carried`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response, current_app, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import Forbidden

from depository.editing.authors import Author, Role
from depository.errors import N_
from depository.service import Depository
from web.desk import done
from web.desk.access.accounts import Account, Accounts
from web.desk.unsaved import carried
from web.i18n import translate

if TYPE_CHECKING:
    from depository.editing.desk import Desk

_UKRAINE = "Europe/Kyiv"

P = ParamSpec("P")
R = TypeVar("R")

blueprint = Blueprint("desk", __name__)

# What stands in the navigation of the desk, in this order; an endpoint nobody serves is left out.
NAVIGATION: tuple[tuple[str, str], ...] = (
    ("desk.records", N_("Records")),
    ("desk.imports", N_("Import")),
    ("desk.vocabularies", N_("Vocabularies")),
    ("desk.quality", N_("Quality")),
    ("desk.audit", N_("Journal")),
)

_csrf = CSRFProtect()
_login = LoginManager()


def start(app: Flask) -> None:
    """Let `app` know its people and its forms."""
    # A form stays good for as long as its session; the door itself checks it, for nothing else is posted.
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    _csrf.init_app(app)
    _login.init_app(app, add_context_processor=False)
    app.jinja_env.globals.update(desk_account=account, desk_navigation=navigation, desk_done=done.told)
    app.jinja_env.filters["moment"] = moment


def navigation() -> tuple[tuple[str, str], ...]:
    """The pages of the desk that are there, with their names."""
    served = current_app.view_functions
    return tuple((endpoint, translate(name)) for endpoint, name in NAVIGATION if endpoint in served)


def moment(value: datetime) -> str:
    """23 листопада, 14:05: when something was done, by the clocks of Ukraine."""
    return str(format_datetime(_in_kyiv(value), "d MMMM y, HH:mm"))


def clock(value: datetime) -> str:
    """14:05."""
    return f"{_in_kyiv(value):%H:%M}"


def _in_kyiv(value: datetime) -> datetime:
    """The time in Ukraine, wherever the server stands; without a zone, so that nobody moves it again."""
    return value.astimezone(ZoneInfo(_UKRAINE)).replace(tzinfo=None)


class Person(UserMixin):  # type: ignore[misc]
    """Somebody at the desk, as Flask-Login asks for it."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def get_id(self) -> str:
        return f"{self.account.name}:{self.account.stamp}"


@_login.user_loader  # type: ignore[untyped-decorator]
def _person(kept: str) -> Person | None:
    """Who a session speaks of; nobody, if the password changed or the account was disabled since."""
    name, _, stamp = kept.partition(":")
    account = accounts().get(name)
    if account is None or account.disabled or account.stamp != stamp:
        return None
    return Person(account)


def accounts() -> Accounts:
    """The accounts of this installation."""
    found: Accounts = current_app.extensions["accounts"]
    return found


def ask_nobody() -> None:
    """From now on, whoever asks for this page is nobody: the file of the accounts cannot be asked."""
    g.ask_nobody = True


def account() -> Account | None:
    """Who is signed in."""
    if "ask_nobody" in g:
        return None
    return current_user.account if current_user.is_authenticated else None


def signed_in() -> Account:
    """Who is signed in, on a page that only people who are can see."""
    found = account()
    if found is None:
        raise Forbidden
    return found


def author() -> Author:
    """Who is signed in, as the author of what they do."""
    return signed_in().author


def desk() -> Desk:
    """What may be done with records here."""
    found: Desk = current_app.extensions["desk"]
    return found


def depository() -> Depository:
    """The collection that readers search."""
    found: Depository = current_app.extensions["depository"]
    return found


def let_in(found: Account) -> None:
    """Begin the session of `found`."""
    login_user(Person(found))


def let_out() -> None:
    """End the session."""
    logout_user()


def open_to_all(view: Callable[P, R]) -> Callable[P, R]:
    """A page of the desk that nobody needs to be signed in for; what it takes, it checks itself."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


def for_role(role: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A page of the desk for those who may do what `role` may."""

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*arguments: P.args, **values: P.kwargs) -> R:
            if not author().has(role):
                raise Forbidden
            return view(*arguments, **values)

        return guarded

    return guard


# A page that contributors may not use.
for_librarians = for_role("librarian")


@blueprint.before_request
def _pass() -> ResponseReturnValue | None:
    """Let people in who are signed in, and forms that come from our own pages."""
    view = current_app.view_functions[request.endpoint or ""]
    is_open = getattr(view, "open_to_all", False)
    if account() is None and not is_open:
        return carried.to_sign_in() if request.method == "POST" else redirect(carried.sign_in_address())
    if request.method == "POST" and not is_open and not token_holds():
        return carried.once_more()
    return None


def token_holds() -> bool:
    """Whether what is posted comes from a form we made for this session."""
    try:
        _csrf.protect()
    except CSRFError:
        return False
    return True


@blueprint.after_request
def _keep_nothing(response: Response) -> Response:
    """Whatever stands on the desk is nobody else's business, caches included."""
    response.headers["Cache-Control"] = "no-store"
    return response
