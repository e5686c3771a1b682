"""The quality board: what there is to mend, with links to the very field."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from depository.corpus import Corpus
from tests.web.desk.conftest import SignIn

BOARD = "/uk/desk/quality"


@pytest.fixture
def flawed(copied: Path, desk_app: Flask) -> Corpus:
    """A corpus with a record that lacks its summary and has a word of two alphabets in its title."""
    corpus = Corpus(copied)
    record = corpus.read("dolyna-pasichnyky-eksport-medu").record
    corpus.save(record.model_copy(update={"title": "Долина вивозить мeд", "summary": None}))
    desk_app.extensions["quality"].board(seconds=600)
    return corpus


def test_every_check_has_its_number(person: SignIn, flawed: Corpus) -> None:
    page = person().see(BOARD)

    numbers = {
        item.select_one(".name").text: item.select_one(".number").text for item in page.select(".checks li")
    }
    assert len(numbers) == 8
    assert sorted(int(number) for number in numbers.values())[-1] >= 1


def test_a_broken_vocabulary_is_named_with_its_line(person: SignIn, copied: Path) -> None:
    """What needs it says which file and where, and not that the address was wrong."""
    someone = person()
    someone.get(BOARD)
    themes = copied / "vocabularies" / "themes.yaml"
    themes.write_text(themes.read_text(encoding="utf-8") + "- id: [broken\n", encoding="utf-8")

    answer = someone.get(BOARD)

    assert answer.status_code == 409
    assert "themes.yaml:" in answer.text and "Файл корпусу пошкоджено" in answer.text


def test_a_finding_leads_to_the_field_that_is_to_be_mended(person: SignIn, flawed: Corpus) -> None:
    page = person().see(f"{BOARD}?check=scripts")

    (row,) = page.select(".findings li")
    assert row.find("a")["href"] == "/uk/desk/records/dolyna-pasichnyky-eksport-medu/edit#title"
    assert "мeд" in row.text


def test_findings_are_narrowed_by_field(person: SignIn, flawed: Corpus) -> None:
    page = person().see(f"{BOARD}?check=missing&field=summary")

    assert [row.find("a").text for row in page.select(".findings li")] == ["Долина вивозить мeд"]


def test_a_record_stands_once_with_all_its_empty_fields(person: SignIn, flawed: Corpus) -> None:
    record = flawed.read("dolyna-pasichnyky-eksport-medu").record
    flawed.save(record.model_copy(update={"summary": None, "title_en": None}))

    page = person().see(f"{BOARD}?check=missing")

    (row,) = (row for row in page.select(".findings li") if "Долина" in row.find("a").text)
    assert [link["href"].partition("#")[2] for link in row.select("p strong a")] == ["summary", "title_en"]


def test_the_board_opens_with_what_readers_cannot_find(
    person: SignIn, flawed: Corpus, copied: Path, desk_app: Flask
) -> None:
    (copied / "records" / "zlamanyi.md").write_text("---\ntitle: [\n---\n\nТекст.\n", encoding="utf-8")
    desk_app.extensions["quality"].board(seconds=600)

    page = person().see(BOARD)

    assert page.select_one(".checks [aria-current]")["href"] == f"{BOARD}?check=mistakes"
    assert "records/zlamanyi.md" in page.select_one(".findings").text


def test_a_mended_record_leaves_the_board(person: SignIn, flawed: Corpus) -> None:
    someone = person()
    someone.see(f"{BOARD}?check=scripts")
    record = flawed.read("dolyna-pasichnyky-eksport-medu").record

    flawed.save(record.model_copy(update={"title": "Долина вивозить мед"}))

    assert not someone.see(f"{BOARD}?check=scripts").select(".findings li")


def test_a_file_too_broken_for_a_form_is_named(person: SignIn, copied: Path, desk_app: Flask) -> None:
    (copied / "records" / "zlamanyi.md").write_text("---\ntitle: [\n---\n\nТекст.\n", encoding="utf-8")
    desk_app.extensions["quality"].board(seconds=600)

    page = person().see(f"{BOARD}?check=mistakes")

    assert "records/zlamanyi.md" in page.find("main").text


def test_a_long_list_is_paged(person: SignIn, copied: Path, desk_app: Flask) -> None:
    corpus = Corpus(copied)
    record = corpus.read("dolyna-pasichnyky-eksport-medu").record
    for number in range(60):
        changed = {"id": f"zapys-{number}", "status": "draft", "title_en": None}
        corpus.save(record.model_copy(update=changed))
    someone = person()
    desk_app.extensions["quality"].board(seconds=600)

    first, last = (someone.see(f"{BOARD}?check=missing&page={page}") for page in (1, 99))

    assert len(first.select(".findings li")) == 50
    assert len(last.select(".findings li")) >= 10
    assert re.search(r"page=2", str(first.select_one(".pages")))


@pytest.mark.parametrize("address", ["?check=nothing"])
def test_what_is_not_checked_is_not_found(person: SignIn, address: str) -> None:
    assert person().get(BOARD + address).status_code == 404


def test_a_town_no_vocabulary_has_leads_to_the_form_of_a_new_place(
    person: SignIn, copied: Path, desk_app: Flask
) -> None:
    corpus = Corpus(copied)
    record = corpus.read("dolyna-pasichnyky-eksport-medu").record
    corpus.save(record.model_copy(update={"title": "Долина та Черкаси вивозять мед"}))
    desk_app.extensions["quality"].board(seconds=600)
    someone = person()

    (row,) = [
        row for row in someone.see(f"{BOARD}?check=places").select(".findings li") if "Черкаси" in row.text
    ]
    form = someone.see(row.select("a")[1]["href"])

    assert form.find(id="uk")["value"] == "Черкаси"


def test_a_first_look_goes_on_while_nobody_waits(person: SignIn, desk_app: Flask) -> None:
    """The page says how far it is, and comes again; without script too."""
    quality = desk_app.extensions["quality"]
    quality.board(seconds=0)

    page = person().see(BOARD)
    if page.find("progress"):
        assert page.find("meta", {"http-equiv": "refresh"})
        quality._worker.join()

    assert not person().see(BOARD).find("progress")
