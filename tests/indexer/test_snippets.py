"""The passage shown is the one that says most of what was looked for, with the real words marked."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from depository.results import Piece
from indexer import snippets

_TEXT = (
    "Громада навчилася рахувати воду. Восени міська рада поставила лічильники у школах і двох лікарнях, "
    "бо рахунки росли швидше за бюджет, а ніхто не знав, де саме тече. За рік школи заощадили третину води, "
    "і ці гроші пішли на ремонт дахів.\n"
    "Далі прийшла черга світла: старі лампи замінили на світлодіодні. Лічильники стоять і там."
)


def _ready(text: str) -> snippets.Text:
    """A text of one run whose first word has position 7."""
    words = [match.span() for match in re.finditer(r"\w+", text)]
    return snippets.Text(text, [snippets.run(7, 0, words)], snippets.sentences(text))


def _met(text: snippets.Text, *words: str) -> list[snippets.Met]:
    forms = re.findall(r"\w+", text.text)
    return text.met({7 + n: form.lower() for n, form in enumerate(forms) if form.lower() in words})


def _shown(snippet: tuple[Piece, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in snippet)


@given(
    st.lists(st.tuples(st.integers(0, 70_000), st.integers(1, 70_000)), max_size=20),
    st.integers(0, 100_000),
)
def test_every_word_stands_where_it_stood(steps: list[tuple[int, int]], begin: int) -> None:
    """However long a word, and however far from the one before."""
    words, here = [], 0
    for gap, length in steps:
        words.append((here + gap, here + gap + length))
        here = words[-1][1]
    text = snippets.Text("", [snippets.run(3, begin, words)])

    met = text.met({3 + number: "слово" for number in range(len(words))})

    assert [(m.start, m.end) for m in met] == [(begin + start, begin + end) for start, end in words]


def test_words_of_other_texts_are_left_out() -> None:
    """A record's positions run on through its title, its names and its text."""
    text = _ready("Лічильники води")

    assert text.met({0: "вода", 6: "вода", 9: "вода", 500: "вода"}) == []
    assert [text.text[m.start : m.end] for m in text.met({8: "вода", 7: "лічильник"})] == [
        "Лічильники",
        "води",
    ]


def test_the_telling_sentences_are_shown() -> None:
    text = _ready(_TEXT)

    shown = _shown(
        snippets.passage(text, _met(text, "лампи", "лічильники"), {"лампи": 1.0, "лічильники": 0.5})
    )

    assert shown.endswith("старі [лампи] замінили на світлодіодні. [Лічильники] стоять і там.")
    assert "Восени" not in shown


def test_of_equals_the_first_is_shown() -> None:
    text = _ready(_TEXT)

    assert _shown(snippets.passage(text, _met(text, "води", "воду"), {})).startswith(
        "Громада навчилася рахувати [воду]."
    )


def test_without_a_word_met_the_text_begins() -> None:
    """A record found by its theme alone is shown by how it begins."""
    text = _ready(_TEXT)

    assert _shown(snippets.passage(text, [], {})).startswith("Громада навчилася рахувати воду. Восени")


def test_a_sentence_without_end_is_cut_around_the_word() -> None:
    text = _ready("слово " * 100 + "скарб " + "слово " * 100)

    shown = _shown(snippets.passage(text, _met(text, "скарб"), {}))

    assert shown.startswith("…") and shown.endswith("…") and "[скарб]" in shown
    assert len(shown) <= snippets.LENGTH + 10


def test_an_empty_text() -> None:
    assert snippets.passage(_ready(""), [], {}) == ()


def test_sentences_begin_after_full_stops_and_at_new_lines() -> None:
    """An abbreviation before a small letter ends nothing, and a last blank begins nothing."""
    text = "У 2020 р. почали. Потім – далі! Так?\nІ ще. "

    starts = snippets.sentences(text)

    assert [text[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)] == [
        "У 2020 р. почали.",
        "Потім – далі!",
        "Так?",
        "І ще.",
    ]
