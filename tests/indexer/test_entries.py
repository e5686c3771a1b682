"""A record made ready for an engine: by which words it is found."""

from __future__ import annotations

import pytest

from depository.service import Depository
from tests.depository.samples import record


@pytest.mark.parametrize(
    ("heading", "word", "found"),
    [
        ("Як Яремче спродало комірки", "комірка", True),
        ("Рішення", "рішення", False),
        ("Виклик", "виклик", False),
    ],
)
def test_a_heading_is_searched_unless_any_story_might_have_it(
    heading: str, word: str, found: bool, depository: Depository
) -> None:
    """«Рішення» is a word to search by: it must not find every record that has a section of that name."""
    body = f"## {heading}\n\nТуристів зустрічає центр.\n"

    entry = depository.language.entry(record(body=body), "1")

    assert (word in entry.postings) is found
