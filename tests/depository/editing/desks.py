"""A desk over a small part of the real corpus, with history and both indexes, that a test may change."""

from __future__ import annotations

import shutil
from pathlib import Path

from depository.corpus import Corpus
from depository.editing.authors import Author
from depository.editing.desk import Desk
from depository.editing.history import History
from depository.language import Shared
from depository.query import Query
from depository.record import Record
from depository.service import Depository
from depository.shelves import DESK
from indexer.ukrainian import Ukrainian
from indexer.whoosh_engine import WhooshEngine

OLENA = Author("olena", "Олена Коваль", role="librarian")
PETRO = Author("petro", "Петро Лисенко")
# Making the language costs more than everything else here.
_LANGUAGE = Shared(Ukrainian)


def opened(folder: Path, *, wait: float = 10.0) -> Desk:
    """The desk over `folder/corpus`, as another process would open it; `wait` seconds for a busy index."""
    corpus, data = folder / "corpus", folder / "data"
    depository = Depository(Corpus(corpus), WhooshEngine(data / "index"), _LANGUAGE, data)
    engine = WhooshEngine(data / "desk-index" / "index", wait=wait)
    unpublished = Depository(Corpus(corpus), engine, _LANGUAGE, data / "desk-index", states=DESK)
    return Desk(depository, History(data / "history.git", corpus), unpublished)


def prepared(corpus: Path, folder: Path) -> Path:
    """Some records of the corpus, indexed, and their history begun."""
    shutil.copytree(corpus, folder / "corpus")
    for path in sorted((folder / "corpus" / "records").iterdir())[8:]:
        path.unlink()
    desk = opened(folder)
    desk.depository.refresh()
    desk.shelf("draft")
    desk.history.take_in()
    return folder


def story(record_id: str = "nova-biblioteka", **values: object) -> Record:
    """A new record that keeps the rules of the real vocabularies."""
    usual: dict[str, object] = {
        "id": record_id,
        "kind": "success-story",
        "title": "Бібліотека просто неба",
        "places": ["poltava"],
        "themes": ["tourism"],
        "years": [2019],
        "source": {"publication": "Звіт про розвиток громади"},
        "body": "Громада сплела читальню з верболозу.\n\nКнижки принесли мешканці.",
    }
    return Record.model_validate({**usual, **values})


def found(desk: Desk, text: str, status: str = "published") -> set[str]:
    """The ids of what a search for `text` finds among the records of one state."""
    return {hit.card.id for hit in desk.shelf(status).search(Query(text)).hits}  # type: ignore[arg-type]
