"""Every engine finds exactly what brute force finds: ids, counts, scores within rounding, and order."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from depository.engine import (
    All,
    Any,
    Boosted,
    Clause,
    Engine,
    Entry,
    Everything,
    Having,
    Most,
    Not,
    Phrase,
    Posting,
    Prefix,
    Request,
    Weighted,
    Word,
)
from tests.engine_contract.oracle import Oracle

TERMS = ["a", "aa", "ab", "b", "ba", "=a", "=b", "c", "@x", "#y", "я", "яб", "ґ"]
FACET_VALUES = {"city": ["p", "q", "r"], "theme": ["s", "t"], "year": ["2019", "2020", "none"], "kind": ["k"]}
CASES_A_COLLECTION = 120


def an_entry(chance: random.Random, record_id: str) -> Entry:
    words = [chance.choice(TERMS) for _ in range(chance.randint(1, 12))]
    postings: dict[str, Posting] = {}
    for position, term in enumerate(words):
        weight, positions = postings.get(term, (0.0, ()))
        postings[term] = Posting(weight + chance.choice([1.0, 3.0, 0.35]), (*positions, position))
    for term in chance.sample(TERMS, 2):
        # What a record is filed under stands in no text: a term without positions.
        postings.setdefault(term, Posting(2.0, ()))
    return Entry(
        id=record_id,
        revision=str(chance.random()),
        postings=postings,
        length=float(chance.randint(1, 40)),
        facets={
            name: frozenset(chance.sample(v, chance.randint(0, len(v)))) for name, v in FACET_VALUES.items()
        },
        sorts={"newest": chance.choice([None, 2019, 2020]), "title": chance.choice(["а", "б", "ї"])},
        stored=f"stored {record_id}",
    )


def a_word(chance: random.Random) -> Word:
    def some(most: int) -> tuple[Weighted, ...]:
        chosen = chance.sample([*TERMS, "missing"], chance.randint(0, most))
        return tuple(Weighted(term, chance.choice([1.0, 0.5, 0.1])) for term in chosen)

    return Word(some(3) or (Weighted("a", 1.0),), chance.choice([1.0, 0.5, 2.0]))


def a_clause(chance: random.Random, depth: int = 0) -> Clause:
    def parts() -> tuple[Clause, ...]:
        return tuple(a_clause(chance, depth + 1) for _ in range(chance.randint(1, 3)))

    kind = chance.randint(0, 9 if depth < 3 else 3)
    if kind <= 1:
        return a_word(chance)
    if kind == 2:
        return Phrase(tuple(a_word(chance) for _ in range(chance.randint(1, 3))))
    if kind == 3:
        facet = chance.choice(list(FACET_VALUES))
        having = Having(facet, frozenset(chance.sample(FACET_VALUES[facet], 1)))
        return chance.choice([Prefix("a"), Prefix("я"), Prefix("zz"), Everything(), having])
    if kind == 4:
        return All(parts())
    if kind == 5:
        return Any(parts())
    if kind == 6:
        return Most(parts(), chance.choice([0.3, 0.5, 0.7, 1.0]))
    if kind == 7:
        return Not(a_clause(chance, depth + 1))
    if kind == 8:
        return All((a_clause(chance, depth + 1), Not(a_clause(chance, depth + 1))))
    return Boosted(a_clause(chance, depth + 1), a_clause(chance, depth + 1))


def a_request(chance: random.Random) -> Request:
    filters = {
        name: frozenset(chance.sample(values, chance.randint(1, len(values))))
        for name, values in FACET_VALUES.items()
        if chance.random() < 0.25
    }
    sort = chance.choice(["relevance", "relevance", "newest", "title"])
    return Request(
        clause=a_clause(chance),
        filters=filters,
        facets=tuple(FACET_VALUES),
        sort=sort,
        descending=sort == "newest",
        offset=chance.choice([0, 0, 5]),
        limit=10,
        marks=frozenset(chance.sample(TERMS, 3)),
        explain=chance.random() < 0.1,
    )


def agree(engine: Engine, oracle: Oracle, request: Request) -> None:
    expected, answer = oracle.search(request), engine.search(request)

    assert (answer.total, answer.matched) == (expected.total, expected.matched), request
    assert answer.facets == expected.facets, request
    assert [hit.stored for hit in answer.found] == [f"stored {hit.id}" for hit in answer.found]
    assert [hit.score for hit in answer.found] == pytest.approx(
        [h.score for h in expected.found], rel=1e-5, abs=1e-5
    )
    # The order is compared where the scores are clearly apart: engines keep weights as 32-bit floats.
    for mine, theirs in zip(answer.found, expected.found, strict=True):
        if mine.id != theirs.id:
            assert request.sort == "relevance", request
            assert mine.score == pytest.approx(theirs.score, rel=1e-5, abs=1e-5), request
        assert dict(mine.places) == oracle.places(mine.id, request.marks)


@pytest.mark.parametrize("seed", range(20))
def test_random_searches_agree_with_brute_force(
    make_engine: Callable[[Path], Engine], tmp_path: Path, seed: int
) -> None:
    """Random corpora with deletions, replacements and several segments; random requests of every kind."""
    chance = random.Random(seed)
    engine, oracle = make_engine(tmp_path), Oracle()
    names = [f"r{number}" for number in range(chance.randint(1, 60))]
    first = [an_entry(chance, name) for name in names]
    for target in (engine, oracle):
        target.rebuild([first[::2], first[1::2]] if seed % 4 == 0 else [first])
    for _ in range(chance.randint(0, 4)):
        changed = [
            an_entry(chance, chance.choice([*names, "new", "ще"])) for _ in range(chance.randint(1, 8))
        ]
        gone = chance.sample(names, chance.randint(0, len(names) // 3))
        for target in (engine, oracle):
            target.put(changed)
            target.remove(gone)

    assert dict(engine.revisions()) == dict(oracle.revisions())
    for _ in range(CASES_A_COLLECTION):
        agree(engine, oracle, a_request(chance))


def test_many_equals_go_by_their_ids(make_engine: Callable[[Path], Engine], tmp_path: Path) -> None:
    """Where thousands of records score the same, or have the same key, pages still follow one another."""
    chance = random.Random(1)
    names = [f"r{number}" for number in range(2_600)]
    engine, oracle = make_engine(tmp_path), Oracle()
    same = an_entry(chance, "r")
    entries = [replace(same, id=name, stored=f"stored {name}") for name in names]
    chance.shuffle(entries)
    for target in (engine, oracle):
        target.rebuild([entries[:2_000], entries[2_000:]])
        target.put(entries[:3])

    for sort in ("relevance", "newest", "title"):
        for offset in (0, 10, 2_595):
            agree(engine, oracle, Request(sort=sort, facets=("city",), offset=offset))
