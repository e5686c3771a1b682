"""The index follows the corpus, all of it or the few records that somebody names."""

from __future__ import annotations

from pathlib import Path

import pytest

from depository import upkeep
from depository.corpus import Corpus
from depository.engine import Entry
from depository.errors import IndexUnavailable
from depository.query import Query
from depository.record import Record
from depository.service import Depository
from depository.vocabulary import Vocabularies
from indexer import forks, whoosh_folder
from indexer.ukrainian import Ukrainian
from indexer.whoosh_engine import WhooshEngine
from tests.depository.samples import THEMES, record, write_corpus

COUNT = 5


@pytest.fixture
def own(tmp_path: Path) -> Depository:
    """A depository over a few records of its own, indexed."""
    corpus = Corpus(write_corpus(tmp_path / "corpus", {}))
    for number in range(COUNT):
        corpus.save(record(id=f"zapys-{number}", title=f"Рушник номер {number}", status="published"))
    depository = over(corpus, tmp_path)
    depository.refresh()
    return depository


def over(corpus: Corpus, folder: Path) -> Depository:
    return Depository(corpus, WhooshEngine(folder / "data" / "index"), Ukrainian, folder / "data")


def found(depository: Depository, text: str) -> list[str]:
    return sorted(hit.card.id for hit in depository.search(Query(text)).hits)


def test_a_saved_record_is_found_by_itself(own: Depository) -> None:
    """No other file is looked at: one that changed too waits for the next whole refresh."""
    own.corpus.save(record(id="zapys-1", title="Дирижаблі над ратушею", status="published"))
    own.corpus.save(record(id="zapys-2", title="Цепеліни над ратушею", status="published"))

    refresh = own.refresh(only=["zapys-1"])

    assert (refresh.indexed, refresh.removed) == (1, 0)
    assert found(own, "дирижаблем") == ["zapys-1"]
    assert found(own, "цепелін") == []
    assert own.refresh().indexed == 1
    assert found(own, "цепелін") == ["zapys-2"]


def test_what_was_entered_by_itself_is_not_read_again(own: Depository, tmp_path: Path) -> None:
    own.corpus.save(record(id="zapys-9", title="Дирижаблі над ратушею", status="published"))
    own.refresh(only=["zapys-9"])

    again = over(own.corpus, tmp_path).refresh()

    assert (again.indexed, again.removed, again.unchanged) == (0, 0, COUNT + 1)


def test_a_withdrawn_record_and_a_missing_one_go(own: Depository, tmp_path: Path) -> None:
    own.corpus.save(record(id="zapys-0", status="withdrawn", reason="Застарів"))
    own.corpus.path("zapys-1").unlink()

    refresh = own.refresh(only=["zapys-0", "zapys-1", "zapys-2"])

    assert (refresh.indexed, refresh.removed) == (1, 2)
    assert found(own, "рушник") == ["zapys-2", "zapys-3", "zapys-4"]
    again = over(own.corpus, tmp_path).refresh()
    assert (again.indexed, again.removed, again.unchanged) == (0, 0, COUNT - 1)


def test_a_broken_record_named_by_itself_is_told(own: Depository) -> None:
    own.corpus.path("zapys-3").write_text("---\nid: zapys-3\n---\n\nТекст.\n", encoding="utf-8")

    refresh = own.refresh(only=["zapys-3"])

    assert {problem.field for problem in refresh.problems} >= {"kind", "title"}
    assert found(own, "рушник") == ["zapys-0", "zapys-1", "zapys-2", "zapys-4"]


def test_with_other_vocabularies_all_records_are_entered_anew(own: Depository) -> None:
    """A theme with another name is a term with another name, in every record."""
    themes = THEMES.replace("uk: Туризм", "uk: Мандри")
    (own.corpus.folder / "vocabularies" / "themes.yaml").write_text(themes, encoding="utf-8")

    refresh = own.refresh(only=["zapys-0"])

    assert refresh.indexed == COUNT
    assert len(found(own, "мандри")) == COUNT


def test_many_saves_leave_few_segments_and_the_last_words(own: Depository, tmp_path: Path) -> None:
    """Each save is a segment of its own, and small segments become one."""
    for number in range(40):
        own.corpus.save(record(id="zapys-0", title=f"Видання {number}", status="published"))
        own.refresh(only=["zapys-0"])

    assert found(own, "видання 39") == ["zapys-0"]
    assert own.search(Query('"видання 38"')).total == 0
    arrays = list((tmp_path / "data" / "index").rglob("*.arrays"))
    assert 1 <= len(arrays) <= 6


