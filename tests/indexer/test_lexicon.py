"""Terms in order, found wherever they stand."""

from __future__ import annotations

from bisect import bisect_left

import pytest

from indexer.lexicon import Terms


@pytest.mark.parametrize("count", [0, 1, 2, 127, 128, 129, 256, 300])
def test_every_term_is_found_and_no_other(count: int) -> None:
    counted = {f"слово{number:03d}": number + 1 for number in range(0, 2 * count, 2)}
    terms = Terms.of(counted)

    assert list(terms) == sorted(counted)
    assert [terms.find(term) for term in counted] == list(range(count))
    assert {terms.find(f"слово{number:03d}") for number in range(1, 2 * count + 2, 2)} == {-1}
    assert {terms.find(word) for word in ("", "а", "слов", "слово000а", "я")} == {-1}


@pytest.mark.parametrize("prefix", ["", "слово", "слово1", "слово25", "слово299", "слово3", "а", "я"])
def test_what_begins_so_stands_together(prefix: str) -> None:
    known = sorted(f"слово{number:03d}" for number in range(300))

    first, last = Terms.of(dict.fromkeys(known, 1)).span(prefix)

    assert known[first:last] == [term for term in known if term.startswith(prefix)]
    assert first == bisect_left(known, prefix)
