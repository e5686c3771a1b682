"""Bodies the text names: councils, unions, funds, companies; and people with their parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from indexer.intake.suggestions import cues
from indexer.intake.suggestions.found import Found, found
from indexer.intake.suggestions.passages import Text

_MOST = 10
_KIND = (
    r"(?:громадськ\w+ (?:організаці|спілк|об'єднанн)\w*|благодійн\w+ (?:організаці|фонд)\w*|ГО|БО|ГС|"
    r"БФ|КП|КНП|КУ|ТОВ|ПрАТ|ПАТ|АТ|ФГ|ОСББ|спілк\w+|асоціаці\w+|фонд\w*|товариств\w+"
    r"|кооператив\w*|компані\w+|підприємств\w+|фундаці\w+|агенці\w+|центр\w*|об'єднанн\w+|кластер\w*)"
)
_QUOTED = re.compile(rf"\b(?P<kind>{_KIND})\s+(?P<name>«[^«»]{{2,80}}»|\"[^\"]{{2,80}}\")")
_IN_MARKS = re.compile(r"[«\"].*")
_COUNCIL = re.compile(
    r"\b(?P<name>[А-ЯЄІЇҐ][а-яєіїґ'’-]+(?:ськ|цьк|зьк)(?:а|ої|ій|у|ою)\s+(?:міськ|обласн|селищн|"
    r"сільськ|районн)\w+\s+рад[аиіуо]ю?)\b"
)
_ROLE = (
    r"(?:міськ\w+ голов\w+|заступни\w+ міськ\w+ голови|голова (?:громади|ради|правління|спілки|"
    r"асоціації|організації)|директор\w*|керівни\w+|начальни\w+|очільни\w+|координатор\w*"
    r"|засновни\w+|співзасновни\w+|менеджер\w*|депутат\w*|староста|бібліотекар\w*)"
)
_NAME = r"[А-ЯЄІЇҐ][а-яєіїґ'’]+(?:-[А-ЯЄІЇҐ][а-яєіїґ'’]+)?\s+[А-ЯЄІЇҐ][а-яєіїґ'’]+(?:-[А-ЯЄІЇҐ][а-яєіїґ'’]+)?"
_BEFORE_NAME = re.compile(
    rf"\b(?P<role>(?i:{_ROLE})(?:\s+[а-яєіїґА-ЯЄІЇҐ«»'’-]+){{0,5}}?)\s+(?P<name>{_NAME})(?=[,.;:)»\s–—-]|$)"
)


def suggest(text: Text) -> Found:
    """Bodies by the names the text gives them."""
    names: dict[str, str] = {}
    for sentence in text.running:
        if cues.CONTACTS.search(sentence.text):
            continue
        for match in _QUOTED.finditer(sentence.text):
            names.setdefault(match[0].replace("\n", " "), sentence.text)
        for match in _COUNCIL.finditer(sentence.text):
            if match["name"].endswith("рада"):
                names.setdefault(match["name"], sentence.text)
    kept = list(_once(names))
    evidence = tuple(found(name, names[name], 0.6) for name in kept)
    return Found(tuple(name[:300] for name in kept[:_MOST]), evidence)


def _once(names: Iterable[str]) -> Iterator[str]:
    """The names; what stands in quotation marks once, whatever goes before: ГО «Світло», фонд «Світло»."""
    seen: set[str] = set()
    for name in names:
        quoted = _IN_MARKS.search(name)
        inner = quoted[0] if quoted else name
        if inner not in seen:
            seen.add(inner)
            yield name


def people(text: Text) -> Found:
    """People the text names together with their part: «директорка Олена Коваль»."""
    values: list[dict[str, Any]] = []
    evidence = []
    for sentence in text.running:
        for match in _BEFORE_NAME.finditer(sentence.text):
            if any(match["name"] == person["name"] for person in values):
                continue
            person = {"name": match["name"], "role": match["role"].strip()}
            values.append(person)
            evidence.append(found(person, sentence.text, 0.5))
    return Found(tuple(values[:_MOST]), tuple(evidence))
