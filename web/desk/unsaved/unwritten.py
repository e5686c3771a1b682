"""What could not be written or asked just now: a clear sentence, and everything that was sent, to be sent
once more.

A locked, full or damaged file of the desk, a full disk, a folder that cannot be written, somebody else who
keeps saving: none of it may cost a word. The page asks the database nothing, for that may be what fails.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app, request
from flask.typing import ResponseReturnValue

from depository.editing.history import HistoryBusy
from depository.errors import N_, IndexBusy, IndexUnavailable
from web import errors
from web.desk import door
from web.desk.database import Unreachable
from web.desk.unsaved import carried
from web.i18n import translate

_UNAVAILABLE = 503
# Seconds after which a program may try again.
_PATIENCE = "60"
_WHY: Mapping[type[Exception], str] = {
    Unreachable: N_("the file that knows the accounts and unfinished forms is busy or damaged"),
    HistoryBusy: N_("somebody else is saving for longer than usual"),
    IndexBusy: N_("the search is being put in order"),
    IndexUnavailable: N_("the search is being put in order"),
    OSError: N_("the disk is full, or its folder cannot be written"),
}
_NOT_WRITTEN = N_("This could not be written just now: {why}.")
_NOT_SHOWN = N_("The desk cannot be reached just now: {why}. Please try again in a minute.")


def _later(error: Exception) -> ResponseReturnValue:
    """`error` told with everything that was sent; it is logged for those who run the service."""
    is_sent = request.method == "POST"
    if not is_sent and not isinstance(error, Unreachable | OSError):
        return errors.answer(error)
    current_app.logger.error("%s %s could not be done", request.method, request.full_path, exc_info=error)
    why = translate(next(said for kind, said in _WHY.items() if isinstance(error, kind)))
    said = translate(_NOT_WRITTEN if is_sent else _NOT_SHOWN).format(why=why)
    door.ask_nobody()
    response = carried.later(said, _UNAVAILABLE)
    response.headers["Retry-After"] = _PATIENCE
    return response


for _kind in _WHY:
    door.blueprint.register_error_handler(_kind, _later)
