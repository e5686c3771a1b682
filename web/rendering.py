"""Templates made into Python that escapes quickly.

A page of results has seven hundred values in it. Jinja makes each of them marked-up text before it joins
them, though hardly one has anything to escape; here such a value stays the text it is.
"""

from __future__ import annotations

import re

import markupsafe
from flask import Flask
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

_has_special = re.compile("[&<>'\"]").search


def start(app: Flask) -> None:
    """Let the templates of `app` escape so."""
    app.jinja_env.code_generator_class = _Compiler


class _Compiler(CodeGenerator):
    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        super().visit_Template(node, frame)
        # What a template is made into imports Jinja's `escape`; whatever has this name last is used.
        self.writeline(f"from {__name__} import escape")


def escape(value: object) -> str:
    """`value` as it may stand between tags and within quotation marks."""
    if type(value) is str:
        return markupsafe.escape(value) if _has_special(value) else value
    if type(value) is markupsafe.Markup:
        return value
    if type(value) is int:
        return str(value)
    return markupsafe.escape(value)
