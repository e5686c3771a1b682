"""A change of a vocabulary as a value, and its effect before it is done."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Protocol

from depository import recordfile
from depository.corpus import Corpus
from depository.editing.vocabulary_drafts import Drafts, Named
from depository.editing.vocabulary_text import Row, extend, put
from depository.errors import N_, Invalid, Problem
from depository.record import Record

# What a form calls the fields of a vocabulary file.
_OF_FORM = {"prefLabel.uk": "uk", "prefLabel.en": "en", "altLabel": "label", "hiddenLabel": "label"}
_LISTED = re.compile(r"\[\d+\]")
_NO_WORD = N_("This field is required: add it.")


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would do: new texts of vocabularies by name, the records that follow, and the ids of
    those filed under what changes. `problems` keep it from being done; `notes` are to be known before."""

    texts: Mapping[str, str] = field(default_factory=dict)
    records: tuple[Record, ...] = ()
    concerned: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()

    @property
    def is_possible(self) -> bool:
        return bool(self.texts) and not self.problems

    @property
    def digest(self) -> str:
        """Tells whether what was shown is still what would be done."""
        parts = [f"{name}\n{text}" for name, text in sorted(self.texts.items())]
        parts += map(recordfile.render, self.records)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


class Change(Protocol):
    """A change of the vocabularies; `action` is what the history calls it."""

    action: ClassVar[str]

    @property
    def words(self) -> tuple[str, ...]:
        """The words by which readers search for what it concerns."""

    def write(self, drafts: Drafts) -> None:
        """Make the change in the drafts, or tell them what keeps it from being made."""


@dataclass(frozen=True, slots=True)
class AddTheme:
    """One more theme, below `broader` where that is given."""

    action: ClassVar[str] = "add-theme"
    id: str
    uk: str
    en: str
    broader: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        return (self.uk, self.en)

    def write(self, drafts: Drafts) -> None:
        drafts.refuse_taken("themes", self.id)
        drafts.refuse_names("themes", "", self.uk, self.en)
        if self.broader:
            drafts.row("themes", self.broader, "broader")
        drafts.text("themes").append(
            {
                "id": self.id,
                "group": "detail" if self.broader else "cross-cutting",
                "prefLabel": {"uk": self.uk, "en": self.en},
                "broader": (self.broader,) if self.broader else (),
            }
        )


@dataclass(frozen=True, slots=True)
class AddPlace:
    """One more town, oblast or country."""

    action: ClassVar[str] = "add-place"
    id: str
    type: str
    uk: str
    en: str
    oblast: str = ""
    genitive: str = ""
    locative: str = ""
    lat: float | None = None
    lon: float | None = None

    @property
    def words(self) -> tuple[str, ...]:
        return (self.uk, self.en)

    def write(self, drafts: Drafts) -> None:
        drafts.refuse_taken("places", self.id)
        drafts.refuse_names("places", "", self.uk, self.en)
        if self.oblast:
            drafts.row("places", self.oblast, "oblast")
        named = {"id": self.id, "type": self.type, "prefLabel": {"uk": self.uk, "en": self.en}}
        more = {name: getattr(self, name) for name in ("oblast", "genitive", "locative", "lat", "lon")}
        drafts.text("places").append({**named, **more})


@dataclass(frozen=True, slots=True)
class Relabel:
    """Another name, in both languages, for a theme or a place; its id stays."""

    action: ClassVar[str] = "relabel"
    vocabulary: Named
    id: str
    uk: str
    en: str

    @property
    def words(self) -> tuple[str, ...]:
        return (self.uk, self.en)

    def write(self, drafts: Drafts) -> None:
        row = drafts.row(self.vocabulary, self.id)
        if row is None:
            return
        drafts.concern(self.vocabulary, self.id)
        drafts.refuse_names(self.vocabulary, self.id, self.uk, self.en)
        if (row["prefLabel"]["uk"], row["prefLabel"]["en"]) == (self.uk, self.en):
            drafts.refuse("uk", N_("It is called so already: write the new name."))
        put(row["prefLabel"], "uk", self.uk)
        put(row["prefLabel"], "en", self.en)


@dataclass(frozen=True, slots=True)
class AddLabel:
    """One more name by which a theme or a place is found; a `hidden` one is shown nowhere."""

    action: ClassVar[str] = "add-label"
    vocabulary: Named
    id: str
    label: str
    language: Literal["uk", "en"] = "uk"
    hidden: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return (self.label,)

    def write(self, drafts: Drafts) -> None:
        row = drafts.row(self.vocabulary, self.id)
        if row is None:
            return
        drafts.concern(self.vocabulary, self.id)
        drafts.note_others(self.vocabulary, self.id, self.label)
        if not self.label:
            drafts.refuse("label", _NO_WORD)
        elif self.label.lower() in drafts.names(self.vocabulary, self.id):
            drafts.refuse("label", N_("“{given}” is among its names already."), given=self.label)
        elif self.hidden:
            _add_to(row, "hiddenLabel", [self.label])
        elif self.vocabulary == "places":
            _add_to(row, "altLabel", [self.label])
        else:
            _add_to(row.setdefault("altLabel", {}), self.language, [self.label])


