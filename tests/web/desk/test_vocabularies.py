"""Vocabularies at the desk: the effect is seen first, then done, and readers notice it at once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from depository.corpus import Corpus
from depository.editing import indexes
from depository.query import Query
from tests.web.desk.conftest import SignIn

CHANGE = "/uk/desk/vocabularies/"
CYCLING = {"uk": "Велосипедна інфраструктура", "en": "Cycling", "broader": "environment"}


@pytest.mark.parametrize("listed", ["themes", "places", "synonyms"])
def test_each_vocabulary_has_its_list(person: SignIn, listed: str) -> None:
    page = person().see(f"/uk/desk/vocabularies?list={listed}")

    wanted = {"themes": "Довкілля", "places": "Полтава", "synonyms": "ЦНАП"}[listed]
    assert wanted in page.find("main").text


def test_a_list_is_sifted_by_any_name(person: SignIn) -> None:
    page = person().see("/uk/desk/vocabularies?list=themes&q=екопаспорт")

    assert [row.find("a").text for row in page.select("tbody tr")] == ["Довкілля"]


def test_a_contributor_sees_the_lists_and_changes_nothing(person: SignIn) -> None:
    someone = person("taras")

    assert not someone.see("/uk/desk/vocabularies").select(".changes")
    assert someone.send(CHANGE + "add-theme", CYCLING).status_code == 403


def test_the_effect_is_shown_before_anything_is_done(person: SignIn, copied: Path) -> None:
    page = person().send(CHANGE + "add-theme", {**CYCLING, "do": "show"})

    assert page.status_code == 200
    assert "cycling" in page.text
    assert "cycling" not in Corpus(copied).vocabularies().themes


def test_done_it_is_there_for_readers(person: SignIn, copied: Path, desk_app: Flask) -> None:
    someone = person()

    answer = someone.send(CHANGE + "add-theme", {**CYCLING, "do": digest(someone, "add-theme", CYCLING)})

    assert answer.status_code == 302
    assert Corpus(copied).vocabularies().themes["cycling"].broader == ("environment",)
    assert desk_app.test_client().get("/uk/themes/cycling").status_code == 200


def test_every_mistake_stands_beside_its_field(person: SignIn) -> None:
    wrong = {"uk": "Довкілля", "en": "", "id": "environment", "do": "show"}

    answer = person().send(CHANGE + "add-theme", wrong)

    assert answer.status_code == 422
    for field in ("uk", "en", "id"):
        assert f'id="{field}-problem-1"' in answer.text
    assert 'value="Довкілля"' in answer.text


def test_a_place_needs_degrees_that_can_be(person: SignIn) -> None:
    place = {"uk": "Дубно", "en": "Dubno", "type": "city", "lat": "північ", "lon": "25,74", "do": "show"}

    answer = person().send(CHANGE + "add-place", place)

    assert 'id="lat-problem-1"' in answer.text
    assert 'id="lon-problem-1"' not in answer.text


def test_the_summary_names_the_fields(person: SignIn) -> None:
    """And counts fields, not places."""
    someone, place = person(), {"type": "city", "uk": "Дубно", "en": "Dubno", "lat": "250", "lon": "25"}

    empty = summary(someone.send(CHANGE + "add-place", {"type": "city", "do": "show"}).text)
    far = summary(someone.send(CHANGE + "add-place", {**place, "do": "show"}).text)

    assert empty[0] == "2 поля треба виправити" and empty[1].startswith("Назва українською")
    assert far[0] == "Одне поле треба виправити" and far[1].startswith("Широта") and "250" in far[1]


def summary(text: str) -> list[str]:
    """The head of the list of problems, and each of them."""
    found = BeautifulSoup(text, "html.parser").select("#problems h2, #problems li")
    return [each.get_text(" ", strip=True) for each in found]


def test_merging_two_themes_takes_the_records_along(person: SignIn, copied: Path, desk_app: Flask) -> None:
    desk_app.extensions["depository"].refresh()
    someone, merge = person(), {"source": "creative-industries", "target": "innovation"}
    shown = someone.send(CHANGE + "merge-themes", {**merge, "do": "show"})
    assert "4" in shown.text

    someone.send(CHANGE + "merge-themes", {**merge, "do": digest(someone, "merge-themes", merge)})

    said = someone.see("/uk/desk/journal").select_one(".steps .what").text  # type: ignore[union-attr]
    assert "Креативні індустрії та ремесла → Інновації" in said
    themes = {i: Corpus(copied).read(i).record.themes for i in Corpus(copied).states()}
    assert not [record_id for record_id, filed in themes.items() if "creative-industries" in filed]
    assert desk_app.test_client().get("/uk/themes/creative-industries").status_code == 301
    assert desk_app.test_client().get("/api/v1/search?q=кераміка").get_json()["total"]


def test_an_effect_that_changed_meanwhile_is_shown_again(person: SignIn, copied: Path) -> None:
    answer = person().send(CHANGE + "add-theme", {**CYCLING, "do": "0123456789abcdef"})

    assert answer.status_code == 200
    assert "cycling" not in Corpus(copied).vocabularies().themes


def test_renaming_begins_with_the_present_name(person: SignIn) -> None:
    page = person().see(CHANGE + "relabel?vocabulary=places&id=poltava")

    assert page.find(id="uk")["value"] == "Полтава"


@pytest.mark.parametrize("address", ["nothing", "relabel?vocabulary=themes&id=nothing", "../records"])
def test_what_is_not_there_is_not_found(person: SignIn, address: str) -> None:
    assert person().get(CHANGE + address).status_code == 404


def test_in_a_large_collection_nobody_waits_for_the_index(
    person: SignIn, desk_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page answers at once and says when searches follow; until then they answer from the old index,
    and what is saved meanwhile is found with the rest."""
    monkeypatch.setattr(indexes, "_AT_ONCE", 10)
    depository, seen = desk_app.extensions["depository"], threading.Event()
    depository.refresh()
    refresh = depository.refresh

    def slowly(*given: object, **named: object) -> object:
        """The collection is not large: what is done in the background waits until all was seen."""
        if threading.current_thread().name == "indexes":
            seen.wait(60)
        return refresh(*given, **named)

    monkeypatch.setattr(depository, "refresh", slowly)
    someone, client = person(), desk_app.test_client()
    words = {"same": "велобудка\r\nтуризм", "leading": "", "theme": ""}

    someone.send(CHANGE + "add-synonyms", {**words, "do": digest(someone, "add-synonyms", words)})
    said = someone.see("/uk/desk/vocabularies?list=synonyms").select_one(".notice.kept")
    meanwhile = client.get("/api/v1/search?q=туризм").get_json()["total"]
    new = {"title": "Долина садить горіхи", "places": "dolyna", "themes": "tourism",
           "kind": "success-story", "body": "Посадили горіхи.", "do": "save"}  # fmt: skip
    saved = someone.send("/uk/desk/new/abc", new)

    assert said and "Слова додано. Пошук перебудується приблизно за 10 секунд" in said.text
    assert meanwhile and saved.status_code == 302
    seen.set()
    assert desk_app.extensions["desk"].indexes.wait(60)
    assert client.get("/api/v1/search?q=велобудка").get_json()["total"] >= meanwhile
    assert desk_app.extensions["desk"].shelf("draft").count(Query("горіхи")) == 1


def test_synonyms_are_words_a_line(person: SignIn, copied: Path) -> None:
    someone, words = person(), {"same": "велобудка\r\nвеломайстерня\r\n", "leading": "", "theme": ""}

    someone.send(CHANGE + "add-synonyms", {**words, "do": digest(someone, "add-synonyms", words)})

    assert Corpus(copied).vocabularies().synonyms[-1].same == ("велобудка", "веломайстерня")


def digest(someone: object, action: str, fields: dict[str, str]) -> str:
    """What the button «Зробити» sends after the effect was shown."""
    from bs4 import BeautifulSoup

    page = someone.send(CHANGE + action, {**fields, "do": "show"})  # type: ignore[attr-defined]
    button = BeautifulSoup(page.text, "html.parser").select_one(".effect button.button")
    assert button is not None, page.text
    return str(button["value"])
