"""The corpus folder: read with care, checked in full, written whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from depository.corpus import Corpus
from depository.errors import Invalid, RecordNotFound
from tests.depository.samples import RECORD, record, write_corpus


def check(folder: Path, records: dict[str, str]) -> list[str]:
    return [problem.located() for problem in Corpus(write_corpus(folder / "corpus", records)).check()]


def test_a_valid_corpus_has_no_problems(tmp_path: Path) -> None:
    assert check(tmp_path, {"yaremche-turyzm.md": RECORD}) == []


def test_an_empty_folder_has_no_problems(tmp_path: Path) -> None:
    assert Corpus(tmp_path).check() == []
    assert Corpus(tmp_path).states() == {}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("themes: [tourism]", "themes: [turism]"),
         "records/yaremche-turyzm.md:6: themes[1]: “turism” is not in themes.yaml (≈ tourism)."),
        (("themes: [tourism]", "themes: [Туризм]"),
         "records/yaremche-turyzm.md:6: themes[1]: “Туризм” is a name: write the id “tourism” in its place."),
        (("places: [yaremche]", "places: [yaremche, yaremcha]"),
         "records/yaremche-turyzm.md:5: places[2]: “yaremcha” is not in places.yaml (≈ yaremche)."),
        (("kind: success-story", "kind: story"),
         "records/yaremche-turyzm.md:3: kind: “story” is not in kinds.yaml."),
        (("(theme:tourism)", "(theme:tourist)"),
         "records/yaremche-turyzm.md:12: body: The link “theme:tourist” leads nowhere (≈ tourism)."),
        (("(theme:tourism)", "(record:Туризм)"),
         "records/yaremche-turyzm.md:12: body: The link “record:Туризм” leads nowhere."),
        (("id: yaremche-turyzm", "id: yaremche"),
         "records/yaremche-turyzm.md:2: id: The id must be the name of the file without .md: "
         "“yaremche-turyzm”."),
        (("kind: success-story", "kind: success-story\nstatus: withdrawn\nreplaced_by: yaremche-2"),
         "records/yaremche-turyzm.md:5: replaced_by: There is no record “yaremche-2”: name an existing one."),
    ],
)  # fmt: skip
def test_each_problem_is_one_line_with_its_remedy(
    change: tuple[str, str], problem: str, tmp_path: Path
) -> None:
    """file:line: field: sentence; near ids are offered."""
    assert check(tmp_path, {"yaremche-turyzm.md": RECORD.replace(*change)}) == [problem]


def test_ids_are_looked_up_though_another_field_is_wrong(tmp_path: Path) -> None:
    """A person mends a file in one go, not in two."""
    broken = RECORD.replace("themes: [tourism]", "themes: [turism]").replace("2020]", "20200]")

    problems = check(tmp_path, {"yaremche-turyzm.md": broken})

    assert [problem.split(": ")[1] for problem in problems] == ["themes[1]", "years"]


def test_a_file_is_checked_by_the_name_its_problems_have(tmp_path: Path) -> None:
    """What `check` prints can be given back to it, wherever one stands."""
    corpus = Corpus(write_corpus(tmp_path / "corpus", {"yaremche-turyzm.md": RECORD}))

    assert corpus.check([Path("records/yaremche-turyzm.md")]) == []


def test_a_name_that_is_no_id_is_told(tmp_path: Path) -> None:
    (problem,) = check(tmp_path, {"Яремче туризм.md": RECORD})

    assert problem.startswith("records/Яремче туризм.md: A file name is the record's id")


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "corpus")
    (folder / "records" / "yaremche-turyzm.md").write_bytes(RECORD.encode("windows-1251"))

    (problem,) = Corpus(folder).check()

    assert "not in UTF-8" in problem.sentence()
    assert problem.file == "records/yaremche-turyzm.md"


def test_a_file_too_large_for_a_record_is_not_read(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "corpus")
    with open(folder / "records" / "yaremche-turyzm.md", "wb") as file:
        file.truncate(50_000_000)

    (problem,) = Corpus(folder).check()

    assert "larger than 2 MB" in problem.sentence()


def test_only_the_files_named_are_checked(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "corpus", {"yaremche-turyzm.md": RECORD, "zlamanyi.md": "---\n"})
    corpus = Corpus(folder)

    assert corpus.check([folder / "records" / "yaremche-turyzm.md"]) == []
    assert len(corpus.check([folder / "records" / "zlamanyi.md"])) == 1
    assert "no such file" in corpus.check([folder / "records" / "nema.md"])[0].sentence()


def test_broken_vocabularies_are_told_before_records(tmp_path: Path) -> None:
    """Against broken vocabularies nothing else can be said."""
    folder = write_corpus(tmp_path / "corpus", themes="- id: [\n")

    assert [problem.file for problem in Corpus(folder).check()] == ["vocabularies/themes.yaml"]


@pytest.mark.parametrize(
    "name",
    [
        "../secret",
        "..",
        "a/b",
        "/etc/passwd",
        "a.b",
        "A",
        "я",
        "",
        " ",
        "a\x00",
        "-a",
        "a--b",
        "con\n",
        "a" * 300,
    ],
)
def test_what_cannot_be_an_id_reaches_no_file(name: str, tmp_path: Path) -> None:
    """A path never comes out of an id that was not one."""
    with pytest.raises(RecordNotFound):
        Corpus(write_corpus(tmp_path / "corpus")).read(name)


def test_a_missing_record_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(RecordNotFound):
        Corpus(write_corpus(tmp_path / "corpus")).read("nema-takoho")


def test_a_file_under_another_name_is_not_that_record(tmp_path: Path) -> None:
    corpus = Corpus(write_corpus(tmp_path / "corpus", {"kopiia.md": RECORD}))

    with pytest.raises(Invalid):
        corpus.read("kopiia")


def test_what_is_saved_is_what_is_read(tmp_path: Path) -> None:
    """The revision returned is the one the next reader sees."""
    corpus = Corpus(write_corpus(tmp_path / "corpus"))
    changed = record(title="Яремче: нова назва")

    revision = corpus.save(changed)

    assert corpus.read("yaremche-turyzm") == (changed, revision)


def test_another_text_is_another_revision(tmp_path: Path) -> None:
    corpus = Corpus(write_corpus(tmp_path / "corpus"))
    before = corpus.read("yaremche-turyzm").revision

    after = corpus.save(record(title="Яремче: нова назва"))

    assert before != after
    assert corpus.save(record(title="Яремче: нова назва")) == after


def test_hidden_and_foreign_files_are_passed_over(tmp_path: Path) -> None:
    """What an editor or a broken save left behind is no record."""
    files = {
        ".yaremche-turyzm.md.tmp": "x",
        ".hidden.md": "x",
        "notes.txt": "x",
        "yaremche-turyzm.md": RECORD,
    }
    corpus = Corpus(write_corpus(tmp_path / "corpus", files))

    assert set(corpus.states()) == {"yaremche-turyzm"}


def test_a_touched_vocabulary_is_noticed(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "corpus")
    corpus = Corpus(folder)
    before = corpus.vocabulary_states()

    (folder / "vocabularies" / "synonyms.yaml").write_text("- same: [ЦНАП, центр послуг]\n", encoding="utf-8")

    assert corpus.vocabulary_states() != before


def test_problems_of_a_file_stand_in_the_order_of_its_lines(tmp_path: Path) -> None:
    broken = RECORD.replace("kind: success-story", "kind: story\nstatus: publishd").replace(
        "themes: [tourism]", "themes: [turism]\nadded: 2099-01-01\ncolor: red"
    )

    problems = check(tmp_path, {"yaremche-turyzm.md": broken})

    lines = [int(problem.split(":")[1]) for problem in problems]
    assert lines == sorted(lines) and len(lines) == 5


def test_beside_broken_vocabularies_records_are_told_what_they_break_by_themselves(tmp_path: Path) -> None:
    folder = write_corpus(
        tmp_path / "corpus",
        {"yaremche-turyzm.md": RECORD.replace("2020]", "20200]"), "tykhyi.md": RECORD},
        themes="- id: [\n",
    )

    files = [problem.file for problem in Corpus(folder).check()]

    assert files == ["vocabularies/themes.yaml", "records/tykhyi.md", "records/yaremche-turyzm.md"]
