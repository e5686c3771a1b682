"""The service on a port of this machine, by a production server in as many processes as are wanted."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Callable

from flask import Flask
from waitress.server import create_server

from web import bodies, listening, workers
from web.settings import Settings
from web.turns import Turns

# A query of a thousand Ukrainian letters is 6 kB in an address; everything else in a request is short.
_MAX_HEADERS = 64 * 1024
# Where nobody says how many processes, one for each processor, but no more: each needs memory of its own.
_MOST_UNASKED = 4
# Seconds that a thread works before another one may go on: longer than a page takes, so that what takes
# requests in, and what saves, does not cut pages into pieces.
_TURN = 0.03
# Python looks for garbage after so many new objects of each age. By itself it does so at every page, and now
# and then through all there is, which takes longer than the page.
_SELDOM = (50_000, 20, 20)
# Asked for once before processes are copied, so that all share what these pages need.
_FIRST = ("/uk/search?q=громада", "/en/search?q=community", "/uk/", "/api/v1/suggest?q=громад&lang=uk")


def serve(app: Flask, settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve `app` until stopped; `announce` is told the address once it answers.

    Raises Invalid for a host or a port that cannot be had.
    """
    count = processes(settings.workers)
    visitors = listening.Visitors(count)
    sockets = listening.listen(settings.host, settings.port, visitors)
    address = f"http://{_name(settings.host)}:{sockets[0].getsockname()[1]}/"

    def work(number: int = 0) -> None:
        visitors.count_for(number)
        sys.setswitchinterval(_TURN)
        gc.set_threshold(*_SELDOM)
        server = create_server(
            Turns(app),
            sockets=sockets,
            threads=settings.threads,
            max_request_header_size=_MAX_HEADERS,
            max_request_body_size=bodies.UPLOAD,
            # The application knows how many proxies there are; nobody else may say who asks.
            clear_untrusted_proxy_headers=not settings.proxies,
            ident="",
        )
        server.run()

    # That requests wait for one another is no news under load.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    if count > 1:
        _read_all(app)
    announce(address)
    if count > 1:
        workers.run(work, count)
    else:
        workers.stoppable(work)


def processes(wanted: int) -> int:
    """How many processes serve where `wanted` are asked for; 0 stands for as many as are of use."""
    if not workers.possible():
        return 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return wanted or min(usable, _MOST_UNASKED)


def _read_all(app: Flask) -> None:
    """Let `app` read and compile what every page needs."""
    with app.test_client() as visitor:
        for page in _FIRST:
            visitor.get(page)


def _name(host: str) -> str:
    """The host as it stands in an address one can open here."""
    if host in ("0.0.0.0", "::", ""):
        return "localhost"
    return f"[{host}]" if ":" in host else host
