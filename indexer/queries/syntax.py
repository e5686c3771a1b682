"""The query language, as typed: phrases, exclusions, prefixes, alternatives and `місто:Вінниця`.

Forgiving by design: whatever does not fit is plain text, so no colon, question mark or quotation mark
can break a search.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plain:
    """Words to be met in any form."""

    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words to be met in this order, exact up to inflection."""

    text: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """A word by its beginning: `слово*`."""

    text: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A choice made in the text: `facet` is a facet's name, `value` what was typed for it."""

    facet: str
    value: str


@dataclass(frozen=True, slots=True)
class Excluded:
    """What must not be met: `-слово`."""

    node: Plain | Quoted | Beginning | Narrowed


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Any of these: `мед OR молоко`, `мед АБО молоко`."""

    nodes: tuple[Node, ...]


Node = Plain | Quoted | Beginning | Narrowed | Excluded | Alternatives

FACET_NAMES = {
    "місто": "city",
    "город": "city",
    "область": "city",
    "місце": "city",
    "city": "city",
    "place": "city",
    "тема": "theme",
    "theme": "theme",
    "рік": "year",
    "роки": "year",
    "year": "year",
    "вид": "kind",
    "kind": "kind",
}

_QUOTED = r"\"[^\"]*\"|«[^»]*»|“[^”]*”|„[^“”]*[“”]"
_TOKEN = re.compile(
    rf"""
      (?P<quoted>{_QUOTED})
    | (?P<facet>(?<!\S)-?(?:{"|".join(FACET_NAMES)})):[ ]?(?P<value>{_QUOTED}|[^\s"«»“”„]+)
    | (?P<or>(?<!\S)(?:OR|АБО|\|)(?!\S))
    | (?P<minus>(?<!\S)[-–−])(?=[^\W_]|["«“„])
    | (?P<beginning>(?<![^\s(-])[^\W_][\w'’ʼ-]+)\*(?!\w)
    | (?P<plain>\S+)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def parse(text: str) -> tuple[Node, ...]:
    """The parts of a query, in order; neighboring plain words stand together."""
    parts: list[tuple[str, Node | None]] = []
    negative = False
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup if match.lastgroup != "value" else "facet"
        if kind == "minus":
            negative = True
            continue
        # OR is an operator in capitals only: «or» and «або» in running text are words.
        if kind == "or" and match["or"] in ("OR", "АБО", "|"):
            parts.append(("or", None))
            continue
        node, negative_here = _node(match)
        parts.append(("node", Excluded(node) if negative or negative_here else node))
        negative = False
    return _joined(_alternatives(parts))


def _node(match: re.Match[str]) -> tuple[Plain | Quoted | Beginning | Narrowed, bool]:
    if match["quoted"] is not None:
        return Quoted(match["quoted"][1:-1]), False
    if match["facet"] is not None:
        name = match["facet"].lower()
        return Narrowed(FACET_NAMES[name.lstrip("-")], _unquoted(match["value"])), name.startswith("-")
    if match["beginning"] is not None:
        return Beginning(match["beginning"]), False
    return Plain(match[0]), False


def _unquoted(value: str) -> str:
    return value[1:-1] if re.fullmatch(_QUOTED, value) else value


def _alternatives(parts: list[tuple[str, Node | None]]) -> list[Node]:
    """`a OR b OR c` as one node; an OR with nothing on one side is nothing."""
    nodes: list[Node] = []
    joining = False
    for kind, node in parts:
        if kind == "or":
            joining = bool(nodes)
        elif node is not None:
            before = nodes[-1] if joining and nodes else None
            if before is None or isinstance(node, Excluded) or isinstance(before, Excluded):
                nodes.append(node)
            elif isinstance(before, Alternatives):
                nodes[-1] = Alternatives((*before.nodes, node))
            else:
                nodes[-1] = Alternatives((before, node))
            joining = False
    return nodes


def _joined(nodes: list[Node]) -> tuple[Node, ...]:
    joined: list[Node] = []
    for node in nodes:
        if isinstance(node, Plain) and joined and isinstance(before := joined[-1], Plain):
            joined[-1] = Plain(f"{before.text} {node.text}")
        else:
            joined.append(node)
    return tuple(joined)
