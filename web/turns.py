"""Whose turn it is: the pages of one process are made one after another, in the order they were asked for.

Threads of Python gain nothing by making pages at once: each takes longer, and some wait for all the others.
What changes something waits for discs and for other people, and takes no turn.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.wsgi import ClosingIterator

# Seconds after which others go on beside who is at work: no page takes so long, but a report over all may.
_PATIENCE = 0.25
_READING = ("GET", "HEAD")


class Turns:
    """The application `app`, asked for one page at a time."""

    def __init__(self, app: WSGIApplication, patience: float = _PATIENCE) -> None:
        self._app = app
        self._line = Line(patience)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in _READING:
            return self._app(environ, start_response)
        leave = self._line.wait()
        try:
            # A turn ends when the page is on its way: what is sent between would wait for the next page.
            return ClosingIterator(self._app(environ, start_response), leave)
        except BaseException:
            leave()
            raise


class _Place:
    """A place in the line; `called` is let go of when it is the first, `since` when that was."""

    __slots__ = ("called", "since")

    def __init__(self) -> None:
        self.called = threading.Lock()
        self.called.acquire()
        self.since = 0.0


class Line:
    """Those who wait, in the order they came; the first is at work, but holds nobody up beyond `patience`."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._places: deque[_Place] = deque()
        self._lock = threading.Lock()

    def wait(self) -> Callable[[], None]:
        """Come back when it is one's turn, with what is to be called at its end."""
        own = _Place()
        with self._lock:
            self._places.append(own)
            if self._places[0] is own:
                self._call()
        while not own.called.acquire(timeout=self._patience):
            self._pass_over()
        return lambda: self._leave(own)

    def _call(self) -> None:
        """Tell the first one, if there is any."""
        if self._places:
            self._places[0].since = time.monotonic()
            self._places[0].called.release()

    def _leave(self, place: _Place) -> None:
        with self._lock:
            if self._places and self._places[0] is place:  # or else it was passed over
                self._places.popleft()
                self._call()

    def _pass_over(self) -> None:
        """Go on beside the first one where it takes too long."""
        with self._lock:
            if time.monotonic() - self._places[0].since >= self._patience:
                self._places.popleft()
                self._call()
