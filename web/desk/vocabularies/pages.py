"""The vocabularies at the desk: what is in them, and changes whose effect is shown before they are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import ndiff
from typing import NamedTuple

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from depository.collation import sort_key
from depository.editing.vocabulary_changes import Change, Effect, effect
from depository.errors import N_, Problem
from depository.query import MAX_TEXT, Query
from depository.vocabulary import Place, Synonyms, Theme
from web.catalog import link
from web.desk import door
from web.desk.vocabularies import forms
from web.i18n import DEFAULT, language, sentence, translate
from web.labels import label

_LISTS = ("themes", "places", "synonyms")
_INVALID = 422
# Of the records that change, so many are named; of words, so many are looked up.
_MOST_NAMED, _MOST_WORDS = 50, 6
_CHANGED_MEANWHILE = N_("The effect has changed since you saw it: look at it again before you do it.")
_SAID: Mapping[str, str] = {
    "add-theme": N_("The theme is added."),
    "add-place": N_("The place is added."),
    "relabel": N_("It has its new name."),
    "add-label": N_("The name is added: searches find by it."),
    "add-synonyms": N_("The words are added: searches find by them."),
    "merge-themes": N_("The themes are one now; the records follow."),
}
# The same, where searches do not know of it yet.
_SAID_EARLY: Mapping[str, str] = {
    **_SAID,
    "add-label": N_("The name is added."),
    "add-synonyms": N_("The words are added."),
}
_FOLLOW = N_("Searches follow in about {seconds} seconds; until then they answer as before.")


class Row(NamedTuple):
    """A concept in a list: its names, what it is counted for, how deep it stands, and its page."""

    id: str
    label: str
    others: tuple[str, ...]
    said: str
    number: int
    url: str
    depth: int = 0


class Shown(NamedTuple):
    """An effect as a page shows it."""

    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    records: tuple[tuple[str, str], ...]
    more: int
    lines: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    digest: str


@door.blueprint.get("/vocabularies")
def vocabularies() -> ResponseReturnValue:
    """Themes, places or synonyms, with how many records each has and what may be changed."""
    listed = request.args.get("list", "themes")
    if listed not in _LISTS:
        raise NotFound
    sought = request.args.get("q", "").strip()[:100]
    rows = [row for row in _rows(listed) if _fits(row, sought)] if listed != "synonyms" else []
    groups = [group for group in door.depository().vocabularies.synonyms if _says(group, sought)]
    return render_template(
        "desk/vocabularies.html",
        section="desk.vocabularies",
        listed=listed,
        lists=_LISTS,
        sought=sought,
        rows=rows,
        groups=[] if listed != "synonyms" else groups,
        theme_name=lambda theme_id: label("theme", theme_id, door.depository().vocabularies, language()),
        may_change=door.signed_in().is_librarian,
    )


@door.blueprint.route("/vocabularies/<action>", methods=["GET", "POST"])
@door.for_librarians
def change_vocabulary(action: str) -> ResponseReturnValue:
    """The form of a change; sent once it shows the effect, sent again from there it makes the change."""
    form = forms.FORMS.get(action)
    if form is None:
        raise NotFound
    fields = request.form if request.method == "POST" else request.args
    if not form.knows(fields):
        raise NotFound
    if request.method == "GET":
        return _page(form, form.begun(fields))
    made, problems = form.change(fields)
    found = effect(made, door.depository().corpus)
    problems = (*problems, *found.problems)
    if problems:
        return _page(form, form.completed(fields, made), problems, status=_INVALID)
    if fields.get("do") != found.digest:
        late = bool(fields.get("do")) and fields.get("do") != "show"
        return _page(form, form.completed(fields, made), found=found, change=made, late=late)
    door.desk().change_all(
        found.records, found.texts, author=door.author(), action=made.action, reason=_reason(made, fields)
    )
    flash(_done(made))
    return redirect(link("desk.vocabularies") + f"?list={form.listed(fields)}")


def _page(
    form: forms.ChangeForm,
    fields: Mapping[str, str],
    problems: Iterable[Problem] = (),
    *,
    found: Effect | None = None,
    change: Change | None = None,
    late: bool = False,
    status: int = 200,
) -> ResponseReturnValue:
    asked = {each.name: translate(each.label) for each in form.asked}
    told = [
        {
            "anchor": problem.field if problem.field in asked else "",
            "label": asked.get(problem.field, ""),
            "sentence": sentence(problem),
        }
        for problem in problems
    ]
    beside: dict[str, list[str]] = {}
    for each in told:
        beside.setdefault(each["anchor"], []).append(each["sentence"])
    page = render_template(
        "desk/vocabulary_change.html",
        section="desk.vocabularies",
        form=form,
        fields=fields,
        subject=form.subject(fields),
        listed=form.listed(fields),
        problems=told,
        beside=beside,
        shown=_shown(found, change) if found and change else None,
        late=translate(_CHANGED_MEANWHILE) if late else "",
    )
    return make_response(page, status)


def _shown(found: Effect, change: Change) -> Shown:
    records = [(record.title, link("desk.edit", record_id=record.id)) for record in found.records]
    return Shown(
        tuple(_sentences(found, change)),
        tuple(sentence(note) for note in found.notes),
        tuple(records[:_MOST_NAMED]),
        max(0, len(records) - _MOST_NAMED),
        tuple(_lines(name, text) for name, text in sorted(found.texts.items())),
        found.digest,
    )


def _sentences(found: Effect, change: Change) -> Iterable[str]:
    """What readers and librarians will notice, in whole sentences."""
    records, concerned = len(found.records), len(found.concerned)
    if records:
        yield str(gettext("Records that will change: %(num)s.", num=records))
    else:
        yield str(gettext("No record changes."))
    if concerned and not records:
        yield str(gettext("Records filed under it: %(num)s.", num=concerned))
    for word in change.words[:_MOST_WORDS]:
        if word.strip():
            count = door.depository().count(Query(word[:MAX_TEXT]))
            yield str(gettext("A search for “%(word)s” finds records now: %(num)s.", word=word, num=count))
    if change.action == "merge-themes":
        yield str(gettext("The old address and old links will lead to the theme that stays."))


def _lines(name: str, text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The lines of a vocabulary that go and come."""
    before = door.depository().corpus.vocabulary_text(name).splitlines()
    lines = [(line[0], line[2:]) for line in ndiff(before, text.splitlines()) if line[0] in "+-"]
    return f"{name}.yaml", tuple((sign, line) for sign, line in lines if line.strip())


