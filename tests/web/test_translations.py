"""The catalogs: whole, in step with the sources and with what is compiled, and fit for every number."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import ngettext

import web

_ROOT = Path(web.__file__).parent.parent
_FOLDER = Path(web.__file__).parent / "translations"
_METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.xml", "jinja2")]
_KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None}
LANGUAGES = pytest.mark.parametrize("language", ["uk", "en"])

Key = tuple[str | None, str]


def _catalog(language: str) -> Catalog:
    text = (_FOLDER / language / "LC_MESSAGES" / "messages.po").read_bytes()
    return read_po(io.BytesIO(text), locale=language)


def _messages(catalog: Catalog) -> dict[Key, tuple[str, ...]]:
    def several(value: object) -> tuple[str, ...]:
        return tuple(value) if isinstance(value, (tuple, list)) else (str(value),)

    def text(context: object) -> str | None:
        return (
            context.decode() if isinstance(context, bytes) else context and str(context)
        )  # as .mo files have it

    return {(text(m.context), several(m.id)[0]): several(m.string) for m in catalog if m.id}


@pytest.fixture(scope="module")
def spoken() -> dict[Key, tuple[str, ...]]:
    """Every message of the sources, with its forms in English."""
    found: dict[Key, tuple[str, ...]] = {}
    for package in ("depository", "indexer", "web"):
        folder = _ROOT / package
        for _, _, message, _, context in extract_from_dir(str(folder), _METHODS, keywords=_KEYWORDS):
            forms = message if isinstance(message, tuple) else (message,)
            found[(context, forms[0])] = tuple(forms)
    return found


@LANGUAGES
def test_every_message_is_translated(spoken: dict[Key, tuple[str, ...]], language: str) -> None:
    """Nothing in the sources is missing in a catalog, and no translation is empty."""
    known = _messages(_catalog(language))

    assert sorted(str(key) for key in spoken if not all(known.get(key, ("",)))) == []


@LANGUAGES
def test_no_translation_is_left_over(spoken: dict[Key, tuple[str, ...]], language: str) -> None:
    """Nothing stands in a catalog that no source says any more; nothing is only guessed."""
    catalog = _catalog(language)

    assert sorted(str(key) for key in _messages(catalog) if key not in spoken) == []
    assert not catalog.obsolete
    assert [message.id for message in catalog if message.id and message.fuzzy] == []


@LANGUAGES
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    """The .mo file says the same as the .po file beside it."""
    with (_FOLDER / language / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        compiled = read_mo(file)

    assert _messages(compiled) == _messages(_catalog(language))


@LANGUAGES
def test_placeholders_are_kept(language: str) -> None:
    """A translation fills in the same values as the message: no page breaks for a mistyped name."""
    slots = re.compile(r"%\((\w+)\)[sd]|(?<!\{)\{(\w*)\}(?!\})")
    for (_, message), forms in _messages(_catalog(language)).items():
        wanted = set(slots.findall(message))
        for form in forms:
            assert set(slots.findall(form)) == wanted, message


def test_ukrainian_numbers(app: Flask) -> None:
    """1 запис, 2 записи, 5 записів, 21 запис."""
    with app.test_request_context("/uk/"):
        said = [ngettext("%(num)s record", "%(num)s records", number) for number in (1, 2, 5, 11, 21, 112)]

    assert said == ["1 запис", "2 записи", "5 записів", "11 записів", "21 запис", "112 записів"]


@LANGUAGES
def test_quotation_marks_of_each_language(language: str) -> None:
    """«Ялинки» in Ukrainian and “these” in English; straight ones only of a phrase to search."""
    strange = {"uk": r"“(?=[\w%{])|\"(?=[\w%{])", "en": r"«|\"(?=[\w%{])"}[language]
    said = [form for forms in _messages(_catalog(language)).values() for form in forms]
    prose = [re.sub(r"<[^>]*>", "", form) for form in said if not re.fullmatch('"[^"]*"', form)]

    assert [form for form in prose if re.search(strange, form)] == []


def test_templates_leave_quotation_marks_to_the_messages() -> None:
    """Around a message they would be those of one language in the other."""
    templates = (Path(web.__file__).parent / "templates").rglob("*.html")

    assert [str(path) for path in templates if re.search(r"[«“„]\{\{ _\(", path.read_text())] == []


def test_typography_of_ukrainian() -> None:
    """«Quotation marks» of its own, a real apostrophe, no hyphen for a dash, no foreign letters."""
    for key, forms in _messages(_catalog("uk")).items():
        for form in forms:
            assert "“" not in form.replace("„", "") or "„" in form, key
            assert not re.search(r"[а-яіїєґ]'[а-яіїєґ]", form), key
            assert " - " not in form, key
            assert not re.search(r"[ыэъё]", form), key
