"""The desk of a test: a copy of one prepared once, for indexing costs more than copying."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from depository.editing.desk import Desk
from tests.depository.editing.desks import opened, prepared


@pytest.fixture(scope="session")
def prepared_folder(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small corpus with its index and history, that nobody changes."""
    return prepared(corpus, tmp_path_factory.mktemp("prepared"))


@pytest.fixture
def folder(prepared_folder: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return shutil.copytree(prepared_folder, tmp_path / "own")


@pytest.fixture
def desk(folder: Path) -> Desk:
    """The desk over it."""
    return opened(folder)
