"""What was just done, told on the next page: saved, sent, published, and where it is to be seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import session

from depository.errors import N_
from depository.query import Query
from depository.record import Record
from web.catalog import link
from web.i18n import translate

_KEY = "done"
_SAID: Mapping[str, str] = {
    "save": N_("Saved."),
    "submit": N_("Sent for review."),
    "publish": N_("Published."),
    "return": N_("Returned to its author."),
    "withdraw": N_("Withdrawn: readers see the reason in its place."),
    "restore": N_("Published again."),
    "version": N_("The earlier version is back."),
    "same": N_("Nothing was changed: the record has these very words already."),
    "take-away": N_("The draft is taken away; its versions stay in the history."),
    "undo": N_("The whole step is taken back."),
    "undo-rest": N_("What nobody changed since is taken back; the rest stays as it is."),
    "password": N_("Your password is changed: elsewhere, sign in with the new one."),
    "refresh": N_("Searches answer from the files as they are now."),
    "discard": N_("What was not saved is discarded."),
}


def tell(action: str, record: Record | None = None, *, form: str = "", searchable: bool = True) -> None:
    """Say on the next page what was done, and to which record; `form` need not be kept any longer."""
    session[_KEY] = {
        "action": action,
        "id": record.id if record else "",
        "title": record.title if record else "",
        "public": bool(record) and action in ("publish", "restore"),
        "form": form,
        "searchable": searchable,
    }


def told() -> dict[str, Any] | None:
    """What there is to say, once."""
    found: dict[str, Any] | None = session.pop(_KEY, None)
    if found is None:
        return None
    find = link("catalog.search", Query(found["title"])) if found["public"] else ""
    return {**found, "said": translate(_SAID[found["action"]]), "find": find}
