"""A record: one municipal practice, as the depository keeps it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from depository import markup
from depository.errors import N_, Problem
from depository.vocabulary import Slug
from depository.yamlsyntax import short
from depository.yamltext import Form, Frozen

Status = Literal["draft", "review", "published", "withdrawn"]
Scope = Literal["settlement", "region", "all-partners", "national"]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Paragraph = Annotated[str, StringConstraints(max_length=1500)]
Address = Annotated[
    str,
    StringConstraints(max_length=500),
    Form(
        r"https?://[^\s<>\"]+",
        N_("“{given}” is not a web address: it begins with https:// and has no spaces."),
    ),
]

# Ukrainian local self-government begins with the law of December 1990.
FIRST_YEAR = 1990
# The day of the first records: a clock that is behind it is wrong, and must not make them vanish.
_FIRST_DAY = date(2026, 11, 23)
# Somewhere it is tomorrow already.
_TIME_ZONES = timedelta(days=1)

_PERIOD = re.compile(r"(\d{4})(?:[–-](\d{4}))?")


def latest_year() -> int:
    """The last year a practice may name: it has happened, or happens now."""
    return _today().year


def _today() -> date:
    return max(date.today(), _FIRST_DAY)


def is_year(year: object) -> bool:
    """Whether that is a year a practice may name."""
    return isinstance(year, int) and FIRST_YEAR <= year <= latest_year()


class Person(Frozen):
    """Somebody the record names, with their part in it."""

    name: Line
    role: Line | None = None


class Figure(Frozen):
    """A number the source states: `value` counts `counts` in `unit`; `approx` says «about», «over»."""

    value: (
        int
        | float
        | Annotated[
            Line,
            Form(r"[\s\S]*\d[\s\S]*", N_("“{given}” holds no number: write figures, such as 16 or 9–12.")),
        ]
    )
    unit: Line
    counts: Line
    approx: Line | None = None


class Source(Frozen):
    """Where the facts come from, precisely enough to find the place again."""

    publication: Line
    publisher: Line | None = None
    year: int | None = None
    section: Line | None = None
    page: Line | int | None = None
    heading: Line | None = None
    url: Address | None = None
    rights: Annotated[str, StringConstraints(max_length=500)] | None = None

    @field_validator("year")
    @classmethod
    def _year_of_our_time(cls, year: int | None) -> int | None:
        if year is not None and not is_year(year):
            message = N_("{year} cannot be the year of publication: give a year from {first} to {last}.")
            raise ValueError(
                Problem(message, values={"year": year, "first": FIRST_YEAR, "last": latest_year()})
            )
        return year


class Record(Frozen):
    """One case study or success story. `body` is Markdown; all other fields are the front matter.

    `years` are the years of the practice itself; `period` the narrowest span known where the years
    are not; `horizon` how far a plan looks ahead (never a year of the practice).
    """

    id: Slug
    kind: Slug
    title: Line
    title_en: Line | None = None
    summary: Paragraph | None = None
    summary_en: Paragraph | None = None
    places: tuple[Slug, ...] = ()
    scope: Scope | None = None
    themes: Annotated[tuple[Slug, ...], Field(min_length=1)]
    years: tuple[int, ...] = ()
    period: Line | None = None
    horizon: Line | None = None
    people: tuple[Person, ...] = ()
    organisations: tuple[Line, ...] = ()
    named: tuple[Line, ...] = ()
    figures: tuple[Figure, ...] = ()
    source: Source | None = None
    status: Status = "draft"
    reason: Paragraph | None = None
    replaced_by: Slug | None = None
    added: date | None = None
    updated: date | None = None
    body: str

    @field_validator("years")
    @classmethod
    def _years_of_our_time(cls, years: tuple[int, ...]) -> tuple[int, ...]:
        wrong = [year for year in years if not is_year(year)]
        if wrong:
            message = N_("{year} cannot be a year of the practice: give years from {first} to {last}.")
            if len(wrong) > 1:
                message = N_("{year} cannot be years of the practice: give years from {first} to {last}.")
            listed = ", ".join(map(str, wrong))
            raise ValueError(
                Problem(message, values={"year": listed, "first": FIRST_YEAR, "last": latest_year()})
            )
        return tuple(sorted(set(years)))

    @field_validator("period")
    @classmethod
    def _period_is_a_span(cls, period: str | None) -> str | None:
        if period is None:
            return None
        span = _PERIOD.fullmatch(period)
        first, last = (int(span[1]), int(span[2] or span[1])) if span else (0, 0)
        if not FIRST_YEAR <= first <= last <= latest_year():
            message = N_("“{period}” is not a span of years: write it like 2015–2021.")
            raise ValueError(Problem(message, values={"period": period}))
        return f"{first}–{last}" if last != first else str(first)

    @field_validator("body")
    @classmethod
    def _body_says_something(cls, body: str) -> str:
        if not body.strip():
            raise ValueError(Problem(N_("The text of the record is empty: write it below the second ---.")))
        return body.strip() + "\n"

    @field_validator("body")
    @classmethod
    def _body_runs_nothing(cls, body: str) -> str:
        if found := list(markup.active(body)):
            message = N_(
                "The text holds what a browser could run ({given}): take it out, or put it between backticks "
                "(`) if readers should see it."
            )
            told = ", ".join(dict.fromkeys(each.given for each in found))
            raise ValueError(Problem(message, values={"given": short(told), "body_line": found[0].line}))
        return body

    @field_validator("added", "updated")
    @classmethod
    def _day_has_come(cls, day: date | None) -> date | None:
        if day is not None and day > _today() + _TIME_ZONES:
            message = N_("{day} has not come yet: write today’s date or an earlier one.")
            raise ValueError(Problem(message, values={"day": day.isoformat()}))
        return day

    @field_validator("places", "themes")
    @classmethod
    def _no_repetition(cls, ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(ids))

    @model_validator(mode="after")
    def _is_somewhere(self) -> Record:
        if not self.places and self.scope not in ("all-partners", "national"):
            message = N_(
                "The record needs a place: fill in places, or write scope: all-partners or scope: national."
            )
            raise ValueError(Problem(message, "places"))
        return self

    @property
    def span(self) -> tuple[int, int] | None:
        """First and last year of the practice, from `years` or else from `period`."""
        if self.years:
            return self.years[0], self.years[-1]
        if self.period and (match := _PERIOD.fullmatch(self.period)):
            return int(match[1]), int(match[2] or match[1])
        return None

    @property
    def is_published(self) -> bool:
        return self.status == "published"
