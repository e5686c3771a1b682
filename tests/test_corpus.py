"""The 83 records and their vocabularies: valid, honest, and counted rightly.

What is expected is computed here from the files alone, with plain YAML and none of our own code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from depository import recordfile
from depository.corpus import Corpus
from depository.facets import tree
from depository.query import Query
from depository.results import FacetValue
from depository.service import Depository

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
FILES = sorted((CORPUS / "records").glob("*.md"))
HEADINGS = {
    "Виклик", "Рішення", "Результати", "Хто долучився", "Що варто врахувати", "Про що цей матеріал",
}  # fmt: skip
# The publication gives nothing but titles for what its knowledge depository holds.
TITLE_ONLY = "Депозитарій знань Проекту ПРОМІС"


def front_matter(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1]))


def body(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("---\n", 2)[2]


def vocabulary(name: str) -> dict[str, dict[str, Any]]:
    concepts = yaml.safe_load((CORPUS / "vocabularies" / f"{name}.yaml").read_text(encoding="utf-8"))
    return {concept["id"]: concept for concept in concepts}


RECORDS = {path: front_matter(path) for path in FILES}
each_record = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def test_the_corpus_is_valid() -> None:
    """`depository check` has nothing to say about any record or vocabulary."""
    assert [problem.located() for problem in Corpus(CORPUS).check()] == []
    assert len(FILES) == 83


@each_record
def test_writing_a_record_anew_changes_nothing(path: Path) -> None:
    """Files are in the layout the depository writes, so that a saved record shows only what was edited."""
    text = path.read_bytes().decode()

    assert recordfile.render(recordfile.parse(text)) == text


@each_record
def test_a_record_says_where_it_comes_from(path: Path) -> None:
    source = RECORDS[path]["source"]

    assert source["publication"] and source["rights"]
    assert source.get("heading") or source.get("section")


@each_record
def test_a_body_is_a_page_not_a_line_and_not_a_book(path: Path) -> None:
    """90–250 words under the headings readers know."""
    lines = body(path).splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    words = re.findall(r"\w[\w’'-]*", re.sub(r"\]\([^)]*\)", "]", text))

    assert 90 <= len(words) <= 250
    assert {line.removeprefix("## ") for line in lines if line.startswith("#")} <= HEADINGS


@each_record
def test_both_languages_have_a_title_and_a_summary(path: Path) -> None:
    record = RECORDS[path]

    assert all(record[name].strip() for name in ("title", "title_en", "summary", "summary_en"))
    english = re.sub(r"#\w+", "", record["title_en"] + record["summary_en"])  # a hashtag stays as it is
    assert not re.search("[а-яіїєґ]", english, re.IGNORECASE)


@each_record
def test_the_town_is_khmilnyk(path: Path) -> None:
    """The publication's slips «Хмельник» and «хмельницькі» are not repeated: that would be another city."""
    assert not re.search(r"хмельни", path.read_text(encoding="utf-8"), re.IGNORECASE)


@each_record
def test_the_apostrophe_is_one(path: Path) -> None:
    """Typeset as in print: ’ between letters, «» around quotations; a heading is the source's own."""
    ours = re.sub(r"^  heading: .*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    words = re.findall(r"[а-яіїєґ]['`ʼ‘][а-яіїєґ]", ours, re.IGNORECASE)

    assert words == []
    assert '"' not in body(path)


@pytest.mark.parametrize(
    "path",
    [p for p in FILES if RECORDS[p]["source"].get("section") == TITLE_ONLY],
    ids=lambda path: path.stem,
)
def test_records_known_by_title_only_say_so(path: Path) -> None:
    """They tell it at once, name no year or place, and lead to what there is to read."""
    record, text = RECORDS[path], body(path)

    assert "Видання наводить лише назву цього матеріалу." in text
    assert "Видання подає лише назву" in record["summary"]
    assert not record.get("years") and not record.get("places")
    assert "(theme:" in text and "(record:" in text


def test_eight_records_are_known_by_title_only() -> None:
    assert sum(record["source"].get("section") == TITLE_ONLY for record in RECORDS.values()) == 8


def test_the_partner_towns_can_be_put_on_a_map() -> None:
    """Sixteen towns, each with coordinates in Ukraine and both codes of the official register."""
    places = vocabulary("places")
    towns = [place for place in places.values() if place.get("partner")]

    assert len(towns) == 16
    for town in towns:
        assert 44 < town["lat"] < 53 and 22 < town["lon"] < 41, town["id"]
        assert re.fullmatch(r"UA\d{17}", town["katottg"]) and re.fullmatch(r"UA\d{17}", town["hromada"])
        oblast = places[town["oblast"]]
        assert oblast["katottg"][:4] == town["katottg"][:4] == town["hromada"][:4], (
            "the code begins with the oblast's"
        )


def test_codes_belong_to_one_place_each() -> None:
    codes = Counter(place["katottg"] for place in vocabulary("places").values() if place.get("katottg"))

    assert [code for code, count in codes.items() if count > 1] == []


@pytest.mark.parametrize("name", ["themes", "places", "kinds"])
def test_ids_are_forever_so_they_are_plain(name: str) -> None:
    """Small Latin letters and hyphens, names in both languages."""
    for concept_id, concept in vocabulary(name).items():
        assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", concept_id)
        assert concept["prefLabel"]["uk"] and concept["prefLabel"]["en"]


def test_every_kind_is_used() -> None:
    assert set(vocabulary("kinds")) == {record["kind"] for record in RECORDS.values()}


# ── counts ──


def expected_counts() -> dict[str, Counter[str]]:
    """What each facet must count, by the rules of the README, straight from the front matter."""
    places, themes = vocabulary("places"), vocabulary("themes")
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("city", "theme", "year", "kind")}
    for record in RECORDS.values():
        named = {i: places[i] for i in record.get("places") or []}
        towns = [place for place in named.values() if place["type"] in ("city", "settlement")]
        counts["city"].update({*named, *(town["oblast"] for town in towns if town.get("oblast"))})
        if not towns:
            counts["city"]["region" if named else record["scope"]] += 1
        counts["theme"].update(_and_broader(record["themes"], themes))
        counts["year"].update({str(year) for year in record.get("years") or []} or {"none"})
        counts["kind"][record["kind"]] += 1
    return counts


def _and_broader(ids: list[str], themes: Mapping[str, dict[str, Any]]) -> set[str]:
    found, waiting = set(), list(ids)
    while waiting:
        if (theme := waiting.pop()) not in found:
            found.add(theme)
            waiting.extend(themes[theme].get("broader", []))
    return found


def _flat(values: tuple[FacetValue, ...]) -> Iterator[tuple[str, int]]:
    for value in values:
        yield value.value, value.count
        yield from _flat(value.children)


@pytest.mark.parametrize("facet", ["city", "theme", "year", "kind"])
def test_facets_count_what_the_files_say(facet: str, depository: Depository) -> None:
    """Every number a reader sees before choosing anything is that of the front matter."""
    expected = expected_counts()[facet]

    assert depository.counts()[facet] == expected
    shown = dict(_flat(tree(facet, depository.counts()[facet], Query(), depository.vocabularies)))
    assert {value: count for value, count in shown.items() if count} == expected


def test_every_record_can_be_searched(depository: Depository) -> None:
    assert set(depository.engine.revisions()) == {path.stem for path in FILES}
