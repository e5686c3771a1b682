"""The way of a record: every state can be left, and nothing a reader saw is ever hidden again."""

from __future__ import annotations

from typing import get_args

import pytest

from depository.editing.authors import Author, may_edit
from depository.editing.workflow import ACTIONS, PUBLIC, Action, after, offered
from depository.record import Status
from tests.depository.samples import record

STATES: tuple[Status, ...] = get_args(Status)
LIBRARIAN, CONTRIBUTOR = Author("olena", role="librarian"), Author("petro")


@pytest.mark.parametrize("status", STATES)
def test_every_state_can_be_left(status: Status) -> None:
    assert offered(record(status=status), LIBRARIAN)


@pytest.mark.parametrize("action", ACTIONS.values(), ids=lambda action: action.name)
def test_what_readers_saw_never_becomes_a_draft_again(action: Action) -> None:
    assert action.target in PUBLIC or not action.sources & PUBLIC


def test_a_contributor_is_offered_to_send_a_draft_and_nothing_else() -> None:
    names = {status: [a.name for a in offered(record(status=status), CONTRIBUTOR)] for status in STATES}

    assert names == {"draft": ["submit"], "review": [], "published": [], "withdrawn": []}


@pytest.mark.parametrize("action", ACTIONS.values(), ids=lambda action: action.name)
def test_a_reason_stays_only_where_the_new_state_is_explained_by_it(action: Action) -> None:
    before = record(status=min(action.sources), reason="Колишня", replaced_by="inshyi")

    now = after(before, action, reason=" Бо так. ", replaced_by="novyi")

    assert now.status == action.target
    assert now.reason == ("Бо так." if action.explained else None)
    assert now.replaced_by == ("novyi" if action.replaceable else None)


@pytest.mark.parametrize("status", STATES)
def test_who_may_change_the_words(status: Status) -> None:
    assert may_edit(LIBRARIAN, status)
    assert may_edit(CONTRIBUTOR, status) == (status == "draft")
    assert may_edit(CONTRIBUTOR, status, sender="petro") == (status in ("draft", "review"))
    assert may_edit(CONTRIBUTOR, status, sender="ivan") == (status == "draft")
