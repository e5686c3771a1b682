"""What the rules of one file cannot say: ids must exist in a vocabulary, links must lead somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from depository import markup
from depository.errors import N_, Problem
from depository.record import Record
from depository.vocabulary import Kind, Place, Synonyms, Theme, Themes, Vocabularies
from depository.yamlsyntax import dotted
from depository.yamltext import YamlText


def problems_in(record: Record, vocabularies: Vocabularies) -> list[Problem]:
    """What keeps a record from being found: themes, places or a kind that no vocabulary has."""
    return unknown(record.themes, record.places, [record.kind], vocabularies)


def unknown(
    themes: Iterable[str], places: Iterable[str], kinds: Iterable[str], vocabularies: Vocabularies
) -> list[Problem]:
    """The ids among these that their vocabulary does not have, each with those that look alike."""
    return [
        *(
            _merged(problem, vocabularies)
            for problem in _unknown(
                themes, [theme.id for theme in vocabularies.themes], "themes", "themes.yaml"
            )
        ),
        *_unknown(places, [place.id for place in vocabularies.places], "places", "places.yaml"),
        *_unknown(kinds, [kind.id for kind in vocabularies.kinds], "kind", "kinds.yaml"),
    ]


def unknown_in(fields: Mapping[str, Any], vocabularies: Vocabularies) -> list[Problem]:
    """The same for front matter that is no record yet: whatever in it is a text may be an id."""

    def texts(value: Any) -> list[str]:
        return [each if isinstance(each, str) else "" for each in (value if isinstance(value, list) else [])]

    kind = fields.get("kind")
    found = unknown(texts(fields.get("themes")), texts(fields.get("places")), texts([kind]), vocabularies)
    return [problem for problem in found if problem.values["given"]]


def dead_ends(record: Record, vocabularies: Vocabularies, records: Collection[str]) -> list[Problem]:
    """Links and references that lead nowhere among all `records`; the record is readable all the same."""
    problems = []
    if record.replaced_by and record.replaced_by not in records:
        message = N_("There is no record “{given}”: name an existing one.")
        problems.append(Problem(message, "replaced_by", {"given": record.replaced_by}))
    known = {
        "record": records,
        "theme": [theme.id for theme in vocabularies.themes],
        "place": [place.id for place in vocabularies.places],
    }
    for link in markup.links(record.body):
        if link.target not in known[link.scheme]:
            message = N_("The link “{given}” leads nowhere{near}.")
            successor = vocabularies.themes.successor(link.target) if link.scheme == "theme" else None
            near = f" (→ {successor})" if successor else _near(link.target, known[link.scheme])
            values = {"given": f"{link.scheme}:{link.target}", "near": near, "body_line": link.line}
            problems.append(Problem(message, "body", values))
    return problems


def unsourced(record: Record) -> list[Problem]:
    """What a published record lacks that names no source; it is readable all the same."""
    if record.status != "published" or record.source is not None:
        return []
    return [
        Problem(
            N_("A published record cites its source: name the publication or page it rests on."), "source"
        )
    ]


def by_name(problem: Problem, vocabularies: Vocabularies) -> Problem:
    """`problem`, unless it is a name written where an id belongs: then that id is told."""
    concepts: Mapping[str, Iterable[Theme | Place | Kind]] = {
        "themes": vocabularies.themes,
        "places": vocabularies.places,
        "kind": vocabularies.kinds,
    }
    given = str(problem.values.get("given", ""))
    for concept in concepts.get(problem.field.partition("[")[0], ()):
        if given.lower() in (concept.label.uk.lower(), concept.label.en.lower()):
            message = N_("“{given}” is a name: write the id “{id}” in its place.")
            return replace(problem, message=message, values={"given": given, "id": concept.id})
    return problem


def _unknown(given: Iterable[str], known: Collection[str], field: str, file: str) -> Iterator[Problem]:
    """The ids no vocabulary has, with those that look alike."""
    for number, value in enumerate(given, 1):
        if value not in known:
            message = N_("“{given}” is not in {file}{near}.")
            name = field if field == "kind" else f"{field}[{number}]"
            yield Problem(message, name, {"given": value, "file": file, "near": _near(value, known)})


def _merged(problem: Problem, vocabularies: Vocabularies) -> Problem:
    """`problem`, unless its theme was merged into another: then that one is told."""
    successor = vocabularies.themes.successor(str(problem.values["given"]))
    if successor is None:
        return problem
    message = N_("The theme “{given}” was merged into “{successor}”: write that in its place.")
    return replace(problem, message=message, values={**problem.values, "successor": successor})


def _near(given: str, known: Iterable[str]) -> str:
    near = get_close_matches(given.lower(), list(known), n=3, cutoff=0.6)
    return f" (≈ {', '.join(near)})" if near else ""


def problems_of_vocabularies(
    parts: Mapping[str, Mapping[int, Any]], sources: Mapping[str, YamlText]
) -> list[Problem]:
    """Repeated ids and names, and references to concepts that are not there.

    `parts` are the entries of each file that break no rule by themselves, by their number in it; `sources`
    are the files as they stand, those left out that cannot be read.
    """
    problems = []
    for name in ("themes", "places", "kinds"):
        seen: set[str] = set()
        for number, concept in parts[name].items():
            if concept.id in seen:
                message = N_("The id “{given}” stands here twice: ids must differ.")
                problems.append(_at(sources, name, (number, "id"), message, concept.id))
            seen.add(concept.id)
    message = N_("There is no “{given}” in this vocabulary: mend the reference or add the concept.")
    themes, places = _ids(sources, "themes"), _ids(sources, "places")
    for number, theme in parts["themes"].items():
        for field, target in _references(theme):
            if themes is not None and target not in themes:
                problems.append(_at(sources, "themes", (number, field), message, target))
    for number, place in parts["places"].items():
        if places is not None and place.oblast and place.oblast not in places:
            problems.append(_at(sources, "places", (number, "oblast"), message, place.oblast))
    for number, group in parts["synonyms"].items():
        if themes is not None and group.theme and group.theme not in themes:
            problems.append(_at(sources, "synonyms", (number, "theme"), message, group.theme))
    problems += _namesakes(parts["themes"], sources)
    problems += _circles(parts["themes"], sources)
    problems += _mergers(parts["themes"], parts["synonyms"], sources)
    return problems


def _ids(sources: Mapping[str, YamlText], name: str) -> set[str] | None:
    """The ids in a file, those of entries that break a rule too; None where nobody can tell."""
    rows = sources[name].data if name in sources else None
    if not isinstance(rows, list):
        return None
    return {str(row.get("id")) for row in rows if isinstance(row, Mapping)}


def _namesakes(themes: Mapping[int, Theme], sources: Mapping[str, YamlText]) -> Iterator[Problem]:
    """Themes called as one before them: nobody could tell which of the two is meant."""
    message = N_("“{other}” is called “{given}” already: choose another name, or use what is there.")
    called: dict[tuple[str, str], Theme] = {}
    for number, theme in themes.items():
        for language in ("uk", "en") if theme.replaced_by is None else ():
            name = theme.label.in_language(language)
            first = called.setdefault((language, name.lower()), theme)
            if first.id != theme.id:
                problem = _at(sources, "themes", (number, "prefLabel", language), message, name)
                yield replace(problem, values={**problem.values, "other": first.id})


def _references(theme: Theme) -> Iterator[tuple[str, str]]:
    yield from (("broader", target) for target in theme.broader)
    yield from (("related", target) for target in theme.related)
    if theme.replaced_by:
        yield "replaced_by", theme.replaced_by


def _mergers(
    listed: Mapping[int, Theme], synonyms: Mapping[int, Synonyms], sources: Mapping[str, YamlText]
) -> Iterator[Problem]:
    """Themes merged in a circle, and what still names a theme that was merged into another."""
    themes = Themes(listed.values())
    message = N_("The theme “{given}” was merged into “{successor}”: write that in its place.")

    def told(name: str, path: tuple[str | int, ...], target: str) -> Iterator[Problem]:
        if successor := themes.successor(target):
            problem = _at(sources, name, path, message, target)
            yield replace(problem, values={**problem.values, "successor": successor})

    for number, theme in listed.items():
        if theme.replaced_by is None:
            for field, target in _references(theme):
                yield from told("themes", (number, field), target)
        elif theme.id in _after(theme, listed.values()):
            circle = N_("“{given}” was merged into itself, in a circle: take one replaced_by away.")
            yield _at(sources, "themes", (number, "replaced_by"), circle, theme.id)
    for number, group in synonyms.items():
        if group.theme:
            yield from told("synonyms", (number, "theme"), group.theme)


def _after(theme: Theme, listed: Iterable[Theme]) -> set[str]:
    """The themes that `theme` became, one after the other."""
    replaced = {each.id: each.replaced_by for each in listed if each.replaced_by}
    met: set[str] = set()
    current = theme.replaced_by
    while current and current not in met:
        met.add(current)
        current = replaced.get(current)
    return met


def _circles(themes: Mapping[int, Theme], sources: Mapping[str, YamlText]) -> Iterator[Problem]:
    """Themes that are, by way of others, broader than themselves."""
    broader = {theme.id: theme.broader for theme in themes.values()}
    for number, theme in themes.items():
        above, waiting = set(), list(theme.broader)
        while waiting:
            if (current := waiting.pop()) not in above:
                above.add(current)
                waiting.extend(broader.get(current, ()))
        if theme.id in above:
            message = N_("“{given}” is broader than itself, in a circle: take one broader away.")
            yield _at(sources, "themes", (number, "broader"), message, theme.id)


def _at(
    sources: Mapping[str, YamlText], name: str, path: tuple[str | int, ...], message: str, given: str
) -> Problem:
    field = dotted(path[1:])
    return Problem(message, field, {"given": given}, f"vocabularies/{name}.yaml", sources[name].line(path))
