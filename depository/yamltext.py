"""YAML as a person wrote it: plain data, the line of every value, and problems as sentences."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, core_schema

from depository import yamlsyntax
from depository.errors import N_, Invalid, Problem
from depository.yamlsyntax import Path, dotted, short

T = TypeVar("T")

_QUOTED = re.compile(r"'([^']*)'")

# pydantic's error types, in the words of someone who edits a file. `{given}` is what was found.
_SENTENCES: Mapping[str, str] = {
    "missing": N_("This field is required: add it."),
    "extra_forbidden": N_("There is no such field here: remove it or mend its name."),
    "string_type": N_("Text is expected here, not “{given}”: put it in quotation marks."),
    "string_too_short": N_("This is empty: write at least a word."),
    "string_too_long": N_("This is too long: shorten it to {max_length} characters at most."),
    "too_short": N_("At least one value is needed here."),
    "too_long": N_("There are too many values here: leave {max_length} at most."),
    "tuple_type": N_("A list is expected here: write the values in square brackets."),
    "int_type": N_("A whole number is expected here, not “{given}”."),
    "int_parsing": N_("A whole number is expected here, not “{given}”."),
    "int_from_float": N_("A whole number is expected here, not “{given}”."),
    "date_type": N_("A date is expected here, such as 2026-11-23, not “{given}”."),
    "date_from_datetime_parsing": N_("A date is expected here, such as 2026-11-23, not “{given}”."),
    "date_parsing": N_("A date is expected here, such as 2026-11-23, not “{given}”."),
    "literal_error": N_("“{given}” is not one of the values allowed here: {expected}."),
    "model_type": N_("Several named values are expected here, such as {{name: …, role: …}}."),
    "bool_type": N_("Write true or false here, not “{given}”."),
    "bool_parsing": N_("Write true or false here, not “{given}”."),
    "float_type": N_("A number is expected here, not “{given}”."),
    "float_parsing": N_("A number is expected here, not “{given}”."),
    "greater_than_equal": N_("“{given}” is too small here: {ge} is the least."),
    "less_than_equal": N_("“{given}” is too large here: {le} is the most."),
    "date_from_datetime_inexact": N_("A date is expected here, such as 2026-11-23, not “{given}”."),
    "invalid_key": yamlsyntax.NO_NAME,
}
_OTHERWISE = N_("“{given}” cannot stand here: {reason}")


@dataclass(frozen=True)
class YamlText:
    """Parsed YAML: `data`, and `lines` from a value's path to its line (counted from 1).

    `problems` are what is wrong with it though it can be read: fields that stand twice.
    """

    data: Any
    lines: Mapping[Path, int]
    problems: tuple[Problem, ...] = ()

    def line(self, path: Path) -> int | None:
        """The line of the value at `path`, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def parse(text: str, *, file: str = "", first_line: int = 1) -> YamlText:
    """The data in `text`; `first_line` is the line its first line has in `file`.

    Raises Invalid for broken syntax, a repeated key, and aliases (they can blow up in memory).
    """
    source = read(text, file=file, first_line=first_line)
    if source.problems:
        raise Invalid(source.problems)
    return source


def read(text: str, *, file: str = "", first_line: int = 1) -> YamlText:
    """The same, with a repeated key kept among the problems: `validate` tells it with all the others."""
    lines: dict[Path, int] = {}
    problems: list[Problem] = []
    node: yaml.Node | None = None

    def walk(node: yaml.Node, path: Path) -> None:
        lines[path] = node.start_mark.line + first_line
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                name = str(key.value)
                if name in seen:
                    message = N_("The field stands here twice: leave one.")
                    line = key.start_mark.line + first_line
                    problems.append(Problem(message, dotted((*path, name)), file=file, line=line))
                seen.add(name)
                walk(value, (*path, name))
                lines[(*path, name)] = key.start_mark.line + first_line
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                walk(value, (*path, number))

    try:
        _refuse_references(text, file, first_line)
        loader = yaml.CSafeLoader(text)
        try:
            node, data = loader.get_single_node(), None
            if node is not None:
                walk(node, ())
                data = loader.construct_document(node)
        finally:
            loader.dispose()
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Invalid(yamlsyntax.problems(error, text, node, file, first_line)) from error
    return YamlText(data, lines, tuple(problems))


