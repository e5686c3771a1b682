"""Stories of one import that may be the same: a page, a row of a table and a file of an archive.

None of them is in the index yet, so they are compared among themselves: candidates by some of the runs
of words they share, then those few by all of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal, NamedTuple

from depository.intake import Alike, Proposal, Taken
from indexer.intake.likeness import folded, likeness_of, runs
from indexer.intake.suggestions.passages import plain

# The beginning of a story tells; of a long one every eighth run is enough to find it by.
_LONGEST = 60_000
_EVERY, _SHORT = 8, 64
# Runs that so many stories have are phrases of a form, not of a story.
_COMMON = 30
_CANDIDATES = 5
_SAME_TITLE = 0.9
_Why = Literal["same file", "same title", "same text"]


class _Story(NamedTuple):
    where: str
    record_id: str
    title: str
    places: tuple[str, ...]
    text: str


class Siblings:
    """The stories of one import, each known to those after it. Fulfils `depository.intake.Siblings`."""

    def __init__(self) -> None:
        self._stories: list[_Story] = []
        self._having: dict[int, list[int]] = defaultdict(list)
        self._texts: dict[str, int] = {}
        self._titles: dict[str, int] = {}
        self._lacking: set[int] = set()

    def met(self, taken: Taken) -> Taken:
        """The same, with proposals that are alike to one before them saying so."""
        proposals = tuple(self._told(proposal, taken.file) for proposal in taken.proposals)
        return replace(taken, proposals=proposals)

    def _told(self, proposal: Proposal, file: str) -> Proposal:
        story = _story(proposal, file)
        mine = runs(story.text)
        alike = self._alike(story, mine)
        self._keep(story, mine, is_whole=not proposal.problems)
        others = tuple(other for other in proposal.alike if not other.file)
        return replace(proposal, alike=(*others, alike) if alike else others)

    def _alike(self, story: _Story, mine: frozenset[int]) -> Alike | None:
        """The story before it that it is most alike to."""
        if story.text and story.text in self._texts:
            return _named(self._stories[self._texts[story.text]], 1.0, "same file")
        found = [(likeness_of(mine, runs(other.text)), other) for other in self._candidates(mine)]
        likeness, most = max(found, key=lambda pair: pair[0], default=(0.0, None))
        if most is not None and likeness:
            return _named(most, round(likeness, 2), "same text")
        number = self._titles.get(folded(story.title))
        same = self._stories[number] if number is not None else None
        # Rows may have one name in several towns, or in none.
        if same is None or not set(same.places) & set(story.places):
            return None
        return _named(same, _SAME_TITLE, "same title")

    def _candidates(self, mine: frozenset[int]) -> Iterable[_Story]:
        shared: Counter[int] = Counter()
        for run in mine:
            having = self._having.get(run, ())
            if len(having) < _COMMON:
                shared.update(having)
        return [self._stories[number] for number, _ in shared.most_common(_CANDIDATES)]

    def _keep(self, story: _Story, mine: frozenset[int], *, is_whole: bool) -> None:
        number = len(self._stories)
        self._stories.append(story)
        # Of equal texts the first stands for all; one that lacks something makes room for one that does not.
        if self._texts.setdefault(story.text, number) in self._lacking and is_whole:
            self._texts[story.text] = number
        if not is_whole:
            self._lacking.add(number)
        if story.title:
            self._titles.setdefault(folded(story.title), number)
        for run in mine:
            # Kept by what it is and not by where it stands: a piece of a long story has the same.
            if len(mine) <= _SHORT or run % _EVERY == 0:
                self._having[run].append(number)


def _story(proposal: Proposal, file: str) -> _Story:
    values = proposal.values
    where = ":".join(str(part) for part in (proposal.file or file, proposal.line) if part)
    title = str(values.get("title") or "")
    places = tuple(str(place) for place in values.get("places") or ())
    return _Story(where, str(values.get("id") or ""), title, places, _text(str(values.get("body") or "")))


def _text(body: str) -> str:
    return folded(plain(body[:_LONGEST]))


def _named(story: _Story, likeness: float, why: _Why) -> Alike:
    return Alike(story.record_id, story.title, likeness, why, story.where)
