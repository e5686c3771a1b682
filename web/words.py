"""Small courtesies of writing: how years, numbers, quotations and sentences look on a page."""

from __future__ import annotations

from functools import lru_cache

from flask_babel import format_decimal, ngettext

from web.i18n import language, number, span


def record_word(number: int) -> str:
    """запис, записи, записів: the word alone, for behind a number. A page of results asks a hundred times."""
    return _record_word(language(), number)


@lru_cache(maxsize=1024)
def _record_word(_: str, number: int) -> str:
    return str(ngettext("record", "records", number))


def years_named(named: tuple[int, ...]) -> str:
    """Years as they are counted: 2018–2020 рр. where none is left out, else 2016, 2019 рр."""
    if not named or named[-1] - named[0] == len(named) - 1:
        return span(named[0], named[-1]) if named else ""
    listed = ", ".join(map(str, named))
    return f"{listed}\u00a0рр." if language() == "uk" else listed


def full_stop(text: str) -> str:
    """`text` closed as a sentence."""
    return text if text.endswith((".", "!", "?", "…")) else text + "."


def figure(value: float | str) -> str:
    """A number of a record; Ukrainian sets thousands apart only from five digits on."""
    if isinstance(value, str):
        return value
    return number(value) if abs(value) >= 10_000 else format_decimal(value, "0.##")


def inner_quotes(text: str) -> str:
    """`text` as it stands inside «…»: quotation marks of its own become „…“."""
    return text.replace("«", "„").replace("»", "“")
