"""The engine on Whoosh, and the only home of Whoosh.

Whoosh keeps terms, postings and stored text in its segments; clauses are evaluated over them by
`indexer.evaluation`. The index lives in a folder of its own beside a file that names the live one, so
a rebuild happens beside it and then switches. Old folders go when nobody needs them.
"""

from __future__ import annotations

import json
import shutil
import threading
import time
import uuid
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from struct import pack
from typing import Any

import numpy as np
import whoosh.index
from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher
from whoosh.filedb.filestore import FileStorage

from depository.engine import NO_INDEX, Answer, Entry, Found, Request, nothing
from depository.errors import IndexBusy, IndexUnavailable
from depository.files import replace_text
from depository.schema import FACETS, SORTS
from indexer import forks
from indexer.columns import Numbers, Row, SegmentColumns
from indexer.evaluation import Evaluation, Postings
from indexer.lexicon import Part
from indexer.snapshot import NOWHERE, Snapshot

# Part of the folder's name: a change of layout never meets an index of the old one.
_LAYOUT = "whoosh-1"
_LIVE = "live"
_NAME = "MAIN"
# Seconds after which a folder that is not the live one was left behind by a process that died.
_FORGOTTEN = 86_400
_POSITION = np.dtype("<u4")
# Stands for «in no text at all»: Whoosh loses count of values in a block where some are empty.
_NO_POSITION = np.array([0xFFFFFFFF], _POSITION)
_NOWHERE_PACKED = _NO_POSITION.tobytes()


# Uncompressed large blocks in files of their own are written 1.5 times as fast and read faster still, for
# twice the room on disk (measured on 2,000 entries).
_WRITING = {"limitmb": 256, "compound": False, "codec": W3Codec(compression=0, blocklimit=2048)}


class _Terms(fields.FieldType):  # type: ignore[misc]
    """A field handed finished postings: term → Posting. Values are positions, little-endian 32-bit."""

    indexed, scorable, stored = True, False, False

    def __init__(self) -> None:
        self.format = formats.Positions()
        self.analyzer = None

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, (weight, positions) in value.items():
            packed = pack(f"<{len(positions)}I", *positions) if positions else _NOWHERE_PACKED
            yield term.encode(), len(positions), weight, packed


def _schema() -> fields.Schema:
    return fields.Schema(
        id=fields.ID(unique=True),
        terms=_Terms(),
        row=fields.COLUMN(columns.VarBytesColumn()),
        stored=fields.STORED(),
    )


