"""The text of a record file and the Record in it: a pure pair, `parse` and `render`.

---
id: …            YAML front matter
---

Markdown body
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from depository import yamltext
from depository.errors import N_, Invalid, Problem
from depository.record import Record

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_STATUS = re.compile(r"^status:[ \t]*[\"']?(\w+)", re.MULTILINE)
_ONE_LINE = 10**9
# No field is called so: what stands below the last one.
_END = ""
# Line ends (Unicode's too) and control characters: in plain text they would break a line or get lost.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


class _Dumper(yaml.SafeDumper):
    """Writes text that is more than one line as one line with escapes."""


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _UNPRINTABLE.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _write_text)


def parse(text: str, *, file: str = "") -> Record:
    """The record in `text`; a byte order mark and Windows line ends are taken as they come.

    Raises Invalid with every problem and its line.
    """
    front, body, body_line = _split(text, file)
    source = yamltext.read(front, file=file, first_line=2)
    if not isinstance(source.data, dict):
        message = N_("The front matter must be a list of fields such as “title: …”.")
        raise Invalid([Problem(message, file=file, line=2)])
    if "body" in source.data:
        message = N_("The text does not belong in the front matter: write it below the second ---.")
        raise Invalid([Problem(message, "body", file=file, line=source.line(("body",)))])
    lines = {**source.lines, ("body",): body_line}
    whole = yamltext.YamlText({**source.data, "body": body}, lines, source.problems)
    try:
        return yamltext.validate(Record, whole, file=file)
    except Invalid as invalid:
        raise Invalid(_in_the_body(problem, body_line) for problem in invalid.problems) from invalid


def _in_the_body(problem: Problem, body_line: int) -> Problem:
    """`problem` at its line of the text, if it knows one; `body_line` is that of the first words."""
    number = problem.values.get("body_line")
    return problem if number is None else problem.at(line=body_line + int(str(number)) - 1)


def fields(text: str, *, file: str = "") -> Mapping[str, Any]:
    """The front matter of `text` as it stands, whatever rules it breaks; empty where none can be read."""
    try:
        front, _, _ = _split(text, file)
        data = yamltext.read(front, file=file).data
    except Invalid:
        return {}
    return data if isinstance(data, dict) else {}


class _Written(NamedTuple):
    """A field as it stands in a file: the comments above it, its lines, and what they say."""

    comments: list[str]
    lines: list[str]
    value: Any


def claims_public(text: str) -> bool:
    """Whether a text that may be too broken to be a record says that readers were shown it."""
    stated = _STATUS.search(text)
    return stated is not None and stated[1] in ("published", "withdrawn")


def render(record: Record, before: str = "") -> str:
    """The file of `record`, in the one layout the depository writes; `parse` gives the record back.

    `before` is the text that stood there: its comments stay above their fields, and what says the same as
    before is written as before.
    """
    plain = _rendered(record, {})
    if not before:
        return plain
    written = _rendered(record, _written(before))
    try:
        return written if parse(written) == parse(plain) else plain
    except Invalid:  # a record that breaks rules, or a way of writing that only its own author understood
        return plain


def _rendered(record: Record, before: Mapping[str, _Written]) -> str:
    values = record.model_dump(mode="json", exclude={"body"}, exclude_none=True)
    values["added"], values["updated"] = record.added, record.updated
    lines: list[str] = []
    for name in Record.model_fields:
        known = before.get(name, _Written([], [], None))
        same = known.lines and known.value == values.get(name)
        lines += known.comments
        lines += known.lines if same else _field(name, values[name]) if name in values else []
    lines += before[_END].comments if _END in before else []
    return "\n".join(["---", *lines, "---", "", record.body.strip(), ""])


def _written(text: str) -> dict[str, _Written]:
    """The fields of the front matter of `text`, by name; nothing where it cannot be read."""
    try:
        front, _, _ = _split(text, "")
        source = yamltext.parse(front)
    except Invalid:
        return {}
    if not isinstance(source.data, dict) or not source.data:
        return {}
    rows = front.splitlines()
    starts = sorted(((source.line((name,)) or 1) - 1, name) for name in source.data)
    found: dict[str, _Written] = {}
    above = [row for row in rows[: starts[0][0]] if row.startswith("#")]
    for (first, name), last in zip(starts, [*(line for line, _ in starts[1:]), len(rows)], strict=True):
        lines = rows[first:last]
        # What stands below the last line of a field is said of the next one.
        below = len(lines)
        while lines[below - 1].startswith("#") or not lines[below - 1].strip():
            below -= 1
        found[name] = _Written(above, lines[:below], source.data[name])
        above = [row for row in lines[below:] if row.startswith("#")]
    return {**found, _END: _Written(above, [], None)}


def located(problem: Problem, text: str, file: str) -> Problem:
    """`problem` at the line of `text` where its field stands."""
    front, _, body_line = _split(text, file)
    if problem.field == "body":
        return _in_the_body(problem.at(file=file, line=body_line), body_line)
    name, _, number = problem.field.rstrip("]").partition("[")
    path = (name, int(number) - 1) if number else (name,)
    return problem.at(file=file, line=yamltext.read(front, file=file, first_line=2).line(path))


def _split(text: str, file: str) -> tuple[str, str, int]:
    """Front matter, body, and the line its first words stand at."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first = _FENCE.match(text)
    second = _FENCE.search(text, first.end()) if first else None
    if first is None or second is None:
        message = N_("A record begins with front matter between two lines of three hyphens (---).")
        raise Invalid([Problem(message, file=file, line=1)])
    front, body = text[first.end() + 1 : second.start()], text[second.end() + 1 :]
    body_line = text.count("\n", 0, second.end()) + 2
    if body.strip():  # a record keeps its body without the blank lines before it
        body_line += body[: len(body) - len(body.lstrip())].count("\n")
    return front, body, body_line


def _field(name: str, value: Any) -> list[str]:
    """The lines of one field: ids and years on one line, everything longer an item a line."""
    if value is None or (isinstance(value, list) and not value and name not in ("places", "years")):
        return []
    if isinstance(value, Mapping):
        return [f"{name}:", *(f"  {key}: {_inline(item)}" for key, item in value.items())]
    if isinstance(value, list) and name not in ("places", "themes", "years"):
        return [f"{name}:", *(f"- {_inline(item)}" for item in value)]
    return [f"{name}: {_inline(value)}"]


def _inline(value: Any) -> str:
    text = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, width=_ONE_LINE, default_flow_style=True, sort_keys=False
    )
    return text.strip().removesuffix("...").strip()
