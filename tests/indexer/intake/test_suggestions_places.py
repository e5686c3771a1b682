"""Where a practice is: the towns a text is about, in any case form, and not those it merely mentions."""

from __future__ import annotations

import pytest

from depository.vocabulary import Vocabularies
from indexer.analysis import Analyzer
from indexer.intake.source import Source
from indexer.intake.suggestions import Suggestions, places
from indexer.intake.suggestions.found import Found
from indexer.intake.suggestions.passages import Text

ABOUT = [
    ("Нова лікарня", "Лікарню у Полтаві відкрили навесні.", ["poltava"]),
    (
        "Нова лікарня",
        "Лікарню в місті Горішніх Плавнях відкрили навесні. Плавнівці їй раді.",
        ["horishni-plavni"],
    ),
    ("Сквер", "Сквер створили мешканці м. Бар. Барська міська рада дала саджанці.", ["bar"]),
    ("Мелітопольці саджають сади", "Торік посадили два гектари. Саджанці купили в Умані.", ["melitopol"]),
    ("Вінничани за чисте місто", "Прибрали три парки.", ["vinnytsia"]),
    ("Як змінився Франківськ", "Івано-Франківськ замостив подвір’я.", ["ivano-frankivsk"]),
    ("Коломийська громада рахує тепло", "Лічильники поставили у 30 будинках громади.", ["kolomyia"]),
    (
        "Курорт",
        "До Хмільника приїжджають туристи з Києва та Львова. Хмільник відвідали 10 тисяч людей.",
        ["khmilnyk"],
    ),
    ("Центр", "У Бердянську вже працює центр для молоді.", ["berdiansk"]),
    ("Нічний автобус", "Нічний автобус у Жмеринці возить медиків після десятої вечора.", ["zhmerynka"]),
    ("Ринок", "У Коломиї продають у крамницях місцевий сир. Коломияни задоволені.", ["kolomyia"]),
    ("Гостина", "Мешканці Яремчого готують для гостей. У Яремчому п’ять таких родин.", ["yaremche"]),
    (
        "Переселенці",
        "Підприємства, релоковані з Бердянська, Мелітополя та Енергодара, запрацювали у Вінниці.",
        ["vinnytsia"],
    ),
    # Several towns where the practice is of several.
    (
        "Спільний маршрут",
        "Яремче й Долина створили спільний маршрут. У Яремчі відкрили школу гідів, у Долині – прокат.",
        ["dolyna", "yaremche"],
    ),
    (
        "Три міста – одна мережа",
        "Полтава, Миргород і Кременчук об’єднали бібліотеки. Читач із Полтави замовляє книжку, яка "
        "стоїть у Миргороді чи Кременчуці.",
        ["kremenchuk", "myrhorod", "poltava"],
    ),
    (
        "Жінки Рівненщини йдуть до рад",
        "Гоща і Смига зібрали школу для жінок.\n\nУ Гощі вчилися 14 жінок, у Смизі – дев’ять.\n\n"
        "Гощанський виконком поповнили три жінки. Смизький виконком поповнили дві.",
        ["hoshcha", "rivnenska-oblast", "smyha"],
    ),
    # A region where no town is named.
    ("Теплиці на Вінниччині", "Теплиці збудували разом із громадською організацією.", ["vinnytska-oblast"]),
    (
        "Новини краю",
        "У Полтавській області запустили пошук інвесторів. Полтавська ОДА створила команду.",
        ["poltavska-oblast"],
    ),
    # A town in a region is the town.
    (
        "На Вінниччині варять середньовічні страви",
        "У місті Жмеринці на Вінниччині жінки відкрили кухню. Жмеринчани допомогли.",
        ["zhmerynka"],
    ),
]

