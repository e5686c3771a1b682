"""Who gave, helped or paid, as a sentence tells it: what such words say of a theme is little.

«Місцеві підприємці подарували лавки» tells of a park, and of business nothing but who was kind.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

_GAVE = re.compile(
    r"\b(?:(?:по)?(?:дарува|жертвува)(?:в|л|ть|ти)|надал[аио]?\b|надав\b|переда(?:в|л[аио])\b"
    r"|виділи(?:в|л[аио])\b|(?:про|спів)?фінансува(?:в|л)|оплати(?:в|л)|спонсорува|допомог(?:л[аио])?\b"
    r"|допоміг\b|долучи(?:в|л))",
    re.IGNORECASE,
)
_PART = re.compile(r"[,.;:!?()–—]")
_END = r"[^,.;:!?()–—]"
_AFTER = (
    # «… подарували підприємці»
    re.compile(rf"\b(?:подарува|пожертвува|профінансува)(?:в|л)\w*(?P<who>{_END}*)", re.IGNORECASE),
    re.compile(
        rf"\b(?:за\s+(?:фінансов\w+\s+|технічн\w+\s+)?(?:підтримк|сприянн|допомог|кошт|рахунок|гроші)\w*"
        rf"|коштом|завдяки)\s(?P<who>{_END}+)",
        re.IGNORECASE,
    ),
    # The name of a society, by whatever it was called.
    re.compile(
        r"(?:\bг\.?о\.?|\bбф|організаці\w+|товариств\w+|фонд\w*|спілк\w+)\s+(?P<who>[«„“\"][^»“”\"]{2,80})",
        re.IGNORECASE,
    ),
)


def givers(sentence: str) -> tuple[tuple[int, int], ...]:
    """Where in a sentence those stand who gave, helped or paid."""
    after = [match.span("who") for giver in _AFTER for match in giver.finditer(sentence)]
    # «підприємці подарували …», «товариство інвалідів надало …»
    ends = [0, *(part.end() for part in _PART.finditer(sentence))]
    gave = [match.start() for match in _GAVE.finditer(sentence)]
    before = [(ends[bisect_right(ends, place) - 1], place) for place in gave]
    return (*before, *after)


def within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a place stands in one of these."""
    return any(first <= place < last for first, last in spans)
