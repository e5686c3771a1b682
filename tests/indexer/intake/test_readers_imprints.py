"""What a publication says of itself is none of its stories: imprints, notices, decisions."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.intake import readers
from indexer.intake.readers import LEFT_OUT
from indexer.intake.readers.around.imprints import is_imprint
from indexer.intake.readers.printed import pdf
from indexer.intake.readers.printed.layout import Line, Piece
from indexer.intake.readers.printed.typeset import markdown_of
from indexer.intake.source import Source

FILES = Path(__file__).resolve().parents[2] / "files" / "import"
STORY = "Громада полагодила млин.\n\nПекарня продає хліб.\n"


def read(text: str, name: str = "млин.txt") -> Source:
    (source,) = readers.read(name, text.encode()).sources
    return source


@pytest.mark.parametrize(
    "below",
    [
        "Журнал виходить за сприяння уряду Швейцарії. Номер 3 (17), 2021. Ціна договірна",
        "Видання підготовлено за фінансової підтримки Європейського Союзу.",
        "Думки авторів можуть не обов’язково збігатися з позицією редакції.",
        "Видрукувано у 2025 році",
        "Розмову записала Алла Притула",
        "Часопис «Поділля і ми», № 2/2022. Передплатний індекс 91234",
        "Дайджест видано за сприяння Ради Європи. Наклад 250 прим. ISSN 2700-0000",
        "© Млинар, 2014–2023",
        "Керуючий справами виконкому Сергій МАТВІЄЦЬ",
    ],
)
def test_the_imprint_below_a_story_is_left_out_and_told(below: str) -> None:
    source = read(f"{STORY}\n{below}\n")

    assert source.markdown == STORY
    assert [note.message for note in source.notes] == [LEFT_OUT]


@pytest.mark.parametrize(
    "line",
    [
        "Видання про млин підготували школярі, і його розібрали за день.",
        "Журнал виходить щомісяця, бо так вирішила громада.",
    ],
)
def test_a_story_of_a_paper_is_a_story(line: str) -> None:
    assert read(f"{STORY}\n{line}\n").markdown == f"{STORY}\n{line}\n"


def test_a_notice_of_the_paper_below_a_story_is_left_out() -> None:
    notice = "## Оголошення\n\nПередплата бюлетеня на 2026 рік триває до 20 грудня.\n"

    assert read(f"{STORY}\n{notice}", "млин.md").markdown == STORY


def test_a_notice_in_the_midst_of_a_story_stays() -> None:
    text = f"## Оголошення\n\nУ місті шукали мельника.\n\n## Рішення\n\n{STORY}"

    assert read(text, "млин.md").markdown == text


def test_the_decision_a_paper_was_passed_with_is_left_out() -> None:
    above = "Додаток 3\n\nдо рішення 48 сесії міської ради\n\nвід 26 січня 2024 року № 2417\n\n"

    source = read(f"{above}ДОВІДКА про млин громади\n\n{STORY}")

    assert source.markdown == f"ДОВІДКА про млин громади\n\n{STORY}"
    assert "2417" in str(source.notes[0].values["lines"])


def test_a_story_that_begins_with_a_supplement_stays() -> None:
    text = f"Додаток до газети громада читає сорок років.\n\n{STORY}"

    assert read(text).markdown == text


def test_pages_are_counted_in_the_text_that_is_left() -> None:
    whole = Source("a.pdf", "pdf", f"Текст: Марина Ткач\n\n{STORY}", pages=((0, 4), (21, 5)))

    left = readers._finished(whole)

    assert left.markdown == STORY
    assert left.pages == ((0, 4), (1, 5))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("УДК 332.1 П 81 / упоряд. І. Стасюк. – Львів : Видавництво «Терен», 2024. ISBN 978-617-00", True),
        ("Громада видала книжку про млин. Її ISBN 978-617-00 можна знайти в бібліотеці.", False),
    ],
)
def test_a_page_of_codes_is_an_imprint(text: str, expected: bool) -> None:
    assert is_imprint(text) is expected


def test_the_imprint_of_a_book_is_left_out_and_its_words_are_told() -> None:
    codes = [Piece(50, 700, 400, 710, 10, False, "УДК 332.1 ISBN 978-617-00 © Видавництво «Терен», 2024")]
    story = [Piece(50, 700, 400, 710, 10, False, "Громада полагодила млин.")]
    left: list[str] = []

    assert pdf._without_imprint([story, codes, story, story], left) == [story, (), story, story]
    assert left == [codes[0].text]
    assert pdf._without_imprint([codes], []) == [codes]


def _line(text: str, top: float, size: float = 10) -> Line:
    return Line(text, 50, 400, top - size, top, size, False, (50, 400))


def test_what_stands_below_a_picture_is_left_out() -> None:
    lines = [
        _line("Мешканці полагодили млин і відкрили при ньому пекарню для всієї громади.", 800),
        _line("Фото 2. Млин біля річки, серпень 2019 року. © А. Семчук", 700, 8),
        _line("Фото 2. Ми повісили його на стіні пекарні.", 600),
    ]

    markdown, _ = markdown_of([lines], lambda word: True)

    assert "Семчук" not in markdown
    assert "на стіні пекарні" in markdown
