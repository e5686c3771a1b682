"""Old addresses of a theme that was merged into another: they lead to the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from depository.corpus import Corpus
from depository.editing.vocabulary_changes import MergeThemes, effect


@pytest.fixture
def merged(copied: Path, app_over: Callable[[Path], Flask]) -> FlaskClient:
    """Pages after creative industries went into innovation, records included."""
    collection = Corpus(copied)
    found = effect(MergeThemes("creative-industries", "innovation"), collection)
    for name, text in found.texts.items():
        (copied / "vocabularies" / f"{name}.yaml").write_text(text, encoding="utf-8")
    for record in found.records:
        collection.save(record)
    app = app_over(copied)
    assert app.extensions["depository"].refresh().problems == ()
    return app.test_client()


def test_old_addresses_lead_to_the_other_theme(merged: FlaskClient) -> None:
    """The page for ever, a search as if the new theme had been chosen; both in one are one."""
    page = merged.get("/uk/themes/creative-industries")
    assert (page.status_code, page.headers["Location"]) == (301, "/uk/themes/innovation")

    new = merged.get("/api/v1/search?theme=innovation").get_json()
    old = merged.get("/api/v1/search?theme=creative-industries").get_json()
    both = merged.get("/api/v1/search?theme=creative-industries&theme=innovation").get_json()

    assert new["total"] == old["total"] == both["total"] > 4
    results = merged.get("/uk/search?theme=creative-industries")
    assert results.status_code == 200
    assert "creative-industries" not in results.get_data(as_text=True).partition("<main")[2]


def test_its_names_still_find_and_it_is_offered_nowhere(merged: FlaskClient) -> None:
    for address in ("/uk/", "/uk/search", "/uk/themes/innovation", "/api/v1/suggest?q=креативні"):
        assert "creative-industries" not in merged.get(address).get_data(as_text=True)

    found = merged.get("/api/v1/search?q=креативні індустрії").get_json()

    assert found["total"] > 0


def test_a_query_may_still_name_it(merged: FlaskClient) -> None:
    """«тема:» with the old id is the new theme."""
    new = merged.get("/api/v1/search?q=тема:innovation").get_json()["total"]

    assert merged.get("/api/v1/search?q=тема:creative-industries").get_json()["total"] == new > 0
