"""How heavy and how steady a page is, as a browser on a slow phone meets it."""

from __future__ import annotations

import gzip
from urllib.request import Request, urlopen

import pytest

from tests.browser.conftest import PAGES, Open

# Of a page of results with ten hits: markup, style and script, compressed (issue C allows 60 KB).
_MOST_BYTES = 60_000


def _compressed(address: str) -> int:
    with urlopen(Request(address, headers={"Accept-Encoding": "gzip"})) as answer:
        body = answer.read()
        return len(body if answer.headers["Content-Encoding"] == "gzip" else gzip.compress(body))


def test_a_page_of_results_is_light(open_page: Open, site: str) -> None:
    """HTML, CSS and JavaScript of the fullest page of results stay under 60 KB compressed."""
    page = open_page("/uk/search?q=розвиток")
    parts = page.evaluate("performance.getEntriesByType('resource').map((r) => [r.initiatorType, r.name])")
    addresses = [site + "/uk/search?q=%D1%80%D0%BE%D0%B7%D0%B2%D0%B8%D1%82%D0%BE%D0%BA"]
    addresses += [name for kind, name in parts if kind in ("link", "script") and not name.endswith(".svg")]

    total = sum(_compressed(address) for address in addresses)
    print(f"results page: {total} bytes compressed")

    assert len(addresses) >= 3
    assert total <= _MOST_BYTES


def test_nothing_is_fetched_from_elsewhere(open_page: Open, site: str) -> None:
    """All that a page needs comes from the depository itself."""
    page = open_page("/uk/")

    names = page.evaluate("performance.getEntriesByType('resource').map((r) => r.name)")

    assert all(name.startswith(site) for name in names)


@pytest.mark.parametrize("name", ["home", "everything", "record", "map"])
def test_nothing_jumps_while_a_page_loads(open_page: Open, name: str) -> None:
    """On a slow phone (CPU 4×, 1.6 Mbit/s) the layout shifts by less than 0.02; the largest paint is told."""
    page = open_page("/healthz", width=390, height=844)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000},
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})

    page.goto(f"/uk{PAGES[name]}", wait_until="load")
    shift, paint = page.evaluate(
        """() => new Promise((resolve) => {
          let shift = 0, paint = 0;
          const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note))
            .observe({ type, buffered: true });
          watch('layout-shift', (entry) => { if (!entry.hadRecentInput) shift += entry.value; });
          watch('largest-contentful-paint', (entry) => { paint = entry.startTime; });
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve([shift, paint]))));
        })"""
    )
    print(f"{name}: layout shift {shift:.4f}, largest paint {paint:.0f} ms")

    assert shift < 0.02
    # The aim is 1 s, and 0.6–0.75 s was measured; a busy machine gets some room.
    assert paint < 2000
