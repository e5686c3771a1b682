"""Bodies become pages without anything that could harm a reader, and plain words for searching."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from depository import markup

ALLOWED = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h2",
    "h3",
    "h4",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "ul",
}
ALLOWED |= {"table", "tbody", "td", "th", "thead", "tr"}


def resolve(scheme: str, target: str) -> str | None:
    """Addresses for the tests: everything is there but what is called nowhere."""
    return None if target == "nowhere" else f"/uk/{scheme}s/{target}"


def shown(body: str) -> str:
    return markup.html(body, resolve).strip()


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("Рядок **жирний** і *тонкий*.", "<p>Рядок <strong>жирний</strong> і <em>тонкий</em>.</p>"),
        ("- один\n- два", "<ul>\n<li>один</li>\n<li>два</li>\n</ul>"),
        (
            "[Яремче](place:yaremche)",
            '<p><a href="/uk/places/yaremche" rel="noopener nofollow">Яремче</a></p>',
        ),
        ("[туди](record:nowhere)", "<p>туди</p>"),
        ("# Розділ", '<h2 id="section-1">Розділ</h2>'),
        ("###### Дрібно", "<h4>Дрібно</h4>"),
        ("5 < 7 & 7 > 5", "<p>5 &lt; 7 &amp; 7 &gt; 5</p>"),
    ],
)
def test_markdown_becomes_html(body: str, html: str) -> None:
    assert shown(body) == html


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](javascript:alert(1))",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        '[x](<javascript:alert(1)> "y")',
        "<javascript:alert(1)>",
        '[x](https://a.example "a" onclick="alert(1)")',
        "<a href='https://a.example' style='position:fixed'>x</a>",
        "<iframe src=//a.example></iframe>",
        "<svg><script>alert(1)</script></svg>",
        '[x](record:a"onmouseover=alert(1))',
        "```<script>\nalert(1)\n```",
        "<style>*{display:none}</style>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ],
)
def test_nothing_in_a_body_runs(body: str) -> None:
    """Neither scripts nor handlers nor styles nor addresses of other schemes survive."""
    tree = BeautifulSoup(shown(body), "html.parser")

    assert {tag.name for tag in tree.find_all()} <= ALLOWED
    for tag in tree.find_all():
        assert set(tag.attrs) <= {"href", "rel", "id", "start"}
        assert re.match(r"(https?:|mailto:|/uk/|#|$)", str(tag.get("href", ""))), tag


@given(st.text("<>/=\"'()[]!#*_`:&;\n -ascriptonhef1яї", max_size=200))
def test_whatever_a_body_holds_the_page_is_safe(body: str) -> None:
    tree = BeautifulSoup(shown(body), "html.parser")

    assert {tag.name for tag in tree.find_all()} <= ALLOWED
    assert all(set(tag.attrs) <= {"href", "rel", "id", "start"} for tag in tree.find_all())


def test_contents_lead_to_the_headings() -> None:
    """Each entry's anchor stands in the page, once."""
    body = "## Виклик\n\nТекст\n\n### Дрібниця\n\n## Рішення\n\nТекст"
    html = shown(body)

    found = markup.sections(body)

    assert [section.title for section in found] == ["Виклик", "Рішення"]
    assert all(html.count(f'id="{section.anchor}"') == 1 for section in found)


def test_plain_text_is_the_words_alone() -> None:
    """Headings are left out, marks are gone, a paragraph is a line."""
    body = "## Рішення\n\nМісто **відкрило** [центр](place:yaremche),\nнову школу.\n\n- парк\n- сквер\n"

    assert markup.plain(body) == "Місто відкрило центр, нову школу.\nпарк\nсквер"


def test_marks_never_glue_or_split_words() -> None:
    """«**само**врядування» is one word, and two cells of a table are two."""
    assert markup.plain("**само**врядування") == "самоврядування"
    assert markup.plain("| а | б |\n|---|---|\n| в | г |").split() == ["а", "б", "в", "г"]


