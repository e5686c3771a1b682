"""The controlled vocabularies: themes, places, kinds and synonyms, read from `corpus/vocabularies/`.

SKOS in spirit: one `prefLabel` a language, any number of `altLabel`s (shown and searched) and
`hiddenLabel`s (searched, never shown), `broader` and `related` concepts. Ids are forever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Generic, Literal, Protocol, TypeVar

from pydantic import Field, StringConstraints, model_validator

from depository.collation import sort_key
from depository.errors import N_, Problem
from depository.yamltext import Form, Frozen

Slug = Annotated[
    str,
    StringConstraints(max_length=80),
    Form(
        r"[a-z0-9]+(?:-[a-z0-9]+)*",
        N_("“{given}” is not an id: use small Latin letters, digits and hyphens, such as yaremche-turyzm."),
    ),
]
_Code = Annotated[
    str, Form(r"UA\d{17}", N_("“{given}” is not a code of the official register: it is UA and 17 digits."))
]
Text = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Language = Literal["uk", "en"]


class Label(Frozen):
    """A name in both languages of the service."""

    uk: Text
    en: Text

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.uk


class Labels(Frozen):
    """Any number of further names, by language."""

    uk: tuple[Text, ...] = ()
    en: tuple[Text, ...] = ()


class Theme(Frozen):
    """A concept records are filed under. `replaced_by` is the one it was merged into: then it is offered
    nowhere, and only its id stays known."""

    id: Slug
    group: Literal["top", "section", "detail", "cross-cutting"] = "cross-cutting"
    notation: str = ""
    label: Label = Field(alias="prefLabel")
    alt: Labels = Field(default=Labels(), alias="altLabel")
    hidden: tuple[Text, ...] = Field(default=(), alias="hiddenLabel")
    note: Label | None = Field(default=None, alias="scopeNote")
    broader: tuple[Slug, ...] = ()
    related: tuple[Slug, ...] = ()
    replaced_by: Slug | None = None


class Place(Frozen):
    """A town, an oblast or a country of the gazetteer. Latitude and longitude in degrees, WGS 84."""

    id: Slug
    label: Label = Field(alias="prefLabel")
    type: Literal["city", "settlement", "region", "country"]
    partner: bool = False
    oblast: Slug | None = None
    raion: str = ""
    genitive: str = ""
    locative: str = ""
    aliases: tuple[Text, ...] = Field(default=(), alias="altLabel")
    variants: tuple[Text, ...] = Field(default=(), alias="hiddenLabel")
    ambiguous: tuple[Text, ...] = ()
    note: str = ""
    lat: float | None = Field(default=None, ge=44, le=53)
    lon: float | None = Field(default=None, ge=22, le=41)
    katottg: _Code | None = None
    hromada: _Code | None = None


class Kind(Frozen):
    """What sort of record this is: a success story, a case study, a program."""

    id: Slug
    label: Label = Field(alias="prefLabel")
    plural: Label = Field(alias="pluralLabel")


class Synonyms(Frozen):
    """What people say instead: `same` are words and phrases that mean the same in a search, `words`
    those that merely lead to `theme`, as people speak of it."""

    same: Annotated[tuple[Text, ...], Field(max_length=30)] = ()
    words: Annotated[tuple[Text, ...], Field(max_length=100)] = ()
    theme: Slug | None = None
    note: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Synonyms:
        if not self.same and not (self.words and self.theme):
            message = N_(
                "Give words that mean the same (same: […]), or a theme with its words (theme: …, words: […])."
            )
            raise ValueError(Problem(message, "same"))
        return self


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


C = TypeVar("C", bound=_Identified)


class ConceptList(Generic[C]):
    """Concepts in the order of their file, found by id."""

    def __init__(self, concepts: Iterable[C] = ()) -> None:
        self._by_id: dict[str, C] = {concept.id: concept for concept in concepts}

    def __iter__(self) -> Iterator[C]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, concept_id: object) -> bool:
        return concept_id in self._by_id

    def __getitem__(self, concept_id: str) -> C:
        return self._by_id[concept_id]

    def get(self, concept_id: str) -> C | None:
        return self._by_id.get(concept_id)


class Themes(ConceptList[Theme]):
    """The theme thesaurus with its tree. Of themes that were merged into others only the ids are kept."""

    def __init__(self, themes: Iterable[Theme] = ()) -> None:
        listed = tuple(themes)
        super().__init__(theme for theme in listed if theme.replaced_by is None)
        self._replaced = {theme.id: theme.replaced_by for theme in listed if theme.replaced_by}

    def successor(self, theme_id: str) -> str | None:
        """The theme that `theme_id` was merged into, be it step by step; None for any other id."""
        met = set()
        current = theme_id
        while current in self._replaced and current not in met:
            met.add(current)
            current = self._replaced[current]
        return current if met and current in self else None

    @property
    def merged(self) -> tuple[str, ...]:
        """Ids of the themes that were merged into others."""
        return tuple(self._replaced)

    @cached_property
    def _narrower(self) -> Mapping[str, tuple[Theme, ...]]:
        return {theme.id: tuple(t for t in self if theme.id in t.broader) for theme in self}

    def narrower(self, theme_id: str) -> tuple[Theme, ...]:
        return self._narrower.get(theme_id, ())

    @cached_property
    def _standing_under(self) -> Mapping[str, tuple[Theme, ...]]:
        return {i: tuple(t for t in narrower if t.broader[0] == i) for i, narrower in self._narrower.items()}

    def standing_under(self, theme_id: str) -> tuple[Theme, ...]:
        """The narrower themes that name `theme_id` first: in a tree each theme stands once."""
        return self._standing_under.get(theme_id, ())

    @cached_property
    def roots(self) -> tuple[Theme, ...]:
        return tuple(theme for theme in self if not theme.broader)

    @cached_property
    def _ancestors(self) -> Mapping[str, frozenset[str]]:
        def up(theme_id: str, seen: frozenset[str]) -> frozenset[str]:
            theme = self.get(theme_id)
            if theme is None or theme_id in seen:
                return seen
            for broader in theme.broader:
                seen = up(broader, seen | {theme_id})
            return seen | {theme_id}

        return {theme.id: up(theme.id, frozenset()) for theme in self}

    def with_broader(self, theme_ids: Iterable[str]) -> frozenset[str]:
        """The themes and everything above them: what a record filed under them counts for."""
        found: set[str] = set()
        for theme_id in theme_ids:
            found |= self._ancestors.get(theme_id, frozenset({theme_id}))
        return frozenset(found)


class Places(ConceptList[Place]):
    """The gazetteer."""

    @cached_property
    def regions(self) -> tuple[Place, ...]:
        """Oblasts only: of the regions, those that have an official code."""
        return tuple(place for place in self if place.type == "region" and place.katottg)

    def towns_of(self, oblast_id: str) -> tuple[Place, ...]:
        return self._towns.get(oblast_id, ())

    @cached_property
    def _towns(self) -> Mapping[str, tuple[Place, ...]]:
        towns: dict[str, tuple[Place, ...]] = {}
        for place in self:
            if place.oblast:
                towns[place.oblast] = (*towns.get(place.oblast, ()), place)
        return towns

    @cached_property
    def by_oblast(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Ids of the oblasts with those of their towns, both in Ukrainian order."""
        return tuple((oblast, _in_order(self.towns_of(oblast))) for oblast in _in_order(self.regions))

    @cached_property
    def apart(self) -> tuple[str, ...]:
        """Ids of the places that are no oblast and in none, in Ukrainian order."""
        oblasts = {place.id for place in self.regions}
        return _in_order(place for place in self if not place.oblast and place.id not in oblasts)


def _in_order(places: Iterable[Place]) -> tuple[str, ...]:
    return tuple(place.id for place in sorted(places, key=lambda place: sort_key(place.label.uk)))


class Vocabularies(Frozen):
    """All vocabularies of one corpus, consistent with each other."""

    model_config = {"frozen": True, "arbitrary_types_allowed": True, "extra": "forbid"}

    themes: Themes = Field(default_factory=Themes)
    places: Places = Field(default_factory=Places)
    kinds: ConceptList[Kind] = Field(default_factory=lambda: ConceptList[Kind]())
    synonyms: tuple[Synonyms, ...] = ()
    revision: str = ""

    def theme_labels(self, theme_ids: Sequence[str], language: str) -> list[str]:
        return [t.label.in_language(language) for i in theme_ids if (t := self.themes.get(i))]

    def place_labels(self, place_ids: Sequence[str], language: str) -> list[str]:
        return [p.label.in_language(language) for i in place_ids if (p := self.places.get(i))]
