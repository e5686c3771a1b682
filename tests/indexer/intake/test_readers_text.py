"""Markdown and plain text in every encoding; what a page would swallow is taken out and told."""

from __future__ import annotations

import pytest

from depository.errors import Invalid
from depository.intake import SCRIPTS_REMOVED
from indexer.intake import readers
from indexer.intake.readers import LEFT_OUT, cleaning
from indexer.intake.source import Source

STORY = "Млин у Барі\n\nГромада полагодила старий млин, і він знову меле борошно.\nПекарня продає хліб.\n"


def read(data: bytes, name: str) -> Source:
    (source,) = readers.read(name, data).sources
    return source


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8_u", "utf-16", "utf-16-le", "cp1125"]
)
def test_text_is_read_in_any_encoding_of_ukrainian(encoding: str) -> None:
    source = read(STORY.replace("\n", "\r\n").encode(encoding), "млин.txt")

    assert "Громада полагодила старий млин" in source.markdown
    assert "\r" not in source.markdown and "\ufeff" not in source.markdown


def test_lines_of_a_paragraph_are_joined_and_points_of_a_list_are_not() -> None:
    text = "Перший рядок\nтого самого абзацу.\n\n• один\n• два\n"

    assert read(text.encode(), "a.txt").markdown == "Перший рядок того самого абзацу.\n\n- один\n- два\n"


def test_words_broken_at_the_ends_of_lines_are_made_whole() -> None:
    text = "Двадцять шва-\nчок відкрили ательє, а соціально-\nекономічний відділ дав їм машини.\n"

    assert read(text.encode(), "a.txt").markdown == (
        "Двадцять швачок відкрили ательє, а соціально-економічний відділ дав їм машини.\n"
    )


def test_numbers_of_sections_begin_lines_of_their_own() -> None:
    text = "ЗВІТ ЗА РІК\nРозділ 2. Історії\n2.1. Млин, що співає\n\nМлин полагодили влітку.\n"

    assert read(text.encode(), "a.txt").markdown.split("\n\n")[:3] == [
        "ЗВІТ ЗА РІК",
        "Розділ 2. Історії",
        "2.1. Млин, що співає",
    ]


FORWARDED = """Від: Оля Гай <olia@example.org>
Кому: редакція
Тема: Fwd: текст для збірки

Добрий день!

{headline}

Громада полагодила старий млин.
"""


def test_a_headline_in_a_letter_is_more_than_what_the_letter_is_about() -> None:
    headed = read(FORWARDED.format(headline="МЛИН ЗНОВУ МЕЛЕ БОРОШНО").encode(), "a.txt")
    plain = read(FORWARDED.format(headline="Ось він.").encode(), "a.txt")

    assert (headed.title, plain.title) == ("", "текст для збірки")


def test_fields_above_a_text_need_no_fence() -> None:
    source = read("Title: Млин, що співає\nAuthor: Оля Гай\n\nМлин полагодили.\n".encode(), "a.md")

    assert source.stated == {"Title": "Млин, що співає", "Author": "Оля Гай"}
    assert source.markdown == "Млин полагодили.\n"


@pytest.mark.parametrize(
    "text",
    [
        "Увага: млин меле\nРаджу: прийти\n\nВін стоїть край села.\n",
        "Назва: Млин\n\nВін стоїть край села.\n",
        "Назва: Млин\nВін стоїть край села.\n\nЙого полагодили.\n",
    ],
)
def test_lines_with_a_colon_are_no_fields_without_a_title_among_them(text: str) -> None:
    source = read(text.encode(), "a.md")

    assert source.stated == {}
    assert source.markdown == text


OFFICIAL = """Виконавчий комітет

Барської міської ради

12.03.2020 № 114/08

На № 22 від 01.03.2020

Про досвід млина

У місті стояв старий млин, який не працював сорок років, і громада вирішила його полагодити гуртом.

{below}"""


