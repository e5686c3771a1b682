"""What people ask, over any synthetic collection: query texts from its own words, of every sort."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from depository.corpus import Corpus
from depository.query import Query
from depository.record import Record
from indexer.analysis.stopwords import STOP_WORDS
from tests.bench.collection import read

_QUESTIONS = (
    "як {} може допомогти {}?",
    "що зробили для {} у {place}",
    "де {} і {} працюють разом?",
    "хто фінансував {} в {year} році",
    "приклади {} у малих містах {place}",
)

Make = Callable[[np.random.Generator, Record], Query]


def queries(corpus: Corpus, size: int, make: Make, count: int, seed: int) -> list[Query]:
    """`count` queries, each about a record of the collection."""
    rng = np.random.default_rng(seed)
    return [make(rng, read(corpus, int(rng.integers(size)))) for _ in range(count)]


def _said(rng: np.random.Generator, record: Record, count: int) -> list[str]:
    """Telling words of the record, as written there; people name what is in the title more often."""
    text = f"{record.title} {record.title} {record.summary or ''} {record.body}"
    telling = [
        w
        for w in text.replace(".", " ").split()
        if w.isalpha() and len(w) > 3 and w.lower() not in STOP_WORDS
    ]
    return [word.lower() for word in rng.choice(telling, count)]


def of_words(count: int) -> Make:
    """So many words, and now and then the place of the record among them."""

    def make(rng: np.random.Generator, record: Record) -> Query:
        words = _said(rng, record, count)
        if count > 1 and record.places and rng.random() < 0.25:
            words[-1] = _place(record)
        return Query(" ".join(words))

    return make


def question(rng: np.random.Generator, record: Record) -> Query:
    """A whole question."""
    text = str(rng.choice(_QUESTIONS))
    first, second = _said(rng, record, 2)
    year = record.years[0] if record.years else 2020
    return Query(text.format(first, second, place=_place(record), year=year))


def mistyped(rng: np.random.Generator, record: Record) -> Query:
    """Two words, the longer one with two of its letters exchanged."""
    words = sorted(_said(rng, record, 2), key=len)
    place = int(rng.integers(1, len(words[1]) - 2))
    letters = list(words[1])
    letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return Query(f"{words[0]} {''.join(letters)}")


def beginning(rng: np.random.Generator, record: Record) -> Query:
    """A word cut short with an asterisk."""
    (word,) = _said(rng, record, 1)
    return Query(word[: max(4, len(word) - 4)] + "*")


def phrase(rng: np.random.Generator, record: Record) -> Query:
    """Two neighboring words in quotation marks."""
    words = record.body.replace(".", " ").split()
    place = int(rng.integers(len(words) - 1))
    return Query(f'"{words[place]} {words[place + 1]}"')


def excluded(rng: np.random.Generator, record: Record) -> Query:
    """One word without another."""
    first, second = _said(rng, record, 2)
    return Query(f"{first} -{second}")


def either(rng: np.random.Generator, record: Record) -> Query:
    """One word or another."""
    first, second = _said(rng, record, 2)
    return Query(f"{first} OR {second}")


def filtered(rng: np.random.Generator, record: Record) -> Query:
    """No words at all: the records of a place in a year."""
    chosen = Query().with_filter("year", str(record.years[0] if record.years else 2020))
    return chosen.with_filter("city", record.places[0]) if record.places else chosen


def narrowed(rng: np.random.Generator, record: Record) -> Query:
    """Two words and a theme chosen."""
    return Query(" ".join(_said(rng, record, 2))).with_filter("theme", record.themes[0])


def typed(rng: np.random.Generator, record: Record) -> Query:
    """A word as far as it is typed when completions are asked for."""
    (word,) = _said(rng, record, 1)
    return Query(word[: int(rng.integers(2, min(7, len(word))))])


def _place(record: Record) -> str:
    # A title ends with its first place, declined.
    return record.title.split()[-1] if record.places else "області"


# The full path: what most people type.
FULL: dict[str, Make] = {f"{n} word{'s' if n > 1 else ''}": of_words(n) for n in range(1, 6)} | {
    "a question": question
}
# Everything else that can be asked.
OTHER: dict[str, Make] = {
    "prefix": beginning,
    "phrase": phrase,
    "exclusion": excluded,
    "OR": either,
    "words and a filter": narrowed,
    "filters only": filtered,
    "mistyped": mistyped,
}
