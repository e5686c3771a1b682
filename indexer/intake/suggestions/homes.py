"""Whose page or paper a text is from: a community seldom says its own name in its own news."""

from __future__ import annotations

import re

from depository.vocabulary import Places
from indexer.intake.suggestions.found import Found, found
from indexer.intake.suggestions.passages import Analyze
from indexer.intake.suggestions.places import mentions

# A paper of a region or a capital tells of any town, a council and a community of their own.
_OWN = re.compile(
    r"\s*(?:об['’ʼ]єднан\w+\s+)?(?:міськ|селищн|сільськ|територіальн|громад|[омс]?тг\b|рад[аи]\b|мері)",
    re.IGNORECASE,
)
_TOWNS = ("city", "settlement")
# Below this, the text names a town in passing at most.
_SURE, _LIKELY = 0.5, 0.5


def at_home(where: Found, publication: str, places: Places, analyze: Analyze) -> Found:
    """The places found, or the town that publishes the text where it hardly names one."""
    told = max((item.confidence for item in where.evidence if item.value in where.values), default=0.0)
    if told >= _SURE:
        return where
    own = {
        place
        for mention in mentions(analyze(publication))
        for place in mention.ids
        if place in places and places[place].type in _TOWNS and _OWN.match(publication[mention.end :])
    }
    if len(own) != 1:
        return where
    town = own.pop()
    return Found((town,), (found(town, publication, _LIKELY), *where.evidence), where.notes)
