"""The desk in a browser: by keyboard, with a screen reader, on a phone, and when the connection fails."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from tests.browser.test_accessibility import _HEADINGS, _RULES, _SMALL_TARGETS
from web import create_app
from web.settings import Settings

_PASSWORD = "довге гасло для проби"
_TITLE = "Коломия завела громадську пасіку"
# One page of every type, for whoever is signed in.
_PAGES = {
    "list": "/published?q=туризм",
    "drafts": "/draft",
    "unfinished": "/unfinished",
    "new": "/new/abc",
    "edit": "/records/asms/edit",
    "preview": "/records/asms/preview",
    "withdraw": "/records/asms/withdraw",
    "history": "/records/asms/history",
    "journal": "/journal",
    "password": "/password",
    "file": "/records/zlamanyi/file",
}
Sit = Callable[..., Page]


@pytest.fixture(scope="module")
def desk(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service with a librarian."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(corpus, folder / "corpus")
    broken = folder / "corpus" / "records" / "zlamanyi.md"
    broken.write_text("---\nid: zlamanyi\ntitle: [ Дужка\nkind: programme\n---\n", encoding="utf-8")
    app = create_app(Settings(corpus=folder / "corpus", data=folder / "data"))
    app.extensions["depository"].refresh()
    app.extensions["accounts"].add("olena", _PASSWORD, role="librarian", shown="Олена Коваль")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def sit(browser: Browser, desk: str) -> Iterator[Sit]:
    """Signs in and opens a page of the desk; whatever goes wrong in its console fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def sat(
        path: str, *, width: int = 1280, script: bool = True, ours: bool = True, language: str = "uk"
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script, base_url=desk
        )
        context.set_default_timeout(8_000)
        contexts.append(context)
        if not ours:
            context.route("**/*.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"/{language}/desk/sign-in")
        page.locator("#name").fill("olena")
        page.locator("#password").fill(_PASSWORD)
        page.locator("main button[type=submit]").click()
        page.goto(f"/{language}/desk{path}")
        return page

    yield sat
    for context in contexts:
        context.close()
    assert not complaints


def _violations(page: Page) -> list[str]:
    found = Axe().run(page, options=_RULES).response["violations"]
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("name", _PAGES)
def test_axe_finds_nothing(sit: Sit, name: str, script: bool) -> None:
    """On no page of the desk, in either colour scheme, with and without script."""
    page = sit(_PAGES[name], ours=script)

    assert _violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert _violations(page) == []


@pytest.mark.parametrize("name", _PAGES)
def test_a_page_has_its_headings_and_room_for_fingers(sit: Sit, name: str) -> None:
    """One h1, no level left out; targets of 24 px on a desk and on a phone; nothing cut off at 320 px."""
    page = sit(_PAGES[name])

    levels = page.evaluate(_HEADINGS)
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(_SMALL_TARGETS) == [], width
    page.set_viewport_size({"width": 320, "height": 256})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_door_and_a_conflict_are_accessible(sit: Sit) -> None:
    """The page that signs in, with a form carried through it; and two versions side by side."""
    mine, theirs = sit("/records/asms/edit"), sit("/records/asms/edit")
    theirs.locator("#title").fill("Інша назва")
    theirs.get_by_role("button", name="Зберегти").click()
    theirs.locator(".done").wait_for()
    mine.locator("#title").fill("Моя назва")
    mine.get_by_role("button", name="Зберегти").click()
    mine.locator("[name=title][value=mine]").wait_for()

    assert _violations(mine) == []
    mine.set_viewport_size({"width": 320, "height": 256})
    assert mine.evaluate("document.documentElement.scrollWidth") <= 320
    theirs.context.clear_cookies()
    theirs.get_by_role("button", name="Зберегти").click()
    theirs.locator("#password").wait_for()
    assert _violations(theirs) == []


def test_an_english_form_reflows_and_is_accessible(sit: Sit) -> None:
    page = sit("/new/abc", language="en", width=320)

    assert _violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def _fill(page: Page) -> None:
    page.locator("#title").fill(_TITLE)
    for kind, typed in (("places", "колом"), ("themes", "агропр")):
        page.locator(f"#{kind}_more").fill(typed)
        page.locator(f"#{kind}-choices [role=option]").first.wait_for()
        page.keyboard.press("Enter")
    page.locator("#years").fill("2019–2020")
    page.locator("#body").fill("## Виклик\n\nУ місті шукали заняття.")
    page.locator("#source-publication").fill("Звіт про розвиток громади")


def test_a_new_record_by_keyboard(sit: Sit) -> None:
    """Places and themes by the first letters and Enter, the text as it will look beside it; published, it
    is found."""
    page = sit("/new")
    _fill(page)
    page.locator(".rendered h2", has_text="Виклик").wait_for()

    page.get_by_role("button", name="Опублікувати").click()
    page.locator(".done a", has_text="Знайти").click()

    page.locator(".hit .record-title", has_text=_TITLE).first.wait_for()


def test_names_are_offered_before_anything_is_typed(sit: Sit) -> None:
    """The first ones; where nothing has the name typed, that is said, with the way to add it."""
    page = sit("/new")
    page.locator("#themes_more").focus()
    page.locator("#themes-choices [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#places_more").fill("Ґзґзґз")

    page.locator("#field-places .no-choice a").wait_for()

    assert page.locator("[name=themes]").count() == 1
    assert "У словнику такого немає" in page.locator("#field-places .no-choice").inner_text()


def test_a_new_record_without_script(sit: Sit) -> None:
    """Names are typed and added by the server, a row is added by the server, and it is saved."""
    page = sit("/new", script=False)
    page.locator("#title").fill("Долина садить горіхи")
    page.locator("#places_more").fill("Долина")
    page.locator("#field-places button", has_text="Додати").click()
    page.locator("#themes_more").fill("Туризм")
    page.locator("#themes_more").press("Enter")
    page.locator("button", has_text="Ще один показник").click()
    page.locator("#figures-1-value").fill("20")
    page.locator("#figures-1-unit").fill("дерев")
    page.locator("#figures-1-counts").fill("посаджено")
    page.locator("#body").fill("Посадили горіхи.")

    page.get_by_role("button", name="Зберегти чернетку").click()

    assert page.locator(".done").inner_text().startswith("Збережено.")
    assert page.locator("#figures-0-unit").input_value() == "дерев"


def test_a_closed_tab_loses_nothing(sit: Sit) -> None:
    """What was typed a moment ago is there again when the form is opened anew."""
    page = sit("/new/tab123")
    page.locator("#title").fill("Бар навчає садівників")
    with page.expect_response("**/kept/new/tab123"):
        page.locator("#summary").press_sequentially("Бджоли")

    page.goto("/uk/desk/unfinished")
    page.locator(".desk-list a", has_text="Бар навчає садівників").click()

    assert page.locator("#summary").input_value() == "Бджоли"


def test_without_a_connection_the_browser_keeps_it(sit: Sit) -> None:
    """A later copy of the browser is offered when the form is opened, and restored."""
    page = sit("/new/off123")
    page.context.set_offline(True)
    page.locator("#title").fill("Написано без зв’язку")
    page.locator("#kept-at", has_text="Немає зв’язку").wait_for()

    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto("/uk/desk/new/off123")
    again.locator("#local-copy button").first.click()

    again.locator("#title[value='Написано без зв’язку']").wait_for()


def test_an_ended_session_loses_nothing(sit: Sit) -> None:
    """Saved after the session ended, the form is there again once one has signed in: with every word."""
    page = sit("/new/end123")
    _fill(page)
    page.context.clear_cookies()

    page.get_by_role("button", name="Зберегти чернетку").click()
    page.locator("#name").fill("olena")
    page.locator("#password").fill(_PASSWORD)
    page.locator("main button[type=submit]").click()

    assert page.locator("#title").input_value() == _TITLE
    assert "шукали заняття" in page.locator("#body").input_value()
    assert page.locator("[name=places]").count() == 1


def test_problems_are_told_and_led_to(sit: Sit) -> None:
    """Focus goes to the list of problems, and from there to the field."""
    page = sit("/new")

    page.get_by_role("button", name="Зберегти чернетку").click()

    assert page.evaluate("document.activeElement.id") == "problems"
    page.locator(".problem-summary a[href='#body']").click()
    assert page.evaluate("document.activeElement.id") == "body"
    assert _violations(page) == []


def test_a_field_one_is_led_to_stands_below_its_label(sit: Sit) -> None:
    """From the list of problems: the label and what is said of the field are in sight with it."""
    page = sit("/new/scroll")
    page.set_viewport_size({"width": 390, "height": 500})
    page.get_by_role("button", name="Зберегти чернетку").click()
    page.locator("#problems a[href='#body']").click()

    seen = page.evaluate(
        "[...document.querySelectorAll('label[for=body], #body-problem-1')]"
        ".map((each) => each.getBoundingClientRect().top)"
    )

    assert len(seen) == 2 and all(0 <= top < 500 for top in seen)


@pytest.mark.parametrize(
    ("path", "is_told"), [("/published", True), ("/journal", False), ("/new/abc", False)]
)
def test_the_footer_speaks_of_the_search_box_where_there_is_one(sit: Sit, path: str, is_told: bool) -> None:
    page = sit(path)

    assert page.locator(".bottom .key").is_visible() == is_told


def test_keys_mark_the_text_and_save_the_draft(sit: Sit) -> None:
    """On a Ukrainian layout too, where the key of S says «і»."""
    page = sit("/new/keys")
    page.locator("#title").fill("Яремче лічить смереки")
    page.locator("#body").fill("дерева")
    page.locator("#body").select_text()

    page.keyboard.press("Control+b")
    marked = page.locator("#body").input_value()
    page.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
        "{key: 'і', code: 'KeyS', ctrlKey: true, bubbles: true, cancelable: true}))"
    )

    assert marked == "**дерева**"
    page.locator("#problems", has_text="Щоб стати чернеткою").wait_for()
    assert page.locator("button[value=save]").get_attribute("title") == "Зберегти чернетку (Ctrl+S)"


def test_on_a_phone_saving_is_in_reach_and_covers_no_field(sit: Sit) -> None:
    page = sit("/records/asms/edit", width=390)
    saving = page.locator("button[value=save]")

    for field in ("#title", "#organisations", "#source-year"):
        page.locator(field).focus()
        page.wait_for_function("scrollY >= 0")
        assert saving.evaluate("b => b.getBoundingClientRect().bottom <= innerHeight")
        lower = page.locator(field).evaluate("f => f.getBoundingClientRect().bottom")
        assert lower <= saving.evaluate("b => b.getBoundingClientRect().top")
    assert page.locator("main").evaluate("m => m.getBoundingClientRect().top + scrollY") < 110
