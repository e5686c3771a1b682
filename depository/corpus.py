"""The corpus: a folder of plain files, which is the truth. The only writer of that folder.

corpus/records/<id>.md
corpus/vocabularies/{themes,places,kinds,synonyms}.yaml
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from depository import recordfile, yamltext
from depository.errors import N_, Invalid, Problem, RecordNotFound
from depository.files import leftovers, replace_all, replace_text
from depository.record import Record
from depository.vocabulary import ConceptList, Kind, Place, Places, Synonyms, Theme, Themes, Vocabularies
from depository.wellformed import (
    by_name,
    dead_ends,
    problems_in,
    problems_of_vocabularies,
    unknown_in,
    unsourced,
)

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# A record is a page or two; a file beyond this is something else that fell into the folder.
MAX_BYTES = 2_000_000
_SHAPES: Mapping[str, Any] = {
    "themes": Theme,
    "places": Place,
    "kinds": Kind,
    "synonyms": Synonyms,
}


class FileState(NamedTuple):
    """What tells a changed file from an unchanged one without reading it."""

    size: int
    modified: int


class Stored(NamedTuple):
    """A record and the revision of the file it was read from."""

    record: Record
    revision: str


class Corpus:
    """The records and vocabularies in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._records = folder / "records"
        self._vocabularies = folder / "vocabularies"

    def path(self, record_id: str) -> Path:
        """Where the record's file is or would be; raises RecordNotFound for what cannot be an id."""
        if not _ID.fullmatch(record_id) or len(record_id) > 80:
            raise RecordNotFound(record_id)
        return self._records / f"{record_id}.md"

    def has(self, record_id: str) -> bool:
        """Whether there is a file of this record, in whatever state."""
        try:
            return self.path(record_id).is_file()
        except RecordNotFound:
            return False

    def states(self) -> dict[str, FileState]:
        """Size and time of every record file, by id."""
        found = {}
        if self._records.is_dir():
            for entry in os.scandir(self._records):
                if entry.name.endswith(".md") and not entry.name.startswith(".") and entry.is_file():
                    status = entry.stat()
                    found[entry.name[:-3]] = FileState(status.st_size, status.st_mtime_ns)
        return found

    def read(self, record_id: str) -> Stored:
        """The record as its file has it now.

        Raises RecordNotFound, and Invalid where the file breaks the rules of a record by itself.
        """
        path = self.path(record_id)
        if not path.is_file():
            raise RecordNotFound(record_id)
        text = read_text(path, file=self._name(path))
        record = recordfile.parse(text, file=self._name(path))
        if record.id != record_id:
            message = N_("The id must be the name of the file without .md: “{expected}”.")
            raise Invalid([Problem(message, "id", {"expected": record_id}, self._name(path), 2)])
        return Stored(record, revision_of(text))

    def save(self, record: Record) -> str:
        """Write the record's file, whole or not at all; its new revision."""
        text = self.rendered(record)
        replace_text(self.path(record.id), text)
        return revision_of(text)

    def rendered(self, record: Record) -> str:
        """The record's file as it is to be written: comments in the present one stay."""
        path = self.path(record.id)
        try:
            return recordfile.render(record, read_text(path) if path.is_file() else "")
        except Invalid:
            return recordfile.render(record)

    def write(self, texts: Mapping[str, str | None]) -> None:
        """Write these files, named from the corpus folder on, or take them away (None): all of them or none.

        Raises RecordNotFound for what cannot be a file of the corpus.
        """
        replace_all(
            {self._path_of(name): None if text is None else text.encode() for name, text in texts.items()}
        )

    def sweep(self) -> None:
        """Take away what a crash kept from becoming a file of the corpus."""
        for folder in (self._records, self._vocabularies):
            for path in leftovers(folder):
                path.unlink(missing_ok=True)

    def _path_of(self, name: str) -> Path:
        folder, _, file = name.partition("/")
        stem, _, ending = file.rpartition(".")
        if (folder, ending) == ("vocabularies", "yaml") and stem in _SHAPES:
            return self._vocabularies / file
        if (folder, ending) != ("records", "md"):
            raise RecordNotFound(name)
        return self.path(stem)

    def vocabulary_states(self) -> tuple[tuple[str, FileState], ...]:
        """Size and time of the vocabulary files: equal as long as none of them changed."""
        paths = [self._vocabularies / f"{name}.yaml" for name in _SHAPES]
        return tuple(
            (p.name, FileState(p.stat().st_size, p.stat().st_mtime_ns)) for p in paths if p.is_file()
        )

    def vocabulary_text(self, name: str) -> str:
        """The file of a vocabulary as it stands now; nothing where there is none."""
        path = self._vocabularies / f"{name}.yaml"
        return read_text(path, file=self._name(path)) if path.is_file() else ""

    def vocabularies(self, instead: Mapping[str, str] | None = None) -> Vocabularies:
        """All vocabularies, with the texts `instead` of those files; raises Invalid with every problem."""
        problems: list[Problem] = []
        parts: dict[str, Mapping[int, Any]] = dict.fromkeys(_SHAPES, {})
        sources: dict[str, yamltext.YamlText] = {}
        digest = hashlib.sha256()
        for name, shape in _SHAPES.items():
            file = self._name(self._vocabularies / f"{name}.yaml")
            try:
                text = instead[name] if instead and name in instead else self.vocabulary_text(name)
                digest.update(text.encode())
                source = yamltext.read(text, file=file)
            except Invalid as invalid:
                problems.extend(invalid.problems)
                continue
            sources[name] = source if source.data is not None else replace(source, data=[])
            parts[name], found = yamltext.entries(shape, sources[name], file=file)
            problems.extend(found)
        problems.extend(problems_of_vocabularies(parts, sources))
        if problems:
            raise Invalid(_in_order(problems))
        return Vocabularies(
            themes=Themes(parts["themes"].values()),
            places=Places(parts["places"].values()),
            kinds=ConceptList(parts["kinds"].values()),
            synonyms=tuple(parts["synonyms"].values()),
            revision=digest.hexdigest()[:16],
        )

    def check(self, paths: Iterable[Path] = ()) -> list[Problem]:
        """Every problem of the vocabularies and of the records (of those at `paths`, if any are given)."""
        problems: list[Problem] = []
        try:
            vocabularies: Vocabularies | None = self.vocabularies()
        except Invalid as invalid:
            problems, vocabularies = list(invalid.problems), None
        chosen = sorted(map(self._found, paths)) or [
            self.path(i) for i in sorted(self.states()) if _ID.fullmatch(i)
        ]
        known = set(self.states())
        for path in chosen:
            problems += self.problems_at(path, vocabularies, known)
        if not paths:
            problems += [
                _not_an_id(f"records/{name}.md") for name in sorted(known) if not _ID.fullmatch(name)
            ]
        return problems

    def problems_at(
        self, path: Path, vocabularies: Vocabularies | None, known: Collection[str]
    ) -> list[Problem]:
        """Every problem of the record file at `path`, in the order of its lines; `known` are the ids of all
        records. Without vocabularies, for they are broken, what the file breaks by itself.
        """
        if not path.is_file():
            return [Problem(N_("There is no such file: check the name."), file=str(path))]
        text = ""
        try:
            text = read_text(path, file=self._name(path))
            record = recordfile.parse(text, file=self._name(path))
        except Invalid as invalid:
            if vocabularies is None:
                return _in_order(invalid.problems)
            told = [by_name(problem, vocabularies) for problem in invalid.problems]
            named = {problem.field for problem in told}
            more = [p for p in unknown_in(recordfile.fields(text), vocabularies) if p.field not in named]
            return _in_order(told + [recordfile.located(p, text, self._name(path)) for p in more])
        problems = unsourced(record)
        if vocabularies is not None:
            problems += problems_in(record, vocabularies) + dead_ends(record, vocabularies, known)
        if record.id != path.stem:
            message = N_("The id must be the name of the file without .md: “{expected}”.")
            problems.append(Problem(message, "id", {"expected": path.stem}))
        return _in_order(recordfile.located(problem, text, self._name(path)) for problem in problems)

    def _found(self, path: Path) -> Path:
        """The file meant: named from where one stands, or as problems name it, from the corpus on."""
        return path if path.exists() or not (self.folder / path).is_file() else self.folder / path

    def _name(self, path: Path) -> str:
        """A file as people know it: from the corpus folder on."""
        if path.parent == self._records:
            return f"{self._records.name}/{path.name}"
        try:
            return path.resolve().relative_to(self.folder.resolve()).as_posix()
        except ValueError:
            return str(path)


