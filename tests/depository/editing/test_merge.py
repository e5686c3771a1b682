"""Two people changed one record: what does not collide comes together, what does is theirs to decide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depository.editing.differences import paragraphs_of
from depository.editing.merge import Field, Merge, merge
from depository.record import Figure, Record
from tests.depository.samples import record

BASE = record(
    years=[2019],
    summary="Про туризм.",
    figures=[{"value": 3, "unit": "млн грн", "counts": "вартість"}],
    organisations=["Міська рада"],
    body="Виклик був великий.\n\nМісто зробило багато.\n\nРезультат видно всім.",
)


def changed(**values: object) -> Record:
    return Record.model_validate({**BASE.model_dump(), **values})


def field(merged: Merge, name: str) -> Field:
    return next(field for field in merged.fields if field.name == name)


def test_what_only_one_of_them_changed_is_taken() -> None:
    merged = merge(BASE, changed(title="Нова назва"), changed(summary="Краще про туризм."))

    assert (merged.record.title, merged.record.summary) == ("Нова назва", "Краще про туризм.")
    assert {field.name: field.origin for field in merged.fields} == {"title": "mine", "summary": "theirs"}
    assert merged.undecided == ()


def test_what_both_changed_differently_is_undecided_and_mine_is_proposed() -> None:
    merged = merge(BASE, changed(title="Моя назва"), changed(title="Їхня назва"))

    assert merged.undecided == ("title",)
    assert merged.record.title == "Моя назва"
    found = field(merged, "title")
    assert (found.base, found.mine, found.theirs) == (BASE.title, "Моя назва", "Їхня назва")


def test_what_both_changed_alike_is_no_question() -> None:
    merged = merge(BASE, changed(kind="case-study"), changed(kind="case-study"))

    assert (merged.record.kind, merged.undecided) == ("case-study", ())
    assert field(merged, "kind").origin == "both"


def test_members_of_a_list_come_together() -> None:
    merged = merge(
        BASE,
        changed(years=[2018, 2019], themes=["tourism", "festivals"]),
        changed(years=[2019, 2021], themes=["economy"]),
    )

    assert merged.record.years == (2018, 2019, 2021)
    assert merged.record.themes == ("festivals", "economy")
    assert merged.undecided == ()


def test_one_figure_corrected_in_two_ways_is_undecided() -> None:
    mine = changed(figures=[{"value": 4, "unit": "млн грн", "counts": "вартість"}])
    theirs = changed(figures=[{"value": 5, "unit": "млн грн", "counts": "вартість"}])

    merged = merge(BASE, mine, theirs)

    assert merged.undecided == ("figures",)
    assert merged.record.figures == (Figure(value=4, unit="млн грн", counts="вартість"),)


def test_the_body_comes_together_paragraph_by_paragraph() -> None:
    mine = changed(body=BASE.body.replace("великий", "чималий"))
    theirs = changed(body=BASE.body.replace("видно всім", "помітили всі") + "\nІ ще абзац.")

    merged = merge(BASE, mine, theirs)

    assert merged.record.body == (
        "Виклик був чималий.\n\nМісто зробило багато.\n\nРезультат помітили всі.\n\nІ ще абзац.\n"
    )
    assert merged.undecided == ()
    assert [passage.origin for passage in field(merged, "body").passages] == ["mine", "same", "theirs"]


def test_a_paragraph_both_changed_is_shown_in_both_versions() -> None:
    mine = changed(body=BASE.body.replace("багато", "чимало"))
    theirs = changed(body=BASE.body.replace("багато", "все").replace("всім", "кожному"))

    merged = merge(BASE, mine, theirs)

    assert merged.undecided == ("body",)
    conflict = next(passage for passage in field(merged, "body").passages if passage.origin == "conflict")
    assert "Місто зробило чимало." in conflict.mine
    assert "Місто зробило все." in conflict.theirs
    assert "Місто зробило багато." in conflict.base


def test_without_a_common_past_every_difference_is_undecided() -> None:
    merged = merge(None, changed(title="Моя", years=[2018]), changed(title="Їхня"))

    assert merged.undecided == ("title", "years")


def test_the_state_is_theirs_for_it_is_not_for_editors_to_set() -> None:
    merged = merge(BASE, changed(title="Моя"), changed(status="published"))

    assert (merged.record.title, merged.record.status) == ("Моя", "published")
    assert [field.name for field in merged.fields] == ["title"]


_PARAGRAPHS = st.lists(st.sampled_from(["а", "б", "в", "г", "ґ"]), min_size=1, max_size=6)


@given(base=_PARAGRAPHS, mine=_PARAGRAPHS, theirs=_PARAGRAPHS)
def test_no_paragraph_anybody_wrote_gets_lost(base: list[str], mine: list[str], theirs: list[str]) -> None:
    """Both versions stand in the passages whole; and what only one changed is theirs in the proposal."""
    records = [changed(body="\n\n".join(texts)) for texts in (base, mine, theirs)]
    merged = merge(*records)
    bodies = [found for found in merged.fields if found.name == "body" and found.passages]

    for found in bodies:
        assert [text for passage in found.passages for text in passage.mine] == mine
        assert [text for passage in found.passages for text in passage.theirs] == theirs
        assert [text for passage in found.passages for text in passage.base] == base
    if mine == base:
        assert paragraphs_of(merged.record.body) == theirs
    if theirs == base:
        assert paragraphs_of(merged.record.body) == mine


@pytest.mark.parametrize("version", ["mine", "theirs"])
def test_a_version_merged_with_what_it_grew_from_is_itself(version: str) -> None:
    other = changed(title="Інша", years=[2020], body="Зовсім інше.", organisations=[])

    merged = merge(BASE, other, BASE) if version == "mine" else merge(BASE, BASE, other)

    assert merged.record == other
    assert {field.origin for field in merged.fields} == {version}
