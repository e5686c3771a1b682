"""Results pages over the network: the service as it is started, and wrk, which asks as fast as it can."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests.bench import asked
from tests.bench.bench import Bench, Figures

_SCRIPT = Path(__file__).parent / "load.lua"
_CONNECTIONS = 16
# Several short rounds: on a machine with neighbours the best of them is nearest to what the service does.
_ROUNDS, _QUICK_ROUNDS, _SECONDS = 5, 2, 4
# Different searches for each second of a round: more than are answered, so that none is asked for twice.
_A_SECOND = 600
_AGAIN = 100


def measure(bench: Bench) -> Figures:
    """Requests a second and waiting times of sixteen connections; nothing where there is no wrk."""
    if shutil.which("wrk") is None:
        return {}
    count = _QUICK_ROUNDS if bench.quick else _ROUNDS
    each = _SECONDS * _A_SECOND
    addresses = _addresses(bench, (count + 1) * each)
    with serving(bench) as url:
        _wrk(url, addresses[:each])
        rounds = [_wrk(url, addresses[number * each :][:each]) for number in range(1, count + 1)]
        again = [_wrk(url, addresses[:_AGAIN]) for _ in range(2)][-1]
    slowest, *_, best = sorted(rounds, key=_rate)
    return {
        "load: results pages, requests/s": _rate(best),
        "load: results pages, p50, ms": best["p50"],
        "load: results pages, p99, ms": best["p99"],
        "load: the slowest round, requests/s": _rate(slowest),
        "load: the slowest round, p99, ms": slowest["p99"],
        "load: pages asked for again, requests/s": _rate(again),
        "load: pages asked for again, p99, ms": again["p99"],
        "load: errors": sum(found["errors"] for found in (*rounds, again)),
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


def _addresses(bench: Bench, count: int) -> list[str]:
    """Searches of every sort, each a different one."""
    kinds = {**asked.FULL, "filter": asked.narrowed, "prefix": asked.beginning, "phrase": asked.phrase}
    each = 2 * count // len(kinds)
    made = [
        asked.queries(bench.corpus, bench.size, make, each, 200 + number)
        for number, make in enumerate(kinds.values())
    ]
    # Of different sorts one after another.
    args = ([("q", query.text), *query.filters] for mixed in zip(*made, strict=True) for query in mixed)
    return list(dict.fromkeys(f"/uk/search?{urlencode(pairs)}" for pairs in args))[:count]


def _rate(found: dict[str, float]) -> float:
    """Requests a second."""
    return found["requests"] / found["seconds"]


def _wrk(url: str, addresses: Sequence[str]) -> dict[str, float]:
    """One round over `addresses`."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="ascii") as file:
        file.writelines(f"{address}\n" for address in addresses)
        file.flush()
        command = ["wrk", "-t", "2", "-c", str(_CONNECTIONS), "-d", f"{_SECONDS}s", "-s", str(_SCRIPT)]
        done = subprocess.run([*command, url.rstrip("/"), "--", file.name], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    print(done.stdout, file=sys.stderr)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
