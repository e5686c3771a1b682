"""Proposals on their way to records all at once: each with an id of its own, and what keeps others back."""

from __future__ import annotations

from itertools import count

from depository.corpus import Corpus
from depository.errors import Invalid, Problem
from depository.intake import Proposal
from depository.record import Record
from depository.vocabulary import Vocabularies
from web.desk.editing import checking
from web.desk.editing.filling import Filled

Key = tuple[str, str]


class Batch:
    """Records to be saved as one step, by the keys of their proposals, and the problems of the others."""

    def __init__(self, corpus: Corpus, vocabularies: Vocabularies) -> None:
        self.records: dict[Key, Record] = {}
        self.problems: list[Problem] = []
        self._vocabularies = vocabularies
        self._taken = set(corpus.states())

    def add(self, key: Key, proposal: Proposal) -> None:
        """One more record, or its problems."""
        if proposal.problems:
            self.problems += [problem.at(file=_name(proposal)) for problem in proposal.problems]
            return
        values = {**proposal.values, "id": self._free(proposal), "status": "draft"}
        try:
            record = checking.record_of(Filled(values), self._vocabularies, {})
        except Invalid as invalid:
            self.problems += [problem.at(file=_name(proposal)) for problem in invalid.problems]
            return
        self.records[key] = record
        self._taken.add(record.id)

    def _free(self, proposal: Proposal) -> str:
        """The id proposed; with a number, where another record was saved under it since.

        An id that the file itself states stays: saving tells that it is taken.
        """
        name = str(proposal.values.get("id", ""))
        if name not in self._taken or any(e.origin == "stated" for e in proposal.evidence.get("id", ())):
            return name
        return next(numbered for n in count(2) if (numbered := f"{name[:76]}-{n}") not in self._taken)


def _name(proposal: Proposal) -> str:
    return str(proposal.values.get("title") or proposal.file)
