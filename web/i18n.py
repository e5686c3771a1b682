"""The two languages of the service: which one a request speaks, and how words, numbers and dates look in it.

The language stands in the address (`/uk/…`, `/en/…`), is pulled from there once and pushed into every
link by itself. Message ids are English; both languages are catalogs, because Ukrainian has more plural
forms than an untranslated message.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask, current_app, g, has_app_context, has_request_context, request
from flask_babel import Babel, format_date, format_decimal, get_translations
from flask_babel import gettext as looked_up
from markupsafe import Markup

from depository.errors import Problem

LANGUAGES = {"uk": "Українська", "en": "English"}
DEFAULT = "uk"
# How a blueprint of pages is mounted: one prefix for each language.
PREFIX = f"/<any({', '.join(LANGUAGES)}):lang>"


def language() -> str:
    """The language of the present request: of its address, else of its sender, else Ukrainian."""
    try:
        known: str = g.language  # a page asks two hundred times
    except (AttributeError, RuntimeError):  # not asked yet; no context to ask in
        known = (_of_address() or _of_sender() or DEFAULT) if has_request_context() else DEFAULT
        if has_app_context():
            g.language = known
    return known


def other_language() -> str:
    """The language one may switch to."""
    return next(code for code in LANGUAGES if code != language())


def translate(message: str) -> str:
    """`message` in the reader's language; nothing is filled in."""
    return str(looked_up(message))


def sentence(problem: Problem) -> str:
    """A problem in the reader's language."""
    return problem.sentence(translate)


def day(value: date | None) -> str:
    """31 березня 2021 р. · 31 March 2021."""
    if value is None:
        return ""
    return str(format_date(value, "d MMMM y 'р.'" if language() == "uk" else "d MMMM y"))


def span(first: int | None, last: int | None = None) -> str:
    """2016–2020 рр., 2020 р. · 2016–2020, 2020."""
    if first is None:
        return ""
    years = f"{first}–{last}" if last and last != first else str(first)
    if language() != "uk":
        return years
    return f"{years}\u00a0{'рр.' if last and last != first else 'р.'}"


def number(value: float) -> str:
    """12 345,6 · 12,345.6."""
    return str(format_decimal(value))


def start(app: Flask) -> None:
    """Let `app` speak both languages."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", DEFAULT)
    Babel(app, locale_selector=language)
    app.jinja_env.globals.update(_=_gettext, gettext=_gettext, ngettext=_ngettext, pgettext=_pgettext)
    app.url_value_preprocessor(_pull)
    app.url_defaults(_push)
    app.jinja_env.filters.update(day=day, span=span, number=number, sentence=sentence)
    app.jinja_env.globals.update(language=language, other_language=other_language, LANGUAGES=LANGUAGES)


# What pages call: as Jinja and Flask-Babel do it, which look for the catalog anew at each of the eighty
# messages of a page. What templates fill in is escaped.


def gettext(text: str, /, **values: object) -> str:
    """A message in the language of the page."""
    message: str = _catalog().ugettext(text)
    return message % values if values else message


def pgettext(context: str, text: str, /) -> str:
    """The same, told from others by its context."""
    message: str = _catalog().upgettext(context, text)
    return message


def _gettext(text: str, /, **values: object) -> Markup:
    return _filled(_catalog().ugettext(text), values)


def _ngettext(one: str, many: str, num: int, /, **values: object) -> Markup:
    return _filled(_catalog().ungettext(one, many, num), {"num": num, **values})


def _pgettext(context: str, text: str, /, **values: object) -> Markup:
    return _filled(_catalog().upgettext(context, text), values)


def _filled(text: str, values: dict[str, object]) -> Markup:
    return Markup(text) % values if values or "%" in text else Markup(text)


def _catalog() -> Any:
    """The messages in the language of the present request."""
    try:
        return g.catalog
    except AttributeError:
        g.catalog = get_translations()
    return g.catalog


def _of_address() -> str | None:
    """The first part of the path, so that a page that is not there is missed in the right language too."""
    first = request.path.split("/", 2)[1] if request.path.startswith("/") else ""
    given = first if first in LANGUAGES else request.args.get("lang", "")
    return given if given in LANGUAGES else None


def _of_sender() -> str | None:
    """The first of our languages that the browser names: «uk-UA» is Ukrainian, even where «en» follows."""
    wanted = (tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality)
    return next((code for code in wanted if code in LANGUAGES), None)


def _pull(_: str | None, values: dict[str, Any] | None) -> None:
    if values:
        values.pop("lang", None)  # views never see it: `language()` knows


def _push(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = language()
