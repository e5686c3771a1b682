"""The few addresses that are no pages: the way in, what monitors ask, and what robots and browsers read."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from web.i18n import DEFAULT

blueprint = Blueprint("site", __name__)

# Every choice of a facet is a link: robots would walk through millions of them and find the same records.
_ROBOTS = """User-agent: *
Disallow: /*?*
Disallow: /api/
"""


@blueprint.get("/")
def root() -> ResponseReturnValue:
    """The way in: the Ukrainian home page."""
    return redirect(url_for("catalog.home", lang=DEFAULT))


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Whether searches can be answered, and over how many records."""
    records = len(current_app.extensions["depository"].engine.revisions())
    return {"status": "ok", "records": records}, 200, {"Cache-Control": "no-store"}


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What robots are asked to leave alone."""
    return Response(_ROBOTS, mimetype="text/plain")


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """How a browser adds the depository to its search engines; `lang` says in which language."""
    return Response(render_template("opensearch.xml"), mimetype="application/opensearchdescription+xml")