class _Segment:
    """One Whoosh segment, which never changes but for deletions: its columns, terms and decoded postings."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        # Searches of an older generation may still read it: it is closed when the last of them is done.
        weakref.finalize(self, reader.close)
        column = reader.column_reader("row", translate=False)
        rows = (Row(*json.loads(column[number])) for number in range(reader.doc_count_all()))
        self.columns = SegmentColumns(rows, FACETS, SORTS)
        self._postings: dict[str, Postings] = {}
        self._positions: dict[str, tuple[Numbers, Numbers]] = {}
        self._terms: Part | None = None
        # Readers of Whoosh share file positions: one thread at a time.
        self._lock = threading.Lock()

    def postings(self, term: str) -> Postings:
        """Record numbers within the segment, and weights; deleted records included."""
        found = self._postings.get(term)
        if found is None:
            with self._lock:
                found = self._postings[term] = self._decode(term)
        return found

    def _decode(self, term: str) -> Postings:
        numbers: list[Numbers] = []
        weights: list[Any] = []
        for block_numbers, block_weights, _ in self._blocks(term):
            numbers.append(np.array(block_numbers, np.int64))
            weights.append(np.array(block_weights, np.float64))
        if not numbers:
            return NOWHERE
        return Postings(np.concatenate(numbers), np.concatenate(weights))

    def positions(self, term: str) -> tuple[Numbers, Numbers]:
        """Record number and position of every occurrence, in that order."""
        found = self._positions.get(term)
        if found is None:
            with self._lock:
                found = self._positions[term] = self._decode_positions(term)
        return found

    def _decode_positions(self, term: str) -> tuple[Numbers, Numbers]:
        numbers: list[int] = []
        values: list[bytes] = []
        for block_numbers, _, block_values in self._blocks(term):
            numbers.extend(block_numbers)
            values.extend(block_values)
        counts = np.array([len(value) // _POSITION.itemsize for value in values], np.int64)
        places = np.frombuffer(b"".join(values), _POSITION).astype(np.int64)
        owners = np.repeat(np.array(numbers, np.int64), counts)
        somewhere = places != _NO_POSITION[0]
        return owners[somewhere], places[somewhere]

    def places(self, number: int, terms: Iterable[str]) -> dict[str, tuple[int, ...]]:
        """Where the record has each of `terms`; those it has nowhere are left out."""
        found = {}
        for term in terms:
            owners, places = self.positions(term)
            first, last = np.searchsorted(owners, (number, number + 1))
            if first < last:
                found[term] = tuple(places[first:last].tolist())
        return found

    def _blocks(self, term: str) -> Iterator[tuple[Sequence[int], Sequence[float], Sequence[bytes]]]:
        """The postings as Whoosh keeps them, a block at a time: one by one they cost far more."""
        if ("terms", term.encode()) not in self.reader:
            return
        matcher = self.reader.postings("terms", term.encode())
        while matcher.is_active():
            if isinstance(matcher, W3LeafMatcher):
                matcher.id(), matcher.weight(), matcher.value()  # makes it load the block
                yield matcher._ids, matcher._weights, matcher._values
                matcher._next_block()
            else:  # a term met once is kept in the dictionary, without a block
                yield [matcher.id()], [matcher.weight()], [matcher.value()]
                matcher.next()

    def terms(self) -> Part:
        if self._terms is None:
            with self._lock:
                if self._terms is None:
                    field = self.reader.iter_field("terms")
                    self._terms = Part((text.decode(), info.doc_frequency()) for text, info in field)
        return self._terms

    def beginning_with(self, prefix: str) -> list[str]:
        with self._lock:
            return [text.decode() for text in self.reader.expand_prefix("terms", prefix.encode())]

    def stored(self, number: int) -> str:
        with self._lock:
            return str(self.reader.stored_fields(number)["stored"])


class WhooshEngine:
    """An index of entries in `folder`; see `depository.engine.Engine`.

    `wait` is how long, in seconds, a writer waits for another one before it raises IndexBusy.
    """

    def __init__(self, folder: Path, *, wait: float = 10.0) -> None:
        self._folder = folder
        self._wait = wait
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._segments: dict[str, _Segment] = {}

    @property
    def generation(self) -> str:
        home = self._home()
        if home is None:
            return NO_INDEX
        return f"{home.name}.{whoosh.index.TOC._latest_generation(FileStorage(str(home)), _NAME)}"

    def put(self, entries: Iterable[Entry]) -> None:
        home = self._home()
        if home is None:
            self.rebuild([entries])
        else:
            self._write(home, entries)

    def remove(self, ids: Iterable[str]) -> None:
        home = self._home()
        if home is not None:
            with self._writer(home) as writer:
                for record_id in ids:
                    writer.delete_by_term("id", record_id)

    def rebuild(self, shares: Sequence[Iterable[Entry]], tick: Callable[[], None] = nothing) -> None:
        before = self._home()
        home = self._folder / f"{_LAYOUT}-{uuid.uuid4().hex[:12]}"
        try:
            if len(shares) > 1 and forks.possible():
                self._write_apart(home, shares, tick)
            else:
                self._create(home)
                for share in shares:
                    self._write(home, share)
        except BaseException:
            shutil.rmtree(home, ignore_errors=True)
            raise
        replace_text(self._folder / _LIVE, home.name)
        # Another process may be building a third one: only what is surely of no use goes.
        for other in self._folder.glob("whoosh-*"):
            if other == before or other != home and time.time() - other.stat().st_mtime > _FORGOTTEN:
                shutil.rmtree(other, ignore_errors=True)

    def _create(self, home: Path) -> None:
        home.mkdir(parents=True)
        whoosh.index.create_in(str(home), _schema(), indexname=_NAME).close()

    def _write_apart(self, home: Path, shares: Sequence[Iterable[Entry]], tick: Callable[[], None]) -> None:
        """Each share into an index of its own by a process of its own; then all their segments into one."""
        folders = [home / f"share-{number}" for number in range(len(shares))]
        for folder in (home, *folders):
            self._create(folder)
        if not forks.each(self._write, zip(folders, shares, strict=True), tick):
            raise IndexUnavailable("a process that was writing a part of the index has failed")
        segments = []
        for folder in folders:
            segments += whoosh.index.TOC.read(FileStorage(str(folder)), _NAME, schema=_schema()).segments
            for file in folder.iterdir():
                if file.suffix != ".toc":
                    file.rename(home / file.name)
            shutil.rmtree(folder)
        whoosh.index.TOC(_schema(), segments, 1).write(FileStorage(str(home)), _NAME)

    def search(self, request: Request) -> Answer:
        snapshot = self._current()
        page = Evaluation(snapshot, snapshot.columns).page(request)
        found = tuple(
            Found(
                snapshot.columns.ids[number],
                score,
                snapshot.stored(number),
                snapshot.places(number, request.marks),
                reasons,
            )
            for number, score, reasons in zip(page.records, page.scores, page.reasons, strict=True)
        )
        return Answer(page.total, page.matched, found, page.facets)

    def revisions(self) -> Mapping[str, str]:
        return self._current().columns.revisions

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

    def _current(self) -> Snapshot:
        generation = self.generation
        snapshot = self._snapshot
        if snapshot is not None and snapshot.generation == generation:
            return snapshot
        with self._lock:
            if self._snapshot is None or self._snapshot.generation != generation:
                self._snapshot = self._open(generation)
            return self._snapshot

    def _open(self, generation: str) -> Snapshot:
        """The generation as it is now; segments that the last snapshot has are taken over, warm."""
        home = self._home()
        if home is None:
            return Snapshot(generation, [], [])
        # Always the live schema: Whoosh pickles its own, and with it yesterday's code.
        reader = whoosh.index.open_dir(str(home), indexname=_NAME, schema=_schema()).reader()
        leaves = [leaf for leaf, _ in reader.leaf_readers()] if reader.doc_count_all() else []
        deleted = [sorted(leaf.segment().deleted_docs()) for leaf in leaves]
        kept, self._segments = self._segments, {}
        for leaf in leaves:
            name = str(leaf.segment().segment_id())
            self._segments[name] = kept.get(name) or _Segment(leaf)
            if name in kept:
                leaf.close()
        return Snapshot(generation, list(self._segments.values()), deleted)

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
            index = whoosh.index.open_dir(str(home), indexname=_NAME, schema=_schema())
            writer = index.writer(timeout=self._wait, delay=0.02, **_WRITING)
        except whoosh.index.LockError as error:
            raise IndexBusy from error
        try:
            yield writer
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
