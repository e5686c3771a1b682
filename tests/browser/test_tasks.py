"""Three people at their tasks: a deputy mayor on a phone, a student with many tabs, a librarian."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open

WORDS = {
    "uk": {
        "question": "роздільний збір сміття",
        "read": "Жмеринк",
        "find": "Знайти",
        "narrow": "Звузити пошук",
        "show": "Показати",
        "nothing": "Нічого не знайдено",
        "without": "без «",
        "back": "До результатів",
        "themes": ("Туризм", "Муніципальний брендинг і маркетинг"),
    },
    "en": {
        "question": "waste sorting",
        "read": "Zhmerynka",
        "find": "Find",
        "narrow": "Narrow down",
        "show": "Show",
        "nothing": "Nothing found",
        "without": "without “",
        "back": "To the results",
        "themes": ("Tourism", "Municipal branding and marketing"),
    },
}
LANGUAGES = pytest.mark.parametrize("language", ["uk", "en"])


def _total(page: Page) -> int:
    text = page.locator(".bar-row .count").inner_text()
    return int(re.sub(r"\D", "", text))


def _tab_to(page: Page, selector: str) -> Locator:
    """Press Tab until something that `selector` names has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return page.locator(":focus")
    raise AssertionError(f"Tab never reaches {selector}")


def _address(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@LANGUAGES
def test_a_deputy_mayor_finds_and_reads_a_case_on_a_phone(open_page: Open, language: str) -> None:
    """From a question to a text with its source, in a few taps."""
    said = WORDS[language]
    page = open_page(f"/{language}/", width=390, height=844, has_touch=True)

    page.locator("#q").fill(str(said["question"]))
    page.get_by_role("button", name=said["find"]).tap()  # type: ignore[arg-type]
    expect(page.locator(".hit").first).to_contain_text(said["read"])  # type: ignore[arg-type]
    page.locator(".hit a").first.tap()

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".body")).to_contain_text("сміття")
    expect(page.locator(".source cite")).to_contain_text("Результати впровадження")
    page.get_by_role("link", name=said["back"]).tap()  # type: ignore[arg-type]
    expect(page.locator("#q")).to_have_value(str(said["question"]))


@LANGUAGES
def test_the_panel_of_filters_keeps_the_place(open_page: Open, language: str) -> None:
    """On a phone one may choose several filters in the panel, and comes back to where one was."""
    said = WORDS[language]
    page = open_page(f"/{language}/search", width=390, height=844)

    page.get_by_role("link", name=said["narrow"]).click()  # type: ignore[arg-type]
    panel = page.locator("#filters")
    expect(panel).to_be_focused()
    panel.locator("#facet-kind ~ ul a").first.click()
    expect(panel.locator("#facet-kind ~ ul a").first).to_have_attribute("aria-current", "true")
    expect(panel).to_be_visible()
    panel.locator(".panel-foot a").click()

    expect(panel).to_be_hidden()
    expect(page.locator("#open-filters")).to_be_focused()
    expect(page.locator(".sentence .chip")).to_have_count(1)


@LANGUAGES
def test_a_student_narrows_goes_back_and_shares(open_page: Open, language: str) -> None:
    """Two themes and three years; Back takes one choice back; the address gives the same to others."""
    said = WORDS[language]
    page = open_page(f"/{language}/search")
    everything = _total(page)

    for number, theme in enumerate(said["themes"], 1):
        page.locator("#filters").get_by_role("link", name=re.compile(f"^{theme}")).click()
        expect(page.locator(".sentence .chip")).to_have_count(number)
    themes = _total(page)
    page.locator("#year-from").fill("2018")
    page.locator("#year-to").fill("2020")
    page.locator(".bounds button").click()
    expect(page.locator(".sentence .chip")).to_have_count(3)
    narrowed = _total(page)

    assert everything > themes > narrowed > 0
    assert _address(page) == {
        "theme": ["tourism", "municipal-branding"],
        "year_from": ["2018"],
        "year_to": ["2020"],
    }
    shared = open_page(page.url)
    assert _total(shared) == narrowed
    assert shared.locator("h1").inner_text() == page.locator("h1").inner_text()
    page.go_back()
    expect(page.locator(".sentence .chip")).to_have_count(2)
    assert _total(page) == themes
    page.go_forward()
    expect(page.locator(".sentence .chip")).to_have_count(3)
    page.locator(".sentence .chip").first.click()
    expect(page.locator(".sentence .chip")).to_have_count(2)