@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "overwritten"])
def test_a_damaged_index_is_no_index(own: Depository, tmp_path: Path, damage: str) -> None:
    """It is never searched: who comes next builds it anew."""
    (file,) = (tmp_path / "data" / "index").rglob("*.arrays")
    content = file.read_bytes()
    file.unlink()
    if damage != "gone":
        kept = {"empty": b"", "cut": content[:-64], "overwritten": b"\0" * 200 + content[200:]}
        file.write_bytes(kept[damage])

    other = over(own.corpus, tmp_path)

    assert other.search(Query("рушник")).total == 0
    assert not other.has_index
    assert other.refresh().indexed == COUNT
    assert len(found(other, "рушник")) == COUNT


# ── a rebuild that is interrupted ──

MANY, FINISHED = 60, 20


class Interrupted(Ukrainian):
    """Ukrainian, until somebody pulls the plug."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        super().__init__(vocabularies)
        self.entered = 0

    def entry(self, record: Record, revision: str) -> Entry:
        self.entered += 1
        if self.entered > FINISHED + 4:
            raise KeyboardInterrupt
        return super().entry(record, revision)


@pytest.fixture
def interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Depository:
    """A depository that was not built to the end, with everything written in steps of ten."""
    monkeypatch.setattr(whoosh_folder, "_AT_ONCE", 10)
    monkeypatch.setattr(upkeep, "_NOTED", 10)
    corpus = Corpus(write_corpus(tmp_path / "corpus", {}))
    for number in range(MANY):
        corpus.save(record(id=f"zapys-{number:02d}", title=f"Рушник номер {number}", status="published"))
    depository = Depository(corpus, WhooshEngine(tmp_path / "data" / "index"), Interrupted, tmp_path / "data")
    with pytest.raises((KeyboardInterrupt, IndexUnavailable)):
        depository.refresh()
    return over(corpus, tmp_path)


def test_an_interrupted_rebuild_is_gone_on_with(interrupted: Depository) -> None:
    refresh = interrupted.refresh()

    assert (refresh.unchanged, refresh.indexed) == (FINISHED, MANY - FINISHED)
    assert interrupted.search(Query("рушник")).total == MANY
    assert interrupted.refresh().unchanged == MANY


def test_nothing_is_found_before_it_is_finished(interrupted: Depository) -> None:
    assert not interrupted.has_index
    assert interrupted.search(Query("рушник")).total == 0


def test_what_changed_meanwhile_is_read_again(interrupted: Depository) -> None:
    """One changed, one went, one came while nobody was building."""
    interrupted.corpus.save(record(id="zapys-01", title="Дирижаблі над ратушею", status="published"))
    interrupted.corpus.path("zapys-02").unlink()
    interrupted.corpus.save(record(id="zapys-99", title="Цепеліни над ратушею", status="published"))

    refresh = interrupted.refresh()

    assert refresh.unchanged == FINISHED - 2
    assert interrupted.search(Query("рушник")).total == MANY - 2
    assert found(interrupted, "дирижаблі") == ["zapys-01"]
    assert found(interrupted, "цепеліни") == ["zapys-99"]
    assert interrupted.refresh().unchanged == MANY


def test_whoever_asks_for_a_rebuild_gets_a_whole_one(interrupted: Depository) -> None:
    refresh = interrupted.refresh(rebuild=True)

    assert (refresh.unchanged, refresh.indexed) == (0, MANY)
    assert interrupted.search(Query("рушник")).total == MANY


@pytest.mark.skipif(not forks.possible(), reason="this system has no copies of processes")
def test_an_interrupted_rebuild_of_several_processes_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(upkeep, "_SMALLEST_SHARE", 30)
    monkeypatch.setattr(upkeep, "_processors", lambda: 2)
    depository: Depository = request.getfixturevalue("interrupted")

    refresh = depository.refresh()

    assert (refresh.unchanged, refresh.indexed) == (2 * FINISHED, MANY - 2 * FINISHED)
    assert depository.search(Query("рушник")).total == MANY
    assert depository.refresh().unchanged == MANY
