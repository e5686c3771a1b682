"""The desk over a corpus that a test may change, and people who work at it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from depository.service import Depository
from web import create_app
from web.settings import Settings

PASSWORD = "довге гасло для проби"
SignIn = Callable[..., "Person"]


class Person:
    """Somebody with a browser, signed in."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **options: object) -> TestResponse:
        return self.client.get(path, **options)  # type: ignore[arg-type]

    def see(self, path: str) -> BeautifulSoup:
        """The page at `path`, wherever it leads."""
        return BeautifulSoup(self.client.get(path, follow_redirects=True).text, "html.parser")

    def send(self, path: str, fields: dict[str, object] | None = None, **options: object) -> TestResponse:
        """What a form of ours would send to `path`: with its token."""
        page = self.client.get("/uk/desk/unfinished").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        return self.client.post(
            path,
            data={"csrf_token": token[1] if token else "", **(fields or {})},
            **options,  # type: ignore[arg-type]
        )


@pytest.fixture
def desk_app(copied: Path, tmp_path: Path, data: Path, depository: Depository) -> Flask:
    """The application over a copy of the corpus, with a librarian and a contributor."""
    # The index of the session serves for the copy as well: copied files keep their times.
    shutil.copytree(data, tmp_path / "data")
    app = create_app(Settings(corpus=copied, data=tmp_path / "data"))
    accounts = app.extensions["accounts"]
    accounts.add("olena", PASSWORD, role="librarian", shown="Олена Коваль")
    accounts.add("taras", PASSWORD, role="contributor", shown="Тарас Мельник")
    return app


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD, **fields: str) -> TestResponse:
    """Send the form that signs in."""
    page = client.get("/uk/desk/sign-in").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    return client.post(
        "/uk/desk/sign-in", data={"csrf_token": token[1], "name": name, "password": password, **fields}
    )


@pytest.fixture
def person(desk_app: Flask) -> SignIn:
    """Signs somebody in."""

    def signed_in(name: str = "olena") -> Person:
        client = desk_app.test_client()
        assert sign_in(client, name).status_code == 302
        return Person(client)

    return signed_in
