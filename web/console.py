"""What the command line says and shows: sentences, progress, lists."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping

import click
from flask_babel import gettext, ngettext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from depository.errors import (
    N_,
    DepositoryError,
    IndexBusy,
    IndexUnavailable,
    Invalid,
    Problem,
    RecordNotFound,
    RecordUnreadable,
)
from depository.evaluation import Summary
from depository.language import AnalyzedToken, Reading
from depository.results import Contribution, Hit, Piece, Results
from depository.upkeep import Progress as Report
from depository.upkeep import Refresh
from depository.vocabulary import Vocabularies
from web.i18n import language, translate
from web.labels import label, term

_SENTENCES: Mapping[type[DepositoryError], str] = {
    IndexBusy: N_("Another process is writing to the index: try again in a moment."),
    IndexUnavailable: N_("The index was made by other code: run “depository index --rebuild”."),
    RecordNotFound: N_("There is no such record."),
    RecordUnreadable: N_("The file of this record is broken: “depository check” says where."),
}


def sentence(error: Exception) -> str:
    """What went wrong, for a person: one sentence, or one a line where there are several problems."""
    if isinstance(error, Invalid):
        return "\n".join(problem.located(translate) for problem in error.problems)
    for kind, message in _SENTENCES.items():
        if isinstance(error, kind):
            return translate(message)
    if isinstance(error, OSError):
        reason, name = error.strerror or str(error), error.filename
        return f"{name}: {reason}" if name else reason
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = f"{os.path.basename(last[0].filename)}:{last[0].lineno}" if last else "?"
    what = f"{type(error).__name__}: {error} ({where})"
    return translate(N_("This should not have happened; please report it: {what}")).format(what=what)


def called() -> str:
    """How the program was called here, for sentences that name a command to run."""
    given = sys.argv[0]
    name = os.path.basename(given)
    if not name.startswith("depository") or not os.path.isfile(given):
        return "depository"
    on_path = shutil.which(name)
    if on_path and os.path.samefile(on_path, given):
        return name
    beside = os.path.relpath(given)
    return given if beside.startswith(os.pardir) else beside


def problems(found: Iterable[Problem]) -> bool:
    """Print every problem on a line of its own; whether there was any."""
    any_at_all = False
    for problem in found:
        any_at_all = True
        click.echo(problem.located(translate))
    return any_at_all


@contextlib.contextmanager
def progress(title: str) -> Iterator[Report]:
    """A bar that fills as it is told, shown only where somebody looks on."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    shown = Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
    with shown:
        task = shown.add_task(translate(title), total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def refreshed(done: Refresh) -> None:
    """Print what a refresh did."""
    parts = (
        ngettext("%(num)d record indexed", "%(num)d records indexed", done.indexed),
        ngettext("%(num)d removed", "%(num)d removed", done.removed),
        ngettext("%(num)d unchanged", "%(num)d unchanged", done.unchanged),
    )
    click.echo(", ".join(parts) + ".")


def understood(reading: Reading, tokens: Iterable[AnalyzedToken], vocabularies: Vocabularies) -> None:
    """Print how a query is understood: its words with their terms, and the places, themes and years in it."""
    click.echo(gettext("Words, and the terms by which they are found:"))
    for token in tokens:
        click.echo(f"   {token.form:<24} {' '.join(token.terms)}")
    places = [label("city", place, vocabularies, language()) for place in reading.places]
    themes = [label("theme", theme, vocabularies, language()) for theme in reading.themes]
    spoken_of = (
        (gettext("Places it speaks of:"), places),
        (gettext("Themes it speaks of:"), themes),
        (gettext("Years it speaks of:"), [str(year) for year in reading.years]),
    )
    for title, names in spoken_of:
        if names:
            click.echo(f"{title} {', '.join(names)}")
    click.echo()


def results(found: Results, hits: Iterable[Hit], reasons_in: Vocabularies | None = None) -> None:
    """Print hits as a numbered list; with vocabularies to name them by, also the reasons of each."""
    for correction in found.corrections:
        click.echo(gettext("Searched for “%(shown)s” instead of “%(typed)s”.", **correction._asdict()))
    click.echo(ngettext("%(num)d record found", "%(num)d records found", found.total))
    if found.relaxed:
        click.echo(gettext("Few records have all these words, so partial matches are shown too."))
    for missing in found.missing:
        click.echo(gettext("No record has the word “%(word)s”.", word=missing))
    for number, hit in enumerate(hits, 1):
        click.echo(f"\n{number}. {_text(hit.title)}\n   {hit.card.id}  {hit.score:.3f}")
        if hit.snippet:
            click.echo(f"   {_text(hit.snippet)}")
        if reasons_in is not None:
            for reason in hit.reasons:
                click.echo(_reason(reason, reasons_in))


def tokens(found: Iterable[AnalyzedToken]) -> None:
    """Print tokens with their terms, one a line."""
    for token in found:
        click.echo(f"{token.start:>4}–{token.end:<4} {token.form:<24} {' '.join(token.terms)}")


def summaries(by_kind: Mapping[str, Summary], overall: Summary) -> None:
    """Print measured figures, a kind of query a line."""
    total = gettext("all")
    width = max(map(len, [*by_kind, total])) + 2
    heads = ("n", "nDCG@10", "recall@10", "MRR", "success@1", "false hits")
    click.echo(" " * width + "".join(f"{head:>12}" for head in heads))
    for kind, summary in [*by_kind.items(), (total, overall)]:
        figures = (summary.ndcg, summary.recall, summary.reciprocal_rank, summary.success)
        row = f"{kind:<{width}}{summary.queries:>12}"
        row += "".join(f"{'–' if figure is None else format(figure, '.3f'):>12}" for figure in figures)
        false_hits = f"{summary.false_hits}/{summary.negatives}" if summary.negatives else "–"
        click.echo(row + f"{false_hits:>12}")


def _reason(reason: Contribution, vocabularies: Vocabularies) -> str:
    """What a word of the query added to a hit's score, and what it was met by."""
    terms = (term(text, vocabularies, language()) for text in reason.through)
    through = ", ".join(dict.fromkeys(filter(None, terms)))
    return f"   {reason.score:7.3f}  {reason.words}" + (f" ← {through}" if through else "")


def _text(pieces: Iterable[Piece]) -> str:
    """Pieces as one line, marked words in bold where the terminal can."""
    shown = "".join(click.style(piece.text, bold=True) if piece.marked else piece.text for piece in pieces)
    return " ".join(shown.split())
