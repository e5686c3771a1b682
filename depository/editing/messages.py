"""What a step says of itself in a commit, and the step read back from it: a pure pair."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import PurePosixPath

from depository.editing.steps import Step

# A commit that touches more records names none of them in its message; its files tell all the same.
_NAMED = 20
_TRAILER = re.compile(r"(Action|Record): (.*)")


def identity(step: Step) -> str:
    """`Name <login>`, as git wants it: nothing in it may look like its end."""
    name, login = (re.sub(r"[<>\s]+", " ", text).strip() for text in (step.shown or step.author, step.author))
    return f"{name} <{login}>"


def message(step: Step) -> str:
    """What was done to what, the reason, and both once more in the form that programs read."""
    names = [PurePosixPath(file).stem for file in step.files]
    subject = names[0] if len(names) == 1 else f"{len(names)} files"
    records = step.records if len(step.records) <= _NAMED else ()
    trailers = [f"Action: {step.action}", *(f"Record: {record}" for record in records)]
    reason = [step.reason.strip()] if step.reason.strip() else []
    return "\n\n".join([f"{step.action}: {subject}", *reason, "\n".join(trailers)]) + "\n"


def step(commit_id: str, when: datetime, author: str, text: str, files: tuple[str, ...]) -> Step:
    """What a commit says of itself; one that git made by other hands is an edit from outside."""
    shown, _, login = author.partition(" <")
    text = text.strip()
    _, _, rest = text.partition("\n\n")
    reason, _, last = rest.rpartition("\n\n")
    found = [_TRAILER.fullmatch(line) for line in last.splitlines()]
    action = found[0][2] if found and found[0] and found[0][1] == "Action" else ""
    return Step(
        id=commit_id,
        when=when,
        author=login.rstrip(">") or shown,
        action=action or "outside",
        reason=reason if action else text,
        records=tuple(file[8:-3] for file in files if file.startswith("records/")),
        files=files,
        shown=shown if shown != login.rstrip(">") else "",
    )
