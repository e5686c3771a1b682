"""English words of a text: their stems and their stop words. The only home of snowballstemmer."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any

STOP_WORDS = frozenset(
    "a about above after again against all also am an and any are as at be because been before being "
    "below between both but by can could did do does doing down during each few for from further had "
    "has have having he her here hers him his how i if in into is it its itself just me more most my no "
    "nor not now of off on once only or other our ours out over own same she should so some such than "
    "that the their theirs them then there these they this those through to too under until up us very "
    "was we were what when where which while who whom whose why will with would you your yours".split()
)
_lock = Lock()


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def stem(word: str) -> str:
    """The stem of a lower-cased English word (enterprise, enterprises → enterpris)."""
    # The stemmer keeps the word it works on in itself, so one thread at a time.
    with _lock:
        stemmed: str = _stemmer().stemWord(word)
    return stemmed
