"""What could be better in the records: findings, each with its record, its field and the remedy.

What a record says by itself is kept by the state of its file in one disposable file under the data, so
that only records that changed are read again.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from depository import markup
from depository.corpus import Corpus, FileState
from depository.errors import N_, Invalid, Problem
from depository.files import replace_text
from depository.language import Language
from depository.record import Record
from depository.vocabulary import Vocabularies
from depository.wellformed import dead_ends, problems_in

# Raised when records are judged by other rules than before.
_VERSION = 2
_STALE = timedelta(days=30)
# Comparing all records takes so small a share of the time at most: 10,000 are compared in some seconds.
_SELDOM = 30
# A town named once may be a neighbor or an example; named so often, or with something said to be there, it
# belongs to the story.
_OFTEN = 2
_EVERYWHERE = ("all-partners", "national")

MISTAKES, MISSING, SCRIPTS, PLACES, YEARS, ALIKE, LINKS, STALE = (
    "mistakes", "missing", "scripts", "places", "years", "alike", "links", "stale",
)  # fmt: skip
# In the order of a board: what keeps a record from being found or read comes first.
CHECKS = (MISTAKES, LINKS, SCRIPTS, ALIKE, PLACES, YEARS, MISSING, STALE)

Pairs = Callable[[], Iterable[tuple[str, str, float]]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: which check found it, in which record, and a sentence that names the remedy."""

    check: str
    record_id: str
    title: str
    status: str
    problem: Problem

    @property
    def field(self) -> str:
        return self.problem.field


