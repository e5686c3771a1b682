"""The index where there is none: whoever asks first waits until it is made, at the first start or after
somebody took the data away."""

from __future__ import annotations

import threading

from flask import Flask, current_app, request


def start(app: Flask) -> None:
    """Let every request to `app` find an index."""
    lock = threading.Lock()
    ready = threading.Event()

    def make_index() -> None:
        service = current_app.extensions["depository"]
        if request.endpoint == "static" or ready.is_set() and service.has_index:
            return
        with lock:
            if not (ready.is_set() and service.has_index):
                if service.is_stale:
                    for problem in service.refresh().problems:
                        current_app.logger.warning("left out of the index: %s", problem.located())
                ready.set()

    app.before_request(make_index)
