"""The form of a record: what is missing is told beside its field, what is typed stays, and it gets saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from flask import Flask

from depository.corpus import Corpus
from tests.web.desk.conftest import Person, SignIn

FIELDS: dict[str, object] = {
    "title": "Коломия завела громадську пасіку",
    "kind": "success-story",
    "summary": "Місто відвело ділянку під пасіку.",
    "places": ["kolomyia"],
    "themes": ["agri-food", "employment"],
    "years": "2019–2020",
    "figures-0-value": "20",
    "figures-0-unit": "осіб",
    "figures-0-counts": "навчилися доглядати бджіл",
    "organisations": "Коломийська міська рада\nГО «Бджола»",
    "source-publication": "Звіт про розвиток громади",
    "body": "## Виклик\n\nУ місті шукали заняття.\n\n## Рішення\n\nВідвели ділянку.",
}
NEW = "/uk/desk/new/abcdef123456"


def page(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def field(soup: BeautifulSoup, selector: str) -> Tag:
    found = soup.select_one(selector)
    assert found is not None, selector
    return found


def saved_id(answer: object) -> str:
    return str(getattr(answer, "location", "")).removesuffix("/edit").rpartition("/")[2]


def new_record(person: Person, do: str = "save", **changed: object) -> str:
    answer = person.send(NEW, {**FIELDS, **changed, "do": do})
    assert answer.status_code == 302, answer.text
    return saved_id(answer)


class TestSaving:
    def test_a_new_record(self, person: SignIn, copied: Path) -> None:
        """Saved, it is a draft in a file, with an id made of its title, and not among the kept forms."""
        olena = person()

        record_id = new_record(olena)

        record = Corpus(copied).read(record_id).record
        assert record_id == "kolomyia-zavela-hromadsku-pasiku"
        assert (record.status, record.years, record.themes) == (
            "draft",
            (2019, 2020),
            ("agri-food", "employment"),
        )
        assert record.figures[0].value == 20 and len(record.organisations) == 2
        assert "kolomyia" not in olena.see("/uk/desk/unfinished").select_one("main").text  # type: ignore[union-attr]

    def test_a_line_break_in_what_was_counted_is_a_space(self, person: SignIn, copied: Path) -> None:
        record_id = new_record(person(), **{"figures-0-counts": "навчилися\r\nдоглядати бджіл"})

        assert Corpus(copied).read(record_id).record.figures[0].counts == "навчилися доглядати бджіл"

    def test_the_longest_text_a_record_may_have(self, person: SignIn, copied: Path) -> None:
        """It is three times as long on its way, and arrives; what is longer still is refused in words."""
        olena = person()
        text = "Місто завело пасіку. " * 52_000

        record_id = new_record(olena, body=text)
        refused = olena.send(NEW, {**FIELDS, "body": text * 3, "do": "save"})

        assert Corpus(copied).read(record_id).record.body.strip() == text.strip()
        assert refused.status_code == 413
        assert page(refused.text).select_one("h1") is not None and "Traceback" not in refused.text

    def test_published_it_is_found_at_once(self, person: SignIn, desk_app: Flask) -> None:
        """And the next page says where it is to be seen and found."""
        olena = person()

        answer = olena.send(NEW, {**FIELDS, "do": "save:publish"}, follow_redirects=True)

        found = page(desk_app.test_client().get("/uk/search?q=громадська+пасіка").text).text
        assert "Коломия завела громадську пасіку" in found
        links = {str(a["href"]) for a in page(answer.text).select(".done a")}
        assert "/uk/records/kolomyia-zavela-hromadsku-pasiku" in links
        assert any("/uk/search?q=" in link for link in links)

    def test_a_draft_is_found_by_nobody_else(self, person: SignIn, desk_app: Flask) -> None:
        record_id = new_record(person())
        reader = desk_app.test_client()

        assert reader.get(f"/uk/records/{record_id}").status_code == 404
        assert "пасіку" not in reader.get("/uk/search?q=громадська+пасіка").text
        assert "пасіку" in person().get("/uk/desk/draft?q=пасіка").text

    def test_everything_that_is_missing_is_told_at_once(self, person: SignIn) -> None:
        """Each problem beside its field and in the list on top, which leads there; what is typed stays."""
        answer = person().send(
            NEW,
            {"summary": "Лише стислий зміст", "years": "20200", "figures-0-value": "багато", "do": "save"},
        )

        soup = page(answer.text)
        assert answer.status_code == 422
        for name in (
            "title",
            "places_more",
            "themes_more",
            "years",
            "body",
            "figures-0-value",
            "figures-0-unit",
        ):
            control = field(soup, f"#{name}")
            assert control["aria-invalid"] == "true", name
            told = [i for i in str(control["aria-describedby"]).split() if "problem" in i]
            assert all(soup.find(id=i) for i in told) and told
            assert field(soup, f".problem-summary a[href='#{name}'] strong")
        assert field(soup, "#summary").text.strip() == "Лише стислий зміст"
        assert field(soup, "#years")["value"] == "20200"

    def test_what_a_draft_lacks(self, person: SignIn) -> None:
        """Named on top, with where the text is meanwhile: what was chosen by its name is kept too."""
        olena = person()

        answer = olena.send(NEW, {**FIELDS, "themes": [], "places": [], "places_more": "Бар", "do": "save"})
        again = olena.see(NEW)

        summary = field(page(answer.text), ".problem-summary")
        assert "Щоб стати чернеткою, запису бракує: теми" in summary.text
        assert field(summary, "a[href='/uk/desk/unfinished']")  # type: ignore[arg-type]
        assert field(again, "#title")["value"] == FIELDS["title"]
        assert [box["value"] for box in again.select("[name=places]")] == ["bar"]

    @pytest.mark.parametrize("year", ["2099", "1985"])
    def test_years_no_practice_can_have(self, person: SignIn, year: str) -> None:
        answer = person().send(NEW, {**FIELDS, "years": year, "do": "save"})

        assert answer.status_code == 422 and field(page(answer.text), "#years-problem-1")

    def test_every_wrong_year_is_named(self, person: SignIn) -> None:
        """Whatever is wrong with each of them."""
        answer = person().send(NEW, {**FIELDS, "years": "2099, 20200, 1200", "do": "save"})

        said = " ".join(each.text for each in page(answer.text).select("#field-years .problem"))
        assert all(year in said for year in ("2099", "20200", "1200"))

    @pytest.mark.parametrize("year", ["2099", "20200", "1600", "торік"])
    def test_years_no_source_can_have(self, person: SignIn, year: str) -> None:
        answer = person().send(NEW, {**FIELDS, "source-year": year, "do": "save"})

        soup = page(answer.text)
        assert answer.status_code == 422 and field(soup, "#source-year-problem-1")
        assert field(soup, "#source-year")["value"] == year

    def test_scripts_in_the_text(self, person: SignIn, copied: Path) -> None:
        """Refused beside the text, which stays as it was typed; as an example in backticks they are kept."""
        script = "Місто завело пасіку. <script>alert(1)</script> <img src=x onerror=alert(1)>"

        answer = person().send(NEW, {**FIELDS, "body": script, "do": "save"})
        record_id = new_record(person(), body="Місто завело пасіку. `<script>alert(1)</script>`")

        soup = page(answer.text)
        assert answer.status_code == 422
        assert "<script>, onerror=" in field(soup, "#body-problem-1").text
        assert field(soup, "#body").text.strip() == script
        assert "<script>" in Corpus(copied).read(record_id).record.body

    @pytest.mark.parametrize("given", ["asms", "../x", "Коломия", "a" * 100])
    def test_an_id_that_cannot_be(self, person: SignIn, copied: Path, given: str) -> None:
        """One that is taken, too: the record that has it stays as it was."""
        before = {path: path.read_bytes() for path in copied.rglob("*.md")}

        answer = person().send(NEW, {**FIELDS, "id": given, "do": "save"})

        assert answer.status_code == 422 and field(page(answer.text), "#id[aria-invalid]")
        assert "дентифікатор" not in field(page(answer.text), ".problem-summary").text
        assert {path: path.read_bytes() for path in copied.rglob("*.md")} == before

    def test_scripts_in_a_text_stay_words(self, person: SignIn, desk_app: Flask) -> None:
        record_id = new_record(
            person(), "save:publish", body="## Виклик\n\n`<script>alert(1)</script>` <b>Бджоли</b>."
        )

        assert "<script>alert" not in desk_app.test_client().get(f"/uk/records/{record_id}").text

    def test_an_edit_keeps_what_the_form_does_not_ask_for(self, person: SignIn, copied: Path) -> None:
        """State and the day it was added."""
        olena = person()
        before = Corpus(copied).read("asms")
        form = olena.see("/uk/desk/records/asms/edit")
        fields = fields_in(form)

        olena.send("/uk/desk/records/asms/edit", {**fields, "title": "Інша назва", "do": "save"})

        after = Corpus(copied).read("asms").record
        assert after.title == "Інша назва"
        assert (
            after.model_copy(update={"title": before.record.title, "updated": before.record.updated})
            == before.record
        )


class TestGrowing:
    def test_one_more_row(self, person: SignIn) -> None:
        """Without a script too, and nothing that was typed gets lost."""
        soup = page(person().send(NEW, {**FIELDS, "do": "add:figures"}).text)

        assert len(soup.select(".row-of.figures")) == 2
        assert field(soup, "#figures-0-unit")["value"] == "осіб"
        assert field(soup, "#title")["value"] == FIELDS["title"]

    def test_one_row_less(self, person: SignIn) -> None:
        """Those below move up; the last one leaves an empty row."""
        second = {"figures-1-value": "7", "figures-1-unit": "вуликів", "do": "drop:figures:0"}
        olena = person()

        soup = page(olena.send(NEW, {**FIELDS, **second}).text)
        kept = olena.see(NEW)
        empty = page(olena.send(NEW, {**FIELDS, "do": "drop:figures:0"}).text)

        assert [unit["value"] for unit in soup.select("input[id$=-unit]")] == ["вуликів"]
        assert field(soup, "#figures-0-value")["value"] == field(kept, "#figures-0-value")["value"] == "7"
        assert field(empty, "#figures-0-unit")["value"] == ""

    def test_a_place_by_its_name(self, person: SignIn) -> None:
        """Typed in whatever language or case, it is chosen; the field is free for the next one."""
        fields = {**FIELDS, "places_more": "яремче; Khmilnyk", "do": "refresh:places"}

        soup = page(person().send(NEW, fields).text)

        assert [box["value"] for box in soup.select("[name=places]")] == ["kolomyia", "yaremche", "khmilnyk"]
        assert field(soup, "#places_more")["value"] == ""

    def test_a_place_nobody_knows(self, person: SignIn) -> None:
        """It is told with those that look alike, and stays in the field."""
        soup = page(person().send(NEW, {**FIELDS, "places_more": "Яремчо", "do": "refresh:places"}).text)

        assert "Яремче" in field(soup, "#places_more-problem-1").text
        assert (
            field(soup, "#field-places .no-choice:not([hidden]) a")["href"]
            == "/uk/desk/vocabularies?list=places"
        )
        assert field(soup, "#places_more")["value"] == "Яремчо"

    def test_free_text_is_no_theme(self, person: SignIn) -> None:
        """Not even when somebody saves with it still in the field."""
        answer = person().send(
            NEW, {**FIELDS, "themes": [], "themes_more": "якась геть інша справа", "do": "save"}
        )

        assert answer.status_code == 422
        assert field(page(answer.text), "#themes_more")["value"] == "якась геть інша справа"

    def test_another_main_theme(self, person: SignIn) -> None:
        soup = page(person().send(NEW, {**FIELDS, "do": "first:employment"}).text)

        assert [box["value"] for box in soup.select("[name=themes]")] == ["employment", "agri-food"]


class TestKept:
    def test_what_is_typed_survives(self, person: SignIn) -> None:
        """Kept while it is typed, it is there again when the form is opened, and can be discarded."""
        olena = person()

        kept = olena.send("/uk/desk/kept/new/abcdef123456", FIELDS, headers={"X-Requested-With": "script"})
        again = olena.see(NEW)
        listed = olena.see("/uk/desk/unfinished")
        olena.send("/uk/desk/discarded/new/abcdef123456")

        assert kept.status_code == 200
        assert field(again, "#title")["value"] == FIELDS["title"] and field(again, "form[action*=discarded]")
        assert FIELDS["title"] in listed.text
        assert field(olena.see(NEW), "#title")["value"] == ""

    def test_nobody_sees_the_forms_of_others(self, person: SignIn) -> None:
        person("olena").send("/uk/desk/kept/new/abcdef123456", FIELDS)

        assert field(person("taras").see(NEW), "#title")["value"] == ""

    def test_a_refused_form_is_kept(self, person: SignIn) -> None:
        """Whoever closes the page then has lost nothing."""
        olena = person()
        olena.send(NEW, {"title": "Лише назва", "do": "save"})

        assert field(olena.see(NEW), "#title")["value"] == "Лише назва"

    @pytest.mark.parametrize("name", ["elsewhere/x", "new/", "records/" + "x" * 90])
    def test_only_forms_are_kept(self, person: SignIn, name: str) -> None:
        assert person().send(f"/uk/desk/kept/{name}", FIELDS).status_code == 404


class TestPreview:
    def test_as_published(self, person: SignIn) -> None:
        """What is in the form and not saved yet, on the page readers would have, with the way back."""
        olena = person()

        answer = olena.send(NEW, {**FIELDS, "do": "preview"})
        soup = page(olena.get(answer.location).text)

        assert field(soup, "h1").text == FIELDS["title"]
        assert field(soup, ".facts") and "Відвели ділянку." in field(soup, ".body").text
        assert field(soup, ".band a")["href"] == NEW
        assert "/records/kolomyia-zavela-hromadsku-pasiku" in soup.text

    @pytest.mark.parametrize(
        "fields", [{}, {"title": "Лише назва"}, {"years": "20200", "source-url": "не адреса"}]
    )
    def test_of_half_a_record(self, person: SignIn, fields: dict[str, object]) -> None:
        """What is missing is left out."""
        olena = person()

        answer = olena.send(NEW, {**fields, "do": "preview"})

        assert olena.get(answer.location).status_code == 200


def fields_in(form: BeautifulSoup) -> dict[str, object]:
    """What a browser would send of the record form as it stands."""
    fields: dict[str, object] = {}
    for control in form.select("#record-form input, #record-form textarea, #record-form select"):
        name = str(control.get("name", ""))
        if not name or name == "csrf_token":
            continue
        if control.name == "select":
            chosen = control.select_one("option[selected]")
            fields[name] = str(chosen["value"]) if chosen else ""
        elif control.get("type") == "checkbox":
            fields.setdefault(name, [])
            fields[name].append(str(control["value"]))  # type: ignore[attr-defined]
        elif control.name == "textarea":
            fields[name] = control.text.removeprefix("\n")
        else:
            fields[name] = str(control.get("value", ""))
    return fields
