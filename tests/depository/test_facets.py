"""Counts become the trees a person chooses from."""

from __future__ import annotations

from pathlib import Path

import pytest

from depository.corpus import Corpus
from depository.facets import tree
from depository.query import Query
from depository.results import FacetValue
from depository.schema import ALL_PARTNERS, NATIONAL, NO_YEAR, REGION, facet_values
from depository.vocabulary import Vocabularies
from tests.depository.samples import PLACES, THEMES, record, write_corpus

OTHER_TOWNS = """\
- id: shchastia
  type: city
  prefLabel: {uk: Щастя, en: Shchastia}
  oblast: luhanska-oblast
- id: yizhakevych
  type: settlement
  prefLabel: {uk: Їжакевич, en: Yizhakevych}
  oblast: luhanska-oblast
- id: luhanska-oblast
  type: region
  prefLabel: {uk: Луганська область, en: Luhansk Oblast}
  katottg: UA44000000000018893
"""


@pytest.fixture
def vocabularies(tmp_path: Path) -> Vocabularies:
    twice = THEMES + "- id: culture\n  prefLabel: {uk: Культура, en: Culture}\n"
    twice = twice.replace("broader: [tourism]", "broader: [tourism, culture]")
    return Corpus(write_corpus(tmp_path / "corpus", places=PLACES + OTHER_TOWNS, themes=twice)).vocabularies()


def outline(values: tuple[FacetValue, ...]) -> list[object]:
    """The tree as nested lists of values."""
    found: list[object] = []
    for value in values:
        found.append(value.value)
        if value.children:
            found.append(outline(value.children))
    return found


def test_towns_stand_under_oblasts_in_ukrainian_order(vocabularies: Vocabularies) -> None:
    """Then come other countries, then records that name no town."""
    counts = dict.fromkeys(
        ["yaremche", "ivano-frankivska-oblast", "shchastia", "yizhakevych", "luhanska-oblast", "canada"], 1
    ) | {ALL_PARTNERS: 2, REGION: 1, NATIONAL: 1}

    shown = tree("city", counts, Query(), vocabularies)

    assert outline(shown) == [
        "ivano-frankivska-oblast",
        ["yaremche"],
        "luhanska-oblast",
        ["yizhakevych", "shchastia"],
        "canada",
        ALL_PARTNERS,
        REGION,
        NATIONAL,
    ]


def test_values_without_records_are_left_out(vocabularies: Vocabularies) -> None:
    shown = tree("city", {"yaremche": 1, "ivano-frankivska-oblast": 1}, Query(), vocabularies)

    assert outline(shown) == ["ivano-frankivska-oblast", ["yaremche"]]


def test_a_chosen_value_stays_even_at_zero(vocabularies: Vocabularies) -> None:
    """What was chosen must remain visible, or nobody could take it back."""
    query = (
        Query().with_filter("city", "shchastia").with_filter("year", "2003").with_filter("theme", "festivals")
    )

    (oblast,) = tree("city", {}, query, vocabularies)
    (year,) = tree("year", {}, query, vocabularies)
    themes = tree("theme", {}, query, vocabularies)

    assert oblast.children == (FacetValue("shchastia", 0, True),)
    assert year == FacetValue("2003", 0, True)
    assert outline(themes) == ["economy", ["tourism", ["festivals"]]]


def test_a_theme_with_two_broader_ones_stands_once(vocabularies: Vocabularies) -> None:
    shown = tree("theme", {"festivals": 1, "tourism": 1, "economy": 1, "culture": 1}, Query(), vocabularies)

    assert outline(shown) == ["economy", ["tourism", ["festivals"]], "culture"]


def test_years_ascend_and_the_unknown_come_last(vocabularies: Vocabularies) -> None:
    shown = tree("year", {"2020": 3, NO_YEAR: 9, "2016": 1}, Query(), vocabularies)

    assert [(value.value, value.count) for value in shown] == [("2016", 1), ("2020", 3), (NO_YEAR, 9)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"places": ["yaremche"]}, {"yaremche", "ivano-frankivska-oblast"}),
        ({"places": ["luhanska-oblast"]}, {"luhanska-oblast", REGION}),
        (
            {"places": ["yaremche", "luhanska-oblast"]},
            {"yaremche", "ivano-frankivska-oblast", "luhanska-oblast"},
        ),
        ({"places": [], "scope": "national"}, {NATIONAL}),
        ({"places": [], "scope": "all-partners"}, {ALL_PARTNERS}),
        ({"places": ["yaremche"], "scope": "all-partners"}, {"yaremche", "ivano-frankivska-oblast"}),
    ],
)
def test_what_a_record_counts_for_by_place(
    values: dict[str, object], expected: set[str], vocabularies: Vocabularies
) -> None:
    """A town counts for its oblast; the whole country only where no town is named."""
    assert facet_values(record(**values), vocabularies)["city"] == expected


def test_a_record_counts_for_broader_themes_and_each_year(vocabularies: Vocabularies) -> None:
    values = facet_values(record(themes=["festivals"], years=[2018, 2020]), vocabularies)

    assert values["theme"] == {"festivals", "tourism", "economy", "culture"}
    assert values["year"] == {"2018", "2020"}
    assert facet_values(record(period="2015–2021"), vocabularies)["year"] == {NO_YEAR}
