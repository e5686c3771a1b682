"""What the practice is about: labels of themes met in the text, and how records alike are filed."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from depository.intake import Evidence
from depository.vocabulary import Themes
from indexer.analysis import Token
from indexer.intake.suggestions import cues
from indexer.intake.suggestions.clues import clues, denied
from indexer.intake.suggestions.found import Found, distinct, found
from indexer.intake.suggestions.givers import givers, within
from indexer.intake.suggestions.passages import Text
from indexer.queries.thesaurus import Thesaurus

# What a label is worth by where it stands.
_TITLE, _SECTION, _HEADING, _LEAD, _BODY = 3.0, 9.0, 1.6, 1.3, 0.8
_LATER = 0.4
# A label of several words says more than one that is a single, everyday word.
_MORE_WORDS = 1.35
# A word that is only a clue.
_CLUE = 0.45
# What names who gave or paid is said in passing.
_GIVEN = 0.3
# A theme of which one word in one sentence speaks is no more than a guess.
_GUESS = 0.55
# Themes so general that texts on anything name them, by the group they stand in.
_BROAD = {"top": 0.35}
# Themes whose everyday words («практика», «школа», «показники») stand in texts on anything.
_SAID_OF_ALL = {
    "knowledge-sharing": 0.5,
    "international-cooperation": 0.6,
    "youth": 0.4,
    "local-economic-development": 0.7,
    "municipal-data": 0.7,
    "governance-fund": 0.7,
    "sme-fund": 0.7,
}
# «Виконані роботи» and «на роботу» are of any practice; the clues know better ones.
_EVERYDAY = re.compile(r"роб[оі]т(?:а|и|і|у|ою|ам|ами|ах)?$", re.IGNORECASE)
# Unless sentence after sentence names what there is for that alone.
_OUTRIGHT = {
    "youth": re.compile(
        r"\bмолодіжн\w+\s+(?:рад|центр|прост[оі]р|політик|ініціатив|хаб|організаці|парламент)", re.IGNORECASE
    )
}
_OUTRIGHT_OFTEN = 2
# What the filing of records alike adds at most, against the best theme found by words.
_ALIKE = 0.3
# A theme needs that share of the first to be proposed with it.
_SHARE = 0.3
_LEAST = 0.5
_MOST = 5


class Neighbor(NamedTuple):
    """A record much like the text: what it is filed under, and how alike it is (0 to 1)."""

    title: str
    themes: tuple[str, ...]
    likeness: float


Neighbors = Callable[[Sequence[Token]], Sequence[Neighbor]]


def nobody(_: Sequence[Token]) -> Sequence[Neighbor]:
    """The neighbors in a collection without records."""
    return ()


class _Met(NamedTuple):
    theme: str
    weight: float
    sentence: str
    where: float
    given: bool = False


def suggest(
    text: Text,
    section: str,
    themes: Themes,
    thesaurus: Thesaurus,
    analyze: Callable[[str], Sequence[Token]],
    neighbors: Neighbors,
) -> Found:
    """The themes of the text, the most important first."""
    met = list(_met(text, section, thesaurus, analyze))
    worth = _worth(met, themes)
    said = _worth([item for item in met if item.where != _SECTION], themes)
    top = max(said.values(), default=0.0)
    near = neighbors([token for sentence in text.sentences for token in sentence.tokens])
    for theme, share in _votes(near).items():
        # Records alike strengthen what the text says; only where it says next to nothing they speak alone.
        if theme in themes and (theme in said or top < _LEAST):
            worth[theme] = worth.get(theme, 0.0) + _ALIKE * max(top, _LEAST) * share
    ranked = sorted((theme for theme in worth if theme in themes), key=lambda theme: -worth[theme])
    # What the chapter is about comes first, and hides nothing of what the text says besides.
    least = max(_SHARE * top, _LEAST)
    meant = {item.theme for item in met if not item.given} | set(_votes(near))
    chosen = _without_ancestors([theme for theme in ranked if theme in meant], worth, least, themes)
    guesses = _guesses(met)
    evidence = [
        found(
            item.theme,
            item.sentence,
            min(
                _confidence(worth[item.theme], worth[ranked[0]], item.theme in chosen),
                _GUESS if item.theme in guesses else 1.0,
            ),
        )
        for item in sorted(met, key=lambda item: -item.where * item.weight)
        if item.theme in themes
    ]
    for neighbor in near[:3]:
        evidence += [
            found(theme, neighbor.title, 0.5 * neighbor.likeness)
            for theme in neighbor.themes[:2]
            if theme in chosen
        ]
    order = {theme: number for number, theme in enumerate(ranked)}
    kept = sorted(
        distinct(evidence), key=lambda e: (e.value not in chosen, order[str(e.value)], -e.confidence)
    )
    return Found(tuple(chosen), _few(kept))


def _confidence(worth: float, top: float, chosen: bool) -> float:
    share = worth / max(top, _LEAST * 3)
    return 0.5 + 0.45 * share if chosen else 0.4 * share


def _guesses(met: Iterable[_Met]) -> set[str]:
    """The themes that a single word of the running text speaks for; it may be a label and a clue in one."""
    said: dict[str, list[_Met]] = defaultdict(list)
    for item in met:
        said[item.theme].append(item)
    return {
        theme
        for theme, items in said.items()
        if len(items) <= 2
        and len({item.sentence for item in items}) == 1
        and all(item.where in (_LEAD, _BODY) for item in items)
    }


def _few(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """At most three sentences for a theme."""
    count: dict[str, int] = defaultdict(int)
    kept = []
    for item in evidence:
        value = str(item.value)
        count[value] += 1
        if count[value] <= 3:
            kept.append(item)
    return tuple(kept[:30])


def _met(
    text: Text, section: str, thesaurus: Thesaurus, analyze: Callable[[str], Sequence[Token]]
) -> Iterator[_Met]:
    yield from _labels(text.title, analyze(text.title), _TITLE, thesaurus)
    yield from _clues(text.title, _TITLE)
    if section:
        # What a chapter is called first is what it is about.
        named = list(_labels(section, analyze(section), _SECTION, thesaurus))
        first = named[0].weight if named else 0.0
        for number, item in enumerate(named):
            yield item._replace(weight=max(item.weight, first) if number == 0 else item.weight * _LATER)
    lead = 0
    for sentence in text.sentences:
        kind = text.passages[sentence.passage].kind
        if kind == "row":
            continue
        lead += kind == "paragraph"
        if cues.THEME_LABEL.match(text.passages[sentence.passage].text):
            yield from _labels(sentence.text, sentence.tokens, _TITLE, thesaurus)
        where = _HEADING if kind == "heading" else _LEAD if lead <= 4 else _BODY
        yield from _labels(sentence.text, sentence.tokens, where, thesaurus)
        yield from _clues(sentence.text, where)


def _clues(sentence: str, where: float) -> Iterator[_Met]:
    spans = givers(sentence)
    sure = dict(clues(sentence, spans))
    for theme, number in clues(sentence) if spans else sure.items():
        given = theme not in sure
        worth = _GIVEN if given else 1.0
        yield _Met(theme, worth * _CLUE * math.sqrt(sure.get(theme, number)), sentence, where, given)


def _labels(sentence: str, tokens: Sequence[Token], where: float, thesaurus: Thesaurus) -> Iterator[_Met]:
    content = [token for token in tokens if not token.stop]
    spans = givers(sentence)
    for named in thesaurus.named(content):
        if denied(sentence, content[named.first].start):
            continue
        length = named.last - named.first + 1
        for theme, weight in named.themes:
            if length == 1 and _EVERYDAY.match(content[named.first].form):
                continue
            # One word that leads to several themes speaks little for each.
            share = weight / math.sqrt(len(named.themes)) * _MORE_WORDS ** min(length - 1, 3)
            given = within(content[named.first].start, spans)
            yield _Met(theme, share * (_GIVEN if given else 1.0), sentence, where, given)


def _worth(met: Iterable[_Met], themes: Themes) -> dict[str, float]:
    """Repetition counts for less and less within one level of the text."""
    by_place: dict[str, dict[float, list[float]]] = defaultdict(lambda: defaultdict(list))
    outright: dict[str, set[str]] = defaultdict(set)
    for item in met:
        by_place[item.theme][item.where].append(item.weight)
        if item.theme in _OUTRIGHT and _OUTRIGHT[item.theme].search(item.sentence):
            outright[item.theme].add(item.sentence)
    worth = {}
    for theme, places in by_place.items():
        group = themes[theme].group if theme in themes else ""
        total = sum(
            where
            * sum(weight / (1 + 0.5 * number) for number, weight in enumerate(sorted(weights, reverse=True)))
            for where, weights in places.items()
        )
        sure = _SECTION in places or len(outright[theme]) >= _OUTRIGHT_OFTEN
        worth[theme] = total * _BROAD.get(group, 1.0) * (1.0 if sure else _SAID_OF_ALL.get(theme, 1.0))
    return worth


def _votes(near: Sequence[Neighbor]) -> Mapping[str, float]:
    """How the records alike are filed: the greatest share is 1."""
    votes: dict[str, float] = defaultdict(float)
    for neighbor in near:
        for number, theme in enumerate(neighbor.themes):
            votes[theme] += neighbor.likeness * (1.0 if number == 0 else 0.45)
    most = max(votes.values(), default=0.0)
    return {theme: vote / most for theme, vote in votes.items()} if most else {}


def _without_ancestors(
    ranked: Sequence[str], worth: Mapping[str, float], least: float, themes: Themes
) -> list[str]:
    """The strongest themes; one that is merely broader than a stronger one says nothing more."""
    chosen: list[str] = []
    if not ranked:
        return chosen
    for theme in ranked:
        # Of a text that names no theme outright the likeliest is proposed, and nothing more.
        if chosen and worth[theme] < least or len(chosen) == _MOST:
            break
        if themes[theme].group != "top" or not themes.with_broader(chosen) & {theme}:
            chosen.append(theme)
    return chosen
