"""Imports under way: kept as files, worked off in their order, and never in anybody's way."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from filelock import FileLock

from depository.editing.authors import Author
from depository.editing.imports import LARGEST, MOST_FILES, Imports, Job
from depository.intake import Intake, Part, Siblings, Taken
from depository.service import Depository
from web import open_intake

OLENA = Author("olena", "Олена Коваль", "librarian")
STORY = "# Хмільник відкрив крамницю\n\nУ Хмільнику з 2018 року діє крамниця добрих справ.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "intake"


@pytest.fixture
def imports(folder: Path, depository: Depository) -> Imports:
    return Imports(folder, lambda: open_intake(depository))


def writing(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(text, encoding="utf-8")


def begun(imports: Imports, *names: str) -> Job:
    return imports.begin(OLENA, [(name, writing(STORY)) for name in names])


def states(imports: Imports, job: Job) -> list[str]:
    found = imports.job(job.id)
    assert found
    return [file.state for file in found.files]


def test_files_wait_and_are_read_in_their_order(imports: Imports) -> None:
    job = begun(imports, "перший.md", "другий.md")
    assert states(imports, job) == ["waiting", "waiting"]

    imports.work()

    assert states(imports, job) == ["read", "read"]
    assert imports.proposal(job.id, 1, "0")


def test_one_story_in_two_files_is_pointed_out_at_the_second(imports: Imports) -> None:
    """Also where the first was read before a restart, or is read once more."""
    job = begun(imports, "перший.md", "другий.md")
    imports.work()
    imports.again(job.id, 1)
    imports.work()

    first, second = imports.proposal(job.id, 0, "0"), imports.proposal(job.id, 1, "0")

    assert first and second
    assert first.alike == ()
    assert [(alike.file, alike.why) for alike in second.alike] == [("перший.md", "same file")]


def test_what_was_begun_is_finished_after_a_restart(imports: Imports, folder: Path) -> None:
    """A marker left behind by a process that died keeps nobody from the work."""
    job = begun(imports, "перший.md")
    (folder / job.id / "0.taking").touch()
    assert states(imports, job) == ["taking"]

    imports.work()

    assert states(imports, job) == ["read"]


def test_only_one_process_works_at_a_time(imports: Imports, folder: Path) -> None:
    job = begun(imports, "перший.md")

    with FileLock(folder / ".working"):
        imports.work()

    assert states(imports, job) == ["waiting"]


def test_an_import_deleted_while_it_is_read_does_not_come_back(imports: Imports, folder: Path) -> None:
    job = begun(imports, "перший.md")
    shutil.rmtree(folder / job.id)
    (folder / job.id).mkdir()

    imports.work()

    assert imports.job(job.id) is None
    assert imports.jobs() == ()


def test_a_proposal_is_closed_once_and_may_be_opened_again(imports: Imports) -> None:
    job = begun(imports, "перший.md")
    imports.work()

    imports.close(job.id, 0, "0", "khmilnyk-kramnytsia")
    found = imports.job(job.id)
    assert found
    assert (found.open, found.saved, found.files[0].closed) == (0, 1, {"0": "khmilnyk-kramnytsia"})

    imports.reopen(job.id, 0, "0")
    assert (again := imports.job(job.id)) and again.open == 1


def test_keys_nobody_gave_close_nothing(imports: Imports, folder: Path) -> None:
    job = begun(imports, "перший.md")
    imports.work()
    before = sorted(path.name for path in (folder / job.id).iterdir())

    imports.close(job.id, 0, "../../../зло", "запис")
    imports.close(job.id, 7, "0", "запис")

    assert sorted(path.name for path in (folder / job.id).iterdir()) == before


def test_too_large_and_too_many_are_refused_by_name(imports: Imports) -> None:
    large = imports.begin(OLENA, [("великий.txt", lambda path: path.write_bytes(b"a" * (LARGEST + 1)))])
    many = begun(imports, *(f"{number}.md" for number in range(MOST_FILES + 1)))

    refused = imports.taken(large.id, 0), imports.taken(many.id, MOST_FILES)

    assert [taken.file for taken in refused if taken] == ["великий.txt", f"{MOST_FILES}.md"]
    assert all(taken and taken.problems for taken in refused)
    assert states(imports, many)[:-1] == ["waiting"] * MOST_FILES


@pytest.mark.parametrize("job_id", ["..", "../corpus", "20261123-081500-zzzzzz", ""])
def test_what_is_no_import_is_none(imports: Imports, job_id: str) -> None:
    begun(imports, "перший.md")

    assert imports.job(job_id) is None
    assert imports.taken(job_id, 0) is None
    imports.delete(job_id)
    assert len(imports.jobs()) == 1


class Faulty:
    """Reads files as it should, but for those that it was not made for."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake

    def take(self, path: Path, name: str = "") -> Taken:
        if name.startswith("лихий"):
            raise ZeroDivisionError
        return self._intake.take(path, name)

    def cut(self, taken: Taken, parts: Sequence[Part]) -> Taken:
        raise ZeroDivisionError

    def siblings(self) -> Siblings:
        return self._intake.siblings()

    def close(self) -> None:
        self._intake.close()


def test_a_fault_of_ours_stops_no_other_file(folder: Path, depository: Depository) -> None:
    imports = Imports(folder, lambda: Faulty(open_intake(depository)))
    job = begun(imports, "лихий.md", "загублений.md", "добрий.md")
    (folder / job.id / "1.md").unlink()

    imports.work()

    assert states(imports, job) == ["refused", "refused", "read"]
    refused = imports.taken(job.id, 0)
    assert refused and "could not be read" in refused.problems[0].message


def test_an_upload_that_a_full_disk_broke_off_leaves_nothing(imports: Imports, folder: Path) -> None:
    def full(path: Path) -> None:
        path.write_text("початок", encoding="utf-8")
        raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        imports.begin(OLENA, [("перший.md", writing(STORY)), ("другий.md", full)])

    assert list(folder.iterdir()) == []
