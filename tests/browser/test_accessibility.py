"""What axe can tell of every page, and what it cannot."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import PAGES, Open

_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def _violations(page: Page) -> list[str]:
    found = Axe().run(page, options=_RULES).response["violations"]
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page: Open, name: str, language: str, script: bool) -> None:
    """No violation on any page type, in either language and colour scheme, with and without script."""
    page = open_page(f"/{language}{PAGES[name]}", ours=script)

    assert _violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert _violations(page) == []


def test_axe_finds_nothing_in_the_panel_and_the_suggestions(open_page: Open) -> None:
    """What opens over a page is as accessible as the page."""
    panel = open_page("/uk/search?q=туризм#filters", width=390)
    box = open_page("/uk/")
    box.locator("#q").fill("турист")
    box.get_by_role("option").first.wait_for()

    assert _violations(panel) == []
    assert _violations(box) == []


_HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4')]
  .filter((heading) => heading.checkVisibility()).map((heading) => Number(heading.tagName[1]))"""
_SMALL_TARGETS = """() => {
  const controls = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), summary')]
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ element, box }) => box.width > 2 && box.height > 2 && !element.closest('.unseen')
      && getComputedStyle(element).visibility !== 'hidden');
  const links = new Map();
  for (const { element, box } of controls) {
    if (!element.closest('svg')) links.set(element.getAttribute('href'), box);
  }
  const centre = (box) => [box.left + box.width / 2, box.top + box.height / 2];
  // A circle of 24 px around the middle of a small control may not meet another control, or its circle.
  const crowded = ({ element, box }) => controls.some((other) => {
    if (other.element.contains(element) || element.contains(other.element)) return false;
    const [x, y] = centre(box);
    const dx = Math.max(other.box.left - x, 0, x - other.box.right);
    const dy = Math.max(other.box.top - y, 0, y - other.box.bottom);
    const small = other.box.width < 24 || other.box.height < 24;
    const [ox, oy] = centre(other.box);
    return Math.hypot(dx, dy) < 12 || (small && Math.hypot(ox - x, oy - y) < 24);
  });
  // A link in a run of text is as high as its line.
  const inText = (element) => getComputedStyle(element).display === 'inline'
    && [...element.parentElement.childNodes]
      .some((node) => node.nodeType === 3 && /[\\p{L}]{2}/u.test(node.data));
  // A circle on the map has its equal in the list beside it.
  const twice = (element) => element.closest('svg')
    && (links.has(element.getAttribute('href')) || element.closest('.beside'));
  return controls
    .filter(({ box }) => box.width < 23.9 || box.height < 23.9)
    .filter((control) => !inText(control.element) && !twice(control.element) && crowded(control))
    .map(({ element, box }) =>
      `${Math.round(box.width)}×${Math.round(box.height)} ${element.outerHTML.slice(0, 120)}`);
}"""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_its_headings_and_room_for_fingers(open_page: Open, name: str) -> None:
    """One h1 and no level left out, the landmarks; targets of 24 px, or room of that size around them (WCAG
    2.5.8), on a desk and on a phone; nothing cut off at 320 px, which is 1280 px at 400 %."""
    page = open_page(f"/uk{PAGES[name]}")

    levels = page.evaluate(_HEADINGS)
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    for role in ("main", "banner", "search", "contentinfo"):
        assert page.get_by_role(role).count() == 1, role  # type: ignore[arg-type]
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(_SMALL_TARGETS) == [], width
    page.set_viewport_size({"width": 320, "height": 256})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", ["home", "results", "record", "map", "help"])
def test_an_english_page_reflows_too(open_page: Open, name: str) -> None:
    """English words are longer than Ukrainian ones here and there: at 320 px they fit as well."""
    page = open_page(f"/en{PAGES[name]}", width=320, height=256)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


_CONTRAST = """(selector) => {
  const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const parse = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number).map(channel);
  const luminance = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return [...document.querySelectorAll(selector)].map((element) => {
    const style = getComputedStyle(element);
    const [a, b] = [style.color, style.backgroundColor].map(parse).map(luminance).sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marked_words_can_be_read(open_page: Open, scheme: str) -> None:
    """Marks have a contrast of 7:1 in themselves, and stand out from the paper."""
    page = open_page("/uk/search?q=туризм", color_scheme=scheme)

    contrasts = page.evaluate(_CONTRAST, "mark")

    assert contrasts and min(contrasts) >= 7


def test_forced_colours_keep_what_colour_says(open_page: Open) -> None:
    """With the reader's own colours, marks, bars and circles are still there to see."""
    page = open_page("/uk/search?q=туризм", forced_colors="active")
    colours = page.evaluate(
        """() => {
          const of = (selector, property) => getComputedStyle(document.querySelector(selector))[property];
          const paper = of('body', 'backgroundColor');
          return { paper, mark: of('mark', 'backgroundColor'), bar: of('.bar', 'fill') };
        }"""
    )

    assert colours["mark"] != colours["paper"]
    assert colours["bar"] != colours["paper"]


def test_nothing_moves_where_motion_is_unwanted(open_page: Open) -> None:
    """`prefers-reduced-motion` leaves no animation and no transition."""
    page = open_page("/uk/search?q=туризм#filters", width=390, reduced_motion="reduce")

    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter((element) => {
          const style = getComputedStyle(element);
          return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
        }).length + document.getAnimations().length"""
    )

    assert moving == 0


def test_words_of_the_other_language_say_so(open_page: Open) -> None:
    """On an English page Ukrainian text carries lang="uk", so that it is read out as Ukrainian."""
    page = open_page("/en/records/melitopol-zshyty-kruto")

    unsaid = page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const found = [];
          while (walker.nextNode()) {
            const parent = walker.currentNode.parentElement;
            const lang = parent.closest('[lang]').lang;
            const text = walker.currentNode.data;
            if (lang === 'en' && /[а-яіїєґ]{3}/i.test(text)) found.push(text);
          }
          return found;
        }"""
    )

    assert unsaid == []
