"""A mistyped word finds the word that was meant, by whichever shortcut it is looked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from indexer.lexicon import Lexicon, Part
from indexer.queries.spelling import PartWords, Speller

_WORDS = st.text("абвгґеєиіїкмнопрстшщьюяabc'", min_size=2, max_size=9)


def _speller(*forms: str) -> Speller:
    part = Part.of({f"={form}": 1 + number for number, form in enumerate(forms)})
    return Speller(Lexicon([part]), [PartWords(part)])


@given(st.sets(_WORDS, min_size=1, max_size=40), _WORDS, st.integers(1, 2))
def test_no_near_form_is_overlooked(forms: set[str], word: str, most: int) -> None:
    """What the letters bar is really too far away."""
    words = PartWords(Part.of({f"={form}": 1 for form in forms}))

    for letter in {form[0] for form in forms if form[0].isalpha()}:
        near = {f for f in forms if f[0] == letter and DamerauLevenshtein.distance(f, word) <= most}
        assert near <= set(words.like(word, letter, most))


def test_the_nearest_form_is_meant() -> None:
    """Exchanged, doubled, missing and neighbouring letters."""
    speller = _speller("бюджет", "бюджету", "проект", "інвестиції", "інклюзія", "туризм")

    typed = ("бюдежт", "бюджжет", "інвестиціі", "Туризи", "проетк")

    assert [speller.nearest(word) for word in typed] == ["бюджет", "бюджет", "інвестиції", "Туризм", "проект"]


def test_nothing_near() -> None:
    """Too short to tell, or too far from everything."""
    speller = _speller("бюджет", "мед")

    assert [speller.nearest(word) for word in ("мет", "бібліотека", "хххххх")] == [None, None, None]
