"""Two spellings of a word come to one; two words do not."""

from __future__ import annotations

import pytest

from indexer.analysis.folds import Spellings, rows
from indexer.analysis.lemmas import Lemmas


@pytest.fixture(scope="module")
def spellings() -> Spellings:
    return Spellings(Lemmas().known)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("проєкт", "проект"),
        ("спроєктувати", "спроектувати"),
        ("авдит", "аудит"),
        ("вебавдит", "вебаудит"),
        ("етер", "ефір"),
        ("міт", "міф"),
        ("священик", "священник"),
        ("диджиталізація", "діджиталізація"),
        ("ґендер", "гендер"),
        ("зв'язок", "звязок"),
        ("веб-сайт", "вебсайт"),
        ("учитель", "вчитель"),
        ("упровадження", "впровадження"),
        ("ймовірний", "імовірний"),
        ("йти", "іти"),
    ],
)
def test_two_spellings_of_a_word_meet(spellings: Spellings, one: str, other: str) -> None:
    assert spellings.fold(one) == spellings.fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("управа", "вправа"),
        ("ураження", "враження"),
        ("уклад", "вклад"),
        ("мета", "міф"),
        ("проєкт", "проспект"),
        ("йод", "од"),
    ],
)
def test_two_words_stay_apart(spellings: Spellings, one: str, other: str) -> None:
    assert spellings.fold(one) != spellings.fold(other)


def test_folding_twice_changes_nothing(spellings: Spellings) -> None:
    for written, *_ in rows("spellings.tsv"):
        once = spellings.fold(written)

        assert spellings.fold(once) == once


def test_rows_of_spellings_say_where_they_stand() -> None:
    for row in rows("spellings.tsv"):
        assert len(row) == 4, row
        assert row[2] in {"start", "inside", "end", "word"}, row
