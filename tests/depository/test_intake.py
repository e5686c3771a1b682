"""What is taken from a file crosses processes and survives in files unchanged."""

from __future__ import annotations

from depository.errors import Problem
from depository.intake import (
    Alike,
    Evidence,
    Part,
    Proposal,
    Publication,
    Taken,
    free_id,
    from_json,
    to_json,
)


def test_what_was_taken_comes_back_the_same() -> None:
    proposal = Proposal(
        values={
            "id": "bar-mlyn",
            "title": "Млин",
            "years": [2019],
            "source": {"publication": "Звіт"},
            "body": "Текст",
        },
        evidence={"years": (Evidence(2019, "Відкрили у 2019 році.", 0.9),)},
        problems=(Problem("“{given}” is not in {file}{near}.", "themes[1]", {"given": "х"}, "a.md", 3),),
        notes=(Problem("Scripts and other active content were removed.", "body"),),
        alike=(Alike("bar-1", "Млин", 0.9, "same title"),),
        file="a.zip/a.md",
        line=2,
        part=4,
    )
    publication = Publication(
        "# Млин\n\nТекст\n",
        (Part(4, "Млин", 0, 14, page=12, fate="own"),),
        pages=((0, 12),),
        found=(Part(4, "Млин", 0, 14),),
    )
    taken = Taken("a.zip", "read", (proposal,), (Problem("ні"),), (), publication)

    again = from_json(to_json(taken))

    assert again == taken


def test_an_id_that_is_taken_gets_the_next_free_number() -> None:
    assert free_id("bar-mlyn", ()) == "bar-mlyn"
    assert free_id("bar-mlyn", {"bar-mlyn", "bar-mlyn-2"}) == "bar-mlyn-3"
