"""What went wrong, as a page or as a problem document: one table from error to status."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import gettext
from werkzeug.exceptions import HTTPException

from depository.editing.authors import NotAllowed
from depository.editing.history import HistoryBusy
from depository.editing.saving import Conflict
from depository.errors import N_, IndexBusy, IndexUnavailable, Invalid, RecordNotFound, RecordUnreadable
from depository.record import Record
from web import params
from web.i18n import language, sentence, span, translate

API = "/api/"
_CONTRACT = "/api/v1/openapi.yaml#/components/responses/"


class Withdrawn(Exception):
    """The record was public once and is not any more."""

    def __init__(self, record: Record) -> None:
        self.record = record
        super().__init__(record.id)


STATUSES: Mapping[type[Exception], int] = {
    Invalid: 400,
    NotAllowed: 403,
    RecordNotFound: 404,
    Conflict: 409,
    Withdrawn: 410,
    RecordUnreadable: 503,
    HistoryBusy: 503,
    IndexBusy: 503,
    IndexUnavailable: 503,
}

# Title and sentence of every status we answer with; other client errors are told as 400, others as 500.
_SAID: Mapping[int, tuple[str, str]] = {
    400: (
        N_("This address cannot be read"),
        N_("Something in the address is not as it should be. See below."),
    ),
    403: (
        N_("This is for librarians"),
        N_("Your account may not do this. Ask a librarian to do it, or to change your role."),
    ),
    404: (
        N_("There is no such page"),
        N_("Nothing stands at this address. Perhaps it was mistyped, or the link to it is out of date."),
    ),
    405: (N_("This cannot be done here"), N_("This address can only be read: nothing can be sent to it.")),
    410: (
        N_("This record was withdrawn"),
        N_("The record stood here once and was withdrawn from the depository."),
    ),
    409: (
        N_("Somebody was quicker"),
        N_("The record was changed meanwhile. Open it again: your text and theirs will stand side by side."),
    ),
    413: (N_("That is too much at once"), N_("More was sent than the service takes. Send less.")),
    500: (
        N_("Something went wrong on our side"),
        N_("It is not your fault. The failure has been noted; please try again a little later."),
    ),
    503: (
        N_("The depository is being put in order"),
        N_("The records are being sorted anew right now. Please try again in a minute."),
    ),
}
# How the contract calls each of them.
_NAMES = {
    400: "Invalid", 403: "Forbidden", 404: "NotFound", 405: "NotAllowed", 409: "Conflict", 410: "Withdrawn",
    413: "TooLarge", 500: "Failed", 503: "Unavailable",
}  # fmt: skip
_NO_SUCH_RECORD = (
    N_("There is no such record"),
    N_("There is no record at this address. Perhaps the link was mistyped; try to find it by its title."),
)
_UNREADABLE = (
    N_("This record cannot be shown just now"),
    N_("Its file was damaged and has to be mended by a librarian. Please come back a little later."),
)
_BROKEN_FILE = (
    N_("A file of the corpus is damaged"),
    N_("What was asked for needs it. Nothing was changed. Mend it where it says below, then try again."),
)
_NO_SUCH_PAGE = (
    N_("There is no such page of results"),
    N_("The number of the page in the address cannot be right."),
)
# Pages whose address is a query: a mistake in it may be mended.
_SEARCHES = ("catalog.search", "catalog.map")


@dataclass(frozen=True, slots=True)
class Failure:
    """What a person or a program is told: all texts are in the reader's language."""

    status: int
    title: str
    detail: str
    problems: tuple[tuple[str, str], ...] = ()
    record: Record | None = None
    name: str = ""
    mended: tuple[str, str] | None = None


def failure(error: Exception) -> Failure:
    """How `error` is told."""
    status = _status(error)
    title, detail = map(translate, _said(error, status))
    if isinstance(error, Invalid):
        # A file that is named stands in the corpus: whoever asked has made no mistake.
        problems = tuple(
            (problem.field, problem.located(translate) if problem.file else sentence(problem))
            for problem in error.problems
        )
        return Failure(status, title, detail, problems, name=_NAMES[status], mended=_mended(error))
    if isinstance(error, Withdrawn):
        return Failure(status, title, error.record.reason or detail, record=error.record, name="Withdrawn")
    return Failure(status, title, detail, name=_NAMES[status])


