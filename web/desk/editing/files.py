"""The file of a record as plain text, where it is too broken for the form; its problems beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from depository.corpus import revision_of
from depository.editing import mending
from depository.errors import Invalid, Problem
from web.catalog import link
from web.desk import done, door
from web.i18n import sentence

_INVALID, _CONFLICT = 422, 409
_LONGEST_LINE = 120


class _Told(NamedTuple):
    """One problem: the line it is on, what stands there, and what to do."""

    line: int | None
    written: str
    sentence: str


@door.blueprint.route("/records/<record_id>/file", methods=["GET", "POST"])
@door.for_librarians
def file(record_id: str) -> ResponseReturnValue:
    """The whole file in one field; a file without problems is opened in the form instead."""
    corpus = door.depository().corpus
    if request.method == "POST":
        return _mended(record_id)
    text, problems = mending.text_of(record_id, corpus), mending.problems_at(record_id, corpus)
    if not problems:
        return redirect(link("desk.edit", record_id=record_id))
    return _page(record_id, text, revision_of(text), problems)


def _mended(record_id: str) -> ResponseReturnValue:
    text = request.form.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
    base, note = request.form.get("base", ""), request.form.get("note", "").strip()
    try:
        mending.mend(record_id, text, base=base, author=door.author(), desk=door.desk(), reason=note)
    except Invalid as invalid:
        return _page(record_id, text, base, invalid.problems, status=_INVALID)
    except mending.Overtaken as overtaken:
        now = overtaken.text
        return _page(record_id, text, revision_of(now), (), theirs=now, status=_CONFLICT)
    done.tell("save", door.desk().open(record_id).record)
    return redirect(link("desk.edit", record_id=record_id))


def _page(
    record_id: str, text: str, base: str, problems: Iterable[Problem], *, theirs: str = "", status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "desk/file.html",
        section="desk.records",
        record_id=record_id,
        text=text,
        base=base,
        theirs=theirs,
        problems=[_told(problem, text.split("\n")) for problem in problems],
    )
    return make_response(page, status)


def _told(problem: Problem, lines: list[str]) -> _Told:
    is_there = problem.line is not None and 0 < problem.line <= len(lines)
    written = lines[problem.line - 1].strip()[:_LONGEST_LINE] if is_there and problem.line else ""
    return _Told(problem.line, written, sentence(problem))
