"""The engine contract in the plainest code: every entry looked at, every formula written out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from depository.engine import (
    K1,
    All,
    Answer,
    Any,
    B,
    Boosted,
    Clause,
    Entry,
    Everything,
    Found,
    Having,
    Most,
    Not,
    Phrase,
    Prefix,
    Request,
    Weighted,
    Word,
    nothing,
)


class Oracle:
    """An engine that keeps entries in a dictionary and searches by brute force."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}

    @property
    def generation(self) -> str:
        return "oracle"

    def put(self, entries: Iterable[Entry]) -> None:
        self.entries.update((entry.id, entry) for entry in entries)

    def remove(self, ids: Iterable[str]) -> None:
        for record_id in ids:
            self.entries.pop(record_id, None)

    def unfinished(self) -> Mapping[str, str]:
        return {}

    def rebuild(
        self, shares: Sequence[Iterable[Entry]], tick: Callable[[], None] = nothing, *, go_on: bool = False
    ) -> None:
        self.entries = {}
        for share in shares:
            self.put(share)

    def revisions(self) -> Mapping[str, str]:
        return {entry.id: entry.revision for entry in self.entries.values()}

    def lexicon(self) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        for entry in self.entries.values():
            for term in entry.postings:
                counts[term] = counts.get(term, 0) + 1
        return counts

    def search(self, request: Request) -> Answer:
        matched = {e.id: s for e in self.entries.values() if (s := self.score(request.clause, e)) is not None}

        def passes(record_id: str, leave_out: str = "") -> bool:
            entry = self.entries[record_id]
            return all(
                entry.facets.get(n, frozenset()) & v for n, v in request.filters.items() if n != leave_out
            )

        kept = [record_id for record_id in matched if passes(record_id)]
        facets: dict[str, dict[str, int]] = {}
        for name in request.facets:
            counts: dict[str, int] = {}
            for record_id in matched:
                if passes(record_id, name):
                    for value in self.entries[record_id].facets.get(name, frozenset()):
                        counts[value] = counts.get(value, 0) + 1
            facets[name] = counts
        kept.sort()
        if request.sort == "relevance":
            kept.sort(key=lambda i: -round(matched[i], 6))
        else:
            keys = {i: self.entries[i].sorts.get(request.sort) for i in kept}
            having = sorted((i for i in kept if keys[i] is not None), key=lambda i: keys[i])  # type: ignore[arg-type, return-value]
            if request.descending:
                having.sort(key=lambda i: keys[i], reverse=True)  # type: ignore[arg-type, return-value]
            kept = having + [i for i in kept if keys[i] is None]
        page = kept[request.offset : request.offset + request.limit]
        found = tuple(
            Found(i, matched[i], self.entries[i].stored, self.places(i, request.marks)) for i in page
        )
        return Answer(len(kept), len(matched), found, facets)

    def places(self, record_id: str, marks: frozenset[str]) -> dict[str, tuple[int, ...]]:
        postings = self.entries[record_id].postings
        return {
            term: postings[term].positions for term in marks if term in postings and postings[term].positions
        }

    def information(self, clause: Clause) -> float:
        match clause:
            case Word():
                n = sum(any(t in e.postings for t, _ in clause.terms) for e in self.entries.values())
                return clause.boost * math.log(1 + (len(self.entries) - n + 0.5) / (n + 0.5))
            case Prefix():
                return self.information(self.word_of(clause))
            case Any(clauses):
                return max(map(self.information, clauses), default=0.0)
            case All(clauses) | Most(clauses, _) | Phrase(clauses):
                return sum(map(self.information, clauses))
            case Boosted(part, _):
                return self.information(part)
            case _:
                return 0.0

    def word_of(self, clause: Prefix) -> Word:
        terms = {t for e in self.entries.values() for t in e.postings if t.startswith(clause.prefix)}
        return Word(tuple(Weighted(t, 1.0) for t in sorted(terms)), clause.boost)

    def score(self, clause: Clause, entry: Entry) -> float | None:
        """What `entry` scores, None where it does not match."""
        match clause:
            case Everything():
                return 0.0
            case Having(facet, values):
                return 0.0 if entry.facets.get(facet, frozenset()) & values else None
            case Not(part):
                return 0.0 if self.score(part, entry) is None else None
            case Prefix():
                return self.score(self.word_of(clause), entry)
            case Word():
                if not any(term in entry.postings for term, _ in clause.terms):
                    return None
                s = sum(
                    weight * entry.postings[term].weight
                    for term, weight in clause.terms
                    if term in entry.postings
                )
                average = sum(e.length for e in self.entries.values()) / len(self.entries)
                return self.information(clause) * s / (s + K1 * (1 - B + B * entry.length / average))
            case Phrase(words):
                places = [
                    {p for t, _ in word.terms if t in entry.postings for p in entry.postings[t].positions}
                    for word in words
                ]
                if not words or not any(
                    all(p + i in here for i, here in enumerate(places)) for p in places[0]
                ):
                    return None
                return sum(self.score(word, entry) or 0.0 for word in words)
            case All(clauses):
                scores = [self.score(part, entry) for part in clauses]
                return None if None in scores else sum(s for s in scores if s is not None)
            case Any(clauses):
                met = [s for part in clauses if (s := self.score(part, entry)) is not None]
                return sum(met) if met else None
            case Most(clauses, share):
                parts = [(self.information(part), self.score(part, entry)) for part in clauses]
                if all(score is None for _, score in parts):
                    return None
                known = sum(information for information, score in parts if score is not None)
                if known < share * sum(information for information, _ in parts) - 1e-9:
                    return None
                return sum(score for _, score in parts if score is not None)
            case Boosted(part, extra):
                own = self.score(part, entry)
                return None if own is None else own + (self.score(extra, entry) or 0.0)
