"""What the words around the code promise is there, and what is there stands in the words."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any, get_args

import click
import pytest
import yaml
from click.testing import CliRunner
from pydantic import BaseModel, TypeAdapter

from depository import recordfile
from depository.corpus import Corpus
from depository.record import Figure, Person, Record, Source
from depository.schema import FACETS
from depository.vocabulary import Kind, Place, Synonyms, Theme
from depository.wellformed import dead_ends, problems_in
from web.cli import cli
from web.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.uk.md")
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "corpus/*.md", "docs/**/*.md", "tests/**/*.md", "web/**/*.md", "indexer/**/*.md")
    for path in ROOT.glob(pattern)
)

each_readme = pytest.mark.parametrize("name", READMES)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands(group: click.Group = cli) -> dict[str, click.Command]:
    """Every command by all its words: `user add` for one of a group."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        found[name] = command
        if isinstance(command, click.Group):
            found |= {f"{name} {inner}": each for inner, each in commands(command).items()}
    return found


def options() -> set[str]:
    """Every option of every command."""
    return {
        option
        for command in (cli, *commands().values())
        for parameter in command.params
        for option in parameter.opts
        if option[:2] == "--"
    }


@each_readme
def test_every_command_and_option_is_described(name: str) -> None:
    text = text_of(name)

    assert [command for command in commands() if f"`depository {command}" not in text] == []
    assert [option for option in sorted(options()) if option not in text] == []


@each_readme
def test_no_other_option_is_promised(name: str) -> None:
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text_of(name))) <= options() | {"--help"}


@each_readme
def test_every_setting_is_described(name: str) -> None:
    """By its name in the file, its name in the environment, and what holds if it is not set."""
    text = text_of(name)

    for setting, field in Settings.model_fields.items():
        default = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
        value = f"`{default}`" if default else ""
        assert f"| `{setting}` | `DEPOSITORY_{setting.upper()}` | {value} |".replace("|  |", "| |") in text
    described = set(re.findall(r"DEPOSITORY_(\w+)", text)) - {"CONFIG"}
    assert described == {setting.upper() for setting in Settings.model_fields}


@each_readme
def test_every_word_of_make_is_described(name: str) -> None:
    """`make help` lists them too: each target has its line there."""
    phony = re.findall(r"^\.PHONY: (.+)$", text_of("Makefile"), re.MULTILINE)[0].split()
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert [word for word in phony if f"`make {word}" not in text_of(name)] == []
    assert [word for word in phony if f"make {word} " not in listed] == []


@each_readme
def test_the_query_language_is_described(name: str) -> None:
    """Every facet one may name in a query text, and every parameter of an address."""
    text = text_of(name)

    assert [f for f in ("city", "theme", "year") if f"`{f}:`" not in text] == []
    assert [f for f in (*FACETS, "q", "sort", "page", "year_from", "year_to") if f"`{f}`" not in text] == []


def test_the_ukrainian_readme_mirrors_the_english_one() -> None:
    """Heading for heading, table row for table row, command for command, link for link."""

    def shape(name: str) -> dict[str, list[str]]:
        text = text_of(name)
        return {
            "headings": re.findall(r"^#+(?= )", text, re.MULTILINE),
            "code": re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL),
            "rows": re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE),
            "links": [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("README")],
            "items": re.findall(r"^(?:\d\.|-)(?= )", text, re.MULTILINE),
        }

    assert shape("README.md") == shape("README.uk.md")


@pytest.mark.parametrize("name", PAGES)
def test_links_to_files_lead_somewhere(name: str) -> None:
    """Anchors within a page too."""
    prose = re.sub(r"^```.*?^```", "", text_of(name), flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"`[^`\n]*`", "", prose)
    anchors = {
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", text_of(name), re.MULTILINE)
    }
    for link in re.findall(r"\]\(([^)\s]+)\)", prose):
        if link.startswith("#"):
            assert link[1:] in anchors, link
        elif not re.match(r"[a-z]+:", link):
            assert (ROOT / name).parent.joinpath(link.partition("#")[0]).exists(), link


