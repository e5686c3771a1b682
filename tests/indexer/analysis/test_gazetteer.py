"""Places by their forms: cases, adjectives, inhabitants, regions, former names, homonyms."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from depository.vocabulary import Place, Places, Vocabularies
from indexer.analysis import Analyzer
from indexer.analysis.gazetteer import table


@pytest.fixture(scope="module")
def analyzer(corpus: Path) -> Analyzer:
    rows = yaml.safe_load((corpus / "vocabularies" / "places.yaml").read_text(encoding="utf-8"))
    return Analyzer(Vocabularies(places=Places(Place.model_validate(row) for row in rows)))


def _places(analyzer: Analyzer, text: str) -> set[str]:
    return {term.text[1:] for token in analyzer.tokens(text) for term in token.terms if term.text[0] == "@"}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("у Коломиї", "kolomyia"),
        ("коломийські майстри", "kolomyia"),
        ("вінничани", "vinnytsia"),
        ("Вінниччиною", "vinnytska-oblast"),
        ("у Вінницькій області", "vinnytska-oblast"),
        ("Вінницька обл.", "vinnytska-oblast"),
        ("вінницький", "vinnytsia vinnytska-oblast"),
        ("у Горішніх Плавнях", "horishni-plavni"),
        ("Хмельник", "khmilnyk"),
        ("хмельницькі посадовці", "khmilnyk"),
        ("хмельницькі", "khmelnytskyi khmelnytska-oblast"),
        ("Франківську", "ivano-frankivsk"),
        ("Івано Франківськ", "ivano-frankivsk"),
        ("Дніпродзержинськ", "kamianske"),
        ("Уманщина", "uman"),
        ("львів'янка", "lviv"),
        ("Kolomyya", "kolomyia"),
        ("Kiev", "kyiv"),
        ("бар", ""),
        ("Долина річки", ""),
        ("Цвіте долина.", ""),
        ("У Долині відкрили", "dolyna"),
        ("Долина: експорт меду", "dolyna"),
        ("м. Бар", "bar"),
        ("у місті бар", "bar"),
        ("велика сума", ""),
        ("Роман Осипенко", ""),
        ("місто Станіслав", "ivano-frankivsk"),
        ("черговий громадський бюджет", ""),
    ],
)
def test_a_text_speaks_of_its_places(analyzer: Analyzer, text: str, places: str) -> None:
    assert _places(analyzer, text) == set(places.split())


def test_every_place_of_the_vocabulary_is_known_by_its_name(analyzer: Analyzer, corpus: Path) -> None:
    rows = yaml.safe_load((corpus / "vocabularies" / "places.yaml").read_text(encoding="utf-8"))
    for row in rows:
        assert row["id"] in _places(analyzer, f"Це — місто {row['prefLabel']['uk']}"), row["id"]
        assert row["id"] in analyzer.place_named(row["prefLabel"]["uk"]), row["id"]


def test_toponyms_have_ids_of_their_own() -> None:
    ids = [row["id"] for row in table()]

    assert len(ids) == len(set(ids))
    assert sum("region" not in row for row in table()) >= 150


def test_every_toponym_is_known_by_its_name(analyzer: Analyzer) -> None:
    for row in table():
        assert row["id"] in _places(analyzer, f"Це — місто {row['name']}"), row["id"]
