"""The command line, over the same factory as the pages: `depository --help` explains itself."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import Any

import click
from flask import Flask, g
from werkzeug.datastructures import MultiDict

from depository import evaluation
from depository.corpus import read_text
from depository.errors import N_, DepositoryError, Invalid, Problem
from depository.language import AnalyzedToken
from depository.query import PAGE_SIZE, Query
from depository.results import Hit, Results
from depository.service import Depository
from web import console, create_app, import_command, params, settings, user_commands
from web.i18n import DEFAULT, LANGUAGES, sentence, translate

_PROBLEMS = 1
_PATH = click.Path(path_type=Path)
_NO_CORPUS = N_("There is no corpus in “{folder}”: name its folder with --corpus DIR.")
_INDEXING = N_("Indexing")
# Stands for a text of control characters alone: a sign that no record has.
_UNSEEN = "\N{REPLACEMENT CHARACTER}"


@dataclass
class _Desk:
    """What the commands work on, made when a command first needs it."""

    arguments: Mapping[str, Any]

    @cached_property
    def app(self) -> Flask:
        return create_app(self.settings)

    @cached_property
    def settings(self) -> settings.Settings:
        return settings.load(**self.arguments)

    @property
    def service(self) -> Depository:
        """The depository, whose corpus is known to be there."""
        service: Depository = self.app.extensions["depository"]
        if not (self.settings.corpus / "records").is_dir():
            raise click.UsageError(translate(_NO_CORPUS).format(folder=self.settings.corpus))
        return service

    @property
    def searchable(self) -> Depository:
        """The depository with an index; made first where there is none."""
        service = self.service
        if service.is_stale:
            with console.progress(_INDEXING) as report:
                service.refresh(progress=report)
        return service


class _Commands(click.Group):
    """A group of commands that answers every failure with a sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        for stream in (sys.stdout, sys.stderr):
            # Answers are UTF-8 whatever the terminal says; a stray half of a letter must not stop them.
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except (click.Abort, KeyboardInterrupt, EOFError):
            _fail(translate(N_("Stopped.")))
        except DepositoryError as error:
            _fail(console.sentence(error))
        except Exception as error:
            _fail(console.sentence(error))


def _fail(text: str) -> None:
    click.echo(text, err=True)
    raise click.exceptions.Exit(_PROBLEMS)


