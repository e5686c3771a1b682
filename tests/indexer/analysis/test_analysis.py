"""The analyzer, by the table a librarian reads (`analyzer.tsv`) and by what holds for any text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depository.corpus import Corpus
from depository.vocabulary import Place, Places, Synonyms, Vocabularies
from indexer.analysis import Analyzer, Token
from indexer.analysis.repair import repair

_HERE = Path(__file__).parent
_BITS = st.sampled_from(
    [
        *"абвїйєґі'’-–\n \"*.,#№0129aeiosXMОСІ",
        *"\u00ad\u0301\u0306\u0308\u200b\ufeff\ud800\u1100\u1161\u09be",
        *("слово", "Київ", "Бар", "м. ", "40 000", "ЦНАП", "COVID-19", "- ", "-\n", "Вінницька ", "області"),
    ]
)
_TEXTS = st.one_of(st.text(), st.lists(_BITS, max_size=20).map("".join))


@cache
def _analyzer() -> Analyzer:
    return Analyzer(Corpus(_HERE.parents[2] / "corpus").vocabularies())


def _rows() -> Iterator[tuple[str, ...]]:
    for line in (_HERE / "analyzer.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        if line.strip() and not line.startswith(("#", "form\t")):
            yield tuple(line.replace("\\n", "\n").split("\t"))


def _terms(text: str) -> set[str]:
    return {term.text for token in _analyzer().tokens(text) for term in token.terms}


@pytest.mark.parametrize(("form", "other", "verdict", "why"), list(_rows()))
def test_the_table_holds(form: str, other: str, verdict: str, why: str) -> None:
    if verdict == "terms":
        assert set(other.split()) <= _terms(form), why
    else:
        assert verdict in {"same", "different"}
        assert bool(_terms(form) & _terms(other)) == (verdict == "same"), why


@given(_TEXTS)
def test_any_text_is_analysed_and_every_token_stands_in_it(text: str) -> None:
    tokens = _analyzer().tokens(text)

    end = 0
    for position, token in enumerate(tokens):
        assert end <= token.start < token.end <= len(text)
        assert token.form == text[token.start : token.end]
        assert token.position == position
        end = token.end


@given(_TEXTS)
def test_terms_are_weighed_and_the_exact_form_comes_first(text: str) -> None:
    for token in _analyzer().tokens(text):
        weights = [term.weight for term in token.terms]
        assert token.terms[0].text[0] == "="
        assert all(0 < weight <= 1 for weight in weights)
        assert weights == sorted(weights, reverse=True)
        assert len({term.text for term in token.terms}) == len(token.terms)


@given(_TEXTS)
def test_damage_makes_no_difference(text: str) -> None:
    repaired = repair(text, _analyzer().knows).text

    assert _all_terms(_analyzer().tokens(text)) == _all_terms(_analyzer().tokens(repaired))


def test_a_second_time_gives_the_same() -> None:
    text = "У Коломиї, Вінницька область: #МістаТаЗміни та ЦНАП № 5, 40 000 грн."

    assert _analyzer().tokens(text) == _analyzer().tokens(text)


def test_what_is_marked_is_the_real_word() -> None:
    text = "про грома\u00adду й об’єкт"

    assert [token.form for token in _analyzer().tokens(text)] == ["про", "грома\u00adду", "й", "об’єкт"]


def test_stop_words_keep_their_position() -> None:
    tokens = _analyzer().tokens("місто для людей")

    assert [token.stop for token in tokens] == [False, True, False]
    assert [token.position for token in tokens] == [0, 1, 2]
    assert [term.text for term in tokens[1].terms] == ["=для"]


@pytest.mark.parametrize("word", ["стратегіями", "Коломиї", "смизький", "об’єкт", "звязок"])
def test_known_words(word: str) -> None:
    assert _analyzer().knows(word)


@pytest.mark.parametrize("word", ["ghjtrn", "стартегія", "хбвж", ""])
def test_unknown_words(word: str) -> None:
    assert not _analyzer().knows(word)


def test_the_fingerprint_tells_vocabularies_apart() -> None:
    town = Place.model_validate({"id": "bar", "prefLabel": {"uk": "Бар", "en": "Bar"}, "type": "city"})

    prints = {
        Analyzer().fingerprint,
        Analyzer(Vocabularies(places=Places([town]))).fingerprint,
        Analyzer(Vocabularies(synonyms=(Synonyms(same=("ВПО", "переселенець")),))).fingerprint,
    }

    assert len(prints) == 3
    assert Analyzer().fingerprint in prints


def test_it_works_without_vocabularies() -> None:
    assert Analyzer().tokens("Полтава")[0].terms[0].text == "=полтава"


def _all_terms(tokens: list[Token]) -> list[object]:
    return [token.terms for token in tokens]
