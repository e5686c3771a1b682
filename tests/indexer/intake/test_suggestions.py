"""Every field is proposed from sentences of the file, and what the file states outright wins."""

from __future__ import annotations

import pytest

from indexer.intake.source import Source
from indexer.intake.suggestions import Neighbor, Suggestions, titles
from indexer.intake.suggestions.passages import passages_of, sentences_of

STORY = (
    "Київ, 12 травня 2022 року\n"
    "\n"
    "Мешканці Полтави понад десять років просили зробити двір лікарні безпечним. У 2020 році міська "
    "рада разом із ГО «Зручне місто» облаштувала там сквер із пандусами та тактильними доріжками.\n"
    "\n"
    "Роботи коштували 1,2 млн грн, з них 30 % зібрали самі містяни. Нині сквером щодня користується "
    "близько 400 людей, а 14 дворів стали в чергу на таке саме оновлення.\n"
    "\n"
    "Директорка лікарні Олена Коваль каже, що найважче було домовитися про стоянку.\n"
    "\n"
    "Контакти: тел. 044 123-45-67, вул. Соборна, 2019\n"
)


def source(markdown: str, name: str = "", /, **stated: object) -> Source:
    return Source("istoriia.md", "markdown", markdown, stated, name)


def test_a_whole_story(suggestions: Suggestions) -> None:
    values = suggestions.propose(source(STORY, "Сквер, до якого можна доїхати")).values

    assert values["title"] == "Сквер, до якого можна доїхати"
    assert values["kind"] == "success-story"
    assert values["places"] == ["poltava"]
    assert values["themes"][0] == "inclusion"
    assert values["years"] == [2020]
    assert values["organisations"] == ["ГО «Зручне місто»"]
    assert values["people"] == [{"name": "Олена Коваль", "role": "Директорка лікарні"}]
    assert values["body"] == STORY


def test_a_summary_is_chosen_and_not_invented(suggestions: Suggestions) -> None:
    """One to three sentences as they stand in the text, no contacts and no dateline among them."""
    summary = suggestions.propose(source(STORY, "Сквер")).values["summary"]

    assert len(summary) <= 600
    assert all(sentence in STORY for sentence in sentences_of(summary))
    assert "2020" in summary
    assert "Київ" not in summary


def test_figures_have_their_unit_and_what_they_count(suggestions: Suggestions) -> None:
    figures = suggestions.propose(source(STORY, "Сквер")).values["figures"]

    told = [(figure["value"], figure["unit"], figure.get("approx")) for figure in figures]
    assert told == [(1.2, "млн грн", None), (30, "%", None), (400, "людей", "близько"), (14, "дворів", None)]
    assert [figure["counts"] for figure in figures] == [
        "роботи коштували",
        "зібрали самі містяни",
        "сквером щодня користується",
        "стали в чергу на таке саме оновлення",
    ]


FIGURES = [
    ("Програма коштувала понад 90 тисяч гривень.", [(90, "тисяч гривень")]),
    ("Скрині прийняли 18 тонн відходів 20 червня 2022 року.", [(18, "тонн")]),
    ("Створено 320 робочих місць за 3 роки на вул. Садовій, 5.", [(320, "робочих місць")]),
    ("Сайт відвідали 30 тисяч разів, а на 1 250 м² постав цех.", [(30, "тисяч разів"), (1250, "м²")]),
    ("Розробка тривала 9–12 місяців.", [("9–12", "місяців")]),
    ("За рік майстерня отримала 4 тисячі замовлень.", [(4000, "замовлень")]),
    ("Музей коштував 317 тис. канадських доларів.", [(317, "тис. канадських доларів")]),
    ("У 2021 дванадцять родин відкрили садиби.", []),
    ("2023 стартував новий набір, а в 2018 близько 40 садиб зачинили.", [(40, "садиб")]),
    ("Відремонтували 640 кв. м тротуарів.", [(640, "кв. м")]),
    ("Площа нового парку – 12 тис. кв. м.", [(12, "тис. кв. м")]),
    ("За рік очистили 3,5 тис. куб.м стічної води.", [(3.5, "тис. куб. м")]),
    ("На ремонт двору виділили 1,2 млн. грн.", [(1.2, "млн грн")]),
    ("На ремонт школи виділили 5 тис. грн. Роботи тривали 40 год.", [(5, "тис. грн"), (40, "год")]),
    ("Черга до адміністратора скоротилася до 15 хв. замість 90 хв.", [(15, "хв"), (90, "хв")]),
    ("Площа цеху – 640 кв. м. Там працюють 30 осіб.", [(640, "кв. м"), (30, "осіб")]),
    ("Залучено 3 млн дол. США на обладнання.", [(3, "млн дол. США")]),
    ("Лінія переробляє 600 т/рік пластику.", [(600, "т/рік")]),
    ("Містяни викидають 320 кг на особу побутових відходів.", [(320, "кг на особу")]),
    ("Оренда приміщення коштує 200 грн/міс. для початківців.", [(200, "грн/міс.")]),
    ("Сонячна станція дає 30 кВт·год на добу електрики.", [(30, "кВт·год на добу")]),
    ("Навчання пройшли 25 держ. службовців громади.", [(25, "держ. службовців")]),
    ("Постачання води зросло до 2000 куб. м на добу.", [(2000, "куб. м на добу")]),
    ("У 2019 м. Бар відкрило музей. Зустрічі о 10 год. ранку.", []),
    ("Працює вона від весни, а стартувала вона зі 180 тисяч гривень.", []),
    ("З 1400 звернень закрито 1150.", []),
    ("Подано 76 заявок, з яких 22 отримали гроші.", [(76, "заявок")]),
    ("Кількість учасників зросла з 12 до 47 осіб.", []),
    ("Тут навчаються 230 дітей віком від 6 до 17 років.", [(230, "дітей")]),
]

