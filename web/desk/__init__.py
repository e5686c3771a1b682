"""The librarian's desk: a room of the site behind a door, /<lang>/desk/….

Its pages are modules over one blueprint (`door.blueprint`); whoever adds one names it in `_PAGES`. A page
extends `desk/base.html`; who is there tells `door.signed_in()`, what may be done `door.desk()`.
"""

from __future__ import annotations

from types import ModuleType

from flask import Flask

from depository.editing.imports import Imports
from web.desk import door, quality
from web.desk.access import password, sessions, signing_in
from web.desk.access.accounts import Accounts
from web.desk.editing import choosing, files, preview, suggesting
from web.desk.editing import pages as editing
from web.desk.imports import cuts
from web.desk.imports import pages as imports
from web.desk.imports.origins import Origins
from web.desk.records import actions, journal, naming
from web.desk.records import pages as records
from web.desk.unsaved import unfinished, unwritten
from web.desk.unsaved.kept import KeptForms
from web.desk.vocabularies import pages as vocabularies
from web.i18n import PREFIX

# Modules of pages: imported for the views they put on the blueprint.
_PAGES: tuple[ModuleType, ...] = (
    signing_in, records, actions, editing, files, choosing, preview, unfinished, journal, naming,
    imports, cuts, vocabularies, quality, password, unwritten,
)  # fmt: skip

__all__ = ["start"]


def start(app: Flask) -> None:
    """Let `app` have a desk."""
    settings = app.config["SETTINGS"]
    app.extensions["accounts"] = Accounts(settings.data / "desk.sqlite")
    app.extensions["kept"] = KeptForms(settings.data / "desk.sqlite")
    app.extensions["desk.reopen"] = [editing.reopened]
    app.extensions["imports"] = Imports(settings.data / "intake", lambda: app.extensions["intake"])
    app.extensions["desk.proposals"] = Origins(app.extensions["imports"])
    sessions.start(app, https=settings.https)
    door.start(app)
    app.jinja_env.globals.update(
        state_name=actions.state_name,
        record_actions=actions.record_actions,
        form_actions=actions.form_actions,
        desk_tabs=records.tabs,
        action_done=journal.action_done,
        author_name=journal.author_name,
        suggestions=suggesting.suggestions,
    )
    app.register_blueprint(door.blueprint, url_prefix=f"{PREFIX}/desk")
