"""Several processes that do the same, kept alive until the first of them is told to stop.

They are copies of this one, made when it has read everything: what none of them changes is in memory once.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing import connection
from multiprocessing.context import ForkProcess

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
# One that dies sooner than this after it began is not replaced at once, lest the machine do nothing else.
_TOO_SOON = 1.0
# Seconds in which requests under way are answered when all is over.
_PATIENCE = 10.0

_log = logging.getLogger(__name__)


def possible() -> bool:
    """Whether this system can copy a process."""
    return "fork" in multiprocessing.get_all_start_methods()


def run(work: Callable[[int], None], count: int) -> None:
    """Do `work` in `count` processes, each told its number, until this one is told to stop; one that dies is
    replaced."""
    gc.collect()
    gc.freeze()  # a collector that touched what all share would copy it for each
    signal.signal(signal.SIGTERM, _stop)
    workers = [_start(work, number) for number in range(count)]
    try:
        while True:
            begun = time.monotonic()
            connection.wait([worker.sentinel for worker in workers])
            for number, worker in enumerate(workers):
                if not worker.is_alive():
                    _log.warning("a server process ended (%s); another one takes its place", worker.exitcode)
                    time.sleep(max(0.0, _TOO_SOON - (time.monotonic() - begun)))
                    workers[number] = _start(work, number)
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        _end(workers)


def stoppable(work: Callable[[], None]) -> None:
    """Do `work` in this process; being told to stop by a signal ends it as Ctrl-C does."""
    signal.signal(signal.SIGTERM, _stop)
    work()


def _start(work: Callable[[int], None], number: int) -> ForkProcess:
    """A process at work. No signal comes between its beginning and our knowing of it."""
    worker = multiprocessing.get_context("fork").Process(target=_work, args=(work, number))
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        worker.start()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    return worker


def _work(work: Callable[[int], None], number: int) -> None:
    # Ctrl-C reaches all processes of a terminal: the first one hears it and tells the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    threading.Thread(target=_follow, daemon=True).start()
    work(number)


def _follow() -> None:
    """End with the process that began this one, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _end(workers: list[ForkProcess]) -> None:
    until = time.monotonic() + _PATIENCE
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join(max(0.0, until - time.monotonic()))
        if worker.is_alive():
            worker.kill()
            worker.join()


def _stop(*_: object) -> None:
    sys.exit(0)
