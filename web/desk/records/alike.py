"""Records that may be the same story: pointed out before one more of them is seen by readers."""

from __future__ import annotations

from flask import current_app

from depository.intake import Alike, Intake
from depository.record import Record


def to(record: Record) -> tuple[Alike, ...]:
    """Other records much like this one, the most alike first."""
    return of(record.title, record.body, record.id)


def of(title: str, body: str, besides: str = "") -> tuple[Alike, ...]:
    """Records much like what is typed, but for the record itself."""
    intake: Intake = current_app.extensions["intake"]
    return intake.alike(title, body, besides) if body.strip() else ()
