"""The engines that are held to the contract: a new one is one more line here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from depository.engine import Engine
from indexer.whoosh_engine import WhooshEngine

ENGINES: dict[str, Callable[[Path], Engine]] = {
    "whoosh": WhooshEngine,
}


@pytest.fixture(params=sorted(ENGINES))
def make_engine(request: pytest.FixtureRequest) -> Callable[[Path], Engine]:
    return ENGINES[request.param]
