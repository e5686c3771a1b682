"""What most tests stand on: the real corpus, an index of it made once a session, the application over it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings

from depository.service import Depository
from web import create_app
from web.settings import Settings

_REPOSITORY = Path(__file__).resolve().parent.parent

# A test must not be led astray by the settings of whoever runs it; the browser's place may be told.
for _name in [
    name for name in os.environ if name.startswith("DEPOSITORY_") and name != "DEPOSITORY_CHROMIUM"
]:
    del os.environ[_name]

# A slow machine proves nothing wrong: how long an example takes is no part of any promise.
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of the real corpus; tests only read it."""
    return _REPOSITORY / "corpus"


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the index that the whole session shares."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def app(corpus: Path, data: Path) -> Flask:
    """The application over the real corpus."""
    app = create_app(Settings(corpus=corpus, data=data))
    app.extensions["depository"].refresh()
    return app


@pytest.fixture(scope="session")
def depository(app: Flask) -> Depository:
    """The real corpus, indexed."""
    service: Depository = app.extensions["depository"]
    return service


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A reader of the pages."""
    return app.test_client()


@pytest.fixture
def copied(corpus: Path, tmp_path: Path) -> Path:
    """A copy of the corpus that a test may change."""
    return shutil.copytree(corpus, tmp_path / "corpus")


@pytest.fixture
def app_over(tmp_path: Path) -> Iterator[Callable[[Path], Flask]]:
    """Makes an application over a corpus, with an index of its own."""
    yield lambda corpus: create_app(Settings(corpus=corpus, data=tmp_path / "data"))
