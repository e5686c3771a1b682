"""Raw HTML, scripts and pictures taken out of Markdown, whatever format it came from, and told.

A body is Markdown alone: what a page would swallow without a word should be seen to go.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from depository.errors import N_, Problem
from depository.intake import SCRIPTS_REMOVED
from indexer.intake.source import Source

_ACTIVE = "script|style|iframe|object|embed|noscript|template|svg|math|form|select|textarea|button"
_KNOWN = (
    f"{_ACTIVE}|a|abbr|address|article|aside|audio|b|big|blockquote|body|br|canvas|caption|center|cite|code|col"
    "|colgroup|dd|del|details|div|dl|dt|em|fieldset|figcaption|figure|font|footer|h[1-6]|head|header|hr|html|i"
    "|img|input|ins|kbd|label|legend|li|link|main|map|mark|menu|meta|nav|ol|option|p|param|picture|pre|q|s|samp"
    "|section|small|source|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|time|title|tr|tt|u"
    "|ul|var|video|wbr|base|frame|frameset|applet|marquee|portal|slot|dialog"
)
_ACTIVE_TAG = re.compile(rf"<(/?)({_ACTIVE})(?=[\s>/])[^<>]*>?", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\s*/?>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_KNOWN})(?:[\s/][^<>]*)?>|<[!?][^<>]*>", re.IGNORECASE)
# What runs though no browser has such an element, or though it is no element at all.
_RUNNING = re.compile(
    r"<[a-z][^<>]{0,2000}?[\s/\"']on[a-z]{3,30}\s{0,9}=[^<>]*>|<(?:(?:java|vb)script|data):[^<>\s]*>",
    re.IGNORECASE,
)
_COMMENT_ENDS = "-->"
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,500})\]\([^()\n]{0,2000}\)")
# A picture that was a link leaves a link of no words.
_OF_NOTHING = re.compile(r"\[\s{0,9}\]\([^()\s]{0,2000}\)")
_LINK = re.compile(
    r"\[([^\[\]\n]{1,500})\]\(\s{0,9}<?((?:[^()<>\s]|\([^()<>\s]{0,500}\)){0,2000})>?"
    r"(?:\s{1,9}(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'))?\s{0,9}\)"
)
# The address of [words][name], a line of its own.
_REFERENCE = re.compile(
    r"^ {0,3}\[[^\[\]\n]{1,500}\]:[ \t]{0,9}<?(?:(?:java|vb)script|data):.*\n?", re.IGNORECASE | re.MULTILINE
)
_SAFE = re.compile(r"(?:https?://|mailto:|(?:record|theme|place):)", re.IGNORECASE)
# What no page shows and no file of ours may hold: control characters, halves of letters, marks of order.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\u00ad]")
_BLANK = re.compile(r"\n{3,}")

MARKUP = N_("HTML markup was removed; its words stayed.")
LINKS = N_("Links that lead nowhere from here were removed; their words stayed.")


def cleaned(source: Source) -> Source:
    """The source with Markdown and stated texts free of HTML, and a note of what was removed."""
    markdown, told = clean(source.markdown)
    stated = {name: _deep(value, told) for name, value in source.stated.items()}
    title = _deep(source.title, told)
    notes = tuple(
        Problem(message, "body", file=source.name, line=source.line) for message in dict.fromkeys(told)
    )
    return replace(source, markdown=markdown, stated=stated, title=title, notes=source.notes + notes)


def clean(text: str) -> tuple[str, list[str]]:
    """The text without HTML, scripts, pictures and links to nowhere; and messages telling what went."""
    told: list[str] = []
    text = _UNPRINTABLE.sub("", text)
    if "<" in text:
        without = _RUNNING.sub("", _without_active(_without_comments(text)))
        if _ACTIVE_TAG.search(text) or _RUNNING.search(text):
            told.append(SCRIPTS_REMOVED)
        plain = _TAG.sub("", _BREAK.sub("\n", without))
        if plain != without:
            told.append(MARKUP)
        text = plain
    if "](" in text:
        text = _OF_NOTHING.sub("", _IMAGE.sub("", text))
        linked = _LINK.sub(lambda link: link[0] if _SAFE.match(link[2]) else link[1], text)
        if linked != text:
            told.append(LINKS)
        text = linked
    if "]:" in text and (without := _REFERENCE.sub("", text)) != text:
        told.append(LINKS)
        text = without
    return _BLANK.sub("\n\n", text), told


def _without_comments(text: str) -> str:
    """The text without <!-- comments -->; one never closed hides nothing."""
    kept, position = [], 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find(_COMMENT_ENDS, start)
        if end < 0:
            break
        kept.append(text[position:start])
        position = end + len(_COMMENT_ENDS)
    return "".join([*kept, text[position:]])


def _without_active(text: str) -> str:
    """The text without active elements and all that stands in them, in one pass however they nest."""
    kept, position, inside = [], 0, ""
    for tag in _ACTIVE_TAG.finditer(text):
        closing, name = bool(tag[1]), tag[2].lower()
        if not inside:
            kept.append(text[position : tag.start()])
            position = tag.end()
            inside = "" if closing or tag[0].endswith("/>") or name in ("embed",) else name
        elif closing and name == inside:
            inside, position = "", tag.end()
    # What is opened and never closed would swallow the rest of the story: its words stay.
    return "".join([*kept, text[position:]])


def _deep(value: Any, told: list[str]) -> Any:
    """A stated value with every text in it cleaned."""
    if isinstance(value, str):
        text, found = clean(value)
        told += found
        return text
    if isinstance(value, Mapping):
        return {name: _deep(item, told) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_deep(item, told) for item in value]
    return value
