"""What each step of the analysis and of the ranking is worth: the search with that step taken away.

    python -m tests.judgements.ablation [JUDGEMENTS.tsv …]

Every variant gets an index of its own of the real corpus, in a temporary folder, and answers all
queries; one Markdown table a file of judgements is printed. The product has no switches for this: a
step is taken away by putting something simpler in its place, all of it written in `VARIANTS`.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from pymorphy3 import MorphAnalyzer

from depository import evaluation, markup
from depository.corpus import Corpus
from depository.evaluation import Judgement, Outcome
from depository.language import Language, Reading
from depository.schema import TEXT_FIELDS
from depository.service import Depository
from depository.vocabulary import Vocabularies
from indexer import entries, ukrainian
from indexer.analysis import (
    Analyzer,
    Term,
    Token,
    analyzer,
    degrees,
    gazetteer,
    groups,
    lemmas,
    romanization,
    scripts,
)
from indexer.analysis.folds import Spellings
from indexer.analysis.groups import Groups
from indexer.analysis.lemmas import Lemmas
from indexer.analysis.repair import Repaired, fold
from indexer.evaluation import Evaluation, Matches
from indexer.queries import layout, understanding
from indexer.queries.corrections import Corrector
from indexer.queries.spelling import Speller
from indexer.queries.thesaurus import Thesaurus
from indexer.ukrainian import Ukrainian
from indexer.whoosh_engine import WhooshEngine
from tests.judgements import QUERIES, Search, outcomes, read, search_of

CORPUS = Path(__file__).resolve().parents[2] / "corpus"

# What is replaced (a module or a class), the name there, and what stands in its place.
Change = tuple[Any, str, Any]
# Makes the index of a variant in a folder and gives its search.
Open = Callable[[Path], Search]


@dataclass(frozen=True)
class Variant:
    """A search to be measured: `open` builds it, `changes` are in force meanwhile and while it answers."""

    name: str
    open: Open
    changes: tuple[Change, ...] = ()


# ── this service, whole or with a part of it replaced ──


def _service(language: Callable[[Vocabularies], Language] = Ukrainian) -> Open:
    """The depository over the real corpus."""

    def opened(folder: Path) -> Search:
        depository = Depository(Corpus(CORPUS), WhooshEngine(folder / "index"), language, folder)
        problems = depository.refresh().problems
        assert not problems, problems
        return search_of(depository)

    return opened


class _Strict(Ukrainian):
    """All words are asked for, always."""

    def read(self, text: str, lexicon: Mapping[str, int], *, verbatim: bool = False) -> Reading:
        return replace(super().read(text, lexicon, verbatim=verbatim), relaxed=None)


def _half(self: Evaluation, parts: Sequence[Matches], share: float) -> Matches:
    """In place of `Evaluation._most`: half of the words, whichever they are."""
    whole = sum(part.information for part in parts)
    some = self._any(parts, whole)
    met = sum(np.isin(some.records, part.records).astype(int) for part in parts)
    enough = met * 2 >= len(parts)
    return Matches(some.records[enough], some.scores[enough], whole)


def _without_everyday_words(vocabularies: Vocabularies) -> Language:
    kept = tuple(group.model_copy(update={"words": ()}) for group in vocabularies.synonyms if group.same)
    return Ukrainian(vocabularies.model_copy(update={"synonyms": kept}))


_NO_REPAIR: tuple[Change, ...] = (
    (analyzer, "repair", lambda text, known=None: Repaired(text)),
    (groups, "repair", Repaired),
)
_NO_SCRIPTS: tuple[Change, ...] = ((scripts, "is_mixed", lambda word: False),)
_NO_PRUNING: tuple[Change, ...] = ((lemmas, "PRUNE_BELOW", 0.0),)
_NO_FREQUENCIES: tuple[Change, ...] = (
    *_NO_PRUNING,
    (lemmas, "read_counts", dict),
    (analyzer, "OTHER", analyzer.MAIN),
)
_NO_BRIDGES: tuple[Change, ...] = (
    (Lemmas, "_verb_of", lambda self, gerund: ""),
    (degrees, "comparative", lambda lemma, known: lemma),
    (degrees, "positive", lambda lemma, has_degrees: ""),
)
# The apostrophe and ґ are still folded.
_NO_FOLDS: tuple[Change, ...] = (
    (Spellings, "fold", lambda self, lemma: fold(lemma)),
    (Spellings, "modern", lambda self, text: text),
)
_NO_PLACES: tuple[Change, ...] = ((gazetteer, "_toponyms", lambda vocabularies: ()),)
_NO_GROUPS: tuple[Change, ...] = (
    (groups, "Groups", lambda synonyms, words, phrases: Groups((), words, phrases)),
)
_NO_THESAURUS: tuple[Change, ...] = ((Thesaurus, "named", lambda self, tokens: []),)
_NO_KEYS: tuple[Change, ...] = (
    (romanization, "key", lambda text: ""),
    (gazetteer, "key", lambda text: ""),
    (Speller, "romanised", lambda self, word: None),
)
_NO_LAYOUT: tuple[Change, ...] = ((layout, "looks_mistyped", lambda text, knows: None),)
_NO_SPELLING: tuple[Change, ...] = ((Speller, "nearest", lambda self, word: None),)
_NO_WEIGHTS: tuple[Change, ...] = (
    (entries, "TEXT_FIELDS", tuple(replace(field, weight=1.0) for field in TEXT_FIELDS)),
)
_RARITY_ASIDE: tuple[Change, ...] = ((Evaluation, "_most", _half),)


# ── what is usual elsewhere ──

_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")


class _OneTerm(Analyzer):
    """A word is one term, whatever stands around it; there are no stop words."""

    def __init__(self, term: Callable[[str], str]) -> None:
        super().__init__()
        self._term = term

    def tokens(self, text: str) -> list[Token]:
        return [
            Token(found[0], *found.span(), number, False, (Term(f"={self._term(found[0].lower())}", 1.0),))
            for number, found in enumerate(_WORD.finditer(text))
        ]


def _plain(term: Callable[[str], str]) -> tuple[Change, ...]:
    """Words by one term each, and plain BM25: one weight for all fields. Relaxed by rarity, as ours are."""
    return (
        (ukrainian, "Analyzer", lambda vocabularies: _OneTerm(term)),
        (Corrector, "corrected", lambda self, text: (text, ())),
        (understanding, "_ASKING", frozenset()),
        *_NO_THESAURUS,
        *_NO_WEIGHTS,
    )


@cache
def _morphology() -> Any:
    return MorphAnalyzer(lang="uk")


@cache
def _first_parse(word: str) -> str:
    """The lemma of the first parse, the apostrophe being as the dictionary has it."""
    return str(_morphology().parse(re.sub("[’ʼ]", "'", word))[0].normal_form)


def _fts5(_: Path) -> Search:
    """SQLite's own full-text search with its Unicode tokenizer over the same texts, any of the words."""
    corpus = Corpus(CORPUS)
    vocabularies = corpus.vocabularies()
    columns = [*(field.name for field in TEXT_FIELDS), "body"]
    weights = [0.0, *(field.weight for field in TEXT_FIELDS), 1.0]
    database = sqlite3.connect(":memory:")
    database.execute(
        f"CREATE VIRTUAL TABLE records USING fts5(id UNINDEXED, {', '.join(columns)}, tokenize='unicode61')"
    )
    for record_id in corpus.states():
        record = corpus.read(record_id).record
        if record.is_published:
            texts = ["\n".join(field.texts(record, vocabularies)) for field in TEXT_FIELDS]
            row = (record_id, *texts, markup.plain(record.body))
            database.execute(f"INSERT INTO records VALUES ({', '.join('?' * len(row))})", row)
    asked = (
        "SELECT id FROM records WHERE records MATCH ? "
        f"ORDER BY bm25(records, {', '.join(map(str, weights))}) LIMIT {evaluation.DEPTH}"
    )

    def search(text: str) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", text))
        return [record_id for (record_id,) in database.execute(asked, [words])]

    return search