COUNTS = [
    ("Бюджет проєкту – 2,5 млн грн.", "бюджет проєкту"),
    ("За рік зібрали 4,5 тонни небезпечних відходів.", "небезпечних відходів"),
    ("У 2019 році спілка продала меблів на 12 млн грн.", "спілка продала меблів"),
    ("Кількість сміття зменшилася на 8 %.", "кількість сміття зменшилася"),
    ("Участь узяли 15 шкіл та 3 коледжі.", "Участь узяли"),
]


@pytest.mark.parametrize(("markdown", "counts"), COUNTS, ids=[row[0] for row in COUNTS])
def test_what_a_figure_counts_is_said_without_the_number(
    markdown: str, counts: str, suggestions: Suggestions
) -> None:
    figures = suggestions.propose(source(markdown, "Назва")).values["figures"]

    assert {figure["counts"] for figure in figures} == {counts}


def test_marks_of_footnotes_are_no_words(suggestions: Suggestions) -> None:
    text = (
        "У Полтаві відкрили новий сквер для всіх.[1] Його \\[2\\] облаштували самі мешканці "
        "разом із лікарями[3](#n3)."
    )

    summary = suggestions.propose(source(text, "Сквер")).values["summary"]

    assert (
        summary
        == "У Полтаві відкрили новий сквер для всіх. Його облаштували самі мешканці разом із лікарями."
    )


@pytest.mark.parametrize(("markdown", "expected"), FIGURES, ids=[row[0] for row in FIGURES])
def test_figures_and_what_only_looks_like_one(
    markdown: str, expected: list[tuple[object, str]], suggestions: Suggestions
) -> None:
    """Dates, numbers of houses and years count nothing."""
    figures = suggestions.propose(source(markdown, "Назва")).values.get("figures", [])

    assert [(figure["value"], figure["unit"]) for figure in figures] == expected


def test_what_the_file_states_wins(suggestions: Suggestions) -> None:
    proposal = suggestions.propose(
        source(STORY, "Сквер", places=["kolomyia"], years=[2018], title="Інша назва")
    )

    assert proposal.values["places"] == ["kolomyia"]
    assert proposal.values["years"] == [2018]
    assert proposal.values["title"] == "Інша назва"
    assert [(e.value, e.origin, e.confidence) for e in proposal.evidence["places"]][0] == (
        "kolomyia",
        "stated",
        1.0,
    )


def test_what_the_text_says_besides_is_shown_too(suggestions: Suggestions) -> None:
    """A librarian sees where file and text differ."""
    proposal = suggestions.propose(source(STORY, "Сквер", places=["kolomyia"]))

    assert "poltava" in [e.value for e in proposal.evidence["places"] if e.origin == "found"]