@pytest.mark.parametrize("name", ["ARCHITECTURE.md", "CONTRIBUTING.md", *READMES])
def test_modules_and_folders_that_are_named_exist(name: str) -> None:
    """A path in running text is a path in the repository."""
    paths = re.findall(r"`((?:web|indexer|depository|corpus|tests|docs|scripts)/[\w./-]*)`", text_of(name))

    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_module_has_its_place_in_the_architecture() -> None:
    """Somebody who looks for a module finds out what it is for."""
    text = text_of("ARCHITECTURE.md")
    modules = {path.stem for room in ("depository", "indexer", "web") for path in (ROOT / room).rglob("*.py")}

    assert sorted(module for module in modules - {"__init__"} if f"`{module}" not in text) == []


def test_every_dependency_has_its_reason() -> None:
    listed = re.findall(r'^    "([a-z0-9-]+)[>=]', text_of("pyproject.toml"), re.MULTILINE)
    text = text_of("ARCHITECTURE.md")

    assert len(listed) > 15
    assert [name for name in listed if name not in text] == []


def test_the_lock_files_name_digests_and_no_address() -> None:
    for path in ROOT.glob("requirements*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text and "--index" not in text and "--find-links" not in text, path.name
        assert all("--hash=sha256:" in part for part in re.split(r"\n(?=\S)", text) if "==" in part), (
            path.name
        )


# ── corpus/README.md ──


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text_of("corpus/README.md"), re.MULTILINE | re.DOTALL)


def test_the_example_of_a_record_is_one() -> None:
    """Copied into a file it passes the check, as it stands."""
    (example,) = _blocks("markdown")
    corpus = Corpus(ROOT / "corpus")

    record = recordfile.parse(example)

    vocabularies = corpus.vocabularies()
    assert problems_in(record, vocabularies) == []
    assert dead_ends(record, vocabularies, {*corpus.states(), record.id}) == []
    assert record.id not in corpus.states(), "an example must not pass for a real record"


def test_the_example_of_a_problem_is_what_is_said(copied: Path) -> None:
    """Word for word, in Ukrainian, at that line."""
    (example,) = _blocks("markdown")
    path = copied / "records" / "kolomyia-hromadska-pasika.md"
    path.write_text(example.replace("[agri-food, employment]", "[Туризм]"), encoding="utf-8")

    run = CliRunner().invoke(cli, ["--corpus", str(copied), "--lang", "uk", "check"])

    assert f"    {run.stdout}" in text_of("corpus/README.md")


@pytest.mark.parametrize(
    ("number", "shape"), [(0, Place), (1, Theme), (2, Synonyms)], ids=["places", "themes", "synonyms"]
)
def test_the_examples_of_vocabularies_are_valid(number: int, shape: type[BaseModel]) -> None:
    block = yaml.safe_load(_blocks("yaml")[number])

    TypeAdapter(tuple[shape, ...]).validate_python(block)  # type: ignore[valid-type]
    themes = {theme.id for theme in Corpus(ROOT / "corpus").vocabularies().themes}
    places = {place.id for place in Corpus(ROOT / "corpus").vocabularies().places}
    for concept in block:
        assert {*concept.get("broader", []), *concept.get("related", [])} <= themes
        assert concept.get("theme") in {None, *themes} and concept.get("oblast") in {None, *places}


def test_every_field_is_described_for_librarians() -> None:
    """Each in its row; those without which a record is refused are marked."""
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", text_of("corpus/README.md"), re.MULTILINE))

    assert list(rows) == [name for name in Record.model_fields if name != "body"]
    required = {name for name, field in Record.model_fields.items() if field.is_required()} - {"body"}
    assert {name for name, mark in rows.items() if mark == "так"} == required


@pytest.mark.parametrize("model", [Person, Figure, Source, Place, Theme, Kind, Synonyms])
def test_every_part_of_a_field_is_described(model: type[BaseModel]) -> None:
    text = text_of("corpus/README.md")

    names = [field.alias or name for name, field in model.model_fields.items()]
    assert [name for name in names if f"`{name}`" not in text and f"{name}:" not in text] == []


def test_every_value_of_a_choice_is_described() -> None:
    text = text_of("corpus/README.md")
    choices: list[Any] = [
        Record.model_fields["status"].annotation,
        get_args(Record.model_fields["scope"].annotation)[0],
        Place.model_fields["type"].annotation,
        Theme.model_fields["group"].annotation,
    ]

    assert [value for choice in choices for value in get_args(choice) if f"`{value}`" not in text] == []
