"""What must hold before a record is written: every problem, told together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from depository import recordfile
from depository.corpus import MAX_BYTES, Corpus
from depository.editing.workflow import Action
from depository.errors import N_, Invalid, Problem, RecordNotFound
from depository.record import Record
from depository.vocabulary import Themes, Vocabularies
from depository.wellformed import dead_ends, problems_in, unsourced


def file_of(record_id: str) -> str:
    """The record's file, named from the corpus folder on."""
    return f"records/{record_id}.md"


def problems_of(record: Record, vocabularies: Vocabularies, known: Collection[str]) -> list[Problem]:
    """What keeps the record from being written as it is: what readers see must also lead somewhere."""
    problems = problems_in(record, vocabularies) + unreadable(record)
    if record.status == "published":
        problems += dead_ends(record, vocabularies, known) + unsourced(record)
    return problems


def unreadable(record: Record) -> list[Problem]:
    """What would keep the file of the record from being read again."""
    text = recordfile.render(record)
    if len(text.encode()) > MAX_BYTES:
        message = N_("The text is too long: {limit} MB is the most. Divide it into several records.")
        return [Problem(message, "body", {"limit": MAX_BYTES // 1_000_000})]
    try:
        recordfile.parse(text)
    except Invalid as invalid:
        return [replace(problem, line=None) for problem in invalid.problems]
    return []


def problems_of_new(records: Sequence[Record], corpus: Corpus) -> list[Problem]:
    """The problems of new records whose ids others have, or another of them."""
    message = N_("There is a record with the id “{given}” already: choose another id.")
    seen: set[str] = set()
    problems = []
    for record in records:
        if record.id in seen or corpus.has(record.id):
            file = file_of(record.id) if len(records) > 1 else ""
            problems.append(Problem(message, "id", {"given": record.id}, file))
        seen.add(record.id)
    return problems


def refiled(record: Record, source: str, target: str) -> Record:
    """The record with the theme `target` in the place of `source`, in its themes and in links."""
    themes = tuple(dict.fromkeys(target if theme == source else theme for theme in record.themes))
    link = re.compile(rf"\btheme:{re.escape(source)}(?![a-z0-9-])")
    return record.model_copy(update={"themes": themes, "body": link.sub(f"theme:{target}", record.body)})


def brought_back(text: str, file: str, themes: Themes) -> Record:
    """The record in an earlier text, under the themes that its own were merged into since."""
    if "\ufffd" in text:
        message = N_("This version was not in UTF-8: it can be shown, and not be brought back.")
        raise Invalid([Problem(message, file=file)])
    record = recordfile.parse(text, file=file)
    for source in themes.merged:
        if target := themes.successor(source):
            record = refiled(record, source, target)
    return record


def problems_of_action(
    record: Record, action: Action, reason: str, replaced_by: str | None, corpus: Corpus
) -> Iterator[Problem]:
    """What keeps `action` from being taken with the record."""
    if record.status not in action.sources:
        message = N_("This cannot be done with the record now: open it anew and see where it stands.")
        yield Problem(message, "status")
    if action.explained and not reason.strip():
        yield Problem(N_("A reason is needed: write in a sentence why."), "reason")
    if action.replaceable and replaced_by:
        successor = _successor(replaced_by, corpus)
        if successor is None or replaced_by == record.id:
            message = N_("“{given}” is no published record that could take its place: choose another one.")
            yield Problem(message, "replaced_by", {"given": replaced_by})


def _successor(record_id: str, corpus: Corpus) -> Record | None:
    """The record, if readers see it."""
    try:
        record = corpus.read(record_id).record
    except (Invalid, RecordNotFound):
        return None
    return record if record.is_published else None


def vanished(old: Vocabularies, new: Vocabularies) -> Iterator[Problem]:
    """Concepts that a change of the vocabularies would make unknown: ids are for ever.

    A theme that was merged into another stays known by that.
    """
    message = N_("“{given}” would vanish from {file}: leave it there, for addresses and records name it.")
    for name in ("themes", "places", "kinds"):
        left = {concept.id for concept in getattr(new, name)}
        for concept in getattr(old, name):
            if concept.id not in left and not new.themes.successor(concept.id):
                yield Problem(message, name, {"given": concept.id, "file": f"{name}.yaml"})
