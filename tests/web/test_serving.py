"""The service as a process: it answers, in several copies of itself, and ends when it is told to."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask

from depository.corpus import Corpus
from depository.service import Depository
from web import create_app, workers
from web.serving import processes
from web.settings import Settings

_PATIENCE = 120
_several = pytest.mark.skipif(not workers.possible(), reason="this system copies no processes")


class _Serving:
    """The service, started from the command line, with the address it printed."""

    def __init__(self, corpus: Path, data: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            _command(corpus, data, *arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
        )
        self.address = ""

    def __enter__(self) -> _Serving:
        assert self.process.stdout
        for line in self.process.stdout:
            if line.startswith(b"http://"):
                self.address = line.decode().strip()
                return self
        raise AssertionError("the service never said that it answers")

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def ask(self, path: str) -> bytes:
        with urllib.request.urlopen(self.address + path, timeout=_PATIENCE) as answer:
            body: bytes = answer.read()
        return body

    def totals(self, word: str, times: int) -> set[int]:
        """How many records the word finds, asked so often by many at once that every process is asked."""
        path = f"api/v1/search?q={quote(word)}&exact=1"
        with ThreadPoolExecutor(12) as askers:
            return {json.loads(body)["total"] for body in askers.map(self.ask, [path] * times)}

    def workers(self) -> set[int]:
        """The processes that this one began."""
        stats = {int(p.parent.name): p for p in Path("/proc").glob("[0-9]*/stat")}
        return {number for number, path in stats.items() if _parent(path) == self.process.pid}


def _parent(stat: Path) -> int:
    try:
        fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0
    return 0 if fields[0] == "Z" else int(fields[1])


def _command(corpus: Path, data: Path, *arguments: str) -> list[str]:
    start = "from web.cli import main; main()"
    return [sys.executable, "-c", start, "--corpus", str(corpus), "--data", str(data), "serve", *arguments]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("count", ["1", pytest.param("2", marks=_several)])
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_told_to_end(
    corpus: Path, data: Path, depository: Depository, count: str, told: signal.Signals
) -> None:
    """The address is printed once it answers; all processes end with the first."""
    with _Serving(corpus, data, "--port", "0", "--workers", count) as service:
        assert json.loads(service.ask("healthz"))["status"] == "ok"
        with urllib.request.urlopen(service.address, timeout=_PATIENCE) as answer:
            assert answer.url.endswith("/uk/") and "Server" not in answer.headers
        service.process.send_signal(told)
        assert service.process.wait(_PATIENCE) == 0
        port = int(service.address.rstrip("/").rpartition(":")[2])

        # The port is free again: nobody of them lives on.
        socket.create_server(("127.0.0.1", port)).close()


@_several
def test_what_one_process_saves_all_of_them_find(copied: Path, tmp_path: Path) -> None:
    """No process answers from what it read before it was copied, or before the record changed."""
    data = tmp_path / "data"
    here: Depository = create_app(Settings(corpus=copied, data=data)).extensions["depository"]
    here.refresh()
    with _Serving(copied, data, "--port", "0", "--workers", "3") as service:
        assert service.totals("щебетушний", 24) == {0}

        for number, word in enumerate(("щебетушний", "громовитний"), 1):
            record = Corpus(copied).read("asms").record
            here.corpus.save(record.model_copy(update={"body": f"{record.body}\nЩебетушний {word}.\n"}))
            here.refresh()

            assert service.totals(word, 24) == {1}, number


@_several
def test_what_a_browser_keeps_is_good_in_every_process(
    corpus: Path, data: Path, depository: Depository
) -> None:
    """The tag of a page and its compressed bytes are the same whichever process answers."""
    with _Serving(corpus, data, "--port", "0", "--workers", "3") as service, ThreadPoolExecutor(12) as askers:
        page = f"{service.address}uk/search?q={quote('туризм')}"
        asked = [urllib.request.Request(page, headers={"Accept-Encoding": "gzip"})] * 24
        found = list(askers.map(_answered, asked))
        tags = {tag for _, tag, _ in found}
        again = [urllib.request.Request(page, headers={"If-None-Match": tags.copy().pop()})] * 24

        assert {status for status, _, _ in found} == {200} and len(tags) == 1
        assert len({body for _, _, body in found}) == 1 and found[0][2].startswith(b"\x1f\x8b")
        assert {status for status, _, _ in askers.map(_answered, again)} == {304}


def _answered(request: urllib.request.Request) -> tuple[int, str, bytes]:
    """Status, tag and body; «not modified» is no error here."""
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            return answer.status, answer.headers["ETag"], answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("ETag", ""), b""


@_several
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="nowhere to look for processes")
def test_a_process_that_dies_is_replaced(corpus: Path, data: Path, depository: Depository) -> None:
    with _Serving(corpus, data, "--port", "0", "--workers", "2") as service:
        _until(lambda: len(service.workers()) == 2)
        before = service.workers()
        os.kill(min(before), signal.SIGKILL)

        _until(lambda: len(service.workers() - before) == 1 and len(service.workers()) == 2)

        assert all(json.loads(service.ask("healthz"))["status"] == "ok" for _ in range(8))


@_several
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="nowhere to look for processes")
def test_no_process_outlives_the_first(corpus: Path, data: Path, depository: Depository) -> None:
    """However the first one ended: the port is not kept by orphans."""
    with _Serving(corpus, data, "--port", "0", "--workers", "2") as service:
        _until(lambda: len(service.workers()) == 2)
        left = service.workers()
        service.process.kill()

        _until(lambda: not any(Path(f"/proc/{number}/cwd").exists() for number in left))


@pytest.mark.parametrize(
    ("arguments", "setting"),
    [(("--host", "nonsense.invalid"), b"host"), (("--host", "203.0.113.7"), b"host")],
)
def test_a_host_that_is_not_ours(
    corpus: Path, data: Path, depository: Depository, arguments: tuple[str, ...], setting: bytes
) -> None:
    """One sentence that names the setting."""
    done = subprocess.run(
        _command(corpus, data, *arguments),
        capture_output=True,
        timeout=_PATIENCE,
        env=_environment(),
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.startswith(setting) and len(done.stderr.splitlines()) == 1


def test_a_port_that_is_taken(corpus: Path, data: Path, depository: Depository) -> None:
    """Said in a sentence."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = _command(corpus, data, "--port", str(taken.getsockname()[1]))
        done = subprocess.run(
            command, capture_output=True, timeout=_PATIENCE, env=_environment(), check=False
        )

    assert done.returncode == 1
    assert done.stderr.startswith(b"port") and len(done.stderr.splitlines()) == 1


def test_how_many_processes() -> None:
    """As many as are asked for, or as the machine has processors, but no crowd."""
    assert processes(1) == 1
    assert 1 <= processes(0) <= 4
    assert processes(6) == (6 if workers.possible() else 1)


@pytest.mark.parametrize(("proxies", "shown"), [(0, "http://localhost/"), (1, "https://cases.example/")])
def test_only_trusted_proxies_say_who_we_are(corpus: Path, data: Path, proxies: int, shown: str) -> None:
    """Without a proxy of ours, what a request says of itself is worth nothing."""
    app: Flask = create_app(Settings(corpus=corpus, data=data, proxies=proxies))
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "cases.example"}

    found = app.test_client().get("/api/v1/search?q=мед", headers=headers).get_json()

    assert found["hits"][0]["url"].startswith(shown)
