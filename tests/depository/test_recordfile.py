"""A record file and its record say the same, there and back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from depository import recordfile
from depository.errors import Invalid, Problem
from depository.record import FIRST_YEAR, Record, latest_year
from tests.depository.samples import RECORD

SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
YEARS = st.integers(FIRST_YEAR, latest_year())


def texts(longest: int) -> st.SearchStrategy[str]:
    """Any text a front matter may hold; what YAML could take for something else comes up often."""
    tricky = [
        "null",
        "true",
        "2020",
        "2020-01-01",
        "1.5",
        "так: ні",
        "- a",
        "#тег",
        "…",
        "...",
        "---",
        "'",
        '"',
        "a\nb",
    ]
    anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=longest)
    return st.sampled_from(tricky) | anything.filter(lambda text: text.strip() and _plain(text))


def _plain(text: str) -> bool:
    """Text as models keep it: pydantic and Python do not agree about every exotic space at the ends."""
    return Record.__pydantic_validator__.validate_assignment(_ANY, "title", text).title == text


_ANY = Record(id="a", kind="k", title="t", themes=("t",), places=("p",), body="b")


@st.composite
def records(draw: st.DrawFn) -> Record:
    optional = st.none() | texts(300)
    values: dict[str, Any] = {
        "id": draw(SLUGS),
        "kind": draw(SLUGS),
        "title": draw(texts(300)),
        "title_en": draw(optional),
        "summary": draw(st.none() | texts(1500)),
        "places": draw(st.lists(SLUGS, max_size=3)),
        "scope": draw(st.sampled_from(["all-partners", "national"])),
        "themes": draw(st.lists(SLUGS, min_size=1, max_size=3)),
        "years": draw(st.lists(YEARS, max_size=3)),
        "horizon": draw(optional),
        "people": draw(
            st.lists(st.fixed_dictionaries({"name": texts(40)}, optional={"role": texts(40)}), max_size=2)
        ),
        "organisations": draw(st.lists(texts(60), max_size=2)),
        "figures": draw(
            st.lists(
                st.fixed_dictionaries(
                    {
                        "value": st.integers()
                        | st.floats(allow_nan=False, allow_infinity=False)
                        | texts(20).map(lambda text: f"9–{text}"),
                        "unit": texts(20),
                        "counts": texts(20),
                    }
                ),
                max_size=2,
            )
        ),
        "source": draw(
            st.none()
            | st.fixed_dictionaries({"publication": texts(60)}, optional={"page": st.integers() | texts(9)})
        ),
        "status": draw(st.sampled_from(["draft", "review", "published", "withdrawn"])),
        "added": draw(st.none() | st.dates(date(1990, 1, 1), date(2026, 11, 23))),
        "body": draw(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")).filter(str.strip)
        ),
    }
    return Record.model_validate(values)


@given(records())
@example(_ANY.model_copy(update={"body": "---\nid: other\n---\n"}))
def test_what_is_written_is_what_is_read(record: Record) -> None:
    """parse(render(record)) is the record, whatever its fields hold."""
    assert recordfile.parse(recordfile.render(record)) == record


@given(records())
def test_a_file_is_written_in_one_way_only(record: Record) -> None:
    """Rendering what was parsed gives the same bytes: an unchanged record never shows up as changed."""
    text = recordfile.render(record)

    assert recordfile.render(recordfile.parse(text)) == text


@pytest.mark.parametrize(
    "typed", ["\ufeff" + RECORD, RECORD.replace("\n", "\r\n"), RECORD.replace("\n", "\r")]
)
def test_files_from_other_systems_are_read_as_they_come(typed: str) -> None:
    """A byte order mark and foreign line ends are not the author's fault."""
    assert recordfile.parse(typed) == recordfile.parse(RECORD)


