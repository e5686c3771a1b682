"""Pages in turn: the order, and who does not wait."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Request, Response

from web.turns import Turns

_LONG, _SHORT = 60.0, 0.02


class _Pages:
    """An application that notes who was asked for, and answers when it may."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.may_end = {path: threading.Event() for path in ("/a", "/b", "/c", "/d")}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = Request(environ).path
        self.begun.append(path)
        assert self.may_end[path].wait(_LONG)
        return Response(path)(environ, start_response)


def _until(true: Callable[[], bool]) -> None:
    waiting = threading.Event()
    while not true():
        waiting.wait(0.001)


def _ask(app: Turns, path: str, method: str = "GET") -> TestResponse:
    return Client(app).open(path, method=method, buffered=True)


def _in_line(app: Turns, count: int) -> bool:
    return len(app._line._places) == count


def test_one_after_another_in_the_order_they_came() -> None:
    pages = _Pages()
    app = Turns(pages, _LONG)
    with ThreadPoolExecutor(4) as visitors:
        for number, path in enumerate(("/a", "/c", "/b", "/d"), 1):
            visitors.submit(_ask, app, path)
            _until(lambda wanted=number: _in_line(app, wanted))  # type: ignore[misc]
        for done, path in enumerate(("/a", "/c", "/b", "/d")):
            _until(lambda wanted=done + 1: len(pages.begun) == wanted)  # type: ignore[misc]
            pages.may_end[path].set()

    assert pages.begun == ["/a", "/c", "/b", "/d"] and _in_line(app, 0)


def test_what_takes_long_holds_nobody_up() -> None:
    """After a moment the others go on beside it, and those who come later do not wait for it either."""
    pages = _Pages()
    app = Turns(pages, _SHORT)
    with ThreadPoolExecutor(1) as visitor:
        long = visitor.submit(_ask, app, "/a")
        _until(lambda: pages.begun == ["/a"])
        pages.may_end["/b"].set()
        pages.may_end["/c"].set()

        assert _ask(app, "/b").text == "/b" and _ask(app, "/c").text == "/c"
        assert not long.done()
        pages.may_end["/a"].set()
        assert long.result().text == "/a" and _in_line(app, 0)


def test_what_changes_something_takes_no_turn() -> None:
    """A long upload keeps no page waiting, and is kept waiting by none."""
    pages = _Pages()
    app = Turns(pages, _LONG)
    with ThreadPoolExecutor(2) as visitors:
        visitors.submit(_ask, app, "/a")
        _until(lambda: pages.begun == ["/a"])
        pages.may_end["/b"].set()

        assert _ask(app, "/b", "POST").text == "/b"
        pages.may_end["/a"].set()


def test_a_page_that_fails_ends_its_turn() -> None:
    def failing(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        raise ZeroDivisionError

    app = Turns(failing, _LONG)

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            _ask(app, "/a")
    assert _in_line(app, 0)
