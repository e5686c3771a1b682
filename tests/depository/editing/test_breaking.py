"""Wherever a save is broken off, and whatever of the history is damaged: no save is lost or hindered."""

from __future__ import annotations

import errno
import os
import random
import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from depository.editing.commits import Commits
from depository.editing.history import History
from depository.editing.steps import Step
from tests.depository.editing.desks import OLENA
from tests.depository.samples import RECORD, THEMES, write_corpus

FILE = "records/yaremche-turyzm.md"
OTHER = "records/stara.md"
BEFORE = {FILE: RECORD, OTHER: "стара", "records/nova.md": None, "vocabularies/themes.yaml": THEMES}
AFTER = {
    FILE: RECORD.replace("туристичний", "сучасний"),
    OTHER: None,
    "records/nova.md": "нова",
    "vocabularies/themes.yaml": THEMES + "# ще одна\n",
}
# Whatever changes a file passes one of these.
_EVENTS = ("open", "os.rename", "os.remove", "os.mkdir")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus and its history, of a few steps."""
    corpus = write_corpus(tmp_path / "own" / "corpus")
    history = opened(corpus.parent)
    history.take_in()
    change(history, {OTHER: "старіша"})
    change(history, {OTHER: "стара"})
    return corpus.parent


def opened(folder: Path) -> History:
    return History(folder / "data" / "history.git", folder / "corpus")


def change(history: History, texts: dict[str, str | None]) -> Step:
    with history.turn() as turn:
        return turn.change(texts, author=OLENA, action="import")


def texts(folder: Path) -> dict[str, str | None]:
    paths = {file: folder / "corpus" / file for file in AFTER}
    return {file: path.read_text("utf-8") if path.exists() else None for file, path in paths.items()}


def change_all(history: History) -> None:
    change(history, dict(AFTER))


def pack(history: History) -> None:
    with Commits(history._folder) as commits:
        commits.pack()


def broken_off(
    folder: Path, number: int, how: Callable[[], None], act: Callable[[History], None] = change_all
) -> int:
    """Change everything in another process, and call `how` before it changes its file `number`; what came
    of it: 0 it was done, 1 it was told that it cannot be, 9 it died, 2 there were not so many."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    history, passed = opened(folder), [0]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in _EVENTS and str(folder) in str(arguments[0]) and _is_writing(event, arguments):
            passed[0] += 1
            if passed[0] == number:
                how()

    sys.addaudithook(hook)
    result = 3
    try:
        act(history)
        result = 0 if passed[0] >= number else 2
    except OSError:
        result = 1
    finally:
        os._exit(result)


def _is_writing(event: str, arguments: tuple[object, ...]) -> bool:
    flags = arguments[2] if len(arguments) > 2 else 0
    return event != "open" or bool(isinstance(flags, int) and flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR))


def die() -> None:
    os._exit(9)


def be_full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot copy a process")
@pytest.mark.parametrize("how", [die, be_full])
def test_wherever_a_change_is_broken_off_it_is_whole_and_the_next_one_is_kept(
    folder: Path, tmp_path: Path, how: Callable[[], None]
) -> None:
    """A process that is killed and a disk that is full, at every single change of a file on the way."""
    number, came_of_it = 0, -1
    while came_of_it != 2:
        number += 1
        own = shutil.copytree(folder, tmp_path / str(number))
        came_of_it = broken_off(own, number, how)
        told = texts(own)
        history = opened(own)
        history.take_in()

        assert came_of_it in (0, 1, 2, 9), number
        assert came_of_it != 1 or told == BEFORE, number
        assert texts(own) in (
            [BEFORE] if came_of_it == 1 else [AFTER] if came_of_it != 9 else [BEFORE, AFTER]
        )
        assert not list((own / "corpus").rglob(".*")), number
        assert change(history, dict(AFTER)).id, number
        assert len(history.steps()) >= 4, number
        shutil.rmtree(own)
    assert number > 30