def test_a_list_inside_a_list_is_said_once() -> None:
    assert markup.plain("- парк\n  - сквер\n").split() == ["парк", "сквер"]


def test_a_loose_list_is_said_once() -> None:
    assert markup.plain("- парк\n\n- сквер\n").split() == ["парк", "сквер"]


def test_headings_are_plain_words() -> None:
    body = "## Як *Бар* [розпродав](theme:tourism)\nкомірки\n\nТекст\n\nПідсумок\n===\n"

    assert markup.headings(body) == ["Як Бар розпродав", "Підсумок"]
    assert markup.headings("Текст без заголовків") == []


def test_links_into_the_depository_know_their_line() -> None:
    body = "Перший\n\n- [а](record:a)\n- [б](theme:b) і [в](https://a.example)\n"

    assert list(markup.links(body)) == [markup.Link("record", "a", 3), markup.Link("theme", "b", 4)]


def test_a_link_that_cannot_be_an_id_is_still_seen() -> None:
    """Or nobody would learn that it leads nowhere."""
    assert [link.target for link in markup.links("[x](record:Яремче) <theme:Tourism>")] == [
        "Яремче",
        "Tourism",
    ]


@pytest.mark.parametrize(
    ("body", "given", "line"),
    [
        ("<script>alert(1)</script>", "<script>", 1),
        ("Перший\nдругий <SCRIPT src=//a.example", "<script>", 2),
        ("Перший\n\n- два\n- <iframe src=//a.example></iframe>", "<iframe>", 4),
        ("# <style>*{display:none}</style>", "<style>", 1),
        ("| а | б |\n|---|---|\n| в | <object> |", "<object>", 3),
        ("Ось <form action=x>", "<form>", 1),
        ("\n\nПерший\n\n<embed src=x>", "<embed>", 3),
        ("<img src=x onerror=alert(1)>", "onerror=", 1),
        ("<svg/onload=alert(1)>", "onload=", 1),
        ("<a\nonclick = 'x'>тут</a>", "onclick =", 1),
        ("<a href='javascript:alert(1)'>тут</a>", "javascript:", 1),
        ("Перший\n[x](javascript:alert(1))", "javascript:", 2),
        ("[x](JaVaScRiPt:alert(1))", "JaVaScRiPt:", 1),
        ("[x](java&#115;cript:alert(1))", "javascript:", 1),
        ("[x](javascript:alert('a b'))", "javascript:", 1),
        ("![x](vbscript:x)", "vbscript:", 1),
        ("<javascript:alert(1)>", "javascript:", 1),
        ("[x](data:text/html;base64,PHNjcmlwdD4=)", "data:", 1),
        ("[x]\n\n[x]: javascript:alert(1)", "javascript:", 1),
    ],
)
def test_what_could_run_is_found_at_its_line(body: str, given: str, line: int) -> None:
    assert markup.Active(given, line) in set(markup.active(body))


@pytest.mark.parametrize(
    "body",
    [
        "Текст без нічого",
        "a < b, 5<7, <дуже> добре, <форма on=1>, <b>жирно</b>, <img src=x>",
        "Пишіть `<script>alert(1)</script>` або `[x](javascript:y)`",
        "Так:\n\n```html\n<script>alert(1)</script>\n```\n\n    <iframe>\n",
        "&lt;script&gt; і \\<script>",
        "Сценарій (script: так) і дані (data: ні); only = on = 1",
        "[сайт](https://a.example/?on=1&script=x) <https://a.example> <me@a.example>",
        "[запис](record:a) ![знак](data:image/png;base64,AA)",
    ],
)
def test_what_is_harmless_or_meant_to_be_read_is_left_alone(body: str) -> None:
    assert list(markup.active(body)) == []


def test_looking_for_scripts_takes_time_by_length_and_not_by_its_square() -> None:
    for piece in ("<a ", "<a =", "<a on", " on", "<", "<a href=javascript"):
        list(markup.active("<a" + piece * 30_000))
