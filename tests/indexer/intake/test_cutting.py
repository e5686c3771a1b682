"""A book cut into its stories: chapters, headings within stories and the frame around them told apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from depository.editing.cuts import begun, divided, paragraphs, with_fates
from depository.intake import Part, Publication
from indexer.analysis import Analyzer
from indexer.intake import cutting
from indexer.intake.source import Source
from indexer.intake.suggestions import Suggestions

BOOK = Path(__file__).resolve().parents[2] / "files" / "import" / "book.md"

STORIES = [
    "Полтава навчилася лагодити старі речі",
    "Енергодар міняє батарейки на саджанці",
    "Як у Коломиї очистили міський ставок",
    "Пекарка з Долини годує всю вулицю",
    "Швачки з Бердянська об'єдналися, щоб не шукати замовлення поодинці",
    "Вінницькі меблі поїхали до Данії",
    "Ягоди Жмеринки заморозили час",
    "ЦНАП на колесах дістався до кожної вулиці Хмільника",
    "Миргород радиться з мешканцями через карту",
]
SECTIONS = ["1.1. Поводження з відходами"] * 2 + ["1.2. Вода й зелень"] + ["2.1. Жіноче підприємництво"] * 2
SECTIONS += ["2.2. Експорт"] * 2 + ["3. ПОСЛУГИ ТА ВЛАДА"] * 2

# A page ends with its number; the contents list names chapters only.
PAGES = [6, 7, 9, 12, 13, 15, 16, 18, 20]

Towns = Callable[[str], frozenset[str]]


@pytest.fixture(scope="module")
def towns(analyzer: Analyzer) -> Towns:
    def named(text: str) -> frozenset[str]:
        terms = (term.text for token in analyzer.tokens(text) for term in token.terms)
        return frozenset(term[1:] for term in terms if term[0] == "@")

    return named


@pytest.fixture(scope="module")
def book() -> Source:
    return Source("book.md", "markdown", BOOK.read_text(encoding="utf-8"), title="Малі кроки великих змін")


@pytest.fixture(scope="module")
def parts(book: Source, towns: Towns) -> tuple[Part, ...]:
    found = cutting.cut(book, towns)
    assert found is not None
    return found


def own(parts: tuple[Part, ...]) -> list[Part]:
    return [part for part in parts if part.fate == "own"]


def publication(book: Source, parts: tuple[Part, ...]) -> Publication:
    return Publication(book.markdown, parts, book.title, book.format)


def test_each_story_comes_out_once(parts: tuple[Part, ...]) -> None:
    """Marked as a heading or set in bold over two lines."""
    assert [part.heading for part in own(parts)] == STORIES


def test_a_story_knows_its_chapter_and_page(parts: tuple[Part, ...]) -> None:
    assert [part.section for part in own(parts)] == SECTIONS
    assert [part.page for part in own(parts)] == PAGES


def test_headings_within_a_story_stay_in_it(parts: tuple[Part, ...], book: Source) -> None:
    """«Виклик» and «Результати» come again and again: they begin no story, but may be made to."""
    within = [part for part in parts if part.heading in ("Виклик", "Результати")]

    assert {part.fate for part in within} == {"join"}
    bodies = [source.markdown for _, source in cutting.stories(publication(book, parts), "book.md")]
    assert "### Результати" in bodies[0]
    assert "2300 речей" in bodies[0]


def test_nothing_of_the_book_is_lost(parts: tuple[Part, ...], book: Source) -> None:
    """The parts follow each other from the beginning to the end."""
    assert parts[0].start == 0
    assert parts[-1].end == len(book.markdown)
    assert all(one.end == other.start for one, other in zip(parts, parts[1:], strict=False))


def test_contents_and_page_numbers_are_in_no_story(parts: tuple[Part, ...], book: Source) -> None:
    bodies = [source.markdown for _, source in cutting.stories(publication(book, parts), "book.md")]

    assert not [body for body in bodies if "....." in body or "\n6\n" in f"{body}\n"]


def test_a_story_is_a_source_that_names_its_book(parts: tuple[Part, ...], book: Source) -> None:
    _, first = next(cutting.stories(publication(book, parts), "book.md"))

    assert first.title == STORIES[0]
    assert first.stated["source"]["publication"] == "Малі кроки великих змін"
    assert first.stated["source"]["section"] == "1.1. Поводження з відходами"
    assert first.markdown.startswith("У 2018 році в Полтаві")


def test_parts_are_joined_and_dropped_by_their_ids(parts: tuple[Part, ...], book: Source) -> None:
    first, second, third = own(parts)[:3]

    changed = with_fates(parts, {second.id: "join", third.id: "drop"})

    told = list(cutting.stories(publication(book, changed), "book.md"))
    assert len(told) == len(STORIES) - 2
    assert "батарейки" in told[0][1].markdown
    assert "Коломиї" not in "".join(source.markdown for _, source in told)


def test_a_cut_moved_by_hand_moves_the_text_between_records(parts: tuple[Part, ...], book: Source) -> None:
    """And a part cut out of another is a story with its own title and all of its text."""
    first, second = own(parts)[:2]
    place = [each.start for each in paragraphs(book.markdown, second)][-1]
    last = book.markdown[place : second.end].split("\n")[0]

    moved = begun(publication(book, parts), second.id, place)
    divided_ = divided(publication(book, parts), second.id, place)

    bodies = {part: source.markdown for part, source in cutting.stories(moved, "book.md")}
    assert "батарейки" in bodies[first.id] and bodies[second.id].startswith(last)
    told = {part: source for part, source in cutting.stories(divided_, "book.md")}
    (new,) = told.keys() - bodies.keys()
    assert told[new].markdown.startswith(last) and last.startswith(told[new].title)
    assert last not in told[second.id].markdown


def test_chapters_tell_what_their_stories_are_about(
    parts: tuple[Part, ...], book: Source, suggestions: Suggestions
) -> None:
    proposals = [suggestions.propose(s) for _, s in cutting.stories(publication(book, parts), "book.md")]

    assert [p.values["places"] for p in proposals] == [
        ["poltava"], ["enerhodar"], ["kolomyia"], ["dolyna"], ["berdiansk"], ["vinnytsia"], ["zhmerynka"],
        ["khmilnyk"], ["myrhorod"],
    ]  # fmt: skip
    assert [p.values["themes"][0] for p in proposals] == [
        "waste-management", "waste-management", "environment", "womens-entrepreneurship",
        "womens-entrepreneurship", "export", "export", "administrative-services", "e-governance",
    ]  # fmt: skip
    assert [p.values.get("years") for p in proposals] == [
        [2018, 2019], [2020], [2021], [2019], [2022], [2017, 2018, 2019], [2020], [2021], [2022],
    ]  # fmt: skip


LONE = """# Як Полтава збирає дощ