@pytest.mark.parametrize(
    "below",
    ["Міський голова Т. Б. Левада", "Начальниця відділу культури Оксана ЛЕВАДА", "Вик.: Мороз 55-00-11"],
)
def test_the_head_and_the_signature_of_an_official_letter_are_told_and_left(below: str) -> None:
    source = read(OFFICIAL.format(below=below).encode(), "a.txt")

    assert "114/08" not in source.markdown and below not in source.markdown
    assert "сорок років" in source.markdown
    (note,) = [note for note in source.notes if note.message == LEFT_OUT]
    assert below in str(note.values["lines"]) and "114/08" in str(note.values["lines"])


def test_a_sentence_of_a_mayor_is_no_signature() -> None:
    text = "Млин полагодили.\n\nМіський голова Тарас Левада каже: «Меле!»\n"

    assert "Тарас Левада каже" in read(text.encode(), "a.txt").markdown


def test_notes_of_a_page_above_the_text_are_left() -> None:
    source = read(
        "> Статус: готово · Власник: Оля · Оновлено: 3 лютого 2022\n\nМлин меле.\n".encode(), "a.md"
    )

    assert source.markdown == "Млин меле.\n"


def test_a_line_of_five_megabytes_is_refused_and_hangs_nothing() -> None:
    with pytest.raises(Invalid, match="longer than") as refused:
        read(b"slovo " * 900_000, "довгий.txt")

    assert refused.value.problems[0].file == "довгий.txt"
    assert refused.value.problems[0].field == "body"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\t\n", b"\0\0\0"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid, match="empty"):
        read(data, "порожній.md")


def test_a_text_with_fields_at_its_head_is_read_by_them() -> None:
    assert read("---\nНазва: Млин\n---\nТекст.\n".encode(), "a.txt").stated == {"Назва": "Млин"}


def test_front_matter_is_read_with_the_line_of_each_field() -> None:
    source = read(
        "\ufeff---\r\ntitle: Млин\r\nмісто: Бар\r\n---\r\n\r\n# Млин\r\n\r\nТекст.\r\n".encode(), "a.md"
    )

    assert source.stated == {"title": "Млин", "місто": "Бар"}
    assert source.lines == {"title": 2, "місто": 3}
    assert (source.title, source.markdown) == ("Млин", "Текст.\n")


@pytest.mark.parametrize(
    ("front", "line"),
    [("title: Млин: початок\ncity: Бар", 2), ("title: [Млин", 2), ("a: 1\na: 2", 3), ("- просто", 2)],
)
def test_broken_front_matter_is_refused_with_its_line(front: str, line: int) -> None:
    with pytest.raises(Invalid) as refused:
        read(f"---\n{front}\n---\n\nТекст.\n".encode(), "зламаний.md")

    problem = refused.value.problems[0]
    assert (problem.file, problem.line) == ("зламаний.md", line)


def test_front_matter_that_never_ends_is_refused() -> None:
    with pytest.raises(Invalid, match="does not end"):
        read("---\ntitle: Млин\n\nТекст.\n".encode(), "a.md")


def test_scripts_and_markup_are_removed_and_told() -> None:
    text = "Було <b>добре</b>.\n\n<script>alert('х')</script>\n\n<iframe src=x>вікно</iframe>Стало краще.\n"

    source = read(text.encode(), "a.md")

    assert source.markdown == "Було добре.\n\nСтало краще.\n"
    assert {note.message for note in source.notes} == {SCRIPTS_REMOVED, cleaning.MARKUP}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[сайт](https://example.org/a_(b))", "[сайт](https://example.org/a_(b))"),
        ("[запис](record:bar-mlyn)", "[запис](record:bar-mlyn)"),
        ("[тут](javascript:alert(1))", "тут"),
        ("[тут](../admin)", "тут"),
        ("![схема](img.png)поруч", "поруч"),
        ("2 < 3 і 5 > 4", "2 < 3 і 5 > 4"),
        ("<https://example.org>", "<https://example.org>"),
        ("<scr<script>ipt>alert(1)</script>", "<scr"),
        ("до <!-- нотатка --> після", "до  після"),
        ("<p onclick=x", "<p onclick=x"),
        ("ря\u00adдок\x00 і \ud83d", "рядок і "),
    ],
)
def test_what_is_left_of_markup(written: str, expected: str) -> None:
    assert cleaning.clean(written)[0] == expected


