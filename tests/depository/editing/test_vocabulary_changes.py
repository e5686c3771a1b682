"""A change of a vocabulary: seen before it is done, and never more than what was asked for."""

from __future__ import annotations

from difflib import ndiff
from pathlib import Path

import pytest

from depository.corpus import Corpus
from depository.editing.vocabulary_changes import (
    AddLabel,
    AddPlace,
    AddSynonyms,
    AddTheme,
    Change,
    Effect,
    MergeThemes,
    Relabel,
    effect,
)
from depository.errors import Problem
from depository.vocabulary import Vocabularies
from tests.depository.samples import RECORD, write_corpus

THEMES = """\
# Теми нашої збірки.
- id: economy
  prefLabel: {uk: Економіка, en: Economy}

# Найдавніша тема.
- id: tourism
  notation: '1.2'
  prefLabel: {uk: Туризм, en: Tourism}
  altLabel:
    uk: [мандрівки, відпочинок]   # «курорти» – окремо
  hiddenLabel: [турізм]
  broader: [economy]

- id: festivals
  prefLabel: {uk: Фестивалі, en: Festivals}
  broader: [tourism]
  related: [economy]
# Кінець.
"""
SYNONYMS = """\
# Слова.
- same: [ТІЦ, туристичний центр]
- theme: tourism
  words: [гості]
"""
OTHER = RECORD.replace("yaremche-turyzm", "yaremche-sviato").replace("[tourism]", "[festivals, tourism]")


@pytest.fixture
def folder(tmp_path: Path) -> Corpus:
    """Two records filed under tourism, with comments in the vocabularies."""
    records = {"yaremche-turyzm.md": RECORD, "yaremche-sviato.md": OTHER}
    return Corpus(write_corpus(tmp_path / "corpus", records, themes=THEMES, synonyms=SYNONYMS))


def changed(corpus: Corpus, name: str, found: Effect) -> list[str]:
    """The lines of a vocabulary that a change takes away or adds."""
    lines = ndiff(corpus.vocabulary_text(name).splitlines(), found.texts[name].splitlines())
    return [line for line in lines if line[0] in "+-"]


def after(corpus: Corpus, found: Effect) -> Vocabularies:
    return corpus.vocabularies(found.texts)


def fields(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.field for problem in problems]


def test_a_theme_is_added_at_the_end_and_nothing_else_changes(folder: Corpus) -> None:
    found = effect(AddTheme("bicycles", "Велосипеди", "Bicycles", broader="tourism"), folder)

    assert found.is_possible
    assert found.texts["themes"].startswith(THEMES)
    assert after(folder, found).themes["bicycles"].broader == ("tourism",)
    assert list(found.texts) == ["themes"]


def test_every_problem_of_a_new_theme_is_told_at_its_field(folder: Corpus) -> None:
    found = effect(AddTheme("economy", "туризм", "", broader="nowhere"), folder)

    assert sorted(fields(found.problems)) == ["broader", "en", "id", "uk"]
    assert not found.is_possible


def test_an_id_must_be_an_id(folder: Corpus) -> None:
    found = effect(AddTheme("../велосипеди", "Велосипеди", "Bicycles"), folder)

    assert fields(found.problems) == ["id"]


def test_a_place_is_added_with_what_is_known_of_it(folder: Corpus) -> None:
    change = AddPlace(
        "dolyna", "city", "Долина", "Dolyna", "ivano-frankivska-oblast", "Долини", lat=48.97, lon=24.01
    )

    place = after(folder, effect(change, folder)).places["dolyna"]

    assert (place.label.uk, place.oblast, place.genitive, place.lat) == (
        "Долина", "ivano-frankivska-oblast", "Долини", 48.97,
    )  # fmt: skip


def test_a_place_that_cannot_be_is_refused_by_field(folder: Corpus) -> None:
    found = effect(
        AddPlace("dolyna", "village", "Долина", "Dolyna", "nowhere", lat=148.97, lon=24.01), folder
    )

    assert "oblast" in fields(found.problems)
    mended = effect(AddPlace("dolyna", "village", "Долина", "Dolyna", lat=148.97, lon=24.01), folder)
    assert sorted(fields(mended.problems)) == ["lat", "type"]


