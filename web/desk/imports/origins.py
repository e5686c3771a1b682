"""Where the form of a record came from, if an import proposed it: `<import>/<file>/<proposal>`."""

from __future__ import annotations

from depository.editing.imports import Imports
from depository.intake import Proposal


def origin_of(job_id: str, number: str, key: str) -> str:
    """The text by which a form finds its proposal again."""
    return f"{job_id}/{number}/{key}"


class Origins:
    """What the form of a record asks about the import it began with; see `web.desk.proposals`."""

    def __init__(self, imports: Imports) -> None:
        self._imports = imports

    def proposal(self, origin: str) -> Proposal | None:
        job_id, number, key = _origin(origin)
        return self._imports.proposal(job_id, number, key) if job_id else None

    def origin(self, record_id: str) -> str:
        found = self._imports.origin(record_id)
        return origin_of(found[0], str(found[1]), found[2]) if found else ""

    def saved(self, origin: str, record_id: str) -> None:
        job_id, number, key = _origin(origin)
        if job_id and self._imports.job(job_id):
            self._imports.close(job_id, number, key, record_id)


def _origin(origin: str) -> tuple[str, int, str]:
    job_id, _, rest = origin.partition("/")
    number, _, key = rest.partition("/")
    return (job_id, int(number), key) if number.isascii() and number.isdigit() else ("", 0, "")
