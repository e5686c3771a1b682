"""What a librarian is shown of two versions: what came, what went, word by word where it is prose."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from depository.editing.differences import Difference, Piece, between, between_texts, words
from depository.record import Record
from depository.recordfile import render
from tests.depository.samples import record

BASE = record(
    years=[2019],
    summary="Місто зустріло три тисячі туристів.",
    body="Виклик був великий.\n\nМісто відкрило туристичний центр біля водоспаду.\n\nРезультат видно всім.",
)


def changed(**values: object) -> Record:
    return Record.model_validate({**BASE.model_dump(), **values})


def only(differences: Sequence[Difference]) -> Difference:
    (found,) = differences
    return found


def test_versions_that_are_alike_do_not_differ() -> None:
    assert between(BASE, changed()) == ()


def test_prose_differs_word_by_word() -> None:
    found = only(between(BASE, changed(summary="Місто зустріло чотири тисячі гостей.")))

    assert found.field == "summary"
    assert [piece for piece in found.pieces if piece.state != "kept"] == [
        Piece("три", "removed"),
        Piece("чотири", "added"),
        Piece("туристів", "removed"),
        Piece("гостей", "added"),
    ]


def test_lists_differ_by_their_members() -> None:
    found = only(between(BASE, changed(themes=["festivals", "tourism"])))

    assert (found.added, found.removed) == (("festivals",), ())


def test_single_values_differ_as_wholes() -> None:
    found = only(between(BASE, changed(status="published")))

    assert (found.field, found.before, found.after) == ("status", "draft", "published")


def test_the_body_differs_paragraph_by_paragraph() -> None:
    body = (
        "Виклик був великий.\n\nМісто відкрило новий центр біля водоспаду.\n\nЗовсім інший абзац.\n\n"
        "Результат видно всім."
    )
    found = only(between(BASE, changed(body=body)))

    assert [paragraph.state for paragraph in found.paragraphs] == ["kept", "changed", "added", "kept"]
    assert Piece("туристичний", "removed") in found.paragraphs[1].pieces


def test_a_record_that_is_new_or_gone_is_all_added_or_removed() -> None:
    new, gone = between(None, BASE), between(BASE, None)

    assert {found.field for found in new} == {found.field for found in gone}
    title = next(found for found in gone if found.field == "title")
    assert title.pieces == (Piece(BASE.title, "removed"),)


def test_a_file_that_is_no_record_is_compared_as_text() -> None:
    found = only(between_texts(render(BASE), "---\nзламано: [\n"))

    assert found.field == "file"
    assert {paragraph.state for paragraph in found.paragraphs} == {"added", "removed"}
    assert between_texts(render(BASE), render(BASE)) == between_texts("---", "---") == ()


_PROSE = st.text(st.sampled_from("абв ,.’-\n1"), max_size=30)


@given(before=_PROSE, after=_PROSE)
def test_pieces_give_both_texts_back(before: str, after: str) -> None:
    pieces = words(before, after)

    assert "".join(piece.text for piece in pieces if piece.state != "added") == before
    assert "".join(piece.text for piece in pieces if piece.state != "removed") == after
