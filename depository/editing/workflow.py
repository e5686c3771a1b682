"""The way of a record from draft to reader, as a table: who may take which step, and what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from depository.editing.authors import Author, Role
from depository.record import Record, Status


@dataclass(frozen=True, slots=True)
class Action:
    """One step of the way: from any of these states into that one.

    Where `explained`, a reason must be given, and stays in the record for whoever it concerns: the
    author of a returned draft, the reader of a withdrawn record.
    """

    name: str
    sources: frozenset[Status]
    target: Status
    role: Role
    explained: bool = False
    replaceable: bool = False


ACTIONS: Mapping[str, Action] = {
    action.name: action
    for action in (
        Action("submit", frozenset({"draft"}), "review", "contributor"),
        Action("publish", frozenset({"draft", "review"}), "published", "librarian"),
        Action("return", frozenset({"review"}), "draft", "librarian", explained=True),
        Action(
            "withdraw",
            frozenset({"published"}),
            "withdrawn",
            "librarian",
            explained=True,
            replaceable=True,
        ),
        Action("restore", frozenset({"withdrawn"}), "published", "librarian"),
    )
}

# What readers were once shown stays known for ever, and what they see must be without fault.
PUBLIC: frozenset[Status] = frozenset({"published", "withdrawn"})
UNPUBLISHED: frozenset[Status] = frozenset({"draft", "review", "withdrawn"})


def offered(record: Record, author: Author) -> tuple[Action, ...]:
    """What `author` may do with the record now."""
    return tuple(
        action for action in ACTIONS.values() if record.status in action.sources and author.has(action.role)
    )


def after(record: Record, action: Action, *, reason: str = "", replaced_by: str | None = None) -> Record:
    """The record once the step is taken."""
    return record.model_copy(
        update={
            "status": action.target,
            "reason": reason.strip() or None if action.explained else None,
            "replaced_by": replaced_by or None if action.replaceable else None,
        }
    )


def standing_as(record: Record, present: Record) -> Record:
    """The words of `record`, in the state and of the age that `present` has."""
    names = ("status", "reason", "replaced_by", "added", "updated")
    return record.model_copy(update={name: getattr(present, name) for name in names})
