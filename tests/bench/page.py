"""Where the time of a results page goes: a visitor who asks the application itself, and a profile.

python -m tests.bench.page --data build/bench --size 10000
"""

from __future__ import annotations

import cProfile
import pstats
from pathlib import Path

import click

from depository.query import Query
from tests.bench import asked
from tests.bench.bench import Bench, spread, timed
from web import create_app, finished
from web.settings import Settings


class Pages:
    """Asks for pages through the test client of Flask: everything but the network."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        app = create_app(Settings(corpus=bench.corpus.folder, data=bench.home))
        app.extensions["finished"] = finished.Pages(room=0)  # every page is made anew
        self._client = app.test_client()

    def texts(self, count: int, seed: int) -> list[str]:
        """Query texts, most of them of two words."""
        return [query.text for query in self._asked(asked.of_words(2), count, seed)]

    def typed(self, count: int, seed: int) -> list[str]:
        """Beginnings of words."""
        return [query.text for query in self._asked(asked.typed, count, seed)]

    def search(self, text: str) -> None:
        self._get("/uk/search", {"q": text})

    def narrowed(self, text: str) -> None:
        self._get("/uk/search", {"q": text, "year": "2020"})

    def suggest(self, text: str) -> None:
        self._get("/api/v1/suggest", {"q": text, "lang": "uk"})

    def get_all(self, count: int, seed: int) -> None:
        """One page of each sort, so that templates are compiled and columns read."""
        for text in self.texts(count, seed):
            self.search(text)
            self.suggest(text)

    def _asked(self, make: asked.Make, count: int, seed: int) -> list[Query]:
        return asked.queries(self._bench.corpus, self._bench.size, make, self._bench.times(count), seed)

    def _get(self, path: str, values: dict[str, str]) -> None:
        response = self._client.get(path, query_string=values)
        assert response.status_code == 200, f"{path} {values} answered {response.status}"


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=Path("build/bench"), show_default=True)
@click.option("--corpus", "real", type=click.Path(path_type=Path), default=Path("corpus"), show_default=True)
@click.option("--size", default=10_000, show_default=True)
@click.option("--by", type=click.Choice(["tottime", "cumulative"]), default="tottime", show_default=True)
@click.option("--lines", default=40, show_default=True)
def main(data: Path, real: Path, size: int, by: str, lines: int) -> None:
    """Profile result pages over a collection that `python -m tests.bench` has built."""
    visitor = Pages(Bench(data, real, size))
    visitor.get_all(20, seed=1)
    texts = visitor.texts(100, seed=2)
    middle, high = spread(timed(visitor.search, texts))
    click.echo(f"search page at {size:,} records: p50 {middle:.1f} ms, p95 {high:.1f} ms (not profiled)")
    profile = cProfile.Profile()
    profile.runcall(timed, visitor.search, visitor.texts(100, seed=3))
    pstats.Stats(profile).strip_dirs().sort_stats(by).print_stats(lines)


if __name__ == "__main__":
    main()