@dataclass(frozen=True, slots=True)
class Board:
    """All findings, in the order of the checks. `read` of `total` records were judged: the first look at
    a large collection is spread over several."""

    findings: tuple[Finding, ...]
    read: int
    total: int

    @property
    def counts(self) -> Mapping[str, int]:
        found = dict.fromkeys(CHECKS, 0)
        for finding in self.findings:
            found[finding.check] += 1
        return found


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a file says by itself; whether its links lead somewhere, and its age, is asked every time."""

    state: FileState
    title: str = ""
    status: str = ""
    day: str = ""
    links: tuple[tuple[str, str], ...] = ()
    found: tuple[tuple[str, Problem], ...] = field(default=())


class _Compared(NamedTuple):
    """Records that are nearly the same text: in which state of the files, when that was found out, and
    how many seconds it took."""

    of: str = ""
    at: float = 0.0
    took: float = 0.0
    pairs: tuple[tuple[str, str, float], ...] = ()


class Quality:
    """The findings over one corpus, kept at `path`. `pairs` are records that are nearly the same text."""

    def __init__(self, corpus: Corpus, language: Callable[[], Language], path: Path, pairs: Pairs) -> None:
        self._corpus = corpus
        self._language = language
        self._path = path
        self._pairs = pairs
        self._kept: tuple[int, str, dict[str, _Judged], _Compared] | None = None
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    def board(self, *, seconds: float = 2.0, today: date | None = None) -> Board:
        """What there is to mend, after at most so many `seconds` of reading records that changed.

        Raises Invalid where the vocabularies are broken.
        """
        with self._lock:
            vocabularies, language, states = (
                self._corpus.vocabularies(),
                self._language(),
                self._corpus.states(),
            )
            mark = f"{_VERSION}.{vocabularies.revision}.{language.fingerprint}"
            before, alike = self._open(mark)
            known = {i: judged for i, judged in before.items() if states.get(i) == judged.state}
            until = time.monotonic() + seconds
            for record_id in sorted(set(states) - set(known)):
                known[record_id] = self._judged(record_id, states, vocabularies, language)
                if time.monotonic() > until:
                    break
            compared = alike if len(known) < len(states) else self._compared(known, alike)
            if known != before or compared is not alike:
                self._keep(mark, known, compared)
        found = [*self._findings(known, states, vocabularies, today or date.today())]
        found += _told_alike(compared, known)
        order = {check: number for number, check in enumerate(CHECKS)}
        found.sort(key=lambda finding: (order[finding.check], finding.title, finding.record_id))
        return Board(tuple(found), len(known), len(states))

    def wake(self) -> None:
        """Let the rest be read while nobody waits for it."""
        if self._worker is None or not self._worker.is_alive():
            self._worker = threading.Thread(target=self._read_on, name="quality", daemon=True)
            self._worker.start()

    def _read_on(self) -> None:
        read = -1
        while (board := self.board()).read not in (board.total, read):
            read = board.read

    def _open(self, mark: str) -> tuple[dict[str, _Judged], _Compared]:
        """What is kept under `mark`, read anew only where another process wrote it."""
        written = self._path.stat().st_mtime_ns if self._path.is_file() else 0
        if self._kept is None or self._kept[:2] != (written, mark):
            self._kept = (written, mark, *_load(self._path, mark))
        return self._kept[2:]

    def _keep(self, mark: str, known: dict[str, _Judged], compared: _Compared) -> None:
        _save(self._path, mark, known, compared)
        self._kept = (self._path.stat().st_mtime_ns, mark, known, compared)

    def _judged(
        self, record_id: str, states: Mapping[str, FileState], vocabularies: Vocabularies, language: Language
    ) -> _Judged:
        state = states[record_id]
        try:
            record = self._corpus.read(record_id).record
        except Invalid as invalid:
            return _Judged(state, record_id, found=tuple((MISTAKES, p) for p in invalid.problems))
        found = [*((MISTAKES, problem) for problem in problems_in(record, vocabularies))]
        if record.status != "withdrawn":
            found += [*_missing(record), *_noticed(record, vocabularies, language)]
        day = record.updated or record.added or date.fromtimestamp(state.modified / 1e9)
        links = {(link.scheme, link.target) for link in markup.links(record.body)}
        links |= {("record", record.replaced_by)} if record.replaced_by else set()
        return _Judged(state, record.title, record.status, day.isoformat(), tuple(links), tuple(found))

    def _findings(
        self,
        known: Mapping[str, _Judged],
        states: Mapping[str, FileState],
        vocabularies: Vocabularies,
        today: date,
    ) -> Iterator[Finding]:
        there: Mapping[str, Container[object]] = {
            "record": states, "theme": vocabularies.themes, "place": vocabularies.places,
        }  # fmt: skip
        for record_id, judged in known.items():
            found = list(judged.found)
            if any(target not in there[scheme] for scheme, target in judged.links):
                record = self._corpus.read(record_id).record
                found += [(LINKS, problem) for problem in dead_ends(record, vocabularies, states)]
            found += self._withdrawn(judged, known)
            found += _stale(judged, today)
            for check, problem in found:
                yield Finding(check, record_id, judged.title, judged.status, problem)

    def _withdrawn(self, judged: _Judged, known: Mapping[str, _Judged]) -> Iterator[tuple[str, Problem]]:
        """Links to records that readers do not see any more: whoever follows them is told so, and no more."""
        for scheme, target in judged.links if judged.status != "withdrawn" else ():
            if scheme == "record" and target in known and known[target].status == "withdrawn":
                successor = self._corpus.read(target).record.replaced_by
                message = N_("The link “{given}” leads to a withdrawn record: take it away.")
                if successor:
                    message = N_(
                        "The link “{given}” leads to a withdrawn record: write {successor} in its place."
                    )
                values = {"given": f"record:{target}", "successor": f"record:{successor}"}
                yield LINKS, Problem(message, "body", values)

    def _compared(self, known: Mapping[str, _Judged], before: _Compared) -> _Compared:
        """Records alike, found anew where any record changed; a search that takes long is made seldom."""
        of = hashlib.sha256(repr(sorted((i, j.state) for i, j in known.items())).encode()).hexdigest()[:16]
        if of == before.of or 0 <= time.time() - before.at < _SELDOM * before.took:
            return before
        begun = time.monotonic()
        pairs = tuple(self._pairs())
        return _Compared(of, time.time(), time.monotonic() - begun, pairs)


def _told_alike(compared: _Compared, known: Mapping[str, _Judged]) -> Iterator[Finding]:
    message = N_("Nearly the same text as “{other}” ({share} %): join the two, or withdraw one of them.")
    for one, other, likeness in compared.pairs:
        if one in known and other in known and "withdrawn" not in (known[one].status, known[other].status):
            values = {"other": known[other].title, "other_id": other, "share": round(likeness * 100)}
            problem = Problem(message, "body", values)
            yield Finding(ALIKE, one, known[one].title, known[one].status, problem)


def _missing(record: Record) -> Iterator[tuple[str, Problem]]:
    """Fields a good record has."""
    wanted = (
        ("summary", record.summary, N_("There is no summary: say in a sentence or two what was done.")),
        ("title_en", record.title_en, N_("There is no English title: English pages show the Ukrainian one.")),
        ("years", record.span, N_("There are no years: name those of the practice, or its period.")),
        ("source", record.source, N_("There is no source: name the publication the facts come from.")),
        ("places", record.places or record.scope, N_("There is no place: name the towns, or the scope.")),
    )
    for name, value, message in wanted:
        if not value:
            yield MISSING, Problem(message, name)


def _noticed(record: Record, vocabularies: Vocabularies, language: Language) -> Iterator[tuple[str, Problem]]:
    """What the language notices in the texts and the fields do not say."""
    texts = {"title": record.title, "summary": record.summary or "", "body": markup.plain(record.body)}
    proofs = {name: language.proof(text) for name, text in texts.items() if text}
    message = N_("“{given}” mixes Latin and Cyrillic letters: type it anew in one alphabet.")
    for name, proof in proofs.items():
        for word in proof.mixed:
            yield SCRIPTS, Problem(message, name, {"given": word})
    message = N_(
        "The text speaks of {given}, which is not among the places: add it if the story happened there."
    )
    # What is about the whole country names towns as examples.
    scenes = frozenset[str]().union(*(p.scenes for p in proofs.values() if record.scope not in _EVERYWHERE))
    for place in _telling({name: proof.places for name, proof in proofs.items()}, scenes):
        if place not in record.places:
            yield (
                PLACES,
                Problem(message, "places", {"given": vocabularies.places[place].label.uk, "id": place}),
            )
    message = N_("The text speaks of {given}, a town no vocabulary has: add it to the places first.")
    for name in _telling({name: proof.strangers for name, proof in proofs.items()}, scenes):
        yield PLACES, Problem(message, "places", {"given": name})
    years = sorted({year for proof in proofs.values() for year in proof.years if not _covers(record, year)})
    if years:
        message = N_("The text speaks of {given}, the field does not: add what is a year of the practice.")
        yield YEARS, Problem(message, "years", {"given": ", ".join(map(str, years))})


def _telling(named: Mapping[str, Mapping[str, int]], scenes: Container[str]) -> list[str]:
    """What is named in the title or the summary, often enough, or as one of the `scenes`."""
    totals: dict[str, int] = {}
    for part, counts in named.items():
        for name, count in counts.items():
            totals[name] = totals.get(name, 0) + count * (_OFTEN if part != "body" else 1)
    return [name for name, total in totals.items() if total >= _OFTEN or name in scenes]


def _covers(record: Record, year: int) -> bool:
    """Whether a year stands in the fields: of the practice, of the source, or how far a plan looks."""
    first, last = record.span or (0, 0)
    elsewhere = f"{record.horizon or ''} {record.source.year if record.source else ''}"
    return year in record.years or (not record.years and first <= year <= last) or str(year) in elsewhere


def _stale(judged: _Judged, today: date) -> Iterator[tuple[str, Problem]]:
    if judged.status in ("draft", "review") and judged.day:
        days = (today - date.fromisoformat(judged.day)).days
        if days > _STALE.days:
            message = N_("Nobody has touched it for {days} days: finish and publish it, or withdraw it.")
            yield STALE, Problem(message, "", {"days": days})


def _load(path: Path, mark: str) -> tuple[dict[str, _Judged], _Compared]:
    """What was judged before by the same rules; nothing where that cannot be told."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["mark"] != mark:
            return {}, _Compared()
        of, at, took, pairs = kept["alike"]
        compared = _Compared(of, at, took, tuple((one, other, share) for one, other, share in pairs))
        return {i: _opened(row) for i, row in kept["records"].items()}, compared
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}, _Compared()


def _opened(row: list[Any]) -> _Judged:
    size, modified, title, status, day, links, found = row
    problems = tuple((check, Problem(message, name, values)) for check, message, name, values in found)
    targets = tuple((scheme, target) for scheme, target in links)
    return _Judged(FileState(size, modified), title, status, day, targets, problems)


def _save(path: Path, mark: str, judged: Mapping[str, _Judged], compared: _Compared) -> None:
    rows = {
        record_id: [
            *each.state, each.title, each.status, each.day, each.links,
            [[check, problem.message, problem.field, dict(problem.values)] for check, problem in each.found],
        ]
        for record_id, each in judged.items()
    }  # fmt: skip
    replace_text(
        path, json.dumps({"mark": mark, "alike": compared, "records": rows}, ensure_ascii=False, default=str)
    )
