"""Imports at the desk: files sent, their progress, what they were found to hold, and drafts made of it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.exceptions import Forbidden, NotFound, RequestEntityTooLarge

from depository import markup
from depository.corpus import Stored
from depository.editing.imports import LARGEST, MOST_FILES, Imports, Job, JobFile
from depository.errors import N_, Invalid, Problem, RecordNotFound
from depository.intake import Proposal, Taken
from depository.query import Query
from depository.record import Record
from web import bodies, errors
from web.catalog import link
from web.desk import door
from web.desk.editing import checking
from web.desk.imports import batches, proposals
from web.desk.imports.origins import origin_of
from web.desk.imports.views import file_view, row_of
from web.desk.records import several
from web.i18n import translate

# What a browser offers when it asks which files to send; the readers decide for themselves.
ACCEPTED = ".docx,.pdf,.html,.htm,.md,.markdown,.txt,.csv,.xlsx,.zip"
_MEGABYTE = 1024 * 1024
# Said in tens: what goes around the files counts too.
_TOGETHER = bodies.UPLOAD // _MEGABYTE // 10 * 10
_INVALID, _TOO_LARGE = 422, 413
_NOTHING = N_("No file was chosen: choose one or more, then send them.")
_TOO_MUCH = N_("That is more than {limit} MB at once: send the files in several imports.")


@door.blueprint.route("/imports", methods=["GET", "POST"])
def imports() -> ResponseReturnValue:
    """All imports, and the form that begins one; files sent to it are an import of their own."""
    if request.method == "GET":
        _imports().wake()
        return _list()
    sent = [each for each in request.files.getlist("files") if each.filename]
    if not sent:
        return _list(translate(_NOTHING), _INVALID)
    job = _imports().begin(door.author(), [(str(each.filename), each.save) for each in sent])
    _imports().wake()
    address = link("desk.one_import", job_id=job.id)
    return {"address": address} if _is_script() else redirect(address)


@door.blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """A sentence beside the form, where too much was sent to it."""
    said = translate(_TOO_MUCH).format(limit=_TOGETHER)
    if request.endpoint != "desk.imports" or door.account() is None:
        return errors.answer(error)
    return ({"error": said}, _TOO_LARGE) if _is_script() else _list(said, _TOO_LARGE)


def _list(problem: str = "", status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "desk/imports.html",
        section="desk.imports",
        jobs=[_with_undone(job) for job in _imports().jobs()],
        problem=problem,
        accepted=ACCEPTED,
        largest=LARGEST // _MEGABYTE,
        together=_TOGETHER,
        most=MOST_FILES,
        may_delete=_may_delete,
    )
    return make_response(page, status)


@door.blueprint.get("/imports/<job_id>")
def one_import(job_id: str) -> ResponseReturnValue:
    """One import: how far it is, and then what every file was found to hold."""
    job = _with_undone(_job(job_id))
    if job.is_working:
        _imports().wake()
    if _is_script():
        return {"done": job.done, "total": len(job.files), "working": job.is_working}
    return _page(job)


@door.blueprint.post("/imports/<job_id>")
def work_on_import(job_id: str) -> ResponseReturnValue:
    """What the buttons of the list of proposals do."""
    job = _job(job_id)
    what, _, at = request.form.get("do", "").partition(":")
    if what == "save":
        return _save(job)
    number, _, key = at.partition(":")
    if what == "again" and number.isascii() and number.isdigit():
        _imports().again(job.id, int(number))
        _imports().wake()
        return redirect(link("desk.one_import", job_id=job.id))
    proposal = _proposal(job, number, key)
    if what == "open":
        return proposals.open_form(origin_of(job.id, number, key), proposal)
    if what == "drop":
        _imports().close(job.id, int(number), key)
    elif what == "want":
        _imports().reopen(job.id, int(number), key)
    return redirect(f"{link('desk.one_import', job_id=job.id)}#file-{number}")


@door.blueprint.get("/imports/<job_id>/beside")
def beside(job_id: str) -> ResponseReturnValue:
    """A proposal and a record that may be the same story, side by side."""
    job = _job(job_id)
    number, key = request.args.get("file", ""), request.args.get("key", "")
    proposal = _proposal(job, number, key)
    try:
        other = door.desk().open(request.args.get("record", "")).record
    except RecordNotFound as missing:
        raise NotFound from missing
    return render_template(
        "desk/import_beside.html",
        section="desk.imports",
        job=job,
        number=number,
        key=key,
        row=row_of(key, proposal),
        mine=markup.html(str(proposal.values.get("body", "")), _without_links),
        other=other,
        theirs=markup.html(other.body, _without_links),
        other_row=row_of("", Proposal(other.model_dump(mode="json"))),
    )


@door.blueprint.route("/imports/<job_id>/delete", methods=["GET", "POST"])
def delete_import(job_id: str) -> ResponseReturnValue:
    """An import forgotten, with its files; asked once more before it is done."""
    job = _job(job_id)
    if not _may_delete(job):
        raise Forbidden
    if request.method == "GET":
        return render_template("desk/import_delete.html", section="desk.imports", job=job)
    _imports().delete(job.id)
    flash(str(gettext("The import is deleted. Records that came of it stay.")))
    return redirect(link("desk.imports"))


# ── what the pages show ──


def _page(job: Job, problems: Sequence[Problem] = (), status: int = 200) -> ResponseReturnValue:
    files = [file_view(job, file, _taken(job, file)) for file in job.files]
    drafts = _drafts_of(job)
    waiting = [row for view in files for row in view.rows if row.record is None]
    page = render_template(
        "desk/import.html",
        section="desk.imports",
        job=job,
        files=files,
        problems=[
            {"anchor": "", "sentence": f"{p.file}: {said}" if p.file else said}
            for p in problems
            for said in checking.listed([p])
        ],
        ready=sum(row.ready for row in waiting),
        lacking=any(row.problems for row in waiting),
        alike=any(row.ready and row.alike for row in waiting),
        step=_step_of(job),
        onward=several.offered("draft", Query(), len(drafts)),
        may_delete=_may_delete(job),
    )
    return make_response(page, status)


def _drafts_of(job: Job) -> tuple[Stored, ...]:
    """The drafts that came of an import and are drafts still, for whoever may take them further."""
    found = []
    for record_id in (record for file in job.files for record in file.closed.values() if record):
        try:
            stored = door.desk().open(record_id)
        except (RecordNotFound, Invalid):
            continue
        if stored.record.status == "draft" and door.desk().may_edit(door.author(), stored.record):
            found.append(stored)
    return tuple(found)


def _step_of(job: Job) -> str:
    """The step of the journal by which a librarian may take back what came of an import; the last of them."""
    saved = [record for file in job.files for record in file.closed.values() if record]
    if not saved or not door.signed_in().is_librarian:
        return ""
    steps = door.desk().history.latest(saved, "import").values()
    return max(steps, key=lambda step: step.when).id if steps else ""


# ── what they do ──


def _save(job: Job) -> ResponseReturnValue:
    """All chosen proposals saved as drafts in one step; those that lack something stay open."""
    chosen = [tuple(each.partition(":")[::2]) for each in request.form.getlist("chosen")]
    batch = batches.Batch(door.depository().corpus, door.depository().vocabularies)
    for number, key in chosen:
        batch.add((number, key), _proposal(job, number, key))
    if not batch.records:
        missing = Problem(N_("Nothing was saved: tick at least one proposal that lacks nothing."))
        return _page(job, [missing, *batch.problems], _INVALID)
    names = ", ".join(dict.fromkeys(job.files[int(number)].name for number, _ in batch.records))
    try:
        door.desk().add_all(list(batch.records.values()), author=door.author(), reason=names[:300])
    except Invalid as invalid:
        return _page(job, invalid.problems, _INVALID)
    for (number, key), record in batch.records.items():
        _imports().close(job.id, int(number), key, record.id)
    flash(_saved_told(list(batch.records.values())))
    if batch.problems:
        flash(str(gettext("Some of what was ticked lacks a field and stays open.")))
    return redirect(link("desk.one_import", job_id=job.id))


def _saved_told(records: Sequence[Record]) -> str:
    said = ngettext(
        "%(num)s draft is saved, as one step: the journal can take it back.",
        "%(num)s drafts are saved, as one step: the journal can take it back.",
        len(records),
    )
    return str(said)


def _imports() -> Imports:
    found: Imports = current_app.extensions["imports"]
    return found


def _without_links(_: str, __: str) -> None:
    """Links into the depository as their words alone: two texts are to be compared here, not left."""


def _with_undone(job: Job) -> Job:
    """The import with those proposals open again whose drafts were taken back since."""
    known = door.depository().corpus.states() if job.saved else {}
    lost = [
        (file.number, key)
        for file in job.files
        for key, record_id in file.closed.items()
        if record_id and record_id not in known
    ]
    for number, key in lost:
        _imports().reopen(job.id, number, key)
    return _job(job.id) if lost else job


def _taken(job: Job, file: JobFile) -> Taken | None:
    return _imports().taken(job.id, file.number) if file.state in ("read", "refused") else None


def _job(job_id: str) -> Job:
    job = _imports().job(job_id)
    if job is None:
        raise NotFound
    return job


def _proposal(job: Job, number: str, key: str) -> Proposal:
    found = None
    if number.isascii() and number.isdigit() and int(number) < len(job.files):
        found = _imports().proposal(job.id, int(number), key)
    if found is None:
        raise NotFound
    return found


def _may_delete(job: Job) -> bool:
    return door.signed_in().is_librarian or job.author == door.author().name


def _is_script() -> bool:
    return request.headers.get("X-Requested-With") == "script"
