"""A place to listen, or a sentence that says which setting cannot be."""

from __future__ import annotations

import select
import socket
import threading
import time
from contextlib import suppress
from copy import copy

import pytest

from depository.errors import Invalid
from web.listening import Listener, Visitors, listen


def _refused(host: str, port: int = 0) -> list[str]:
    with pytest.raises(Invalid) as caught:
        listen(host, port, Visitors())
    return [problem.field for problem in caught.value.problems]


def test_a_name_of_two_addresses_has_one_port() -> None:
    """Where «localhost» is an address of both sorts, both answer at the port that is told."""
    sockets = listen("localhost", 0, Visitors())

    assert len({opened.getsockname()[1] for opened in sockets}) == 1
    for opened in sockets:
        opened.close()


@pytest.mark.parametrize("host", ["такого немає", "nowhere.invalid", "a" * 70, "203.0.113.7"])
def test_a_host_that_is_not_ours(host: str) -> None:
    """The setting is named, whatever the system has to say."""
    assert _refused(host) == ["host"]


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert _refused("127.0.0.1", taken.getsockname()[1]) == ["port"]


class _Taking:
    """What a process does with a socket that another one listens at too, here by a thread."""

    def __init__(self, listener: Listener, visitors: Visitors) -> None:
        self.taken: list[socket.socket] = []
        self.listener = listener
        listener.visitors = visitors
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._take)
        self._thread.start()

    def _take(self) -> None:
        self.listener.setblocking(False)
        while not self._done.is_set():
            if select.select([self.listener], [], [], 0.01)[0]:
                with suppress(BlockingIOError):  # the other one was quicker
                    self.taken.append(self.listener.accept()[0])

    def end(self) -> None:
        self._done.set()
        self._thread.join()
        for opened in (*self.taken, self.listener):
            opened.close()


def _seen_by_two() -> tuple[Visitors, Visitors]:
    """The visitors as each of two processes counts them."""
    first = Visitors(2)
    second = copy(first)
    second.count_for(1)
    return first, second


def test_who_has_more_visitors_lets_the_other_go_first() -> None:
    """Of two that listen at one place, both get as many; those who left before do not count."""
    (listener,) = listen("127.0.0.1", 0, Visitors())
    address = listener.getsockname()
    both = [
        _Taking(each, visitors)
        for each, visitors in zip((listener.dup(), listener), _seen_by_two(), strict=True)
    ]
    visitors = []
    for number in range(1, 13):
        visitors.append(socket.create_connection(address))
        while sum(len(each.taken) for each in both) < number:
            time.sleep(0.001)
    shares = [len(each.taken) for each in both]
    for opened in visitors:
        opened.close()
    for each in both:
        each.end()

    assert min(shares) >= 4 and [each.listener.visitors.here for each in both] == [0, 0]


def test_one_who_is_busy_holds_nobody_up() -> None:
    """A process that does not come to take its visitors leaves them to the others, after a moment."""
    (listener,) = listen("127.0.0.1", 0, Visitors(2))

    with socket.create_connection(listener.getsockname()), socket.create_connection(listener.getsockname()):
        taken = [listener.accept()[0] for _ in range(2)]

    assert listener.visitors.here == 2
    for opened in (*taken, listener):
        opened.close()


def test_visitors_who_left_are_forgotten() -> None:
    """Only those who are there count, and each of them once."""
    visitors = Visitors()
    (listener,) = listen("127.0.0.1", 0, visitors)
    for _ in range(5):
        with socket.create_connection(listener.getsockname()), listener.accept()[0] as visitor:
            assert visitors.here == 1
            visitor.close()

    assert visitors.here == 0
    listener.close()


def test_a_process_that_takes_the_place_of_another_begins_without_visitors() -> None:
    visitors = Visitors(2)
    visitors.came()

    visitors.count_for(0)

    assert visitors.here == 0
