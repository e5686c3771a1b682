"""Results pages over the network: the service as it is started, and wrk, which asks as fast as it can."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests.bench import asked
from tests.bench.bench import Bench, Figures

_SCRIPT = Path(__file__).parent / "load.lua"
_ADDRESSES = 300
_CONNECTIONS = 16
_WARMING = 2
# Several short rounds: on a machine with neighbours the best of them is nearest to what the service does.
_ROUNDS, _SECONDS = 6, 4
_QUICK_ROUNDS = 2


def measure(bench: Bench) -> Figures:
    """Requests a second and waiting times of sixteen connections; nothing where there is no wrk."""
    if shutil.which("wrk") is None:
        return {}
    with (
        tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="ascii") as addresses,
        serving(bench) as url,
    ):
        addresses.writelines(f"{address}\n" for address in _addresses(bench))
        addresses.flush()
        _wrk(url, addresses.name, _WARMING)
        count = _QUICK_ROUNDS if bench.quick else _ROUNDS
        rounds = sorted((_wrk(url, addresses.name, _SECONDS) for _ in range(count)), key=_rate)
    best = rounds[-1]
    return {
        "load: results pages, requests/s": _rate(best),
        "load: results pages, p50, ms": best["p50"],
        "load: results pages, p99, ms": best["p99"],
        "load: the slowest round, requests/s": _rate(rounds[0]),
        "load: the slowest round, p99, ms": rounds[0]["p99"],
        "load: errors": sum(found["errors"] for found in rounds),
    }


@contextmanager
def serving(bench: Bench) -> Iterator[str]:
    """The service over the index of `bench`, started from the command line."""
    command = [sys.executable, "-c", "from web.cli import main; main()", "--corpus", str(bench.corpus.folder)]
    command += ["--data", str(bench.home), "serve", "--port", "0"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONIOENCODING": "utf-8"}
    )
    try:
        assert process.stdout
        yield next(line.decode().strip() for line in process.stdout if line.startswith(b"http://"))
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()


def _addresses(bench: Bench) -> list[str]:
    """Searches of every sort, each a different one."""
    kinds = {**asked.FULL, "filter": asked.narrowed, "prefix": asked.beginning, "phrase": asked.phrase}
    count = _ADDRESSES // len(kinds)
    queries = [
        query
        for number, make in enumerate(kinds.values())
        for query in asked.queries(bench.corpus, bench.size, make, count, 200 + number)
    ]
    # Of different sorts one after another.
    mixed = [query for number in range(count) for query in queries[number::count]]
    args = ([("q", query.text), *query.filters] for query in mixed)
    return list(dict.fromkeys(f"/uk/search?{urlencode(pairs)}" for pairs in args))


def _rate(found: dict[str, float]) -> float:
    """Requests a second."""
    return found["requests"] / found["seconds"]


def _wrk(url: str, addresses: str, seconds: int) -> dict[str, float]:
    command = ["wrk", "-t", "2", "-c", str(_CONNECTIONS), "-d", f"{seconds}s", "-s", str(_SCRIPT)]
    done = subprocess.run([*command, url.rstrip("/"), "--", addresses], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    print(done.stdout, file=sys.stderr)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