@dataclass(frozen=True, slots=True)
class AddSynonyms:
    """Words that mean the same in a search; or, where they are `leading`, words that lead to `theme`."""

    action: ClassVar[str] = "add-synonyms"
    same: tuple[str, ...]
    theme: str = ""
    leading: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return self.same

    def write(self, drafts: Drafts) -> None:
        if self.theme and drafts.row("themes", self.theme, "theme") is None:
            return
        if self.leading:
            self._lead(drafts)
        else:
            self._equate(drafts)

    def _lead(self, drafts: Drafts) -> None:
        if not self.theme:
            drafts.refuse("theme", N_("Choose the theme that these words lead to."))
        if not self.same:
            drafts.refuse("same", _NO_WORD)
        draft = drafts.text("synonyms")
        for number, row in enumerate(draft.rows):
            if row.get("theme") == self.theme and "words" in row:
                extend(draft.edit(number)["words"], self.same)
                return
        draft.append({"theme": self.theme, "words": self.same})

    def _equate(self, drafts: Drafts) -> None:
        if len(self.same) < 2:
            drafts.refuse("same", N_("Give at least two words or phrases that mean the same."))
        draft, wanted = drafts.text("synonyms"), {word.lower() for word in self.same}
        met = [number for number, row in enumerate(draft.rows) if not wanted.isdisjoint(_same(row))]
        if len(met) > 1:
            groups = "; ".join(", ".join(draft.rows[number]["same"]) for number in met)
            message = N_("These words stand in different groups ({groups}): leave those of one group.")
            drafts.refuse("same", message, groups=groups)
        elif met:
            group = draft.edit(met[0])
            extend(group["same"], self.same)
            if self.theme and not group.get("theme"):
                put(group, "theme", self.theme)
        else:
            draft.append({"same": self.same, "theme": self.theme})


@dataclass(frozen=True, slots=True)
class MergeThemes:
    """`source` becomes `target`: records follow, its names lead there, and its id stays known."""

    action: ClassVar[str] = "merge-themes"
    source: str
    target: str

    @property
    def words(self) -> tuple[str, ...]:
        return ()

    def write(self, drafts: Drafts) -> None:
        source = drafts.row("themes", self.source, "source")
        target = drafts.row("themes", self.target, "target")
        if source is None or target is None:
            return
        if self.source == self.target:
            drafts.refuse("target", N_("A theme cannot be merged into itself: choose another one."))
            return
        drafts.concern("themes", self.source)
        above = [theme for theme in source.get("broader", ()) if theme != self.target]
        themes, synonyms = drafts.text("themes"), drafts.text("synonyms")
        for number, row in enumerate(themes.rows):
            for name in ("broader", "related"):
                if self.source in row.get(name, ()):
                    own = above if name == "broader" else []
                    targets = own if row["id"] == self.target else [self.target]
                    _redirect(themes.edit(number), name, self.source, targets)
        for number, row in enumerate(synonyms.rows):
            if row.get("theme") == self.source:
                put(synonyms.edit(number), "theme", self.target)
        _bequeath(source, target)
        put(source, "replaced_by", self.target)
        drafts.follow(self.source, self.target)


def effect(change: Change, corpus: Corpus) -> Effect:
    """What `change` would do to `corpus`; nothing is written. Raises Invalid for broken vocabularies."""
    drafts = Drafts(corpus)
    change.write(drafts)
    texts = drafts.texts()
    problems = list(drafts.problems)
    if not problems:
        try:
            corpus.vocabularies(texts)
        except Invalid as invalid:
            problems += map(_at_form, invalid.problems)
    return Effect(texts, tuple(drafts.records), tuple(drafts.concerned), tuple(problems), tuple(drafts.notes))


def _same(row: Row) -> Iterable[str]:
    return {str(word).lower() for word in row.get("same", ())}


def _add_to(row: Row, name: str, labels: Iterable[str]) -> None:
    """Add to a list that may not be there yet."""
    if row.get(name):
        extend(row[name], labels)
    else:
        put(row, name, tuple(dict.fromkeys(labels)))


def _redirect(row: Row, name: str, source: str, targets: Iterable[str]) -> None:
    """In a list of themes, `targets` in the place of `source`; never the theme itself, and nothing twice."""
    ids = [each for theme in row[name] for each in (targets if theme == source else [theme])]
    put(row, name, tuple(dict.fromkeys(theme for theme in ids if theme != row["id"])))


def _bequeath(source: Row, target: Row) -> None:
    """The names of a merged theme become those of the other; of itself the id and the name stay."""
    labels = source.pop("altLabel", {})
    for language in ("uk", "en"):
        own = str(target["prefLabel"][language]).lower()
        names = [source["prefLabel"][language], *labels.get(language, ())]
        if fresh := [str(name) for name in names if str(name).lower() != own]:
            _add_to(target.setdefault("altLabel", {}), language, fresh)
    if hidden := source.pop("hiddenLabel", ()):
        _add_to(target, "hiddenLabel", map(str, hidden))
    for name in ("broader", "related", "notation"):
        source.pop(name, None)


def _at_form(problem: Problem) -> Problem:
    """A problem of a vocabulary file, at the field of the form it came from."""
    name = _LISTED.sub("", problem.field).removeprefix(".")
    name = next((ours for theirs, ours in _OF_FORM.items() if name.startswith(theirs)), name)
    return Problem(problem.message, name, problem.values)