@LANGUAGES
def test_a_librarian_finds_nothing_and_recovers(open_page: Open, language: str) -> None:
    """The page says what is in the way; one click later there are records."""
    said = WORDS[language]
    page = open_page(f"/{language}/search?q=туризм&city=yaremche&year=2016")

    expect(page.get_by_role("heading", name=said["nothing"])).to_be_visible()  # type: ignore[arg-type]
    page.locator(".rescue a").first.click()

    expect(page.locator(".hit").first).to_be_visible()


@LANGUAGES
def test_a_word_that_is_nowhere_is_named(open_page: Open, language: str) -> None:
    """A query whose telling word no record has finds nothing, says so, and leads on to themes."""
    page = open_page(f"/{language}/search?q=криптовалюта")

    expect(page.locator(".nothing q")).to_have_text("криптовалюта")
    expect(page.locator(".nothing ul a").first).to_be_visible()


def test_everything_by_keyboard(open_page: Open) -> None:
    """To the box with /, a question, a filter, a record and back, without a mouse."""
    page = open_page("/uk/search")
    keys = page.keyboard

    keys.press("/")
    expect(page.locator("#q")).to_be_focused()
    keys.type("туризм")
    keys.press("Escape")
    keys.press("/")
    keys.press("Enter")
    expect(page.locator(".sentence .chip")).to_have_count(1)
    chosen = _tab_to(page, "#filters .choice")
    name = chosen.locator(".name").inner_text()
    keys.press("Enter")
    expect(page.locator(".sentence .chip")).to_have_count(2)

    # The choice made is still where the reader stands.
    expect(page.locator("#filters .choice[aria-current] .name")).to_have_text(name)
    assert page.evaluate("document.activeElement.matches('.choice[aria-current]')")
    page.evaluate("document.activeElement.blur()")
    page.locator("h1").evaluate("element => element.scrollIntoView()")
    _tab_to(page, ".hit a")
    keys.press("Enter")
    page.wait_for_url(re.compile("/records/"))
    _tab_to(page, ".to-list")
    keys.press("Enter")
    page.wait_for_url(re.compile("/search"))


def test_the_order_of_focus_is_the_order_of_reading(open_page: Open) -> None:
    """Tab goes through a page of results from top to bottom: skip link, head, choices, hits, filters."""
    page = open_page("/uk/search?q=туризм&city=yaremche")
    seen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        area = page.evaluate(
            """() => { const e = document.activeElement;
            const areas = '.skip, .top, .sentence, .bar-row, .hit-list, .filters, .bottom';
            return e.closest(areas)?.classList[0] }"""
        )
        if area and (not seen or seen[-1] != area):
            seen.append(area)
        if area == "bottom":
            break

    assert [area for area in seen if area not in ("why",)] == [
        "skip", "top", "sentence", "bar-row", "hit-list", "filters", "bottom",
    ]  # fmt: skip


def test_the_skip_link_leads_to_the_content(open_page: Open) -> None:
    """The first Tab shows it; Enter jumps over the head of the page."""
    page = open_page("/uk/search?q=туризм")

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_suggestions_by_keyboard_and_by_touch(open_page: Open) -> None:
    """The box is a combobox: arrows choose, Enter or a tap takes, Escape closes first and leaves then."""
    page = open_page("/uk/")
    box = page.get_by_role("combobox")
    box.press_sequentially("тури")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    first = page.get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_be_focused()
    box.press("Escape")
    expect(box).not_to_be_focused()

    phone = open_page("/uk/", width=390, has_touch=True)
    phone.get_by_role("combobox").tap()
    phone.get_by_role("combobox").press_sequentially("тури")
    phone.get_by_role("option").first.tap()
    phone.wait_for_url(re.compile("/(search|records|themes|places)"))


