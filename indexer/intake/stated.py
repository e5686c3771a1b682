"""What a file states outright, by whatever names: front matter and cells of tables as fields of a record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from depository.errors import N_, Problem
from depository.intake import FIELD_LEFT
from depository.record import Record
from depository.vocabulary import Vocabularies
from indexer.intake.fieldnames import field_of
from indexer.intake.naming import Names, names_of
from indexer.intake.source import Source

_UNKNOWN = N_("“{given}” is not in {file}{near}.")
_SEVERAL = N_("“{given}” may mean several: write the id of one ({near}).")
_NO_YEAR = N_("“{given}” is not a year: write it like 2018, 2018–2020 or 2018, 2020.")
_NOT_A_YEAR_OF_IT = N_("“{name}” ({given}) is the date of the file, not of the practice: it was left out.")
_TAG = N_("The tag “{given}” names no theme and was left out.")
_STATE = N_("The state “{given}” was left out: what is imported begins as a draft.")
_TWICE = N_("“{name}” says what “{other}” says already: one of them was left out.")

_FILES = {"places": "places.yaml", "themes": "themes.yaml", "kind": "kinds.yaml"}
_PARTED = re.compile(r"\s*[;\n|]\s*")
_COMMAS = re.compile(r"\s*,\s*|\s+/\s+")
_YEARS = re.compile(r"(\d+)(?:\s*[-–—−‑]\s*(\d{2,}))?")
_AROUND_YEARS = re.compile(
    r"\s*(?:(?:з|із|від|у|в|протягом|упродовж|from|in)\s+)?\d+(?:\s*[-–—−‑]\s*\d{2,})?\s*"
    r"(?:(?:рр?|pp|роки|року|році|роках|рік|г|гг|years?)\b\.?)?\s*",
    re.IGNORECASE,
)
# What may stand around years in words: «з лютого 2017 р. по грудень 2018 року», «між 2018 та 2020».
_MONTHS = re.compile(
    r"\b(?:січ(?:ень|ня)|лют(?:ий|ого)|берез(?:ень|ня)|квіт(?:ень|ня)|трав(?:ень|ня)|черв(?:ень|ня)"
    r"|лип(?:ень|ня)|серп(?:ень|ня)|верес(?:ень|ня)|жовт(?:ень|ня)|листопада?|груд(?:ень|ня)"
    r"|весн[аи]|літ[оа]|ос(?:інь|ені)|зим[аи]|навесні|влітку|восени|взимку"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|spring|summer|autumn|winter)\s+(?=(?:19|20)\d\d(?!\d))",
    re.IGNORECASE,
)
# «2017 – дотепер» has begun then, and says no other year.
_TILL_NOW = re.compile(
    r"(?<=\d)(?:\s*(?:року|рік|р)\b\.?)?\s*(?:[-–—−‑]|\b(?:до|по|і|й|to|till)\b)\s*"
    r"(?:дотепер|донині|досі|сьогодні|нині|тепер|теперішн\w+ час\w*|цей час|триває|present|now|ongoing)\b",
    re.IGNORECASE,
)
# «09.2019», «01.09.2019» and «2019-09-01» are of one year.
_DAYS = re.compile(
    r"(?<![\d.])(?:\d{1,2}[./]){1,2}(?=(?:19|20)\d\d(?![\d.]))|(?<=(?:19|20)\d\d)-[01]\d-[0-3]\d(?!\d)"
)
_TO = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:-?го)?\s*(?:(?:року|рік|р)\b\.?)?\s*"
    r"(?:[-–—−‑/]|\b(?:до|по|to|until|till|through)\b)\s*((?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\b(?:між|between)\s+((?:19|20)\d\d)\s+(?:та|і|й|and)\s+((?:19|20)\d\d)(?!\d)", re.IGNORECASE
)
_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_LIKE_ADDRESS = re.compile(r"https?:|www\.|[\w-]\.[a-zа-яєіїґ]{2,}(?:/|$)", re.IGNORECASE)
# A span longer than this is a slip of the hand: its ends are told, not all years between.
_LONGEST_SPAN = 60
_OF_SOURCE = ("publication", "publisher", "url", "page", "section", "heading", "rights")
_WHOLE = (
    "id",
    "scope",
    "horizon",
    "reason",
    "replaced_by",
    "added",
    "updated",
    "figures",
    "people",
)


@dataclass
class _Reading:
    """What one source states, as it is gathered."""

    source: Source
    names: Mapping[str, Names]
    values: dict[str, Any]
    origin: dict[str, Any]
    oblasts: Mapping[str, str | None]
    problems: list[Problem]
    notes: list[Problem]

    def problem(self, message: str, field: str, at: str, **values: object) -> None:
        self.problems.append(self._told(message, field, at, values))

    def note(self, message: str, field: str, at: str, **values: object) -> None:
        self.notes.append(self._told(message, field, at, values))

    def _told(self, message: str, field: str, at: str, values: Mapping[str, object]) -> Problem:
        line = self.source.lines.get(at, self.source.line)
        return Problem(message, field, values, self.source.name, line)


def settle(source: Source, vocabularies: Vocabularies) -> tuple[Source, tuple[Problem, ...]]:
    """`source` with what it states by the fields and ids of a record, and what is wrong with that.

    A place or theme that no vocabulary knows is a problem that names it: it is never guessed. Fields
    that are none of ours are told in the notes of the source.
    """
    oblasts = {place.id: place.oblast for place in vocabularies.places}
    reading = _Reading(source, names_of(vocabularies), {}, {}, oblasts, [], [])
    met: dict[str, str] = {}
    for name, value in source.stated.items():
        field = name if name in Record.model_fields else field_of(name)
        if value is None or value == "" or value == []:
            continue
        if not field:
            reading.note(FIELD_LEFT, "", name, name=name)
            continue
        if field in met and field not in ("source", "tags", "places", "themes"):
            reading.note(_TWICE, field, name, name=name, other=met[field])
            continue
        met.setdefault(field, name)
        _TAKERS.get(field, _left)(reading, field, name, value)
    if reading.origin:
        reading.values["source"] = {**reading.origin, **_mapping(reading.values.get("source"))}
    stated = replace(source, stated=reading.values, notes=(*source.notes, *reading.notes))
    return stated, tuple(reading.problems)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _listed(value: Any) -> list[Any]:
    """The values of a list, or of a text that lists them."""
    if isinstance(value, list | tuple):
        return [item for item in value if item not in (None, "")]
    if isinstance(value, Mapping):
        return [value]
    return [item for item in _PARTED.split(str(value).strip()) if item]


def _concepts(reading: _Reading, field: str, name: str, value: Any) -> None:
    """Places or themes by id or by any of their names."""
    found: list[str] = reading.values.setdefault(field, [])
    for number, given in enumerate(_each_named(reading.names[field], value), 1):
        meant = reading.names[field].meant(given)
        if len(meant) == 1:
            found += [meant[0]] if meant[0] not in found else []
        else:
            _unknown(reading, field, f"{field}[{number}]", name, given, meant)
    if field == "places" and isinstance(value, str):
        # «Хмільник, Вінницька область» says where the town is.
        around = {reading.oblasts.get(place) for place in found}
        reading.values[field] = [place for place in found if place not in around]


def _each_named(names: Names, value: Any) -> Iterator[str]:
    """The names in a value; a comma parts names unless it belongs to one of them."""
    for item in _listed(value):
        text = str(item)
        if names.meant(text) or not _COMMAS.search(text):
            yield text
        else:
            yield from (part for part in _COMMAS.split(text) if part.strip())


def _unknown(reading: _Reading, field: str, place: str, name: str, given: str, meant: list[str]) -> None:
    if meant:
        reading.problem(_SEVERAL, place, name, given=given, near=", ".join(meant[:5]))
        return
    near = reading.names[field].near(given)
    told = f" (≈ {', '.join(near)})" if near else ""
    reading.problem(_UNKNOWN, place, name, given=given, file=_FILES[field], near=told)


def _kind(reading: _Reading, field: str, name: str, value: Any) -> None:
    meant = reading.names["kind"].meant(str(value))
    if len(meant) == 1:
        reading.values[field] = meant[0]
    else:
        _unknown(reading, field, field, name, str(value), meant)


def _tags(reading: _Reading, field: str, name: str, value: Any) -> None:
    """Tags are anybody's words: those that name a theme are taken, the others told."""
    for given in _each_named(reading.names["themes"], value):
        meant = reading.names["themes"].meant(given)
        themes: list[str] = reading.values.setdefault("themes", []) if len(meant) == 1 else []
        if len(meant) != 1:
            reading.note(_TAG, "themes", name, given=given)
        elif meant[0] not in themes:
            themes.append(meant[0])


