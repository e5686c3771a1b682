"""What is measured. Each stage runs in a process of its own, so that memory and caches are honest."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from functools import partial

from depository.query import Query
from tests.bench import asked, freshness, load
from tests.bench.bench import Bench, Figures, folder_size, memory, own_memory, peak_memory, spread, timed
from tests.bench.rivals import RIVALS, Ours, Rival, combined

Stage = Callable[[Bench], Figures]

# The environment variable with the time a stage's process was started at.
BEGUN = "BENCH_BEGUN"
_ANALYZED = 400
# An engine that needs seconds a query is asked for so long, not three hundred times.
_PATIENCE = 20.0
_COMPARED = 20


def build(bench: Bench) -> Figures:
    """The index made anew from the record files, with the whole analysis."""
    start = time.perf_counter()
    done = bench.service().refresh(rebuild=True, progress=_progress())
    taken = time.perf_counter() - start
    assert done.indexed == bench.size, (
        f"{done.indexed} of {bench.size} records were indexed: {done.problems[:3]}"
    )
    return {
        "build: this service, records/s": bench.size / taken,
        "build: this service, seconds": taken,
        "build: this service, peak MB": peak_memory(),
        "build: this service, MB on disk": folder_size(bench.home),
    }


def build_rival(name: str, bench: Bench) -> Figures:
    """A rival fed with finished terms: its figure has no analysis in it."""
    waiting = list(bench.rows())
    rival = RIVALS[name](bench.rival_home(name))
    start = time.perf_counter()
    rival.build(waiting)
    taken = time.perf_counter() - start
    return {f"build: {rival.name} (finished terms), records/s": bench.size / taken}


def plain(name: str, bench: Bench) -> Figures:
    """Words joined by AND, all facets, ten hits: first use of every term, then warm."""
    rival: Rival = Ours(bench.home / "index") if name == "ours" else RIVALS[name](bench.rival_home(name))
    fresh, queries = bench.plain_queries(distinct=True), bench.plain_queries(distinct=False)
    rival.open()
    first = timed(rival.search, fresh, seconds=_PATIENCE)
    timed(rival.search, queries, seconds=_PATIENCE)
    warm = timed(rival.search, [*queries, *queries], seconds=_PATIENCE)
    figures: Figures = {
        f"plain: {rival.name}, first use": spread(first),
        f"plain: {rival.name}, warm": spread(warm),
    }
    answers = combined(rival.search(query) for query in queries[:_COMPARED])
    return figures | {f"check: {rival.name} {number}": float(count) for number, count in enumerate(answers)}


def service(bench: Bench) -> Figures:
    """The whole service over an unchanged index: start, the full path, everything else one may ask."""
    begun = time.perf_counter()
    imports = time.time() - float(os.environ.get(BEGUN, time.time()))
    depository = bench.service()
    changed = depository.refresh().indexed
    refreshed = time.perf_counter()
    depository.search(Query("розвиток громади"))
    answered = time.perf_counter()
    assert not changed, f"{changed} records were indexed again though nothing had changed"
    figures: Figures = {
        "start: process to first answer, s": imports + answered - begun,
        "start: of this Python and imports, s": imports,
        "start: of this refresh, s": refreshed - begun,
        "start: of this first search, s": answered - refreshed,
    }
    mixed = [
        q for number, make in enumerate(asked.FULL.values()) for q in _asked(bench, make, 70, 50 + number)
    ]
    before = memory()
    timed(depository.search, mixed[:100])
    figures["memory: at start, MB"] = before
    figures["memory: after 100 queries, MB"] = memory()
    figures["memory: of it of this process alone, MB"] = own_memory()
    whole: list[float] = []
    for number, (kind, make) in enumerate(asked.FULL.items()):
        taken = timed(depository.search, _asked(bench, make, 100, number))
        whole += taken
        figures[f"full: {kind}"] = spread(taken)
    figures["full: all of these"] = spread(whole)
    for number, (kind, make) in enumerate(asked.OTHER.items()):
        figures[f"other: {kind}"] = spread(timed(depository.search, _asked(bench, make, 60, 20 + number)))
    typed = [query.text for query in _asked(bench, asked.typed, 100, 40)]
    figures["other: autocomplete"] = spread(timed(depository.suggest, typed))
    figures["memory: after all queries, MB"] = memory()
    return figures


def pages(bench: Bench) -> Figures:
    """Result pages and completions as the application makes them, without network."""
    from tests.bench.page import Pages

    visitor = Pages(bench)
    visitor.get_all(30, seed=90)
    return {
        "pages: search page": spread(timed(visitor.search, visitor.texts(150, seed=91))),
        "pages: search page, with a choice": spread(timed(visitor.narrowed, visitor.texts(60, seed=92))),
        "pages: autocomplete": spread(timed(visitor.suggest, visitor.typed(100, seed=93))),
    }


def analysis(bench: Bench) -> Figures:
    """Words a second through the analyzer: forms it has not met, and forms it has."""
    from indexer.analysis import Analyzer

    begun = time.perf_counter()
    analyzer = Analyzer(bench.corpus.vocabularies())
    analyzer.tokens("Розвиток громади у Вінниці")
    loaded = time.perf_counter() - begun
    texts = [
        bench.corpus.read(record_id).record.body for record_id in sorted(bench.corpus.states())[:_ANALYZED]
    ]
    speeds = []
    for _ in range(2):
        begun = time.perf_counter()
        count = sum(len(analyzer.tokens(text)) for text in texts)
        speeds.append(count / (time.perf_counter() - begun))
    return {
        "analysis: load, s": loaded,
        "analysis: new forms, tokens/s": speeds[0],
        "analysis: known forms, tokens/s": speeds[1],
    }


def _asked(bench: Bench, make: asked.Make, count: int, seed: int) -> list[Query]:
    return asked.queries(bench.corpus, bench.size, make, bench.times(count), seed)


def _progress() -> Callable[[int, int], None]:
    begun, said = time.monotonic(), 0

    def show(number: int, total: int) -> None:
        nonlocal said
        # Joining what the processes have written goes on after the last record.
        if number >= said + 1000:
            said = number
            print(
                f"  {number:,} of {total:,} in {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True
            )

    return show


# In this order: the first stages build what the later ones search; the last one changes records.
STAGES: dict[str, Stage] = {
    "analysis": analysis,
    "build": build,
    **{f"build-{name}": partial(build_rival, name) for name in RIVALS},
    **{f"plain-{name}": partial(plain, name) for name in ("ours", *RIVALS)},
    "service": service,
    "pages": pages,
    "load": load.measure,
    "freshness": freshness.measure,
}
