"""Synthetic collections: corpus folders of 1,000, 10,000 or 100,000 record files of about 260 words.

A record is drawn from its number alone, so the first thousand of any two collections are the same.
Texts speak of their own theme and place: each theme has words that its records use again and again.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from depository import recordfile
from depository.corpus import Corpus
from depository.record import Record
from depository.vocabulary import Place, Theme, Vocabularies
from tests.bench.words import VERSION, Words, words

_SEED = 2026
_FIRST_YEAR, _YEARS = 2010, 17
# Of the words of a text, so many are its theme's, and so many are the few that this record is about.
_OF_THEME, _OF_RECORD = 0.12, 0.15
_THEME_WORDS, _RECORD_WORDS = 400, 14
_HEADINGS = ("Виклик", "Рішення", "Результати", "Що варто врахувати")
_CHECKED = 25

_Numbers = NDArray[np.int64]


def collection(data: Path, real: Path, size: int) -> Corpus:
    """The corpus of `size` records below `data`, with the vocabularies of the corpus `real`; made once."""
    folder = data / f"corpus-{size}"
    made = folder / "made"
    wanted = f"{VERSION} {Corpus(real).vocabularies().revision}"
    if not made.is_file() or made.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(real / "vocabularies", folder / "vocabularies")
        _write(folder / "records", Writer(words(data, real / "records"), Corpus(folder).vocabularies()), size)
        made.write_text(wanted, encoding="utf-8")
    return Corpus(folder)


def _write(folder: Path, writer: Writer, size: int) -> None:
    folder.mkdir()
    for number in range(size):
        text = writer.text(number)
        if number < _CHECKED:
            assert recordfile.render(recordfile.parse(text)) == text, (
                "a synthetic record must be as the depository writes it"
            )
        (folder / f"{record_id(number)}.md").write_text(text, encoding="utf-8")


def record_id(number: int) -> str:
    """The id of a record by its number."""
    return f"zapys-{number:06d}"


class Writer:
    """Writes the record of any number."""

    def __init__(self, vocabulary: Words, vocabularies: Vocabularies) -> None:
        self._words = vocabulary
        self._themes = list(vocabularies.themes)
        self._towns = [place for place in vocabularies.places if place.type in ("city", "settlement")]
        self._kinds = [kind.id for kind in vocabularies.kinds]
        rng = np.random.default_rng(_SEED)
        self._theme_words = [self._words.draw(rng, _THEME_WORDS) for _ in self._themes]
        # Some themes and towns have many records, most have few.
        self._theme_shares = _falling(rng, len(self._themes))
        self._town_shares = _falling(rng, len(self._towns))

    def text(self, number: int) -> str:
        """The file of record `number`, in the layout the depository writes."""
        rng = np.random.default_rng([_SEED, number])
        chosen = rng.choice(len(self._themes), int(rng.integers(1, 4)), replace=False, p=self._theme_shares)
        themes = [self._themes[i] for i in chosen]
        towns = [
            self._towns[i]
            for i in rng.choice(len(self._towns), int(rng.integers(0, 3)), replace=False, p=self._town_shares)
        ]
        years = sorted({_FIRST_YEAR + int(rng.beta(3, 2) * _YEARS) for _ in range(int(rng.integers(0, 4)))})
        subject = self._subject(rng, chosen)
        front = [
            f"id: {record_id(number)}",
            f"kind: {self._kinds[min(len(self._kinds) - 1, int(rng.geometric(0.6)) - 1)]}",
            f"title: {self._title(rng, subject, towns)}",
            f"summary: {self._sentence(rng, subject, 12)} {self._sentence(rng, subject, 8)}",
            f"places: [{', '.join(town.id for town in towns)}]",
            *(["scope: national"] if not towns else []),
            f"themes: [{', '.join(theme.id for theme in themes)}]",
            f"years: [{', '.join(map(str, years))}]",
            "status: published",
            f"added: 2026-{1 + number % 9:02d}-{1 + number % 28:02d}",
        ]
        return "\n".join(["---", *front, "---", "", self._body(rng, subject, themes, towns, years), ""])

    def _subject(self, rng: np.random.Generator, themes: _Numbers) -> tuple[_Numbers, _Numbers]:
        """The words of its themes, and those few that this record is about."""
        theirs = np.concatenate([self._theme_words[i] for i in themes])
        return theirs, np.concatenate(
            [rng.choice(theirs, _RECORD_WORDS // 2), self._words.draw(rng, _RECORD_WORDS // 2)]
        )

    def _said(self, rng: np.random.Generator, subject: tuple[_Numbers, _Numbers], count: int) -> list[str]:
        """Words of the language, of the themes and of the record, mixed."""
        lemmas = self._words.draw(rng, count)
        fate = rng.random(count)
        of_theme, of_record = fate < _OF_THEME, fate > 1 - _OF_RECORD
        lemmas[of_theme] = rng.choice(subject[0], int(of_theme.sum()))
        lemmas[of_record] = rng.choice(subject[1], int(of_record.sum()))
        return self._words.text(rng, lemmas)

    def _sentence(self, rng: np.random.Generator, subject: tuple[_Numbers, _Numbers], count: int) -> str:
        said = " ".join(self._said(rng, subject, count))
        return said[0].upper() + said[1:] + "."

    def _title(
        self, rng: np.random.Generator, subject: tuple[_Numbers, _Numbers], towns: Sequence[Place]
    ) -> str:
        said = " ".join(self._said(rng, subject, int(rng.integers(4, 8))))
        title = said[0].upper() + said[1:]
        return f"{title} {towns[0].locative}" if towns and towns[0].locative else title

    def _body(
        self,
        rng: np.random.Generator,
        subject: tuple[_Numbers, _Numbers],
        themes: Sequence[Theme],
        towns: Sequence[Place],
        years: Sequence[int],
    ) -> str:
        parts = []
        for heading in _HEADINGS:
            sentences = [
                self._sentence(rng, subject, int(rng.integers(7, 16))) for _ in range(int(rng.integers(3, 5)))
            ]
            sentences.insert(1, self._fact(rng, themes, towns, years))
            parts.append(f"## {heading}\n\n{' '.join(sentences)}")
        return "\n\n".join(parts)

    def _fact(
        self, rng: np.random.Generator, themes: Sequence[Theme], towns: Sequence[Place], years: Sequence[int]
    ) -> str:
        """A sentence of what texts have besides words: themes, places, years, figures, new words."""
        theme = themes[int(rng.integers(len(themes)))]
        labels = (theme.label.uk, *theme.alt.uk)
        label = labels[int(rng.integers(len(labels)))]
        # No dictionary has them: the analyzer must guess, as it does for every fiftieth word of a real text.
        rare = self._words.lemmas[int(self._words.draw(rng, 1)[0])]
        said = [
            label[0].upper() + label[1:],
            "–",
            f"{('еко', 'кібер', 'агро', 'мікро')[int(rng.integers(4))]}{rare}",
        ]
        if towns:
            said.append(towns[int(rng.integers(len(towns)))].locative or towns[0].label.uk)
        if years:
            said.append(f"у {years[int(rng.integers(len(years)))]} році")
        return " ".join([*said, f"{int(rng.integers(2, 900))} {int(rng.integers(1000)):03d} гривень"]) + "."


def _falling(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Shares like those of a library's shelves, in no particular order."""
    shares = 1.0 / (np.arange(count) + 3.0)
    rng.shuffle(shares)
    return np.asarray(shares / shares.sum())


def read(corpus: Corpus, number: int) -> Record:
    """Record `number` of a collection."""
    return corpus.read(record_id(number)).record
