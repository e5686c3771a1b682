"""What somebody asks for: words, filters, order and page, as a frozen value.

Adding or removing a choice returns a new query on page 1; links are made from queries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

PAGE_SIZE = 10
MAX_TEXT = 1000
MAX_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Query:
    """`filters` are (facet, value) pairs in the order they were chosen; years are inclusive bounds.

    `verbatim` searches for the text as typed, without any correction.
    """

    text: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    sort: str = "relevance"
    page: int = 1
    verbatim: bool = False

    def chosen(self, facet: str) -> tuple[str, ...]:
        return tuple(value for name, value in self.filters if name == facet)

    def with_filter(self, facet: str, value: str) -> Query:
        if (facet, value) in self.filters:
            return replace(self, page=1)
        return replace(self, filters=(*self.filters, (facet, value)), page=1)

    def without_filter(self, facet: str, value: str) -> Query:
        kept = tuple(choice for choice in self.filters if choice != (facet, value))
        return replace(self, filters=kept, page=1)

    def toggled(self, facet: str, value: str) -> Query:
        chosen = (facet, value) in self.filters
        return self.without_filter(facet, value) if chosen else self.with_filter(facet, value)

    def without_facet(self, facet: str) -> Query:
        kept = tuple(choice for choice in self.filters if choice[0] != facet)
        return replace(self, filters=kept, page=1)

    def without_years(self) -> Query:
        return replace(self, year_from=None, year_to=None, page=1)

    def with_text(self, text: str, *, verbatim: bool = False) -> Query:
        return replace(self, text=text, verbatim=verbatim, page=1)

    def on_page(self, page: int) -> Query:
        return replace(self, page=page)

    def sorted_by(self, sort: str) -> Query:
        return replace(self, sort=sort, page=1)

    @property
    def is_empty(self) -> bool:
        return not (self.text.strip() or self.filters or self.year_from or self.year_to)

    @property
    def offset(self) -> int:
        return (self.page - 1) * PAGE_SIZE


def filters(facet: str, values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((facet, value) for value in dict.fromkeys(values))
