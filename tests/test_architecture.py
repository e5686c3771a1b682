"""The shape of the house: who may know whom, and that nothing happens by merely opening a door."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("depository", "indexer", "web")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))

# Arrows one way: web → indexer → depository; corpus/ is data and never imported.
MAY_IMPORT = {
    "depository": {"depository"},
    "indexer": {"depository", "indexer"},
    "web": {"depository", "indexer", "web"},
}
# Where the application is put together, and nowhere else does web know the indexer.
COMPOSITION = {"web/__init__.py"}

# The rooms of the engine work on whole columns of numbers.
_ARRAYS = (
    "arrays", "columns", "evaluation", "gathering", "joining", "lexicon", "numbers", "segment", "snapshot",
    "whoosh_folder", "queries/spelling",
)  # fmt: skip
# The table of steps, and those who know what its errors mean.
_STEPS = {f"depository/editing/{name}.py" for name in ("history", "steps", "turn")}
# Each outside library has its home: to replace it, one opens these modules and no others.
HOMES = {
    "whoosh": {"indexer/whoosh_folder.py"},
    "pymorphy3": {"indexer/analysis/lemmas.py", "indexer/analysis/frequencies/derive.py"},
    "snowballstemmer": {"indexer/analysis/english.py"},
    "rapidfuzz": {"indexer/queries/spelling.py"},
    "uklatn": {"indexer/analysis/romanization.py"},
    "markdown_it": {"depository/markup.py"},
    "nh3": {"depository/markup.py"},
    "numpy": {f"indexer/{name}.py" for name in _ARRAYS},
    "yaml": {"indexer/analysis/gazetteer.py"}
    | {f"depository/{name}.py" for name in ("recordfile", "yamlsyntax", "yamltext")},
    "dulwich": {"depository/editing/commits.py"},
    "filelock": {"depository/editing/history.py", "depository/editing/imports.py"},
    "ruamel": {"depository/editing/vocabulary_text.py"},
    "trafilatura": {"indexer/intake/readers/webpages/html.py"},
    "mammoth": {"indexer/intake/readers/word.py"},
    "pdfminer": {"indexer/intake/readers/printed/pdf.py", "indexer/intake/readers/printed/operators.py"},
    "openpyxl": {"indexer/intake/readers/tables.py"},
    "charset_normalizer": {"indexer/intake/readers/encodings.py"},
    "argon2": {"web/desk/access/accounts.py"},
    "sqlite3": {"web/desk/access/accounts.py", "web/desk/database.py", *_STEPS},
    "wtforms": {"web/desk/editing/forms.py"},
    "shapely": {"web/outlines/derive.py"},
    "wordfreq": {"indexer/analysis/frequencies/derive.py"},
    "waitress": {"web/serving.py"},
    "click": {"web/cli.py", "web/console.py", "web/import_command.py", "web/user_commands.py"},
    "rich": {"web/cli.py", "web/console.py"},
}
ROOM_OF = {
    "flask": "web",
    "flask_babel": "web",
    "flask_login": "web",
    "flask_wtf": "web",
    "babel": "web",
    "werkzeug": "web",
    "jinja2": "web",
    "markupsafe": "web",
}

# The scripts that make data by hand: run by people, imported by nobody.
BY_HAND = {"derive.py"}
PRINTS = {"web"}
LONGEST = 350


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Every module `path` imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: relative imports hide the arrows"
            yield node.module or ""


each_module = pytest.mark.parametrize("path", MODULES, ids=name_of)


@each_module
def test_arrows_point_one_way(path: Path) -> None:
    """depository knows neither indexer nor web; indexer does not know web; nobody imports corpus or tests."""
    ours = {name.partition(".")[0] for name in imports(path)} & {*ROOMS, "corpus", "tests", "scripts"}

    assert ours <= MAY_IMPORT[path.relative_to(ROOT).parts[0]]


@each_module
def test_web_meets_the_indexer_in_the_composition_root_only(path: Path) -> None:
    if path.is_relative_to(ROOT / "web") and name_of(path) not in COMPOSITION:
        assert not [name for name in imports(path) if name.startswith("indexer.")]


@each_module
def test_each_outside_library_has_one_home(path: Path) -> None:
    """To leave Whoosh, or pymorphy3, one opens one module."""
    outside = {name.partition(".")[0] for name in imports(path)}

    strangers = {name for name in outside & HOMES.keys() if name_of(path) not in HOMES[name]}
    strangers |= {
        name for name in outside & ROOM_OF.keys() if path.relative_to(ROOT).parts[0] != ROOM_OF[name]
    }
    assert strangers == set()


@each_module
def test_a_module_says_what_it_is(path: Path) -> None:
    """A docstring at its head, unless there is nothing in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert ast.get_docstring(tree) or not tree.body