## Що спонукало місто шукати іншу воду

{filler}

## Як команда водоканалу шукала рішення разом із мешканцями

{filler}

## Яких результатів удалося досягти за перший рік роботи

{filler}

## Що радить Полтава тим, хто піде слідом

{filler}
"""


def test_one_long_story_with_headings_is_not_cut(towns: Towns) -> None:
    """Its headings are of one town, or of none."""
    filler = (
        "У Полтаві дощову воду збирають у підземні резервуари і поливають нею сквери, а раніше вона "
        "заливала підвали. " * 8
    )
    source = Source("doshch.docx", "docx", LONE.format(filler=filler), title="Як Полтава збирає дощ")

    assert cutting.cut(source, towns) is None


def test_stories_may_name_their_towns_on_the_line_below_their_titles(towns: Towns) -> None:
    told = "Учні самі рахували кут нахилу, писали заявку й вели переговори з тими, хто продає струм. " * 4
    titles = (
        ("Школа, де дзвонить сонце", "Бар, Вінницька область"),
        ("Базар", "Кременчук"),
        ("Аптека", "Смига"),
    )
    text = "".join(f"## {title}\n\n*{town}*\n\n{told}\n\n" for title, town in titles)

    parts = cutting.cut(Source("a.md", "markdown", f"{text}## Словник\n\n{told}\n"), towns)

    assert parts is not None
    assert [part.heading for part in own(parts)] == [title for title, _ in titles]