MENTIONED = [
    (
        "dateline",
        "Київ, 12 травня 2021 року. У Бердянську запрацював пляж для всіх. Бердянці задоволені.",
        ["berdiansk"],
    ),
    (
        "dateline of its own",
        "ЗАПОРІЖЖЯ, 3 квітня.\n\nМелітополь отримав новий ліцей. У Мелітополі вчитимуть програмістів.",
        ["melitopol"],
    ),
    (
        "study visit",
        "Команда Хмільника їздила до Вінниці й Коломиї, щоб вивчити досвід. Потім у Хмільнику відкрили "
        "центр.",
        ["khmilnyk"],
    ),
    (
        "experience taken over",
        "Досвід Вінниці переймали, щоб запустити у Долині картку містянина. У Долині нею користуються всі.",
        ["dolyna"],
    ),
    (
        "others interested",
        "У Ладижині з’явився кооператив. Ним уже зацікавилися Жмеринка, Хмільник і Вінниця.",
        ["ladyzhyn"],
    ),
    (
        "institute named after a town",
        "Опитування для Миргорода провів Київський міжнародний інститут соціології. У Миргороді "
        "відповіли 400 людей.",
        ["myrhorod"],
    ),
    ("street", "Центр в Енергодарі стоїть на вул. Полтавській. Енергодарці його люблять.", ["enerhodar"]),
    (
        "customers",
        "Сир із Яремчого купують туристи з Києва та Полтави. У Яремчі три сироварні.",
        ["yaremche"],
    ),
    (
        "people from elsewhere",
        "До Коломиї переїхали підприємці з Мелітополя та Бердянська. Коломия дала їм цех.",
        ["kolomyia"],
    ),
    (
        "a name that looks like an adjective",
        "Тут живуть три мікрорайони Бердянська. Скло купує фірма з Мелітополя.",
        ["berdiansk"],
    ),
    (
        "people who came",
        "Сюди прибули родини з обох областей, зокрема з Мелітополя й Енергодара. Смига дала їм дім.",
        ["smyha"],
    ),
    (
        "read also",
        "У Полтаві відкрили притулок. Полтавці всиновили 40 котів.\n\nЧитайте також: У Запоріжжі "
        "відкрили зоопарк",
        ["poltava"],
    ),
    (
        "address",
        "Кременчук навчає кравчинь. У Кременчуці їх уже сто.\n\nКонтакти: м. Київ, вул. Січова, 5, "
        "тел. 044 123 45 67",
        ["kremenchuk"],
    ),
    (
        "bought elsewhere",
        "Верстати закупили в Запоріжжі, а працюють вони у Долині. Долина розраховується частинами.",
        ["dolyna"],
    ),
    (
        "fair elsewhere",
        "Гончарка з Миргорода перемогла на ярмарку в Полтаві. У Миргороді їй дали майстерню.",
        ["myrhorod"],
    ),
    (
        "comparison",
        "На відміну від Запоріжжя, в Бердянську плату скасували. Бердянськ не шкодує.",
        ["berdiansk"],
    ),
    ("imprint", "Громада Долини відкрила музей. У Долині його чекали.\n\nПолтава – 2020", ["dolyna"]),
]


@pytest.fixture(scope="module")
def suggest(analyzer: Analyzer, vocabularies: Vocabularies):  # type: ignore[no-untyped-def]
    def suggested(title: str, markdown: str) -> Found:
        return places.suggest(Text.of(markdown, title, analyzer.tokens), vocabularies.places, analyzer.tokens)

    return suggested


@pytest.mark.parametrize(("title", "markdown", "expected"), ABOUT, ids=lambda value: str(value)[:40])
def test_the_towns_a_text_is_about(title: str, markdown: str, expected: list[str], suggest) -> None:  # type: ignore[no-untyped-def]
    """Any case form, inhabitants and adjectives; the title counts most."""
    assert sorted(suggest(title, markdown).values) == expected


@pytest.mark.parametrize(("trap", "markdown", "expected"), MENTIONED, ids=[row[0] for row in MENTIONED])
def test_a_town_merely_mentioned_does_not_win(trap: str, markdown: str, expected: list[str], suggest) -> None:  # type: ignore[no-untyped-def]
    """Datelines, visits, neighbors, streets, addresses and links are no places of the practice."""
    assert sorted(suggest("Добра справа", markdown).values) == expected


@pytest.mark.parametrize(
    ("told", "publication", "expected"),
    [
        ("Селищна рада полагодила дім.", "Гощанська селищна територіальна громада", ["hoshcha"]),
        ("Рада полагодила дім для родин з Мелітополя.", "Сайт Гощанської селищної ради", ["hoshcha"]),
        ("У Смизі полагодили дім.", "Гощанська селищна рада", ["smyha"]),
        ("Рада полагодила дім.", "Полтавський інформаційний портал", []),
        ("Рада полагодила дім.", "Новини Запоріжжя", []),
    ],
)
def test_a_town_that_publishes_its_own_news_need_not_name_itself(
    told: str, publication: str, expected: list[str], suggestions: Suggestions
) -> None:
    source = Source("дім.html", "html", told, {"source": {"publication": publication}}, "Дім для родин")

    assert suggestions.propose(source).values.get("places", []) == expected


def test_a_place_is_shown_with_its_sentence(suggest) -> None:  # type: ignore[no-untyped-def]
    found = suggest("Добра справа", "Спершу було важко. Потім у Полтаві відкрили притулок.")

    assert [(item.value, item.sentence) for item in found.evidence] == [
        ("poltava", "Потім у Полтаві відкрили притулок.")
    ]


def test_a_town_the_vocabulary_lacks_is_told_and_not_guessed(suggest) -> None:  # type: ignore[no-untyped-def]
    """Житомир is a town, but no place of this collection yet."""
    found = suggest("Житомир збирає дощ", "У Житомирі збирають дощову воду. Житомиряни поливають нею клумби.")

    assert found.values == ()
    assert [note.values["name"] for note in found.notes] == ["Житомир"]


def test_a_village_no_table_knows_is_told(suggest) -> None:  # type: ignore[no-untyped-def]
    found = suggest("Село без сміття", "У селі Гайдамацьке Поле сортують сміття всією вулицею.")

    assert [note.values["name"] for note in found.notes] == ["Гайдамацьке"]
