"""What the pages of a PDF say, without what they draw: the operators of text, read at once.

pdfminer reads a page's operators letter by letter, which takes most of its time with a book. Here only
those that place text and pictures are kept; a page written in any unusual way is left to pdfminer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

_TOKEN = re.compile(
    rb"[\s\0]*(?:(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?=[\s\[\]()<>/]|$))"
    rb"|/(?P<name>[^#/%\[\]()<>{}\s\0]*)"
    rb"|<(?P<hex>[0-9A-Fa-f\s]*)>"
    rb"|\((?P<text>[^()\\\r]*)\)"
    rb"|(?P<bracket>\[|\]|<<|>>)"
    rb"|(?P<operator>[A-Za-z'\"][A-Za-z0-9*'\"]*)|$)"
)
# Text, its state and its place, and what else may hold text: forms and pictures.
_OPERATORS = {
    **{name: f"do_{name}" for name in "q Q cm BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm Tj TJ Do".split()},
    "T*": "do_T_a",
    "'": "do__q",
    '"': "do__w",
}
# Pictures within the page, and words that are values: what pdfminer had better read itself.
_UNUSUAL = {"BI", "ID", "EI", "true", "false", "null"}
_LONGEST = 8_000_000
Operation = tuple[str, list[Any]]


def operations_of(data: bytes, name_of: Callable[[str], Any]) -> list[Operation] | None:
    """The methods to call with their arguments, in order; None for a page written in an unusual way.

    `name_of` makes a name (a font, a picture) what the library knows it by.
    """
    if len(data) > _LONGEST:
        return None
    operations: list[Operation] = []
    stack: list[list[Any]] = [[]]
    for kind, token in _tokens(data):
        if kind == "operator":
            name = token.decode("ascii")
            if name in _UNUSUAL or len(stack) > 1:
                return None
            if method := _OPERATORS.get(name):
                operations.append((method, stack[0]))
            stack[0] = []
        elif kind == "bracket" and token in (b"[", b"<<"):
            stack.append([])
        elif kind == "bracket":
            if len(stack) < 2:
                return None
            inner = stack.pop()
            # A dictionary belongs to marked content, which places nothing.
            stack[-1].append(inner if token == b"]" else {})
        elif kind == "":
            return None
        else:
            stack[-1].append(
                name_of(token.decode("utf-8", "replace")) if kind == "name" else _value(kind, token)
            )
    return operations


def _tokens(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Each token with its kind; the empty kind, and no more, where one is met that is not known."""
    place, end = 0, len(data)
    while place < end:
        found = _TOKEN.match(data, place)
        if found is None or (found.lastgroup is None and found.end() < end):
            yield "", b""
            return
        place = found.end()
        if found.lastgroup is not None:
            yield found.lastgroup, found[found.lastgroup]


def _value(kind: str, token: bytes) -> Any:
    if kind == "number":
        return float(token) if b"." in token else int(token)
    if kind == "hex":
        digits = b"".join(token.split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    return token
