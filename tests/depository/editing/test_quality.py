"""The quality board: what it finds, what it leaves alone, and that it reads no more than it must."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from depository.corpus import Corpus
from depository.editing.quality import Board, Finding, Quality
from depository.record import Record
from indexer.ukrainian import Ukrainian
from tests.depository.samples import PLACES, write_corpus

TODAY = date(2026, 11, 23)
TOWNS = (
    PLACES
    + """\
- id: dolyna
  type: city
  prefLabel: {uk: Долина, en: Dolyna}
"""
)


def good(**values: object) -> Record:
    """A record nothing is to be said of, with `values` in place of its own."""
    usual = {
        "id": "yaremche-turyzm",
        "kind": "success-story",
        "title": "Яремче вітає туристів",
        "title_en": "Yaremche Welcomes Tourists",
        "summary": "Місто відкрило туристичний центр.",
        "places": ["yaremche"],
        "themes": ["tourism"],
        "years": [2019],
        "source": {"publication": "Звіт громади", "year": 2021},
        "status": "published",
        "added": TODAY,
        "body": "У 2019 році місто відкрило [центр](theme:tourism). Звіт видали 2021 року.",
    }
    return Record.model_validate({**usual, **values})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus", {}, places=TOWNS)


def quality(folder: Path, *pairs: tuple[str, str, float]) -> Quality:
    corpus = Corpus(folder)
    return Quality(
        corpus, lambda: Ukrainian(corpus.vocabularies()), folder.parent / "quality.json", lambda: pairs
    )


def board(folder: Path, *records: Record, pairs: tuple[tuple[str, str, float], ...] = ()) -> Board:
    for record in records:
        Corpus(folder).save(record)
    return quality(folder, *pairs).board(today=TODAY)


def told(found: Board) -> list[tuple[str, str]]:
    return [(finding.check, finding.field) for finding in found.findings]


def test_of_a_good_record_nothing_is_said(folder: Path) -> None:
    assert board(folder, good()).findings == ()


def test_missing_fields_are_named_one_by_one(folder: Path) -> None:
    bare = good(summary=None, title_en=None, years=[], source=None, body="Місто відкрило центр.")

    assert told(board(folder, bare)) == [
        ("missing", "summary"), ("missing", "title_en"), ("missing", "years"), ("missing", "source"),
    ]  # fmt: skip


def test_a_period_stands_in_for_the_years(folder: Path) -> None:
    assert board(folder, good(years=[], period="2018–2020")).findings == ()


def test_a_word_of_two_alphabets_is_named(folder: Path) -> None:
    found = board(folder, good(title="Яремче вітaє туристів"))

    assert told(found) == [("scripts", "title")]
    assert "вітaє" in found.findings[0].problem.sentence()


def test_a_town_of_the_story_that_is_no_place_of_the_record_is_named(folder: Path) -> None:
    body = "У 2019 році Яремче й Долина відкрили центр. У Долині він працює щодня."

    found = board(folder, good(body=body))

    assert told(found) == [("places", "places")]
    assert found.findings[0].problem.values["id"] == "dolyna"


def test_a_town_merely_mentioned_is_not(folder: Path) -> None:
    assert board(folder, good(body="У 2019 році приїздили гості з Долини та Полтави.")).findings == ()


def test_a_town_no_vocabulary_has_is_named(folder: Path) -> None:
    found = board(folder, good(title="Яремче та Полтава вітають туристів"))

    assert [finding.problem.values["given"] for finding in found.findings] == ["Полтава"]


def test_a_town_in_which_something_is_said_to_be_is_named(folder: Path) -> None:
    """Once is enough, be it a place that is known or one that is not."""
    body = "У 2019 році в Долині відкрили хаб. Такий самий є в місті Козлодар і в Умані."

    found = board(folder, good(body=body))

    assert [finding.check for finding in found.findings] == ["places"] * 3
    assert [f.problem.values["given"] for f in found.findings] == ["Долина", "Козлодар", "Умань"]


def test_what_is_about_the_whole_country_names_towns_as_examples(folder: Path) -> None:
    body = "У 2019 році в Долині відкрили хаб. Такий самий є в місті Козлодар."

    assert board(folder, good(body=body, scope="national")).findings == ()


def test_years_of_the_text_that_no_field_has_are_named(folder: Path) -> None:
    found = board(folder, good(body="У 2017 році місто шукало місце, а 2019-го відкрило центр."))

    assert told(found) == [("years", "years")]
    assert found.findings[0].problem.values["given"] == "2017"


def test_years_of_laws_and_plans_are_left_alone(folder: Path) -> None:
    body = "За законом 1997 року місто має стратегію. Центр працюватиме до 2025 року."

    assert board(folder, good(body=body)).findings == ()


def test_a_link_that_leads_nowhere_is_found_and_mended_by_the_record_it_names(folder: Path) -> None:
    pointing = good(body="Дивіться [сусідів](record:dolyna-med).")
    assert told(board(folder, pointing)) == [("links", "body")]

    after = board(folder, good(id="dolyna-med", title="Долина експортує мед", places=["dolyna"]))

    assert [finding.check for finding in after.findings if finding.record_id == pointing.id] == []


@pytest.mark.parametrize(
    ("successor", "said"), [(None, "take it away"), ("yaremche-turyzm", "write record:yaremche-turyzm")]
)
def test_a_link_to_a_withdrawn_record_is_dead_too(folder: Path, successor: str | None, said: str) -> None:
    pointing = good(body="Дивіться [сусідів](record:dolyna-med).")
    withdrawn = good(
        id="dolyna-med", places=["dolyna"], status="withdrawn", reason="Застаріло.", replaced_by=successor
    )

    found = board(folder, pointing, withdrawn)

    assert [(finding.check, finding.record_id) for finding in found.findings] == [("links", pointing.id)]
    assert said in found.findings[0].problem.sentence()


def test_a_draft_that_nobody_touched_for_long_is_stale(folder: Path) -> None:
    old = good(id="davnia", status="draft", added=TODAY - timedelta(days=31))
    fresh = good(id="svizha", status="draft", added=TODAY - timedelta(days=30))
    published = good(id="opublikovana", added=TODAY - timedelta(days=400))

    found = board(folder, old, fresh, published)

    assert [(finding.check, finding.record_id) for finding in found.findings] == [("stale", "davnia")]


def test_of_withdrawn_records_only_mistakes_are_told(folder: Path) -> None:
    assert board(folder, good(summary=None, status="withdrawn", reason="Повторює іншу.")).findings == ()


def test_records_alike_name_each_other(folder: Path) -> None:
    records = good(), good(id="yaremche-turyzm-2", title="Туристів вітає Яремче")

    found = board(folder, *records, pairs=(("yaremche-turyzm", "yaremche-turyzm-2", 0.934),))

    assert told(found) == [("alike", "body")]
    assert found.findings[0].problem.values["share"] == 93


def test_a_broken_file_is_on_the_board_too(folder: Path) -> None:
    (folder / "records" / "zlamanyi.md").write_text("---\ntitle: [\n---\n\nТекст.\n", encoding="utf-8")

    assert [finding.check for finding in board(folder).findings] == ["mistakes"]


def test_what_did_not_change_is_not_read_again(folder: Path) -> None:
    board(folder, good(summary=None))
    path = Corpus(folder).path("yaremche-turyzm")
    status = path.stat()
    text = path.read_text(encoding="utf-8")
    # Another text of the same size and time: only reading it would tell.
    path.write_text(text.replace("title_en: Yaremche Welcomes Tourists", " " * 36), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert told(board(folder)) == [("missing", "summary")]


def test_a_changed_record_is_judged_anew(folder: Path) -> None:
    board(folder, good(summary=None))

    assert board(folder, good()).findings == ()


def test_a_vocabulary_that_changed_judges_everything_anew(folder: Path) -> None:
    title = "Яремче та Полтава вітають туристів"
    assert board(folder, good(title=title)).findings[0].problem.values.get("id") is None
    places = folder / "vocabularies" / "places.yaml"
    added = "- id: poltava\n  type: city\n  prefLabel: {uk: Полтава, en: Poltava}\n"
    places.write_text(places.read_text("utf-8") + added, encoding="utf-8")

    assert board(folder).findings[0].problem.values["id"] == "poltava"


def test_a_first_look_may_be_spread_over_several(folder: Path) -> None:
    for number in range(3):
        Corpus(folder).save(good(id=f"zapys-{number}", summary=None))

    looks = [quality(folder).board(seconds=0, today=TODAY) for _ in range(4)]

    assert [(look.read, look.total) for look in looks] == [(1, 3), (2, 3), (3, 3), (3, 3)]
    assert looks[-1].counts["missing"] == 3


def test_what_was_kept_may_be_lost_or_broken(folder: Path) -> None:
    before = board(folder, good(summary=None)).findings
    (folder.parent / "quality.json").write_text('{"mark": ', encoding="utf-8")

    assert board(folder).findings == before


def test_the_real_corpus_has_no_mistakes(corpus: Path, tmp_path: Path) -> None:
    collection = Corpus(corpus)
    language = Ukrainian(collection.vocabularies())

    found = Quality(collection, lambda: language, tmp_path / "quality.json", lambda: ()).board(seconds=60)

    unwanted: list[Finding] = [
        finding for finding in found.findings if finding.check in ("mistakes", "links", "scripts")
    ]
    assert unwanted == []
    assert found.read == found.total == len(collection.states())
