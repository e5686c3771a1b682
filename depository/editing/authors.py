"""Who changes records, and what their role lets them do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from depository.errors import DepositoryError
from depository.record import Status

Role = Literal["contributor", "librarian"]

# Whose name stands by what was changed in the files, and not at the desk.
OUTSIDE = "outside"

# A contributor works on drafts, and on what they themselves sent for review.
_OPEN_TO_ALL: frozenset[Status] = frozenset({"draft"})
_OPEN_TO_SENDER: frozenset[Status] = frozenset({"review"})


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who changes records: the login, the name to show, and the role."""

    name: str
    shown: str = ""
    role: Role = "contributor"

    def has(self, role: Role) -> bool:
        """Whether they may do what `role` may."""
        return role == "contributor" or self.role == "librarian"


class NotAllowed(DepositoryError):
    """Somebody wanted what their role does not let them do; carries who and what."""

    def __init__(self, author: Author, wish: str) -> None:
        self.author = author
        self.wish = wish
        super().__init__(f"{author.name!r} may not {wish}")


def may_edit(author: Author, status: Status, sender: str | None = None) -> bool:
    """Whether `author` may change the words of a record in this state; `sender` sent it for review."""
    if author.has("librarian") or status in _OPEN_TO_ALL:
        return True
    return status in _OPEN_TO_SENDER and sender == author.name