def test_a_new_name_touches_one_line(folder: Corpus) -> None:
    found = effect(Relabel("themes", "tourism", "Туризм: дозвілля", "Tourism"), folder)

    assert changed(folder, "themes", found) == [
        "-   prefLabel: {uk: Туризм, en: Tourism}",
        "+   prefLabel: {uk: 'Туризм: дозвілля', en: Tourism}",
    ]
    assert found.concerned == ("yaremche-sviato", "yaremche-turyzm")


def test_the_name_of_another_theme_is_refused(folder: Corpus) -> None:
    found = effect(Relabel("themes", "tourism", "Економіка", "Tourism"), folder)

    assert fields(found.problems) == ["uk"]
    assert "economy" in found.problems[0].sentence()


def test_a_further_name_keeps_the_comment_beside_the_others(folder: Corpus) -> None:
    found = effect(AddLabel("themes", "tourism", "подорожі"), folder)

    assert after(folder, found).themes["tourism"].alt.uk == ("мандрівки", "відпочинок", "подорожі")
    assert "# «курорти» – окремо" in found.texts["themes"]


@pytest.mark.parametrize("word", ["no", "2020", "3: два", "- тире", "так 'о'", "#мед", "[x]"])
def test_a_name_is_kept_as_text_whatever_it_looks_like(folder: Corpus, word: str) -> None:
    found = effect(AddLabel("places", "yaremche", word, hidden=True), folder)

    assert after(folder, found).places["yaremche"].variants == (word,)


def test_a_name_that_leads_to_two_themes_is_possible_and_told(folder: Corpus) -> None:
    found = effect(AddLabel("themes", "economy", "Мандрівки"), folder)

    assert found.is_possible
    assert [note.values["other"] for note in found.notes] == ["Туризм"]


def test_a_known_name_is_refused(folder: Corpus) -> None:
    assert fields(effect(AddLabel("themes", "tourism", "Турізм"), folder).problems) == ["label"]


def test_synonyms_join_the_group_that_has_one_of_them(folder: Corpus) -> None:
    found = effect(AddSynonyms(("тіц", "інфоцентр")), folder)

    assert after(folder, found).synonyms[0].same == ("ТІЦ", "туристичний центр", "інфоцентр")
    assert len(after(folder, found).synonyms) == 2


def test_other_synonyms_make_a_group_of_their_own(folder: Corpus) -> None:
    found = effect(AddSynonyms(("ярмарок", "базар"), theme="economy"), folder)

    assert after(folder, found).synonyms[-1].theme == "economy"
    assert found.texts["synonyms"].startswith(SYNONYMS)


def test_leading_words_join_those_of_their_theme(folder: Corpus) -> None:
    found = effect(AddSynonyms(("туристи",), theme="tourism", leading=True), folder)

    assert changed(folder, "synonyms", found) == ["-   words: [гості]", "+   words: [гості, туристи]"]


def test_one_word_alone_is_no_synonym(folder: Corpus) -> None:
    assert fields(effect(AddSynonyms(("ярмарок",)), folder).problems) == ["same"]


def test_merging_takes_records_names_and_narrower_themes_along(folder: Corpus) -> None:
    found = effect(MergeThemes("tourism", "economy"), folder)

    vocabularies = after(folder, found)
    economy = vocabularies.themes["economy"]
    assert {record.id: record.themes for record in found.records} == {
        "yaremche-turyzm": ("economy",),
        "yaremche-sviato": ("festivals", "economy"),
    }
    assert "(theme:economy)" in found.records[0].body
    assert (economy.alt.uk, economy.hidden) == (("Туризм", "мандрівки", "відпочинок"), ("турізм",))
    assert vocabularies.themes["festivals"].broader == ("economy",)
    assert vocabularies.synonyms[1].theme == "economy"


