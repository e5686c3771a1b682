"""The cuts of a publication at the desk: what becomes of its parts, and where each begins, on one screen.

Every button sends the whole screen, so that nothing chosen on it is lost; what was moved is kept with the
import until the publication is cut like this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from flask import current_app, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from depository.editing.cuts import Paragraph, begun, divided, ended, paragraphs, with_fates
from depository.editing.imports import Imports, Job
from depository.errors import Invalid, Problem
from depository.intake import Fate, Part, Publication
from web.catalog import link
from web.desk import door
from web.i18n import sentence

_INVALID = 422
_FIRST_WORDS = 20
_FATES: Mapping[str, Fate] = {"own": "own", "join": "join", "drop": "drop"}
# What the buttons of a part do at the paragraph chosen in it.
_MOVES: Mapping[str, Callable[[Publication, int, int | None], Publication]] = {
    "begin": begun,
    "divide": divided,
    "end": ended,
}


class PartView(NamedTuple):
    """A part of a publication with its paragraphs, to be kept, joined, dropped, or cut elsewhere."""

    part: Part
    words: int
    beginning: str
    paragraphs: tuple[Paragraph, ...]


@door.blueprint.get("/imports/<job_id>/cuts/<int:number>")
def cuts(job_id: str, number: int) -> ResponseReturnValue:
    """The parts of a publication, as they were found or as somebody left them."""
    job, publication = _found(job_id, number)
    return _page(job, number, publication, opened=request.args.get("open", type=int))


@door.blueprint.post("/imports/<job_id>/cuts/<int:number>")
def work_on_cuts(job_id: str, number: int) -> ResponseReturnValue:
    """What the buttons of the screen do: move one cut, go back to the first cuts, or cut like this."""
    job, publication = _found(job_id, number)
    what, _, part = request.form.get("do", "").partition(":")
    if what == "reset":
        _imports().keep_cuts(job.id, number, publication.found or publication.parts)
        return redirect(_address(job, number))
    publication = replace(publication, parts=with_fates(publication.parts, _fates(publication)))
    if what in _MOVES and part.isascii() and part.isdigit():
        return _move(job, number, publication, what, int(part))
    return _cut(job, number, publication.parts)


def _fates(publication: Publication) -> dict[int, Fate]:
    """What was chosen for each part."""
    chosen = {part.id: request.form.get(f"fate-{part.id}", "") for part in publication.parts}
    return {part_id: _FATES[fate] for part_id, fate in chosen.items() if fate in _FATES}


def _move(job: Job, number: int, publication: Publication, what: str, part_id: int) -> ResponseReturnValue:
    """One cut moved or made, and kept with what else was chosen; the screen comes again at its place."""
    try:
        moved = _MOVES[what](publication, part_id, request.form.get(f"at-{part_id}", type=int))
    except Invalid as invalid:
        _imports().keep_cuts(job.id, number, publication.parts)
        return _page(job, number, publication, opened=part_id, problems=invalid.problems)
    _imports().keep_cuts(job.id, number, moved.parts)
    return redirect(f"{_address(job, number)}?open={part_id}#part-{part_id}")


def _cut(job: Job, number: int, parts: Sequence[Part]) -> ResponseReturnValue:
    taken = _imports().taken(job.id, number)
    if taken and taken.publication and tuple(parts) != taken.publication.parts:
        _imports().recut(job.id, number, parts)
        _imports().wake()
        # With an anchor in its address a page would not come again by itself.
        return redirect(link("desk.one_import", job_id=job.id))
    _imports().keep_cuts(job.id, number, parts)
    return redirect(f"{link('desk.one_import', job_id=job.id)}#file-{number}")


def _page(
    job: Job,
    number: int,
    publication: Publication,
    *,
    opened: int | None = None,
    problems: Sequence[Problem] = (),
) -> ResponseReturnValue:
    taken = _imports().taken(job.id, number)
    cut = taken.publication.parts if taken and taken.publication else ()
    page = render_template(
        "desk/import_cuts.html",
        section="desk.imports",
        job=job,
        file=job.files[number],
        number=number,
        parts=[_view(part, publication.text) for part in publication.parts],
        own=sum(part.fate == "own" for part in publication.parts),
        opened=opened,
        is_moved=publication.parts != cut,
        may_reset=publication.parts != (publication.found or cut),
        problems=[{"anchor": f"part-{opened}" if opened else "", "sentence": sentence(p)} for p in problems],
    )
    return make_response(page, _INVALID if problems else 200)


def _view(part: Part, text: str) -> PartView:
    """A part of the publication `text`, with its first words below its heading."""
    found = paragraphs(text, part)
    titled = found and (found[0].is_heading or found[0].words == part.heading)
    words = " ".join(each.words for each in (found[1:] if titled else found)).split()
    first = " ".join(words[:_FIRST_WORDS])
    return PartView(part, len(words), first + ("…" if len(words) > _FIRST_WORDS else ""), found)


def _found(job_id: str, number: int) -> tuple[Job, Publication]:
    """The import and the publication with its parts as somebody left them."""
    job, taken = _imports().job(job_id), _imports().taken(job_id, number)
    if job is None or taken is None or taken.publication is None:
        raise NotFound
    return job, replace(taken.publication, parts=_imports().cuts(job.id, number))


def _address(job: Job, number: int) -> str:
    return link("desk.cuts", job_id=job.id, number=str(number))


def _imports() -> Imports:
    found: Imports = current_app.extensions["imports"]
    return found
