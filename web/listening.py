"""Where the service listens: sockets on an address and a port of this machine."""

from __future__ import annotations

import errno
import mmap
import socket
import time
from typing import Any

from depository.errors import N_, Invalid, Problem

_WAITING = 1024
_NO_HOST = N_("This machine has no address “{given}”: write 127.0.0.1, or 0.0.0.0 to be reached by others.")
_TAKEN = N_("Port {given} is taken by another program: choose another one, or stop that program.")
_FORBIDDEN = N_("This program may not listen on port {given}: choose one above 1023.")
_ABSENT = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
# Seconds between looks whether the others have as many visitors, and for so many looks at most.
_LOOK, _MOST_LOOKS = 0.001, 20


class Visitors:
    """How many visitors each of several processes has, for all of them to see."""

    def __init__(self, processes: int = 1) -> None:
        # Memory of its own, which copies of this process have in common.
        self._counts = memoryview(mmap.mmap(-1, 4 * processes)).cast("i")
        self._number = 0

    def count_for(self, number: int) -> None:
        """Count those of the process `number` from now on, which has none yet."""
        self._number = number
        self._counts[number] = 0

    @property
    def here(self) -> int:
        """How many this process has."""
        return self._counts[self._number]

    def came(self) -> None:
        self._counts[self._number] += 1

    def left(self) -> None:
        self._counts[self._number] -= 1

    def wait(self) -> None:
        """Let the others go first while this process has more than one of them; they may be busy, though."""
        for _ in range(_MOST_LOOKS):
            if self.here <= min(self._counts):
                break
            time.sleep(_LOOK)


class Visitor(socket.socket):
    """A connection that is counted until it is closed. Only the thread that takes them closes them too."""

    visitors: Visitors | None = None

    def close(self) -> None:
        if self.visitors is not None:
            self.visitors.left()
            self.visitors = None
        super().close()


class Listener(socket.socket):
    """Where several processes wait for visitors: who has more of them lets the others go first.

    A browser or a proxy stays with the process it met first; without this one of them may have nearly all.
    """

    visitors: Visitors

    def accept(self) -> tuple[Visitor, Any]:
        self.visitors.wait()
        accepted, address = super().accept()
        visitor = Visitor(fileno=accepted.detach())
        visitor.visitors = self.visitors
        self.visitors.came()
        return visitor, address


def listen(host: str, port: int, visitors: Visitors) -> list[Listener]:
    """A socket for each address of `host`; port 0 lets the system choose one for all of them.

    Raises Invalid for a host that is not ours and a port that cannot be had.
    """
    sockets: list[Listener] = []
    for family, address in _addresses(host):
        try:
            bound = socket.create_server((address, port), family=family, backlog=_WAITING)
            sockets.append(Listener(fileno=bound.detach()))
            sockets[-1].visitors = visitors
        except OSError as error:
            if error.errno in _ABSENT:
                continue  # «localhost» names an address of IPv6 also where there is no IPv6
            for opened in sockets:
                opened.close()
            raise _refusal(error, port) from error
        port = port or sockets[0].getsockname()[1]
    if not sockets:
        raise Invalid([Problem(_NO_HOST, "host", {"given": host})])
    return sockets


def _addresses(host: str) -> list[tuple[socket.AddressFamily, str]]:
    try:
        found = socket.getaddrinfo(host or None, 0, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError) as error:
        raise Invalid([Problem(_NO_HOST, "host", {"given": host})]) from error
    return list(dict.fromkeys((family, str(address[0])) for family, *_, address in found))


def _refusal(error: OSError, port: int) -> Exception:
    """What is told of a port that cannot be had; anything else is told as it is."""
    message = {errno.EADDRINUSE: _TAKEN, errno.EACCES: _FORBIDDEN}.get(error.errno or 0)
    return Invalid([Problem(message, "port", {"given": port})]) if message else error
