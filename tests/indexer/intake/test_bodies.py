"""The body of a record made of a file's text."""

from __future__ import annotations

from indexer.intake.bodies import body_of


def test_a_list_of_its_own_headings_with_their_pages_is_left_out() -> None:
    contents = "Зміст\n\n1. Що було 2\n\n2. Що зроблено ..... 3\n\n[Що далі](#dali)\n\n"
    text = "## 1. Що було\n\nНічого.\n\n## 2. Що зроблено\n\nМлин.\n\n## Що далі\n\nПекарня.\n"

    assert body_of(contents + text, "Млин") == text


def test_a_list_that_is_none_of_its_headings_stays() -> None:
    text = "Млинів торік 2\n\nПекарень торік 3\n\nКрамниць торік 4\n"

    assert body_of(text, "Млин") == text