VARIANTS = (
    Variant("lower-cased words only", _service(), _plain(str)),
    Variant("first parse of pymorphy3", _service(), _plain(_first_parse)),
    Variant("SQLite FTS5, unicode61, any word", _fts5),
    Variant("**ours, complete**", _service()),
    Variant("− text repair", _service(), _NO_REPAIR),
    Variant("− script repair", _service(), _NO_SCRIPTS),
    Variant("− frequency pruning (all parses)", _service(), _NO_PRUNING),
    Variant("− frequencies altogether (all parses alike)", _service(), _NO_FREQUENCIES),
    Variant("− gerund bridge, degrees", _service(), _NO_BRIDGES),
    Variant("− folds of 2019 and у-/в-", _service(), _NO_FOLDS),
    Variant("− places as terms", _service(), _NO_PLACES),
    Variant("− synonym groups", _service(), _NO_GROUPS),
    Variant("− everyday words of themes", _service(_without_everyday_words)),
    Variant("− theme thesaurus (labels and everyday words)", _service(), _NO_THESAURUS),
    Variant("− groups and thesaurus both", _service(), _NO_GROUPS + _NO_THESAURUS),
    Variant("− name keys, romanisation", _service(), _NO_KEYS),
    Variant("− layout correction", _service(), _NO_LAYOUT),
    Variant("− spelling", _service(), _NO_SPELLING),
    Variant("− field weights", _service(), _NO_WEIGHTS),
    Variant("− relaxing (all words always)", _service(_Strict)),
    Variant("− rarity share (half of the words)", _service(), _RARITY_ASIDE),
)


