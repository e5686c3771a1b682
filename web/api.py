"""The depository as JSON, for programs: the same searches and records as the pages.

The contract is openapi.yaml.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from depository import markup
from depository.query import Query
from depository.record import Record
from depository.results import Card, Completion, FacetValue, Hit, Results
from depository.service import Depository
from depository.vocabulary import Vocabularies
from web import params
from web.errors import Withdrawn
from web.i18n import language
from web.labels import label

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

_CONTRACT = Path(__file__).parent / "openapi.yaml"
_MOST_SUGGESTIONS = 8
# Which page each sort of completion leads to; a word leads to a search for it.
_PAGES = {"record": ("catalog.record", "record_id"), "theme": ("catalog.theme", "theme_id")}
_PAGES |= {"place": ("catalog.place", "place_id")}


@blueprint.get("/search")
def search() -> Response:
    """One page of results with every facet."""
    query = params.of_request(also=("explain", "lang"))
    explain = params.wants_explanation()
    results = _service().search(query, language=language(), explain=explain)
    return _json(_results(results, _service().vocabularies, explain=explain))


@blueprint.get("/records/<record_id>")
def record(record_id: str) -> Response:
    """One record, whole."""
    params.plain(request.args, "lang")
    found, revision = _service().record(record_id)
    if found.status == "withdrawn":
        raise Withdrawn(found)
    return _json(_record(found) | {"revision": revision})


@blueprint.get("/suggest")
def suggest() -> Response:
    """What somebody who is still typing may mean."""
    text = params.plain(request.args, "q", "lang")["q"]
    found = _service().suggest(text, language(), _MOST_SUGGESTIONS) if text else ()
    return _json({"query": text, "suggestions": [_completion(completion) for completion in found]})


@blueprint.get("/openapi.yaml")
def contract() -> Response:
    """What this door promises."""
    return Response(_CONTRACT.read_bytes(), mimetype="application/yaml")


def _service() -> Depository:
    service: Depository = current_app.extensions["depository"]
    return service


def _json(values: dict[str, Any]) -> Response:
    response = jsonify(values)
    response.headers["Content-Language"] = language()
    return response


def _results(results: Results, vocabularies: Vocabularies, *, explain: bool) -> dict[str, Any]:
    return {
        "query": results.query.text,
        "total": results.total,
        "page": results.query.page,
        "pages": results.pages,
        "corrections": [correction._asdict() for correction in results.corrections],
        "relaxed": results.relaxed,
        "missing": list(results.missing),
        "hits": [_hit(hit, vocabularies, explain=explain) for hit in results.hits],
        "facets": {
            name: [_facet_value(name, value, vocabularies) for value in values]
            for name, values in results.facets.items()
        },
    }


def _hit(hit: Hit, vocabularies: Vocabularies, *, explain: bool) -> dict[str, Any]:
    card = hit.card
    values = {
        "id": card.id,
        "title": _title(card),
        "score": round(hit.score, 6),
        "snippet": [piece._asdict() for piece in hit.snippet],
        "url": _address("catalog.record", None, record_id=card.id),
        "kind": card.kind,
        "places": _named("city", card.places, vocabularies),
        "themes": _named("theme", card.themes, vocabularies),
        "years": list(card.years),
        "forms": list(hit.forms),
    }
    if explain:
        values["reasons"] = [reason._asdict() for reason in hit.reasons]
    return values


def _title(card: Card) -> str:
    return card.title_en or card.title if language() == "en" else card.title


def _named(facet: str, ids: tuple[str, ...], vocabularies: Vocabularies) -> list[dict[str, str]]:
    return [{"id": value, "label": label(facet, value, vocabularies, language())} for value in ids]


def _facet_value(facet: str, value: FacetValue, vocabularies: Vocabularies) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "value": value.value,
        "label": label(facet, value.value, vocabularies, language()),
        "count": value.count,
        "selected": value.selected,
    }
    if value.children:
        shown["children"] = [_facet_value(facet, child, vocabularies) for child in value.children]
    return shown


def _record(found: Record) -> dict[str, Any]:
    """All that is public of a record; the body as it was written and as safe HTML."""
    values = found.model_dump(mode="json", exclude={"reason", "replaced_by"})
    values["url"] = _address("catalog.record", None, record_id=found.id)
    values["html"] = markup.html(found.body, _resolve)
    return values


def _resolve(scheme: str, target: str) -> str | None:
    endpoint, name = _PAGES[scheme]
    return _address(endpoint, None, **{name: target})


def _completion(completion: Completion) -> dict[str, Any]:
    shown: dict[str, Any] = {"text": completion.text, "kind": completion.kind}
    if completion.kind in _PAGES:
        endpoint, name = _PAGES[completion.kind]
        shown["url"] = _address(endpoint, None, **{name: completion.target})
    else:
        shown["url"] = _address("catalog.search", Query(completion.text))
    if completion.count:
        shown["count"] = completion.count
    return shown


def _address(endpoint: str, query: Query | None = None, /, **values: str) -> str:
    """A whole address: what reads JSON does not stand on our page."""
    return request.host_url.rstrip("/") + params.url(endpoint, query or Query(), **values)
