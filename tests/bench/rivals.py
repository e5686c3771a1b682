"""Other engines, given the same lemma terms: each as one would use it after reading its manual.

All answer alike: how many records have all the words, the ten best titles, and the count of every
value of every facet.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from depository.engine import All, Request, Weighted, Word
from depository.schema import FACETS
from indexer.whoosh_engine import WhooshEngine
from tests.bench.terms import Row

_HITS = 10


class Reply(NamedTuple):
    """What every engine answers."""

    total: int
    titles: list[str]
    facets: dict[str, dict[str, int]]


class Rival(Protocol):
    """An engine in `folder`, built there once and opened in another process."""

    name: str

    def __init__(self, folder: Path) -> None: ...

    def build(self, rows: Iterable[Row]) -> None: ...

    def open(self) -> None: ...

    def search(self, terms: Sequence[str]) -> Reply: ...


class Ours:
    """This service's engine, over the index of whole records that the service itself has built."""

    name = "this service"

    def __init__(self, folder: Path) -> None:
        self._engine = WhooshEngine(folder)

    def build(self, rows: Iterable[Row]) -> None:
        raise NotImplementedError("the service builds its own index")

    def open(self) -> None:
        self._engine.search(Request(limit=1))

    def search(self, terms: Sequence[str]) -> Reply:
        clause = All(tuple(Word((Weighted(term, 1.0),)) for term in terms))
        answer = self._engine.search(Request(clause, facets=tuple(FACETS), limit=_HITS))
        return Reply(
            answer.total,
            [found.stored for found in answer.found],
            {n: dict(c) for n, c in answer.facets.items()},
        )


class PlainWhoosh:
    """Whoosh with its own text field, its own BM25F and its own grouping."""

    name = "Whoosh, plain"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._searcher: Any = None

    def build(self, rows: Iterable[Row]) -> None:
        from whoosh import analysis, fields, index

        schema = fields.Schema(
            title=fields.STORED(),
            text=fields.TEXT(analyzer=analysis.SpaceSeparatedTokenizer(), phrase=False),
            **{name: fields.KEYWORD() for name in FACETS},
        )
        _emptied(self._folder)
        writer = index.create_in(str(self._folder), schema).writer(limitmb=256)
        for row in rows:
            facets = {name: " ".join(values) for name, values in row.facets.items()}
            writer.add_document(title=row.title, text=" ".join(row.terms), **facets)
        writer.commit(optimize=True)

    def open(self) -> None:
        from whoosh import index

        self._searcher = index.open_dir(str(self._folder)).searcher()

    def search(self, terms: Sequence[str]) -> Reply:
        from whoosh import query, sorting

        # A record counts for every value it has, which Whoosh calls overlapping.
        grouped = sorting.Facets()
        for name in FACETS:
            grouped.add_field(name, allow_overlap=True, maptype=sorting.Count)
        wanted = query.And([query.Term("text", term) for term in terms])
        results = self._searcher.search(wanted, limit=_HITS, groupedby=grouped)
        facets = {name: {k: v for k, v in results.groups(name).items() if k} for name in FACETS}
        return Reply(len(results), [hit["title"] for hit in results], facets)


