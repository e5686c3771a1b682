"""The quality board: what could be better in the records, each finding with a link to the field to mend."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlencode

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from depository.editing import quality as checks
from depository.editing.quality import Board, Finding, Quality
from depository.errors import N_, Problem
from web.catalog import link
from web.desk import door
from web.desk.editing import checking
from web.i18n import translate

_PAGE = 50
# What a check looks for, and in a few words what to do about it.
_CHECKS: Mapping[str, tuple[str, str]] = {
    checks.MISTAKES: (N_("Mistakes in files"), N_("These records are not found by readers.")),
    checks.LINKS: (N_("Links that lead nowhere"), N_("Name a record, theme or place that is there.")),
    checks.SCRIPTS: (N_("Words of two alphabets"), N_("They look right and are not found.")),
    checks.ALIKE: (N_("Nearly the same text"), N_("Perhaps one record too many.")),
    checks.PLACES: (N_("Places of the text"), N_("Named in the text and not in the field.")),
    checks.YEARS: (N_("Years of the text"), N_("Named in the text and not in the field.")),
    checks.MISSING: (N_("Empty fields"), N_("A record is fuller with them.")),
    checks.STALE: (N_("Forgotten drafts"), N_("Untouched for more than thirty days.")),
}
_FIELDS: Mapping[str, str] = {
    "summary": N_("Summary"), "title_en": N_("Title in English"), "years": N_("Years of the practice"),
    "source": N_("Source"), "places": N_("Places"), "themes": N_("Themes"), "title": N_("Title"),
    "body": N_("Text"), "kind": N_("Kind of record"),
}  # fmt: skip


class Check(NamedTuple):
    """One check of the board: what it is called, what to do, how many findings it has, and whether they
    keep a record from its readers."""

    name: str
    title: str
    remedy: str
    number: int
    grave: bool


class Row(NamedTuple):
    """One finding with the links to mend it: `other` is a record much like this one, `add` leads to the
    form of a place no vocabulary has, `file` is one too broken to be opened in a form."""

    title: str
    status: str
    problem: Problem
    field: str
    mend: str = ""
    other: str = ""
    other_title: str = ""
    add: str = ""
    file: str = ""


@door.blueprint.get("/quality")
def quality() -> ResponseReturnValue:
    """Everything there is to mend, check by check; `check` and `field` choose some of it. A board that is
    opened shows the gravest findings at once."""
    check, field, page = request.args.get("check", ""), request.args.get("field", ""), _page_asked()
    if check and check not in _CHECKS:
        raise NotFound
    board = _quality().board()
    if board.read < board.total:
        _quality().wake()
    check = check or next((name for name in _CHECKS if board.counts[name]), "")
    chosen = [finding for finding in board.findings if finding.check == check]
    fields = sorted({finding.field.partition("[")[0] for finding in chosen if finding.field})
    if field:
        chosen = [finding for finding in chosen if finding.field.partition("[")[0] == field]
    groups = [list(found) for _id, found in groupby(chosen, lambda finding: finding.record_id)]
    pages = max(1, -(-len(groups) // _PAGE))
    shown = groups[(min(page, pages) - 1) * _PAGE :][:_PAGE]
    return render_template(
        "desk/quality.html",
        section="desk.quality",
        board=board,
        checks=_checks(board),
        check=check,
        field=field,
        fields=[(name, translate(_FIELDS.get(name, name))) for name in fields],
        groups=[[_row(finding) for finding in group] for group in shown],
        found=len(chosen),
        page=min(page, pages),
        pages=pages,
    )


def _quality() -> Quality:
    found: Quality = current_app.extensions["quality"]
    return found


def _checks(board: Board) -> list[Check]:
    return [
        Check(name, translate(title), translate(remedy), board.counts[name], name == checks.MISTAKES)
        for name, (title, remedy) in _CHECKS.items()
    ]


def _row(finding: Finding) -> Row:
    field = finding.field.partition("[")[0]
    shown = translate(_FIELDS[field]) if field in _FIELDS else ""
    row = Row(finding.title, finding.status, finding.problem, shown)
    if finding.check == checks.MISTAKES and not finding.status:
        mend = link("desk.file", record_id=finding.record_id) if door.signed_in().is_librarian else ""
        return row._replace(file=f"records/{finding.record_id}.md", mend=mend)
    anchor = next((told.anchor for told in checking.told([finding.problem])), "")
    address = link("desk.edit", record_id=finding.record_id)
    row = row._replace(mend=f"{address}#{anchor}" if anchor else address)
    values = finding.problem.values
    if finding.check == checks.ALIKE:
        other = link("desk.edit", record_id=str(values["other_id"]))
        return row._replace(other=other, other_title=str(values["other"]))
    if finding.check == checks.PLACES and "id" not in values and door.signed_in().is_librarian:
        add = link("desk.change_vocabulary", action="add-place")
        return row._replace(add=f"{add}?{urlencode({'uk': values['given'], 'type': 'city'})}")
    return row


def _page_asked() -> int:
    given = request.args.get("page", "1")
    return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 7 else 1
