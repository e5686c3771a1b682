"""What is worth a second look in a Ukrainian text: mixed alphabets, towns named, years of what was done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache

from depository.language import Proof
from depository.record import FIRST_YEAR
from depository.vocabulary import Vocabularies
from indexer.analysis import Token
from indexer.analysis.gazetteer import table
from indexer.analysis.scripts import is_mixed

_WORD = re.compile(r"[^\W\d_][\w’ʼ'-]*")
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+")
# «Полтавська вулиця», «Київський інститут»: an adjective speaks of something else than the town itself.
_ADJECTIVE = re.compile(r"[сцз]ьк(?:ий|ого|ому|им|ім|а|ої|ій|у|ою|е|і|их|ими)$", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?…\n]+(?:\.(?=\s*\d|\w)[^.!?…\n]*)*")
_YEAR = re.compile(r"(?<![\d№])((?:19|20)\d\d)(?!\d)")
# Years of laws, plans and books are not those of the practice.
_ELSEWHERE = re.compile(
    r"закон|указ|постанов|кодекс|стратегі|концепці|прогноз|планує|планують|засновано|вид\.|видання|©",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:до|на період до)\s+(?:кінця\s+)?(?:19|20)\d\d", re.IGNORECASE)
_TOWNS = ("city", "settlement")

Analyze = Callable[[str], Sequence[Token]]


def proof(text: str, vocabularies: Vocabularies, analyze: Analyze) -> Proof:
    """What is to be noticed in `text`; see `depository.language.Proof`."""
    places: Counter[str] = Counter()
    strangers: Counter[str] = Counter()
    before: set[str] = set()
    for token in analyze(text):
        named = {term.text[1:] for term in token.terms if term.text[0] == "@"}
        fresh, before = named - before, named  # «Горішні Плавні» is two words and one town
        if not fresh or not token.form[:1].isupper() or _ADJECTIVE.search(token.form):
            continue
        if known := [place for place in fresh if place in vocabularies.places]:
            places.update(place for place in known if vocabularies.places[place].type in _TOWNS)
        else:
            strangers.update(_names()[place] for place in sorted(fresh)[:1] if place in _names())
    return Proof(tuple(dict.fromkeys(_mixed(text))), places, strangers, tuple(sorted(set(_years(text)))))


def _mixed(text: str) -> Iterator[str]:
    return (word for word in _WORD.findall(_ADDRESS.sub(" ", text)) if is_mixed(word))


def _years(text: str) -> Iterator[int]:
    for sentence in _SENTENCE.findall(text):
        if not _ELSEWHERE.search(sentence):
            for found in _YEAR.findall(_UNTIL.sub(" ", sentence)):
                if FIRST_YEAR <= int(found) <= date.today().year:
                    yield int(found)


@cache
def _names() -> dict[str, str]:
    """Towns beyond the vocabularies, by the ids of the analysis."""
    return {row["id"]: row["name"] for row in table() if not row.get("region")}