def _done(change: Change) -> str:
    """What was done; and where the index is large, when searches will follow."""
    seconds = door.desk().indexes.follow_in
    if seconds is None:
        return translate(_SAID[change.action])
    return f"{translate(_SAID_EARLY[change.action])} {translate(_FOLLOW).format(seconds=seconds)}"


def _reason(change: Change, fields: Mapping[str, str]) -> str:
    """What the history says of a change: what the librarian wrote, or else what it is about."""
    given = " ".join(fields.get("note", "").split())[:300]
    return given or ", ".join(word for word in change.words if word) or _merged(fields)


def _merged(fields: Mapping[str, str]) -> str:
    """Two themes by their names, as they are called before they are one: in the language of the records."""
    known = door.depository().vocabularies
    return " → ".join(label("theme", fields.get(name, ""), known, DEFAULT) for name in ("source", "target"))


def _rows(listed: str) -> list[Row]:
    known, counts = door.depository().vocabularies, door.depository().counts()
    if listed == "themes":
        return list(_tree(known.themes.roots, counts.get("theme", {}), 0, set()))
    rows = [_place_row(place, counts.get("city", {})) for place in known.places]
    return sorted(rows, key=lambda row: sort_key(row.label))


def _tree(themes: Iterable[Theme], counts: Mapping[str, int], depth: int, above: set[str]) -> Iterable[Row]:
    """Themes with those below them, each once."""
    for theme in themes:
        if theme.id not in above:
            above.add(theme.id)
            yield _theme_row(theme, counts, depth)
            narrower = door.depository().vocabularies.themes.narrower(theme.id)
            yield from _tree(narrower, counts, depth + 1, above)


def _theme_row(theme: Theme, counts: Mapping[str, int], depth: int) -> Row:
    others = theme.alt.en if language() == "en" else theme.alt.uk
    name = theme.label.in_language(language())
    count = counts.get(theme.id, 0)
    return Row(theme.id, name, others, "", count, link("catalog.theme", theme_id=theme.id), depth)


def _place_row(place: Place, counts: Mapping[str, int]) -> Row:
    oblast = door.depository().vocabularies.places.get(place.oblast or "")
    said = oblast.label.in_language(language()) if oblast else ""
    name, count = place.label.in_language(language()), counts.get(place.id, 0)
    return Row(place.id, name, place.aliases, said, count, link("catalog.place", place_id=place.id))


def _fits(row: Row, sought: str) -> bool:
    return any(sought.casefold() in text.casefold() for text in (row.id, row.label, *row.others))


def _says(group: Synonyms, sought: str) -> bool:
    return any(
        sought.casefold() in text.casefold() for text in (*group.same, *group.words, group.theme or "")
    )
