"""Archives: every file in them by itself; none of them leads out, bursts or stops the others."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from depository.errors import Invalid
from indexer.intake import readers
from indexer.intake.readers import archives
from indexer.intake.source import Contents

FILES = Path(__file__).resolve().parents[2] / "files" / "import"


def packed(**files: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return kept.getvalue()


def read(name: str, data: bytes) -> Contents:
    """The archive with all its files, as the process of the readers gives them one by one."""
    archive = readers.read(name, data)
    sources, problems = list(archive.sources), list(archive.problems)
    for member in archive.members:
        try:
            found = archives.read_member(member.name, data, member.number)
        except Invalid as invalid:
            problems += invalid.problems
        else:
            sources += found.sources
    problems.sort(key=lambda problem: problem.file)
    return Contents(tuple(sources), tuple(problems), archive.notes)


def test_files_of_all_folders_are_read_and_an_archive_in_it_is_told() -> None:
    contents = read("архів.zip", (FILES / "archive-zmishanyi.zip").read_bytes())

    assert [source.name for source in contents.sources] == ["архів.zip/povit/mlyn.md", "архів.zip/ЛАВКА.txt"]
    assert [problem.file for problem in contents.problems] == ["архів.zip/inner.zip"]


def test_a_bad_file_does_not_stop_the_others() -> None:
    contents = read(
        "a.zip", packed(a__docx=b"PK\x03\x04rubbish", b__txt="Добрий текст.".encode(), c__exe=b"MZ")
    )

    assert [source.name for source in contents.sources] == ["a.zip/b.txt"]
    assert [problem.file for problem in contents.problems] == ["a.zip/a.docx", "a.zip/c.exe"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "/etc/passwd.txt", "C:\\windows\\a.txt", "a/../../b.txt"]
)
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    contents = read("a.zip", packed(**{name: "Текст".encode()}))

    assert contents.sources == ()
    assert "leads out" in contents.problems[0].message


def test_a_locked_archive_is_refused() -> None:
    data = bytearray(packed(a__txt=b"text"))
    data[data.index(b"PK\x01\x02") + 8] |= 1

    contents = read("a.zip", bytes(data))

    assert contents.sources == ()
    assert "password" in contents.problems[0].message


def test_a_file_that_would_burst_is_refused_by_name_and_the_others_go_on() -> None:
    contents = read("a.zip", packed(a__txt=b"a" * 5_000_000, b__txt="Добрий текст.".encode()))

    assert [source.name for source in contents.sources] == ["a.zip/b.txt"]
    assert [problem.file for problem in contents.problems] == ["a.zip/a.txt"]
    assert "Unpacked" in contents.problems[0].message


def test_of_files_too_large_together_those_are_taken_that_have_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_UNPACKED", 60)
    text = "Добрий текст.".encode()

    contents = read("a.zip", packed(a__txt=text, b__txt=text, c__txt=text))

    assert [source.name for source in contents.sources] == ["a.zip/a.txt", "a.zip/b.txt"]
    assert [problem.file for problem in contents.problems] == ["a.zip/c.txt"]


def test_a_damaged_or_locked_file_in_an_archive_stops_no_other() -> None:
    data = bytearray(packed(a__txt=b"first text", b__txt="Добрий текст.".encode(), c__txt=b"third"))
    data[data.index(b"a.txt") + 7] ^= 0xFF
    data[data.rindex(b"PK\x01\x02") + 8] |= 1

    contents = read("a.zip", bytes(data))

    assert [source.name for source in contents.sources] == ["a.zip/b.txt"]
    assert [problem.file for problem in contents.problems] == ["a.zip/a.txt", "a.zip/c.txt"]


def test_photographs_beside_a_story_are_left_and_told() -> None:
    contents = read("a.zip", packed(a__txt="Добрий текст.".encode(), b__JPG=b"x", c__heic=b"x"))

    assert [source.name for source in contents.sources] == ["a.zip/a.txt"]
    assert contents.problems == ()
    assert [note.values for note in contents.notes] == [{"names": "b.JPG, c.heic"}]


def test_an_archive_of_photographs_is_refused_with_advice() -> None:
    with pytest.raises(Invalid, match="OCR"):
        read("a.zip", packed(b__jpg=b"x"))


def test_an_empty_archive_is_refused() -> None:
    with pytest.raises(Invalid, match="no files"):
        read("a.zip", packed(**{"__MACOSX/._a.md": b"x", "dir/": b""}))


def test_what_word_keeps_beside_an_open_file_is_passed_over() -> None:
    contents = read("a.zip", packed(**{"~$звіт.docx": b"x" * 162, "b.txt": "Добрий текст.".encode()}))

    assert [source.name for source in contents.sources] == ["a.zip/b.txt"]
    assert contents.problems == ()
