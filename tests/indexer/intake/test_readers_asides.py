"""What stands around a story as it is sent: heads of letters, greetings, signatures, captions, forms."""

from __future__ import annotations

import pytest

from indexer.intake import readers
from indexer.intake.readers import LEFT_OUT
from indexer.intake.source import Source

STORY = "Громада полагодила старий млин, і він знову меле борошно для трьох шкіл і двох пекарень міста."
LAST = "Пекарня продає хліб."


def read(text: str, name: str = "a.md") -> Source:
    (source,) = readers.read(name, text.encode()).sources
    return source


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
@pytest.mark.parametrize(
    "above",
    [
        "Шановні колеги!",
        "Доброго дня, пані Лесю!",
        "ПРЕСРЕЛІЗ",
        "м. Бар, 3 жовтня 2018 року",
        "Записала Христина Дутчак, еколог парку",
        "Розмовляла пані Ірина Гай. Фото з архіву молодіжної ради",
        "Оля Вітер · 12 січня 2023",
        "Наталя ОЛІЙНИК, спеціально для «Тижня»",
        "ДЛЯ ПУБЛІКАЦІЇ 25 червня 2020 р.",
        "Кейс № 17",
        "Службова записка",
        "Ключові слова: млини, борошно",
        "Оля Вітер 12 січня 2023 р.",
        "Газета «Наше місто», № 23 (1187), 9 червня 2017 р., с. 4",
        "Додаток 1 до Положення про конкурс «Кращі практики – 2022»",
    ],
)
def test_what_stands_above_a_text_is_left_out_and_told(name: str, above: str) -> None:
    source = read(f"{above}\n\n{STORY}\n\n{LAST}\n", name)

    assert source.markdown == f"{STORY}\n\n{LAST}\n"
    assert [note.message for note in source.notes] == [LEFT_OUT]


@pytest.mark.parametrize(
    "title",
    [
        "Розповіли світу про Горішні Плавні",
        "Додаток до паркомата, що рятує час",
        "## Вітаю, сусіде!",
        "Анкета, яка змінила двір",
    ],
)
def test_a_title_much_like_such_a_line_stays(title: str) -> None:
    assert read(f"{title}\n\n{STORY}\n").markdown.startswith(title)


@pytest.mark.parametrize(
    "aside",
    [
        "Фото 1. Млин до ремонту",
        "Млин улітку, липень 2020 року. Фото: Ірина Гай",
        "*Дах млина, вересень. Фото Д. Гай*",
        "Фото надала міська рада",
        "Підпишіться на наш канал!",
        "[Назад до списку](../index.md)",
        "Гаряча лінія 0 800 000 000",
    ],
)
def test_captions_of_pictures_and_calls_are_left_out_wherever_they_stand(aside: str) -> None:
    assert read(f"{STORY}\n\n{aside}\n\n{LAST}\n").markdown == f"{STORY}\n\n{LAST}\n"


