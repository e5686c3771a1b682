"""The form of a record: its fields with labels, hints and examples. The only home of WTForms.

Everything in it is text, just as it was typed; `filling` makes a record's values of it and back.
"""

from __future__ import annotations

from werkzeug.datastructures import MultiDict
from wtforms import (
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from depository.errors import N_

Fields = MultiDict[str, str]

SCOPES: tuple[tuple[str, str], ...] = (
    ("", N_("the places named above")),
    ("settlement", N_("settlements")),
    ("region", N_("a region")),
    ("all-partners", N_("every partner city")),
    ("national", N_("the whole country")),
)


def _on_one_line(text: str | None) -> str | None:
    """A field that grows so that all of it can be read takes line breaks; what it means has none."""
    return " ".join(text.splitlines()) if text else text


class FigureForm(Form):  # type: ignore[misc]
    """One number of the source."""

    approx = StringField(N_("About, over"), description=N_("about (for example)"))
    value = StringField(N_("Number"), description="20")
    unit = StringField(N_("Unit"), description=N_("persons"))
    counts = StringField(
        N_("What is counted"), description=N_("learned to keep bees"), filters=[_on_one_line]
    )


class PersonForm(Form):  # type: ignore[misc]
    """One person the record names."""

    name = StringField(N_("Name of the person"), description=N_("Olena Koval"))
    role = StringField(N_("Part they took"), description=N_("coordinator of the apiary"))


class SourceForm(Form):  # type: ignore[misc]
    """Where the facts come from."""

    publication = StringField(
        N_("Publication"),
        description=N_("Its title, or the name of the page. A record without a source is not published."),
    )
    publisher = StringField(N_("Publisher"))
    year = StringField(N_("Year of publication"))
    section = StringField(N_("Section"))
    page = StringField(N_("Pages"))
    heading = StringField(N_("Heading in the publication"))
    url = StringField(N_("Web address"), description=N_("It begins with https://"))
    rights = StringField(N_("Terms of use"))


class RecordForm(Form):  # type: ignore[misc]
    """One record."""

    title = StringField(
        N_("Title"),
        description=N_("What was done and where, in a line: Kolomyia starts a community apiary."),
    )
    title_en = StringField(N_("Title in English"))
    kind = StringField(N_("Kind of record"))
    summary = TextAreaField(N_("Summary"), description=N_("One or two sentences on what it was about."))
    summary_en = TextAreaField(N_("Summary in English"))
    places = SelectMultipleField(N_("Places"), validate_choice=False, choices=[])
    places_more = StringField(
        N_("Add a place"), description=N_("Begin to type its name and choose it from the list.")
    )
    scope = StringField(
        N_("Whom it concerns"),
        description=N_("Without a place, choose all partner cities or the whole country."),
    )
    themes = SelectMultipleField(N_("Themes"), validate_choice=False, choices=[])
    themes_more = StringField(
        N_("Add a theme"), description=N_("Begin to type its name; the first theme is the main one.")
    )
    years = StringField(
        N_("Years of the practice"),
        description=N_("When it really happened, not when it was printed: 2016, 2018–2020."),
    )
    period = StringField(
        N_("Span of years"), description=N_("Only where no exact years are known: 2015–2021.")
    )
    horizon = StringField(N_("Looks ahead"), description=N_("How far a plan reaches: until 2028."))
    body = TextAreaField(
        N_("Text"),
        description=N_(
            "A part begins with two number signs: ## The challenge; a paragraph, with a blank line."
        ),
    )
    figures = FieldList(FormField(FigureForm), N_("Figures"))
    people = FieldList(FormField(PersonForm), N_("People"))
    organisations = TextAreaField(N_("Organisations"), description=N_("One organisation on each line."))
    named = TextAreaField(
        N_("Proper names"), description=N_("Of brands, products, systems and documents: one on each line.")
    )
    source = FormField(SourceForm, N_("Source"))
    id = StringField(
        N_("Address of the record"),
        description=N_("It stays for ever. Left empty, it is made of the title in Latin letters."),
    )
    note = StringField(N_("What you changed"), description=N_("For the history; may stay empty."))
    base = HiddenField()
    origin = HiddenField()


def filled(fields: Fields) -> RecordForm:
    """The form with `fields` as they were typed; there is always a row left to write in."""
    form = RecordForm(fields)
    for rows in (form.figures, form.people):
        if not rows.entries:
            rows.append_entry()
    return form
