"""Pages made before, given once more as long as nothing they were made of has changed.

Many ask for the same: the home page, a theme, a list that somebody has sent around. A page is kept by its
tag (see `web.freshness`), so that what was saved since is seen at once.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import NamedTuple

from flask import Flask, Response, current_app, g, request

_NAME = "finished"
# Bytes of pages in each process: some five hundred, compressed.
_ROOM = 4 * 1024 * 1024


class Page(NamedTuple):
    """A response as it left."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


class Pages:
    """What was asked for last, no more than `room` bytes of it."""

    def __init__(self, room: int = _ROOM) -> None:
        self._room = room
        self._taken = 0
        self._pages: OrderedDict[tuple[str, ...], Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, ...]) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: tuple[str, ...], page: Page) -> None:
        """Keep `page`, and let go of those that nobody has asked for the longest."""
        with self._lock:
            if key in self._pages or len(page.body) > self._room:
                return
            self._pages[key] = page
            self._taken += len(page.body)
            while self._taken > self._room:
                _, oldest = self._pages.popitem(last=False)
                self._taken -= len(oldest.body)


def start(app: Flask) -> None:
    """Let `app` keep pages as they leave: to be started before whatever changes them on their way."""
    app.extensions[_NAME] = Pages()
    app.after_request(_kept)


def again(tag: str) -> Response | None:
    """The page of the present request, where it was made before under this `tag`."""
    # A page names itself by its whole address, and comes compressed to whoever takes it so.
    g.finished_as = (tag, request.host_url, str(request.accept_encodings["gzip"] > 0))
    page = current_app.extensions[_NAME].get(g.finished_as)
    return Response(page.body, headers=list(page.headers)) if page else None


def forget() -> None:
    """Do not keep the page of the present request."""
    g.pop("finished_as", None)


def _kept(response: Response) -> Response:
    alone = "Set-Cookie" in response.headers  # what is for one reader is for nobody else
    if "finished_as" in g and response.status_code == 200 and request.method == "GET" and not alone:
        page = Page(response.get_data(), tuple(response.headers.items()))
        current_app.extensions[_NAME].keep(g.finished_as, page)
    return response