class Fts5:
    """SQLite's full-text search, with the facets in a table beside it."""

    name = "SQLite FTS5"

    _HITS_SQL = (
        "SELECT title FROM texts JOIN records ON id = texts.rowid WHERE texts MATCH ? ORDER BY rank LIMIT ?"
    )
    _FACETS_SQL = (
        "SELECT value, count(*) FROM texts JOIN facets ON record = texts.rowid "
        "WHERE texts MATCH ? GROUP BY value"
    )
    _TOTAL_SQL = "SELECT count(*) FROM texts WHERE texts MATCH ?"

    def __init__(self, folder: Path) -> None:
        self._file = folder / "fts5.db"
        self._values: list[tuple[str, str]] = []

    def build(self, rows: Iterable[Row]) -> None:
        _emptied(self._file.parent)
        with sqlite3.connect(self._file) as base:
            base.execute(
                "CREATE VIRTUAL TABLE texts USING fts5(text, content='', "
                """tokenize="unicode61 remove_diacritics 0 tokenchars '-''.'")"""
            )
            base.execute("CREATE TABLE records (id INTEGER PRIMARY KEY, title TEXT)")
            base.execute(
                "CREATE TABLE facets (record INTEGER, value INTEGER, PRIMARY KEY (record, value)) "
                "WITHOUT ROWID"
            )
            base.execute("CREATE TABLE vals (id INTEGER PRIMARY KEY, facet TEXT, value TEXT)")
            codes: dict[tuple[str, str], int] = {}
            for number, row in enumerate(rows):
                base.execute("INSERT INTO texts (rowid, text) VALUES (?, ?)", (number, " ".join(row.terms)))
                base.execute("INSERT INTO records VALUES (?, ?)", (number, row.title))
                pairs = [(name, value) for name, values in row.facets.items() for value in values]
                base.executemany(
                    "INSERT INTO facets VALUES (?, ?)",
                    [(number, codes.setdefault(p, len(codes))) for p in pairs],
                )
            base.executemany(
                "INSERT INTO vals VALUES (?, ?, ?)", [(code, *pair) for pair, code in codes.items()]
            )
            base.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        base.execute("ANALYZE")
        base.close()

    def open(self) -> None:
        self._base = sqlite3.connect(self._file)
        self._base.execute("PRAGMA mmap_size = 4000000000")
        self._values = [
            (facet, value) for _, facet, value in self._base.execute("SELECT * FROM vals ORDER BY id")
        ]

    def search(self, terms: Sequence[str]) -> Reply:
        wanted = " AND ".join(f'"{term}"' for term in terms)
        titles = [title for (title,) in self._base.execute(self._HITS_SQL, (wanted, _HITS))]
        ((total,),) = self._base.execute(self._TOTAL_SQL, (wanted,))
        facets: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        for code, count in self._base.execute(self._FACETS_SQL, (wanted,)):
            name, value = self._values[code]
            facets[name][value] = count
        return Reply(total, titles, facets)


class Tantivy:
    """Tantivy, the engine in Rust, with its aggregations."""

    name = "Tantivy"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._aggregations = {name: {"terms": {"field": name, "size": 1000}} for name in FACETS}

    def _schema(self) -> Any:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", tokenizer_name="spaces", index_option="freq")
        builder.add_text_field("title", stored=True, tokenizer_name="raw", index_option="basic")
        for name in FACETS:
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        return builder.build()

    def _index(self) -> Any:
        import tantivy

        self._folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(self._schema(), str(self._folder))
        spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("spaces", spaces)
        return index

    def build(self, rows: Iterable[Row]) -> None:
        import tantivy

        _emptied(self._folder)
        writer = self._index().writer(heap_size=256_000_000)
        for row in rows:
            writer.add_document(tantivy.Document(text=" ".join(row.terms), title=row.title, **row.facets))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        index = self._index()
        index.reload()
        self._schema_used = index.schema
        self._searcher = index.searcher()

    def search(self, terms: Sequence[str]) -> Reply:
        import tantivy

        parts = [
            (tantivy.Occur.Must, tantivy.Query.term_query(self._schema_used, "text", term)) for term in terms
        ]
        wanted = tantivy.Query.boolean_query(parts)
        results = self._searcher.search(wanted, _HITS)
        titles = [self._searcher.doc(address)["title"][0] for _, address in results.hits]
        counted = self._searcher.aggregate(wanted, self._aggregations)
        facets = {name: {b["key"]: b["doc_count"] for b in counted[name]["buckets"]} for name in FACETS}
        return Reply(results.count, titles, facets)


RIVALS: dict[str, type[Rival]] = {"whoosh": PlainWhoosh, "fts5": Fts5, "tantivy": Tantivy}


def combined(replies: Iterable[Reply]) -> list[int]:
    """All totals and all facet counts summed: equal where engines agree."""
    counted: Counter[str] = Counter()
    for reply in replies:
        counted["total"] += reply.total
        counted.update({name: sum(values.values()) for name, values in reply.facets.items()})
    return [counted[name] for name in ("total", *FACETS)]


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