def test_front_matter_ends_at_its_fence() -> None:
    """A rule in the body (three hyphens) belongs to the body."""
    record = recordfile.parse(RECORD + "\n---\n\nПісля риски.\n")

    assert record.body.endswith("---\n\nПісля риски.\n")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "r.md:1: A record begins with front matter between two lines of three hyphens (---)."),
        (
            "# Заголовок\n\nТекст",
            "r.md:1: A record begins with front matter between two lines of three hyphens (---).",
        ),
        (
            "---\nid: a\n",
            "r.md:1: A record begins with front matter between two lines of three hyphens (---).",
        ),
        ("---\n- a\n---\nТекст", "r.md:2: The front matter must be a list of fields such as “title: …”."),
        ("---\n---\nТекст", "r.md:2: The front matter must be a list of fields such as “title: …”."),
        (
            RECORD.replace("kind:", "body: text\nkind:"),
            "r.md:3: body: The text does not belong in the front matter: write it below the second ---.",
        ),
        (
            RECORD.replace("years: [2019, 2020]", "years: [2019, 20200]"),
            "r.md:7: years: 20200 cannot be a year of the practice: "
            f"give years from 1990 to {latest_year()}.",
        ),
        (
            RECORD.replace("years: [2019, 2020]", "source: {publication: Звіт, year: 20200}"),
            "r.md:7: source.year: 20200 cannot be the year of publication: "
            f"give a year from 1990 to {latest_year()}.",
        ),
        (
            RECORD.replace("years: [2019, 2020]", "added: 2099-01-01"),
            "r.md:7: added: 2099-01-01 has not come yet: write today’s date or an earlier one.",
        ),
        (
            RECORD + "\nДалі <b>добре</b>.\n<script>alert(1)</script>\n",
            "r.md:15: body: The text holds what a browser could run (<script>): take it out, or put it "
            "between backticks (`) if readers should see it.",
        ),
        (
            RECORD.replace("kind:", "sort:"),
            "r.md:3: sort: There is no such field here: remove it or mend its name.",
        ),
        (
            RECORD.partition("\n\n")[0] + "\n\n",
            "r.md:9: body: The text of the record is empty: write it below the second ---.",
        ),
    ],
)
def test_problems_name_file_line_and_field(text: str, problem: str) -> None:
    with pytest.raises(Invalid) as caught:
        recordfile.parse(text, file="r.md")

    assert problem in [found.located() for found in caught.value.problems]


@given(
    st.text(max_size=400)
    | st.text("---\n :[]{}&*!|>'\"#%@,?-aя2\t", max_size=200).map("---\n{}\n---\nТекст".format)
)
@example("---\n" + "[" * 5000 + "\n---\nТекст")
@example("---\na: &a [*a]\n---\nТекст")
@example("---\n? [1]\n: 2\n---\nТекст")
@example("---\nadded: 2026-13-45\n---\nТекст")
@example("---\n12: 5\n2020-01-01: x\ntrue: y\n---\nТекст")
def test_any_text_is_a_record_or_problems(text: str) -> None:
    """Whatever stands in a file, the answer is a record or sentences; never an exception of another kind."""
    try:
        recordfile.parse(text, file="r.md")
    except Invalid as invalid:
        assert all(problem.located().startswith("r.md:") for problem in invalid.problems)


def test_a_problem_found_later_is_put_at_its_line() -> None:
    """Checks against the vocabularies know only fields; the file knows the line."""
    found = recordfile.located(Problem("Ні.", "themes[1]"), RECORD, "r.md")
    in_body = recordfile.located(Problem("Ні.", "body", {"body_line": 3}), RECORD, "r.md")

    assert found.line == 6
    assert in_body.line == RECORD.splitlines().index("Місто відкрило [туристичний центр](theme:tourism).") + 1


BY_HAND = """---
# Уточнити в громади до літа.
id: kolomyia-pasika
kind: success-story
title: 'Коломия завела пасіку'   # так у звіті
# Років у джерелі немає.
years: []
places:
  - kolomyia
themes: [agri-food]
source:
  publication: Звіт
# Далі нічого не дописувати.
---

Місто відвело ділянку.
"""


def test_comments_and_ways_of_writing_stay() -> None:
    """What a person wrote around a field outlives a change of another field."""
    record = recordfile.parse(BY_HAND)

    changed = recordfile.render(record.model_copy(update={"themes": ("agri-food", "employment")}), BY_HAND)

    for line in BY_HAND.splitlines():
        assert line in changed.splitlines() or line.startswith("themes"), line
    assert "themes: [agri-food, employment]" in changed
    assert recordfile.parse(changed).themes == ("agri-food", "employment")
    assert recordfile.render(recordfile.parse(changed), changed) == changed


def test_a_field_that_is_gone_leaves_its_comment() -> None:
    """And one that came stands at its place."""
    record = recordfile.parse(BY_HAND)

    changed = recordfile.render(record.model_copy(update={"years": (2019,), "summary": "Стисло."}), BY_HAND)

    assert "# Років у джерелі немає.\nyears: [2019]" in changed and "summary: Стисло." in changed


@given(records(), records())
def test_whatever_stood_there_the_record_is_written_right(record: Record, other: Record) -> None:
    """The text before decides how things are written, never what."""
    before = "# примітка\n".join(recordfile.render(other).splitlines(keepends=True))

    wanted = recordfile.parse(recordfile.render(record))

    assert recordfile.parse(recordfile.render(record, recordfile.render(other))) == wanted
    assert recordfile.parse(recordfile.render(record, before)) == wanted


def test_a_field_that_stands_twice_hides_no_other_problem() -> None:
    text = RECORD.replace("years: [2019, 2020]", "years: [2019, 20200]\nkind: success-story")

    with pytest.raises(Invalid) as caught:
        recordfile.parse(text, file="r.md")

    assert sorted(problem.field for problem in caught.value.problems) == ["kind", "years"]
