"""Which kind of record a text is: a success story unless it says otherwise."""

from __future__ import annotations

import re

from depository.vocabulary import ConceptList, Kind
from indexer.intake.suggestions.found import Found, found

STORY, STUDY, PROGRAM = "success-story", "case-study", "programme"
_CLUES = (
    (STUDY, re.compile(r"\bкейс(?:-стаді|и|у|ом)?\b|\bcase[ -]stud", re.IGNORECASE)),
    (
        PROGRAM,
        re.compile(
            r"^(?:про (?:проєкт|проект|програму)|(?:цільова |міська |комплексна )?програма (?:розвитку|"
            r"підтримки|енерго|«)|фонд (?:підтримки|сприяння|розвитку)|положення про|порядок надання)",
            re.IGNORECASE,
        ),
    ),
)


def suggest(title: str, is_chapter: bool, kinds: ConceptList[Kind]) -> Found:
    """The kind by the clues of its title; the introduction of a chapter tells of a program."""
    for kind, clue in _CLUES:
        if kind in kinds and clue.search(title):
            return Found((kind,), (found(kind, title, 0.7),))
    if is_chapter and PROGRAM in kinds:
        return Found((PROGRAM,), (found(PROGRAM, title, 0.5),))
    return Found((STORY,), (found(STORY, title, 0.5),)) if STORY in kinds else Found()
