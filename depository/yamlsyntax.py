"""What is wrong with text that is no YAML, in the words of someone who edits a file, at the line to mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import yaml

from depository.errors import N_, Problem

Path = tuple[str | int, ...]

NO_NAME = N_("The name of a field is a word, not a number or a date: mend it.")
# What libyaml finds wrong with the syntax, in the same words; the rest is told as it says it.
_NO_YAML = N_("This is not valid YAML ({reason}): check indentation, colons and quotation marks.")
_UNCLOSED = N_("Quotation marks or brackets are opened here and not closed: close them.")
_AMISS = N_(
    "This does not fit what stands before it: check the indentation, and that quotation marks stand around "
    "the whole value."
)
_SIGN = N_(
    "The value begins with a sign that has a meaning of its own in YAML (@ % * & ! ` > |): put it in "
    "quotation marks."
)
_TAB = N_("A tab stands here: indent with spaces.")
_SYNTAX: Mapping[str, str] = {
    "mapping values are not allowed in this context": N_(
        "A colon stands here where none may, or the line above lacks one: put text with a colon in quotation "
        "marks."
    ),
    "could not find expected ':'": N_(
        "A colon is missing here: write the name of the field, a colon and its value."
    ),
    "block sequence entries are not allowed in this context": N_(
        "A list begins on a line of its own, each value behind “- ”; or write it in square brackets."
    ),
    "did not find expected node content": N_(
        "A value is missing here: write it, or take the comma or bracket away."
    ),
    "found unknown escape character": N_(
        "A backslash in double quotation marks means something else: use single ones."
    ),
    "control characters are not allowed": N_(
        "There is an invisible sign in the text: delete the line and type it anew."
    ),
    "found unhashable key": NO_NAME,
    "found a tab character that violates indentation": _TAB,
    **dict.fromkeys(
        (
            "did not find expected ',' or ']'",
            "did not find expected ',' or '}'",
            "found unexpected end of stream",
        ),
        _UNCLOSED,
    ),
    **dict.fromkeys(
        (
            "did not find expected key",
            "did not find expected <document start>",
            "did not find expected '-' indicator",
        ),
        _AMISS,
    ),
    **dict.fromkeys(
        (
            "found character that cannot start any token",
            "did not find expected alphabetic or numeric character",
            "did not find expected comment or line break",
            "found undefined tag handle",
            "could not determine a constructor for the tag",
        ),
        _SIGN,
    ),
}
_NO_VALUE = N_("“{given}” is no date and no number there can be: mend it, or put it in quotation marks.")


def problems(
    error: Exception, text: str, node: yaml.Node | None, file: str, first_line: int
) -> list[Problem]:
    """What `error` says of `text`; `node` is what was understood of it until then.

    `first_line` is the line the text begins at in `file`.
    """
    if isinstance(error, yaml.MarkedYAMLError):
        return [_broken(error, text, file, first_line)]
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + first_line
        return [Problem(_said(error.reason), "", {"reason": error.reason}, file, line)]
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    unknown = Problem(_NO_YAML, "", {"reason": reason}, file, first_line)
    return _impossible(node, file, first_line) or [unknown]


def _broken(error: yaml.MarkedYAMLError, text: str, file: str, first_line: int) -> Problem:
    """What is wrong with the syntax, at the line where somebody would mend it."""
    reason, mark = error.problem or error.context or "?", error.problem_mark or error.context_mark
    message = _said(reason)
    if message == _UNCLOSED:  # it is missed at the end, and to be closed where it begins
        mark = error.context_mark or mark
    elif message == _SIGN and mark and text[mark.index : mark.index + 1] == "\t":
        message = _TAB
    return Problem(message, "", {"reason": reason}, file, mark.line + first_line if mark else None)


def _said(reason: str) -> str:
    return _SYNTAX.get(reason.partition(" '!")[0], _NO_YAML)


def _impossible(node: yaml.Node | None, file: str, first_line: int) -> list[Problem]:
    """Values that look like a date or a number and cannot be one: the 31st of February."""
    found = []
    for path, scalar in _scalars(node, ()):
        try:
            yaml.load(scalar.value, Loader=yaml.CSafeLoader)
        except ValueError:
            line = scalar.start_mark.line + first_line
            found.append(Problem(_NO_VALUE, dotted(path), {"given": short(scalar.value)}, file, line))
        except yaml.YAMLError:  # no value by itself
            continue
    return found


def _scalars(node: yaml.Node | None, path: Path) -> Iterator[tuple[Path, yaml.ScalarNode]]:
    if isinstance(node, yaml.ScalarNode) and node.style not in ("'", '"', "|", ">"):
        yield path, node
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(value, (*path, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _scalars(value, (*path, number))


def dotted(path: Sequence[str | int]) -> str:
    """`figures[2].unit`, counting from 1 as people do."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def short(value: object, limit: int = 60) -> str:
    """The value as it is told in a sentence."""
    text = "" if value is None else str(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
