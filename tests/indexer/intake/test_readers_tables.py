"""Tables: a row a record, columns by their names in either language, problems by the number of the row."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from depository.errors import Invalid
from indexer.intake import readers
from indexer.intake.source import Contents

FILES = Path(__file__).resolve().parents[2] / "files" / "import"


def table(text: str, encoding: str = "utf-8") -> Contents:
    return readers.read("таблиця.csv", text.encode(encoding))


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251", "utf-16"])
def test_cells_are_parted_by_whatever_parts_the_names_of_columns(mark: str, encoding: str) -> None:
    text = (
        mark.join(["Назва", "Місто", "Текст"])
        + "\r\n"
        + mark.join(["Млин", "Бар", "Громада лагодить млин"])
        + "\r\n"
    )

    (source,) = table(text, encoding).sources

    assert source.stated == {"Назва": "Млин", "Місто": "Бар"}
    assert source.markdown == "Громада лагодить млин\n"


def test_a_row_knows_its_line_though_cells_have_several() -> None:
    text = 'title,text\nМлин,"Перший абзац.\n\nДругий; абзац."\n\nПекарня,Хліб щодня.\n'

    first, second = table(text).sources

    assert first.markdown == "Перший абзац.\n\nДругий; абзац.\n"
    assert (first.line, second.line) == (2, 6)


def test_what_describes_a_record_is_its_text_where_there_is_no_other() -> None:
    (source,) = table("Назва;Опис\nМлин;Громада полагодила млин.\n").sources

    assert source.markdown == "Громада полагодила млин.\n"


def test_columns_that_are_sections_make_the_text() -> None:
    (source,) = table("Назва;Проблема;Що зроблено;Результати\nМлин;Стояв.;Полагодили.;Меле.\n").sources

    assert source.markdown == "## Виклик\n\nСтояв.\n\n## Рішення\n\nПолагодили.\n\n## Результати\n\nМеле.\n"


def test_columns_named_at_length_are_understood_where_no_other_is_named_so() -> None:
    head = (
        "Назва організації;Назва успішної практики;Місто (громада), де впроваджено;Рік початку;Текст;Примітка"
    )
    (source,) = table(f"{head}\nРада;Млин;Бар;2019;Текст;нема\n").sources

    expected = {
        "organisations": "Рада",
        "title": "Млин",
        "places": "Бар",
        "Рік початку": "2019",
        "Примітка": "нема",
    }
    assert source.stated == expected


def test_a_head_of_long_names_only_is_known() -> None:
    (source,) = table("Назва практики у громаді;Місто, де впроваджено\nМлин;Бар\n").sources

    assert source.stated == {"title": "Млин", "places": "Бар"}


def test_a_workbook_is_read_below_its_title_with_numbers_as_they_look() -> None:
    contents = readers.read("реєстр.xlsx", (FILES / "table-reiestr.xlsx").read_bytes())

    assert [source.line for source in contents.sources] == [4, 5]
    assert contents.sources[0].stated["Year"] == 2021


def test_a_table_without_known_columns_is_refused_with_their_names() -> None:
    with pytest.raises(Invalid, match="Назва"):
        table("альфа;бета\n1;2\n")


def test_a_table_without_rows_is_refused() -> None:
    with pytest.raises(Invalid, match="no row"):
        table("Назва;Місто;Текст\n")


def test_rows_beyond_the_limit_are_told_and_left() -> None:
    contents = table("Назва;Текст\n" + "Млин;Текст\n" * 5100)

    assert len(contents.sources) == 5000
    assert contents.problems[0].values["row"] == 5001


def test_a_damaged_workbook_is_refused() -> None:
    data = workbook(["Назва", "Текст"], ["Млин", "Текст"])
    with pytest.raises(Invalid, match="damaged"):
        readers.read("a.xlsx", data[: len(data) // 2])

    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("xl/workbook.xml", "<nothing/>")
    with pytest.raises(Invalid, match="damaged"):
        readers.read("a.xlsx", kept.getvalue())


def test_a_row_that_only_sums_up_is_no_record() -> None:
    contents = table("№;Назва;Місто;Текст\n1;Млин;Бар;Млин працює.\n;Разом: 1;;\n;Усього;12;\n")

    assert [source.title for source in contents.sources] == ["Млин"]


def test_a_title_that_begins_like_a_sum_is_a_record() -> None:
    contents = table("Назва;Місто;Текст\nРазом сильніші;Бар;Сусіди лагодять млин.\n")

    assert [source.title for source in contents.sources] == ["Разом сильніші"]


def test_of_an_abstract_and_a_description_the_later_is_the_text() -> None:
    data = workbook(
        ["Project name", "Municipality", "Abstract", "Description"],
        ["Млин", "Bar", "Коротко про млин.", "Громада зібрала гроші й полагодила млин."],
    )

    (source,) = readers.read("a.xlsx", data).sources

    assert source.title == "Млин"
    assert source.stated["Abstract"] == "Коротко про млин."
    assert source.markdown == "Громада зібрала гроші й полагодила млин.\n"


def test_a_long_text_in_a_column_we_do_not_know_stays_in_the_story() -> None:
    text = "Сорок років колесо млина не крутилося, і діти бігали повз нього до школи, не питаючи, що то таке."

    (source,) = table(f"Назва;Текст;Спогад;Куратор\nМлин;Млин працює.;{text};Ірина Гай\n").sources

    assert source.markdown == f"Млин працює.\n\n## Спогад\n\n{text}\n"
    assert source.stated == {"Назва": "Млин", "Куратор": "Ірина Гай"}


@pytest.mark.parametrize("name", ["Ініціатива", "Проєкт або захід", "Практика громади", "Initiative"])
def test_a_column_of_practices_by_whatever_name_is_the_title(name: str) -> None:
    (source,) = table(f"Організація;{name};Громада;Опис\nРада;Млин;Бар;Сусіди лагодять млин.\n").sources

    assert source.title == "Млин"


def test_a_description_and_results_named_at_length_are_the_text() -> None:
    (source,) = table(
        "Повна назва практики,Громада,Опис: що було зроблено,Досягнуті результати\n"
        "Млин,Бар,Громада лагодить млин,Меле борошно\n"
    ).sources

    assert source.title == "Млин"
    assert source.markdown == "Громада лагодить млин\n\n## Результати\n\nМеле борошно\n"
