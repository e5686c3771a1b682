"""Records that may be the same story: texts compared by the runs of words they share.

Candidates come from the index, by the rarest words of a text; only they are read and compared, so one
comparison takes as long in a large collection as in a small one.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

from depository.engine import Any, Clause, Everything, Found, Request, Weighted, Word
from depository.intake import Alike
from depository.results import Card
from depository.service import Depository
from indexer.analysis import Token
from indexer.intake.suggestions.passages import plain
from indexer.intake.suggestions.themes import Neighbor

# Words in a run. Three find a text in which every tenth word was changed; two find any text on the subject.
_RUN = 3
# So alike are two texts that somebody should look: by the runs of the shorter one, or by those of both.
_CONTAINED, _SHARED = 0.3, 0.15
# How many of a text's rarest words look for candidates, and how many candidates are compared.
_RAREST, _CANDIDATES = 24, 12
# The longest text that is compared as a whole; of a book the beginning tells.
_LONGEST = 100_000
# What stands for a text where every pair of a collection is looked at: its lowest hashes of runs.
_SKETCH = 24
_SHARED_OF_SKETCH = 3
# Runs that so many records have are phrases of the house, not of a story.
_COMMON = 30
_NEIGHBORS = 8

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ`](?=\w)")


class Pair(NamedTuple):
    """Two records much alike, and how much (0 to 1)."""

    one: Card
    other: Card
    likeness: float


class Likeness:
    """Compares texts with the records of collections: the first is the depository, others may follow."""

    def __init__(self, *collections: Depository) -> None:
        self._collections = collections

    def alike(self, title: str, text: str, besides: str = "") -> tuple[Alike, ...]:
        """Records that may be the same story, the most alike first; `besides` is the record itself."""
        whole = plain(text)[:_LONGEST]
        mine, name = runs(whole), folded(title)
        met: dict[str, Alike] = {}
        for card in self._candidates(title, whole):
            found = None if card.id == besides else _compared(card, name, folded(whole), mine)
            if found and found.likeness > (met[card.id].likeness if card.id in met else 0.0):
                met[card.id] = found
        return tuple(sorted(met.values(), key=lambda alike: -alike.likeness))

    def neighbors(self, tokens: Sequence[Token], besides: str = "") -> tuple[Neighbor, ...]:
        """Records about the same things, with what they are filed under."""
        lemmas = Counter(term for token in tokens if not token.stop for term in _lemma(token))
        found: list[Neighbor] = []
        for collection in self._collections[:1]:
            hits = self._search(collection, lemmas, _NEIGHBORS + 1)
            cards = [(collection.language.card(hit.stored), hit.score) for hit in hits]
            kept = [(card, score) for card, score in cards if card.id != besides][:_NEIGHBORS]
            most = max((score for _, score in kept), default=1.0)
            found += [Neighbor(card.title, card.themes, (score / most) ** 2) for card, score in kept]
        return tuple(found)

    def pairs(self) -> tuple[Pair, ...]:
        """All records of the collections that are much alike, the most alike first."""
        cards = {card.id: card for card in self._all()}
        texts = {card.id: runs(card.text) for card in cards.values()}
        shared = _sharing({card_id: _sketch(mine) for card_id, mine in texts.items()})
        names: dict[str, list[str]] = defaultdict(list)
        for card in cards.values():
            names[folded(card.title)].append(card.id)
        near = shared | {
            (one, other) for ids in names.values() for one in ids for other in ids if one < other
        }
        pairs = []
        for one, other in near:
            same_title = folded(cards[one].title) == folded(cards[other].title)
            likeness = max(likeness_of(texts[one], texts[other]), 0.9 * same_title)
            if likeness:
                pairs.append(Pair(cards[one], cards[other], round(likeness, 2)))
        return tuple(sorted(pairs, key=lambda pair: (-pair.likeness, pair.one.id, pair.other.id)))

    def _all(self) -> Iterator[Card]:
        for collection in self._collections:
            answer = collection.engine.search(Request(Everything(), limit=1_000_000))
            yield from (collection.language.card(found.stored) for found in answer.found)

    def _candidates(self, title: str, text: str) -> Iterator[Card]:
        for collection in self._collections:
            lemmas: Counter[str] = Counter()
            # The beginning is what a copy keeps; a page of it has all the rare words needed.
            for token in collection.language.analyze(f"{title}\n{text[:6000]}"):
                lemmas.update([term for term in token.terms if term[0] not in "=@#&~"][:1])
            for hit in self._search(collection, lemmas, _CANDIDATES):
                yield collection.language.card(hit.stored)

    def _search(self, collection: Depository, lemmas: Mapping[str, int], limit: int) -> tuple[Found, ...]:
        if not collection.has_index:
            return ()
        lexicon = collection.engine.lexicon()
        known = [(lemma, count, lexicon[lemma]) for lemma, count in lemmas.items() if lemma in lexicon]
        known.sort(key=lambda row: -(1 + math.log(row[1])) / math.log(2 + row[2]))
        words: tuple[Clause, ...] = tuple(
            Word((Weighted(lemma, 1.0),), 1 + math.log(count)) for lemma, count, _ in known[:_RAREST]
        )
        return collection.engine.search(Request(Any(words), limit=limit)).found if words else ()


def runs(text: str) -> frozenset[int]:
    """The runs of words of a text, each as a number that is the same everywhere and always."""
    words = [word.encode() for word in _WORD.findall(_APOSTROPHE.sub("", text.lower()))]
    if len(words) < _RUN:
        return frozenset({crc32(b" ".join(words))} if words else ())
    return frozenset(crc32(b" ".join(words[i : i + _RUN])) for i in range(len(words) - _RUN + 1))


def likeness_of(mine: frozenset[int], theirs: frozenset[int]) -> float:
    """Which share of the shorter text stands in the other, or 0 where that may be chance."""
    both = len(mine & theirs)
    shorter = min(len(mine), len(theirs))
    if not shorter or both < 5:
        return 0.0
    contained, shared = both / shorter, both / (len(mine) + len(theirs) - both)
    return contained if contained >= _CONTAINED or shared >= _SHARED else 0.0


def _compared(card: Card, name: str, text: str, mine: frozenset[int]) -> Alike | None:
    theirs = folded(card.text)
    if text and theirs == text:
        return Alike(card.id, card.title, 1.0, "same file")
    likeness = likeness_of(mine, runs(card.text))
    if name and folded(card.title) == name:
        return Alike(card.id, card.title, round(max(likeness, 0.9), 2), "same title")
    return Alike(card.id, card.title, round(likeness, 2), "same text") if likeness else None


def folded(text: str) -> str:
    """The words of a text alone, so that two settings of it are equal."""
    return " ".join(_WORD.findall(_APOSTROPHE.sub("", text.lower())))


def _lemma(token: Token) -> Sequence[str]:
    return [term for term, weight in token.terms if weight >= 1.0 and term[0] not in "=@#&~"][:1]


def _sketch(mine: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(mine)[:_SKETCH])


def _sharing(sketches: Mapping[str, Sequence[int]]) -> set[tuple[str, str]]:
    """The pairs of texts that share enough of their sketches to be compared."""
    having: dict[int, list[str]] = defaultdict(list)
    for card_id, sketch in sketches.items():
        for number in sketch:
            having[number].append(card_id)
    count: Counter[tuple[str, str]] = Counter()
    for ids in having.values():
        if len(ids) <= _COMMON:
            count.update((one, other) for one in ids for other in ids if one < other)
    return {pair for pair, number in count.items() if number >= _SHARED_OF_SKETCH}
