"""A real browser over the real service: the corpus with one record withdrawn, served on a free port."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from web import create_app
from web.settings import Settings

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WITHDRAWN = """---
id: vylucheno
kind: success-story
title: Запис, якого більше немає
places: [yaremche]
scope: settlement
themes: [tourism]
status: withdrawn
reason: Історію виклали докладніше в іншому записі.
replaced_by: yaremchanshchyna-turyzm
---

## Виклик

Тексту тут більше немає.
"""
# One page of every type, without the language it begins with.
PAGES = {
    "home": "/",
    "everything": "/search",
    "results": "/search?q=туризм&city=yaremche&city=khmilnyk",
    "explained": "/search?q=громадський+бюджет&explain=1",
    "nothing": "/search?q=туризм&city=bar&year=2016",
    "record": "/records/melitopol-zshyty-kruto?q=підприємництво",
    "theme": "/themes/tourism",
    "place": "/places/vinnytsia",
    "map": "/map?q=підприємництво",
    "help": "/help",
    "about": "/about",
    "unreadable": "/search?page=-3&year=abc",
    "missing": "/records/nemaie",
    "withdrawn": "/records/vylucheno",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def site(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running service."""
    folder = tmp_path_factory.mktemp("browsed")
    shutil.copytree(corpus, folder / "corpus")
    (folder / "corpus" / "records" / "vylucheno.md").write_text(WITHDRAWN, encoding="utf-8")
    app = create_app(Settings(corpus=folder / "corpus", data=folder / "data"))
    app.extensions["depository"].refresh()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; `DEPOSITORY_CHROMIUM` names another, Playwright's own is the last resort."""
    found = os.environ.get("DEPOSITORY_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=_QUIET)
        yield launched
        launched.close()


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Open]:
    """Opens a page of the service; whatever goes wrong in its console fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(
        path: str,
        *,
        width: int = 1280,
        height: int = 900,
        script: bool = True,
        ours: bool = True,
        **options: object,
    ) -> Page:
        """Without `script` nothing runs at all; without `ours` only what a test brings along, such as axe."""
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            base_url=site,
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(8_000)
        contexts.append(context)
        if not ours:
            context.route("**/*.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                # A page of an error comes with its status, and a test may cut the connection.
                if message.type == "error" and "Failed to load resource" not in message.text
                else None
            ),
        )
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints
