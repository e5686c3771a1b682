"""Settings come from where one would look for them, and a wrong one is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from depository.errors import Invalid
from web import settings


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_anything_said() -> None:
    """The service runs from the folder of a checkout without a word."""
    found = settings.load(environment={})

    assert (found.corpus, found.data) == (Path("corpus"), Path("data"))
    assert (found.host, found.port) == ("127.0.0.1", 8000)


def test_who_is_heard_first(tmp_path: Path) -> None:
    """Arguments go before the environment, that before the file, the file before what is built in."""
    file = tmp_path / "some.toml"
    file.write_text('host = "file"\nport = 1\nthreads = 3\n', encoding="utf-8")
    environment = {"DEPOSITORY_HOST": "environment", "DEPOSITORY_PORT": "2"}

    found = settings.load(file, environment, host="argument", port=None)

    assert (found.host, found.port, found.threads) == ("argument", 2, 3)


def test_folders_in_a_file_are_meant_from_there(tmp_path: Path) -> None:
    """A file of settings can be moved together with what it names, and used from anywhere."""
    (tmp_path / "etc").mkdir()
    file = tmp_path / "etc" / "depository.toml"
    file.write_text('corpus = "../texts"\ndata = "/var/data"\n', encoding="utf-8")

    found = settings.load(file, {})

    assert found.corpus.resolve() == (tmp_path / "texts").resolve()
    assert found.data == Path("/var/data")


def test_the_usual_file_is_found_and_another_can_be_named(tmp_path: Path) -> None:
    """depository.toml is read where it stands; DEPOSITORY_CONFIG names another."""
    (tmp_path / "depository.toml").write_text("port = 1\n", encoding="utf-8")
    (tmp_path / "other.toml").write_text("port = 2\n", encoding="utf-8")

    assert settings.load(environment={}).port == 1
    assert settings.load(environment={"DEPOSITORY_CONFIG": "other.toml"}).port == 2


@pytest.mark.parametrize(
    "text, field",
    [
        ("port = 70000", "port"),
        ('port = "x"', "port"),
        ("prot = 1", "prot"),
        ("port =", ""),
        ("corpus = 3", "corpus"),
    ],
)
def test_wrong_settings_are_told(tmp_path: Path, text: str, field: str) -> None:
    """A misspelt setting is not quietly passed over."""
    file = tmp_path / "depository.toml"
    file.write_text(text + "\n", encoding="utf-8")

    with pytest.raises(Invalid) as caught:
        settings.load(environment={})

    assert [problem.field for problem in caught.value.problems] == [field]
    assert caught.value.problems[0].located().startswith("depository.toml: ")


def test_all_wrong_settings_are_told_together() -> None:
    """Nobody mends settings one at a time."""
    with pytest.raises(Invalid) as caught:
        settings.load(environment={"DEPOSITORY_PORT": "x", "DEPOSITORY_THREADS": "0"})

    assert {problem.field for problem in caught.value.problems} == {"port", "threads"}


def test_a_named_file_must_be_there() -> None:
    """A misspelt name of a file does not mean «no settings»."""
    with pytest.raises(Invalid):
        settings.load(Path("missing.toml"), {})
