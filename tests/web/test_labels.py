"""Every value a facet can show has a name in both languages."""

from __future__ import annotations

import pytest
from flask import Flask

from depository.schema import FACETS
from depository.service import Depository
from web.labels import label


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_value_of_the_collection_has_a_name(app: Flask, depository: Depository, language: str) -> None:
    """No reader is shown an id; years are their own names."""
    counts = depository.counts()

    with app.test_request_context(f"/{language}/"):
        names = {
            (facet, value): label(facet, value, depository.vocabularies, language)
            for facet in FACETS
            for value in counts[facet]
        }

    assert [key for key, name in names.items() if name == key[1] and not key[1].isdigit()] == []


def test_the_two_languages_differ(app: Flask, depository: Depository) -> None:
    """Values that no vocabulary names are translated too."""
    said = []
    for language in ("uk", "en"):
        with app.test_request_context(f"/{language}/"):
            said.append(label("year", "none", depository.vocabularies, language))

    assert said[0] != said[1]


def test_what_nobody_knows_stays_as_it_is(app: Flask, depository: Depository) -> None:
    """A value without a name is shown rather than hidden."""
    with app.test_request_context("/uk/"):
        assert label("city", "atlantis", depository.vocabularies, "uk") == "atlantis"
