"""Readers and the desk search apart: each finds its own records, in all that a search is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from depository import recordfile
from depository.corpus import Corpus
from depository.query import Query
from depository.record import Status
from depository.service import Depository
from depository.shelves import DESK
from indexer.ukrainian import Ukrainian
from indexer.whoosh_engine import WhooshEngine

STATES: tuple[Status, ...] = ("draft", "review", "withdrawn")


@pytest.fixture
def both(corpus: Path, tmp_path: Path) -> tuple[Depository, Depository]:
    """Readers' depository and the desk's, over nine records, two in each state but the last."""
    shutil.copytree(corpus, tmp_path / "corpus")
    paths = sorted((tmp_path / "corpus" / "records").iterdir())
    for path in paths[9:]:
        path.unlink()
    found = Corpus(tmp_path / "corpus")
    for number, path in enumerate(paths[:6]):
        put(found, path.stem, STATES[number % 3])
    readers = Depository(found, WhooshEngine(tmp_path / "index"), Ukrainian, tmp_path)
    folder = tmp_path / "desk"
    desk = Depository(found, WhooshEngine(folder / "index"), Ukrainian, folder, states=DESK)
    desk.stand_beside(readers)
    return readers, desk


def put(corpus: Corpus, record_id: str, status: Status) -> None:
    corpus.save(corpus.read(record_id).record.model_copy(update={"status": status}))


def ids(depository: Depository, text: str = "") -> set[str]:
    return {hit.card.id for hit in depository.search(Query(text)).hits}


def in_state(depository: Depository, status: str) -> set[str]:
    corpus = depository.corpus
    return {name for name in corpus.states() if corpus.read(name).record.status == status}


def test_each_shelf_has_the_records_of_its_state_and_no_others(both: tuple[Depository, Depository]) -> None:
    readers, desk = both
    readers.refresh()
    desk.refresh()

    assert ids(readers) == in_state(readers, "published")
    for status in STATES:
        assert ids(desk.shelf(status)) == in_state(desk, status) != set()


def test_counts_of_a_shelf_are_those_of_its_own_records(both: tuple[Depository, Depository]) -> None:
    _, desk = both
    desk.refresh()

    for status in STATES:
        shelf = desk.shelf(status)
        results = shelf.search(Query())
        kinds = [desk.corpus.read(name).record.kind for name in in_state(desk, status)]
        assert results.total == len(kinds)
        assert {kind: kinds.count(kind) for kind in kinds} == dict(shelf.counts()["kind"])
        assert {value.value: value.count for value in results.facets["kind"]} == shelf.counts()["kind"]


@pytest.mark.parametrize("order", ["readers first", "desk first"])
def test_a_record_is_found_where_it_went(both: tuple[Depository, Depository], order: str) -> None:
    readers, desk = both
    readers.refresh()
    desk.refresh()
    going, coming = sorted(in_state(desk, "draft"))[0], sorted(in_state(readers, "published"))[0]

    put(readers.corpus, going, "published")
    put(readers.corpus, coming, "withdrawn")
    for depository in (readers, desk) if order == "readers first" else (desk, readers):
        depository.refresh()

    assert going in ids(readers) and going not in ids(desk)
    assert coming in ids(desk.shelf("withdrawn")) and coming not in ids(readers)


def test_the_desk_does_without_the_index_of_readers(both: tuple[Depository, Depository]) -> None:
    """It spares reading files; where it is not there, or was made by other code, they are read."""
    readers, desk = both

    desk.refresh()

    assert ids(desk) == set().union(*(in_state(desk, status) for status in STATES))
    readers.refresh()
    assert desk.refresh().indexed == desk.refresh(rebuild=True).removed == 0
    assert ids(desk) == set().union(*(in_state(desk, status) for status in STATES))


@pytest.mark.parametrize(
    "ask",
    [
        lambda d: dict(d.engine.lexicon()),
        lambda d: d.counts(),
        lambda d: d.newest(),
        lambda d: d.suggest("бібл"),
        lambda d: [d.count(Query(text)) for text in ("бюджет", "туризм", "громада -місто", "не")],
    ],
    ids=["words", "counts", "newest", "suggestions", "searches"],
)
def test_what_waits_at_the_desk_changes_nothing_for_readers(
    both: tuple[Depository, Depository], ask: Callable[[Depository], object]
) -> None:
    readers, desk = both
    hidden = [readers.corpus.path(name) for status in STATES for name in in_state(readers, status)]
    texts = {path: path.read_bytes() for path in hidden}
    for path in hidden:
        path.unlink()
    readers.refresh()
    alone = ask(readers)

    for path, text in texts.items():
        path.write_bytes(text)
    desk.refresh()
    readers.refresh()

    assert ask(readers) == alone
    assert all(recordfile.parse(text.decode()).status in STATES for text in texts.values())
