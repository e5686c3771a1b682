"""PDF: columns are read one after another, broken words mended, running heads left out; scans told apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from depository.errors import Invalid
from indexer.intake import readers
from indexer.intake.readers.printed import operators, pdf
from indexer.intake.readers.printed.layout import Line, Piece, lines_of
from indexer.intake.readers.printed.margins import without_margins
from indexer.intake.readers.printed.typeset import markdown_of
from indexer.intake.source import Source

FILES = Path(__file__).resolve().parents[2] / "files" / "import"
COLUMNS = FILES / "columns-zhurnalistyka.pdf"


def read(data: bytes, name: str = "альманах.pdf") -> Source:
    (source,) = readers.read(name, data).sources
    return source


@pytest.fixture(scope="module")
def source() -> Source:
    return read(COLUMNS.read_bytes())


def test_columns_are_read_one_after_the_other(source: Source) -> None:
    order = [
        "Редакція «Плавні медіа»",
        "Що вдалося",
        "Вони зняли",
        "Після одного із сюжетів",
        "Що далі",
        "За порадами",
    ]

    places = [source.markdown.index(words) for words in order]

    assert places == sorted(places)


def test_words_broken_at_line_ends_are_whole_and_hyphens_of_words_stay(source: Source) -> None:
    for word in ("бібліотеці", "впровадження", "підлітків", "соціально-психологічний", "івано-франківського"):
        assert word in source.markdown


def test_hyphens_nobody_sees_are_no_spaces_and_spaces_stay() -> None:
    found = read((FILES / "hyphens-chereshnia.pdf").read_bytes())

    assert found.title == "Мелітопольська черешня має свій знак"
    assert found.markdown.startswith(
        "Мелітопольська громада у 2019 році зареєструвала знак для черешні, і кількість відвідувачів ярмарку "
        "зросла на 30 %.\n"
    )


def test_running_heads_and_page_numbers_are_left_out(source: Source) -> None:
    assert "Альманах" not in source.markdown
    assert "55" not in source.markdown


def test_headings_are_known_by_their_size(source: Source) -> None:
    assert source.title == "Горішні Плавні навчають підлітків міської журналістики"
    assert "## Що вдалося\n" in source.markdown


def test_pages_are_counted_as_printed(source: Source) -> None:
    assert [page for _, page in source.pages] == [54, 55, 56]
    assert source.markdown[source.pages[1][0] :].startswith("Після одного")


def test_a_scan_is_told_apart_and_advised() -> None:
    with pytest.raises(Invalid, match="OCR"):
        read((FILES / "scan.pdf").read_bytes())


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_file_is_refused(share: float) -> None:
    data = COLUMNS.read_bytes()

    with pytest.raises(Invalid, match="damaged") as refused:
        read(data[: int(len(data) * share)], "обірваний.pdf")

    assert refused.value.problems[0].file == "обірваний.pdf"


def test_a_locked_file_is_refused_with_advice() -> None:
    objects = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj "
    locked = b"<</Filter/Standard/V 1/R 2/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">/P -44>>"
    data = b"%PDF-1.4\n" + objects + b"3 0 obj" + locked + b"endobj\n"
    table = f"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n{data.index(b'2 0 obj'):010d} 00000 n \n"
    table += f"{data.index(b'3 0 obj'):010d} 00000 n \n"
    trailer = f"trailer<</Size 4/Root 1 0 R/Encrypt 3 0 R/ID[<41><41>]>>\nstartxref\n{len(data)}\n%%EOF"

    with pytest.raises(Invalid, match="password"):
        read(data + table.encode() + trailer.encode())


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("почалося впро-", "вадження змін", "почалося впровадження змін"),
        ("працює соціально-", "економічний відділ", "працює соціально-економічний відділ"),
        ("місто Івано-", "Франківськ", "місто Івано-Франківськ"),
        ("МІСТО ІВАНО-", "ФРАНКІВСЬК", "МІСТО ІВАНО-ФРАНКІВСЬК"),
        ("ПОЧАЛОСЯ ВПРО-", "ВАДЖЕННЯ ЗМІН", "ПОЧАЛОСЯ ВПРОВАДЖЕННЯ ЗМІН"),
        ("діяло у 2018–", "2020 роках", "діяло у 2018–2020 роках"),
        ("зустріч на пів\u00ad", "дні області", "зустріч на півдні області"),
    ],
)
def test_a_word_broken_in_two(first: str, second: str, expected: str) -> None:
    known = {"впровадження", "соціально-економічний", "півдні", "івано-франківськ"}
    lines = [
        Line(text, 50, 300, 700 - 12 * n, 710 - 12 * n, 10, False, (50, 300))
        for n, text in enumerate((first, second))
    ]

    markdown, _ = markdown_of([lines], known.__contains__)

    assert markdown.strip() == expected


def _line(
    text: str, top: float, *, size: float = 10, bold: bool = False, cells: tuple[str, ...] = ()
) -> Line:
    pieces = tuple(
        Piece(50 + 60 * n, top - size, 90 + 60 * n, top, size, bold, cell) for n, cell in enumerate(cells)
    )
    return Line(text, 50, 300, top - size, top, size, bold, (50, 320), pieces)


def test_cells_below_each_other_are_a_table() -> None:
    rows = [("Рік", "Родин"), ("2018", "19"), ("2019", "43")]
    lines = [_line(" ".join(row), 700 - 14 * n, cells=row) for n, row in enumerate(rows)]

    markdown, _ = markdown_of([lines], lambda _: False)

    assert markdown == "| Рік | Родин |\n| --- | --- |\n| 2018 | 19 |\n| 2019 | 43 |\n"


def test_a_heading_of_two_lines_is_one() -> None:
    lines = [
        _line("Речення звичайного тексту, яким закінчується абзац.", 720),
        Line("Швачки об’єдналися, щоб не шукати", 50, 320, 680, 690, 10, True, (50, 320)),
        Line("замовлення поодинці", 50, 150, 668, 678, 10, True, (50, 320)),
    ]

    markdown, _ = markdown_of([lines], lambda _: False)

    assert "# Швачки об’єдналися, щоб не шукати замовлення поодинці\n" in markdown


def test_what_follows_the_end_of_columns_is_read_after_them() -> None:
    left = [
        Piece(50, 700 - 14 * n, 280, 710 - 14 * n, 10, False, f"ліворуч рядок номер {n}") for n in range(6)
    ]
    right = [
        Piece(310, 700 - 14 * n, 540, 710 - 14 * n, 10, False, f"праворуч рядок номер {n}") for n in range(6)
    ]
    below = [Piece(50, 580, 200, 590, 10, False, "підсумок унизу сторінки")]

    lines = [line.text for line in lines_of([*below, *right, *left])]

    assert lines == [piece.text for piece in (*left, *right, *below)]


def test_letters_of_old_fonts_are_cyrillic_again() -> None:
    western = "Полтава – місто на Ворсклі".encode("cp1251").decode("cp1252")
    page = [Piece(50, 700, 300, 710, 10, False, western), Piece(50, 680, 300, 690, 10, False, "Résumé, café")]

    assert pdf.in_cyrillic(page[:1])[0].text == "Полтава – місто на Ворсклі"
    assert pdf.in_cyrillic(page[1:]) == page[1:]


def _page(*rows: str, top: float = 800) -> list[Piece]:
    """A page with its first and last row set apart from the others."""
    tops = [top, *(top - 40 - 14 * n for n in range(len(rows) - 2)), 40]
    return [Piece(50, y - 10, 400, y, 10, False, text) for y, text in zip(tops, rows, strict=True)]


STORY = (
    "Мешканці полагодили млин і відкрили при ньому пекарню,",
    "де працюють дев’ятеро людей.",
    "Кажуть, тепер тут",
)


def _texts(page: Sequence[Piece]) -> list[str]:
    return [piece.text for piece in page]


def test_heads_that_change_with_the_page_are_left_out_and_what_stands_within_stays() -> None:
    heads = ["Транспорт", "Міські новини", "Листи читачів", "Свято"]
    texts = [[f"{line} {head.lower()}" for line in STORY] for head in heads]
    pages = [_page(head, *texts[n], f"Випуск {n} · {n + 4}") for n, head in enumerate(heads)]

    kept, printed = without_margins(pages)

    assert [_texts(page) for page in kept] == texts
    assert printed == {0: 4, 1: 5, 2: 6, 3: 7}


@pytest.mark.parametrize(
    "foot",
    [
        "Газета «Вісник» · Випуск 7 (2019)",
        "www.visnyk.example.org",
        "www.visnyk.example.org — 1 — Запоріжжя",
        "rada@example.org",
        "м. Бар, вул. Шкільна, 5, тел. (04341) 2-11-22",
        "Сайт: visnyk.example.org",
        "file:///home/olia/mlyn.html 1/2",
        "Передплата: 0 800 000 000. Наклад 500 прим.",
    ],
)
def test_the_foot_of_a_single_page_is_known_by_what_it_says(foot: str) -> None:
    kept, _ = without_margins([_page("Млин у Барі ожив", *STORY, foot)])

    assert _texts(kept[0]) == ["Млин у Барі ожив", *STORY]


def test_a_last_line_of_the_story_stays_wherever_it_stands() -> None:
    rows = ("Млин у Барі ожив", *STORY, "У 2019 році їх було сорок.")

    kept, _ = without_margins([_page(*rows), _page("Далі буде", *STORY, "Випуск книжок подвоївся торік.")])

    assert _texts(kept[0]) == list(rows)
    assert _texts(kept[1])[-1] == "Випуск книжок подвоївся торік."


def test_town_and_year_on_a_title_page_are_left_out_and_in_a_table_are_not() -> None:
    title = _page("Бердянська міська рада", "Сто практик", "Бердянськ – 2020")
    table = [*_page("Бердянськ", *STORY, "Кінець"), Piece(410, 30, 450, 40, 10, False, "2020")]

    kept, _ = without_margins([title, table])

    assert _texts(kept[0]) == ["Бердянська міська рада", "Сто практик"]
    assert "2020" in _texts(kept[1])


def test_a_newspaper_gives_its_story_without_its_page() -> None:
    source = read((FILES / "paper-reis.pdf").read_bytes())

    assert source.title.endswith("та Івано-Франківськ домовилися з потягами")
    assert source.markdown.endswith("дає кожному, хто попросить.\n")
    assert source.markdown.count("## ") == 2


def test_of_a_book_half_read_the_story_that_broke_off_is_not_taken() -> None:
    book = "# Млин\n\nПершa.\n\n# Пекарня\n\n## Як було\n\nДруга.\n\n# Міст\n\nТретя обір"

    markdown, pages = pdf.whole_stories(book, ((0, 5), (20, 6), (book.index("# Міст") - 3, 9)))

    assert markdown.endswith("Друга.\n")
    assert pages[-1] == (book.index("# Міст"), 9)
    assert pdf.whole_stories("# Млин\n\nОдна історія обір", ((0, 1),))[0] == ""


def test_a_file_there_is_no_time_for_is_refused_rather_than_halved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", -1.0)

    with pytest.raises(Invalid, match="no time"):
        read(COLUMNS.read_bytes())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            b"BT /F1 9.5 Tf [(ab) -20 <6364>] TJ ET",
            [("do_Tf", ["F1", 9.5]), ("do_TJ", [[b"ab", -20, b"cd"]])],
        ),
        (b"q 0 0 m 5 5 l S 1 0 0 1 7 8 cm Q", [("do_cm", [1, 0, 0, 1, 7, 8])]),
        (b"/P <</MCID 0>> BDC (a) Tj EMC", [("do_Tj", [b"a"])]),
        (b"(a\\)b) Tj", None),
        (b"BI /W 1 ID x EI", None),
        (b"[(a) Tj", None),
    ],
)
def test_what_a_page_says_is_read_or_left_to_the_library(
    written: bytes, expected: list[tuple[str, list[object]]] | None
) -> None:
    found = operators.operations_of(written, str)
    told = found and [item for item in found if item[0] not in ("do_q", "do_Q", "do_BT", "do_ET")]

    assert told == expected
