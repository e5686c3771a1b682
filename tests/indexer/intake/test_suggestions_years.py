"""When a practice took place, and which numbers of four digits are something else."""

from __future__ import annotations

import pytest

from indexer.analysis import Analyzer
from indexer.intake.suggestions import years
from indexer.intake.suggestions.found import Found
from indexer.intake.suggestions.passages import Text

LATEST = 2026

TOLD = [
    ("У 2019 році місто відкрило центр.", [2019]),
    ("Центр відкрили 2019 року.", [2019]),
    ("Кооператив створили у 2018-му.", [2018]),
    ("Навесні 2020-го школу відремонтували.", [2020]),
    ("Програма діяла у 2017–2020 роках.", [2017, 2018, 2019, 2020]),
    ("Програма діяла з 2017 до 2019 року.", [2017, 2018, 2019]),
    ("Програма діяла від 2017-го по 2019-й рік.", [2017, 2018, 2019]),
    ("З квітня 2018 року до березня 2020 року тривав ремонт.", [2018, 2019, 2020]),
    ("Період реалізації: 2019–2021 роки\n\nУ 2023 році про це зняли фільм.", [2019, 2020, 2021]),
    ("Центр відкрили у 2021 році. Наступного року тут планують ремонт.", [2021]),
    ("Упродовж 2021—2022 рр. висадили сад.", [2021, 2022]),
    ("У 2019/2020 навчальному році школа отримала лабораторію.", [2019, 2020]),
    ("У 2020 та 2022 роках провели два конкурси.", [2020, 2022]),
    ("У 2018, 2019 і 2021 роках провели три конкурси.", [2018, 2019, 2021]),
    ("Курси діють з 2016 року.", [2016]),
    ("Курси діють з 2018 року. Протягом трьох років їх закінчили 186 людей.", [2018, 2019, 2020]),
    (
        "Починаючи з 2016 року місто дає кошти на проєкти. За п’ять років утілено сорок.",
        [2016, 2017, 2018, 2019, 2020],
    ),
    ("У 2019 році створили кластер. Наступного року він отримав верстат.", [2019, 2020]),
    ("Карту створили у 2017 році. Її оновлювали до кінця 2019 року.", [2017, 2018, 2019]),
    ("12 травня 2020 року у місті запрацювала радіостанція.", [2020]),
    ("Станцію запустили 01.06.2020, і вона працює щодня.", [2020]),
    ("Проєкт (2018–2019) охопив десять шкіл.", [2018, 2019]),
    ("У травні 2018 року місто приєдналося до Європейської хартії рівності.", [2018]),
    ("Після 2014 року прибули переселенці. У 2016 році відкрили курси.", [2016]),
    ("Весна 2019 року: висадили сад.", [2019]),
    ("Період: жовтень 2018 – березень 2020", [2018, 2019, 2020]),
    ("Учні гімназії № 31 три роки поспіль, від 2019-го до 2021-го, записували спогади.", [2019, 2020, 2021]),
    ("Центр відкрили 2019 року. До кінця 2021 року його відвідали сотні людей.", [2019, 2020, 2021]),
    ("Центр відкрили 2019 року. До кінця 2021 року тут буде сад.", [2019]),
    ("The workshop opened in May 2019.", [2019]),
    ("Between 2017 and 2019 the council repaired nine schools.", [2017, 2018, 2019]),
    ("Courses ran from 2018 to March 2020.", [2018, 2019, 2020]),
    ("The club was founded in 2018 with a grant.", [2018]),
    ("A pilot street was laid in 2018, and a year later a plant opened.", [2018, 2019]),
    ("До 2021 року двір стояв порожній. Того року тут висадили сад.", [2021]),
    ("Зразком був Сопот, де так роблять від 2013 року. У 2018 році ми почали.", [2018]),
    ("У 2021 році провели слухання. Пропонується у 2024–2026 роках їх продовжити.", [2021]),
    ("Громадська мережа діє в Україні з 2012 року. У 2018 році сестри відкрили ательє.", [2018]),
]

OTHERWISE = [
    "Закон України «Про відходи» 1998 року визначає загальні правила.",
    "Закон України від 21.05.1997 № 280/97-ВР дає на це право.",
    "Постанова Кабінету Міністрів від 1 жовтня 2014 року № 509 описує облік.",
    "Закон «Про індустріальні парки» (2012) не давав пільг.",
    "Відповідно до програми, затвердженої рішенням сесії від 17.12.2020, проведено слухання.",
    "До 2030 року місто планує посадити ліс.",
    "Стратегію розвитку затверджено на 2021–2027 роки.",
    "У 2026 році планують відкрити другу чергу.",
    "Парк заснований 1912 року.",
    "Школу, збудовану ще у 1995 році, давно не ремонтували.",
    "До 2019 року сміття вивозили на пустир.",
    "Порівняно з 2015 роком сміття стало менше.",
    "За переписом 2001 року тут жили 12 тисяч людей.",
    "12.11.2023, 14:05 · Регіони · 1 987 переглядів",
    "Сезон 2020 року пропустили через карантин.",
    "У 2014–2015 роках засновник служив у війську.",
    "© 2021 Міська рада. Усі права захищено.",
    "Опубліковано: 14 лютого 2022 року",
    "14.02.2022",
    "Київ, 12 травня 2021 року",
    "Полтава, грудень 2019 року",
    "м. Горішні Плавні – весна 2020",
    "Після 2014 року до міста переїхали тисячі людей.",
    "Україна приєдналася до конвенції у 2011 році.",
    "Тел. (044) 201-20-19, 2020-15",
    "Обладнання коштувало 2019 грн.",
    "На свято прийшли 2020 людей.",
    "Наказ № 2017 зобов’язує подати звіт.",
    "Автобус виїжджає о 20:19 від вулиці 8 Березня, 2018.",
    "Добрі справи міст, семінар, Київ, 17 листопада 2021",
    "Posted on 12 February 2022",
    "Законом про енергоефективність (2017) керувалися всі.",
    "The plant, built in 1962, stands empty.",
    "The Law on Waste of 1998 says who pays.",
    "The bakery needed 2019 hryvnias.",
]


