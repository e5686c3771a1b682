"""Which place, theme or kind somebody means who writes a name of it where an id belongs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from depository.vocabulary import Vocabularies

_MARKS = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "\u00a0": " "})
# What people put before the name of a town.
_BEFORE = re.compile(
    r"(?:м\.|м |місто |міста |у місті |в місті |с\.|село |смт\.? |селище |місто-партнер "
    r"|city of |town of |the city of )\s*"
)
_AFTER = re.compile(
    r"\s*(?:(?:міськ|селищн|сільськ|об'єднан|територіальн)(?:а|ої|ій|у|ою)|[омс]?тг|громад(?:а|и|і|у|ою)"
    r"|рад(?:а|и|і|у|ою)|\(місто\)|city|hromada)$"
)
# The adjective that is left of «Гощанська громада»; vocabularies have it as «гощанський».
_OF_TOWN = re.compile(r"(?<=[сзц]ьк)(?:а|ої|ій|у|ою)$")


def folded(name: str) -> str:
    """A name as names are compared: small letters, one apostrophe, one hyphen, no quotation marks."""
    text = str(name).casefold().translate(_MARKS)
    return " ".join(re.sub(r"[«»„“”\"]", "", text).split()).strip(" .,;:")


class Names:
    """The names of one vocabulary's concepts, and the ids they stand for."""

    def __init__(self, named: Iterable[tuple[str, Iterable[str], Iterable[str]]]) -> None:
        """`named` are ids with the names that are theirs alone, and those that others may share."""
        self._labels: dict[str, str] = {}
        self._ids: dict[str, list[str]] = {}
        for concept_id, own, shared in named:
            own = [folded(name) for name in own if name]
            for name in (concept_id, *own):
                self._labels.setdefault(name, concept_id)
            for name in (*own, *(folded(name) for name in shared if name)):
                self._ids.setdefault(name, []).append(concept_id)

    def meant(self, given: str) -> list[str]:
        """The ids `given` may stand for: one, several where the name is shared, none."""
        for name in _ways(folded(given)):
            if name in self._labels:
                return [self._labels[name]]
            if name in self._ids:
                return list(dict.fromkeys(self._ids[name]))
        return []

    def near(self, given: str) -> list[str]:
        """Ids whose names look like `given`."""
        names = {**{name: ids[0] for name, ids in self._ids.items()}, **self._labels}
        alike = [name for way in _ways(folded(given)) for name in get_close_matches(way, list(names), 4, 0.6)]
        return list(dict.fromkeys(names[name] for name in alike))[:3]


def _ways(name: str) -> list[str]:
    """The name as written, without «м.» before it or «громада» after it, and the adjective by itself."""
    bare = _BEFORE.sub("", name, count=1) if _BEFORE.match(name) else name
    short = bare
    while (shorter := _AFTER.sub("", short)) != short:
        short = shorter
    of_town = _OF_TOWN.sub("ий", short) if short != bare else short
    return [way for way in dict.fromkeys((name, bare, short, of_town)) if way]


def names_of(vocabularies: Vocabularies) -> Mapping[str, Names]:
    """The names of places, themes and kinds, by field."""
    led = [(group.theme, group.same) for group in vocabularies.synonyms if group.theme]
    places = (
        (p.id, (p.label.uk, p.label.en), (*p.aliases, *p.variants, p.genitive, p.locative))
        for p in vocabularies.places
    )
    themes = (
        (
            theme.id,
            (theme.label.uk, theme.label.en),
            (
                *theme.alt.uk,
                *theme.alt.en,
                *theme.hidden,
                *(word for to, words in led if to == theme.id for word in words),
            ),
        )
        for theme in vocabularies.themes
    )
    kinds = (
        (kind.id, (kind.label.uk, kind.label.en), (kind.plural.uk, kind.plural.en))
        for kind in vocabularies.kinds
    )
    return {"places": Names(places), "themes": Names(themes), "kind": Names(kinds)}
