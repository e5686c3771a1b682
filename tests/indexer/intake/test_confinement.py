"""A file that hangs, bursts or breaks its reader is refused, and the next one is read as ever."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from depository.errors import Invalid, Problem
from indexer.intake.confinement import Confinement, Limits

Read = Callable[[Path], Problem | None]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "добрий.txt"
    path.write_text("Громада полагодила млин.", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def confinement() -> Iterator[Confinement]:
    started = Confinement()
    yield started
    started.close()


def refused(confinement: Confinement, path: Path) -> Problem:
    with pytest.raises(Invalid) as invalid:
        confinement.read(path, path.name)
    return invalid.value.problems[0]


def test_files_are_read_one_after_another_by_one_process(confinement: Confinement, good: Path) -> None:
    first = confinement.read(good, "перший.txt")
    second = confinement.read(good, "другий.txt")

    assert [c.sources[0].name for c in (first, second)] == ["перший.txt", "другий.txt"]
    assert first.sources[0].markdown == "Громада полагодила млин.\n"


def test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read(good: Path, tmp_path: Path) -> None:
    slow = tmp_path / "довгий.csv"
    slow.write_text("Назва;Текст\n" + "Млин;Текст\n" * 400_000, encoding="utf-8")
    confinement = Confinement(Limits(seconds=0.05))

    problem = refused(confinement, slow)
    confinement.limits = Limits()

    assert "longer than" in problem.message
    assert confinement.read(good, good.name).sources
    confinement.close()


@pytest.mark.skipif(sys.platform == "win32", reason="the system knows no such limit")
def test_a_file_that_needs_too_much_memory_is_stopped_and_the_next_is_read(
    good: Path, tmp_path: Path
) -> None:
    greedy = tmp_path / "ненажерливий.csv"
    greedy.write_text("Назва;Текст\n" + "м;т\n" * 2_500_000, encoding="utf-8")
    confinement = Confinement(Limits(memory=240 * 1024 * 1024))

    problem = refused(confinement, greedy)

    assert "memory" in problem.message
    assert confinement.read(good, good.name).sources
    confinement.close()


@pytest.mark.skipif(sys.platform == "win32", reason="the system knows no such limit")
def test_a_file_in_an_archive_that_stops_its_reader_stops_no_other(tmp_path: Path) -> None:
    """Each has the limits for itself; after several that were stopped the rest is not waited for."""
    greedy = "Назва;Текст\n" + "м;т\n" * 2_500_000
    one, many = tmp_path / "один.zip", tmp_path / "багато.zip"
    with zipfile.ZipFile(one, "w") as archive:
        archive.writestr("a.csv", greedy)
        archive.writestr("b.txt", "Громада полагодила млин.")
    with zipfile.ZipFile(many, "w") as archive:
        for name in ("a", "b", "c"):
            archive.writestr(f"{name}.csv", greedy)
        archive.writestr("d.txt", "Громада полагодила млин.")
    confinement = Confinement(Limits(memory=240 * 1024 * 1024, bytes=100_000_000))

    first, second = (confinement.read(path, path.name) for path in (one, many))

    assert [source.name for source in first.sources] == ["один.zip/b.txt"]
    assert [(problem.file, "memory" in problem.message) for problem in first.problems] == [
        ("один.zip/a.csv", True)
    ]
    assert second.sources == () and second.problems[-1].file == "багато.zip/d.txt"
    assert "not reached" in second.problems[-1].message
    confinement.close()


def test_a_process_that_dies_is_told_and_replaced(confinement: Confinement, good: Path) -> None:
    confinement.read(good, good.name)
    assert confinement._process is not None
    os.kill(confinement._process.pid, 9)
    confinement._process.wait()

    assert confinement.read(good, good.name).sources


def test_a_file_too_large_is_refused_unopened(confinement: Confinement, tmp_path: Path) -> None:
    large = tmp_path / "великий.txt"
    with large.open("wb") as file:
        file.truncate(20_000_001)

    assert refused(confinement, large).values == {"limit": 20}


def test_what_is_no_file_is_refused(confinement: Confinement, tmp_path: Path) -> None:
    (tmp_path / "тека.md").mkdir()

    assert "folder" in refused(confinement, tmp_path / "тека.md").message
    assert "no such file" in refused(confinement, tmp_path / "нема.md").message


@pytest.fixture
def closed(good: Path) -> Path:
    """A file that cannot be read. To root no file is closed, but the memory of a process has no beginning."""
    if os.geteuid() == 0:
        return Path("/proc/self/mem")
    good.chmod(0)
    return good


def test_a_file_nobody_may_read_is_refused(confinement: Confinement, closed: Path) -> None:
    assert "cannot be opened" in refused(confinement, closed).message


def test_a_bomb_in_a_document_costs_next_to_nothing(confinement: Confinement, tmp_path: Path) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 120_000_000)
    path = tmp_path / "бомба.docx"
    path.write_bytes(kept.getvalue())

    assert "Unpacked" in refused(confinement, path).message
    assert confinement._process is not None and confinement._process.poll() is None
