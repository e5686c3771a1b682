"""The engine on Whoosh, and the only home of Whoosh.

Whoosh keeps terms, postings and stored text in its segments; clauses are evaluated over them by
`indexer.evaluation`. The index lives in a folder of its own beside a file that names the live one, so
a rebuild happens beside it and then switches. Old folders go when nobody needs them.
"""

from __future__ import annotations

import json
import shutil
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import whoosh.index
from whoosh import columns, fields, formats
from whoosh.filedb.filestore import FileStorage

from depository.engine import Answer, Entry, Found, Request
from depository.errors import IndexBusy
from depository.files import replace_text
from depository.schema import FACETS, SORTS
from indexer.columns import Columns, Numbers, Row
from indexer.evaluation import Evaluation, Postings

# Part of the folder's name: a change of layout never meets an index of the old one.
_LAYOUT = "whoosh-1"
_LIVE = "live"
_POSITION = np.dtype("<u4")
_NOWHERE = Postings(np.empty(0, np.int64), np.empty(0, np.float64))


class _Terms(fields.FieldType):  # type: ignore[misc]
    """A field handed finished postings: term → Posting. Values are positions, little-endian 32-bit."""

    indexed, scorable, stored = True, False, False

    def __init__(self) -> None:
        self.format = formats.Positions()
        self.analyzer = None

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, (weight, positions) in value.items():
            yield term.encode(), len(positions), weight, np.array(positions, _POSITION).tobytes()


def _schema() -> fields.Schema:
    return fields.Schema(
        id=fields.ID(unique=True),
        terms=_Terms(),
        row=fields.COLUMN(columns.VarBytesColumn()),
        stored=fields.STORED(),
    )


