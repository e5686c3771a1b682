"""A place to listen, or a sentence that says which setting cannot be."""

from __future__ import annotations

import socket

import pytest

from depository.errors import Invalid
from web.listening import listen


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