@each_module
def test_a_module_is_one_noun(path: Path) -> None:
    """Past a few hundred lines it has grown a second one."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@each_module
def test_only_the_doors_speak(path: Path) -> None:
    """Results and errors are values; printing them is the business of the command line."""
    if path.relative_to(ROOT).parts[0] in PRINTS or path.name in BY_HAND:
        return
    calls = [
        node.func
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]

    assert not [
        call for call in calls if isinstance(call, ast.Name) and call.id in ("print", "input", "exit")
    ]


@each_module
def test_no_module_names_a_place_on_somebodys_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not [place for place in ("/home/", "/Users/", "/root/", "C:\\\\") if place in text]


def test_the_guards_above_watch_something() -> None:
    """Homes that no longer exist would make the guards blind."""
    homes = {name for names in HOMES.values() for name in names} | COMPOSITION

    assert {name for name in homes if not (ROOT / name).is_file()} == set()
    assert len(MODULES) > 30


_IMPORT_ALL = """
import importlib, pathlib, sys
opened = []
def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        opened.append(arguments[0])
    elif event in ("socket.connect", "subprocess.Popen"):
        opened.append(event)
root = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(root))
sys.addaudithook(hook)
for room in ("depository", "indexer", "web"):
    for path in sorted((root / room).rglob("*.py")):
        if path.name != "derive.py":
            importlib.import_module(".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"))
ours = [name for name in opened if name.startswith(str(root)) and "/.venv" not in name[len(str(root)):]]
code = (".py", ".pyc", ".so")
data = [name for name in ours if not name.endswith(code) and ".pyc." not in name]
data += [name for name in opened if "pymorphy3_dicts" in name and "/data/" in name]
data += [name for name in opened if name in ("socket.connect", "subprocess.Popen")]
print("\\n".join(sorted(set(data))))
"""


def test_importing_opens_nothing() -> None:
    """No corpus, index, table or dictionary is read before somebody asks for something."""
    run = subprocess.run(
        [sys.executable, "-c", _IMPORT_ALL, str(ROOT)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT.anchor,
    )

    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == []


def test_every_import_is_declared() -> None:
    """What the rooms import is installed with them; the tests bring libraries that would hide a lack."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=~!;\[ ]", line)[0] for line in project["dependencies"]}
    others = {
        "yaml": "pyyaml",
        "bs4": "beautifulsoup4",
        "whoosh": "whoosh3",
        "babel": "flask-babel",
        "markdown_it": "markdown-it-py",
        "argon2": "argon2-cffi",
        "pdfminer": "pdfminer-six",
        "ruamel": "ruamel-yaml",
    }
    others |= {"werkzeug": "flask", "jinja2": "flask", "markupsafe": "flask", "pydantic_core": "pydantic"}

    used = {name.partition(".")[0] for path in MODULES if path.name not in BY_HAND for name in imports(path)}
    outside = used - {*ROOMS, *sys.stdlib_module_names, ""}

    assert {others.get(name, name.replace("_", "-")) for name in outside} <= declared
