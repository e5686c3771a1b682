"""One folder with an index of Whoosh's: its segments, and the writing of them. The only home of Whoosh.

Whoosh keeps ids and stored text in its segments, and what an index lives by: commits, locks, deletions. Terms
and postings lie beside each segment in arrays (`indexer.gathering`), a file of the segment like its others:
Whoosh takes it away with them.
"""

from __future__ import annotations

import os
import shutil
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import whoosh.index
from whoosh import columns, fields
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader

from depository.engine import Entry
from depository.errors import IndexBusy
from indexer import arrays
from indexer.columns import Mask, Revisions, SegmentColumns
from indexer.gathering import Gathering
from indexer.joining import Kept, joined
from indexer.segment import Segment

_NAME = "MAIN"
# So many records are gathered before they are written; what a crash takes away is no more than that. Of two
# processes that build ten thousand each has its own in one go, the quicker one too, and nothing to join.
_AT_ONCE = 6_000

# Uncompressed large blocks in files of their own are written and read fastest, for more room on disk.
_WRITING = {"limitmb": 256, "compound": False, "codec": W3Codec(compression=0, blocklimit=2048)}

# Which segments, of those there are, shall become one with so many records just added.
Policy = Callable[[Sequence[Any], int], list[Any]]


def none(segments: Sequence[Any], added: int) -> list[Any]:
    """No segment."""
    return []


def every(segments: Sequence[Any], added: int) -> list[Any]:
    """All segments."""
    return list(segments)


def small(segments: Sequence[Any], added: int) -> list[Any]:
    """Those that together are about as large as what comes: each record is moved a few times in its life,
    and there are never more segments than the number of records has binary digits."""
    chosen = []
    for segment in sorted(segments, key=lambda segment: segment.doc_count()):
        if segment.doc_count() <= added or segment.deleted_count() > segment.doc_count():
            chosen.append(segment)
            added += segment.doc_count()
    return chosen


def _schema() -> fields.Schema:
    return fields.Schema(id=fields.ID(unique=True), stored=fields.COLUMN(columns.VarBytesColumn()))


class Opened:
    """One Whoosh segment with its arrays. It never changes but for deletions.

    `process` opened it: a copy of the process would share its places in files, and opens them anew.
    """

    def __init__(self, folder: Folder, segment: Any, postings: Segment | None = None) -> None:
        self.process = os.getpid()
        self.postings = postings or Segment(folder.arrays_of(segment))
        reader = folder.reader(segment)
        # Searches of an older generation may still read it: it is closed when the last of them is done.
        weakref.finalize(self, reader.close)
        self._stored = _stored(reader)
        # Readers of Whoosh share file positions: one thread at a time.
        self._lock = threading.Lock()

    def stored(self, number: int) -> str:
        with self._lock:
            text: str = self._stored[number].decode()
        return text


