"""The doors of the depository: pages, JSON and command line, over one application factory.

`create_app` is the one place where corpus, engine and language are put together. Nothing is opened
or read before the first request needs it.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from depository.corpus import Corpus
from depository.editing.desk import Desk
from depository.editing.history import History
from depository.editing.quality import Quality
from depository.intake import Intake
from depository.service import Depository
from depository.shelves import DESK
from indexer.intake.likeness import Likeness
from indexer.intake.taking import FileIntake
from indexer.ukrainian import Ukrainian
from indexer.whoosh_engine import WhooshEngine
from web import (
    api,
    assets,
    bodies,
    catalog,
    desk,
    errors,
    finished,
    freshness,
    i18n,
    readiness,
    responses,
    settings,
    site,
)

__all__ = ["create_app", "open_depository", "open_desk", "open_intake", "open_quality"]


def create_app(chosen: settings.Settings | None = None) -> Flask:
    """The service with the settings `chosen`, or else with those in force here."""
    chosen = chosen or settings.load()
    app = Flask(__name__, static_folder=None)
    app.config.update(SETTINGS=chosen)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["depository"] = open_depository(chosen)
    app.extensions["desk"] = open_desk(chosen, app.extensions["depository"])
    app.extensions["desk"].indexes.work_in_background()
    app.extensions["intake"] = open_intake(app.extensions["depository"], app.extensions["desk"].unpublished)
    app.extensions["quality"] = open_quality(
        chosen, app.extensions["depository"], app.extensions["desk"].unpublished
    )
    for part in (finished, responses, i18n, errors, bodies, assets, readiness, freshness):
        part.start(app)
    app.register_blueprint(site.blueprint)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(catalog.blueprint, url_prefix=i18n.PREFIX)
    desk.start(app)
    if chosen.proxies:
        trusted = dict.fromkeys(("x_for", "x_proto", "x_host", "x_prefix"), chosen.proxies)
        app.wsgi_app = ProxyFix(app.wsgi_app, **trusted)  # type: ignore[method-assign]
    return app


def open_desk(chosen: settings.Settings, service: Depository) -> Desk:
    """The desk over the records of the depository, with an index of those that readers do not find."""
    folder = chosen.data / "desk-index"
    engine = WhooshEngine(folder / "index")
    unpublished = Depository(Corpus(chosen.corpus), engine, Ukrainian, folder, states=DESK)
    return Desk(service, History(chosen.data / "history.git", chosen.corpus), unpublished)


def open_intake(service: Depository, *others: Depository) -> Intake:
    """What takes files for the depository; `others` are collections that may hold the same stories."""
    return FileIntake(service, *others)


def open_quality(chosen: settings.Settings, service: Depository, *others: Depository) -> Quality:
    """What could be better in the records of the depository; `others` hold those that readers do not find."""

    def pairs() -> Iterator[tuple[str, str, float]]:
        likeness = Likeness(*(collection for collection in (service, *others) if collection.has_index))
        yield from ((pair.one.id, pair.other.id, pair.likeness) for pair in likeness.pairs())

    return Quality(service.corpus, lambda: service.language, chosen.data / "quality.json", pairs)


def open_depository(chosen: settings.Settings) -> Depository:
    """The depository over the corpus and the data of the settings; nothing is read yet."""
    return Depository(Corpus(chosen.corpus), WhooshEngine(chosen.data / "index"), Ukrainian, chosen.data)
