"""What the values of facets are called: concepts by their labels, the rest by messages."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext

from depository.errors import N_
from depository.schema import ALL_PARTNERS, NATIONAL, NO_YEAR, REGION
from depository.vocabulary import Vocabularies

_SPECIAL: Mapping[tuple[str, str], str] = {
    ("city", ALL_PARTNERS): N_("All partner cities"),
    ("city", REGION): N_("A whole region"),
    ("city", NATIONAL): N_("Ukraine"),
    ("year", NO_YEAR): N_("No exact year"),
}


def label(facet: str, value: str, vocabularies: Vocabularies, language: str) -> str:
    """The name of a facet's value; the value itself where nothing names it."""
    special = _SPECIAL.get((facet, value))
    if special is not None:
        return str(gettext(special))
    if facet == "city" and value in vocabularies.places:
        return vocabularies.places[value].label.in_language(language)
    if facet == "theme" and value in vocabularies.themes:
        return vocabularies.themes[value].label.in_language(language)
    if facet == "kind" and value in vocabularies.kinds:
        return vocabularies.kinds[value].label.in_language(language)
    return value


def term(text: str, vocabularies: Vocabularies, language: str) -> str:
    """An index term as a person reads it; nothing for keys that only stand for a sound or a synonym."""
    if text[:1] == "#":
        return f"«{label('theme', text[1:], vocabularies, language)}»"
    if text[:1] == "@":
        return label("city", text[1:], vocabularies, language)
    return "" if text[:1] in ("&", "~") else text.removeprefix("=")
