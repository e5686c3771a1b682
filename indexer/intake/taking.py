"""Files taken: read in confinement, understood, and held to the rules of a record. Fulfils `Intake`."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from depository.corpus import Corpus
from depository.errors import N_, Invalid, Problem, RecordNotFound
from depository.intake import Alike, Part, Proposal, Publication, Taken, free_id
from depository.record import Record
from depository.service import Depository
from depository.vocabulary import Vocabularies
from depository.wellformed import by_name, dead_ends, problems_in
from depository.yamltext import YamlText, validate
from indexer.analysis import Analyzer
from indexer.intake import cutting
from indexer.intake.bodies import body_of
from indexer.intake.confinement import Confinement, Limits
from indexer.intake.likeness import Likeness
from indexer.intake.siblings import Siblings
from indexer.intake.source import Source
from indexer.intake.stated import settle
from indexer.intake.suggestions import Suggestions

# A story of so many characters is understood by its beginning; a record's file is at most 2 MB.
_UNDERSTOOD = 60_000
_MOST_BODY_BYTES = 1_900_000
_SINGLE_STORY = ("id", "places", "themes", "body")
_BOOKS = ("pdf", "docx", "markdown", "plain", "html")

_TAKEN_ID = N_("The id “{given}” is taken by another record: choose another or leave it out.")
_CITED = N_("The file states no source: its name is cited as one. Name the publication in the form.")
_TOO_LONG = N_("The text is longer than {limit} MB: it cannot be one record. Give it headings or split it.")


@dataclass(frozen=True, slots=True)
class _Voice:
    """What understands texts, made from one state of the vocabularies."""

    vocabularies: Vocabularies
    analyzer: Analyzer
    suggestions: Suggestions


@dataclass(frozen=True, slots=True)
class _Known:
    """The ids of all records and of proposals, asked for one at a time: a collection may be large."""

    given: Collection[str]
    corpus: Corpus

    def __contains__(self, record_id: object) -> bool:
        return record_id in self.given or _exists(self.corpus, str(record_id))


class FileIntake:
    """Takes files for the depository; `others` are collections besides it that may hold the same stories."""

    def __init__(self, depository: Depository, *others: Depository, limits: Limits | None = None) -> None:
        self._depository = depository
        self._confinement = Confinement(limits)
        self._likeness = Likeness(depository, *others)
        # Ids given to proposals that are not saved yet: two files of one import must not meet in one.
        self._given: set[str] = set()
        self._lock = threading.Lock()
        self._voice: _Voice | None = None

    def take(self, path: Path, name: str = "") -> Taken:
        """What the file at `path` holds, called `name` to people; a bad file is refused, never raised."""
        # Names of other systems may hold bytes that are no letters: they are told as question marks.
        name = (name or path.name).encode("utf-8", "replace").decode()
        try:
            contents = self._confinement.read(path, name)
        except Invalid as invalid:
            return Taken(name, "refused", problems=invalid.problems)
        with self._lock:
            if len(contents.sources) == 1 and (publication := self._publication(contents.sources[0])):
                notes = (*contents.notes, *contents.sources[0].notes)
                return self._of_publication(Taken(name, "read", (), contents.problems, notes), publication)
            proposals = tuple(self._proposal(source) for source in contents.sources)
        status: Literal["read", "refused"] = "read" if proposals else "refused"
        return Taken(name, status, proposals, contents.problems, contents.notes)

    def cut(self, taken: Taken, parts: Sequence[Part]) -> Taken:
        """The publication in `taken` cut into these parts of its text, and its proposals anew."""
        if taken.publication is None:
            return taken
        with self._lock:
            self._given -= {str(proposal.values.get("id")) for proposal in taken.proposals}
            return self._of_publication(taken, replace(taken.publication, parts=tuple(parts)))

    def alike(self, title: str, text: str, besides: str = "") -> tuple[Alike, ...]:
        """Records that may be the same story, the most alike first; `besides` is the record itself."""
        return self._likeness.alike(title, text[:_UNDERSTOOD], besides)

    def siblings(self) -> Siblings:
        """What knows the stories of an import that begins."""
        return Siblings()

    def close(self) -> None:
        """Let the process of the readers go and forget the ids that were proposed."""
        self._confinement.close()
        with self._lock:
            self._given.clear()

    # ── one story, or many ──

    def _publication(self, source: Source) -> Publication | None:
        """The source as a publication, if it is one; what states a place or a theme is one story."""
        stated, _ = settle(source, self._depository.vocabularies)
        if source.format not in _BOOKS or any(field in stated.stated for field in _SINGLE_STORY):
            return None
        parts = cutting.cut(stated, self._towns)
        if parts is None:
            return None
        pages = cutting.pages_of(source)
        return Publication(
            source.markdown, parts, source.title, source.format, pages, stated.stated, found=parts
        )

    def _of_publication(self, taken: Taken, publication: Publication) -> Taken:
        """The file with the stories of its publication, each with what of it the publication states."""
        proposals = tuple(
            replace(self._understood(source, ()), part=part)
            for part, source in cutting.stories(publication, taken.file)
        )
        return replace(taken, proposals=proposals, publication=publication)

    def _proposal(self, source: Source) -> Proposal:
        settled, problems = settle(source, self._depository.vocabularies)
        return self._understood(settled, problems)

    def _understood(self, source: Source, problems: tuple[Problem, ...]) -> Proposal:
        """The source as a proposal held to every rule of a record; what it states wins."""
        begun = replace(source, markdown=source.markdown[:_UNDERSTOOD])
        proposal = self._speaking().suggestions.propose(begun)
        values = self._values(proposal, source, problems)
        cited = self._cited(values, source)
        found = [*problems, *self._problems(values, source)]
        return replace(
            proposal,
            values=values,
            problems=tuple(_each_once(found)),
            notes=(*proposal.notes, *cited, *self._dead_ends(values, source)),
            alike=self._alike(values),
        )

    def _values(self, proposal: Proposal, source: Source, problems: Iterable[Problem]) -> dict[str, Any]:
        """The fields, with an id; a field stated wrongly holds what was right of it and no suggestion."""
        values = {"id": "", **proposal.values, "status": "draft"}
        text = str(source.stated.get("body") or source.markdown)
        values["body"] = body_of(text, str(values.get("title", "")))
        for field in {_field(problem) for problem in problems}:
            if field in source.stated:
                values[field] = source.stated[field]
            else:
                values.pop(field, None)
        if not values["id"]:
            known = _Known(self._given, self._depository.corpus)
            values["id"] = free_id(self._wanted_id(values), known)
            self._given.add(values["id"])
        return values

    def _cited(self, values: dict[str, Any], source: Source) -> list[Problem]:
        """Name the file as the source where it states none: what readers see cites where it is from."""
        if values.get("source"):
            return []
        values["source"] = {"publication": " ".join(Path(source.name).name.split())}
        return [_located(Problem(_CITED, "source"), source)]

    def _problems(self, values: Mapping[str, Any], source: Source) -> list[Problem]:
        """What keeps the fields from being a record, named by file and field."""
        vocabularies, corpus = self._depository.vocabularies, self._depository.corpus
        problems: list[Problem] = []
        try:
            record = validate(Record, YamlText(dict(values), {}))
            problems += problems_in(record, vocabularies)
        except Invalid as invalid:
            problems += [by_name(problem, vocabularies) for problem in invalid.problems]
        if "id" in source.stated and _exists(corpus, str(values["id"])):
            problems.append(Problem(_TAKEN_ID, "id", {"given": values["id"]}))
        if len(str(values["body"]).encode()) > _MOST_BODY_BYTES:
            problems.append(Problem(_TOO_LONG, "body", {"limit": 2}))
        return [_located(problem, source) for problem in problems]

    def _dead_ends(self, values: Mapping[str, Any], source: Source) -> list[Problem]:
        """Links of the text into the depository that lead nowhere."""
        if "](" not in str(values["body"]):
            return []
        record = Record.model_construct(body=str(values["body"]), replaced_by=None)
        known = self._depository.corpus.states()
        return [_located(p, source) for p in dead_ends(record, self._depository.vocabularies, known)]

    def _alike(self, values: Mapping[str, Any]) -> tuple[Alike, ...]:
        """Records that may be the same story; a draft of the same name too, should no search find it."""
        title, body = str(values.get("title", "")), str(values["body"])
        found = {alike.record_id: alike for alike in self._likeness.alike(title, body[:_UNDERSTOOD])}
        wanted = self._wanted_id(values)
        for record_id in {*found, wanted}:
            if same := self._same(record_id, title, body):
                found[record_id] = same
        return tuple(sorted(found.values(), key=lambda alike: -alike.likeness))

    def _wanted_id(self, values: Mapping[str, Any]) -> str:
        return self._depository.language.id_of(str(values.get("title") or ""), values.get("places") or ())

    def _same(self, record_id: str, title: str, body: str) -> Alike | None:
        """The record, if it has these very words."""
        if not _exists(self._depository.corpus, record_id):
            return None
        try:
            record = self._depository.corpus.read(record_id).record
        except (Invalid, RecordNotFound):
            return None
        if record.body.split() == body.split():
            return Alike(record.id, record.title, 1.0, "same file")
        same = record.title.casefold() == title.casefold()
        return Alike(record.id, record.title, 0.9, "same title") if same else None

    def _speaking(self) -> _Voice:
        """The analyzer and the suggestions for the present vocabularies."""
        vocabularies = self._depository.vocabularies
        if self._voice is None or self._voice.vocabularies is not vocabularies:
            analyzer = Analyzer(vocabularies)
            self._voice = _Voice(
                vocabularies, analyzer, Suggestions(vocabularies, analyzer, self._likeness.neighbors)
            )
        return self._voice

    def _towns(self, text: str) -> frozenset[str]:
        """The places of the vocabulary that a heading names."""
        tokens = self._speaking().analyzer.tokens(text)
        return frozenset(term.text[1:] for token in tokens for term in token.terms if term.text[0] == "@")


def _field(problem: Problem) -> str:
    return problem.field.partition("[")[0].partition(".")[0]


def _each_once(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, for each field those found first: what a file states wrongly lacks for that reason."""
    kept: list[Problem] = []
    stated = set()
    for problem in problems:
        field = _field(problem)
        if field in stated and problem not in kept and "[" not in problem.field:
            continue
        stated.add(field)
        kept.append(problem)
    return kept


def _located(problem: Problem, source: Source) -> Problem:
    """`problem` where the source states its field; the only rule of the whole record is about its place."""
    problem = problem if problem.field else replace(problem, field="places")
    line = next((line for name, line in source.lines.items() if name == _field(problem)), source.line)
    return problem.at(file=source.name, line=line)


def _exists(corpus: Corpus, record_id: str) -> bool:
    try:
        return corpus.path(record_id).is_file()
    except RecordNotFound:
        return False
