"""Places and themes, chosen from the vocabularies by name: never free text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from flask import current_app, request
from flask.typing import ResponseReturnValue

from depository.collation import sort_key
from depository.errors import N_, Problem
from depository.vocabulary import Place, Theme, Vocabularies
from web.desk import door
from web.i18n import language

_MOST = 12
_UNKNOWN = {
    "places": N_("There is no place “{given}” in the vocabulary{near}: choose one from the list."),
    "themes": N_("There is no theme “{given}” in the vocabulary{near}: choose one from the list."),
}
_SEVERAL = N_("“{given}” may be several things: {several}. Choose one from the list.")


class Choice(NamedTuple):
    """A concept to choose: `said` tells it from others of its name."""

    id: str
    label: str
    said: str = ""


@door.blueprint.get("/concepts")
def concepts() -> ResponseReturnValue:
    """Places or themes (`kind`) whose names have what is typed (`q`), the closest first, for a script."""
    kind = "themes" if request.args.get("kind") == "themes" else "places"
    return {"choices": [choice._asdict() for choice in matching(kind, request.args.get("q", "")[:100])]}


def chosen(kind: str, ids: Sequence[str]) -> list[Choice]:
    """The concepts with these ids; an id no vocabulary has is its own name."""
    known = {choice.id: choice for choice in everything(kind)}
    return [known.get(each, Choice(each, each)) for each in ids]


def named(kind: str, concept_id: str) -> str:
    """The name of a concept; its id where no vocabulary has it."""
    concept = (vocabularies().themes if kind == "themes" else vocabularies().places).get(concept_id)
    return concept.label.in_language(language()) if concept else concept_id


def everything(kind: str) -> list[Choice]:
    """Every concept one may choose, by name."""
    found = [_choice(concept) for concept in _offered(kind)]
    return sorted(found, key=lambda choice: sort_key(choice.label))


def matching(kind: str, typed: str) -> list[Choice]:
    """Concepts one of whose names has a word that begins as typed; whole names that begin so come first.

    Where nothing is typed yet, the first ones there are.
    """
    wanted = typed.casefold().strip()
    if not wanted:
        return everything(kind)[:_MOST]
    ranked = []
    for concept in _offered(kind):
        names = [name.casefold() for name in _names(concept)]
        ranks = [0 if n == wanted else 1 if n.startswith(wanted) else 2 for n in names if _has(n, wanted)]
        if ranks:
            ranked.append((min(ranks), sort_key(_choice(concept).label), _choice(concept)))
    return [choice for *_, choice in sorted(ranked, key=lambda each: each[:2])[:_MOST]]


def resolved(kind: str, typed: str) -> tuple[list[str], str, list[Problem]]:
    """The ids of the concepts named in `typed`, several of them behind semicolons or commas; what is left
    of it, for that names none; and why."""
    ids: list[str] = []
    left: list[str] = []
    problems: list[Problem] = []
    whole = _meant(kind, typed)
    for name in [typed] if len(whole) == 1 else re.split(r"[;,\n]", typed):
        if not (name := " ".join(name.split())):
            continue
        meant = _meant(kind, name)
        if len(meant) == 1:
            ids.append(meant[0].id)
            continue
        left.append(name)
        if meant:
            several = "; ".join(f"{choice.label} – {choice.said or choice.id}" for choice in meant)
            problems.append(Problem(_SEVERAL, kind, {"given": name[:60], "several": several}))
        else:
            problems.append(Problem(_UNKNOWN[kind], kind, {"given": name[:60], "near": _near(kind, name)}))
    return ids, ", ".join(left), problems


def _meant(kind: str, name: str) -> list[Choice]:
    """The concepts that `name` is the id or a name of; a name shown means more than another one."""
    wanted = " ".join(name.casefold().split())
    by_label, by_other = [], []
    for concept in _offered(kind):
        choice = _choice(concept)
        if wanted in (concept.id, f"{choice.label} ({choice.said})".casefold()):
            return [choice]
        if wanted in (concept.label.uk.casefold(), concept.label.en.casefold()):
            by_label.append(choice)
        elif wanted in map(str.casefold, _names(concept)):
            by_other.append(choice)
    return by_label or by_other


def _near(kind: str, name: str) -> str:
    # Found by any of its names, a wrong spelling too; told by the one that is shown.
    labels = {each.casefold(): _choice(c).label for c in _offered(kind) for each in _names(c)}
    near = get_close_matches(name.casefold(), list(labels), n=6, cutoff=0.6)
    told = list(dict.fromkeys(labels[each] for each in near))[:3]
    return f" (≈ {', '.join(told)})" if told else ""


def _offered(kind: str) -> Iterator[Place | Theme]:
    """What may be chosen: a theme merged into another may not."""
    for concept in vocabularies().themes if kind == "themes" else vocabularies().places:
        if not getattr(concept, "replaced_by", None):
            yield concept


def _choice(concept: Place | Theme) -> Choice:
    if isinstance(concept, Theme):
        above = vocabularies().theme_labels(concept.broader[:1], language())
        return Choice(concept.id, concept.label.in_language(language()), ", ".join(above))
    oblast = vocabularies().places.get(concept.oblast or "")
    said = oblast.label.in_language(language()) if oblast else ""
    return Choice(concept.id, concept.label.in_language(language()), said)


def vocabularies() -> Vocabularies:
    """The vocabularies one chooses from."""
    found: Vocabularies = current_app.extensions["depository"].vocabularies
    return found


def _names(concept: Place | Theme) -> Iterator[str]:
    yield from (concept.label.uk, concept.label.en)
    if isinstance(concept, Theme):
        yield from (*concept.alt.uk, *concept.alt.en, *concept.hidden)
    else:
        yield from (*concept.aliases, *concept.variants)


def _has(name: str, beginning: str) -> bool:
    """Whether a word of `name` begins so, or the words from one on."""
    return name.startswith(beginning) or any(sign + beginning in name for sign in " -«(’'\"")
