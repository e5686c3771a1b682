"""A place to listen, or a sentence that says which setting cannot be."""

from __future__ import annotations

import select
import socket
import threading
import time
from contextlib import suppress

import pytest

from depository.errors import Invalid
from web.listening import Listener, listen


def _refused(host: str, port: int = 0) -> list[str]:
    with pytest.raises(Invalid) as caught:
        listen(host, port)
    return [problem.field for problem in caught.value.problems]


def test_a_name_of_two_addresses_has_one_port() -> None:
    """Where «localhost» is an address of both sorts, both answer at the port that is told."""
    sockets = listen("localhost", 0)

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


def test_who_has_visitors_lets_the_others_go_first() -> None:
    """Of two that listen at one place, neither gets nearly all: the one with fewer is the quicker one."""
    (first,) = listen("127.0.0.1", 0)
    second = first.dup()
    port = first.getsockname()[1]
    taken: dict[Listener, list[socket.socket]] = {first: [], second: []}
    done = threading.Event()

    def take(listener: Listener) -> None:
        listener.setblocking(False)
        while not done.is_set():
            if select.select([listener], [], [], 0.01)[0]:
                with suppress(BlockingIOError):  # the other one was quicker
                    taken[listener].append(listener.accept()[0])

    takers = [threading.Thread(target=take, args=(listener,)) for listener in taken]
    for taker in takers:
        taker.start()
    visitors = []
    for number in range(1, 13):
        visitors.append(socket.create_connection(("127.0.0.1", port)))
        while sum(map(len, taken.values())) < number:
            time.sleep(0.001)
    done.set()
    for taker in takers:
        taker.join()

    assert min(map(len, taken.values())) >= 4
    for opened in (*visitors, *taken[first], *taken[second], first, second):
        opened.close()


def test_visitors_who_left_are_forgotten() -> None:
    """Only those who are there count."""
    (listener,) = listen("127.0.0.1", 0)
    for _ in range(5):
        with socket.create_connection(listener.getsockname()), listener.accept()[0]:
            pass

    assert listener.visitors == 0
    listener.close()
