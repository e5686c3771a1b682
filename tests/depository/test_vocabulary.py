"""Themes form a tree, places stand under their oblasts, and files that contradict themselves are told so."""

from __future__ import annotations

from pathlib import Path

import pytest

from depository.corpus import Corpus
from depository.errors import Invalid
from depository.vocabulary import Vocabularies
from tests.depository.samples import KINDS, PLACES, THEMES, write_corpus


@pytest.fixture
def vocabularies(tmp_path: Path) -> Vocabularies:
    return Corpus(write_corpus(tmp_path / "corpus")).vocabularies()


def problems_of(folder: Path, **files: str) -> list[str]:
    with pytest.raises(Invalid) as caught:
        Corpus(write_corpus(folder / "corpus", **files)).vocabularies()
    return [problem.located() for problem in caught.value.problems]


def test_a_theme_counts_for_all_above_it(vocabularies: Vocabularies) -> None:
    assert vocabularies.themes.with_broader(["festivals"]) == {"festivals", "tourism", "economy"}


def test_an_unknown_theme_counts_for_itself(vocabularies: Vocabularies) -> None:
    assert vocabularies.themes.with_broader(["strange"]) == {"strange"}


def test_the_tree_is_walked_down(vocabularies: Vocabularies) -> None:
    themes = vocabularies.themes

    assert [theme.id for theme in themes.roots] == ["economy"]
    assert [theme.id for theme in themes.narrower("economy")] == ["tourism"]


def test_towns_stand_under_their_oblast(vocabularies: Vocabularies) -> None:
    """Canada is a place, and no oblast."""
    places = vocabularies.places

    assert [place.id for place in places.regions] == ["ivano-frankivska-oblast"]
    assert [place.id for place in places.towns_of("ivano-frankivska-oblast")] == ["yaremche"]


def test_names_come_in_the_readers_language(vocabularies: Vocabularies) -> None:
    assert vocabularies.theme_labels(["tourism", "strange"], "uk") == ["Туризм"]
    assert vocabularies.place_labels(["yaremche"], "en") == ["Yaremche"]


def test_the_revision_follows_the_files(tmp_path: Path) -> None:
    """Equal files, equal revision; one changed letter, another revision."""
    first = Corpus(write_corpus(tmp_path / "1")).vocabularies().revision
    second = Corpus(write_corpus(tmp_path / "2")).vocabularies().revision
    changed = (
        Corpus(write_corpus(tmp_path / "3", themes=THEMES.replace("Туризм", "Мандри")))
        .vocabularies()
        .revision
    )

    assert first == second != changed


def test_a_repeated_id_is_named_with_its_line(tmp_path: Path) -> None:
    again = THEMES + "- id: economy\n  prefLabel: {uk: Інша, en: Other}\n"

    assert problems_of(tmp_path, themes=again) == [
        "vocabularies/themes.yaml:10: id: The id “economy” stands here twice: ids must differ."
    ]


def test_references_lead_somewhere(tmp_path: Path) -> None:
    """Broader and related themes, oblasts of towns and themes of synonyms exist."""
    found = problems_of(
        tmp_path,
        themes=THEMES.replace("related: [economy]", "related: [sport]"),
        places=PLACES.replace("oblast: ivano-frankivska-oblast", "oblast: halychyna"),
        synonyms="- same: [мандри, подорожі]\n  theme: travel\n",
    )

    assert [problem.partition(" There")[0] for problem in found] == [
        "vocabularies/themes.yaml:9: related:",
        "vocabularies/places.yaml:4: oblast:",
        "vocabularies/synonyms.yaml:2: theme:",
    ]


def test_a_theme_is_not_broader_than_itself(tmp_path: Path) -> None:
    circle = THEMES.replace(
        "{uk: Економіка, en: Economy}", "{uk: Економіка, en: Economy}\n  broader: [festivals]"
    )
    found = problems_of(tmp_path, themes=circle)

    assert len(found) == 3
    assert all("in a circle" in problem for problem in found)


def test_problems_of_all_files_come_together(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path, themes="- id: a\n", places="- [", kinds=KINDS.replace("pluralLabel", "manyLabel")
    )

    assert {problem.partition(":")[0] for problem in found} == {
        "vocabularies/themes.yaml",
        "vocabularies/places.yaml",
        "vocabularies/kinds.yaml",
    }


def test_missing_and_empty_files_are_empty_vocabularies(tmp_path: Path) -> None:
    """A new corpus may begin with nothing."""
    folder = write_corpus(tmp_path / "corpus", themes="", places="# ще нічого\n")
    (folder / "vocabularies" / "kinds.yaml").unlink()

    vocabularies = Corpus(folder).vocabularies()

    assert (len(vocabularies.themes), len(vocabularies.places), len(vocabularies.kinds)) == (0, 0, 0)


def test_a_faulty_entry_hides_no_other_problem(tmp_path: Path) -> None:
    """What names it by its id is right, and what is wrong elsewhere is told with it."""
    themes = (
        THEMES.replace("{uk: Економіка, en: Economy}", "{uk: Економіка}").replace(
            "related: [economy]", "related: [sport]"
        )
        + "- id: tourism\n  id: tourism\n  prefLabel: {uk: Мандри, en: Travel}\n"
    )

    found = problems_of(tmp_path, themes=themes, places=PLACES.replace("type: city", "type: town"))

    assert [problem.partition(": ")[0] for problem in found] == [
        "vocabularies/themes.yaml:2", "vocabularies/themes.yaml:9", "vocabularies/themes.yaml:11",
        "vocabularies/themes.yaml:11", "vocabularies/places.yaml:2",
    ]  # fmt: skip


@pytest.mark.parametrize("label", ["{uk: туризм, en: Travel}", "{uk: Мандри, en: TOURISM}"])
def test_two_themes_are_not_called_the_same(tmp_path: Path, label: str) -> None:
    """At the desk they cannot be, either; one that was merged into the other may."""
    again = THEMES + f"- id: travel\n  prefLabel: {label}\n"

    (problem,) = problems_of(tmp_path, themes=again)

    language = "uk" if "туризм" in label else "en"
    assert problem.startswith(f"vocabularies/themes.yaml:11: prefLabel.{language}: “tourism” is called “")
    merged = write_corpus(tmp_path / "merged", themes=again + "  replaced_by: tourism\n")
    assert len(Corpus(merged).vocabularies().themes) == 3
