"""Records that an import proposes, opened in the form with the reasons for every suggestion.

The pages of imports keep the proposals; here is what they and the form know of each other: an *origin*,
any text by which the import finds its proposal again (`app.extensions["desk.proposals"]`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Protocol

from flask import current_app, redirect
from flask.typing import ResponseReturnValue

from depository.intake import Evidence, Proposal
from depository.record import Record
from web.catalog import link
from web.desk import door
from web.desk.editing.filling import fields_of
from web.desk.unsaved import kept


class Proposals(Protocol):
    """What an import remembers of its proposals."""

    def proposal(self, origin: str) -> Proposal | None:
        """The proposal of `origin`; None where there is no such import any more."""
        ...

    def origin(self, record_id: str) -> str:
        """The origin of a record; nothing where no import that is kept proposed it."""
        ...

    def saved(self, origin: str, record_id: str) -> None:
        """The proposal has become this record."""
        ...


def open_form(origin: str, proposal: Proposal) -> ResponseReturnValue:
    """The form filled in with a proposal, evidence beside its fields.

    Whoever opens it again finds it as they left it.
    """
    form = kept.of_new(_token(origin))
    if kept.keeper().get(door.signed_in().name, form) is None:
        fields = fields_of(proposal.values)
        fields["origin"] = origin
        if not any(each.origin == "stated" for each in proposal.evidence.get("id", ())):
            # Made when it is saved, of the title as it is then.
            fields["id"] = ""
        kept.keeper().keep(door.signed_in().name, form, fields)
    return redirect(link("desk.new", token=_token(origin)))


def of(origin: str) -> Proposal:
    """The proposal a form began with; an empty one where it began with none."""
    proposals: Proposals | None = current_app.extensions.get("desk.proposals")
    found = proposals.proposal(origin) if proposals and origin else None
    return found or Proposal({})


def origin_of(record: Record) -> str:
    """Where the form of a record finds what an import suggested; of a published one nobody asks any more."""
    proposals: Proposals | None = current_app.extensions.get("desk.proposals")
    return proposals.origin(record.id) if proposals and record.status in ("draft", "review") else ""


def saved(origin: str, record_id: str) -> None:
    """Tell the import of `origin` what became of its proposal."""
    proposals: Proposals | None = current_app.extensions.get("desk.proposals")
    if proposals and origin:
        try:
            proposals.saved(origin, record_id)
        except OSError:  # the record is saved: the import asks for it once more, and that is all
            current_app.logger.exception("an import could not be told of %s", record_id)


def values_taken(values: Mapping[str, Any], name: str, evidence: Evidence) -> dict[str, Any]:
    """`values` with what one piece of evidence suggests: one more of a list, or instead of what was there."""
    if name in ("places", "themes", "years", "organisations", "figures"):
        present = list(values.get(name) or ())
        return {**values, name: present if evidence.value in present else [*present, evidence.value]}
    return {**values, name: evidence.value}


def _token(origin: str) -> str:
    return hashlib.sha256(origin.encode()).hexdigest()[:12]
