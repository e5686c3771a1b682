"""The title of a saved page: the story's, not that of the site or of who posted it."""

from __future__ import annotations

import pytest

from indexer.intake import readers
from indexer.intake.source import Source

PROSE = (
    "У 2018 році п’ятеро гончарів звернулися до ради з проханням виділити приміщення під спільну піч.",
    "Рада передала їм колишню котельню на десять років, а майстри самі полагодили дах і провели газ.",
)
PARAGRAPHS = "".join(f"<p>{words}</p>" for words in PROSE)


def story(body: str, title: str = "Вісник") -> Source:
    page = f"<html><meta charset=utf-8><title>{title}</title><body>{body}</body></html>"
    (source,) = readers.read("піч.html", page.encode()).sources
    return source


@pytest.mark.parametrize(
    ("window", "above"),
    [
        ("Сайт Барської громади :: Новини :: Піч для всіх", '<h1><a href="/">Бар</a></h1><h2>{0}</h2>'),
        ("Піч для всіх // Наш край", '<div id="logo"><h1>Наш край</h1></div><h2>{0}</h2>'),
        ("Піч для всіх – Громада", '<h1 class="site-title">Громада</h1><h2>{0}</h2>'),
        ("Блог гончаря: Піч для всіх", '<h1><a href="#">Блог гончаря</a></h1><h3>{0}</h3>'),
    ],
)
def test_of_several_headings_the_one_in_the_name_of_the_window_that_is_not_the_sites(
    window: str, above: str
) -> None:
    source = story(above.format("Піч для всіх") + PARAGRAPHS, window)

    assert source.title == "Піч для всіх"
    assert source.markdown == "\n\n".join(PROSE) + "\n"


@pytest.mark.parametrize(
    ("window", "publication"),
    [
        ("Піч для всіх | Гощанська селищна територіальна громада", "Гощанська селищна територіальна громада"),
        ("Вісник громад :: Піч для всіх", "Вісник громад"),
        ("Новини - Барська МТГ", "Барська МТГ"),
        ("Піч для всіх | by Марта Кохан | Наш край", "Наш край"),
        ("Піч для всіх", None),
    ],
)
def test_a_page_is_of_whom_the_name_of_the_window_says(window: str, publication: str | None) -> None:
    assert story(f"<h1>Піч для всіх</h1>{PARAGRAPHS}", window).stated.get("publication") == publication


def test_the_name_of_a_paper_in_large_letters_is_no_title_where_another_is_as_large() -> None:
    masthead = '<center><font size="6">БАРСЬКА ПРАВДА</font></center>'
    headed = f'{masthead}<font size="5">Піч для всіх гончарів</font>{PARAGRAPHS}'

    assert story(headed, "Барська правда - газета міста").title == "Піч для всіх гончарів"


def test_a_page_of_a_network_is_named_after_who_posted_and_the_post_by_its_first_line() -> None:
    lines = "".join(f'<div dir="auto">{words}</div>' for words in ("Як ми збудували піч", *PROSE))
    body = (
        f"<h1>Гончарі Бара</h1><div role=article><h2>Гончарі Бара</h2>"
        f"<span>14 серпня 2021 р. · Доступно всім</span>{lines}"
        '<div role="article" aria-label="Коментар"><div>А в Полтаві пече краще!</div></div></div>'
    )

    source = story(body, "(3) Гончарі Бара | Facebook")

    assert source.title == ""
    assert source.markdown == "\n\n".join(["Як ми збудували піч", *PROSE]) + "\n"


@pytest.mark.parametrize(
    "around",
    [
        "<p>28 вересня 2020 Пресслужба 890</p>",
        "<p>субота, 23 листопада 2019 року</p>",
        "<p><font size=5>Піч</font><br><font size=1>субота, 23 листопада 2019 року</font></p>",
        '<div class="brand"><h1>Барська громада</h1><p>офіційний портал громади</p></div>',
        "<p>№ 48 (10233) від 1 грудня 2020 р.</p>",
        "<p>Помітили помилку? Виділіть її та натисніть Ctrl+Enter.</p>",
        "<p>Дар’я Момот • 22 жовтня 2023 • Час читання: 4 хвилини</p>",
        '<section class="feedback"><h3>Напишіть нам</h3><p>Ваше ім’я</p></section>',
        '<section class="gallery"><h3>Фотогалерея</h3><p>Фото 1 з 12</p></section>',
        "<table><tr><td>{0}</td><td><b>Реклама</b><br>Продам дім у Барі.<br>Дрова рубані</td></tr></table>",
    ],
)
def test_what_pages_put_around_a_story_is_left_out(around: str) -> None:
    framed = around.format(PARAGRAPHS * 2) if "{0}" in around else PARAGRAPHS + around

    markdown = story(f"<h1>Піч</h1>{framed}").markdown

    assert set(markdown.strip().split("\n\n")) == set(PROSE)


def test_a_sentence_that_begins_with_a_date_stays() -> None:
    line = "28 вересня 2020 року в печі випалили перший глек."

    assert line in story(f"<h1>Піч</h1>{PARAGRAPHS}<p>{line}</p>").markdown