def _refuse_references(text: str, file: str, first_line: int) -> None:
    """Raises Invalid where `text` has an alias. It is written with an asterisk, which few texts have."""
    for event in yaml.parse(text, Loader=yaml.CSafeLoader) if "*" in text else ():
        if isinstance(event, yaml.AliasEvent):
            message = N_("References (*name) are not used here: write the value out.")
            line = event.start_mark.line + first_line if event.start_mark else None
            raise Invalid([Problem(message, file=file, line=line)])


def validate(shape: type[T] | TypeAdapter[T], source: YamlText, *, file: str = "") -> T:
    """The data as `shape` (a model or a type adapter); raises Invalid with every problem and its line."""
    adapter = shape if isinstance(shape, TypeAdapter) else TypeAdapter(shape)
    try:
        valid = adapter.validate_python(source.data)
    except ValidationError as error:
        raise Invalid([*source.problems, *problems_of(error, source, file=file)]) from error
    if source.problems:
        raise Invalid(source.problems)
    return valid


def entries(shape: type[T], source: YamlText, *, file: str = "") -> tuple[dict[int, T], list[Problem]]:
    """The entries of a list that break no rule, by their number in it, and what is wrong with the others."""
    whole: TypeAdapter[Any] = TypeAdapter(tuple[shape, ...])  # type: ignore[valid-type]
    try:
        return dict(enumerate(validate(whole, source, file=file))), []
    except Invalid as invalid:
        found: dict[int, T] = {}
        for number, entry in enumerate(source.data if isinstance(source.data, list) else ()):
            with contextlib.suppress(ValidationError):
                found[number] = TypeAdapter(shape).validate_python(entry)
        return found, list(invalid.problems)


def problems_of(error: ValidationError, source: YamlText, *, file: str = "") -> list[Problem]:
    """pydantic's findings as our problems, each at its line; one problem for each place."""
    found: dict[Path, Problem] = {}
    said: dict[Path, int] = {}
    for item in error.errors(include_url=False):
        path = tuple(part for part in item["loc"] if not _is_branch(part))
        if item["type"] == "invalid_key":
            path = (*path[:-1], str(path[-1]))
        values: dict[str, object] = {"given": short(item["input"]), **item.get("ctx", {})}
        if "expected" in values:  # pydantic joins them in English: 'draft', 'review' or 'published'
            values["expected"] = ", ".join(_QUOTED.findall(str(values["expected"])))
        values["reason"] = item["msg"].removeprefix("Value error, ")
        message = _SENTENCES.get(item["type"], _OTHERWISE)
        if item["type"] == "value_error":
            message, values = _own(item, values)
        if _worth(item) > said.get(path, -1):
            said[path] = _worth(item)
            found[path] = Problem(message, dotted(path), values, file, source.line(path))
    # In the order of the file, or else of the fields as pydantic has them.
    found = dict(sorted(found.items(), key=lambda item: item[1].line or 0))
    # A list whose only value is wrong counts as too short as well: the wrong value is problem enough.
    return [found[path] for path in found if not any(path == other[: len(path)] != other for other in found)]


def _worth(item: Any) -> int:
    """How much a finding says of a value that may be of several types: that a whole number is missing says
    least where any number will do, our own sentence says most."""
    return {"int_type": 0, "int_parsing": 0, "value_error": 2, "string_too_short": 2}.get(item["type"], 1)


def _own(item: Any, values: dict[str, object]) -> tuple[str, dict[str, object]]:
    """A ValueError raised by our own validators carries a Problem as its argument."""
    arguments = item.get("ctx", {}).get("error", ValueError()).args
    if arguments and isinstance(arguments[0], Problem):
        return arguments[0].message, {**values, **arguments[0].values}
    return _OTHERWISE, values


def _is_branch(part: str | int) -> bool:
    """pydantic puts the branch of a union («int», «str») into the path; a reader has no use for it."""
    return part in {"int", "float", "str"} or (isinstance(part, str) and "[" in part)


class Frozen(BaseModel):
    """The base of every value read from YAML: immutable, and strict about unknown fields."""

    model_config = {"frozen": True, "extra": "forbid", "str_strip_whitespace": True, "populate_by_name": True}


@dataclass(frozen=True)
class Form:
    """A constraint on text: it is wholly of the form `expression`, or `message` says what was expected."""

    expression: str
    message: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "pattern": f"^(?:{self.expression})$"}

    def _checked(self, text: str) -> str:
        if not re.fullmatch(self.expression, text):
            raise ValueError(Problem(self.message))
        return text
