"""The forms of changes of the vocabularies: what each asks for, and the change it makes of the answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from depository.collation import sort_key
from depository.editing import vocabulary_changes as changes
from depository.editing.vocabulary_drafts import Named
from depository.errors import N_, Problem
from depository.vocabulary import Place, Theme
from web.desk import door
from web.i18n import language

Fields = Mapping[str, str]
Options = Callable[[], list[tuple[str, str]]]

_NOT_A_NUMBER = N_("“{given}” is not a number of degrees: write it like 49.59.")
_TYPES = (
    ("city", N_("city")),
    ("settlement", N_("village or settlement")),
    ("region", N_("oblast or region")),
    ("country", N_("country")),
)


class Asked(NamedTuple):
    """One field: `kind` is how it is filled in; `options` are what a choice chooses from."""

    name: str
    label: str
    hint: str = ""
    kind: Literal["line", "lines", "choice", "tick"] = "line"
    options: Options = list
    must: bool = False
    lang: str = "uk"


@dataclass(frozen=True)
class ChangeForm:
    """One change: its name in the address and in the history, what it asks, and what it is about (`of`)."""

    action: str
    title: str
    explained: str
    asked: tuple[Asked, ...]
    make: Callable[[Fields, list[Problem]], changes.Change]
    vocabulary: str = ""

    def knows(self, fields: Fields) -> bool:
        """Whether the concept it is about, if it is about one, is there."""
        return self.action not in _ABOUT_ONE or _concept(fields) is not None

    def listed(self, fields: Fields) -> str:
        """The list it belongs to."""
        return self.vocabulary or _vocabulary(fields)

    def subject(self, fields: Fields) -> Theme | Place | None:
        """The concept it is about."""
        return _concept(fields) if self.action in _ABOUT_ONE else None

    def begun(self, fields: Fields) -> dict[str, str]:
        """What stands in the form at first."""
        begun = {name: text for name, text in fields.items()}
        concept = self.subject(fields)
        if self.action == "relabel" and concept:
            begun |= {"uk": concept.label.uk, "en": concept.label.en}
        return begun

    def completed(self, fields: Fields, made: changes.Change) -> dict[str, str]:
        """What was typed, with the id that was made of the name."""
        return {**{name: text for name, text in fields.items()}, "id": str(getattr(made, "id", ""))}

    def change(self, fields: Fields) -> tuple[changes.Change, tuple[Problem, ...]]:
        """The change that was asked for, and what in the answers cannot be read."""
        problems: list[Problem] = []
        return self.make(fields, problems), tuple(problems)


# These are about a concept that is there, named in the address by `vocabulary` and `id`.
_ABOUT_ONE = ("relabel", "add-label")


def _vocabulary(fields: Fields) -> Named:
    return "places" if fields.get("vocabulary") == "places" else "themes"


def _concept(fields: Fields) -> Theme | Place | None:
    known = door.depository().vocabularies
    concepts = known.themes if _vocabulary(fields) == "themes" else known.places
    return concepts.get(fields.get("id", ""))


def _text(fields: Fields, name: str) -> str:
    return " ".join(fields.get(name, "").split())


def _id(fields: Fields) -> str:
    """The id typed, or one made of the English or the Ukrainian name."""
    return _text(fields, "id") or door.depository().language.slug(_text(fields, "en") or _text(fields, "uk"))


def _degrees(fields: Fields, name: str, problems: list[Problem]) -> float | None:
    given = _text(fields, name).replace(",", ".")
    if given and not re.fullmatch(r"-?\d{1,3}(\.\d{1,8})?", given):
        problems.append(Problem(_NOT_A_NUMBER, name, {"given": given[:40]}))
        return None
    return float(given) if given else None


def _add_theme(fields: Fields, _: list[Problem]) -> changes.Change:
    uk, en = _text(fields, "uk"), _text(fields, "en")
    return changes.AddTheme(_id(fields), uk, en, _text(fields, "broader"))


def _add_place(fields: Fields, problems: list[Problem]) -> changes.Change:
    lat, lon = _degrees(fields, "lat", problems), _degrees(fields, "lon", problems)
    names = [_text(fields, name) for name in ("type", "uk", "en", "oblast", "genitive", "locative")]
    kind, uk, en, oblast, genitive, locative = names
    return changes.AddPlace(_id(fields), kind, uk, en, oblast, genitive, locative, lat, lon)


def _relabel(fields: Fields, _: list[Problem]) -> changes.Change:
    uk, en = _text(fields, "uk"), _text(fields, "en")
    return changes.Relabel(_vocabulary(fields), _text(fields, "id"), uk, en)


def _add_label(fields: Fields, _: list[Problem]) -> changes.Change:
    spoken: Literal["uk", "en"] = "en" if fields.get("language") == "en" else "uk"
    label, hidden = _text(fields, "label"), bool(fields.get("hidden"))
    return changes.AddLabel(_vocabulary(fields), _text(fields, "id"), label, spoken, hidden)


def _add_synonyms(fields: Fields, _: list[Problem]) -> changes.Change:
    lines = (" ".join(line.split()) for line in re.split(r"[\n;]", fields.get("same", "")))
    same = tuple(dict.fromkeys(line for line in lines if line))
    return changes.AddSynonyms(same, _text(fields, "theme"), fields.get("leading") == "leading")


def _merge(fields: Fields, _: list[Problem]) -> changes.Change:
    return changes.MergeThemes(_text(fields, "source"), _text(fields, "target"))


def _sorted(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", "")] + sorted(pairs, key=lambda pair: sort_key(pair[1]))


def _themes() -> list[tuple[str, str]]:
    themes = door.depository().vocabularies.themes
    return _sorted([(theme.id, theme.label.in_language(language())) for theme in themes])


def _oblasts() -> list[tuple[str, str]]:
    places = door.depository().vocabularies.places
    return _sorted([(p.id, p.label.in_language(language())) for p in places if p.type == "region"])


_NAMES = (
    Asked("uk", N_("Name in Ukrainian"), N_("As readers shall see it."), must=True),
    Asked(
        "en", N_("Name in English"), N_("As readers of the English pages shall see it."), must=True, lang="en"
    ),
)
_NEW_ID = Asked(
    "id",
    N_("Address"),
    N_("Small Latin letters and hyphens, for ever. Left empty, it is made of the name."),
    lang="en",
)

FORMS: Mapping[str, ChangeForm] = {
    form.action: form
    for form in (
        ChangeForm(
            "add-theme",
            N_("Add a theme"),
            N_("It is offered in filters and forms at once; records are filed under it in their forms."),
            (
                *_NAMES,
                Asked(
                    "broader", N_("Broader theme"), N_("Its records count there too."), "choice", _themes
                ),
                _NEW_ID,
            ),
            _add_theme,
            "themes",
        ),
        ChangeForm(
            "add-place",
            N_("Add a place"),
            N_("Case forms need not be added: the search knows them by itself."),
            (
                *_NAMES,
                Asked("type", N_("What it is"), "", "choice", lambda: list(_TYPES), must=True),
                Asked("oblast", N_("Oblast"), N_("For a city or a village."), "choice", _oblasts),
                Asked("genitive", N_("Of what?"), N_("The genitive, as in a sentence: Полтави.")),
                Asked("locative", N_("Where?"), N_("With its preposition: у Полтаві.")),
                Asked("lat", N_("Latitude"), N_("In degrees: 49.59. It puts the place on the map.")),
                Asked("lon", N_("Longitude"), N_("In degrees: 34.55.")),
                _NEW_ID,
            ),
            _add_place,
            "places",
        ),
        ChangeForm(
            "relabel",
            N_("Rename"),
            N_("The address stays, and so do all links."),
            _NAMES,
            _relabel,
        ),
        ChangeForm(
            "add-label",
            N_("Add a name"),
            N_("By which people search for it too: a synonym, an abbreviation, a former name."),
            (
                Asked("label", N_("Further name"), "", must=True),
                Asked(
                    "language", N_("Its language"), "", "choice",
                    lambda: [("uk", N_("Ukrainian")), ("en", N_("English"))],
                ),
                Asked("hidden", N_("A wrong spelling: search by it, show it nowhere"), "", "tick"),
            ),
            _add_label,
        ),
        ChangeForm(
            "add-synonyms",
            N_("Add synonyms"),
            N_("If one of the words stands in a group already, the others join it."),
            (
                Asked(
                    "same", N_("Words and phrases"), N_("One on each line."), "lines", must=True
                ),
                Asked(
                    "leading", N_("What they do"), "", "choice",
                    lambda: [
                        ("", N_("they mean the same in a search")),
                        ("leading", N_("they lead to the theme chosen below")),
                    ],
                ),
                Asked("theme", N_("Theme"), N_("If the words are or lead to one."), "choice", _themes),
            ),
            _add_synonyms,
            "synonyms",
        ),
        ChangeForm(
            "merge-themes",
            N_("Merge themes"),
            N_("One theme goes into another: its records are filed under the other, its names lead there."),
            (
                Asked("source", N_("The theme that goes"), "", "choice", _themes, must=True),
                Asked("target", N_("The theme that stays"), "", "choice", _themes, must=True),
            ),
            _merge,
            "themes",
        ),
    )
}  # fmt: skip
