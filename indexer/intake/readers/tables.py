"""Tables of many records, CSV and XLSX: a row a record, columns by their names. The only home of openpyxl."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import openpyxl

from depository.errors import N_, Problem
from indexer.intake.fieldnames import (
    field_like,
    field_of,
    is_number_of_row,
    is_prose,
    section_like,
    section_of,
)
from indexer.intake.readers import refusal, suffix_of
from indexer.intake.readers.encodings import decode
from indexer.intake.readers.unpacking import DAMAGED, opened
from indexer.intake.source import Contents, Source

MOST_ROWS = 5_000
_MOST_COLUMNS = 200
# The head of a table stands in its first rows, below a title perhaps.
_HEAD_WITHIN = 15
_LONGEST_CELL = 500_000
_LONGEST_NAME = 80
# A row that names one of these columns is the head of its table.
_TELLING = {"title", "body", "summary", "places"}
# A row that only sums up those above it.
_SUM = re.compile(r"(?:разом|усього|всього|загалом|підсумок|total|sum|altogether)\b.{0,40}", re.IGNORECASE)

_NO_HEAD = N_(
    "No column has a name we know: name the columns in the first row, such as Назва, Місто, Тема, Рік, Текст."
)
_Row = Sequence[Any]


def read(name: str, data: bytes) -> Contents:
    """A story a row; rows without a word are passed over, those with problems told by their number."""
    sheets = _sheets(name, data) if suffix_of(name) == ".xlsx" else [("", _csv_rows(name, data))]
    sources: list[Source] = []
    problems: list[Problem] = []
    headed = False
    for title, rows in sheets:
        label = f"{name}/{title}" if title and len(sheets) > 1 else name
        head, rest = _head(rows)
        if not head:
            continue
        headed = True
        columns = _columns(head)
        for number, row in rest:
            if len(sources) >= MOST_ROWS:
                message = N_(
                    "There are more than {limit} rows: what follows row {row} was left out. Split the table."
                )
                return Contents(
                    tuple(sources),
                    (*problems, Problem(message, "", {"limit": MOST_ROWS, "row": number - 1}, name)),
                )
            if any(_filled(cell) for cell in row) and not _is_sum(row):
                sources.append(_source(label, number, columns, row))
    if not headed:
        raise refusal(_NO_HEAD, name, line=1)
    if not sources:
        raise refusal(N_("There is no row below the names of the columns: there is nothing to take."), name)
    return Contents(tuple(sources), tuple(problems))


def _csv_rows(name: str, data: bytes) -> list[tuple[int, _Row]]:
    """The rows with the line each begins at, whatever they are delimited by."""
    text = decode(data, name)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), _dialect(text))
    rows: list[tuple[int, _Row]] = []
    line = 1
    try:
        for row in reader:
            rows.append((line, row[:_MOST_COLUMNS]))
            line = reader.line_num + 1
    except csv.Error as error:
        message = N_(
            "This row cannot be read: check its quotation marks, and that no cell is longer than a record."
        )
        raise refusal(message, name, line=line) from error
    return rows


def _dialect(text: str) -> type[csv.Dialect] | csv.Dialect:
    """How the cells are parted: by what parts the known names of columns, or by what csv makes of it."""

    class Parted(csv.excel):
        delimiter = ","

    first = [line for line in text[:20_000].split("\n") if line.strip()][:_HEAD_WITHIN]
    known = {
        mark: max(
            (sum(bool(field_of(cell.strip('" '))) for cell in line.split(mark)) for line in first), default=0
        )
        for mark in (";", ",", "\t", "|")
    }
    best = max(known, key=lambda mark: known[mark])
    if known[best] < 2:
        try:
            best = csv.Sniffer().sniff("\n".join(first)[:4096], delimiters=";,\t|").delimiter
        except csv.Error:
            best = ","
    Parted.delimiter = best
    return Parted


def _sheets(name: str, data: bytes) -> list[tuple[str, list[tuple[int, _Row]]]]:
    """The sheets of a workbook with their rows, values only."""
    opened(name, data).close()
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return [
            (
                sheet.title,
                [
                    (number, row[:_MOST_COLUMNS])
                    for number, row in enumerate(
                        sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2 * _HEAD_WITHIN), 1
                    )
                ],
            )
            for sheet in book.worksheets
        ]
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
        OSError,
        zipfile.BadZipFile,
    ) as error:
        # openpyxl has no one error for a workbook whose parts do not fit together.
        raise refusal(DAMAGED, name) from error


def _head(rows: list[tuple[int, _Row]]) -> tuple[list[str], list[tuple[int, _Row]]]:
    """The names of the columns, and the rows below them; no names where no row has any we know."""
    top = [
        [_text(cell) if len(_text(cell)) <= _LONGEST_NAME else "" for cell in row]
        for _, row in rows[:_HEAD_WITHIN]
    ]
    told = [{field for column in names if (field := field_of(column))} for names in top]
    if not any(fields & _TELLING for fields in told):
        told = [{field for field, _ in _columns(names) if field} for names in top]
        told = [fields if len(fields) > 1 else set() for fields in told]
    best = max(range(len(top)), key=lambda index: len(told[index]), default=0)
    if not top or not told[best] & _TELLING:
        return [], []
    return top[best], rows[best + 1 :]


def _columns(head: list[str]) -> list[tuple[str, str]]:
    """For each column the field it is, and the name under which its cells are told."""
    exact = [field_of(column) for column in head]
    met = set(exact)
    if exact.count("summary") > 1 and "body" not in met:
        # Of an abstract and a description the later is the text.
        exact[len(exact) - 1 - exact[::-1].index("summary")] = "body"
    columns = []
    for column, field in zip(head, exact, strict=True):
        if is_number_of_row(column):
            columns.append(("", ""))
        elif not field and not section_of(column) and (field := field_like(column, met)):
            met.add(field)
            columns.append((field, field))
        else:
            columns.append((field, column))
    return columns


def _source(name: str, number: int, columns: list[tuple[str, str]], row: _Row) -> Source:
    """One row: its cells by the names of their columns, the text apart."""
    stated: dict[str, Any] = {}
    texts: list[str] = []
    sections: list[str] = []
    for (field, column), cell in zip(columns, row, strict=False):
        if not _filled(cell) or not column:
            continue
        if field == "body":
            texts.append(_text(cell))
        elif heading := section_of(column) or ("" if field else section_like(column)):
            sections.append(f"## {heading}\n{_text(cell)}")
        elif not field and is_prose(_text(cell)):
            sections.append(f"## {column}\n{_text(cell)}")
        else:
            stated[column] = _plain(cell)
    told = {field: str(stated[column]) for field, column in columns if column in stated}
    # A table without a column of texts: what describes a record is all the text there is.
    texts = texts or [told.get("summary", "")]
    body = "\n".join([*texts, *sections])
    return Source(name, "table", _paragraphs(body), stated, told.get("title", ""), line=number)


def _paragraphs(text: str) -> str:
    return "\n\n".join(line.strip() for line in text.split("\n") if line.strip()) + "\n"


def _is_sum(row: _Row) -> bool:
    """Whether a row sums up: «Разом: 12», and nothing beside it but numbers."""
    words = [text for cell in row if (text := _text(cell)) and re.search(r"[^\W\d_]", text)]
    return len(words) == 1 and _SUM.fullmatch(words[0]) is not None


def _filled(cell: Any) -> bool:
    return cell is not None and bool(_text(cell))


def _text(cell: Any) -> str:
    return "" if cell is None else str(_plain(cell)).replace("\r\n", "\n").replace("_x000D_", "").strip()


def _plain(cell: Any) -> Any:
    """A cell as JSON would have it; a whole number is whole, though spreadsheets keep all as fractions."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return (
        cell.strip() if isinstance(cell, str) else cell if isinstance(cell, int | float | bool) else str(cell)
    )