def test_a_script_never_closed_does_not_swallow_the_story() -> None:
    assert cleaning.clean("Початок <script> і далі історія.")[0] == "Початок  і далі історія."


def test_cleaning_takes_time_by_length_and_not_by_its_square() -> None:
    assert cleaning.clean("<script" * 200_000)[0]
    assert cleaning.clean("<!--" * 200_000)[0]
    assert cleaning.clean("[a](" * 100_000)[0]


@pytest.mark.parametrize("name", ["блог.md", "блог.txt"])
@pytest.mark.parametrize(
    "parting",
    [
        "Підписуйтеся на мій канал!",
        "Поширити",
        "Автор: Марина Ткач",
        "Фото: Ігор Савчук",
        "Читайте також: Полтава без пластику\n\n- Вітряки\n- Мости",
        "Сподобалося? Пригостіть автора кавою.",
        "Дякуємо за увагу!\n\n#Бар #млин",
        "Контакти для преси:\n\nІрина Гончар, тел. +38 067 111 22 33, press@example.org",
    ],
)
def test_what_an_author_says_in_parting_is_left_out_and_told(name: str, parting: str) -> None:
    source = read(f"Громада полагодила млин.\n\nПекарня продає хліб.\n\n{parting}\n".encode(), name)

    assert source.markdown == "Громада полагодила млин.\n\nПекарня продає хліб.\n"
    assert [note.message for note in source.notes] == [LEFT_OUT]


@pytest.mark.parametrize(
    "line",
    [
        "- млин\n- пекарня",
        "Поділіться досвідом із сусідами: так роблять у Барі.",
        "Підтримайте місцевих виробників.",
        "Підписуйте договір завчасно.",
        "Мешканцям сподобалося.",
    ],
)
def test_the_last_words_of_a_story_stay(line: str) -> None:
    source = read(f"Громада полагодила млин.\n\n{line}\n".encode(), "a.md")

    assert source.markdown.endswith(f"{line}\n")
    assert source.notes == ()


def test_the_same_words_in_the_midst_of_a_story_are_the_storys() -> None:
    text = "Громада полагодила млин.\n\nФото: двір до ремонту\n\nПекарня продає хліб.\n"

    assert read(text.encode(), "a.md").markdown == text


def test_a_record_of_ours_is_left_as_it_is() -> None:
    text = "---\nid: bar-mlyn\n---\nГромада полагодила млин.\n\nАвтор: Марина Ткач\n"

    assert read(text.encode(), "bar-mlyn.md").markdown.endswith("Ткач\n")


LETTER = """Від: Пресслужба <press@bar.example>
Кому: редакції
Дата: 18 січня 2021 р.
Тема: Fwd: Млин знову меле

Млин у Барі полагодили сусіди, і тепер він меле борошно для трьох шкіл.

З повагою,
відділ інформації
"""


def test_a_saved_letter_is_titled_by_its_subject_and_has_no_header_and_no_farewell() -> None:
    (source,) = readers.read("лист.txt", LETTER.encode()).sources

    assert source.title == "Млин знову меле"
    assert source.markdown == "Млин у Барі полагодили сусіди, і тепер він меле борошно для трьох шкіл.\n"


def test_two_lines_with_colons_are_no_header_of_a_letter() -> None:
    (source,) = readers.read("a.txt", "Тема: млин\nДата: весна\n\nМлин меле.\n".encode()).sources

    assert source.title == ""
    assert source.markdown.startswith("Тема: млин")
