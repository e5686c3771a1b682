"""Every change is kept with its author and reason, and whatever breaks, no save is lost."""

from __future__ import annotations

import logging
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depository.corpus import Corpus
from depository.editing.authors import OUTSIDE, Author
from depository.editing.history import History, HistoryBusy
from depository.editing.steps import Step
from tests.depository.editing.desks import OLENA, PETRO
from tests.depository.samples import RECORD, THEMES, write_corpus

FILE = "records/yaremche-turyzm.md"
ID = "yaremche-turyzm"


@pytest.fixture
def corpus_folder(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus")


@pytest.fixture
def history(corpus_folder: Path) -> History:
    return opened(corpus_folder)


def opened(corpus: Path) -> History:
    return History(corpus.parent / "data" / "history.git", corpus)


def change(history: History, texts: Mapping[str, str | None], **values: str) -> Step:
    with history.turn() as turn:
        return turn.change(texts, author=OLENA, **{"action": "edit", **values})


def text(number: int = 0) -> str:
    return RECORD.replace("туристичний центр", f"туристичний центр № {number}")


# ── what is kept ──


def test_a_step_tells_who_did_what_to_which_record_and_why(history: History) -> None:
    step = change(history, {FILE: text(1)}, reason="Уточнено число.\n\nЗа звітом міста.")

    assert history.steps(ID, limit=1) == (step,)
    assert (step.author, step.shown, step.action) == ("olena", "Олена Коваль", "edit")
    assert step.reason == "Уточнено число.\n\nЗа звітом міста."
    assert (step.records, step.files) == ((ID,), (FILE,))


def test_steps_are_found_by_record_and_by_author_and_page_by_page(history: History) -> None:
    history.take_in()
    mine = [change(history, {FILE: text(number)}) for number in range(3)]
    with history.turn() as turn:
        other = turn.change({"records/persha.md": text()}, author=PETRO, action="create")

    assert history.steps(ID)[:3] == (mine[2], mine[1], mine[0])
    assert history.steps(author="petro") == (other,)
    assert history.steps(limit=2) == (other, mine[2])
    assert history.steps(limit=2, before=mine[2].id) == (mine[1], mine[0])
    assert history.step(mine[1].id) == mine[1]
    assert history.step("0" * 40) is None


def test_the_last_step_of_many_records_is_told_at_once(history: History) -> None:
    begun = history.take_in()
    first = change(history, {"records/persha.md": text(1)}, action="submit")
    both = change(history, {"records/persha.md": text(2), "records/druha.md": text(2)})

    assert history.latest(["persha", "druha", ID, "nemaye"]) == {"persha": both, "druha": both, ID: begun}
    assert history.latest(["persha", "druha"], "submit") == {"persha": first}


def test_every_version_of_a_file_is_there_as_it_was(history: History) -> None:
    first = change(history, {FILE: text(1)})
    second = change(history, {FILE: None})
    third = change(history, {FILE: text(3)})

    versions = [history.version(ID, step.id) for step in (first, second, third)]
    assert versions == [text(1), None, text(3)]
    assert history.contents(third.id, before=True) == {FILE: None}
    assert history.contents(second.id, before=True) == {FILE: text(1)}


@pytest.mark.parametrize(
    "reason", ["", "Action: publish\nRecord: inshyi", "рядок\n\nAction: x", "  поля  ", "«лапки»\tі таб"]
)
@pytest.mark.parametrize("shown", ["", "Іван <script> Я\nДвійник", "O'Hara"])
def test_what_a_step_says_survives_the_loss_of_the_table(
    history: History, corpus_folder: Path, reason: str, shown: str
) -> None:
    """Whatever stands in a reason or a name, the commits alone tell the same story."""
    with history.turn() as turn:
        turn.change({FILE: text(1)}, author=Author("ivan", shown), action="edit", reason=reason)
    steps = history.steps()

    for path in (corpus_folder.parent / "data").glob("history.sqlite*"):
        path.unlink()

    assert opened(corpus_folder).steps() == steps


# ── what happens outside ──


def test_changes_in_the_files_are_taken_in_as_a_step_of_their_own(
    history: History, corpus_folder: Path
) -> None:
    history.take_in()
    (corpus_folder / FILE).write_text(text(7), encoding="utf-8")
    (corpus_folder / "records" / "нова.md").write_text("не запис", encoding="utf-8")
    (corpus_folder / "vocabularies" / "kinds.yaml").unlink()
    (corpus_folder / "records" / "~notes.txt").write_text("нотатки", encoding="utf-8")

    step = history.take_in()

    assert step is not None
    assert (step.author, step.action) == (OUTSIDE, "outside")
    assert set(step.files) == {FILE, "records/нова.md", "vocabularies/kinds.yaml"}
    assert history.contents(step.id) == {
        FILE: text(7),
        "records/нова.md": "не запис",
        "vocabularies/kinds.yaml": None,
    }
    assert history.take_in() is None


def test_a_file_only_touched_is_no_step(history: History, corpus_folder: Path) -> None:
    history.take_in()
    os.utime(corpus_folder / FILE)

    assert history.take_in() is None


def test_a_change_of_the_same_length_right_after_a_save_is_seen(
    history: History, corpus_folder: Path
) -> None:
    change(history, {FILE: text(1)})
    (corpus_folder / FILE).write_text(text(2), encoding="utf-8")
    step = history.take_in()

    assert step is not None
    assert history.version(ID, step.id) == text(2)


def test_a_repository_around_the_corpus_is_left_alone(corpus_folder: Path, history: History) -> None:
    around = corpus_folder.parent / ".git"
    (around / "objects").mkdir(parents=True)
    (around / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")

    change(history, {FILE: text(1)})

    assert sorted(path.name for path in around.rglob("*")) == ["HEAD", "objects"]


# ── what breaks ──


def test_the_table_of_steps_can_be_thrown_away_or_broken(history: History, corpus_folder: Path) -> None:
    for number in range(3):
        change(history, {FILE: text(number)})
    steps = history.steps()
    table = corpus_folder.parent / "data" / "history.sqlite"

    for path in table.parent.glob("history.sqlite-*"):
        path.unlink()
    table.write_bytes(b"nothing of the sort" * 500)

    assert opened(corpus_folder).steps() == steps


def test_a_broken_repository_is_laid_aside_and_nothing_keeps_anybody_from_saving(
    history: History, corpus_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    change(history, {FILE: text(1)})
    data = corpus_folder.parent / "data"
    for path in (data / "history.git" / "objects").rglob("*"):
        if path.is_file():
            path.unlink()

    with caplog.at_level(logging.WARNING):
        step = change(opened(corpus_folder), {FILE: text(2)})

    assert (corpus_folder / FILE).read_text(encoding="utf-8") == text(2)
    assert opened(corpus_folder).steps(ID)[0] == step
    assert history.version(ID, step.id) == text(2)
    assert list(data.glob("history.git.broken-*"))
    assert "lies aside" in caplog.text


def test_a_repository_that_vanished_begins_anew_with_the_files_as_they_are(
    history: History, corpus_folder: Path
) -> None:
    change(history, {FILE: text(1)})
    (corpus_folder.parent / "data" / "history.git").rename(corpus_folder.parent / "elsewhere")

    step = history.take_in()

    assert step is not None
    assert history.steps() == (step,)
    assert history.version(ID, step.id) == text(1)


def test_a_save_is_written_though_no_history_can_be(
    corpus_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The data folder may be full, or not ours: the file is what counts, and is taken in later."""
    data = corpus_folder.parent / "data"
    data.mkdir()
    history = opened(corpus_folder)
    (data / "history.sqlite").mkdir()

    with caplog.at_level(logging.ERROR):
        step = change(history, {FILE: text(1)})
    (data / "history.sqlite").rmdir()

    assert (corpus_folder / FILE).read_text(encoding="utf-8") == text(1)
    assert step.id == ""
    taken_in = history.take_in()
    assert taken_in is not None
    assert history.version(ID, taken_in.id) == text(1)


_CRASH = """
import os, sys
from pathlib import Path
from depository.editing.authors import Author
from depository.editing.commits import Commits
from depository.editing.history import History
from depository import files
folder, where = Path(sys.argv[1]), sys.argv[2]
take_place, written = files._take_place, []
def dying(path, new):
    if len(written) == int(where):
        os._exit(9)
    written.append(path)
    take_place(path, new)
files._take_place = dying
if where == "2":
    Commits.advance = lambda *_: os._exit(9)
with History(folder.parent / "data" / "history.git", folder).turn() as turn:
    texts = {"records/persha.md": "перша", "records/druha.md": "друга"}
    turn.change(texts, author=Author("olena"), action="import")
"""


@pytest.mark.parametrize("where", ["0", "1", "2"], ids=["before any", "between two", "before the commit"])
def test_an_import_that_a_crash_broke_off_is_finished_the_next_time(
    corpus_folder: Path, history: History, where: str
) -> None:
    """Never half an import: whether it died before the files, between them, or before the commit."""
    history.take_in()
    run = subprocess.run([sys.executable, "-c", _CRASH, str(corpus_folder), where], cwd=Path.cwd())

    assert run.returncode == 9
    assert history.take_in() is None
    assert not list((corpus_folder / "records").glob(".*"))
    newest = history.steps(limit=1)[0]
    assert (newest.author, newest.action) == ("olena", "import")
    assert history.contents(newest.id) == {"records/persha.md": "перша", "records/druha.md": "друга"}
    for name, said in (("persha", "перша"), ("druha", "друга")):
        assert (corpus_folder / "records" / f"{name}.md").read_text(encoding="utf-8") == said


def test_what_somebody_wrote_after_a_crash_is_not_overwritten(corpus_folder: Path, history: History) -> None:
    history.take_in()
    subprocess.run([sys.executable, "-c", _CRASH, str(corpus_folder), "1"], cwd=Path.cwd())
    (corpus_folder / "records" / "persha.md").write_text("моє", encoding="utf-8")

    history.take_in()

    assert (corpus_folder / "records" / "persha.md").read_text(encoding="utf-8") == "моє"
    assert (corpus_folder / "records" / "druha.md").read_text(encoding="utf-8") == "друга"
    assert [step.author for step in history.steps(limit=2)] == [OUTSIDE, "olena"]


def test_files_that_cannot_be_written_leave_the_others_as_they_were(
    history: History, corpus_folder: Path
) -> None:
    steps = history.steps()
    (corpus_folder / "records" / "druha.md").mkdir()

    with pytest.raises(OSError):
        change(history, {FILE: text(1), "records/persha.md": "нова", "records/druha.md": "друга"})

    assert (corpus_folder / FILE).read_text(encoding="utf-8") == RECORD
    assert not (corpus_folder / "records" / "persha.md").exists()
    assert history.steps() == steps


# ── several at once ──


def _saving(corpus: Path, name: str, times: int) -> None:
    history = opened(corpus)
    for number in range(times):
        with history.turn() as turn:
            turn.change({f"records/{name}.md": text(number)}, author=OLENA, action="edit")


def test_several_processes_saving_at_once_lose_nothing(history: History, corpus_folder: Path) -> None:
    history.take_in()
    names, context = ("persha", "druha", "tretia"), multiprocessing.get_context("spawn")
    processes = [context.Process(target=_saving, args=(corpus_folder, name, 6)) for name in names]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert len(history.steps(limit=100)) == 1 + 18
    for name in names:
        versions = [history.version(name, step.id) for step in history.steps(name)]
        assert versions == [text(number) for number in reversed(range(6))]


def test_whoever_waits_too_long_for_another_is_told(corpus_folder: Path, history: History) -> None:
    other = History(corpus_folder.parent / "data" / "history.git", corpus_folder, wait=0.05)

    with history.turn(), pytest.raises(HistoryBusy), other.turn():
        pass


# ── every sequence of saves ──

_NAMES = st.sampled_from(["persha", "druha", "tretia"])
_TEXTS = st.none() | st.text(st.sampled_from(ascii_lowercase + "їґє’\n\r\t\ufeff\x00—"), max_size=30)
_CHANGES = st.dictionaries(_NAMES, _TEXTS, min_size=1)


@given(saves=st.lists(st.tuples(st.booleans(), _CHANGES), max_size=6))
@settings(max_examples=25)
def test_whatever_is_saved_history_gives_every_version_back_byte_for_byte(
    saves: list[tuple[bool, dict[str, str | None]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    corpus = write_corpus(tmp_path_factory.mktemp("saves") / "corpus")
    history = opened(corpus)
    history.take_in()
    now: dict[str, bytes | None] = dict.fromkeys(("persha", "druha", "tretia"))
    then: list[tuple[Step, dict[str, bytes | None]]] = []

    for at_desk, changes in saves:
        before = dict(now)
        now |= {name: None if said is None else said.encode() for name, said in changes.items()}
        if at_desk:
            change(history, {f"records/{name}.md": said for name, said in changes.items()})
        else:
            _write(corpus, now)
            history.take_in()
        if now != before or at_desk:
            then.append((history.steps(limit=1)[0], dict(now)))

    for path in (corpus.parent / "data").glob("history.sqlite*"):
        path.unlink()
    anew = opened(corpus)
    anew.take_in()
    for step, contents in then:
        assert {name: anew.data(f"records/{name}.md", step.id) for name in contents} == contents


def _write(corpus: Path, contents: Mapping[str, bytes | None]) -> None:
    for name, data in contents.items():
        path = corpus / "records" / f"{name}.md"
        path.unlink(missing_ok=True)
        if data is not None:
            path.write_bytes(data)


def test_vocabularies_have_versions_too(history: History, corpus_folder: Path) -> None:
    longer = THEMES + "- id: sport\n  prefLabel: {uk: Спорт, en: Sport}\n"

    step = change(history, {"vocabularies/themes.yaml": longer})

    assert "sport" in Corpus(corpus_folder).vocabularies().themes
    assert history.contents(step.id, before=True) == {"vocabularies/themes.yaml": THEMES}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot copy a process")
def test_a_copy_of_a_process_has_a_turn_of_its_own(history: History) -> None:
    """Server processes are copies of one that may have looked into the history before."""
    history.take_in()

    worker = multiprocessing.get_context("fork").Process(
        target=change, args=(history, {FILE: text(1)}), kwargs={"reason": "У копії."}
    )
    worker.start()
    worker.join(30)

    assert worker.exitcode == 0
    assert history.steps(ID, limit=1)[0].reason == "У копії."
