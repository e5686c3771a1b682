"""A record on its way: by whom, with which words, and what readers see of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from depository.corpus import Corpus
from tests.depository.editing.desks import OLENA, story
from tests.web.desk.conftest import Person, SignIn
from tests.web.desk.test_editing import FIELDS, NEW, field, fields_in, new_record, page
from web.desk.records import pages as records


class TestRoles:
    def test_a_contributor_sends_for_review(self, person: SignIn, copied: Path) -> None:
        """They have no button to publish, and sending the request by hand helps nobody."""
        taras = person("taras")
        buttons = {str(b["value"]) for b in taras.see(NEW).select("#record-form button[name=do]")}

        record_id = new_record(taras, "save:submit")
        forced = taras.send(
            f"/uk/desk/records/{record_id}/publish", {"base": Corpus(copied).read(record_id).revision}
        )

        assert "save:submit" in buttons and "save:publish" not in buttons
        assert forced.status_code == 403
        assert Corpus(copied).read(record_id).record.status == "review"

    def test_who_publishes_need_not_send_for_review(self, person: SignIn) -> None:
        buttons = {str(b["value"]) for b in person().see(NEW).select("#record-form button[name=do]")}

        assert "save:publish" in buttons and "save:submit" not in buttons

    def test_a_contributor_does_not_touch_what_is_published(self, person: SignIn, copied: Path) -> None:
        taras = person("taras")
        before = Corpus(copied).read("asms")

        opened = taras.get("/uk/desk/records/asms/edit")
        sent = taras.send("/uk/desk/records/asms/edit", {**FIELDS, "base": before.revision, "do": "save"})

        assert (opened.status_code, sent.status_code) == (403, 403)
        assert Corpus(copied).read("asms") == before

    @pytest.mark.parametrize("path", ["records/asms/withdraw", "records/asms/return", "journal/x"])
    def test_what_is_for_librarians(self, person: SignIn, path: str) -> None:
        assert person("taras").send(f"/uk/desk/{path}", {"reason": "Так."}).status_code == 403


class TestLists:
    def test_what_a_record_lacks_is_said_in_its_list(self, person: SignIn) -> None:
        """Before somebody tries to publish it."""
        olena = person()
        new_record(olena, **{"source-publication": ""})

        assert "Один недолік" in field(olena.see("/uk/desk/draft"), ".desk-list .flaws").text

    def test_a_broken_file_is_told_over_every_list(self, person: SignIn, copied: Path) -> None:
        """It stands in none of them, and must not be forgotten."""
        olena = person()
        path = Corpus(copied).path("asms")
        path.write_text(
            path.read_text(encoding="utf-8").replace("years: [", "years: [20200, "), encoding="utf-8"
        )
        olena.send("/uk/desk/refresh")

        notice = field(olena.see("/uk/desk/published"), ".notice")

        assert "1 файл" in notice.text
        assert "asms" in olena.see(str(field(notice, "a")["href"])).text


class TestSteps:
    def test_publishing_asks_for_the_source_at_its_field(self, person: SignIn, copied: Path) -> None:
        """The words are saved all the same; the record stays a draft."""
        answer = person().send(NEW, {**FIELDS, "source-publication": "", "do": "save:publish"})

        soup = page(answer.text)
        assert answer.status_code == 422
        assert "джерело" in field(soup, "#source-publication-problem-1").text
        assert field(soup, ".problem-summary a")["href"] == "#source-publication"
        assert Corpus(copied).read("kolomyia-zavela-hromadsku-pasiku").record.status == "draft"

    def test_returned_with_a_comment(self, person: SignIn) -> None:
        """Whoever sent it sees the comment in the form."""
        record_id = new_record(person("taras"), "save:submit")
        olena = person()
        asked = olena.see(f"/uk/desk/records/{record_id}/return")
        base = field(asked, "[name=base]")["value"]

        bare = olena.send(f"/uk/desk/records/{record_id}/return", {"base": base, "reason": " "})
        done = olena.send(
            f"/uk/desk/records/{record_id}/return", {"base": base, "reason": "Додайте джерело."}
        )

        assert bare.status_code == 422 and done.status_code == 302
        taras = person("taras")
        form = f"/uk/desk/records/{record_id}/edit"
        said = field(taras.see(form), "main .remark").text
        listed = field(taras.see("/uk/desk/draft"), ".desk-list").text
        assert "Додайте джерело." in said and "Олена Коваль" in said
        assert "повернуто із зауваженням" in listed

        taras.send(form, {**fields_in(taras.see(form)), "do": "save:submit"})
        again = field(olena.see(form), "main .remark").text
        assert "Надіслано ще раз" in again and "Додайте джерело." in again

    def test_withdrawn_and_back(self, person: SignIn, desk_app: Flask, copied: Path) -> None:
        """Readers see why, and what took its place, named by its title; then the record again."""
        olena, reader = person(), desk_app.test_client()
        other = Corpus(copied).read("yaremchanshchyna-turyzm").record
        fields = {
            "base": Corpus(copied).read("asms").revision,
            "reason": "Застаріло.",
            "replaced_by": other.title,
        }

        olena.send("/uk/desk/records/asms/withdraw", fields)
        gone = reader.get("/uk/records/asms")
        olena.send("/uk/desk/records/asms/restore", {"base": Corpus(copied).read("asms").revision})

        assert gone.status_code == 410 and "Застаріло." in gone.text and other.id in gone.text
        assert reader.get("/uk/records/asms").status_code == 200

    def test_replaced_by_nothing_there_is(self, person: SignIn, copied: Path) -> None:
        fields = {
            "base": Corpus(copied).read("asms").revision,
            "reason": "Так.",
            "replaced_by": "Немає такого",
        }

        answer = person().send("/uk/desk/records/asms/withdraw", fields)

        assert answer.status_code == 422
        assert Corpus(copied).read("asms").record.status == "published"

    def test_what_takes_its_place_is_completed(self, person: SignIn, copied: Path) -> None:
        """By titles; and the missing reason is called as its field is."""
        olena, title = person(), Corpus(copied).read("yaremchanshchyna-turyzm").record.title

        asked = olena.send("/uk/desk/records/asms/withdraw", {"reason": " "})
        completed = olena.get("/uk/desk/titles", query_string={"q": title}).json

        assert field(page(asked.text), "datalist option")["value"]
        assert "Пояснення для читачів" in field(page(asked.text), ".problem-summary").text
        assert completed and title in completed["titles"]

    def test_a_dead_link_keeps_from_publishing_only(self, person: SignIn, copied: Path) -> None:
        """The draft is saved, and the form says what is wrong."""
        body = "## Виклик\n\nДив. [інший запис](record:nemaie-takoho)."

        answer = person().send(NEW, {**FIELDS, "body": body, "do": "save:publish"})

        assert answer.status_code == 422 and field(page(answer.text), "#body-problem-1")
        assert Corpus(copied).read("kolomyia-zavela-hromadsku-pasiku").record.status == "draft"

    def test_a_draft_is_taken_away(self, person: SignIn, copied: Path) -> None:
        """After asking; it can be brought back from its history. What is published cannot go so."""
        olena = person()
        record_id = new_record(olena)
        base = field(olena.see(f"/uk/desk/records/{record_id}/take-away"), "[name=base]")["value"]

        olena.send(f"/uk/desk/records/{record_id}/take-away", {"base": base})
        gone = not Corpus(copied).path(record_id).exists()
        first = olena.see(f"/uk/desk/records/{record_id}/history").select(".steps .what a")[-1]["href"]
        olena.send(str(first))

        assert gone and Corpus(copied).read(record_id).record.title == FIELDS["title"]
        assert olena.get("/uk/desk/records/asms/take-away").status_code == 404


class TestConflict:
    def test_nothing_is_overwritten(self, person: SignIn, copied: Path) -> None:
        """The second one sees both versions and chooses; what only one of them changed is chosen already."""
        record_id = new_record(person("taras"))
        address = f"/uk/desk/records/{record_id}/edit"
        olena, taras = person("olena"), person("taras")
        hers, his = fields_in(olena.see(address)), fields_in(taras.see(address))
        olena.send(address, {**hers, "title": "Назва Олени", "years": "2018", "do": "save"})

        refused = taras.send(
            address, {**his, "title": "Назва Тараса", "summary": "Зміст Тараса", "do": "save"}
        )
        soup = page(refused.text)
        between = Corpus(copied).read(record_id).record
        theirs = str(field(soup, "[name=theirs]")["value"])
        unchosen = taras.send(f"/uk/desk/records/{record_id}/merge", {"theirs": theirs, "do": "save"})
        taras.send(f"/uk/desk/records/{record_id}/merge", {"theirs": theirs, "title": "mine", "do": "save"})

        merged = Corpus(copied).read(record_id).record
        assert refused.status_code == 409
        assert "Назва Олени" in refused.text and "Назва Тараса" in refused.text
        assert not soup.select("[name=title][checked]") and field(soup, "[name=summary][value=mine][checked]")
        assert between.title == "Назва Олени" and unchosen.status_code == 422
        assert (merged.title, merged.summary, merged.years) == ("Назва Тараса", "Зміст Тараса", (2018,))

    def test_the_text_is_chosen_by_paragraphs(self, person: SignIn, copied: Path) -> None:
        """Where both wrote into the same one, both may stay."""
        record_id = new_record(person("taras"))
        address = f"/uk/desk/records/{record_id}/edit"
        olena, taras = person("olena"), person("taras")
        hers, his = fields_in(olena.see(address)), fields_in(taras.see(address))
        body = str(FIELDS["body"])
        olena.send(address, {**hers, "body": body.replace("шукали", "давно шукали"), "do": "save"})

        soup = page(
            taras.send(
                address, {**his, "body": body.replace("заняття", "роботу") + "\n\nДодано.", "do": "save"}
            ).text
        )
        choice = str(field(soup, "[name^=body-]")["name"])
        theirs = str(field(soup, "[name=theirs]")["value"])
        taras.send(f"/uk/desk/records/{record_id}/merge", {"theirs": theirs, choice: "both", "do": "save"})

        text = Corpus(copied).read(record_id).record.body
        assert "давно шукали" in text and "роботу" in text and "Додано." in text
        assert text.count("Відвели ділянку.") == 1

    def test_a_third_one_was_quicker_still(self, person: SignIn, copied: Path) -> None:
        """The choice is asked for once more, over the version there is now."""
        record_id = new_record(person("taras"))
        address = f"/uk/desk/records/{record_id}/edit"
        olena, taras = person("olena"), person("taras")
        hers, his = fields_in(olena.see(address)), fields_in(taras.see(address))
        olena.send(address, {**hers, "title": "Перша", "do": "save"})
        soup = page(taras.send(address, {**his, "title": "Моя", "do": "save"}).text)
        olena.send(address, {**fields_in(olena.see(address)), "title": "Друга", "do": "save"})

        theirs = str(field(soup, "[name=theirs]")["value"])
        again = taras.send(
            f"/uk/desk/records/{record_id}/merge", {"theirs": theirs, "title": "mine", "do": "save"}
        )

        assert again.status_code == 409 and "Друга" in again.text
        assert Corpus(copied).read(record_id).record.title == "Друга"


class TestJournal:
    def test_the_history_of_a_record(self, person: SignIn) -> None:
        """Who did what, with what changed; and any version can be brought back."""
        olena = person()
        record_id = new_record(olena)
        address = f"/uk/desk/records/{record_id}/edit"
        olena.send(
            address, {**fields_in(olena.see(address)), "title": "Нова назва", "note": "Коротше", "do": "save"}
        )

        history = olena.see(f"/uk/desk/records/{record_id}/history")
        steps = [str(a["href"]) for a in history.select(".steps .what > a:first-child")]
        last, first = page(olena.get(steps[0]).text), page(olena.get(steps[-1]).text)
        base = str(field(first, "[name=base]")["value"])
        olena.send(steps[-1], {"base": base})

        assert "Коротше" in history.text and "Олена Коваль" in history.text
        assert "Нова" in field(last, "ins").text and last.select("del")
        assert field(olena.see(address), "#title")["value"] == FIELDS["title"]

    def test_the_present_version_is_not_brought_back(self, person: SignIn) -> None:
        """It is named so and has no button; equal words make no step; the one that came back is dated."""
        olena = person()
        record_id = new_record(olena)
        address, history = (f"/uk/desk/records/{record_id}/{page}" for page in ("edit", "history"))
        only = str(field(olena.see(history), ".steps .what a")["href"])

        present = olena.see(only)
        same = olena.send(only, follow_redirects=True)
        steps_then = olena.see(history).select(".steps > li")
        olena.send(address, {**fields_in(olena.see(address)), "title": "Інша", "do": "save"})
        olena.send(only)

        assert "Нинішня версія" in present.text and not present.select("main form")
        assert "Нічого не змінено" in same.text and len(steps_then) == 1
        assert "Нинішня версія" in steps_then[0].text
        back = olena.see(history).select(".steps > li")
        assert len(back) == 3 and "Повернено попередню версію" in back[0].text and field(back[0], "q")  # type: ignore[arg-type]

    def test_a_version_as_readers_would_see_it(self, person: SignIn) -> None:
        olena = person()
        record_id = new_record(olena)
        address, history = (f"/uk/desk/records/{record_id}/{page}" for page in ("edit", "history"))
        olena.send(address, {**fields_in(olena.see(address)), "title": "Інша назва", "do": "save"})
        first = str(olena.see(history).select(".steps .what a")[-1]["href"])

        link = str(field(olena.see(first), "a[href$='/preview']")["href"])
        shown = olena.see(link)

        assert field(shown, "h1").text == FIELDS["title"] and "Версія від" in field(shown, ".band").text
        assert field(shown, ".band a")["href"] == first

    def test_states_and_actions_have_words(self, person: SignIn) -> None:
        """What was done is said as done, a state by its name."""
        olena = person()
        record_id = new_record(olena, "save:publish")
        history = olena.see(f"/uk/desk/records/{record_id}/history")

        step = field(olena.see(str(field(history, ".steps .what a")["href"])), "main")

        assert "Опубліковано" in history.text and "Опубліковані" not in field(history, "main").text
        assert field(step, "del").text == "чернетка" and field(step, "ins").text == "опубліковано"  # type: ignore[arg-type]

    def test_the_journal_by_a_title(self, person: SignIn) -> None:
        """In whatever state the record is, by words of it too; its title stands by its id."""
        olena = person()
        record_id = new_record(olena)

        listed = field(olena.see("/uk/desk/journal?record=громадську+пасіку"), "main")
        nothing = field(olena.see("/uk/desk/journal?record=ґзґзґз"), ".steps")

        assert str(FIELDS["title"]) in listed.text and record_id in listed.text
        assert "Нічого" in nothing.text

    def test_the_journal_by_person_and_record(self, person: SignIn) -> None:
        record_id = new_record(person("taras"))
        new_record(person("olena"), title="Долина садить горіхи", places=["dolyna"])
        olena = person()

        of_taras = field(olena.see("/uk/desk/journal?person=taras"), ".steps").text
        of_record = field(olena.see(f"/uk/desk/journal?record={record_id}"), ".steps").text

        assert "Тарас Мельник" in of_taras and "Олена Коваль" not in of_taras
        assert record_id in of_record and "dolyna" not in of_record

    def test_a_step_is_taken_back(self, person: SignIn, copied: Path) -> None:
        """By a librarian; what was changed since is named, and nothing is undone."""
        olena = person()
        record_id = new_record(olena)
        step = str(field(olena.see(f"/uk/desk/journal?record={record_id}"), ".steps a")["href"])
        address = f"/uk/desk/records/{record_id}/edit"
        olena.send(address, {**fields_in(olena.see(address)), "title": "Змінено", "do": "save"})

        refused = olena.send(step)
        still = Corpus(copied).path(record_id).exists()
        newest = str(field(olena.see(f"/uk/desk/journal?record={record_id}"), ".steps a")["href"])
        olena.send(newest)
        undone = Corpus(copied).read(record_id).record.title

        said = field(page(refused.text), "#problems")
        assert refused.status_code == 422 and still
        assert "Змінено" in field(said, f"a[href$='{record_id}/history']").text
        assert "records/" not in said.text and "step" not in said.text
        assert undone == FIELDS["title"]

    def test_the_rest_of_a_step_is_taken_back(self, person: SignIn, desk_app: Flask, copied: Path) -> None:
        """What was changed since is named by its title, once, and stays; the other records go."""
        olena, desk = person(), desk_app.extensions["desk"]
        drafts = [story("persha-chytalnia", title="Перша читальня"), story("druha-chytalnia")]
        with desk_app.app_context():
            step = desk.add_all(drafts, author=OLENA, reason="chytalni.csv")
            mended = story("persha-chytalnia", title="Перша читальня", body="Громада відкрила читальню.")
            base = desk.open("persha-chytalnia").revision
            base = desk.save(mended, base=base, author=OLENA).revision
            desk.act("persha-chytalnia", "publish", base=base, author=OLENA)

        refused = olena.send(f"/uk/desk/journal/{step.id}")
        left = field(page(refused.text), "#problems")
        done = olena.send(f"/uk/desk/journal/{step.id}", {"do": "rest"})

        assert [each.text for each in left.select("li")] == ["Перша читальня"]
        assert "Скасувати решту: 1 запис" in left.text and done.status_code == 302
        assert Corpus(copied).read("persha-chytalnia").record.is_published
        assert not Corpus(copied).has("druha-chytalnia")

    def test_what_readers_saw_goes_with_a_reason(self, person: SignIn, desk_app: Flask, copied: Path) -> None:
        """Where none is given, readers are told which step was taken back."""
        olena = person()
        record_id = new_record(olena, "save:publish")
        step = desk_app.extensions["desk"].history.steps(record_id, limit=1)[0]

        olena.send(f"/en/desk/journal/{step.id}")

        record = Corpus(copied).read(record_id).record
        assert record.status == "withdrawn" and record.reason
        assert record.reason.startswith("Скасовано крок «Опубліковано» від ")
        gone = desk_app.test_client().get(f"/uk/records/{record_id}")
        assert gone.status_code == 410 and record.reason in gone.text and record.title in gone.text

    def test_the_journal_leads_to_the_button_that_takes_a_step_back(self, person: SignIn) -> None:
        """Shown to librarians, folded away; contributors see what was done and no button."""
        record_id = new_record(person())
        step = str(field(person().see(f"/uk/desk/journal?record={record_id}"), ".steps a")["href"])

        details = field(person().see(step), "main details.more")
        others = person("taras").see(step)

        assert not details.has_attr("open")
        assert "Скасувати" in field(details, "form button").text  # type: ignore[arg-type]
        assert not others.select("main form")

    @pytest.mark.parametrize("path", ["journal/nemaie", "records/asms/history/nemaie"])
    def test_a_step_nobody_took(self, person: SignIn, path: str) -> None:
        assert person().get(f"/uk/desk/{path}").status_code == 404


class TestList:
    def test_a_record_in_the_list(self, person: SignIn) -> None:
        """With its places, its years, who changed it last, what is wrong and what may be done."""
        new_record(person("taras"), "save:submit", body="## Виклик\n\nДив. [тут](record:nemaie).")

        row = field(person().see("/uk/desk/"), ".desk-list li")

        assert all(words in row.text for words in ("Коломия", "2019–2020", "Тарас Мельник"))
        assert field(row, ".flaws")  # type: ignore[arg-type]
        assert {str(a["href"]).rpartition("/")[2] for a in row.select(".row-actions a")} >= {
            "publish",
            "return",
            "history",
        }

    def test_what_was_added_last_comes_first(self, person: SignIn) -> None:
        """Each with the way to its form; and what was begun and not saved is told."""
        olena = person()
        record_id = new_record(olena, "save:publish")
        olena.send("/uk/desk/kept/new/fedcba654321", {"title": "Розпочато"})

        soup = olena.see("/uk/desk/published")

        assert f"/uk/desk/records/{record_id}/edit" in str(field(soup, ".desk-list li .row-actions"))
        assert "незавершені форми: 1" in field(soup, "main").text

    @pytest.mark.parametrize("most", [500, 5])
    @pytest.mark.parametrize("choice", ["", "?city=yaremche", "?theme=tourism&year_from=2000"])
    def test_what_was_changed_last_comes_first_in_every_list(
        self, person: SignIn, monkeypatch: pytest.MonkeyPatch, most: int, choice: str
    ) -> None:
        """However long it is and however narrowed down; nothing is in it twice or left out."""
        monkeypatch.setattr(records, "_MOST_ORDERED", most)
        olena, listed = person(), f"/uk/desk/published{choice}"
        before = ids_in(olena, listed)
        changed = [before[-1], before[1]]
        for record_id in changed:
            fields = fields_in(olena.see(f"/uk/desk/records/{record_id}/edit"))
            changes = {"summary": f"Інакше. {fields['summary']}", "do": "save"}
            olena.send(f"/uk/desk/records/{record_id}/edit", {**fields, **changes})

        after = ids_in(olena, listed)

        assert after[:2] == changed[::-1]
        assert sorted(after) == sorted(set(before))

    def test_facets_and_search_as_everywhere(self, person: SignIn) -> None:
        soup = person().see("/uk/desk/published?q=туризм&city=yaremche")

        links = [str(a["href"]) for a in soup.select(".facet a.choice")]
        assert links and all(link.startswith("/uk/desk/published") for link in links)
        assert field(soup, ".offers .chip")

    @pytest.mark.parametrize("state", ["draft", "review", "published", "withdrawn"])
    def test_each_state_has_its_list(self, person: SignIn, state: str) -> None:
        soup = person().see(f"/en/desk/{state}")

        assert field(soup, ".tabs [aria-current]")["href"] == f"/en/desk/{state}"


def ids_in(someone: Person, listed: str) -> list[str]:
    """The records of a list, over all its pages."""
    found, address = [], listed
    while address:
        soup = someone.see(address)
        found += [str(a["href"]).split("/")[-2] for a in soup.select(".desk-list .record-title a")]
        onward = soup.select_one("a[rel=next]")
        address = str(onward["href"]) if onward else ""
    return found


class TestOutside:
    def test_searches_that_do_not_follow_the_files_yet(self, person: SignIn, copied: Path) -> None:
        """The list says so, with a button that mends it; a file that is broken is none of these."""
        olena, corpus = person(), Corpus(copied)
        assert not olena.see("/uk/desk/published").select("form[action$='/desk/refresh']")
        record = corpus.read("yaremchanshchyna-turyzm").record
        corpus.save(record.model_copy(update={"title": "Яремче кличе в мандри"}))
        corpus.path("asms").write_text("---\nтут нічого немає", encoding="utf-8")

        before = olena.see("/uk/desk/published")
        said = field(before, "form[action$='/desk/refresh']").parent.text  # type: ignore[union-attr]
        olena.send("/uk/desk/refresh")
        after = olena.see("/uk/desk/published?q=мандри")

        assert "Пошук ще не оновлено: у файлах змінено 1 запис" in said
        assert "Яремче кличе в мандри" in field(after, ".desk-list").text
        assert not after.select("form[action$='/desk/refresh']")


class TestUnfinished:
    def test_several_are_discarded_at_once(self, person: SignIn) -> None:
        """Those that were ticked, or all; only after it was asked."""
        olena, address = person(), "/uk/desk/unfinished"
        for token in ("a", "b", "c"):
            olena.send(f"/uk/desk/kept/new/{token * 12}", {**FIELDS, "title": f"Задум {token}"})

        asked = olena.send(address, {"do": "ticked", "form": ["new/aaaaaaaaaaaa"]}).text
        still = len(olena.see(address).select(".desk-list > li"))
        olena.send(address, {"do": "discard", "form": ["new/aaaaaaaaaaaa"]})
        left = field(olena.see(address), ".desk-list").text
        every = page(olena.send(address, {"do": "all"}).text)
        olena.send(address, {"do": "discard", "form": [str(e["value"]) for e in every.select("[name=form]")]})

        assert "Відкинути 1 форму?" in asked and still == 3
        assert "Задум a" not in left and "Задум b" in left
        assert len(every.select("[name=form]")) == 2
        assert "Задум" not in field(olena.see(address), "main").text

    def test_nothing_ticked_is_nothing_to_discard(self, person: SignIn) -> None:
        olena = person()
        olena.send("/uk/desk/kept/new/aaaaaaaaaaaa", FIELDS)

        answer = olena.send("/uk/desk/unfinished", {"do": "ticked"})

        assert answer.status_code == 302
        assert str(FIELDS["title"]) in olena.see("/uk/desk/unfinished").text