class Known(Collection[str]):
    """The ids of all records of a corpus and of some more, looked for one by one, when somebody asks."""

    def __init__(self, corpus: Corpus, more: Iterable[str] = ()) -> None:
        self._corpus = corpus
        self._more = frozenset(more)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._more or self._corpus.has(str(record_id))

    def __iter__(self) -> Iterator[str]:
        return iter(self._more | self._corpus.states().keys())

    def __len__(self) -> int:
        return len(self._more | self._corpus.states().keys())


def revision_of(text: str) -> str:
    """What tells one text of a record from another."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_text(path: Path, *, file: str = "") -> str:
    """The file as text; raises Invalid where it is too large or not UTF-8, naming it as `file`."""
    if path.stat().st_size > MAX_BYTES:
        message = N_("The file is larger than {limit} MB: it cannot be one record. Split it or import it.")
        raise Invalid([Problem(message, values={"limit": MAX_BYTES // 1_000_000}, file=file or path.name)])
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = N_("The file is not in UTF-8: save it anew with the encoding UTF-8.")
        raise Invalid([Problem(message, file=file or path.name, line=1)]) from error


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems as one goes through a file to mend them: by their lines, file after file."""
    found = list(problems)
    files = list(dict.fromkeys(problem.file for problem in found))
    return sorted(found, key=lambda problem: (files.index(problem.file), problem.line or 0))


def _not_an_id(name: str) -> Problem:
    message = N_(
        "A file name is the record's id: small Latin letters, digits and hyphens, such as yaremche-turyzm.md."
    )
    return Problem(message, file=name)
