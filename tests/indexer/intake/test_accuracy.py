"""How well files become records: every file of `tests/files/import` against what a person expects of it.

The marks are those a librarian would feel: below them it is quicker to type than to correct.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from depository.intake import Proposal
from depository.service import Depository
from indexer.intake.taking import FileIntake

FILES = Path(__file__).resolve().parents[2] / "files" / "import"
_ROWS: Mapping[str, Any] = yaml.safe_load((FILES / "expected.yaml").read_text(encoding="utf-8"))
# Of a file of several records each is a row of its own: table.csv 0, table.csv 1.
EXPECTED: Mapping[str, Mapping[str, Any]] = {
    f"{name} {number}" if isinstance(rows, list) else name: row
    for name, rows in _ROWS.items()
    for number, row in enumerate(rows if isinstance(rows, list) else [rows])
}


@pytest.fixture(scope="module")
def intake(depository: Depository) -> Iterator[FileIntake]:
    files = FileIntake(depository)
    yield files
    files.close()


@pytest.fixture(scope="module")
def proposals(intake: FileIntake) -> Mapping[str, Proposal]:
    """The proposal that each row expects."""
    found = {}
    for name, rows in _ROWS.items():
        taken = intake.take(FILES / name).proposals
        several = enumerate(taken[: len(rows)]) if isinstance(rows, list) else ()
        found.update({f"{name} {number}": proposal for number, proposal in several})
        if not isinstance(rows, list) and taken:
            found[name] = taken[0]
    return found


def _f1(expected: Mapping[str, set[Any]], got: Mapping[str, set[Any]]) -> float:
    both = sum(len(expected[name] & got[name]) for name in expected)
    return 2 * both / sum(len(expected[name]) + len(got[name]) for name in expected)


def _sets(field: str, proposals: Mapping[str, Proposal]) -> tuple[dict[str, set[Any]], dict[str, set[Any]]]:
    expected = {name: set(row.get(field) or ()) for name, row in EXPECTED.items()}
    return expected, {name: set(proposals[name].values.get(field) or ()) for name in EXPECTED}


def test_there_are_files_of_every_format() -> None:
    suffixes = {Path(name).suffix for name in _ROWS}

    assert len(_ROWS) >= 15
    assert suffixes >= {".html", ".docx", ".pdf", ".md", ".txt", ".csv", ".xlsx", ".zip"}


def test_every_file_is_read(proposals: Mapping[str, Proposal]) -> None:
    assert proposals.keys() == EXPECTED.keys()


def test_titles(proposals: Mapping[str, Proposal]) -> None:
    """Nine of ten are right, neither the site nor the date."""
    wrong = [name for name, row in EXPECTED.items() if proposals[name].values.get("title") != row["title"]]

    assert len(wrong) <= 0.1 * len(EXPECTED), wrong


def test_places(proposals: Mapping[str, Proposal]) -> None:
    assert _f1(*_sets("places", proposals)) >= 0.9


def test_years(proposals: Mapping[str, Proposal]) -> None:
    assert _f1(*_sets("years", proposals)) >= 0.85


def test_first_themes(proposals: Mapping[str, Proposal]) -> None:
    """Four of five are among those a person would give."""
    firsts = {name: (proposals[name].values.get("themes") or ["–"])[0] for name in EXPECTED}
    right = [name for name, row in EXPECTED.items() if firsts[name] in row["themes"]]

    assert len(right) >= 0.8 * len(EXPECTED), sorted(EXPECTED.keys() - right)


@pytest.mark.parametrize("name", EXPECTED)
def test_nothing_of_the_page_around_is_in_the_body(name: str, proposals: Mapping[str, Proposal]) -> None:
    body = proposals[name].values["body"]

    assert [said for said in EXPECTED[name].get("not_in_body") or () if said in body] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_nothing_is_invented(name: str, proposals: Mapping[str, Proposal], intake: FileIntake) -> None:
    """Each sentence shown as evidence of a place, a year or a summary stands in the file."""
    proposal = proposals[name]
    text = _words(f"{proposal.values['title']} {proposal.values['body']}")
    fields = ("places", "years", "summary")
    sentences = [e.sentence for f in fields for e in proposal.evidence.get(f, ()) if e.origin == "found"]

    assert [sentence for sentence in sentences if _words(sentence) not in text] == []


@functools.cache
def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())