def test_packing_keeps_every_version_and_leaves_one_pack_where_there_were_many_files(folder: Path) -> None:
    history = opened(folder)
    for number in range(5):
        change(history, {OTHER: f"стара {number}"})
    told = [(step, history.contents(step.id)) for step in history.steps()]

    history.pack()

    objects = [p.suffix for p in (folder / "data" / "history.git" / "objects").rglob("*") if p.is_file()]
    assert sorted(objects) == [".idx", ".pack"]
    (folder / "data" / "history.sqlite").unlink()
    anew = opened(folder)
    assert [(step, anew.contents(step.id)) for step in anew.steps()] == told
    assert change(anew, {OTHER: "нова"}).id


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot copy a process")
@pytest.mark.parametrize("how", [die, be_full])
def test_wherever_packing_is_broken_off_no_version_is_lost(
    folder: Path, tmp_path: Path, how: Callable[[], None]
) -> None:
    told = [(step, opened(folder).contents(step.id)) for step in opened(folder).steps()]
    number, came_of_it = 0, -1
    while came_of_it != 2:
        number += 1
        own = shutil.copytree(folder, tmp_path / str(number))
        came_of_it = broken_off(own, number, how, pack)
        history = opened(own)

        assert came_of_it in (0, 1, 2, 9), number
        assert [(step, history.contents(step.id)) for step in history.steps()] == told, number
        history.pack()
        assert [(step, history.contents(step.id)) for step in history.steps()] == told, number
        assert not list((own / "data" / "history.git" / "objects" / "pack").glob("tmp*")), number
        shutil.rmtree(own)
    assert number > 10


def test_a_history_of_many_saves_packs_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("depository.editing.commits._LOOSE", 30)
    history = opened(folder)

    for number in range(25):
        change(history, {OTHER: f"стара {number}"})
    for thread in threading.enumerate():
        if thread.name == "history":
            thread.join()

    assert list((folder / "data" / "history.git" / "objects" / "pack").glob("*.pack"))
    assert len(history.steps()) == 28


@pytest.mark.parametrize("lost", ["deleted", "emptied", "half", "scrambled"])
def test_whatever_file_of_the_history_is_damaged_saves_are_kept_and_earlier_ones_mostly_too(
    folder: Path, tmp_path: Path, lost: str
) -> None:
    """Each file in turn. Only what all versions share can take the older ones from the desk: then they lie
    aside."""
    chance = random.Random(5)
    names = [path.relative_to(folder) for path in sorted((folder / "data").rglob("*")) if path.is_file()]
    laid_aside = 0
    for number, name in enumerate(names):
        own = shutil.copytree(folder, tmp_path / str(number))
        _damage(own / name, lost, chance)
        history = opened(own)

        history.steps()
        step = change(history, {FILE: AFTER[FILE]})

        steps = history.steps()
        assert step.id and steps[0] == step, name
        assert all(history.contents(each.id) for each in steps), name
        aside = bool(list((own / "data").glob("*.broken-*")))
        assert len(steps) >= (2 if aside else 3), name
        laid_aside += aside
        shutil.rmtree(own)
    assert laid_aside <= 1  # the tree of the vocabularies, which never changed


def _damage(path: Path, how: str, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    if how == "deleted":
        path.unlink()
    elif how == "scrambled":
        for _ in range(3 if data else 0):
            data[chance.randrange(len(data))] ^= 0xFF
        path.write_bytes(data)
    else:
        path.write_bytes(data[: len(data) // 2] if how == "half" else b"")


def test_the_way_to_the_last_step_can_be_lost(folder: Path) -> None:
    steps = opened(folder).steps()
    (folder / "data" / "history.git" / "refs" / "heads" / "main").unlink()

    history = opened(folder)

    assert history.take_in() is None
    assert history.steps() == steps


def test_a_file_whose_name_is_no_text_keeps_nobody_from_saving(folder: Path) -> None:
    """Archives of other systems leave such names; the check of the corpus tells of them."""
    (folder / "corpus" / "records" / os.fsdecode(b"\xef\xe0\xec.md")).write_bytes(b"x")
    history = opened(folder)

    step = change(history, {FILE: AFTER[FILE]})

    assert history.steps()[0] == step


def test_a_file_keeps_its_rights_and_a_link_stays_a_link(folder: Path) -> None:
    """A folder may be shared by many, and a record lie elsewhere."""
    path, elsewhere = folder / "corpus" / FILE, folder / "elsewhere.md"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    elsewhere.chmod(0o664)

    change(opened(folder), {FILE: AFTER[FILE]})

    assert path.is_symlink()
    assert elsewhere.read_text("utf-8") == AFTER[FILE]
    assert elsewhere.stat().st_mode & 0o777 == 0o664