@contextmanager
def in_force(changes: Sequence[Change]) -> Iterator[None]:
    """The changes made, and undone afterwards; a name that is no longer there is an error."""
    with ExitStack() as stack:
        for owner, name, other in changes:
            stack.enter_context(patch.object(owner, name, other))
        yield


def measured(variant: Variant, files: Sequence[Sequence[Judgement]]) -> list[list[Outcome]]:
    """The outcomes of a variant for each file of judgements."""
    with tempfile.TemporaryDirectory() as folder, in_force(variant.changes):
        search = variant.open(Path(folder))
        return [outcomes(judgements, search) for judgements in files]


def table(rows: Sequence[tuple[str, Sequence[Outcome]]]) -> str:
    """The Markdown table of variants: nDCG@10 over all and per kind, success@1, false hits."""
    kinds = [kind for kind, one in evaluation.by_kind(rows[0][1]).items() if one.ndcg is not None]
    lines = [
        ["search", "nDCG@10", *kinds, "success@1", "false hits"],
        ["---", *["---:"] * (len(kinds) + 3)],
    ]
    for name, found in rows:
        whole, by_kind = evaluation.summarize(found), evaluation.by_kind(found)
        figures = [whole.ndcg, *(by_kind[kind].ndcg for kind in kinds), whole.success]
        lines.append([name, *map(_shown, figures), f"{whole.false_hits}/{whole.negatives}"])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _shown(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.3f}".replace("0.", ".", 1)


def main(paths: Sequence[Path]) -> None:
    """Print the table of each file."""
    files = [read(path) for path in paths]
    found = []
    for variant in VARIANTS:
        print(variant.name, file=sys.stderr)
        found.append(measured(variant, files))
    for number, path in enumerate(paths):
        print(f"{path.name}, {len(files[number])} queries\n" if len(paths) > 1 else "", end="")
        print(table([(v.name, of_files[number]) for v, of_files in zip(VARIANTS, found, strict=True)]) + "\n")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]] or [QUERIES])
