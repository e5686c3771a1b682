"""The package built from these sources works by itself, from an empty folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command, run in a clean environment where nothing leads back to the checkout."""
    kept = {
        name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR")
    }
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd, env={**kept, "LANG": "C.UTF-8", **environment}, capture_output=True, text=True, timeout=300,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, built without network and without looking at what git ignores."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of a fresh environment that has the package; the dependencies are those we run with."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    names = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", names))
    # Our dependencies without our checkout: .pth files of a folder added so are not followed.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    scripts = Path(sysconfig.get_path("scripts", "venv", names))
    done = run(
        sys.executable, "-m", "pip", "--python", next(scripts.glob("python*")), "install",
        "--no-deps", "--no-index", "--ignore-installed", "--quiet", wheel, cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return scripts


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def test_the_wheel_holds_the_rooms_and_their_data(wheel: Path) -> None:
    """Code, pages, translations and tables; neither corpus nor tests nor anything of a checkout."""
    names = set(zipfile.ZipFile(wheel).namelist())
    rooms = {name.partition("/")[0] for name in names}
    ours = {
        path.relative_to(ROOT).as_posix()
        for room in ("depository", "indexer", "web")
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert {room for room in rooms if not room.endswith(".dist-info")} == {"depository", "indexer", "web"}
    assert {name for name in names if ".dist-info/" not in name} == ours
    assert any(name.endswith("LICENSE-CORPUS") for name in names)


def test_the_command_explains_itself(installed: Path, empty: Path) -> None:
    shown = run(installed / "depository", "--help", cwd=empty)

    assert shown.returncode == 0, shown.stderr
    assert "serve" in shown.stdout and "check" in shown.stdout
    assert list(empty.iterdir()) == []


def test_without_a_corpus_it_asks_for_one(installed: Path, empty: Path) -> None:
    """One sentence, no traceback, and nothing is left behind."""
    asked = run(installed / "depository", "check", cwd=empty)

    assert asked.returncode != 0
    assert "--corpus" in asked.stderr
    assert "Traceback" not in asked.stderr
    assert list(empty.iterdir()) == []


def test_a_corpus_from_anywhere_is_checked_and_searched(installed: Path, empty: Path) -> None:
    corpus = shutil.copytree(ROOT / "corpus", empty / "corpus")

    checked = run(installed / "depository", "--corpus", corpus, "check", cwd=empty)
    found = run(
        installed / "depository", "--corpus", corpus, "search", "сортування сміття", "--json", cwd=empty
    )

    assert (checked.returncode, checked.stdout) == (0, ""), checked.stderr
    assert '"zhmerynka-sortuvannia-smittia"' in found.stdout, found.stderr


def test_pages_are_made_by_the_installed_package(installed: Path, empty: Path) -> None:
    """Templates, translations, style and map come with it."""
    shutil.copytree(ROOT / "corpus", empty / "corpus")
    script = """
import web
client = web.create_app().test_client()
assert "site-packages" in web.__file__, web.__file__
record = "/uk/records/yaremchanshchyna-turyzm"
for address in ("/uk/", "/en/search?q=tourism", record, "/uk/map", "/api/v1/search"):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code, answer.text[:500])
print(client.get("/uk/").text)
"""
    shown = run(next(installed.glob("python*")), "-c", script, cwd=empty)

    assert shown.returncode == 0, shown.stderr
    assert "<html" in shown.stdout and 'lang="uk"' in shown.stdout