def found(analyzer: Analyzer, markdown: str) -> Found:
    return years.suggest(Text.of(markdown, "Добра справа", analyzer.tokens), LATEST)


@pytest.mark.parametrize(("markdown", "expected"), TOLD, ids=[row[0][:50] for row in TOLD])
def test_years_of_the_practice(markdown: str, expected: list[int], analyzer: Analyzer) -> None:
    """Single years, spans, lists, and what is counted from a year that is told."""
    assert list(found(analyzer, markdown).values) == expected


@pytest.mark.parametrize("markdown", OTHERWISE, ids=[row[:50] for row in OTHERWISE])
def test_years_of_something_else(markdown: str, analyzer: Analyzer) -> None:
    """Laws, plans, foundations, the page itself, telephones and sums are no years of the practice."""
    assert found(analyzer, markdown).values == ()


def test_a_text_knows_no_year_after_the_one_it_was_written_in(analyzer: Analyzer) -> None:
    """«Є думка» and «уряд обіцяв» of 2020 are no deeds of 2021."""
    told = "У 2019 році відкрили центр. Звіт про нього уряд обіцяв оприлюднити у 2021 році."
    text = Text.of(told, "Добра справа", analyzer.tokens)

    assert years.suggest(text, LATEST, 2020).values == (2019,)


def test_a_year_long_before_the_others_is_left(analyzer: Analyzer) -> None:
    """What a place was like ten years before is not the practice."""
    suggested = found(
        analyzer, "У 2008 році завод зупинився. У 2019 році тут відкрили простір, у 2021 році – школу."
    )

    assert suggested.values == (2019, 2021)
    assert {item.value for item in suggested.evidence} == {2008, 2019, 2021}


@pytest.mark.parametrize(
    "told", ["Торік тут висадили сад.", "Цієї осені діти порахували липи.", "Last year they won."]
)
def test_years_counted_from_when_it_was_written(told: str, analyzer: Analyzer) -> None:
    """«Цієї осені» is a year only where it is known when that was said."""
    text = Text.of(told, "Добра справа", analyzer.tokens)
    earlier = 0 if told.startswith("Цієї") else 1

    assert years.suggest(text, LATEST, 2021).values == (2021 - earlier,)
    assert years.suggest(text, LATEST).values == ()


def test_a_sentence_speaks_for_a_year_rather_than_a_row_of_a_table(analyzer: Analyzer) -> None:
    told = "У 2018 році послугу отримали перші родини."
    table = "| Рік | Родин |\n|---|---|\n| 2017 | 12 |\n| 2018 | 31 |\n| 2019 | 40 |\n"
    suggested = found(analyzer, f"Центр відкрили у 2017 році. {told} У 2019 році він переїхав.\n\n{table}")

    assert [item.sentence for item in suggested.evidence if item.value == 2018] == [told]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Торік сусіди заснували кооператив.", (2020,)),
        ("Позаторік висадили сад, а цьогоріч зібрали перші яблука.", (2019, 2021)),
        ("Сьогодні в місті запрацював коворкінг.", (2021,)),
        ("Від початку року відвідали 318 людей.", (2021,)),
        ("Сьогодні в місті три коворкінги.", ()),
        ("У 2020 році відкрили школу, а з 2023 року тут планується садок.", (2020,)),
        ("Торік, у 2018-му, сусіди заснували кооператив.", (2018,)),
        ("Яблук зібрали вдвічі більше, ніж торік.", ()),
        ("Цього року планують збудувати сховище.", ()),
        ("Схожий сад минулого року висадили сусіди, досвід яких переймали.", ()),
    ],
)
def test_last_year_is_counted_from_when_the_text_was_written(
    markdown: str, expected: tuple[int, ...], analyzer: Analyzer
) -> None:
    text = Text.of(markdown, "Добра справа", analyzer.tokens)

    assert years.suggest(text, LATEST, 2021).values == expected


@pytest.mark.parametrize(
    "before",
    [
        "Перукарня стояла порожньою із 2014 року.",
        "По досвід їздили до Вінниці: там мобільний офіс працює від 2015 року.",
        "Допоміг досвід Дніпра, де такий аналіз зробили 2015 року.",
        "Після закриття останньої аптеки 2016 року їздили до Дубна.",
        "Ми з чоловіком переїхали сюди 2014 року.",
        "Жінки не мали роботи від 2014-го.",
        "## Вихідна ситуація\n\nЕнергоаудит 2015 року нічого не змінив.\n\n## Рішення\n\n",
        "Про організацію. Ми працюємо з 2013 року.\n\n",
    ],
)
def test_what_was_before_or_elsewhere_gives_way_to_the_practice(before: str, analyzer: Analyzer) -> None:
    assert found(analyzer, f"{before} У 2018 році місто відкрило майстерню.").values == (2018,)


def test_last_year_of_a_text_without_a_date_is_no_year(analyzer: Analyzer) -> None:
    assert found(analyzer, "Торік сусіди заснували кооператив.").values == ()


def test_a_plan_gives_the_horizon(analyzer: Analyzer) -> None:
    text = Text.of("Стратегію ухвалено до 2030 року.", "Добра справа", analyzer.tokens)

    assert years.horizon(text, LATEST).values == ("до 2030",)
