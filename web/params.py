"""The address of a search and the query in it: a pure pair, `parse` and `to_args`, and links made of queries.

An empty parameter is an absent one, as a form sends it. Everything unknown is refused, so that a typing
error in an address never passes for a search that finds something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache
from itertools import chain
from typing import Any
from urllib.parse import quote, quote_plus

from flask import current_app, g, request, url_for
from werkzeug.datastructures import MultiDict

from depository.errors import N_, Invalid, Problem, repeated
from depository.query import MAX_PAGE, MAX_TEXT, Query, filters
from depository.schema import FACETS, NO_YEAR, choice_problem, sort_problem
from depository.vocabulary import Vocabularies
from web.i18n import DEFAULT, LANGUAGES, language

# What an address may say besides the query: how its results are to be shown.
DISPLAY = ("explain",)
# Other people's labels on links to us: not ours to refuse.
_TRACKING = re.compile(r"utm_[a-z_]+|[a-z]*clid|gad_[a-z]+|_g[al]|mc_[ce]id|ref")
_SINGLE = ("q", "year_from", "year_to", "sort", "page", "exact")
# Controls, lone surrogates and noncharacters: no text has them, and templates and JSON choke on some.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_UNKNOWN = N_("There is no parameter “{given}”: remove it or mend its name.")
_REPEATED = N_("The parameter “{given}” stands here more than once: leave one.")
_TOO_LONG = N_("The query is {length} characters long: shorten it to {limit} at most.")
_NOT_A_YEAR = N_("“{given}” is not a year: write four digits, such as 2020.")
_BACKWARDS = N_("The years run backwards: the first ({first}) must not be later than the last ({last}).")
_NOT_A_PAGE = N_("“{given}” is not a page: write a whole number from 1 to {limit}.")
_NOT_A_SWITCH = N_("“{given}” cannot stand here: write 1, or leave the parameter out.")

# Stands in a path where a value will, and what of a value stands there as it is (RFC 3986, `pchar`, and
# the parts of a path).
_PLACE, _AS_IT_IS = "~place~", "!$&'()*+,/:;=@"

_NO_LANGUAGE = N_("There is no language “{given}”: use {known}.")

_Args = MultiDict[str, str]
# By endpoint and the name of the value in its path, what stands before it and after.
_Known = dict[tuple[str, str], tuple[str, str]]


class _Reading:
    """The parameters on their way to a query, with the problems met so far."""

    def __init__(self, args: _Args) -> None:
        self.problems: list[Problem] = []
        self._args = args

    def refuse(self, name: str, message: str, **values: object) -> None:
        self.problems.append(Problem(message, name, values))

    def all(self, name: str) -> list[str]:
        return [text for value in self._args.getlist(name) if (text := clean(value))]

    def one(self, name: str) -> str:
        values = self.all(name)
        if len(values) > 1:
            self.refuse(name, _REPEATED, given=name)
        return values[0] if values else ""

    def read(
        self, name: str, convert: Callable[[str], Any], message: str, otherwise: Any, **values: object
    ) -> Any:
        """The one value of `name`, converted; refused with `message` where that cannot be."""
        text = self.one(name)
        if not text:
            return otherwise
        try:
            return convert(text)
        except ValueError:
            self.refuse(name, message, given=repeated(text), **values)
            return otherwise


def parse(args: _Args, vocabularies: Vocabularies | None = None, *, also: Collection[str] = DISPLAY) -> Query:
    """The query an address asks for; raises Invalid with every problem in it.

    With `vocabularies`, values of facets that none of them knows are refused too. `also` are
    parameters that a door reads by itself.
    """
    reading = _Reading(args)
    _refuse_others(reading, args, (*_SINGLE, *FACETS, *also))
    chosen = (filters(name, _choices(reading, name, vocabularies)) for name in FACETS)
    query = Query(
        text=_text(reading),
        filters=tuple(chain.from_iterable(chosen)),
        year_from=reading.read("year_from", _year, _NOT_A_YEAR, None),
        year_to=reading.read("year_to", _year, _NOT_A_YEAR, None),
        sort=_sort(reading),
        page=reading.read("page", _page, _NOT_A_PAGE, 1, limit=MAX_PAGE),
        verbatim=reading.read("exact", switch, _NOT_A_SWITCH, False),
    )
    if query.year_from and query.year_to and query.year_from > query.year_to:
        reading.refuse("year_from", _BACKWARDS, first=query.year_from, last=query.year_to)
    if "explain" in also:
        reading.read("explain", switch, _NOT_A_SWITCH, False)
    if "lang" in also:
        reading.read("lang", _language, _NO_LANGUAGE, "", known=", ".join(LANGUAGES))
    if reading.problems:
        raise Invalid(reading.problems)
    return query


def mended(args: _Args, vocabularies: Vocabularies | None = None) -> Query | None:
    """The query an address was meant to ask for: page 1 for a page that cannot be, years the right way
    round; None where that does not mend it."""
    kept = MultiDict(args)
    first, last = clean(kept.get("year_from", "")), clean(kept.get("year_to", ""))
    if first > last > "":
        kept["year_from"], kept["year_to"] = last, first
    kept.poplist("page")
    try:
        return parse(kept, vocabularies)
    except Invalid:
        return None


def not_a_page(invalid: Invalid) -> bool:
    """Whether nothing but the number of the page is wrong."""
    return all(problem.message == _NOT_A_PAGE for problem in invalid.problems)


def plain(args: _Args, *names: str) -> dict[str, str]:
    """The parameters `names`, each at most once, for a door that takes no query; raises Invalid."""
    reading = _Reading(args)
    _refuse_others(reading, args, names)
    values = {name: _text(reading) if name == "q" else reading.one(name) for name in names}
    if values.get("lang", DEFAULT) not in ("", *LANGUAGES):
        reading.refuse("lang", _NO_LANGUAGE, given=repeated(values["lang"]), known=", ".join(LANGUAGES))
    if reading.problems:
        raise Invalid(reading.problems)
    return values


def to_args(query: Query) -> list[tuple[str, str]]:
    """The parameters of `query`; those at their defaults are left out, a facet's values stand together."""
    args = [("q", query.text)] if query.text else []
    args += [(name, value) for name in FACETS for value in query.chosen(name)]
    args += [(name, str(year)) for name, year in _bounds(query) if year]
    args += [("sort", query.sort)] if query.sort != "relevance" else []
    args += [("exact", "1")] if query.verbatim else []
    args += [("page", str(query.page))] if query.page != 1 else []
    return args


