"""Work done side by side by copies of this process, which need nothing sent to them."""

from __future__ import annotations

import gc
import multiprocessing
import threading
from collections.abc import Callable, Iterable


def possible() -> bool:
    """Only the main thread of a program forks: beside other threads at work a copy could wait for ever."""
    alone = threading.current_thread() is threading.main_thread()
    return alone and "fork" in multiprocessing.get_all_start_methods()


# Python looks for garbage after so many new objects of each age; see _at_work.
_SELDOM = (100_000, 50, 1_000)


def each(
    work: Callable[..., None], arguments: Iterable[tuple[object, ...]], tick: Callable[[], None]
) -> bool:
    """Do `work` with each of `arguments` in a copy; whether all went well. `tick` is called meanwhile."""
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_at_work, args=(work, *some)) for some in arguments]
    for worker in workers:
        worker.start()
    for worker in workers:
        while worker.is_alive():
            worker.join(0.1)
            tick()
    return not any(worker.exitcode for worker in workers)


def _at_work(work: Callable[..., None], *arguments: object) -> None:
    """`work`, by a process that keeps millions of small objects until its end: looking through all of them
    for garbage again and again takes as long as the work itself."""
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    work(*arguments)