def _years(reading: _Reading, field: str, name: str, value: Any) -> None:
    """Years as numbers or as text: 2018, 2018–2020, «2018, 2020», «2018–2020 рр.»."""
    found: list[int] = []
    for item in _listed(value):
        for part in re.split(r"\s*(?:,|\bта\b|\bі\b|\bй\b|\band\b)\s*", _in_figures(str(item))):
            spans = list(_YEARS.finditer(part))
            if len(spans) != 1 or not _AROUND_YEARS.fullmatch(part):
                reading.problem(_NO_YEAR, field, name, given=part)
                continue
            found += _span(spans[0])
    reading.values[field] = found


def _period(reading: _Reading, field: str, name: str, value: Any) -> None:
    """A period by a name that is none of ours is when the practice took place, where nothing else says so."""
    if (
        name == "period"
        and reading.source.format != "table"
        or any(field_of(other) == "years" for other in reading.source.stated)
    ):
        _as_is(reading, field, name, value)
    else:
        _years(reading, "years", name, value)


def _in_figures(said: str) -> str:
    """Years said in words as they are written in figures: «з травня 2018 по 2020» as «з 2018–2020»."""
    return _BETWEEN.sub(
        r"\1–\2", _TO.sub(r"\1–\2", _MONTHS.sub("", _DAYS.sub("", _TILL_NOW.sub("", said.strip()))))
    )


