"""The index at first start: whoever asks first, where there is none yet, waits until it is made."""

from __future__ import annotations

import threading

from flask import Flask, current_app, request


def start(app: Flask) -> None:
    """Let the first request to `app` find an index."""
    lock = threading.Lock()
    ready = threading.Event()

    def make_index() -> None:
        if ready.is_set() or request.endpoint == "static":
            return
        with lock:
            if not ready.is_set():
                service = current_app.extensions["depository"]
                if service.is_stale:
                    for problem in service.refresh().problems:
                        current_app.logger.warning("left out of the index: %s", problem.located())
                ready.set()

    app.before_request(make_index)
