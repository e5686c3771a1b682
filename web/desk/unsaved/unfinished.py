"""What is typed and not saved yet: kept by itself while it is typed, listed, discarded; and the text as it
will look."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from depository import markup
from web.catalog import link, resolve
from web.desk import done, door
from web.desk.editing import pages
from web.desk.editing.forms import Fields
from web.desk.unsaved import kept


@door.blueprint.get("/unfinished")
def unfinished() -> ResponseReturnValue:
    """The forms somebody has begun and not saved."""
    found = kept.keeper().all(door.signed_in().name)
    sheets = [(each, pages.Sheet(each.form).address) for each in found]
    return render_template("desk/unfinished.html", section="desk.records", sheets=sheets, asked=())


@door.blueprint.post("/unfinished")
def discard_several() -> ResponseReturnValue:
    """Several forms forgotten at once, or all that are listed; asked once more before it is done."""
    found = {each.form: each for each in kept.keeper().all(door.signed_in().name)}
    chosen = list(found.values()) if request.form.get("do") == "all" else []
    chosen = chosen or [found[form] for form in request.form.getlist("form") if form in found]
    if chosen and request.form.get("do") != "discard":
        return render_template("desk/unfinished.html", section="desk.records", sheets=(), asked=chosen)
    for each in chosen:
        kept.keeper().discard(door.signed_in().name, each.form)
    if chosen:
        done.tell("discard")
    return redirect(link("desk.unfinished"))


@door.blueprint.post("/kept/<path:form>")
def keep(form: str) -> ResponseReturnValue:
    """Keep a form as it is typed, for a script that sends it every few seconds."""
    _known(form)
    found = kept.keeper().keep(door.signed_in().name, form, Fields(request.form))
    return {"at": found.at.timestamp(), "said": door.clock(found.at)}


@door.blueprint.post("/discarded/<path:form>")
def discard(form: str) -> ResponseReturnValue:
    """Forget what was kept of a form."""
    _known(form)
    kept.keeper().discard(door.signed_in().name, form)
    done.tell("discard", form=form)
    place, _, name = form.partition("/")
    wanted = request.form.get("then") == "list" or place == "new"
    return redirect(link("desk.unfinished") if wanted else link("desk.edit", record_id=name))


@door.blueprint.post("/rendered")
def rendered() -> ResponseReturnValue:
    """The text of a record as readers will see it, for a script."""
    return {"html": markup.html(request.form.get("body", ""), resolve)}


def _known(form: str) -> None:
    """Refuse what can be no form's name."""
    place, _, name = form.partition("/")
    if place not in ("new", "records") or not name or len(name) > 80 or "/" in name:
        raise NotFound
