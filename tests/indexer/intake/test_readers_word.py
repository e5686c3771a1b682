"""Word documents: structure is kept, pictures and programs are not, bombs do not go off."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from depository.errors import Invalid
from indexer.intake import readers
from indexer.intake.source import Source

FILES = Path(__file__).resolve().parents[2] / "files" / "import"


def read(data: bytes, name: str = "млин.docx") -> Source:
    (source,) = readers.read(name, data).sources
    return source


def written(document: docx.document.Document) -> bytes:
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def test_headings_lists_and_tables_are_kept() -> None:
    source = read((FILES / "word-vokzal.docx").read_bytes())

    assert source.title == "Жмеринка: вокзал став майданчиком для підприємців"
    assert "# Рішення\n" in source.markdown
    assert "- спершу полагодили дах і опалення\n- потім закупили" in source.markdown
    assert "| 2019 | 24 | 11 |" in source.markdown


def test_bold_lines_are_headings_where_nobody_used_styles() -> None:
    source = read((FILES / "word-sadivnyk.docx").read_bytes())

    assert source.title == "Мелітопольська черешня отримала власну школу садівника"
    assert "## Хто навчається\n" in source.markdown


def test_the_title_of_the_properties_helps_where_there_is_none_in_the_text() -> None:
    document = docx.Document()
    document.core_properties.title = "Млин у Барі"
    document.add_paragraph("Громада полагодила старий млин, і він знову меле борошно для міста.")

    assert read(written(document)).title == "Млин у Барі"


def test_a_section_alone_is_no_title() -> None:
    document = docx.Document()
    document.core_properties.title = "Млин у Барі"
    document.add_heading("Виклик", level=1)
    document.add_paragraph("Громада полагодила старий млин, і він знову меле борошно для міста.")

    source = read(written(document))

    assert source.title == "Млин у Барі"
    assert source.markdown.startswith("# Виклик\n")


def test_a_name_that_a_program_gave_is_no_title() -> None:
    document = docx.Document()
    document.core_properties.title = "Microsoft Word - Документ1.doc"
    document.add_paragraph("Громада полагодила старий млин, і він знову меле борошно для міста.")

    assert read(written(document)).title == ""


def test_a_form_that_was_filled_in_states_its_fields() -> None:
    document = docx.Document()
    rows = [
        ("Назва практики:", "Млин знову меле"),
        ("Місто", "Бар"),
        ("Рік впровадження", "2019–2020"),
        ("Проблема", "Млин стояв сорок років."),
        ("Результати", "Млин меле борошно щодня."),
    ]
    table = document.add_table(0, 2)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text

    source = read(written(document))

    assert source.stated == {
        "Назва практики": "Млин знову меле",
        "Місто": "Бар",
        "Рік впровадження": "2019–2020",
    }
    assert (
        source.markdown
        == "## Виклик\n\nМлин стояв сорок років.\n\n## Результати\n\nМлин меле борошно щодня.\n"
    )


def bomb(entry: str = "word/document.xml", megabytes: int = 150) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(entry, "w", force_zip64=True) as inner:
            for _ in range(megabytes):
                inner.write(b" " * 1_000_000)
    return kept.getvalue()


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = bomb()

    with pytest.raises(Invalid, match="Unpacked") as refused:
        read(data, "бомба.docx")

    assert len(data) < 1_000_000
    assert refused.value.problems[0].file == "бомба.docx"


def test_a_small_bomb_is_known_by_its_ratio() -> None:
    with pytest.raises(Invalid, match="Unpacked"):
        read(bomb(megabytes=5))


def test_macros_are_refused() -> None:
    kept = io.BytesIO((FILES / "word-vokzal.docx").read_bytes())
    with zipfile.ZipFile(kept, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\0" * 64)

    with pytest.raises(Invalid, match="macros"):
        read(kept.getvalue())


def test_entities_in_the_xml_are_refused() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("word/document.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>')

    with pytest.raises(Invalid, match="damaged"):
        read(kept.getvalue())


@pytest.mark.parametrize("share", [0.2, 0.6, 0.98])
def test_a_truncated_document_is_refused(share: float) -> None:
    data = (FILES / "word-vokzal.docx").read_bytes()

    with pytest.raises(Invalid, match="damaged"):
        read(data[: int(len(data) * share)])


@pytest.mark.parametrize(
    ("name", "advice"),
    [("a.doc", "docx"), ("a.rtf", "docx"), ("a.odt", "docx"), ("a.xls", "xlsx"), ("a.jpg", "OCR")],
)
def test_other_formats_are_refused_with_advice(name: str, advice: str) -> None:
    with pytest.raises(Invalid, match=advice):
        readers.read(name, b"anything")


def test_an_old_or_locked_file_of_office_is_told_apart() -> None:
    with pytest.raises(Invalid, match="password"):
        readers.read("млин.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


def test_a_file_under_a_false_name_is_told_what_it_is() -> None:
    with pytest.raises(Invalid, match="pdf"):
        readers.read("млин.docx", b"%PDF-1.7 ...")


def test_a_press_release_has_its_first_bold_line_for_a_title_and_no_labels_and_contacts() -> None:
    document = docx.Document()
    document.add_paragraph("ПРЕСРЕЛІЗ")
    document.add_paragraph("12 травня 2022 року")
    document.add_paragraph().add_run("Вінниця відкрила крамницю без упаковки").bold = True
    document.add_paragraph("У Вінниці запрацювала крамниця, де крупи продають у тару покупця.")
    document.add_paragraph("Контакти для преси:")
    document.add_paragraph("Ірина Гончар, тел. +38 067 111 22 33, press@example.org")

    source = read(written(document))

    assert source.title == "Вінниця відкрила крамницю без упаковки"
    assert source.markdown == "У Вінниці запрацювала крамниця, де крупи продають у тару покупця.\n"


def test_a_form_keeps_its_texts_by_whatever_names() -> None:
    told = (
        "Одинадцять господарств заснували кооператив і купили сушарку, у якій за добу вміщається 300 кг ягід."
    )
    document = docx.Document()
    form = document.add_table(rows=0, cols=2)
    for name, value in (
        ("Назва практики", "Сушарка"),
        ("Громада", "Гоща"),
        ("Рік упровадження", "2019"),
        ("Як це працює", told),
        ("Куратор", "Ірина Гай"),
    ):
        cells = form.add_row().cells
        cells[0].text, cells[1].text = name, value

    source = read(written(document))

    assert source.markdown == f"## Як це працює\n\n{told}\n"
    assert source.stated == {
        "Назва практики": "Сушарка",
        "Громада": "Гоща",
        "Рік упровадження": "2019",
        "Куратор": "Ірина Гай",
    }


def bold(document: docx.document.Document, words: str) -> None:
    document.add_paragraph().add_run(words).bold = True


TOLD = "У Жмеринці утеплили чотири садки, і взимку в спальнях уже не чотирнадцять градусів, а двадцять."


def test_a_letter_is_titled_by_what_it_is_about_and_not_by_its_sender() -> None:
    document = docx.Document()
    bold(document, "ЖМЕРИНСЬКА МІСЬКА РАДА")
    bold(document, "ВІННИЦЬКОЇ ОБЛАСТІ")
    document.add_paragraph("вул. Центральна, 4, м. Жмеринка, 23100, тел. (04332) 5-00-00, код ЄДРПОУ 0000")
    document.add_paragraph("від 14.03.2023 № 02-14/311        на № 17-05/88 від 01.03.2023")
    document.add_paragraph("Асоціація міст України")
    bold(document, "Про досвід утеплення садків")
    document.add_paragraph("Шановні колеги!")
    document.add_paragraph(TOLD)

    source = read(written(document))

    assert source.markdown == f"## Про досвід утеплення садків\n\n{TOLD}\n"


def test_a_title_in_several_lines_is_one() -> None:
    document = docx.Document()
    bold(document, "ІНФОРМАЦІЯ")
    bold(document, "про утеплення садків")
    document.add_paragraph(TOLD)

    assert read(written(document)).title == "ІНФОРМАЦІЯ про утеплення садків"


def test_a_letterhead_in_a_table_and_captions_of_pictures_are_no_story() -> None:
    document = docx.Document()
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "Фонд, вул. Хрещатик, 22, м. Київ, 01001", "тел. (044) 278-00-00"
    document.add_heading("Утеплені садки", level=1)
    document.add_paragraph(TOLD)
    document.add_paragraph("Садок узимку", style="Caption")
    document.add_paragraph("Таблиця 1. Температура", style="Caption")

    assert read(written(document)).markdown == f"{TOLD}\n\nТаблиця 1. Температура\n"


@pytest.mark.parametrize("above", [True, False], ids=["above their values", "beside them"])
def test_a_form_of_lines_whose_names_are_in_bold_states_its_fields(above: bool) -> None:
    document = docx.Document()
    bold(document, "ЗАЯВКА НА УЧАСТЬ У КОНКУРСІ «ПРАКТИКА РОКУ»")
    for name, value in (
        ("Назва практики", "Утеплені садки"),
        ("Громада", "Жмеринська громада"),
        ("Період реалізації", "2018–2019"),
        ("Чому ви взялися за це?", TOLD),
        ("Керівник проєкту", "Ірина Гай, 066 000 00 00"),
    ):
        paragraph = document.add_paragraph()
        paragraph.add_run(name if name.endswith("?") else f"{name}:").bold = True
        if above or name.endswith("?"):
            document.add_paragraph(value)
        else:
            paragraph.add_run(f" {value}")

    source = read(written(document))

    assert source.stated == {
        "Назва практики": "Утеплені садки",
        "Громада": "Жмеринська громада",
        "Період реалізації": "2018–2019",
        "Керівник проєкту": "Ірина Гай, 066 000 00 00",
    }
    assert source.markdown == f"## Чому ви взялися за це?\n\n{TOLD}\n"
