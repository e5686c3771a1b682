"""The text of a record on a page: in Ukrainian always, its usual headings in the language of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

from flask_babel import gettext

from depository import markup
from depository.errors import N_
from depository.record import Record
from web.i18n import language

# The headings that the text of a record is divided by.
_HEADINGS: Mapping[str, str] = {
    "Виклик": N_("The challenge"),
    "Рішення": N_("The solution"),
    "Результати": N_("Results"),
    "Хто долучився": N_("Who took part"),
    "Що варто врахувати": N_("What to bear in mind"),
}
_HEADING = re.compile(r'<h2 id="(section-\d+)">([^<]*)</h2>')


def html(record: Record, resolve: markup.Resolve) -> str:
    """The text as safe HTML; a heading in another language than the text says so."""
    text = markup.html(record.body, resolve)
    return text if language() == "uk" else _HEADING.sub(_translated, text)


def sections(record: Record) -> list[tuple[markup.Section, str]]:
    """The contents: each section, and its heading in the language of the page where it is a usual one."""
    return [(section, _heading(section.title)) for section in markup.sections(record.body)]


def _heading(title: str) -> str:
    message = _HEADINGS.get(title)
    return str(gettext(message)) if message else ""


def _translated(match: re.Match[str]) -> str:
    title = _heading(unescape(match[2]))
    return f'<h2 id="{match[1]}" lang="{language()}">{escape(title)}</h2>' if title else match[0]
