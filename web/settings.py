"""The settings of the service: from arguments, the environment, a TOML file, or else as written here."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from depository.errors import N_, Invalid, Problem
from depository.yamltext import Frozen, YamlText, problems_of

FILE = "depository.toml"
ENVIRONMENT = "DEPOSITORY_"


class Settings(Frozen):
    """Everything that may differ from one installation to another.

    `corpus` is the folder of records and vocabularies, `data` that of the index and all else that is
    not corpus. `workers` are the processes that serve, 0 being one for each processor (four at most),
    and `threads` those of each. `proxies` is how many servers of ours stand before this one and tell
    it who asks. `name` and `name_en` are what the depository is called on its pages. `https` says that
    readers reach the service by https, so that whoever signs in does so over nothing less.
    """

    corpus: Path = Path("corpus")
    data: Path = Path("data")
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    workers: Annotated[int, Field(ge=0, le=64)] = 0
    threads: Annotated[int, Field(ge=1, le=64)] = 4
    proxies: Annotated[int, Field(ge=0, le=9)] = 0
    name: str = ""
    name_en: str = ""
    https: bool = False


def load(
    file: Path | None = None, environment: Mapping[str, str] | None = None, **arguments: object
) -> Settings:
    """The settings in force; an argument that is None was not given.

    `file` is read, or else the one `DEPOSITORY_CONFIG` names, or else `depository.toml` where there
    is one. Raises Invalid with every setting that cannot be.
    """
    environment = os.environ if environment is None else environment
    named = file or (Path(config) if (config := environment.get(ENVIRONMENT + "CONFIG")) else None)
    values: dict[str, object] = _of_file(named or Path(FILE), required=named is not None)
    for name in Settings.model_fields:
        if given := environment.get(ENVIRONMENT + name.upper()):
            values[name] = given
    values |= {name: value for name, value in arguments.items() if value is not None}
    return _validated(values, str(named or FILE))


def _of_file(path: Path, *, required: bool) -> dict[str, object]:
    """The settings in a TOML file; its folders are meant from where it stands."""
    if not path.is_file():
        if required:
            raise Invalid([Problem(N_("There is no such file: check the name."), file=str(path))])
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = N_("This is not valid TOML ({reason}): mend the line.")
        raise Invalid([Problem(message, values={"reason": str(error)}, file=str(path))]) from error
    for name in ("corpus", "data"):
        if isinstance(values.get(name), str):
            values[name] = path.parent / values[name]
    return values


def _validated(values: dict[str, object], file: str) -> Settings:
    try:
        return TypeAdapter(Settings).validate_python(values)
    except ValidationError as error:
        raise Invalid(problems_of(error, YamlText(values, {}), file=file)) from error