def _end_of_period(reading: _Reading, field: str, name: str, value: Any) -> None:
    """The first or the last year, each in a column of its own: all years between them."""
    year = _A_YEAR.search(str(value))
    if year is None:
        reading.note(FIELD_LEFT, "years", name, name=name)
        return
    ends = [*reading.values.get("years", ()), int(year[0])]
    first, last = min(ends), max(ends)
    reading.values["years"] = [*range(first, last + 1)] if last - first <= _LONGEST_SPAN else ends


def _span(match: re.Match[str]) -> list[int]:
    """All years of a span; 2018–20 ends in 2020. What cannot be is left for the model to refuse."""
    if len(match[1]) > 9 or len(match[2] or "") > 9:
        return [10**9]
    first, last = int(match[1]), int(match[2] or match[1])
    if match[2] and len(match[2]) == 2 and len(match[1]) == 4:
        last += first // 100 * 100
    if first <= last <= first + _LONGEST_SPAN:
        return list(range(first, last + 1))
    return [first, last]


def _text(reading: _Reading, field: str, name: str, value: Any) -> None:
    reading.values[field] = value if isinstance(value, list | Mapping) else " ".join(str(value).split())


def _as_is(reading: _Reading, field: str, name: str, value: Any) -> None:
    reading.values[field] = value


def _lines(reading: _Reading, field: str, name: str, value: Any) -> None:
    """Organisations, names: a list, or text with one a line or parted by semicolons."""
    reading.values[field] = [item if isinstance(item, Mapping) else str(item) for item in _listed(value)]


def _source(reading: _Reading, field: str, name: str, value: Any) -> None:
    if isinstance(value, Mapping):
        reading.origin |= dict(value)
    elif _ADDRESS.fullmatch(str(value).strip()):
        _part_of_source(reading, "url", name, value)
    else:
        text = str(value)
        if address := _ADDRESS.search(text):
            reading.origin["url"] = address[0].rstrip(".,;)")
            text = text.replace(address[0], "")
        reading.origin["publication"] = " ".join(text.split()).strip(" ,;:()–-") or _host(
            reading.origin["url"]
        )


def _part_of_source(reading: _Reading, field: str, name: str, value: Any) -> None:
    if field == "url" and not _LIKE_ADDRESS.search(str(value)):
        reading.note(FIELD_LEFT, "", name, name=name)  # «Адреса» of a house, not of a page
        return
    reading.origin[field] = value if isinstance(value, int) else " ".join(str(value).split())
    if field == "url":
        reading.origin.setdefault("publication", _host(str(value)))


def _host(address: str) -> str:
    return (urlsplit(address).hostname or address).removeprefix("www.")


def _state(reading: _Reading, field: str, name: str, value: Any) -> None:
    if str(value).strip().casefold() not in ("draft", "чернетка"):
        reading.note(_STATE, field, name, given=value)


def _date(reading: _Reading, field: str, name: str, value: Any) -> None:
    reading.note(_NOT_A_YEAR_OF_IT, "years", name, name=name, given=value)


def _body(reading: _Reading, field: str, name: str, value: Any) -> None:
    reading.values["body"] = str(value)


def _left(reading: _Reading, field: str, name: str, value: Any) -> None:
    """A field of the file that says nothing of the practice, such as who wrote it."""
    reading.note(FIELD_LEFT, "", name, name=name)


_TAKERS: Mapping[str, Callable[[_Reading, str, str, Any], None]] = {
    **dict.fromkeys(("places", "themes"), _concepts),
    **dict.fromkeys(("title", "title_en", "summary", "summary_en"), _text),
    **dict.fromkeys(_OF_SOURCE, _part_of_source),
    **dict.fromkeys(_WHOLE, _as_is),
    **dict.fromkeys(("organisations", "named"), _lines),
    "kind": _kind,
    "years": _years,
    "period": _period,
    **dict.fromkeys(("first_year", "last_year"), _end_of_period),
    "tags": _tags,
    "source": _source,
    "status": _state,
    "date": _date,
    "body": _body,
}