class _Segment:
    """One Whoosh segment, which never changes but for deletions: its rows and decoded postings."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        column = reader.column_reader("row", translate=False)
        self.rows = [Row(*json.loads(column[number])) for number in range(reader.doc_count_all())]
        self._decoded: dict[str, tuple[Numbers, Any, tuple[bytes, ...]]] = {}

    def postings(self, term: str) -> tuple[Numbers, Any, tuple[bytes, ...]]:
        """Record numbers within the segment, weights, and packed positions."""
        found = self._decoded.get(term)
        if found is None:
            found = self._decoded[term] = self._decode(term)
        return found

    def _decode(self, term: str) -> tuple[Numbers, Any, tuple[bytes, ...]]:
        numbers: list[int] = []
        weights: list[float] = []
        values: list[bytes] = []
        if ("terms", term.encode()) in self.reader:
            matcher = self.reader.postings("terms", term.encode())
            while matcher.is_active():
                numbers.append(matcher.id())
                weights.append(matcher.weight())
                values.append(matcher.value())
                matcher.next()
        return np.array(numbers, np.int64), np.array(weights, np.float64), tuple(values)

    def terms(self, prefix: bytes = b"") -> Iterator[str]:
        for text in self.reader.expand_prefix("terms", prefix):
            yield text.decode()


class _Snapshot:
    """One generation: its segments side by side, as a `TermIndex`."""

    def __init__(self, generation: str, segments: Sequence[_Segment], deleted: Sequence[Sequence[int]]) -> None:
        self.generation = generation
        self.segments = segments
        self._bases = np.cumsum([0, *(len(segment.rows) for segment in segments)])
        live = np.ones(int(self._bases[-1]), np.bool_)
        for base, gone in zip(self._bases, deleted, strict=False):
            live[base + np.array(gone, np.int64)] = False
        rows = [row for segment in segments for row in segment.rows]
        self.columns = Columns(rows, live, FACETS, SORTS)
        self._cache: dict[str, Postings] = {}
        self._lexicon: dict[str, int] | None = None
        self._lock = threading.Lock()

    def postings(self, term: str) -> Postings:
        found = self._cache.get(term)
        if found is None:
            with self._lock:
                found = self._cache[term] = self._joined(term)
        return found

    def _joined(self, term: str) -> Postings:
        parts = [segment.postings(term) for segment in self.segments]
        if not parts:
            return _NOWHERE
        bases = self._bases[: len(parts)]
        records = np.concatenate([numbers + base for (numbers, _, _), base in zip(parts, bases, strict=True)])
        weights = np.concatenate([part[1] for part in parts])
        kept = self.columns.live[records]
        return Postings(records[kept], weights[kept])

    def positions(self, term: str) -> tuple[Numbers, Numbers]:
        records: list[Numbers] = [np.empty(0, np.int64)]
        positions: list[Numbers] = [np.empty(0, np.int64)]
        for segment, base in zip(self.segments, self._bases, strict=False):
            with self._lock:
                numbers, _, packed = segment.postings(term)
            counts = np.array([len(value) // _POSITION.itemsize for value in packed], np.int64)
            records.append(np.repeat(numbers + base, counts))
            positions.append(np.frombuffer(b"".join(packed), _POSITION).astype(np.int64))
        joined = np.concatenate(records)
        kept = self.columns.live[joined]
        return joined[kept], np.concatenate(positions)[kept]

    def beginning_with(self, prefix: str) -> list[str]:
        with self._lock:
            found = {term for segment in self.segments for term in segment.terms(prefix.encode())}
        return sorted(found)

    def lexicon(self) -> dict[str, int]:
        if self._lexicon is None:
            counted: dict[str, int] = {}
            with self._lock:
                for segment in self.segments:
                    for text, info in segment.reader.iter_field("terms"):
                        term = text.decode()
                        counted[term] = counted.get(term, 0) + info.doc_frequency()
            self._lexicon = counted
        return self._lexicon

    def stored(self, number: int) -> str:
        place = int(np.searchsorted(self._bases, number, side="right")) - 1
        with self._lock:
            kept = self.segments[place].reader.stored_fields(number - int(self._bases[place]))
        return str(kept["stored"])


class WhooshEngine:
    """An index of entries in `folder`; see `depository.engine.Engine`.

    `wait` is how long, in seconds, a writer waits for another one before it raises IndexBusy.
    """

    def __init__(self, folder: Path, *, wait: float = 10.0) -> None:
        self._folder = folder
        self._wait = wait
        self._lock = threading.Lock()
        self._snapshot: _Snapshot | None = None

    @property
    def generation(self) -> str:
        home = self._home()
        if home is None:
            return "none"
        return f"{home.name}.{whoosh.index.TOC._latest_generation(FileStorage(str(home)), 'MAIN')}"

    def put(self, entries: Iterable[Entry]) -> None:
        home = self._home()
        if home is None:
            self.rebuild(entries)
            return
        self._write(home, entries)

    def remove(self, ids: Iterable[str]) -> None:
        home = self._home()
        if home is not None:
            with self._writer(home) as writer:
                for record_id in ids:
                    writer.delete_by_term("id", record_id)

    def rebuild(self, entries: Iterable[Entry]) -> None:
        home = self._folder / f"{_LAYOUT}-{uuid.uuid4().hex[:12]}"
        home.mkdir(parents=True)
        try:
            whoosh.index.create_in(str(home), _schema(), indexname="MAIN").close()
            self._write(home, entries)
        except BaseException:
            shutil.rmtree(home, ignore_errors=True)
            raise
        replace_text(self._folder / _LIVE, home.name)
        for other in self._folder.glob("whoosh-*"):
            if other != home:
                shutil.rmtree(other, ignore_errors=True)

    def search(self, request: Request) -> Answer:
        snapshot = self._current()
        page = Evaluation(snapshot, snapshot.columns).page(request)
        rows = snapshot.columns.rows
        found = tuple(
            Found(rows[number].id, score, snapshot.stored(number), reasons)
            for number, score, reasons in zip(page.records, page.scores, page.reasons, strict=True)
        )
        return Answer(page.total, found, page.facets)

    def revisions(self) -> Mapping[str, str]:
        columns = self._current().columns
        return {columns.rows[number].id: columns.rows[number].revision for number in columns.numbers}

    def lexicon(self) -> Mapping[str, int]:
        return self._current().lexicon()

    def _home(self) -> Path | None:
        """The folder of the live index, if there is one of our layout."""
        try:
            name = (self._folder / _LIVE).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        home = self._folder / name
        return home if name.startswith(_LAYOUT + "-") and home.is_dir() else None

    def _current(self) -> _Snapshot:
        generation = self.generation
        snapshot = self._snapshot
        if snapshot is not None and snapshot.generation == generation:
            return snapshot
        with self._lock:
            if self._snapshot is None or self._snapshot.generation != generation:
                self._snapshot = self._open(generation)
            return self._snapshot

    def _open(self, generation: str) -> _Snapshot:
        """The generation as it is now; segments that the last snapshot has are taken over, warm."""
        home = self._home()
        if home is None:
            return _Snapshot(generation, [], [])
        known = {s.reader.segment().segment_id(): s for s in self._snapshot.segments} if self._snapshot else {}
        # Always the live schema: Whoosh pickles its own, and with it yesterday's code.
        reader = whoosh.index.open_dir(str(home), indexname="MAIN", schema=_schema()).reader()
        leaves = [leaf for leaf, _ in reader.leaf_readers()] if reader.doc_count_all() else []
        segments = [known.get(leaf.segment().segment_id()) or _Segment(leaf) for leaf in leaves]
        deleted = [sorted(leaf.segment().deleted_docs()) for leaf in leaves]
        return _Snapshot(generation, segments, deleted)

    def _write(self, home: Path, entries: Iterable[Entry]) -> None:
        """Put entries; an id that comes again needs a commit between, or both would stay."""
        waiting = iter(entries)
        again: Entry | None = None
        while True:
            written: set[str] = set()
            with self._writer(home) as writer:
                entry = again or next(waiting, None)
                while entry is not None and entry.id not in written:
                    written.add(entry.id)
                    self._add(writer, entry)
                    entry = next(waiting, None)
                again = entry
            if again is None:
                return

    @staticmethod
    def _add(writer: Any, entry: Entry) -> None:
        facets = {name: sorted(values) for name, values in entry.facets.items()}
        row = json.dumps([entry.id, entry.revision, entry.length, facets, dict(entry.sorts)])
        writer.delete_by_term("id", entry.id)
        writer.add_document(id=entry.id, terms=entry.postings, row=row.encode(), stored=entry.stored)

    @contextmanager
    def _writer(self, home: Path) -> Iterator[Any]:
        """A Whoosh writer that commits at the end and leaves nothing behind when something fails."""
        try:
            index = whoosh.index.open_dir(str(home), indexname="MAIN", schema=_schema())
            writer = index.writer(timeout=self._wait, delay=0.02, limitmb=256)
        except whoosh.index.LockError as error:
            raise IndexBusy from error
        try:
            yield writer
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
