"""Files become proposals held to every rule of a record; attacks are refused or cleaned by file and field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from depository.editing.cuts import with_fates
from depository.intake import Proposal, Taken
from depository.service import Depository
from indexer.intake.taking import FileIntake

FILES = Path(__file__).resolve().parents[2] / "files" / "import"

FRONT = {"title": "Млин у Барі", "city": "Бар", "theme": "Туризм", "years": "2019–2020"}
BODY = "Громада Бара полагодила старий млин і відкрила при ньому пекарню для туристів.\n"

Take = Callable[..., Taken]


@pytest.fixture(scope="module")
def intake(depository: Depository) -> Iterator[FileIntake]:
    taking = FileIntake(depository)
    yield taking
    taking.close()


@pytest.fixture
def take(intake: FileIntake, tmp_path: Path) -> Take:
    """Takes a Markdown file with these fields, or with others in their place."""

    def written(body: str = BODY, **changed: object) -> Taken:
        fields = {name: value for name, value in {**FRONT, **changed}.items() if value is not None}
        front = "".join(f"{name}: {value}\n" for name, value in fields.items())
        path = tmp_path / "млин.md"
        path.write_text(f"---\n{front}---\n\n{body}", encoding="utf-8")
        return intake.take(path)

    return written


def only(taken: Taken) -> Proposal:
    (proposal,) = taken.proposals
    return proposal


def test_what_a_file_states_is_the_record(take: Take) -> None:
    proposal = only(take())

    assert proposal.problems == ()
    values = proposal.values
    assert (values["title"], values["places"], values["themes"]) == ("Млин у Барі", ["bar"], ["tourism"])
    assert (values["years"], values["status"], values["kind"]) == ([2019, 2020], "draft", "success-story")
    assert values["body"] == BODY
    assert proposal.evidence["places"][0].origin == "stated"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("# Виклик\n\n{0}", "## Виклик\n\n{0}"),
        ("# Млин у Барі\n\n{0}", "{0}"),
        (
            "# Виклик\n\n{0}\n## Хто\n\nГромада.\n\n# Рішення\n\nПекарня.\n",
            "## Виклик\n\n{0}\n### Хто\n\nГромада.\n\n## Рішення\n\nПекарня.\n",
        ),
        ("Вступ.\n\n### Рішення\n\n{0}", "Вступ.\n\n## Рішення\n\n{0}"),
        ("Виклик\n======\n\n{0}", "## Виклик\n\n{0}"),
        ("# Виклик\n\n```\n# приклад\n```\n\n{0}", "## Виклик\n\n```\n# приклад\n```\n\n{0}"),
    ],
    ids=["section", "title", "levels", "raised", "underlined", "code"],
)
def test_the_highest_headings_of_a_body_are_of_the_second_level(take: Take, written: str, kept: str) -> None:
    """Only a heading that says the title once more is left out."""
    assert only(take(written.format(BODY))).values["body"] == kept.format(BODY)


def test_an_id_is_made_of_place_and_title(take: Take) -> None:
    assert only(take(title="Старий млин дає борошно")).values["id"] == "bar-staryi-mlyn-daie"


def test_two_stories_of_one_name_get_ids_of_their_own(take: Take) -> None:
    ids = [only(take(title="Громадська пекарня")).values["id"] for _ in range(2)]

    assert ids == ["bar-hromadska-pekarnia", "bar-hromadska-pekarnia-2"]


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"id": "bar-kukhnia-korolevy-bony"}, "id", "taken"),
        ({"id": "../../etc/passwd"}, "id", "not an id"),
        ({"city": "Атлантида"}, "places[1]", "Атлантида"),
        ({"theme": "Алхімія"}, "themes[1]", "Алхімія"),
        ({"years": "20200"}, "years", "20200"),
        ({"years": "2099"}, "years", "2099"),
        ({"years": "колись"}, "years", "колись"),
        ({"years": "[20200, 2099]"}, "years", "20200, 2099"),
        ({"source": "{publication: Звіт, year: 20200}"}, "source.year", "20200"),
        ({"source": "{publication: Звіт, year: 2099}"}, "source.year", "2099"),
        ({"added": "2099-01-01"}, "added", "2099-01-01"),
        ({"kind": "роман"}, "kind", "роман"),
        ({"figures": "багато"}, "figures", "list"),
        ({"body": " "}, "body", "empty"),
    ],
)
def test_what_breaks_a_rule_is_a_problem_of_its_field(
    take: Take, changed: dict[str, str], field: str, said: str
) -> None:
    proposal = only(take(**changed))

    problem = next(problem for problem in proposal.problems if problem.field == field)
    assert said in problem.sentence()
    assert problem.file == "млин.md"


def test_an_unknown_town_is_not_replaced_by_a_guess(take: Take) -> None:
    proposal = only(take(city="Атлантида"))

    assert not proposal.values["places"]
    assert [problem.field for problem in proposal.problems] == ["places[1]"]


def test_a_story_without_a_title_or_words_lacks_them(take: Take) -> None:
    proposal = only(take("\n", title=None))

    assert {"title", "body"} <= {problem.field for problem in proposal.problems}


def test_scripts_in_a_body_are_gone_and_told(take: Take) -> None:
    proposal = only(take(BODY + "\n<script>steal()</script>\n"))

    assert proposal.values["body"] == BODY
    assert any("Scripts" in note.message for note in proposal.notes)
    assert proposal.problems == ()


@pytest.mark.parametrize(
    "active",
    [
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<x onclick=alert(1)>",
        "[тут](javascript:alert(1))",
        "<javascript:alert(1)>",
        "<style>p{}</style>",
        "[а]: javascript:alert(1)",
    ],
)
def test_whatever_could_run_is_cleaned_and_not_refused(take: Take, active: str) -> None:
    proposal = only(take(f"{BODY}\n{active}\n"))

    assert proposal.problems == ()
    assert any("removed" in note.message for note in proposal.notes)


def test_a_link_that_leads_nowhere_is_told(take: Take) -> None:
    notes = only(take(BODY + "\nДив. [запис](record:nema-takoho).\n")).notes

    assert any("nema-takoho" in note.sentence() for note in notes)


def test_a_record_of_the_collection_is_recognized(intake: FileIntake, corpus: Path) -> None:
    proposal = only(intake.take(corpus / "records" / "kolomyia-ekosumky.md"))

    assert proposal.alike[0].record_id == "kolomyia-ekosumky"


def test_windows_letters_and_line_ends_make_no_difference(intake: FileIntake, tmp_path: Path) -> None:
    path = tmp_path / "млин.md"
    text = "---\ntitle: Млин у Барі\nмісто: Бар\nтема: Туризм\n---\n\n" + BODY
    path.write_bytes(text.replace("\n", "\r\n").encode("cp1251"))

    proposal = only(intake.take(path))

    assert (proposal.problems, proposal.values["body"]) == ((), BODY)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("зламаний.md", "---\ntitle: Млин: початок\n---\nТекст".encode()),
        ("шум.html", bytes(range(256)) * 20),
        ("порожній.docx", b""),
        ("обірваний.pdf", b"%PDF-1.7\n1 0 obj <<"),
        ("картинка.png", b"\x89PNG"),
        ("без-назви", b"text"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(
    intake: FileIntake, tmp_path: Path, name: str, written: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(written)

    taken = intake.take(path)

    assert (taken.status, taken.proposals) == ("refused", ())
    assert taken.problems[0].file == name


def test_a_bad_row_does_not_stop_the_others(intake: FileIntake) -> None:
    taken = intake.take(FILES / "table-praktyky.csv")

    assert [bool(proposal.problems) for proposal in taken.proposals] == [False, False, True]
    assert (taken.proposals[2].problems[0].line, taken.proposals[2].problems[0].field) == (6, "places[1]")


def test_what_a_row_states_wins_over_what_its_words_suggest(intake: FileIntake) -> None:
    first = intake.take(FILES / "table-praktyky.csv").proposals[0].values

    assert (first["places"], first["themes"][0], first["years"]) == (
        ["kremenchuk"],
        "social-enterprise",
        [2019, 2020],
    )
    assert first["source"] == {"publication": "Звіт громади", "url": "https://example.org/zvit"}


def test_a_book_becomes_its_stories_and_its_cuts_can_be_moved(intake: FileIntake) -> None:
    taken = intake.take(FILES / "book.md")
    assert taken.publication is not None
    first, second = [proposal.part for proposal in taken.proposals[:2]]
    assert first is not None and second is not None

    parts = taken.publication.parts
    joined = intake.cut(taken, with_fates(parts, {second: "join"}))
    without = intake.cut(joined, with_fates(parts, {first: "drop", second: "drop"}))

    assert len(joined.proposals) == len(taken.proposals) - 1
    assert len(without.proposals) == len(taken.proposals) - 2
    assert without.publication and without.publication.found == parts
    assert joined.proposals[0].values["id"] == taken.proposals[0].values["id"]
    assert len(str(joined.proposals[0].values["body"])) > len(str(taken.proposals[0].values["body"]))


def test_a_long_text_without_headings_is_one_story(intake: FileIntake, tmp_path: Path) -> None:
    path = tmp_path / "довгий.txt"
    path.write_text("Громада Бара полагодила млин у 2019 році.\n\n" * 300, encoding="utf-8")

    assert only(intake.take(path)).values["places"] == ["bar"]


def test_a_text_too_long_for_a_record_is_told_so(intake: FileIntake, tmp_path: Path) -> None:
    path = tmp_path / "задовгий.txt"
    path.write_text("Громада Бара полагодила млин. " * 45_000, encoding="utf-8")

    assert "body" in [problem.field for problem in only(intake.take(path)).problems]