def _said(error: Exception, status: int) -> tuple[str, str]:
    """Title and sentence for `error`."""
    if isinstance(error, RecordNotFound) and (request.endpoint or "").endswith(".record"):
        return _NO_SUCH_RECORD
    if isinstance(error, RecordUnreadable):
        return _UNREADABLE
    if isinstance(error, Invalid) and _is_of_files(error):
        return _BROKEN_FILE
    if isinstance(error, Invalid) and params.not_a_page(error):
        return _NO_SUCH_PAGE
    return _SAID[status]


def _is_of_files(error: Invalid) -> bool:
    """Whether files of the corpus are what is wrong, and not what was asked."""
    return any(problem.file for problem in error.problems)


def start(app: Flask) -> None:
    """Let `app` answer every error with a page or a problem document."""
    app.register_error_handler(Exception, answer)


def answer(error: Exception) -> Response:
    """What is answered to `error`: a page, or a problem document where a program asks."""
    if isinstance(error, HTTPException) and (error.code or 500) < 400:
        return make_response(error)  # a redirection is no error
    told = failure(error)
    if told.status == 500:
        current_app.logger.error("%s %s failed", request.method, request.full_path, exc_info=error)
    response = _document(told) if request.path.startswith(API) else _page(told)
    response.headers["Cache-Control"] = "no-store"
    if isinstance(error, HTTPException):
        kept = {"allow", "retry-after"}
        response.headers.extend([h for h in error.get_headers(request.environ) if h[0].lower() in kept])
    return response


def _mended(error: Invalid) -> tuple[str, str] | None:
    """A link to the search that was meant: what it is called, and its address."""
    if request.endpoint not in _SEARCHES:
        return None
    query = params.mended(request.args, current_app.extensions["depository"].vocabularies)
    if query is None:
        return None
    url = params.url(request.endpoint, query)
    if params.not_a_page(error) or not (query.year_from and query.year_to):
        return translate(N_("To the first page of these results")), url
    return str(gettext("The same search for %(years)s", years=span(query.year_from, query.year_to))), url


def _status(error: Exception) -> int:
    if isinstance(error, Invalid) and _is_of_files(error):
        return 409
    for kind, status in STATUSES.items():
        if isinstance(error, kind):
            return status
    if isinstance(error, HTTPException) and error.code:
        return error.code if error.code in _SAID else 400 if error.code < 500 else 500
    return 500


def _document(told: Failure) -> Response:
    """RFC 9457; `type` leads to where the contract describes it."""
    values: dict[str, object] = {
        "type": request.script_root + _CONTRACT + told.name,
        "title": told.title,
        "status": told.status,
        "detail": told.detail,
        "problems": [{"field": field, "sentence": text} for field, text in told.problems],
    }
    if told.record is not None:
        values |= {"reason": told.record.reason, "replaced_by": told.record.replaced_by}
    text = json.dumps(values, ensure_ascii=False)
    response = Response(text, told.status, mimetype="application/problem+json")
    response.headers["Content-Language"] = language()
    return response


def _page(told: Failure) -> Response:
    """The page for it; a bare one where even that cannot be made: the pages may be what is broken."""
    problems = [{"field": field, "sentence": text} for field, text in told.problems]
    try:
        page = render_template(
            "error.html",
            status=told.status,
            title=told.title,
            detail=told.detail,
            problems=problems,
            record=told.record,
            mended=told.mended,
        )
    except Exception:
        current_app.logger.exception("the page for an error could not be made")
        page = _bare(told)
    return make_response(page, told.status)


def _bare(told: Failure) -> str:
    problems = "".join(f"<li>{escape(text)}</li>" for _, text in told.problems)
    home = f"{escape(request.script_root)}/{language()}/"
    return (
        f'<!doctype html><html lang="{language()}"><meta charset="utf-8"><title>{escape(told.title)}</title>'
        f"<h1>{escape(told.title)}</h1><p>{escape(told.detail)}</p><ul>{problems}</ul>"
        f'<p><a href="{home}">{escape(translate(N_("To the home page")))}</a></p></html>'
    )