def of_request(*, also: Collection[str] = DISPLAY) -> Query:
    """The query of the present request, checked against the vocabularies; raises Invalid."""
    return parse(request.args, current_app.extensions["depository"].vocabularies, also=also)


def wants_explanation() -> bool:
    """Whether the present request asks why each hit is where it is (`explain=1`)."""
    return clean(request.args.get("explain", "")) == "1"


def url(endpoint: str, query: Query, **values: str) -> str:
    """The address of `endpoint` with the parameters of `query`; `values` are those of its path, and `lang`.

    A page of results has a hundred of these: paths and parameters are each written out once.
    """
    return _path(endpoint, values) + _tail(query)


def toggling(endpoint: str, query: Query, facet: str) -> Callable[[str], str]:
    """The addresses of `endpoint` that differ from `query` by one value of `facet`: chosen, or taken back.

    What all of them share is written once.
    """
    path = _path(endpoint, {})
    args = to_args(query.on_page(1))
    own = {value: _pair(name, value) for name, value in args if name == facet}
    order = ("q", *FACETS)
    before = [_pair(*arg) for arg in args if arg[0] in order[: order.index(facet)]]
    after = [_pair(*arg) for arg in args[len(before) + len(own) :]]

    def url(value: str) -> str:
        kept = [pair for other, pair in own.items() if other != value]
        made = kept if value in own else [*kept, _pair(facet, value)]
        tail = "&".join([*before, *made, *after])
        return f"{path}?{tail}" if tail else path

    return url