class Folder:
    """The index in the folder `path`; `wait` is how long a writer waits for another one."""

    def __init__(self, path: Path, wait: float = 0.0) -> None:
        self.path = path
        self._wait = wait

    def create(self) -> None:
        """An index without records."""
        self.path.mkdir(parents=True)
        whoosh.index.create_in(str(self.path), _schema(), indexname=_NAME).close()

    def generation(self) -> int:
        """The number of the present generation."""
        return int(whoosh.index.TOC._latest_generation(FileStorage(str(self.path)), _NAME))

    def table(self) -> Any:
        """What Whoosh says of the present generation: its number and its segments."""
        return whoosh.index.TOC.read(FileStorage(str(self.path)), _NAME, schema=_schema())

    def reader(self, segment: Any) -> Any:
        """Whoosh's reader of a segment."""
        # Always the live schema: Whoosh pickles its own, and with it yesterday's code.
        return SegmentReader(FileStorage(str(self.path)), _schema(), segment)

    def arrays_of(self, segment: Any) -> arrays.Arrays:
        """The arrays of a segment; raises Broken where they are not there or not whole."""
        return arrays.read(self._file_of(segment))

    def _file_of(self, segment: Any) -> Path:
        return self.path / f"{segment.segment_id()}.arrays"

    def revisions(self) -> dict[str, str]:
        """The revision of every record, by id."""
        segments = self.table().segments
        parts = [SegmentColumns(self.arrays_of(segment)) for segment in segments]
        live = np.concatenate([np.empty(0, np.bool_), *map(_live, segments)])
        return dict(Revisions(parts, live).items())

    def write(
        self, entries: Iterable[Entry], policy: Policy, known: Mapping[str, SegmentColumns] | None = None
    ) -> None:
        """Put entries; `known` are the columns of segments that are open, by name."""
        waiting = iter(entries)
        entry = next(waiting, None)
        while entry is not None:
            gathering = Gathering()
            with self._writer(gathering, policy) as writer:
                written: set[str] = set()
                # An id that comes again needs a commit between, or both would stay.
                while entry is not None and entry.id not in written and len(written) < _AT_ONCE:
                    written.add(entry.id)
                    gathering.add(entry)
                    writer.add_document(id=entry.id, stored=entry.stored.encode())
                    entry = next(waiting, None)
                self._delete(writer.segments, arrays.fixed(gathering.ids), known or {})

    def write_share(self, entries: Iterable[Entry]) -> None:
        """Write much, part by part, and then make one segment of the parts."""
        self.write(entries, none)
        self.merge(every)

    def merge(self, policy: Policy) -> None:
        """Make one segment of those that `policy` chooses."""
        if len(self.table().segments) > 1:
            with self._writer(Gathering(), policy):
                pass

    def delete(self, ids: Iterable[str], known: Mapping[str, SegmentColumns]) -> None:
        """Take out what has one of these ids."""
        with self._writer(Gathering(), small) as writer:
            self._delete(writer.segments, arrays.fixed(list(ids)), known)

    def adopt(self, folders: Iterable[Folder]) -> None:
        """Take over the segments of other folders; a record there takes the place of one here."""
        table = self.table()
        taken = []
        for folder in folders:
            for segment in folder.table().segments:
                # Moved first: where it is missing, somebody was interrupted while moving this segment.
                if folder._file_of(segment).is_file():
                    ids = folder.arrays_of(segment).arrays["ids"][_live(segment)]
                    self._delete(table.segments, ids, {})
                    folder._move(segment, self)
                    taken.append(segment)
        segments = [*table.segments, *taken]
        whoosh.index.TOC(_schema(), segments, table.generation + 1).write(FileStorage(str(self.path)), _NAME)
        for folder in folders:
            shutil.rmtree(folder.path)

    def _move(self, segment: Any, other: Folder) -> None:
        first = self._file_of(segment)
        rest = (file for file in self.path.glob(f"{segment.segment_id()}.*") if file != first)
        for file in (first, *rest):
            file.rename(other.path / file.name)

    @contextmanager
    def _writer(self, gathering: Gathering, policy: Policy) -> Iterator[Any]:
        """A Whoosh writer that commits at the end and leaves nothing behind when something fails.

        The arrays of what was gathered are on disk before the commit names their segment.
        """
        try:
            index = whoosh.index.open_dir(str(self.path), indexname=_NAME, schema=_schema())
            writer = index.writer(timeout=self._wait, delay=0.02, **_WRITING)
        except whoosh.index.LockError as error:
            raise IndexBusy from error
        try:
            yield writer
        except BaseException:
            writer.cancel()
            raise
        writer.commit(mergetype=partial(self._merge, gathering, policy))

    def _merge(self, gathering: Gathering, policy: Policy, writer: Any, segments: list[Any]) -> list[Any]:
        """What Whoosh calls as it commits: merges segments by `policy`, writes the arrays of the new one."""
        merged = policy(segments, len(gathering))
        parts = [Kept(gathering.arrays(), np.ones(len(gathering), np.bool_))] if len(gathering) else []
        for segment in merged:
            part = Kept(self.arrays_of(segment), _live(segment))
            reader = self.reader(segment)
            stored = _stored(reader)
            for number in np.flatnonzero(part.live).tolist():
                writer.add_document(id=part.arrays.arrays["ids"][number].decode(), stored=stored[number])
            reader.close()
            parts.append(part)
        if any(part.live.any() for part in parts):
            arrays.write(self._file_of(writer.newsegment), *joined(parts))
        return [segment for segment in segments if segment not in merged]

    def _delete(
        self, segments: Sequence[Any], ids: arrays.Array, known: Mapping[str, SegmentColumns]
    ) -> None:
        """Mark what has one of these ids as deleted."""
        for segment in segments:
            found = known.get(segment.segment_id()) or SegmentColumns(self.arrays_of(segment))
            for number in found.find(ids):
                if not segment.is_deleted(number):
                    segment.delete_document(number)


@contextmanager
def sole(folder: Path, name: str) -> Iterator[bool]:
    """Whether this process is the only one that does something, of all that ask by this name."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileStorage(str(folder)).lock(name)
    alone = bool(lock.acquire())
    try:
        yield alone
    finally:
        if alone:
            lock.release()


def _stored(reader: Any) -> Any:
    """The stored texts, by record number. A column because Whoosh would compress stored fields."""
    return reader.column_reader("stored", translate=False)


def _live(segment: Any) -> Mask:
    live = np.ones(segment.doc_count_all(), np.bool_)
    live[sorted(segment.deleted_docs())] = False
    return live
