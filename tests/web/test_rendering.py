"""What templates are made into: quicker, and nothing else."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string
from jinja2 import Environment
from markupsafe import Markup, escape

from web import rendering


class _Marked:
    def __html__(self) -> str:
        return "<b>знак</b>"


_VALUES = [
    "Яремче",
    "",
    "<script>",
    'О"Коннор & сини',
    "п'ять",
    Markup("<i>вже</i>"),
    7,
    0,
    True,
    None,
    2.5,
    _Marked(),
]


@pytest.mark.parametrize("value", _VALUES, ids=repr)
def test_every_value_is_escaped_as_by_jinja(value: object) -> None:
    text = """{% macro named(it) %}<i title="{{ it }}">{{ it }}</i>{% endmacro %}
    {{ value }} {{ named(value) }} {{ value|default("-") }} {{ value ~ "&" }} {{ nothing }}
    {% for each in [value] recursive %}{{ each }}{{ loop.last }}{% endfor %}"""
    app = Flask(__name__)
    rendering.start(app)

    with app.app_context():
        found = render_template_string(text, value=value)

    assert found == Environment(autoescape=True).from_string(text).render(value=value)


def test_templates_escape_by_it() -> None:
    """A new version of Jinja may look for the name elsewhere: then this module is of no use."""
    app = Flask(__name__)
    rendering.start(app)

    made = app.jinja_env.from_string("{{ value }}")

    assert made.root_render_func.__globals__["escape"] is rendering.escape is not escape