def clean(text: str) -> str:
    """`text` as it is searched for: without what no one can see, and without blanks around it."""
    return _UNSEEN.sub(" ", text).strip()


def switch(text: str) -> bool:
    """1 is on, 0 is off; raises ValueError for anything else."""
    if text not in ("0", "1"):
        raise ValueError(text)
    return text == "1"


def _refuse_others(reading: _Reading, args: _Args, known: Collection[str]) -> None:
    for name in args:
        if name not in known and not _TRACKING.fullmatch(name):
            shown = repeated(clean(name))
            reading.refuse(shown, _UNKNOWN, given=shown)


def _text(reading: _Reading) -> str:
    text = reading.one("q")
    if len(text) > MAX_TEXT:
        reading.refuse("q", _TOO_LONG, length=len(text), limit=MAX_TEXT)
        return ""
    return text


def _choices(reading: _Reading, facet: str, vocabularies: Vocabularies | None) -> list[str]:
    """The values chosen of `facet`; a year is four digits whatever the vocabularies say."""
    chosen = []
    for value in reading.all(facet):
        if facet == "theme" and vocabularies:  # a link made before two themes became one leads to both
            value = vocabularies.themes.successor(value) or value
        if facet == "year" and value != NO_YEAR and not _is_year(value):
            reading.refuse(facet, _NOT_A_YEAR, given=repeated(value))
        elif problem := choice_problem(facet, value, vocabularies):
            reading.problems.append(problem)
        else:
            chosen.append(value)
    return chosen


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit() and text[0] != "0"


def _year(text: str) -> int:
    if not _is_year(text):
        raise ValueError(text)
    return int(text)


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= MAX_PAGE):
        raise ValueError(text)
    return int(text)


def _sort(reading: _Reading) -> str:
    sort = reading.one("sort") or "relevance"
    if problem := sort_problem(sort):
        reading.problems.append(problem)
    return sort


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise ValueError(text)
    return text


def _bounds(query: Query) -> tuple[tuple[str, int | None], ...]:
    return ("year_from", query.year_from), ("year_to", query.year_to)


@lru_cache(maxsize=256)
def _tail(query: Query) -> str:
    tail = "&".join(_pair(name, value) for name, value in to_args(query))
    return f"?{tail}" if tail else ""


@lru_cache(maxsize=4096)
def _pair(name: str, value: str) -> str:
    return f"{name}={quote_plus(value)}"


def _path(endpoint: str, values: dict[str, str]) -> str:
    """The bare path of `endpoint`. What stands around the value in it is remembered for each language and
    mount point: a page has fifty paths, and Flask takes as long for one as a hit for its passage."""
    lang = values.pop("lang", "")
    if len(values) > 1:
        return _built(endpoint, lang, values)
    name, value = next(iter(values.items()), ("", ""))
    known = _known(lang) if lang else _own()
    around = known.get((endpoint, name))
    if around is None:
        before, _, after = _built(endpoint, lang, {name: _PLACE} if name else {}).partition(_PLACE)
        around = known[endpoint, name] = before, after
    return f"{around[0]}{quote(value, safe=_AS_IT_IS)}{around[1]}"


def _own() -> _Known:
    """What is remembered of paths in the language of the present request, which keeps it at hand."""
    try:
        known: _Known = g.paths
    except AttributeError:
        known = g.paths = _known(language())
    return known


def _known(lang: str) -> _Known:
    """The same for any language; it depends on where the service is mounted."""
    mounts: dict[tuple[str, str], _Known] = current_app.extensions.setdefault("web.paths", {})
    return mounts.setdefault((request.script_root, lang), {})


def _built(endpoint: str, lang: str, values: dict[str, str]) -> str:
    pushed: dict[str, Any] = {**values, "lang": lang or language()} if _has_language(endpoint) else {**values}
    return url_for(endpoint, **pushed)


def _has_language(endpoint: str) -> bool:
    return current_app.url_map.is_endpoint_expecting(endpoint, "lang")