def test_a_merged_theme_stays_known_and_is_offered_nowhere(folder: Corpus) -> None:
    themes = after(folder, effect(MergeThemes("tourism", "economy"), folder)).themes

    assert "tourism" not in themes
    assert [theme.id for theme in themes] == ["economy", "festivals"]
    assert themes.successor("tourism") == "economy"
    assert themes.successor("economy") is None


def test_merging_keeps_the_comments(folder: Corpus) -> None:
    text = effect(MergeThemes("tourism", "economy"), folder).texts["themes"]

    for comment in ("# Теми нашої збірки.", "# Найдавніша тема.", "# Кінець."):
        assert comment in text


def test_a_theme_merges_into_a_narrower_one_too(folder: Corpus) -> None:
    found = effect(MergeThemes("tourism", "festivals"), folder)

    assert found.problems == ()
    assert after(folder, found).themes["festivals"].broader == ("economy",)


def test_a_theme_is_not_merged_into_itself_or_into_what_is_not_there(folder: Corpus) -> None:
    assert fields(effect(MergeThemes("tourism", "tourism"), folder).problems) == ["target"]
    assert fields(effect(MergeThemes("nowhere", "tourism"), folder).problems) == ["source"]


def test_a_broken_record_that_names_the_theme_keeps_it_from_being_merged(folder: Corpus) -> None:
    (folder.folder / "records" / "zlamanyi.md").write_text(
        "---\nthemes: [tourism]\n---\n\nБез назви.\n", "utf-8"
    )

    found = effect(MergeThemes("tourism", "economy"), folder)

    assert [problem.values["given"] for problem in found.problems] == ["zlamanyi"]


def test_nothing_is_written_before_it_is_done(folder: Corpus) -> None:
    before = {path: path.read_bytes() for path in sorted(folder.folder.rglob("*.*"))}

    effect(MergeThemes("tourism", "economy"), folder)

    assert {path: path.read_bytes() for path in sorted(folder.folder.rglob("*.*"))} == before


def test_the_digest_tells_whether_what_was_shown_still_holds(folder: Corpus) -> None:
    change = MergeThemes("tourism", "economy")
    shown = effect(change, folder).digest
    (folder.folder / "records" / "yaremche-sviato.md").unlink()

    assert effect(change, folder).digest != shown


EVERY: tuple[Change, ...] = (
    AddTheme("velosypedy", "Велосипеди", "Bicycles", "environment"),
    AddPlace("dubno", "city", "Дубно", "Dubno", lat=50.42, lon=25.74),
    Relabel("places", "poltava", "Полтава-місто", "Poltava City"),
    AddLabel("themes", "environment", "зелень"),
    AddSynonyms(("велобудка", "веломайстерня")),
    MergeThemes("creative-industries", "innovation"),
)


@pytest.mark.parametrize("change", EVERY, ids=lambda change: change.action)
def test_the_real_vocabularies_take_every_change(corpus: Path, change: Change) -> None:
    """Lines of entries that are not concerned stay byte for byte."""
    collection = Corpus(corpus)
    found = effect(change, collection)

    assert found.problems == ()
    for name, text in found.texts.items():
        lost = set(collection.vocabulary_text(name).splitlines()) - set(text.splitlines())
        assert len(lost) <= 6


def test_a_file_with_windows_line_ends_and_moved_in_entries_is_changed_too(tmp_path: Path) -> None:
    moved = "".join(f"  {line}\r\n" for line in THEMES.splitlines())
    folder = Corpus(write_corpus(tmp_path / "corpus", themes=""))
    (folder.folder / "vocabularies" / "themes.yaml").write_bytes(moved.encode())

    found = effect(AddLabel("themes", "festivals", "свята"), folder)

    assert found.problems == ()
    assert after(folder, found).themes["festivals"].alt.uk == ("свята",)
    assert after(folder, effect(AddTheme("mist", "Міст", "Bridge"), folder)).themes["mist"]
