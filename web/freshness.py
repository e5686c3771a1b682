"""Pages and answers a browser may keep, and asks about before it shows them again.

What a page shows depends on the index, the vocabularies, the code, the language and the address: the
tag is a digest of these, so that an unchanged page is answered before any work is done, and a saved
record is seen at once, whatever process saved it.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, g, request

import depository
import indexer
from depository.errors import RecordNotFound
from depository.service import Depository
from web import finished
from web.i18n import language

# Made from the index and the vocabularies alone, and of a record's file where the address names one.
_KEPT = {
    "catalog.home", "catalog.search", "catalog.theme", "catalog.place", "catalog.map", "catalog.record",
    "catalog.help", "catalog.about", "api.search", "api.suggest", "api.record",
    "api.contract",
}  # fmt: skip


def start(app: Flask) -> None:
    """Let `app` answer 304 where nothing has changed since."""
    app.before_request(_unchanged)
    app.after_request(_tagged)


def _unchanged() -> Response | None:
    if request.endpoint not in _KEPT or request.method not in ("GET", "HEAD"):
        return None
    # Taken before the work: if the index changes in between, the next question makes the page anew.
    g.state = _state(current_app.extensions["depository"])
    g.tag = _tag(g.state)
    if request.if_none_match.contains_weak(g.tag):
        return Response(status=304)
    return finished.again(g.tag)


def _tagged(response: Response) -> Response:
    if "tag" in g and response.status_code in (200, 304):
        if _state(current_app.extensions["depository"]) != g.state:
            finished.forget()  # made of things of before and of after
        response.set_etag(g.tag, weak=True)
        response.headers["Cache-Control"] = "no-cache"
        response.vary.add("Accept-Encoding")
        if request.blueprint == "api":
            response.vary.add("Accept-Language")
    return response


def _state(service: Depository) -> tuple[str, ...]:
    """What may change while the service runs, of all that a page is made from."""
    return (
        service.engine.generation, service.vocabularies.revision, _record_state(service),
        date.today().isoformat(),  # a citation says when the page was read
    )  # fmt: skip


def _tag(state: tuple[str, ...]) -> str:
    parts = (*state, _code(), language(), request.script_root, request.full_path)
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:24]


def _record_state(service: Depository) -> str:
    """Size and time of the file of the record asked for: its page is made from it, not from the index."""
    record_id = (request.view_args or {}).get("record_id")
    if not record_id:
        return ""
    try:
        status = service.corpus.path(record_id).stat()
    except (RecordNotFound, OSError):
        return ""
    return f"{status.st_size}.{status.st_mtime_ns}"


@lru_cache(maxsize=1)
def _code() -> str:
    """What tells one state of the code, templates and catalogs from another, taken once a process."""
    digest = hashlib.sha256()
    for package in (depository.__file__, indexer.__file__, __file__):
        folder = Path(package or __file__).parent
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            status = path.stat()
            digest.update(f"{path.relative_to(folder)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
