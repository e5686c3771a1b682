"""From saving a record to finding it, in the process that saved and in another one that only reads.

As at the desk, which knows what it saved; and once with the whole corpus looked through for what changed.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection

from depository.query import Query
from tests.bench.bench import Bench, Figures, spread
from tests.bench.collection import record_id

_ROUNDS = 24
_PATIENCE = 60.0
_LETTERS = "бвгджзклмнпрстфхцчш"


def measure(bench: Bench) -> Figures:
    """Records saved one after another, each with a word that no other has; all are put back in the end."""
    service = bench.service()
    service.refresh()
    service.search(Query("розвиток громади"))
    here, there = get_context("spawn").Pipe()
    reader = get_context("spawn").Process(target=_read, args=(replace(bench), there), daemon=True)
    reader.start()
    here.recv()
    own, others = [], []
    rounds = range(bench.times(_ROUNDS))
    chosen = [record_id(number * (bench.size // len(rounds))) for number in rounds]
    kept = {i: bench.corpus.path(i).read_bytes() for i in chosen}
    times = {i: bench.corpus.path(i).stat() for i in chosen}
    try:
        for number, changed in enumerate(chosen):
            word = _word(number)
            here.send(word)
            saved = time.monotonic()
            record = bench.corpus.read(changed).record
            bench.corpus.save(record.model_copy(update={"body": f"{record.body}\n{word.capitalize()}.\n"}))
            service.refresh(only=[changed])
            assert service.search(Query(word, verbatim=True)).total == 1, "a saved record must be found"
            own.append((time.monotonic() - saved) * 1000)
            others.append((here.recv() - saved) * 1000)
    finally:
        for changed, content in kept.items():
            bench.corpus.path(changed).write_bytes(content)
            os.utime(bench.corpus.path(changed), ns=(times[changed].st_atime_ns, times[changed].st_mtime_ns))
        begun = time.monotonic()
        service.refresh()
        whole = (time.monotonic() - begun) * 1000
    here.send("")
    slowest, empty = here.recv()
    reader.join(_PATIENCE)
    return {
        "freshness: saved to found, ms": spread(own),
        "freshness: saved to found by another process, ms": spread(others),
        "freshness: whole corpus looked through, ms": whole,
        "freshness: slowest search meanwhile, ms": slowest,
        "freshness: empty answers meanwhile": float(empty),
    }


def _read(bench: Bench, wire: Connection) -> None:
    """Another worker: searches without pause, and says when it finds the word it waits for."""
    service = bench.service()
    always = Query("громада")
    service.search(always)
    wire.send(None)
    slowest, empty = 0.0, 0
    while word := wire.recv():
        waiting = time.monotonic() + _PATIENCE
        found = False
        while not found and time.monotonic() < waiting:
            begun = time.monotonic()
            empty += service.search(always).total == 0
            found = service.search(Query(word, verbatim=True)).total > 0
            slowest = max(slowest, (time.monotonic() - begun) * 1000)
        wire.send(time.monotonic())
    wire.send((slowest, empty))


def _word(number: int) -> str:
    """A word that nobody ever wrote."""
    first, second = divmod(number, len(_LETTERS))
    return f"жужо{_LETTERS[first]}ю{_LETTERS[second]}"
