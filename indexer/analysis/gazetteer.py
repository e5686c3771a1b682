"""Which place a word speaks of: names in all cases, adjectives, inhabitants, regions, former names.

Places come from the vocabulary of the corpus and, for the rest of Ukraine, from `data/toponyms.yaml`.
A city and its region are two places; «вінницький» speaks of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from depository.vocabulary import Place, Vocabularies
from indexer.analysis.lemmas import Lemmas
from indexer.analysis.repair import fold
from indexer.analysis.romanization import key

_ADJECTIVE = re.compile(r"[сцз]ький$")
_ADJECTIVE_ENDINGS = "ий ого ому им ім а ої ій у ою е і их ими ієї".split()
_REGION = re.compile(r"щина$")
_REGION_ENDINGS = "а и і у ою о".split()
# Яремче and its like were adjectives once, and many people decline them so: «у Яремчому».
_ONCE_ADJECTIVE = re.compile(r"че$")
_ONCE_ADJECTIVE_ENDINGS = "е ого ому им ім".split()
# Inhabitants: запоріжці; вінничани and вінничанки.
_INHABITANTS = (
    (re.compile("(?<=[вжкрсйьдтнлп])ці$"), "ці ців цям цями цях ець ця цеві цю цем".split()),
    (
        re.compile("[ая]ни$"),
        "ни н нам нами нах нин нина нину нинові нином нині нка нки нку нкою нкам нками нках нок".split(),
    ),
)
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
# After these a word is a name of a town, whatever else it may mean: «м. Бар», «у місті Суми».
BEFORE_TOWN = frozenset("м місто міста місту містом місті смт селище селища селищі".split())


class Toponym(NamedTuple):
    """A place by all it is called."""

    id: str
    names: tuple[str, ...]
    # Lower-cased names that are ordinary words too, and names that are those of people.
    homonyms: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


class Gazetteer:
    """Places by the forms of their names. `forms` and `keys` give ids; multi-word names are in `phrases`."""

    def __init__(self, vocabularies: Vocabularies, lemmas: Lemmas) -> None:
        self.forms: dict[str, tuple[str, ...]] = {}
        self.keys: dict[str, tuple[str, ...]] = {}
        self.phrases: list[tuple[str, str]] = []
        # Forms that are ordinary words too («бар», «суми»), and that are names of people («Станіслав»).
        self.homonyms: set[str] = set()
        self.people: set[str] = set()
        self.capitals: dict[str, tuple[str, ...]] = {}
        self._lemmas = lemmas
        for toponym in _toponyms(vocabularies):
            self._add(toponym)
        self.homonyms = {fold(form) for form in self.homonyms}
        self.people = {fold(form) for form in self.people}
        self.homonym_ids = frozenset(place for form in self.homonyms for place in self.of(form))

    def of(self, form: str) -> tuple[str, ...]:
        """Ids of the places a lower-cased word speaks of in any case."""
        return self.forms.get(fold(form), ())

    def _add(self, toponym: Toponym) -> None:
        for number, name in enumerate(toponym.names):
            if " " in name:
                self.phrases.append((name, toponym.id))
            elif not _CYRILLIC.search(name):
                _put(self.keys, key(name), toponym.id)
            elif name.isupper():
                _put(self.capitals, name, toponym.id)
            else:
                self._add_word(name, toponym, is_alias=number > 0)

    def _add_word(self, name: str, toponym: Toponym, is_alias: bool) -> None:
        word = name.lower()
        forms = decline(word, self._lemmas)
        for form in forms:
            _put(self.forms, fold(form), toponym.id)
        if word in toponym.people or is_alias and name[0].isupper() and self._lemmas.is_name(word):
            self.people |= forms
            return
        if word in toponym.homonyms:
            self.homonyms |= forms
        if name[0].isupper():
            _put(self.keys, key(word), toponym.id)


def decline(word: str, lemmas: Lemmas) -> set[str]:
    """All forms of a lower-cased name, adjective or word for inhabitants."""
    if _ADJECTIVE.search(word):
        return {word, *(word[:-2] + ending for ending in _ADJECTIVE_ENDINGS)}
    if _ONCE_ADJECTIVE.search(word):
        return lemmas.forms(word) | {word[:-1] + ending for ending in _ONCE_ADJECTIVE_ENDINGS}
    if _REGION.search(word):
        return {word, *(word[:-1] + ending for ending in _REGION_ENDINGS)}
    for expression, endings in _INHABITANTS:
        if expression.search(word):
            return {word, *(word[:-2] + ending for ending in endings)}
    return lemmas.forms(word)


def _put(table: dict[str, tuple[str, ...]], name: str, place_id: str) -> None:
    if name and place_id not in table.get(name, ()):
        table[name] = (*table.get(name, ()), place_id)


def _toponyms(vocabularies: Vocabularies) -> Iterator[Toponym]:
    """Places of the vocabulary and of the table; regions share the adjectives of their cities."""
    for place in vocabularies.places:
        names = (place.label.uk, *place.aliases, *place.variants, place.label.en)
        yield Toponym(place.id, names, _homonyms(place))
        if place.type == "region":
            yield Toponym(place.id, tuple(_adjectives(names)))
    regions = {word for row in table() if row.get("region") for word in _adjectives([row["name"]])}
    for row in table():
        adjectives = _listed(row, "adjective")
        # Around the center of an oblast the land on -щина is the oblast, and stands there.
        lands = filter(None, map(_land, adjectives)) if regions.isdisjoint(adjectives) else ()
        names = (row["name"], *adjectives, *_listed(row, "people"), *_listed(row, "also"), *lands)
        homonyms = frozenset(name.lower() for name in names if row.get("homonym") and name[0].isupper())
        people = frozenset(name.lower() for name in row.get("people_names", ()))
        yield Toponym(row["id"], names, homonyms, people)
        if row.get("region"):
            yield Toponym(row["id"], tuple(_adjectives(names)))


def _homonyms(place: Place) -> frozenset[str]:
    """Names of the place that are ordinary words: the vocabulary writes them in small letters."""
    words = (note.partition(" (")[0] for note in place.ambiguous)
    return frozenset(word for word in words if word == word.lower())


def _adjectives(names: Iterable[str]) -> Iterator[str]:
    """«Вінницька область» gives «вінницький»."""
    for name in names:
        first, _, rest = name.partition(" ")
        if rest in {"область", "обл."} and first.endswith("ка"):
            yield first.lower().removesuffix("а") + "ий"


def _land(adjective: str) -> str:
    """The land around a town: уманський — Уманщина, кременчуцький — Кременчуччина."""
    if adjective.endswith("ський"):
        return adjective.removesuffix("ський").capitalize() + "щина"
    return adjective.removesuffix("цький").capitalize() + "ччина" if adjective.endswith("цький") else ""


def _listed(row: dict[str, Any], field: str) -> tuple[str, ...]:
    value = row.get(field) or ()
    return (value,) if isinstance(value, str) else tuple(value)


@cache
def table() -> tuple[dict[str, Any], ...]:
    """Rows of `data/toponyms.yaml`."""
    text = files("indexer.analysis.data").joinpath("toponyms.yaml").read_text(encoding="utf-8")
    return tuple(yaml.load(text, Loader=yaml.CSafeLoader))
