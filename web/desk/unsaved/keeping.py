"""What is typed kept while a form is worked on, as far as that can be done: a save never fails by it.

The corpus may well be written where the file of unfinished forms cannot.
"""

from __future__ import annotations

from flask import current_app, g

from web.desk import door
from web.desk.database import Unreachable
from web.desk.editing.forms import Fields
from web.desk.unsaved import kept


def keep(form: str, fields: Fields) -> None:
    """Keep `fields` as they are typed, if that can be done; `is_kept` tells."""
    if not is_kept():
        return  # it was waited for once already
    try:
        kept.keeper().keep(door.signed_in().name, form, fields)
    except Unreachable:
        _note(form)


def forget(form: str) -> None:
    """What was kept of a form is needed no more; where that cannot be written it stays, and does no harm."""
    if not is_kept():
        return
    try:
        kept.keeper().discard(door.signed_in().name, form)
    except Unreachable:
        _note(form)


def is_kept() -> bool:
    """Whether everything could be kept so far."""
    return "not_kept" not in g


def _note(form: str) -> None:
    g.not_kept = True
    current_app.logger.exception("the form %s could not be kept", form)
