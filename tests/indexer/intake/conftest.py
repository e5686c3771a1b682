"""What the tests of intake share: the vocabularies of the corpus, and what reads Ukrainian with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from depository.corpus import Corpus
from depository.vocabulary import Vocabularies
from indexer.analysis import Analyzer
from indexer.intake.suggestions import Suggestions


@pytest.fixture(scope="session")
def vocabularies(corpus: Path) -> Vocabularies:
    return Corpus(corpus).vocabularies()


@pytest.fixture(scope="session")
def analyzer(vocabularies: Vocabularies) -> Analyzer:
    return Analyzer(vocabularies)


@pytest.fixture(scope="session")
def suggestions(vocabularies: Vocabularies, analyzer: Analyzer) -> Suggestions:
    """Suggestions for a collection that has no records yet: nothing alike helps."""
    return Suggestions(vocabularies, analyzer)
