"""One command, one table: python -m tests.bench --sizes 1000,10000,100000"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import click
from rich.console import Console

from tests.bench import scaling as ends
from tests.bench import table
from tests.bench.bench import Bench, Figures
from tests.bench.stages import BEGUN, STAGES

_STAGE = "--stage"


@click.command()
@click.option(
    "--sizes", default="1000,10000,100000", show_default=True, help="Numbers of records, with commas between."
)
@click.option("--data", type=click.Path(path_type=Path), default=Path("build/bench"), show_default=True,
              help="Where collections and indexes are kept; may be thrown away.")  # fmt: skip
@click.option("--corpus", "real", type=click.Path(path_type=Path), default=Path("corpus"), show_default=True,
              help="The corpus whose vocabularies and words are used.")  # fmt: skip
@click.option("--quick", is_flag=True, help="A quarter of the repetitions: for a look, not for the record.")
@click.option(
    "--keep", is_flag=True, help="Search indexes that are there already instead of building them anew."
)
@click.option("--only", default="", help=f"Stages, with commas between: {', '.join(STAGES)}.")
@click.option(
    "--write", type=click.Path(path_type=Path, exists=True), help="Put the table into this Markdown file."
)
@click.option(
    "--scaling",
    type=click.Path(path_type=Path, exists=True),
    help="Put into this Markdown file where one machine would end.",
)
@click.option(_STAGE, hidden=True, default="")
def main(
    sizes: str,
    data: Path,
    real: Path,
    quick: bool,
    keep: bool,
    only: str,
    write: Path | None,
    scaling: Path | None,
    stage: str,
) -> None:
    """Measure this service and its rivals, and print one table."""
    benches = [Bench(data.resolve(), real.resolve(), int(size), quick) for size in sizes.split(",")]
    if stage:
        print(json.dumps(STAGES[stage](benches[0])))
        return
    chosen = [name for name in STAGES if not only or name in only.split(",")]
    results = {bench.size: _measured(bench, chosen, keep) for bench in benches}
    data.joinpath("results.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    Console(width=None if sys.stdout.isatty() else 170).print(table.terminal(results))
    for size, figures in results.items():
        for line in table.disagreements(figures):
            click.echo(f"At {size:,} records the engines disagree: {line}", err=True)
    if write:
        table.write(write, results, "Quick run: a quarter of the repetitions." if quick else "")
    if scaling:
        ends.write(scaling, results)


def _measured(bench: Bench, stages: list[str], keep: bool) -> Figures:
    """The figures of one size. What the stages share is made first: it takes part in no figure."""
    click.echo(f"{bench.size:,} records: collection and terms", err=True)
    for _ in bench.rows():
        pass
    figures: Figures = {}
    for name in stages:
        if not (keep and name.startswith("build") and _is_built(bench, name)):
            figures |= _in_process_of_its_own(bench, name)
    return figures


def _is_built(bench: Bench, stage: str) -> bool:
    _, _, rival = stage.partition("-")
    return (bench.rival_home(rival) if rival else bench.home).is_dir()


def _in_process_of_its_own(bench: Bench, stage: str) -> Figures:
    command = [sys.executable, "-m", "tests.bench", "--data", str(bench.data), "--corpus", str(bench.real)]
    command += ["--sizes", str(bench.size), _STAGE, stage, *(["--quick"] if bench.quick else [])]
    begun = time.monotonic()
    environment = {**os.environ, BEGUN: str(time.time())}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment)
    click.echo(f"{bench.size:,} records: {stage} ({time.monotonic() - begun:.0f} s)", err=True)
    if done.returncode:
        # The other rows are worth having; the table shows a dash for what did not work.
        click.echo(f"{bench.size:,} records: {stage} failed", err=True)
        return {}
    figures = json.loads(done.stdout.splitlines()[-1])
    return {name: tuple(value) if isinstance(value, list) else value for name, value in figures.items()}


if __name__ == "__main__":
    main()
