"""Imports at the desk: from a file sent to drafts saved, without losing or publishing anything."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from depository.corpus import Corpus
from depository.editing.authors import Author
from depository.editing.imports import LARGEST, Imports
from tests.web.desk.conftest import Person, SignIn

STORY = """\
# Хмільник відкрив крамницю добрих справ

У Хмільнику з 2018 року діє крамниця, куди приносять речі й забирають їх безплатно. За 2018–2019 роки
через неї пройшло понад 12 тисяч речей. Працюють у ній волонтери, а приміщення надала міська рада.
"""
PLACELESS = """\
# Де це було, ніхто не записав

Мешканці посадили сад і доглядають його разом. Дерева вже родять, а врожай ділять між сусідами.
"""
BOOK = (Path(__file__).resolve().parents[2] / "files" / "import" / "book.md").read_text(encoding="utf-8")


def send(person: Person, *files: tuple[str, str | bytes]) -> str:
    """The address of the import these files begin."""
    sent = [
        (io.BytesIO(content.encode() if isinstance(content, str) else content), name)
        for name, content in files
    ]
    answer = person.send("/uk/desk/imports", {"files": sent}, content_type="multipart/form-data")
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


@pytest.fixture
def imports(desk_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Imports:
    """The imports of the desk; a test says itself when the files are read."""
    found: Imports = desk_app.extensions["imports"]
    monkeypatch.setattr(found, "wake", lambda: None)
    return found


def proposals(page: BeautifulSoup) -> list[str]:
    return [item.select_one(".finding-title").get_text(" ", strip=True) for item in page.select(".proposal")]


def ticked(page: BeautifulSoup) -> list[str]:
    return [str(box["value"]) for box in page.select('input[name="chosen"][checked]')]


def test_a_file_becomes_a_draft(person: SignIn, imports: Imports, copied: Path) -> None:
    someone = person("taras")
    address = send(someone, ("крамниця.md", STORY))
    assert someone.see(address).find("progress")

    imports.work()
    page = someone.see(address)
    assert proposals(page) == ["Хмільник відкрив крамницю добрих справ"]
    someone.send(address, {"do": "save", "chosen": ticked(page)})

    (new,) = [i for i in Corpus(copied).states() if "kramnyts" in i]
    record = Corpus(copied).read(new).record
    assert (record.status, record.places, record.years) == ("draft", ("khmilnyk",), (2018, 2019))
    assert someone.see(address).select_one(".proposal a")["href"].endswith(f"/records/{new}/edit")


def test_a_whole_import_is_one_step(person: SignIn, imports: Imports, desk_app: Flask) -> None:
    someone = person()
    address = send(someone, ("книга.md", BOOK))
    imports.work()
    page = someone.see(address)

    someone.send(address, {"do": "save", "chosen": ticked(page)})

    (step,) = [step for step in desk_app.extensions["desk"].history.steps() if step.action == "import"]
    assert len(step.records) == len(proposals(page)) >= 8


def test_an_import_taken_back_is_open_again(person: SignIn, imports: Imports, desk_app: Flask) -> None:
    someone, desk = person(), desk_app.extensions["desk"]
    address = send(someone, ("крамниця.md", STORY))
    imports.work()
    someone.send(address, {"do": "save", "chosen": ["0:0"]})
    assert ticked(someone.see(address)) == []

    desk.undo(desk.history.steps()[0].id, author=Author("olena", role="librarian"))

    assert ticked(someone.see(address)) == ["0:0"]


def test_the_list_of_imports_knows_what_was_taken_back(
    person: SignIn, imports: Imports, desk_app: Flask
) -> None:
    someone = person()
    address = send(someone, ("крамниця.md", STORY))
    imports.work()
    someone.send(address, {"do": "save", "chosen": ["0:0"]})
    listed = "збережено 1 запис"
    assert listed in someone.see("/uk/desk/imports").text

    step = someone.see(address).select_one('a[href*="/desk/journal/"]')
    someone.send(str(step["href"]), {"reason": "Не той файл."})

    page = someone.see("/uk/desk/imports").text
    assert listed not in page and "1 пропозиція" in page


def test_a_draft_saved_unseen_shows_its_evidence_still(
    person: SignIn, imports: Imports, copied: Path
) -> None:
    """As long as the import is kept and the draft is not published."""
    someone, before = person(), set(Corpus(copied).states())
    address = send(someone, ("крамниця.md", STORY))
    imports.work()
    someone.send(address, {"do": "save", "chosen": ["0:0"]})
    (new,) = set(Corpus(copied).states()) - before

    form = someone.see(f"/uk/desk/records/{new}/edit")
    someone.send(f"{address}/delete")
    later = someone.see(f"/uk/desk/records/{new}/edit")

    reasons = " ".join(reason.text for reason in form.select(".evidence"))
    assert "У Хмільнику з 2018 року діє крамниця" in reasons
    assert later.select(".evidence") == []


@pytest.mark.parametrize(("files", "first"), [(1, "open:0:0"), (2, "save")])
def test_one_proposal_is_to_be_opened_and_several_to_be_saved(
    person: SignIn, imports: Imports, files: int, first: str
) -> None:
    someone = person()
    sent = [(f"{number}.md", STORY.replace("річ", f"{number} річ")) for number in range(files)]
    address = send(someone, *sent)
    imports.work()

    buttons = someone.see(address).select(".proposals button.button")

    assert [button["value"] for button in buttons] == [first]


def test_what_lacks_a_field_stays_open_and_says_so(person: SignIn, imports: Imports, copied: Path) -> None:
    someone, before = person(), set(Corpus(copied).states())
    address = send(someone, ("сад.md", PLACELESS), ("крамниця.md", STORY))
    imports.work()
    page = someone.see(address)

    someone.send(address, {"do": "save", "chosen": [*ticked(page), "0:0"]})

    assert len(set(Corpus(copied).states()) - before) == 1
    still = someone.see(address).select_one("#file-0 .proposal")
    assert still.select(".problems li")
    assert still.select_one('button[value="open:0:0"]')


def test_a_file_is_read_once_more_when_the_vocabulary_knows_its_town(
    person: SignIn, imports: Imports, copied: Path
) -> None:
    someone = person()
    table = "Назва,Місто,Тема,Опис\nПасіка в ратуші,Дубно,Туризм,Місто поставило вулики на даху ратуші.\n"
    address = send(someone, ("таблиця.csv", table))
    imports.work()
    assert "Дубно" in someone.see(address).select_one(".proposal .problems").text
    places = copied / "vocabularies" / "places.yaml"
    added = "- id: dubno\n  type: city\n  prefLabel: {uk: Дубно, en: Dubno}\n"
    places.write_text(places.read_text("utf-8") + added, encoding="utf-8")

    someone.send(address, {"do": "again:0"})
    imports.work()

    assert ticked(someone.see(address)) == ["0:0"]


def test_a_proposal_opens_in_the_form_with_its_evidence(person: SignIn, imports: Imports) -> None:
    someone = person()
    address = send(someone, ("крамниця.md", STORY))
    imports.work()

    answer = someone.send(address, {"do": "open:0:0"})
    form = someone.see(answer.headers["Location"])

    assert form.find(id="title")["value"] == "Хмільник відкрив крамницю добрих справ"
    reasons = " ".join(reason.text for reason in form.select(".evidence"))
    assert "У Хмільнику з 2018 року діє крамниця" in reasons


def test_a_bad_file_stops_none_of_the_others(person: SignIn, imports: Imports) -> None:
    someone = person()
    address = send(someone, ("шум.html", bytes(range(256)) * 8), ("крамниця.md", STORY))
    imports.work()

    page = someone.see(address)

    assert page.select_one("#file-0 .problem")
    assert page.select("#file-1 .proposal")


def test_a_file_too_large_is_refused_in_a_sentence(person: SignIn, imports: Imports) -> None:
    someone = person()
    address = send(someone, ("великий.txt", b"a" * (LARGEST + 1)), ("крамниця.md", STORY))

    page = someone.see(address)

    assert "20" in page.select_one("#file-0 .problem").text
    assert imports.jobs()[0].files[1].state == "waiting"


def test_too_much_at_once_is_a_sentence_too(person: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    from web import bodies

    someone = person()
    monkeypatch.setitem(bodies._LIMITS, "desk.imports", 1000)  # type: ignore[attr-defined]

    answer = someone.send(
        "/uk/desk/imports", {"files": (io.BytesIO(b"a" * 5000), "a.txt")}, content_type="multipart/form-data"
    )

    assert answer.status_code == 413
    assert BeautifulSoup(answer.text, "html.parser").find(id="files-problem")


def test_nothing_sent_is_told(person: SignIn) -> None:
    answer = person().send("/uk/desk/imports", {}, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert 'id="files-problem"' in answer.text


def test_an_import_survives_a_restart(
    person: SignIn, imports: Imports, desk_app: Flask, tmp_path: Path
) -> None:
    someone = person()
    address = send(someone, ("крамниця.md", STORY))

    again = Imports(tmp_path / "data" / "intake", lambda: desk_app.extensions["intake"])
    again.work()

    assert len(proposals(someone.see(address))) == 1


def test_a_story_that_is_there_is_pointed_out_and_not_ticked(
    person: SignIn, imports: Imports, desk_app: Flask
) -> None:
    desk_app.extensions["depository"].refresh()
    record = desk_app.extensions["desk"].open("dolyna-pasichnyky-eksport-medu").record
    text = f"# {record.title}\n\n{record.summary}\n\n{record.body}"
    someone = person()
    address = send(someone, ("мед.md", text))
    imports.work()

    page = someone.see(address)
    assert ticked(page) == []
    beside = someone.see(page.select_one(".alike a")["href"])

    headings = beside.select(".side-by-side > section > h2")
    assert [heading.get_text(strip=True) for heading in headings] == [record.title] * 2


def test_one_story_in_two_files_is_ticked_once_and_told(person: SignIn, imports: Imports) -> None:
    someone = person()
    address = send(someone, ("перша.md", STORY), ("друга.md", STORY))
    imports.work()

    page = someone.see(address)

    assert ticked(page) == ["0:0"]
    told = page.select_one(".alike")
    assert told is not None and "перша.md" in told.get_text() and told.a is None
    assert someone.send(address, {"do": "open:1:0"}).status_code < 400


def test_an_unwanted_proposal_can_be_wanted_after_all(person: SignIn, imports: Imports) -> None:
    someone = person()
    address = send(someone, ("крамниця.md", STORY))
    imports.work()

    someone.send(address, {"do": "drop:0:0"})
    assert ticked(someone.see(address)) == []
    someone.send(address, {"do": "want:0:0"})

    assert ticked(someone.see(address)) == ["0:0"]


def test_cuts_are_moved_on_one_screen(person: SignIn, imports: Imports) -> None:
    someone = person()
    address = send(someone, ("книга.md", BOOK))
    imports.work()
    before = proposals(someone.see(address))
    screen = someone.see(f"{address}/cuts/0")
    fates = {str(box["name"]): str(box["value"]) for box in screen.select('input[type="radio"][checked]')}
    own = [name for name, fate in fates.items() if fate == "own"]

    someone.send(f"{address}/cuts/0", {**fates, own[1]: "join", own[2]: "drop"})
    imports.work()

    after = proposals(someone.see(address))
    assert len(after) == len(before) - 2
    assert before[0] in after and before[1] not in after and before[2] not in after


def chosen(screen: BeautifulSoup) -> dict[str, str]:
    """What the screen of cuts would send as it stands."""
    return {str(box["name"]): str(box["value"]) for box in screen.select('input[type="radio"][checked]')}


def test_a_story_begins_elsewhere_and_all_else_that_was_chosen_stays(
    person: SignIn, imports: Imports
) -> None:
    someone = person()
    address = send(someone, ("книга.md", BOOK))
    imports.work()
    screen = someone.see(f"{address}/cuts/0")
    fates = chosen(screen)
    own = [name for name, fate in fates.items() if fate == "own"]
    part = own[1].removeprefix("fate-")
    place = screen.select_one(f'input[name="at-{part}"]')
    words = place.find_parent("label").get_text(" ", strip=True)[:40]

    answer = someone.send(
        f"{address}/cuts/0", {**fates, own[3]: "drop", f"at-{part}": place["value"], "do": f"begin:{part}"}
    )

    again = someone.see(answer.headers["Location"])
    assert chosen(again) == {**fates, own[3]: "drop"}
    above = again.select_one(f"#part-{part}").find_previous_sibling("li")
    assert again.select_one(f"#part-{part} .passage").get_text().startswith(words)
    assert "Енергодар міняє батарейки" in above.select_one(".paragraphs").get_text()
    assert again.select_one(".notice[role=status]")
    assert len(proposals(someone.see(address))) == len(own), "nothing is cut yet"


def test_a_part_cut_in_two_becomes_a_record_and_may_be_put_back(person: SignIn, imports: Imports) -> None:
    someone = person()
    address = send(someone, ("книга.md", BOOK))
    imports.work()
    before = proposals(someone.see(address))
    screen = someone.see(f"{address}/cuts/0")
    part = next(name for name, fate in chosen(screen).items() if fate == "own").removeprefix("fate-")
    place = screen.select(f'input[name="at-{part}"]')[-1]

    someone.send(
        f"{address}/cuts/0",
        {**chosen(screen), f"at-{part}": place["value"], "do": f"divide:{part}"},
    )
    divided = chosen(someone.see(f"{address}/cuts/0"))
    someone.send(f"{address}/cuts/0", divided)
    imports.work()
    more = proposals(someone.see(address))
    someone.send(f"{address}/cuts/0", {**divided, "do": "reset"})
    someone.send(f"{address}/cuts/0", chosen(someone.see(f"{address}/cuts/0")))
    imports.work()

    assert len(more) == len(before) + 1
    assert proposals(someone.see(address)) == before


@pytest.mark.parametrize("do", ["begin:", "divide:", "end:"])
def test_without_a_paragraph_chosen_a_sentence_says_so(person: SignIn, imports: Imports, do: str) -> None:
    """And what else was chosen on the screen is there still."""
    someone = person()
    address = send(someone, ("книга.md", BOOK))
    imports.work()
    fates = chosen(someone.see(f"{address}/cuts/0"))
    own = [name for name, fate in fates.items() if fate == "own"]
    part = own[0].removeprefix("fate-")

    answer = someone.send(f"{address}/cuts/0", {**fates, own[2]: "join", "do": f"{do}{part}"})

    screen = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422
    assert screen.select_one(f'.problem-summary a[href="#part-{part}"]')
    assert chosen(screen) == {**fates, own[2]: "join"}


def test_the_same_name_twice_gets_a_number(person: SignIn, imports: Imports, copied: Path) -> None:
    someone = person()
    for _ in range(2):
        address = send(someone, ("крамниця.md", STORY))
        imports.work()
        someone.send(address, {"do": "save", "chosen": ["0:0"]})

    assert len([i for i in Corpus(copied).states() if "kramnyts" in i]) == 2


def test_only_whoever_sent_it_or_a_librarian_deletes_an_import(person: SignIn, imports: Imports) -> None:
    librarian, contributor = person("olena"), person("taras")
    theirs, ours = send(librarian, ("а.md", STORY)), send(contributor, ("б.md", STORY))

    assert contributor.send(f"{theirs}/delete").status_code == 403
    assert contributor.send(f"{ours}/delete").status_code == 302
    assert librarian.send(f"{theirs}/delete").status_code == 302
    assert imports.jobs() == ()


@pytest.mark.parametrize(
    "address", ["20261123-000000-abcdef", "..%2F..%2Fcorpus", "20261123-000000-abcdef/cuts/0"]
)
def test_what_is_not_there_is_not_found(person: SignIn, address: str) -> None:
    assert person().get(f"/uk/desk/imports/{address}").status_code == 404


def test_a_name_cannot_lead_out_of_the_folder(person: SignIn, imports: Imports, tmp_path: Path) -> None:
    send(person(), ("../../../зло.md", STORY))

    (job,) = imports.jobs()
    assert job.files[0].name == "зло.md"
    assert sorted(path.name for path in (tmp_path / "data" / "intake" / job.id).iterdir()) == [
        "0.md",
        "job.json",
    ]


def test_what_is_wrong_is_told_with_its_field_and_in_names(person: SignIn, imports: Imports) -> None:
    """No file of a vocabulary, no id, and nothing that is said to stand below."""
    someone = person()
    stated = "---\ntitle: Млин знову меле\ntheme: туристика\nyears: 2019\n---\n\nТепер тут пекарня.\n"
    address = send(someone, ("млин.md", stated), ("сад.md", PLACELESS))

    imports.work()
    page = someone.see(address)

    said = [each.get_text(" ", strip=True) for each in page.select(".proposal .problems li")]
    assert any(each.startswith("Теми: «туристика» немає у словнику тем; можливо, Туризм") for each in said)
    assert any(each.startswith("Місця: Жодного не вказано") for each in said)
    assert not any(".yaml" in each or "нижче" in each for each in said)
