"""One size of the benchmark: where its corpus, indexes and queries are, and how time is taken."""

from __future__ import annotations

import math
import resource
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np

from depository.corpus import Corpus
from depository.service import Depository
from indexer.ukrainian import Ukrainian
from indexer.whoosh_engine import WhooshEngine
from tests.bench.collection import collection
from tests.bench.terms import Row, plain_queries, rows

# A figure is one number, or a median with the value that one of twenty exceeds.
Figure = float | tuple[float, float]
Figures = dict[str, Figure]
T = TypeVar("T")

_SAMPLE = 1000
# Fewer calls than this say nothing, however long they take.
_LEAST = 20


@dataclass(frozen=True)
class Bench:
    """What measurements at one size share. `data` may be thrown away, `real` is the corpus itself."""

    data: Path
    real: Path
    size: int
    quick: bool = False

    @cached_property
    def corpus(self) -> Corpus:
        return collection(self.data, self.real, self.size)

    @property
    def home(self) -> Path:
        """Where the service keeps its index and manifest."""
        return self.data / f"service-{self.size}"

    def rival_home(self, name: str) -> Path:
        return self.data / f"{name}-{self.size}"

    def service(self) -> Depository:
        """A depository over the synthetic corpus, nothing opened yet."""
        return Depository(self.corpus, WhooshEngine(self.home / "index"), Ukrainian, self.home)

    def rows(self) -> Iterable[Row]:
        return rows(self.data, self.corpus, self.size)

    def plain_queries(self, *, distinct: bool) -> list[tuple[str, ...]]:
        """The same for every engine, from records all over the collection."""
        step = max(1, self.size // _SAMPLE)
        source = list(islice(self.rows(), 0, None, step))
        return plain_queries(source, self.times(300), distinct=distinct)

    def times(self, count: int) -> int:
        """How many times to do what a full run does `count` times."""
        return max(10, count // 4) if self.quick else count


def timed(call: Callable[[T], object], over: Iterable[T], *, seconds: float = math.inf) -> list[float]:
    """How long each call took, in milliseconds; past so many `seconds` the rest is left out."""
    taken: list[float] = []
    for item in over:
        if len(taken) >= _LEAST and sum(taken) > seconds * 1000:
            break
        start = time.perf_counter()
        call(item)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def spread(taken: list[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    middle, high = np.percentile(taken, [50, 95])
    return float(middle), float(high)


def memory() -> float:
    """Megabytes of memory this process holds now."""
    return _of_status("VmRSS") or peak_memory()


def own_memory() -> float:
    """Megabytes of it that are no mapped file: those no other process can share."""
    return _of_status("RssAnon") or peak_memory()


def _of_status(name: str) -> float:
    """What the system says of this process; 0 where it says nothing."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(f"{name}:")) / 1024


def peak_memory() -> float:
    """The most megabytes this process ever held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def folder_size(folder: Path) -> float:
    """Megabytes on disk."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1_000_000