@pytest.mark.parametrize(
    "parting",
    [
        "Директорка департаменту ____________ О. М. Гай",
        "Підпис керівника ____________ / Л. Гай /\n\nДата заповнення: 21.04.2021",
        "З повагою\n\nМіський голова Анатолій ГАЙ\n\nВик. Марія Лисак, тел. 5-11-11",
        "Звіт подано 12 лютого 2021 року",
        "В. о. начальниці управління Людмила ГАЙ\n\nТетяна Коваль 3-22-11",
        "«15» квітня 2021 р.",
        "Марія ШЕВЧУК",
        "12.05.2023",
        "Головний спеціаліст відділу транспорту Артем ЛИСЕНКО",
        "Підготувала: Світлана Рудь, Бар, 2022",
        "Матеріал підготовлено за підтримки посольства.\n\n[![Дати](b.png)](https://pay.example.org)",
        "«Громадський тиждень», № 41, 2021",
        "Категорії: довкілля, 2021",
        "## Контакти\n\nІрина Гай, тел. (04343) 6-00-00\n\n## Список використаних джерел\n\n1. ДСТУ 2014",
        "#Бар #млин Вподобань: 214 Коментарів: 37",
        "Підписано до друку 14.06.2021. Формат 60×84/16. Наклад 1000 прим.",
    ],
)
def test_who_signed_it_and_when_is_left_out(parting: str) -> None:
    assert read(f"{STORY}\n\n{LAST}\n\n{parting}\n").markdown == f"{STORY}\n\n{LAST}\n"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (f"м. Бар, 3 жовтня 2018 року\n\n{STORY}", 2018),
        (f"Бар, 5 лютого 2020 року. {STORY}", 2020),
        (f"{STORY}\n\nДата заповнення: 21.04.2021", 2021),
        (f"Міністрові\n\n18 серпня 2023 року      м. Миргород\n\n## Про млин\n\n{STORY}", 2023),
        (f"{STORY}\n\n«Громадський тиждень», № 41, 2021", 2021),
        (f"{STORY}\n\n## Список використаних джерел\n\n1. Закон від 05.03.1998 № 187", None),
        (f"Влітку 2019 року у Барі ремонтували млин.\n\n{STORY}", None),
    ],
)
def test_a_date_around_a_text_is_when_it_was_written(text: str, year: int | None) -> None:
    assert read(text).written == year


LETTER = f"""Від: Оля Гай <olia@example.org>
Кому: редакція
Дата: 17.11.2022
Тема: Re: історія про млин

Доброго дня, пані Лесю!

Надсилаю обіцяне. Вибачте, що пізно.

Млин, який прийняв цілу вулицю

{STORY}

З повагою,
Оля Гай

--
Оля Гай, директорка бібліотеки
+38 097 000 00 00

> 15.11.2022 редакція пише:
> Чи встигнете до п'ятниці?
"""


def test_a_letter_that_brings_a_text_is_read_from_its_headline_and_without_what_it_answers() -> None:
    source = read(LETTER, "лист.txt")

    assert source.title == ""
    assert source.markdown == f"Млин, який прийняв цілу вулицю\n\n{STORY}\n"


FORM = f"""Конкурс «Місто для людей – 2021»
Анкета учасника

Назва практики: Млин, що співає
Заявник: Виконавчий комітет Барської міської ради
Адреса: пл. Пам'яті, 2, м. Бар
Термін реалізації: 2018–2020

Проблема
{STORY}
"""


def test_a_form_in_plain_text_states_its_fields_and_keeps_its_parts() -> None:
    source = read(FORM, "анкета.txt")

    assert source.stated == {"Назва практики": "Млин, що співає", "Термін реалізації": "2018–2020"}
    assert source.markdown == (
        f"Заявник: Виконавчий комітет Барської міської ради\n\n## Проблема\n\n{STORY}\n"
    )


def test_what_is_left_of_a_letter_and_of_a_form_is_told_and_says_when_it_was_written() -> None:
    letter, form = read(LETTER, "лист.txt"), read(FORM.replace("Проблема", "Дата: 21.04.2021", 1), "а.txt")

    assert letter.written == 2022
    assert "Надсилаю обіцяне" in str(letter.notes[0].values)
    assert "Анкета учасника" in str(form.notes[0].values)


BLOG = f"""+++
title = "Млин: як він співає"
tags = ["млин"]
+++

{{{{< figure src="m.jpg" >}}}}

{STORY}

{{% include share.html %}}
"""


def test_a_blog_in_toml_states_its_fields_and_its_codes_are_taken_out() -> None:
    source = read(BLOG)

    assert source.stated == {"title": "Млин: як він співає", "tags": ["млин"]}
    assert source.markdown == f"{STORY}\n"
    assert "program" in source.notes[0].message


def test_toml_that_is_broken_is_refused() -> None:
    with pytest.raises(readers.Invalid, match="TOML"):
        readers.read("a.md", b'+++\ntitle = "a\n+++\n\nb\n')