def _language() -> str:
    """English where the environment says so; an undecided one («C») means Ukrainian."""
    said = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "en" if said.lower().startswith("en") else DEFAULT


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Print the version; run from its sources without being installed, the program has none."""
    if not wanted or ctx.resilient_parsing:
        return
    try:
        found = metadata.version("municipal-depository")
    except metadata.PackageNotFoundError:
        found = "–"
    click.echo(f"depository {found}")
    ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--corpus", type=_PATH, metavar="DIR", help="Records and vocabularies [./corpus].")
@click.option("--data", type=_PATH, metavar="DIR", help="The index and all else [./data].")
@click.option("--config", "file", type=_PATH, metavar="FILE", help="Settings in TOML [./depository.toml].")
@click.option("--lang", type=click.Choice(list(LANGUAGES)), help="Language of messages [as LANG says].")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Its version."
)
@click.pass_context
def cli(ctx: click.Context, /, lang: str | None, **arguments: Any) -> None:
    """A searchable depository of municipal practices."""
    desk = ctx.obj = _Desk(arguments)
    app = Flask("web") if ctx.resilient_parsing else desk.app
    ctx.with_resource(app.app_context())
    g.language = lang or _language()


pass_desk = click.make_pass_decorator(_Desk)


@cli.command()
@click.option("--host", help="Where to listen [127.0.0.1].")
@click.option("--port", type=click.IntRange(0, 65535), help="On which port; 0 lets the system choose [8000].")
@click.option("--workers", type=click.IntRange(0, 64), help="Processes; 0: one for each processor [0].")
@pass_desk
def serve(desk: _Desk, /, **arguments: Any) -> None:
    """Bring the index up to date and serve the pages."""
    from web.serving import serve as serve_pages

    service = desk.service
    with console.progress(_INDEXING) as report:
        done = service.refresh(progress=report)
    console.refreshed(done)
    console.problems(done.problems)
    if not desk.app.extensions["accounts"].all():
        click.echo(user_commands.nobody())
    given = {name: value for name, value in arguments.items() if value is not None}
    serve_pages(desk.app, desk.settings.model_copy(update=given), click.echo)


@cli.command()
@click.option("--rebuild", is_flag=True, help="Build everything anew beside the live index, then switch.")
@pass_desk
def index(desk: _Desk, rebuild: bool) -> None:
    """Bring the index in step with the corpus; only what changed is read."""
    with console.progress(_INDEXING) as report:
        done = desk.service.refresh(rebuild=rebuild, progress=report)
    console.refreshed(done)
    if console.problems(done.problems):
        raise click.exceptions.Exit(_PROBLEMS)


@cli.command()
@click.argument("paths", nargs=-1, type=_PATH)
@pass_desk
def check(desk: _Desk, paths: tuple[Path, ...]) -> None:
    """Print every problem of the corpus, or of the files at PATHS, as file:line: field: sentence."""
    if console.problems(desk.service.corpus.check(paths)):
        raise click.exceptions.Exit(_PROBLEMS)


@cli.command()
@click.argument("query")
@click.option("--city", multiple=True, help="Only this place, by id or name; again for one more.")
@click.option("--theme", multiple=True, help="Only this theme, by id or name; again for one more.")
@click.option("--year", multiple=True, help="Only this year; again for one more.")
@click.option("--limit", type=click.IntRange(1, 1000), default=PAGE_SIZE, help="How many hits [10].")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a query.")
@pass_desk
def search(desk: _Desk, /, query: str, limit: int, as_json: bool, **chosen: tuple[str, ...]) -> None:
    """Search for QUERY; with - for QUERY, one query a line is read from standard input."""
    service = desk.searchable
    failed = False
    for text in _lines(query):
        try:
            found, hits = _found(service, _query(service, text, chosen), limit)
        except Invalid as invalid:
            failed = True
            _refused(text, invalid, as_json=as_json)
            continue
        if as_json:
            _print_json({"query": text, "total": found.total, "hits": [_brief(hit) for hit in hits]})
        else:
            console.results(found, hits)
    if failed:
        raise click.exceptions.Exit(_PROBLEMS)


@cli.command()
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a text.")
@click.option("--query", "as_query", is_flag=True, help="As a query would be understood.")
@pass_desk
def analyze(desk: _Desk, text: str, as_json: bool, as_query: bool) -> None:
    """Show the terms by which the words of TEXT are found; with - for TEXT, one text a line is read."""
    read = _analysis(desk, as_query=as_query)
    for line in _lines(text):
        if as_json:
            _print_json({"text": line, "tokens": [token._asdict() for token in read(line)]})
        else:
            console.tokens(read(line))


@cli.command()
@click.argument("query")
@pass_desk
def explain(desk: _Desk, query: str) -> None:
    """Say how QUERY is understood and why each hit stands where it does."""
    service = desk.searchable
    asked = _query(service, query, {})
    reading = service.read(asked)
    console.understood(reading, _analysis(desk, as_query=True)(reading.text), service.vocabularies)
    found = service.search(asked, language=g.language, explain=True)
    console.results(found, found.hits, service.vocabularies)


@cli.command()
@click.argument("judgements", type=_PATH)
@pass_desk
def evaluate(desk: _Desk, judgements: Path) -> None:
    """Measure the search against JUDGEMENTS, a table of queries and the records relevant to them."""
    if not judgements.is_file():
        raise Invalid([Problem(N_("There is no such file: check the name."), file=str(judgements))])
    judged = evaluation.parse(read_text(judgements), file=str(judgements))
    service = desk.searchable
    outcomes = [
        evaluation.measure(judgement, [hit.card.id for hit in service.search(Query(judgement.query)).hits])
        for judgement in judged
    ]
    console.summaries(evaluation.by_kind(outcomes), evaluation.summarize(outcomes))


cli.add_command(user_commands.user)
cli.add_command(import_command.import_files)


def main() -> None:
    """The console script."""
    cli(prog_name="depository")


def _lines(given: str) -> Iterator[str]:
    """What was given, or, for -, the lines of standard input as they come."""
    if given != "-":
        yield given
        return
    with click.open_file("-", encoding="utf-8", errors="replace") as stream:
        for line in stream:
            yield line.rstrip("\n")


def _print_json(values: Mapping[str, Any]) -> None:
    """One line, at once: whoever feeds us lines may wait for each answer."""
    click.echo(json.dumps(values, ensure_ascii=False))
    sys.stdout.flush()


def _query(service: Depository, text: str, chosen: Mapping[str, tuple[str, ...]]) -> Query:
    """A query by the rules that hold for addresses too; raises Invalid."""
    # What no one can see asks for nothing; an empty text would ask for everything.
    args = [("q", _UNSEEN if text.strip(" ") and not params.clean(text) else text)]
    args += [(name, _id_of(service, name, value)) for name, values in chosen.items() for value in values]
    return params.parse(MultiDict(args), service.vocabularies)


def _id_of(service: Depository, facet: str, given: str) -> str:
    """The id of the place or theme named `given`; what names none is left for the check to refuse."""
    wanted = " ".join(given.casefold().split())
    named: list[tuple[str, tuple[str, ...]]] = []
    if facet == "city":
        named = [(p.id, (p.label.uk, p.label.en, *p.aliases)) for p in service.vocabularies.places]
    elif facet == "theme":
        themes = service.vocabularies.themes
        named = [(t.id, (t.label.uk, t.label.en, *t.alt.uk, *t.alt.en)) for t in themes]
    matching = (concept_id for concept_id, names in named if wanted in map(str.casefold, names))
    return next(matching, given)


def _found(service: Depository, query: Query, limit: int) -> tuple[Results, list[Hit]]:
    """The first `limit` hits, from as many pages as they fill."""
    first = service.search(query, language=g.language)
    hits = list(first.hits)
    for page in range(2, min(first.pages, -(-limit // PAGE_SIZE)) + 1):
        hits += service.search(query.on_page(page), language=g.language).hits
    return first, hits[:limit]


def _brief(hit: Hit) -> dict[str, Any]:
    return {"id": hit.card.id, "score": round(hit.score, 6), "title": hit.card.title}


def _refused(text: str, invalid: Invalid, *, as_json: bool) -> None:
    """Say why a query cannot be; among lines of JSON in JSON, so that answers stay in step with questions."""
    if not as_json:
        click.echo(console.sentence(invalid), err=True)
        return
    problems = [{"field": problem.field, "sentence": sentence(problem)} for problem in invalid.problems]
    _print_json({"query": text, "total": 0, "hits": [], "problems": problems})


def _analysis(desk: _Desk, *, as_query: bool) -> Callable[[str], tuple[AnalyzedToken, ...]]:
    """How texts are read: as those of records, or as queries over the words of the index."""
    if not as_query:
        return desk.service.language.analyze
    service = desk.searchable
    lexicon = service.engine.lexicon()
    return lambda text: service.language.analyze_query(text, lexicon)
