"""Where the service listens: sockets on an address and a port of this machine."""

from __future__ import annotations

import errno
import socket
import time
import weakref
from typing import Any

from depository.errors import N_, Invalid, Problem

_WAITING = 1024
_NO_HOST = N_("This machine has no address “{given}”: write 127.0.0.1, or 0.0.0.0 to be reached by others.")
_TAKEN = N_("Port {given} is taken by another program: choose another one, or stop that program.")
_FORBIDDEN = N_("This program may not listen on port {given}: choose one above 1023.")
_ABSENT = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
# Seconds to wait for each visitor one has, and at most, before one takes another.
_COURTESY, _MOST_COURTESY = 0.0005, 0.01


class Listener(socket.socket):
    """Where several processes wait for visitors: who has more of them lets the others go first.

    A browser or a proxy stays with the process it met first; without this one of them may have nearly all.
    """

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._visitors: weakref.WeakSet[socket.socket] = weakref.WeakSet()

    @property
    def visitors(self) -> int:
        """How many are here now."""
        return len(self._visitors)

    def accept(self) -> tuple[socket.socket, Any]:
        time.sleep(min(_MOST_COURTESY, _COURTESY * self.visitors))
        visitor, address = super().accept()
        self._visitors.add(visitor)
        return visitor, address


def listen(host: str, port: int) -> list[Listener]:
    """A socket for each address of `host`; port 0 lets the system choose one for all of them.

    Raises Invalid for a host that is not ours and a port that cannot be had.
    """
    sockets: list[Listener] = []
    for family, address in _addresses(host):
        try:
            bound = socket.create_server((address, port), family=family, backlog=_WAITING)
            sockets.append(Listener(fileno=bound.detach()))
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
