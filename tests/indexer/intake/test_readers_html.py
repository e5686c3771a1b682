"""Saved pages: the story comes out, in its letters, and nothing of what stands around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from depository.errors import Invalid
from indexer.intake import readers
from indexer.intake.source import Source

FILES = Path(__file__).resolve().parents[2] / "files" / "import"

PAGE = """<html lang="uk"><head><meta charset="{charset}"><title>{title}</title></head><body>
<nav><a href="/">Головна</a> <a href="/novyny">Новини</a></nav>
<div id="cookie-notice">Ми вживаємо файли cookie. Гаразд?</div>
<h1>У Барі полагодили млин</h1>
<p>Старий млин у Барі не працював сорок років. У 2019 році громада зібрала гроші, полагодила колесо
і відкрила при ньому пекарню, де працюють дев’ятеро людей.</p>
<h2>Що вийшло</h2><p>За рік тут спекли двадцять тисяч хлібин і провели сто екскурсій для школярів.</p>
<div class="related-posts"><h3>Читайте також</h3><p>У Полтаві відкрили міст через річку.</p></div>
<footer>© 2020 Вісник</footer></body></html>"""


def page(charset: str = "utf-8", title: str = "У Барі полагодили млин | Вісник") -> str:
    return PAGE.format(charset=charset, title=title)


def read(data: bytes, name: str = "млин.html") -> Source:
    (source,) = readers.read(name, data).sources
    return source


def test_a_window_named_after_the_sort_of_text_gives_no_title() -> None:
    html = """<html><head><title>Прес-реліз</title></head><body><p><b>ПРЕС-РЕЛІЗ</b></p>
    <p>для негайного поширення</p><h2>Млин у Барі знову меле</h2>
    <p>Старий млин у Барі не працював сорок років, і ось громада полагодила його гуртом.</p></body></html>"""

    source = read(html.encode())

    assert source.title == "Млин у Барі знову меле"
    assert "негайного" not in source.markdown


@pytest.mark.parametrize(
    ("dates", "year"),
    [
        (["14 листопада 2019, 10:22"], 2019),
        (["14.11.2019", "15 листопада 2019 року"], 2019),
        (["14 листопада 2019", "2 січня 2020"], None),
        (["14 листопада 2019 млин запрацював"], None),
    ],
)
def test_a_page_is_of_the_year_of_its_dates_where_they_agree(dates: list[str], year: int | None) -> None:
    spans = "".join(f"<span>{date}</span>" for date in dates)

    assert read(page().replace("<h2>", f"{spans}<h2>").encode()).written == year


@pytest.mark.parametrize(
    ("written", "declared"),
    [
        ("utf-8", "utf-8"),
        ("cp1251", "windows-1251"),
        ("cp1251", "utf-8"),
        ("cp1251", ""),
        ("utf-8-sig", ""),
        ("utf-16", "x"),
    ],
)
def test_letters_are_right_whatever_the_page_claims_of_them(written: str, declared: str) -> None:
    source = read(page(declared).replace("’", "'").replace("©", "").encode(written))

    assert source.title == "У Барі полагодили млин"
    assert "громада зібрала гроші" in source.markdown


def test_nothing_around_the_story_is_taken() -> None:
    markdown = read(page().encode()).markdown

    assert "## Що вийшло" in markdown
    for furniture in ("Головна", "cookie", "Читайте", "Полтаві", "©"):
        assert furniture not in markdown


def test_the_title_is_not_said_again_in_the_text() -> None:
    assert "У Барі полагодили млин" not in read(page().encode()).markdown


@pytest.mark.parametrize(
    "title", ["Млин – Вісник", "Вісник » Млин ожив знову", "Млин ожив знову :: Вісник", "Млин"]
)
def test_a_heading_wins_over_the_title_of_the_window(title: str) -> None:
    assert read(page(title=title).encode()).title == "У Барі полагодили млин"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Як млин став пекарнею | Вісник громад", "Як млин став пекарнею"),
        ("Як млин став пекарнею – Вісник", "Як млин став пекарнею"),
        ("Вісник громад :: Як млин став пекарнею", "Як млин став пекарнею"),
        ("Млин – серце нашого старого міста", "Млин – серце нашого старого міста"),
    ],
)
def test_a_page_without_a_heading_has_its_title_without_the_site(title: str, expected: str) -> None:
    without = page(title=title).replace("<h1>У Барі полагодили млин</h1>", "")

    assert read(without.encode()).title == expected


def test_random_bytes_are_no_page() -> None:
    noise = bytes((number * 7919 + number // 3) % 256 for number in range(5000))

    with pytest.raises(Invalid) as refused:
        read(noise, "шум.html")

    assert refused.value.problems[0].file == "шум.html"


def test_a_text_named_as_a_page_is_told_apart() -> None:
    with pytest.raises(Invalid, match="no web page"):
        read("Просто текст без жодного тега.".encode(), "текст.html")


def test_a_page_knows_where_it_was_found() -> None:
    source = read((FILES / "page-dvory.html").read_bytes())

    assert source.address == "http://misto.example.org/novyny/uborka.php"


def test_a_page_held_by_tables_gives_its_middle_only() -> None:
    source = read((FILES / "page-dvory.html").read_bytes())

    assert source.title == "У Ладижині мешканці взяли дворики під опіку"
    assert "|" not in source.markdown
    assert source.markdown.startswith("У 2018 році")


def test_scripts_leave_nothing_behind() -> None:
    source = read(page().replace("<h2>", "<script>fetch('//evil')</script><h2>").encode())

    assert "evil" not in source.markdown and "<" not in source.markdown


STORY = (
    "Центр запрацював у приміщенні бібліотеки, і тепер тут щодня гостюють тридцять людей поважного віку.",
    "Кошти на меблі дав бюджет участі, а волонтери провели ремонт за два місяці.",
)
ODD_PAGES = {
    "a form around everything": '<form id="form1"><div><a href="/">Головна</a> <a href="/m">Мер</a></div>'
    "<h1>Центр у Долині</h1><p>{0}</p><p><b>Читайте також:</b> Полтава купила автобуси</p><p>{1}</p></form>",
    "every paragraph in a widget": '<div class="elementor-widget"><h1>Центр у Долині</h1></div>'
    '<div class="elementor-widget"><p>{0}</p></div><div class="elementor-widget"><p>{1}</p></div>'
    '<div class="elementor-widget"><h3>Вас може зацікавити</h3><h4>Мер і Полтава</h4><p>Свято.</p></div>',
    "line breaks for paragraphs": "<div>Меню<ul><li><a>Головна</a><li><a>Мер</a></ul></div>"
    "<h1>Центр у Долині</h1><div>Фото: пресслужба<br><br>{0}<br><br>{1}</div>"
    "<div>Коментарі<br>Гість: а в нас Полтава далеко!</div>",
    "a link to read in the midst": "<h1>Центр у Долині</h1><p>{0}</p><p><strong>Читайте також:</strong></p>"
    '<p><a href="/1">Полтава купила автобуси</a></p><p>{1}</p>',
    "a cookie note among the words": "<h1>Центр у Долині</h1><p>{0}</p><p>{1}</p>"
    "<p>Ми використовуємо файли cookie. Головна мета – зручність.</p>",
}


@pytest.mark.parametrize("layout", ODD_PAGES.values(), ids=ODD_PAGES)
def test_pages_of_odd_make_give_their_story_alone(layout: str) -> None:
    source = read(f"<html><meta charset=utf-8><body>{layout.format(*STORY)}</body></html>".encode())

    assert source.title == "Центр у Долині"
    assert source.markdown == f"{STORY[0]}\n\n{STORY[1]}\n"


PROSE = (
    "У 2018 році п’ятеро гончарів звернулися до ради з проханням виділити приміщення під спільну піч.",
    "Рада передала їм колишню котельню на десять років, а майстри самі полагодили дах і провели газ.",
    "Піч запрацювала восени, і за перший рік у ній випалили шість тисяч виробів з місцевої глини.",
)
PARAGRAPHS = "".join(f"<p>{words}</p>" for words in PROSE)
SIDE = "<b>Афіша</b><br>«Назар Стодоля»<br>«Лісова пісня»<br>Продам мотоблок<br>USD 27,15<br>Травень 2018"


def story(body: str, title: str = "Вісник") -> Source:
    return read(f"<html><meta charset=utf-8><title>{title}</title><body>{body}</body></html>".encode())


@pytest.mark.parametrize(
    "layout",
    [
        "<table><tr><td>{side}</td><td><h1>Піч</h1>{prose}</td><td>{side}</td></tr></table>",
        "<div><div>{side}</div><div><h1>Піч</h1>{prose}</div></div>",
    ],
)
def test_columns_beside_a_story_are_left_out_though_they_are_no_links(layout: str) -> None:
    source = story(layout.format(side=SIDE, prose=PARAGRAPHS))

    assert source.markdown == "\n\n".join(PROSE) + "\n"


@pytest.mark.parametrize(
    "part",
    [
        "<ul><li>глина<li>піч<li>дах<li>газ<li>ринок</ul>",
        "<table><tr><th>Рік</th><th>Виробів</th></tr><tr><td>2018</td><td>6000</td></tr></table>",
        "<div><h2>Партнери</h2><p>Рада</p><p>Музей</p></div>",
    ],
)
def test_short_parts_of_a_story_stay(part: str) -> None:
    source = story(f"<h1>Піч</h1><div>{PARAGRAPHS}{part}</div>")

    assert any(word in source.markdown for word in ("глина", "6000", "Партнери"))


@pytest.mark.parametrize(
    ("window", "heading"),
    [
        ("Проєкти / Піч для всіх – Фонд", '<div style="font-size:32px">{0}</div>'),
        ("Новини - Барська МТГ", '<div class="title">{0}</div>'),
        ("Барська міська рада", "<p class=MsoTitle><b>{0}</b></p>"),
        ("Новини | Миргородська рада", "<p><strong>{0}</strong></p>"),
        ("Вісник", '<font size="5">{0}</font>'),
        ("Вісник", '<div class="news-title">{0}</div>'),
    ],
)
def test_what_only_looks_like_a_heading_is_the_title_of_a_page_that_has_none(
    window: str, heading: str
) -> None:
    source = story(f"{heading.format('Піч для всіх: гончарі разом')}{PARAGRAPHS}", window)

    assert source.title == "Піч для всіх: гончарі разом"
    assert source.markdown == "\n\n".join(PROSE) + "\n"


def test_the_way_to_a_page_is_not_its_title() -> None:
    assert story(PARAGRAPHS, "Проєкти / Піч для гончарів – Фонд").title == "Піч для гончарів"


def test_a_post_of_a_network_is_not_named_after_who_posted_it() -> None:
    assert story(PARAGRAPHS, "(3) Громада Барська - Facebook").title == ""


@pytest.mark.parametrize(
    "line",
    [
        "Код ЄДРПОУ 33445566",
        "м. Хмільник, вул. Столярчука, 10, тел.: +38 (04338) 2-22-33",
        "Тел./факс: (03477) 2-70-16",
        "© 2018 Вісник. Передрук лише з посиланням.",
        "Підпишіться на нашу розсилку, щоб не пропустити новин.",
        "Поділитися у Facebook Telegram",
        "Цей сайт використовує файли cookie.",
        "Розробка сайту: студія «Піксель»",
        "14 березня 2020, 10:25",
        "Кількість переглядів: 452",
    ],
)
def test_lines_at_the_foot_are_left_out(line: str) -> None:
    assert story(f"<h1>Піч</h1>{PARAGRAPHS}<p>{line}</p>").markdown == "\n\n".join(PROSE) + "\n"


@pytest.mark.parametrize(
    "line",
    [
        "Майстерня працює на вул. Гончарній щодня, крім понеділка, і приймає учнів шкіл міста.",
        "Записатися можна за номером (05355) 5-22-11, слухавку бере сам майстер Петро Лісовий.",
        "Підписуйтеся під петицією, казали нам у раді.",
    ],
)
def test_a_sentence_of_the_story_is_no_foot(line: str) -> None:
    assert line in story(f"<h1>Піч</h1>{PARAGRAPHS}<p>{line}</p>").markdown


def test_answers_to_a_post_are_left_out() -> None:
    answers = "<div>Усі реакції:</div><div>312</div><div>Ольга</div><div>Молодці, а в нас такого нема!</div>"

    assert "Молодці" not in story(f"<h1>Піч</h1>{PARAGRAPHS}{answers}").markdown


def test_a_page_of_many_paragraphs_is_read_in_time_by_its_length() -> None:
    source = story("<h1>Піч</h1>" + PARAGRAPHS * 3000)

    assert len(source.markdown) > 800_000


def test_a_heading_that_leads_home_is_the_name_of_the_site() -> None:
    html = """<html><head><title>Сусіди полагодили млин — Платформа «Наш край»</title></head><body>
    <header><h1><a href="/">Наш край</a></h1></header><div><h2>Сусіди полагодили млин</h2>
    <p>Старий млин у Барі не працював сорок років, аж доки сусіди не зібрали
    грошей і не полагодили колеса.</p>
    <p>Тепер при ньому є пекарня, у якій щодня печуть хліб для всіх трьох шкіл громади.</p></div>
    </body></html>"""

    assert read(html.encode()).title == "Сусіди полагодили млин"


def test_furniture_in_several_pieces_on_one_line_is_none_of_the_story() -> None:
    line = "<p>Версія для друку | Переглядів: 512</p>"
    html = page().replace('<div class="related-posts">', line + '<div class="related-posts">')

    markdown = read(html.encode()).markdown

    assert "512" not in markdown and "друку" not in markdown
    assert "двадцять тисяч хлібин" in markdown


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ('<meta property="article:published_time" content="2020-03-02T10:00:00+02:00">', 2020),
        ('<script type="application/ld+json">{"datePublished": "2018-11-20"}</script>', 2018),
        ('<time datetime="2021-03-18">18 березня</time>', 2021),
        ('<time datetime="PT5M">5 хв</time>', None),
        ("", None),
    ],
)
def test_a_page_says_when_it_was_written(told: str, written: int | None) -> None:
    assert read(page().replace("</nav>", f"</nav>{told}").encode()).written == written


def test_what_a_page_states_in_a_box_is_of_the_story_unless_it_is_said_of_several() -> None:
    box = '<div class="meta-box"><div>Період: жовтень 2018 – березень 2019</div><div>Громада: Бар</div></div>'
    others = (
        '<div class="box"><div>Громада: Полтава</div></div><div class="box"><div>Громада: Смига</div></div>'
    )

    markdown = read(
        page().replace("<h1>", f"{box}<h1>").replace("<footer>", f"{others}<footer>").encode()
    ).markdown

    assert "Період: жовтень 2018 – березень 2019\n" in markdown
    assert "Полтава" not in markdown


def test_a_list_of_names_and_values_is_stated_too() -> None:
    stated = "<dl><dt>Період</dt><dd>2017–2018</dd><dt>Автор</dt><dd>Ірина Гай</dd></dl>"

    assert "Період: 2017–2018\n" in read(page().replace("<h2>", f"{stated}<h2>").encode()).markdown