@LANGUAGES
def test_everything_without_script(open_page: Open, language: str) -> None:
    """Search, narrow, page, read and recover with script switched off."""
    said = WORDS[language]
    page = open_page(f"/{language}/", script=False, width=390)

    page.locator("#q").fill("туризм")
    page.get_by_role("button", name=said["find"]).click()  # type: ignore[arg-type]
    page.get_by_role("link", name=said["narrow"]).click()  # type: ignore[arg-type]
    expect(page.locator("#filters")).to_be_visible()
    page.locator("#facet-kind ~ ul a").first.click()
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator(".sentence .chip")).to_have_count(2)
    page.get_by_role("link", name=said["narrow"]).click()  # type: ignore[arg-type]
    page.locator(".panel-foot a").click()
    expect(page.locator("#filters")).to_be_hidden()
    page.locator(".hit a").first.click()
    expect(page.locator("article h1")).to_be_visible()
    expect(page.locator("#permalink")).to_be_visible()
    expect(page.locator(".share button").first).to_be_hidden()
    page.goto(f"/{language}/search")
    page.locator(".pages a[rel=next]").click()
    assert _address(page) == {"page": ["2"]}


def test_results_change_in_place_and_are_told(open_page: Open) -> None:
    """With script a choice loads no page; the new count is announced and the title changes."""
    page = open_page("/uk/search?q=туризм")
    page.evaluate("window.stayed = true")
    title = page.title()

    page.locator("#filters .choice").first.click()
    expect(page.locator(".sentence .chip")).to_have_count(2)

    assert page.evaluate("window.stayed") is True
    assert page.title() != title
    expect(page.locator("#said")).to_contain_text("Знайдено")
    assert "q=" in page.url


def test_without_connection_the_page_stays_and_says_so(open_page: Open) -> None:
    """Offline, a choice leaves everything as it is and tells why nothing happens."""
    page = open_page("/uk/search?q=туризм")
    page.context.set_offline(True)

    page.locator("#filters .choice").first.click()

    expect(page.locator("#offline")).to_contain_text("немає з’єднання")
    expect(page.locator(".hit").first).to_be_visible()


def test_the_link_and_the_citation_can_be_copied(open_page: Open, site: str) -> None:
    """The buttons put the permanent link and the ready citation on the clipboard."""
    page = open_page(
        "/uk/records/poltava-eksport?q=експорт", permissions=["clipboard-read", "clipboard-write"]
    )

    page.locator("[data-copy='#permalink']").click()
    expect(page.locator("#said")).to_have_text("Скопійовано")
    link = page.evaluate("navigator.clipboard.readText()")
    page.locator("[data-copy='#citation']").click()

    assert link == f"{site}/uk/records/poltava-eksport"
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.includes('дата звернення'))")


def test_neighbours_lead_through_the_list(open_page: Open) -> None:
    """From a record one goes on to the next of the results one came from, over the edge of a page too."""
    page = open_page("/uk/search?q=розвиток")
    titles = page.locator(".hit h2").all_inner_texts()

    page.locator(".hit h2 a").last.click()
    page.locator("a[rel=next]").click()
    page.locator("a[rel=prev]").click()

    expect(page.locator("article h1")).to_have_text(titles[-1])


def test_print_leaves_out_what_paper_cannot_use(open_page: Open) -> None:
    """On paper there is the record and its source, and nothing to press."""
    page = open_page("/uk/records/poltava-eksport")

    page.emulate_media(media="print")

    expect(page.locator(".body")).to_be_visible()
    expect(page.locator(".source")).to_be_visible()
    for pressed in (".search", ".menu", ".share", ".bottom"):
        expect(page.locator(pressed)).to_be_hidden()
