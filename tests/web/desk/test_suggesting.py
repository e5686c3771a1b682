"""What an import suggests, in the form: each value once, with its reasons, taken over at a press."""

from __future__ import annotations

from flask import Flask

from depository.editing.imports import Imports
from depository.intake import Evidence, Proposal
from tests.web.desk.conftest import SignIn
from tests.web.desk.test_editing import field, fields_in, page
from tests.web.desk.test_imports import STORY, imports, send
from web.desk.editing import filling, forms, suggesting
from web.desk.imports import proposals

__all__ = ["imports"]

_PROPOSAL = Proposal(
    {},
    {
        "places": (
            Evidence("yaremche", "Яремче відкрило маршрут.", 0.9),
            Evidence("dolyna", "Як у Долині.", 0.2),
            Evidence("yaremche", "У Яремчі раді гостям.", 0.7),
            Evidence("bar", "Немов у барі.", 0.1),
        ),
        "title": (Evidence("Маршрут гір", "# Маршрут гір", 1.0, "stated"),),
    },
)


def test_each_value_once_with_its_sentences(desk_app: Flask) -> None:
    """By its name, the surest first; what the form has already says so, what is unlikely stands apart
    or is left out."""
    form = forms.filled(filling.fields_of({"places": ["yaremche"]}))
    with desk_app.test_request_context("/uk/desk/new/x"):
        found = suggesting.suggestions(_PROPOSAL, "places", form)
        title = suggesting.suggestions(_PROPOSAL, "title", form)

    assert [(each.label, each.percent, each.chosen, each.likely) for each in found] == [
        ("Яремче", 90, True, True),
        ("Долина", 20, False, False),
    ]
    assert found[0].sentences == ("Яремче відкрило маршрут.", "У Яремчі раді гостям.")
    assert title[0].stated and not title[0].chosen


def test_one_more_or_in_its_place() -> None:
    """A place joins those that are there, a title takes the place of the one before."""
    place = _PROPOSAL.evidence["places"][0]

    more = proposals.values_taken({"places": ["dolyna"]}, "places", place)
    again = proposals.values_taken(more, "places", place)
    title = proposals.values_taken({"title": "Інша"}, "title", _PROPOSAL.evidence["title"][0])

    assert more["places"] == again["places"] == ["dolyna", "yaremche"]
    assert title["title"] == "Маршрут гір"


def test_a_suggestion_is_taken_over(person: SignIn, imports: Imports) -> None:
    """What was typed elsewhere in the form stays; and whoever opens the proposal again finds it so."""
    olena = person()
    address = send(olena, ("крамниця.md", STORY))
    imports.work()
    form_address = olena.send(address, {"do": "open:0:0"}).location
    begun = olena.see(form_address)
    fields = {**fields_in(begun), "title": "", "named": "Крамниця", "places": []}
    sent = page(olena.send(form_address, {**fields, "do": "refresh"}).text)
    take = str(field(sent, "#field-title .evidence button")["value"])

    taken = page(olena.send(form_address, {**fields, "do": take}).text)
    again = olena.see(olena.send(address, {"do": "open:0:0"}).location)

    assert field(begun, "#id")["value"] == ""
    assert field(taken, "#title")["value"] == "Хмільник відкрив крамницю добрих справ"
    assert field(taken, "#named").text.strip() == "Крамниця"
    assert field(again, "#title")["value"] == "Хмільник відкрив крамницю добрих справ"