def test_evidence_is_a_sentence_of_the_file_with_a_confidence(suggestions: Suggestions) -> None:
    proposal = suggestions.propose(source(STORY, "Сквер"))

    year = proposal.evidence["years"][0]
    assert (year.value, year.origin) == (2020, "found")
    assert year.sentence.startswith("У 2020 році міська рада")
    assert 0.5 < year.confidence < 1


def test_an_empty_text_proposes_nothing(suggestions: Suggestions) -> None:
    values = suggestions.propose(source("…")).values

    assert set(values) <= {"kind", "body"}


def test_the_chapter_of_a_book_names_the_first_theme(suggestions: Suggestions) -> None:
    origin = {"publication": "Збірка", "section": "1.2. Розвиток туризму"}

    themes = suggestions.propose(source(STORY, "Сквер", source=origin)).values["themes"]

    assert themes[0] == "tourism"
    assert "inclusion" in themes


def test_the_introduction_of_a_chapter_tells_of_a_program(suggestions: Suggestions) -> None:
    origin = {"publication": "Збірка", "section": "1.2. Розвиток туризму"}

    assert suggestions.propose(source(STORY, "Розвиток туризму", source=origin)).values["kind"] == "programme"


@pytest.mark.parametrize(
    "given",
    [
        "Місцеві підприємці подарували лавки.",
        "Лавки подарували місцеві підприємці.",
        "За підтримки підприємців поставили лавки.",
        "Лавки робила ГО «Бізнес Полтави».",
    ],
)
def test_who_gave_is_not_what_it_is_about(given: str, suggestions: Suggestions) -> None:
    text = f"У Полтаві оновили сквер: посадили дерева, а влітку озеленили ще два двори. {given}"

    proposal = suggestions.propose(source(text, "Сквер"))

    assert proposal.values["themes"] == ["environment"]
    assert all(e.confidence < 0.3 for e in proposal.evidence["themes"] if e.value == "sme-development")


def test_one_word_in_passing_is_no_more_than_a_guess(suggestions: Suggestions) -> None:
    evidence = suggestions.propose(source("Підприємці сидять на нових лавках.", "Сквер")).evidence["themes"]

    assert [(e.value, e.confidence <= 0.55) for e in evidence] == [("sme-development", True)]


@pytest.mark.parametrize(
    "said", ["У 2020 році автобус перевіз 61 тисячу людей.", "Виконані роботи коштували дві гривні."]
)
def test_words_of_any_text_speak_for_no_theme(said: str, suggestions: Suggestions) -> None:
    evidence = suggestions.propose(source(said, "Міст")).evidence.get("themes", ())

    assert not {"idps", "employment"} & {item.value for item in evidence}


@pytest.mark.parametrize(
    ("told", "first"),
    [
        ("Дах школи утеплили, а сонячні колектори гріють воду. Підрядник переробляв двічі.", "environment"),
        ("Лабораторія перевіряє якість води. Водоканал замінив лампи.", "environment"),
        ("У дощовому саду злива лишає воду ґрунту. Каналізація більше не виходить на вулицю.", "environment"),
        (
            "Енергоменеджер щодня бачить споживання газу в садках, і опалення школи подешевшало.",
            "environment",
        ),
        ("Ресторани зносять скло до дзвонів для склобою. Скло везуть на завод.", "waste-management"),
        ("Першими прийшли не туристи, а жінки з верстатами. Вовну дало стадо.", "creative-industries"),
        ("Молодіжна рада попросила підвал. Молодіжний центр відкрили в музеї.", "youth"),
    ],
)
def test_the_first_theme_of_everyday_words(told: str, first: str, suggestions: Suggestions) -> None:
    assert suggestions.propose(source(told, "Добра справа")).values["themes"][0] == first


def test_people_are_not_displaced_for_being_people(suggestions: Suggestions) -> None:
    assert "themes" not in suggestions.propose(source("За рік прийшли 96 людей.", "Лавки")).values


def test_records_alike_speak_for_their_themes(suggestions: Suggestions) -> None:
    """Where the words of a text name no theme, the filing of records like it does."""
    text = "У Полтаві поставили три лавки. Лавки стоять біля озера."
    voted = suggestions.with_neighbors(lambda _: [Neighbor("Озеро", ("environment",), 1.0)])

    assert suggestions.propose(source(text, "Лавки")).values.get("themes") is None
    assert voted.propose(source(text, "Лавки")).values["themes"] == ["environment"]


