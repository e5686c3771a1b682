"""A record as readers will see it, whatever is still missing in it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from depository import yamltext
from depository.corpus import Stored
from depository.errors import Invalid
from depository.record import Record
from web import catalog
from web.desk import door
from web.desk.editing import filling, forms, pages
from web.desk.unsaved import kept


@door.blueprint.get("/new/<token>/preview")
def preview_new(token: str) -> ResponseReturnValue:
    """A record that is not saved yet, as its form was left."""
    return _page(pages.Sheet(kept.of_new(token[:40])))


@door.blueprint.get("/records/<record_id>/preview")
def preview(record_id: str) -> ResponseReturnValue:
    """A record as its form was left, or as it was saved last."""
    return _page(pages.Sheet(kept.of_record(record_id), door.desk().open(record_id)))


def _page(sheet: pages.Sheet) -> ResponseReturnValue:
    found = kept.keeper().get(door.signed_in().name, sheet.form)
    if found is None and sheet.stored is None:
        return redirect(sheet.address)
    record = shown(filling.values_of(forms.filled(found.fields)).values, sheet.stored) if found else None
    if record is None and sheet.stored:
        record = sheet.stored.record
    assert record is not None
    return catalog.record_page(
        record, template="desk/preview.html", back=sheet.address, is_kept=found is not None
    )


def shown(values: dict[str, Any], stored: Stored | None) -> Record:
    """The record of `values`; what is missing or wrong is left out, and said in its place where a page
    cannot be without it. Of a text that may not be saved the words are seen: a page runs nothing of it."""
    kinds = [kind.id for kind in door.depository().vocabularies.kinds]
    otherwise: dict[str, Any] = {
        "id": stored.record.id if stored else pages.wanted_id(values),
        "kind": kinds[0] if kinds else "zapys",
        "title": str(gettext("(no title yet)")),
        "themes": ["nemaie"],
        "body": str(gettext("(no text yet)")),
    }
    values = {name: value for name, value in values.items() if value not in ("", [])}
    typed = {"body": values["body"]} if "body" in values else {}
    if stored:
        values |= {"id": stored.record.id, "added": stored.record.added, "updated": date.today()}
    while True:
        whole = {**otherwise, **values}
        if not whole.get("places") and whole.get("scope") not in ("all-partners", "national"):
            whole |= {"places": ["nemaie"]}
        try:
            return yamltext.validate(Record, yamltext.YamlText(whole, {})).model_copy(update=typed)
        except Invalid as invalid:
            wrong = {problem.field.partition("[")[0].partition(".")[0] for problem in invalid.problems}
            if not wrong & set(values):
                raise
            values = {name: value for name, value in values.items() if name not in wrong}
