"""What can go wrong, as values: one root, few leaves, no HTTP and no command line inside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as _value


def N_(message: str) -> str:  # noqa: N802 - the name gettext's extractor looks for
    """`message`, marked for the translators; whoever shows it to a person translates it."""
    return message


def _same(message: str) -> str:
    return message


# This much of a wrong value is repeated to the reader; no id is longer.
MOST_REPEATED = 80


def repeated(text: str) -> str:
    """A wrong value as it is repeated to whoever gave it."""
    return text if len(text) <= MOST_REPEATED else text[: MOST_REPEATED - 1] + "…"


@dataclass(frozen=True)
class Problem:
    """One sentence for the person who can mend it.

    `message` is an English message id with `{placeholders}` that `values` fill; `field` is the
    name of a front matter field or of a URL parameter; `line` counts from 1.
    """

    message: str
    field: str = ""
    values: Mapping[str, object] = _value(default_factory=dict)
    file: str = ""
    line: int | None = None

    def sentence(self, translate: Callable[[str], str] = _same) -> str:
        return translate(self.message).format(**self.values)

    def located(self, translate: Callable[[str], str] = _same) -> str:
        """`file:line: field: sentence`, leaving out what is not known."""
        where = ":".join(str(part) for part in (self.file, self.line) if part)
        return ": ".join(part for part in (where, self.field, self.sentence(translate)) if part)

    def at(self, *, file: str = "", line: int | None = None) -> Problem:
        return replace(self, file=file or self.file, line=self.line if line is None else line)


class DepositoryError(Exception):
    """The root: everything this project raises on purpose."""


class Invalid(DepositoryError):
    """Input that breaks rules; carries every problem found, not the first one only."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.located() for problem in self.problems))


class RecordNotFound(DepositoryError):
    """No record, published or withdrawn, has this id."""

    def __init__(self, record_id: str) -> None:
        self.record_id = record_id
        super().__init__(f"no record {record_id!r}")


class RecordUnreadable(DepositoryError):
    """The record is a public one, but its file is broken."""

    def __init__(self, record_id: str) -> None:
        self.record_id = record_id
        super().__init__(f"the file of the record {record_id!r} is broken")


class IndexBusy(DepositoryError):
    """Another process kept writing to the index for longer than we were willing to wait."""


class IndexUnavailable(DepositoryError):
    """The index is missing or was made by other code; `depository index --rebuild` makes it anew."""