TITLES = [
    ("Вода для всіх | Офіційний сайт міської ради", "Вода прийшла.", "Вода для всіх"),
    ("Вода для всіх – Новини Полтави", "Вода прийшла.", "Вода для всіх"),
    ("Вода: як вона прийшла", "# Вода\n\n## Вода: як\n\nПрийшла.", "Вода: як вона прийшла"),
    ("Вода для всіх :: Вісник", "# Вода для всіх\n\nВода прийшла.", "Вода для всіх"),
    ("Полтава – місто, де лагодять речі", "Лагодять.", "Полтава – місто, де лагодять речі"),
    ("Документ Microsoft Word", "# Вода для всіх\n\nВода прийшла.", "Вода для всіх"),
    ("", "# Зміст\n\n# Вода для всіх\n\nВода прийшла.", "Вода для всіх"),
    ("", "# Історія успіху\n\n## Вода для всіх\n\nВода прийшла.", "Вода для всіх"),
    (
        "",
        "12 травня 2021 року\n\nВода для всіх мешканців\n\nВода прийшла до кожного дому.",
        "Вода для всіх мешканців",
    ),
    ("", "Київ, 12.05.2021\n\n**Вода для всіх мешканців**\n\nВода прийшла.", "Вода для всіх мешканців"),
    ("zvit_2021.docx", "# Вода для всіх\n\nВода прийшла.", "Вода для всіх"),
    ("Міська рада", "# Вода для всіх\n\nВода прийшла.", "Вода для всіх"),
    (
        "",
        "РІЧНИЙ ЗВІТ ЗА 2020 РІК\n\nРозділ 4. Історії\n\n4.2. Вода для всіх\n\nВода прийшла.",
        "Вода для всіх",
    ),
    ("", "Для негайного поширення\n\n## Вода для всіх\n\nВода прийшла.", "Вода для всіх"),
    ("", "Назва практики: Вода для всіх\n\nВода прийшла.", "Вода для всіх"),
    ("", "Слухай, земле!\n\nЧому агрономка повернулася додому\n\nВона повернулася.", "Слухай, земле!"),
    ("", "FINAL NARRATIVE REPORT\n\nProject title: Water for all\n\nWater came.", "Water for all"),
    ("", "## ЗВІТ про виконання проєкту «Вода для всіх»\n\n## 1. Контекст\n\nПрийшла.", "Вода для всіх"),
    (
        "",
        "Чия то вода? Нічия. А тепер – усіх\n\nІсторія з Бару\n\nПрийшла.",
        "Чия то вода? Нічия. А тепер – усіх",
    ),
]


@pytest.mark.parametrize(("stated", "markdown", "title"), TITLES, ids=[f"{s}|{m[:25]}" for s, m, _ in TITLES])
def test_titles(stated: str, markdown: str, title: str) -> None:
    """No site, no rubric, no date and no name of a file is a title."""
    assert titles.suggest(stated, tuple(passages_of(markdown))).values == (title,)


KINDS = [
    ("Кейс-стаді «Прозорий бюджет»", "case-study"),
    ("Про програму обміну", "programme"),
    ("Вода", "success-story"),
]


@pytest.mark.parametrize(("title", "kind"), KINDS)
def test_kinds(title: str, kind: str, suggestions: Suggestions) -> None:
    assert suggestions.propose(source("У Полтаві відкрили сквер.", title)).values["kind"] == kind


def test_sentences_do_not_end_at_abbreviations() -> None:
    text = (
        "У м. Полтава на вул. Соборній, буд. 5, відкрили центр. Він коштував 20 тис. грн. Усього допомогли "
        "7 людям."
    )

    assert list(sentences_of(text)) == [
        "У м. Полтава на вул. Соборній, буд. 5, відкрили центр.",
        "Він коштував 20 тис. грн.",
        "Усього допомогли 7 людям.",
    ]


def test_lines_without_blank_ones_between_are_paragraphs_by_their_length() -> None:
    """A text of an old program has a line a paragraph, or lines that were wrapped by hand."""
    wrapped = (
        "Перше речення йде через два рядки, бо його переніс хтось\nіз редакторів.\n"
        "Друге починає новий абзац, теж із двох нерівних рядків у\nнашій справі."
    )

    assert [p.text for p in passages_of(wrapped)] == [
        "Перше речення йде через два рядки, бо його переніс хтось із редакторів.",
        "Друге починає новий абзац, теж із двох нерівних рядків у нашій справі.",
    ]
