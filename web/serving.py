"""The service on a port of this machine, by a production server."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from waitress.server import create_server

from web.settings import Settings

# A query of a thousand Ukrainian letters is 6 kB in an address; everything else in a request is short.
_MAX_HEADERS = 64 * 1024
_MAX_BODY = 1024 * 1024


def serve(app: Flask, settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve `app` until stopped; `announce` is told the address once it answers.

    Raises OSError for a port that is taken.
    """
    server = create_server(
        app,
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
        max_request_header_size=_MAX_HEADERS,
        max_request_body_size=_MAX_BODY,
        ident="",
    )
    announce(f"http://{_name(settings.host)}:{_port(server)}/")
    server.run()


def _name(host: str) -> str:
    """The host as it stands in an address one can open here."""
    if host in ("0.0.0.0", "::", ""):
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _port(server: object) -> int:
    """The port in use: for 0 the system chose one; a host with two addresses has two servers."""
    found = getattr(server, "effective_port", None)
    if found is None:
        found = getattr(server, "effective_listen")[0][1]  # noqa: B009 - two classes without a common one
    return int(found)
