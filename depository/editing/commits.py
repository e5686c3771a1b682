"""The git repository that remembers every version: the only home of dulwich.

Its work tree is the corpus; no repository in the corpus or around it is ever touched. A commit is written
as objects directly on the trees of the one before it: git's index would mean looking at every file.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from dulwich.config import ConfigFile
from dulwich.errors import (
    ChecksumMismatch,
    FileFormatException,
    NotGitRepository,
    NotTreeError,
    ObjectFormatException,
    RefFormatError,
)
from dulwich.file import FileLocked
from dulwich.object_store import DiskObjectStore
from dulwich.objects import Blob, Commit, ObjectID, Tree
from dulwich.pack import deltas_from_sorted_objects
from dulwich.refs import Ref
from dulwich.repo import Repo

from depository.editing import messages
from depository.editing.steps import Changes, Step
from depository.files import sync_folder

# What a repository does that misses something, or holds something else than it should.
Broken = (
    NotGitRepository, ObjectFormatException, FileFormatException, NotTreeError, ChecksumMismatch,
    RefFormatError, KeyError, ValueError, AssertionError, struct.error, zlib.error, FileNotFoundError,
    NotADirectoryError,
)  # fmt: skip

_BRANCH = Ref(b"refs/heads/main")
# A commit whose files are about to be written: after a crash they are written to the end.
_PENDING = Ref(b"refs/depository/pending")
FOLDERS = ("records", "vocabularies")
_FILE, _FOLDER = 0o100644, 0o040000
# So many new objects are sooner written as one pack than as files.
_MANY = 100
# So many single files are worth packing: 50 saves; at 10,000 records 12 MB, and packed next to nothing.
_LOOSE = 200
# A tree differs least from the one right after it; the tree of the whole stands between two of the records.
_WINDOW = 4


class Commits:
    """The commits in `folder`, opened for a moment: use it as a context."""

    def __init__(self, folder: Path) -> None:
        self._repo = Repo(folder)
        self._repo.object_store.fsync_object_files = True
        # Ids hardly compress, and the tree of ten thousand files is little else.
        self._repo.object_store.loose_compression_level = 1
        # The trees of one commit, kept from the check to the next commit: reading them takes longest.
        self._read: tuple[str, dict[str, Tree]] | None = None

    @classmethod
    def make(cls, folder: Path, corpus: Path) -> Commits:
        """A new repository whose work tree is `corpus`, for whoever wants to look into it with git."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        Repo.init_bare(folder, mkdir=True, default_branch=b"main").close()
        return cls.configured(folder, corpus)

    @classmethod
    def configured(cls, folder: Path, corpus: Path) -> Commits:
        """The repository in `folder`, its settings written anew."""
        config = ConfigFile()
        settings = {"repositoryformatversion": "0", "filemode": "true", "bare": "false"}
        for name, value in {**settings, "worktree": str(corpus.resolve())}.items():
            config.set((b"core",), name.encode(), os.fsencode(value))
        (folder / "config.lock").unlink(missing_ok=True)
        config.write_to_path(folder / "config")
        return cls(folder)

    def __enter__(self) -> Commits:
        return self

    def __exit__(self, *_: object) -> None:
        self._repo.close()

    def check(self) -> None:
        """Raise one of `Broken` where the last commit is not whole."""
        if self.head is not None:
            self._read = (self.head, self._trees(self.head))

    @property
    def head(self) -> str | None:
        """The last commit."""
        return self._ref(_BRANCH)

    @property
    def pending(self) -> str | None:
        return self._ref(_PENDING)

    def _ref(self, name: Ref) -> str | None:
        found = self._repo.refs.read_ref(name)
        return found.decode("ascii") if found else None

    def announce(self, commit_id: str | None) -> None:
        """Keep which commit the files are going to be written for; None once they are."""
        refs = self._repo.refs
        if commit_id is not None:
            self._point(_PENDING, commit_id)
            return
        # Where git has not put it among others, this takes no room, and a full disk does not hinder it.
        Path(self._repo.controldir(), _PENDING.decode()).unlink(missing_ok=True)
        if refs.read_ref(_PENDING) is not None:
            _past_a_crash(lambda: refs.remove_if_equals(_PENDING, None))

    def advance(self, commit_id: str) -> None:
        """Make this commit the last one."""
        self._point(_BRANCH, commit_id)

    def _point(self, name: Ref, commit_id: str) -> None:
        _past_a_crash(lambda: self._repo.refs.set_if_equals(name, None, ObjectID(commit_id.encode())))

    def go_back(self, commit_ids: Iterable[str]) -> bool:
        """Make the first of these commits that is whole the last one; whether there is any."""
        for commit_id in commit_ids:
            try:
                self._trees(commit_id)
            except Broken:
                continue
            self.advance(commit_id)
            return True
        return False

    # ── contents ──

    @staticmethod
    def name_of(data: bytes) -> str:
        """The id of a content, by which a repository knows it."""
        return str(Blob.from_string(data).id.decode("ascii"))

    def content(self, content_id: str) -> bytes | None:
        """A content by its id; None where it was lost."""
        try:
            found = self._repo.object_store[ObjectID(content_id.encode())]
        except Broken:
            return None
        return found.data if isinstance(found, Blob) else None

    def files(self, commit_id: str) -> dict[str, str]:
        """The id of the content of every file in a commit."""
        return {
            f"{folder}/{os.fsdecode(name)}": content.decode("ascii")
            for folder, tree in self._trees(commit_id).items()
            for name, mode, content in tree.iteritems()
            if mode != _FOLDER
        }

    def parent(self, commit_id: str) -> str | None:
        """The commit before this one."""
        parents = self._commit(commit_id).parents
        return parents[0].decode("ascii") if parents else None

    def _commit(self, commit_id: str) -> Commit:
        found = self._repo.object_store[ObjectID(commit_id.encode())]
        if not isinstance(found, Commit):
            raise ValueError(f"{commit_id} is no commit")
        return found

    def _tree(self, tree_id: ObjectID) -> Tree:
        found = self._repo.object_store[tree_id]
        if not isinstance(found, Tree):
            raise NotTreeError(tree_id)
        return found

    def _trees(self, commit_id: str) -> dict[str, Tree]:
        """The trees of our folders in a commit."""
        if self._read and self._read[0] == commit_id:
            return self._read[1]
        root = self._tree(self._commit(commit_id).tree)
        return {name: self._tree(root[name.encode()][1]) for name in FOLDERS if name.encode() in root}

    # ── writing ──

    def keep(self, contents: Mapping[str, bytes | None]) -> Changes:
        """Keep these contents of files; their ids, by file."""
        blobs = {file: Blob.from_string(data) for file, data in contents.items() if data is not None}
        self._add(list(blobs.values()))
        return {file: blobs[file].id.decode("ascii") if file in blobs else None for file in contents}

    def write(self, changes: Changes, step: Step) -> Step:
        """A commit on the last one in which these files have these contents; not yet the last one itself.

        The step comes back with its id.
        """
        head = self.head
        root = self._tree(self._commit(head).tree) if head else Tree()
        trees = self._trees(head) if head else {}
        self._read = None
        for file, content in changes.items():
            folder, _, name = file.partition("/")
            tree = trees.setdefault(folder, Tree())
            if content is not None:
                tree[os.fsencode(name)] = (_FILE, ObjectID(content.encode()))
            elif os.fsencode(name) in tree:
                del tree[os.fsencode(name)]
        changed = {file.partition("/")[0] for file in changes}
        for folder in changed:
            root[folder.encode()] = (_FOLDER, trees[folder].id)
        commit = _commit(step, root, head)
        self._add([*(trees[folder] for folder in changed), root, commit])
        done = _step(commit, step.files)
        self._read = (done.id, trees)
        return done

    def _add(self, objects: Sequence[Blob | Tree | Commit]) -> None:
        store = self._repo.object_store
        if len(objects) > _MANY:
            _past_a_crash(lambda: store.add_objects([(one, None) for one in objects]))
            return
        for one in objects:
            try:  # what is there already is not written again, though it may be damaged
                _ = one.id in store and store[one.id]
            except Broken:
                store.delete_loose_object(one.id)
            _past_a_crash(partial(store.add_object, one))

    # ── keeping it small ──

    @property
    def is_loose(self) -> bool:
        """Whether so much lies about as single files that packing it is worth while."""
        return self._store.count_loose_objects() >= _LOOSE

    def pack(self) -> int:
        """Put what lies about as single files into one pack, each tree as what it differs in from another;
        how many there were.

        Nothing goes before the pack is durable and was read through, so that one may die at any moment.
        """
        for path in Path(self._store.pack_dir).glob("tmp*.pack"):
            path.unlink(missing_ok=True)  # somebody died while packing
        found = sorted(self._loose(), reverse=True)
        # The newest first: it is written out whole, for it is read at every save.
        ids = [object_id for *_, object_id in found]
        objects = ((self._store[object_id], None) for object_id in ids)
        _past_a_crash(
            lambda: self._store.add_pack_data(len(ids), deltas_from_sorted_objects(objects, _WINDOW))
        )
        sync_folder(Path(self._store.pack_dir))
        for object_id in ids:
            self._store.delete_loose_object(object_id)
        return len(ids)

    def _loose(self) -> Iterator[tuple[int, int, ObjectID]]:
        """Type, age and id of what lies about as a single file and is whole."""
        for path in Path(self._store.path).glob("??/" + "?" * 38):
            object_id = ObjectID((path.parent.name + path.name).encode())
            try:
                yield self._store[object_id].type_num, path.stat().st_mtime_ns, object_id
            except Broken:
                continue

    @property
    def _store(self) -> DiskObjectStore:
        store = self._repo.object_store
        assert isinstance(store, DiskObjectStore)
        return store

    # ── reading back ──

    def since(self, known: str | None) -> Iterator[tuple[Step, Changes]]:
        """Every commit after `known` with what it changed, the newest first, all where it is not met.

        Stops where the rest of the history was lost.
        """
        current = self._ref(_BRANCH)
        files = self.files(current) if current else {}
        while current and current != known:
            commit = self._commit(current)
            parent = self.parent(current)
            try:
                earlier = self.files(parent) if parent else {}
            except Broken:
                parent, earlier = None, {}
            changed = {name for name, _ in files.items() ^ earlier.items()}
            changes = {name: files.get(name) for name in sorted(changed)}
            yield _step(commit, tuple(changes)), changes
            current, files = parent, earlier


def _past_a_crash(write: Callable[[], object]) -> None:
    """Write, though somebody died while writing the same: in a turn nobody else holds a lock of git's."""
    try:
        write()
    except FileLocked as locked:
        Path(os.fsdecode(locked.lockfilename)).unlink(missing_ok=True)
        write()


def _commit(step: Step, root: Tree, parent: str | None) -> Commit:
    commit = Commit()
    commit.tree = root.id
    commit.parents = [ObjectID(parent.encode())] if parent else []
    commit.author = commit.committer = messages.identity(step).encode()
    commit.author_time = commit.commit_time = int(step.when.timestamp())
    commit.author_timezone = commit.commit_timezone = 0
    commit.encoding = b"UTF-8"
    commit.message = messages.message(step).encode()
    return commit


def _step(commit: Commit, files: tuple[str, ...]) -> Step:
    author, text = (part.decode("utf-8", "replace") for part in (commit.author, commit.message))
    when = datetime.fromtimestamp(commit.author_time, UTC)
    return messages.step(commit.id.decode("ascii"), when, author, text, files)
