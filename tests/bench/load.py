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
_SECONDS, _QUICK_SECONDS = 20, 6


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
        _wrk(url, addresses.name, 2)
        found = _wrk(url, addresses.name, _QUICK_SECONDS if bench.quick else _SECONDS)
    return {
        "load: results pages, requests/s": found["requests"] / found["seconds"],
        "load: results pages, p50, ms": found["p50"],
        "load: results pages, p99, ms": found["p99"],
        "load: errors": float(found["errors"]),
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


def _wrk(url: str, addresses: str, seconds: int) -> dict[str, float]:
    command = ["wrk", "-t", "2", "-c", str(_CONNECTIONS), "-d", f"{seconds}s", "-s", str(_SCRIPT)]
    done = subprocess.run([*command, url.rstrip("/"), "--", addresses], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    print(done.stdout, file=sys.stderr)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
