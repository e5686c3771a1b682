"""Several records taken a step further at once: asked first, then all of them or none, and undone as one."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup
from flask import Flask

from depository.corpus import Corpus
from depository.editing.imports import Imports
from tests.web.desk.conftest import Person, SignIn
from tests.web.desk.test_editing import field, new_record, page
from tests.web.desk.test_imports import BOOK, imports, send, ticked

__all__ = ["imports"]
DRAFTS = "/uk/desk/draft"
TITLES = ("Коломия завела пасіку", "Коломия полагодила млин", "Коломия посадила сад")


def drafts(person: Person, **changed: object) -> list[str]:
    """The ids of three drafts."""
    return [new_record(person, title=title, **changed) for title in TITLES]


def boxes(soup: BeautifulSoup) -> list[str]:
    """What the tick boxes or the page that asks would send."""
    return [str(box["value"]) for box in soup.select("input[name=record]")]


def states(corpus: Path, ids: list[str]) -> set[str]:
    return {Corpus(corpus).read(record_id).record.status for record_id in ids}


def asked(person: Person, records: list[str], do: str = "ticked", **narrowed: str) -> BeautifulSoup:
    """The page that asks about what is ticked, or about all of the list as it was narrowed down."""
    query = {"do": do, "record": records, **narrowed}
    return page(person.get(f"{DRAFTS}/several", query_string=query).text)


def go(person: Person, records: list[str]) -> BeautifulSoup:
    answer = person.send(f"{DRAFTS}/several", {"record": records}, follow_redirects=True)
    return page(answer.text)


def test_the_ticked_are_published_in_one_step(person: SignIn, desk_app: Flask, copied: Path) -> None:
    """Nothing happens before it is said once more; readers then find them, and one step takes all back."""
    olena, reader = person(), desk_app.test_client()
    ids = drafts(olena)
    listed = boxes(olena.see(DRAFTS))

    shown = boxes(asked(olena, listed[:2]))
    assert [each.partition(":")[0] for each in shown] == listed[:2] and states(copied, ids) == {"draft"}
    told = go(olena, shown)

    published = [each.partition(":")[0] for each in shown]
    assert "2 записи опубліковано одним кроком" in field(told, ".notice").text
    assert states(copied, published) == {"published"} and states(copied, ids) == {"draft", "published"}
    assert all(reader.get(f"/uk/records/{record_id}").status_code == 200 for record_id in published)
    assert all(each in reader.get("/uk/search?q=коломия").text for each in published)

    step = field(olena.see("/uk/desk/journal"), ".steps .what a")["href"]
    olena.send(str(step))
    assert states(copied, published) == {"withdrawn"}


def test_what_lacks_something_stays_and_says_what(person: SignIn, copied: Path) -> None:
    olena = person()
    lacking = new_record(olena, **{"title": "Без джерела", "source-publication": ""})
    ids = drafts(olena)

    soup = asked(olena, [lacking, *ids])

    assert [each.partition(":")[0] for each in boxes(soup)] == ids
    assert "Без джерела" in soup.text and "джерело" in field(soup, ".problems").text
    go(olena, boxes(soup))
    assert states(copied, ids) == {"published"} and states(copied, [lacking]) == {"draft"}


def test_what_somebody_changed_meanwhile_stops_all(person: SignIn, desk_app: Flask, copied: Path) -> None:
    """The page shows the records as they are now; asked again with these, it is done."""
    olena = person()
    ids = drafts(olena)
    seen = boxes(asked(olena, ids))
    text = Corpus(copied).path(ids[0]).read_text(encoding="utf-8")
    Corpus(copied).path(ids[0]).write_text(text.replace("Відвели", "Місто відвело"), encoding="utf-8")

    stopped = go(olena, seen)

    assert f"«{TITLES[0]}» тим часом змінили" in field(stopped, ".problem-summary").text
    assert states(copied, ids) == {"draft"}
    go(olena, boxes(stopped))
    assert states(copied, ids) == {"published"}


def test_all_of_a_list_as_it_was_narrowed_down(person: SignIn) -> None:
    """Not what a question found: that is for people to tick."""
    olena = person()
    ids = drafts(olena)
    new_record(olena, title="Полтава відкрила музей", places=["poltava"])

    narrowed = field(olena.see(f"{DRAFTS}?city=kolomyia"), "#several")

    assert "Опублікувати всі (3)" in narrowed.text
    shown = asked(olena, [], "all", city="kolomyia")
    assert {each.partition(":")[0] for each in boxes(shown)} == set(ids)
    assert field(shown, ".trail a")["href"] == f"{DRAFTS}?city=kolomyia"
    assert "Опублікувати всі" not in field(olena.see(f"{DRAFTS}?q=коломия"), "#several").text


def test_a_contributor_sends_several_for_review(person: SignIn, copied: Path) -> None:
    """To publish them is for a librarian, whatever is sent by hand."""
    taras = person("taras")
    ids = drafts(taras)

    told = go(taras, boxes(asked(taras, ids)))

    assert "3 записи надіслано на розгляд" in field(told, ".notice").text
    assert states(copied, ids) == {"review"}
    assert taras.send("/uk/desk/review/several", {"record": ids}).status_code == 403


def test_what_went_on_meanwhile_is_told_with_where_it_is(person: SignIn) -> None:
    """Sent a second time, from another tab or by going back."""
    olena = person()
    drafts(olena)
    shown = boxes(asked(olena, [], "all"))
    go(olena, shown)

    again = go(olena, shown)

    assert "тепер він у переліку «Опубліковані»" in field(again, ".problem-summary").text


def test_what_is_much_alike_is_pointed_out(person: SignIn) -> None:
    """In the form of a draft, and before several are published."""
    olena = person()
    body = "Мешканці села Підгір’я зібрали кошти на новий млин і за рік полагодили греблю біля ставу."
    one, other = (new_record(olena, title=title, body=body) for title in TITLES[:2])

    assert field(olena.see(f"/uk/desk/records/{other}/edit"), ".notice a[href*=preview]").text == TITLES[0]
    assert TITLES[1] in field(asked(olena, [one]), ".alike").text


def test_nothing_ticked_is_said(person: SignIn) -> None:
    answer = person().get(f"{DRAFTS}/several", query_string={"do": "ticked"})

    assert answer.status_code == 422 and "Нічого не позначено" in answer.text


def test_what_an_import_brought_is_published_from_its_page(
    person: SignIn, imports: Imports, copied: Path
) -> None:
    olena = person()
    address = send(olena, ("книга.md", BOOK))
    imports.work()
    olena.send(address, {"do": "save", "chosen": ticked(olena.see(address))})

    offered = field(olena.see(address), "a[href*=several]")
    shown = boxes(olena.see(str(offered["href"])))
    go(olena, shown)

    assert len(shown) > 1
    assert states(copied, [each.partition(":")[0] for each in shown]) == {"published"}
    assert not olena.see(address).select("a[href*=several]")
