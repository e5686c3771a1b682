"""No text is written over that is kept nowhere, and no step back leads to records that nobody finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from depository.editing.desk import Desk
from depository.editing.history import HistoryBusy
from depository.editing.vocabulary_changes import MergeThemes, effect
from depository.errors import Invalid
from tests.depository.editing.desks import OLENA, found, opened, story


def test_a_text_longer_than_a_record_may_be_is_refused_before_it_is_written(desk: Desk) -> None:
    with pytest.raises(Invalid) as invalid:
        desk.save(story(body="Громада. " * 200_000), base=None, author=OLENA)

    assert [problem.field for problem in invalid.value.problems] == ["body"]
    assert "nova-biblioteka" not in desk.depository.corpus.states()


def test_a_file_that_grew_too_long_is_kept_and_comes_back(desk: Desk, folder: Path) -> None:
    """Somebody pastes a picture as text: no record any more, and still nothing of it is lost."""
    desk.save(story(), base=None, author=OLENA)
    path = folder / "corpus" / "records" / "nova-biblioteka.md"
    grown = path.read_text("utf-8") + "data:image/png;base64," + "A" * 2_100_000
    path.write_text(grown, encoding="utf-8")
    step = desk.history.take_in()
    assert step is not None

    undone = desk.undo(step.id, author=OLENA)
    desk.undo(undone.id, author=OLENA)

    assert path.read_text("utf-8") == grown


def test_what_no_version_holds_is_never_written_over(desk: Desk, folder: Path) -> None:
    first = desk.save(story(), base=None, author=OLENA)
    assert first.step is not None
    path = folder / "corpus" / "records" / "nova-biblioteka.md"
    path.write_bytes(b"x" * 20_000_001)
    step = desk.history.take_in()
    assert step is not None

    with pytest.raises(Invalid, match="larger than 20 MB"):
        desk.undo(step.id, author=OLENA)
    with pytest.raises(Invalid, match="larger than 20 MB"):
        desk.restore("nova-biblioteka", first.step.id, base=None, author=OLENA)

    assert path.stat().st_size == 20_000_001


def test_a_file_that_changes_in_the_very_moment_of_a_save_is_left(desk: Desk, folder: Path) -> None:
    desk.save(story(), base=None, author=OLENA)
    file = "records/nova-biblioteka.md"

    with desk.history.turn() as turn, pytest.raises(HistoryBusy):
        (folder / "corpus" / file).write_text("щойно змінене", encoding="utf-8")
        turn.change({file: "моє"}, author=OLENA, action="edit")

    assert (folder / "corpus" / file).read_text("utf-8") == "щойно змінене"
    assert desk.history.take_in() is not None


def _merged(desk: Desk, source: str, target: str) -> None:
    found = effect(MergeThemes(source, target), desk.depository.corpus)
    desk.change_all(found.records, found.texts, author=OLENA, action="merge-themes")


def test_a_version_whose_theme_was_merged_comes_back_under_the_other(desk: Desk) -> None:
    first = desk.save(
        story(themes=["governance-fund"], body="Див. [тему](theme:governance-fund)."), base=None, author=OLENA
    )
    second = desk.save(story(themes=["tourism"]), base=first.revision, author=OLENA)
    _merged(desk, "governance-fund", "sme-development")
    assert first.step is not None

    back = desk.restore("nova-biblioteka", first.step.id, base=second.revision, author=OLENA)

    assert back.record.themes == ("sme-development",)
    assert back.record.body == "Див. [тему](theme:sme-development).\n"
    assert back.searchable and "nova-biblioteka" in found(desk, "Бібліотека", "draft")


def test_a_step_is_not_undone_into_a_theme_that_was_merged(desk: Desk) -> None:
    """The record would vanish from every list, for nobody knows that theme any more."""
    first = desk.save(story(themes=["governance-fund"]), base=None, author=OLENA)
    second = desk.save(story(themes=["tourism"]), base=first.revision, author=OLENA)
    _merged(desk, "governance-fund", "sme-development")
    assert second.step is not None

    with pytest.raises(Invalid, match="was merged into “sme-development”"):
        desk.undo(second.step.id, author=OLENA)

    assert desk.open("nova-biblioteka").record.themes == ("tourism",)


def test_a_record_that_is_withdrawn_by_undoing_keeps_its_theme(desk: Desk, folder: Path) -> None:
    """One step outside the desk brought both the theme and a published record under it."""
    themes = folder / "corpus" / "vocabularies" / "themes.yaml"
    added = "- id: nova-tema\n  prefLabel: {uk: Нова тема, en: New theme}\n"
    themes.write_text(themes.read_text("utf-8") + added, encoding="utf-8")
    desk.depository.corpus.save(story(themes=["nova-tema"], status="published"))
    step = desk.history.take_in()
    assert step is not None

    with pytest.raises(Invalid, match="nova-tema"):
        desk.undo(step.id, author=OLENA, reason="Помилка.")

    assert desk.open("nova-biblioteka").record.status == "published"


def test_the_beginning_of_the_history_cannot_be_undone(desk: Desk, folder: Path) -> None:
    before = sorted((folder / "corpus" / "vocabularies").iterdir())
    begun = desk.history.steps()[-1]

    with pytest.raises(Invalid):
        desk.undo(begun.id, author=OLENA)

    assert sorted((folder / "corpus" / "vocabularies").iterdir()) == before


def test_a_step_that_broke_a_vocabulary_can_be_undone(desk: Desk, folder: Path) -> None:
    themes = folder / "corpus" / "vocabularies" / "themes.yaml"
    before = themes.read_text("utf-8")
    themes.write_text(before + "- id: [", encoding="utf-8")
    step = desk.history.take_in()
    assert step is not None

    opened(folder).undo(step.id, author=OLENA)

    assert themes.read_text("utf-8") == before


def test_a_version_in_another_encoding_is_shown_and_not_brought_back(desk: Desk, folder: Path) -> None:
    first = desk.save(story(), base=None, author=OLENA)
    path = folder / "corpus" / "records" / "nova-biblioteka.md"
    text = path.read_text("utf-8")
    path.write_bytes(text.encode("cp1251"))
    step = desk.history.take_in()
    path.write_text(text, encoding="utf-8")
    assert step is not None and "�" in (desk.history.version("nova-biblioteka", step.id) or "")

    with pytest.raises(Invalid, match="not in UTF-8"):
        desk.restore("nova-biblioteka", step.id, base=first.revision, author=OLENA)
