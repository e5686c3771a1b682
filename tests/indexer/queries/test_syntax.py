"""The query language takes what it knows and leaves the rest as plain words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.queries.syntax import Alternatives, Beginning, Excluded, Narrowed, Node, Plain, Quoted, parse


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("як інші міста сортують сміття", (Plain("як інші міста сортують сміття"),)),
        ('"точна фраза"', (Quoted("точна фраза"),)),
        ("«Мобільний адміністратор» ЦНАП", (Quoted("Мобільний адміністратор"), Plain("ЦНАП"))),
        ("мед -туризм", (Plain("мед"), Excluded(Plain("туризм")))),
        ("-«громадський бюджет»", (Excluded(Quoted("громадський бюджет")),)),
        ("туриз*", (Beginning("туриз"),)),
        ("мед OR молоко АБО сир", (Alternatives((Plain("мед"), Plain("молоко"), Plain("сир"))),)),
        ("місто:Вінниця бюджет", (Narrowed("city", "Вінниця"), Plain("бюджет"))),
        ("місто: Вінниця", (Narrowed("city", "Вінниця"),)),
        ('тема:"громадський бюджет"', (Narrowed("theme", "громадський бюджет"),)),
        ("рік:2018..2020", (Narrowed("year", "2018..2020"),)),
        ("city:Poltava year:2020", (Narrowed("city", "Poltava"), Narrowed("year", "2020"))),
        ("-місто:Київ", (Excluded(Narrowed("city", "Київ")),)),
    ],
)
def test_what_the_language_knows(text: str, nodes: tuple[Node, ...]) -> None:
    assert parse(text) == nodes


@pytest.mark.parametrize(
    "text",
    [
        "біг-бег",
        "слово - слово",
        'незакрита "лапка',
        "ProZorro.Продажі: що це?",
        "коли? де: як!",
        "мед або молоко",
        "м'ята",
        "a:b -",
        "***",
    ],
)
def test_everything_else_is_plain_text(text: str) -> None:
    assert parse(text) == (Plain(text),)


def test_an_or_with_nothing_beside_it_is_nothing() -> None:
    assert parse("OR мед OR") == (Plain("мед"),)


@given(st.text(max_size=200))
def test_whatever_is_typed_is_parsed(text: str) -> None:
    parse(text)
