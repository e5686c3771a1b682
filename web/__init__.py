"""The doors of the depository: pages, JSON and command line, over one application factory.

`create_app` is the one place where corpus, engine and language are put together. Nothing is opened
or read before the first request needs it.
"""

from __future__ import annotations

from flask import Flask

from depository.corpus import Corpus
from depository.service import Depository
from indexer.ukrainian import Ukrainian
from indexer.whoosh_engine import WhooshEngine
from web import api, assets, catalog, errors, freshness, i18n, readiness, responses, settings, site

__all__ = ["create_app", "open_depository"]

# Nobody sends us anything yet; what comes with a request by mistake is refused beyond this.
_MAX_BODY = 64 * 1024


def create_app(chosen: settings.Settings | None = None) -> Flask:
    """The service with the settings `chosen`, or else with those in force here."""
    chosen = chosen or settings.load()
    app = Flask(__name__, static_folder=None)
    app.config.update(SETTINGS=chosen, MAX_CONTENT_LENGTH=_MAX_BODY)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["depository"] = open_depository(chosen)
    for part in (responses, i18n, errors, assets, readiness, freshness):
        part.start(app)
    app.register_blueprint(site.blueprint)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(catalog.blueprint, url_prefix=i18n.PREFIX)
    return app


def open_depository(chosen: settings.Settings) -> Depository:
    """The depository over the corpus and the data of the settings; nothing is read yet."""
    return Depository(Corpus(chosen.corpus), WhooshEngine(chosen.data / "index"), Ukrainian, chosen.data)
