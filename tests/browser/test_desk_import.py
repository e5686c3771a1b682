"""Vocabularies, quality and imports at the desk in a real browser: for everybody, with and without script."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from web import create_app
from web.settings import Settings

PASSWORD = "довге гасло для проби"
FILES = Path(__file__).resolve().parent.parent / "files" / "import"
STORY = """\
# Хмільник відкрив крамницю добрих справ

У Хмільнику з 2018 року діє крамниця, куди приносять речі й забирають їх безплатно. За 2018–2019 роки
через неї пройшло понад 12 тисяч речей. Працюють у ній волонтери, а приміщення надала міська рада.
"""
_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

SignedIn = Callable[..., Page]


@pytest.fixture(scope="module")
def desk_site(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service with a librarian, over a corpus that may be changed."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(corpus, folder / "corpus")
    app = create_app(Settings(corpus=folder / "corpus", data=folder / "data"))
    app.extensions["depository"].refresh()
    app.extensions["accounts"].add("olena", PASSWORD, role="librarian", shown="Олена Коваль")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def signed_in(browser: Browser, desk_site: str) -> Iterator[SignedIn]:
    """Opens a page of the desk for the librarian; whatever goes wrong in its console fails the test."""
    contexts = []
    complaints: list[str] = []

    def opened(path: str, *, width: int = 1280, script: bool = True, dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            base_url=desk_site,
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/uk/desk/sign-in")
        page.fill("#name", "olena")
        page.fill("#password", PASSWORD)
        page.click("main button[type=submit]")
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=_RULES).response["violations"]
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]


def imported(page: Page, path: Path) -> None:
    """Send a file and wait until it is read."""
    page.goto("/uk/desk/imports")
    page.set_input_files("#files", path)
    page.get_by_role("button", name="Надіслати").click()
    page.locator(".proposal").first.wait_for(timeout=60_000)


def test_axe_finds_nothing_and_everything_fits(signed_in: SignedIn) -> None:
    """On every page of these rooms, at both widths, in the light and in the dark."""
    for width, dark in ((1280, False), (390, True)):
        page = signed_in("/uk/desk/imports", width=width, dark=dark)
        imported(page, FILES / "book.md")
        job = page.url.partition("#")[0]
        for address in (
            job, f"{job}/cuts/0?open=5", f"{job}/delete", "/uk/desk/imports", "/en/desk/vocabularies",
            "/uk/desk/vocabularies?list=places", "/uk/desk/vocabularies?list=synonyms",
            "/uk/desk/vocabularies/add-place", "/uk/desk/quality?check=places",
        ):  # fmt: skip
            page.goto(address)
            assert (address, violations(page)) == (address, [])
            assert (address, page.evaluate(_TOO_WIDE)) == (address, False)


def test_the_effect_of_a_merger_is_shown_accessibly(signed_in: SignedIn) -> None:
    page = signed_in("/uk/desk/vocabularies/merge-themes?source=creative-industries", width=390)
    page.select_option("#target", "innovation")
    page.get_by_role("button", name="Показати наслідки").last.click()

    page.get_by_role("button", name="Зробити").wait_for()
    assert violations(page) == []


def test_a_file_becomes_a_draft_in_a_few_steps(signed_in: SignedIn, tmp_path: Path) -> None:
    """Sent, opened with its reasons, saved, and found in the list of the import."""
    story = tmp_path / "крамниця.md"
    story.write_text(STORY, encoding="utf-8")
    page = signed_in("/uk/desk/imports")
    imported(page, story)
    job = page.url

    page.get_by_role("button", name="Відкрити й перевірити").click()
    expect(page.locator("#title")).to_have_value("Хмільник відкрив крамницю добрих справ")
    page.locator("button[name=do][value^=save]").first.click()

    page.goto(job)
    expect(page.locator(".proposal.closed a")).to_have_count(1)


def test_without_script_a_book_is_cut_and_saved(signed_in: SignedIn) -> None:
    page = signed_in("/uk/desk/imports", script=False)
    page.set_input_files("#files", FILES / "book.md")
    page.get_by_role("button", name="Надіслати").click()
    page.locator(".proposal").first.wait_for(timeout=60_000)  # the page comes again by itself
    before = page.locator(".proposal").count()
    page.get_by_role("link", name="Змінити поділ").click()
    page.locator('li:has(input[value="own"]:checked) input[value="drop"]').nth(1).check()
    page.get_by_role("button", name="Поділити так").first.click()
    expect(page.locator(".proposal")).to_have_count(before - 1, timeout=60_000)

    page.get_by_role("button", name="Зберегти всі позначені як чернетки").click()

    expect(page.locator(".proposal.closed")).to_have_count(before - 1)
    expect(page.locator('.notice[role="status"]')).to_be_visible()


def test_a_file_too_large_is_told_before_it_is_sent(signed_in: SignedIn, tmp_path: Path) -> None:
    large = tmp_path / "великий.txt"
    large.write_bytes(b"a" * (20 * 1024 * 1024 + 1))
    page = signed_in("/uk/desk/imports")

    page.set_input_files("#files", large)

    expect(page.locator("[data-too-large]")).to_contain_text("великий.txt")
