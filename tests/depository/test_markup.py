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
