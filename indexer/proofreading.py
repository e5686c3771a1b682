"""What is worth a second look in a Ukrainian text: mixed alphabets, towns named, years of what was done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
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
# After these a town is where something is: «у Вінниці», «в місті Жашків», «м. Умань», «смт Гоща».
_WHERE = frozenset("в у м місто місті смт селище селищі село селі".split())
_SHORT = frozenset({"м", "смт"})
_AND = frozenset({"і", "й", "та"})
# After these a name is that of a town though nobody has heard of it. «Міста України» are many, and «місту
# Проект допоміг» names none.
_NAMING = frozenset("м місто місті містом смт селище селищі селищем село селі селом".split())
_NAME = re.compile(r"[А-ЩЮЯЄІЇҐ][а-щьюяєіїґ’'ʼ]+(?:-[А-ЩЮЯЄІЇҐа-щьюяєіїґ’'ʼ]+)*")
_FIRST_OF_TWO = re.compile(r"(?:[иії]й|[аяеєі]|ому|ій|их)$")

Analyze = Callable[[str], Sequence[Token]]


def proof(text: str, vocabularies: Vocabularies, analyze: Analyze) -> Proof:
    """What is to be noticed in `text`; see `depository.language.Proof`."""
    towns: Counter[str] = Counter()
    strangers: Counter[str] = Counter()
    scenes: set[str] = set()
    before: set[str] = set()
    tokens = analyze(text)
    where: set[int] = set()
    for number, token in enumerate(tokens):
        named = {term.text[1:] for term in token.terms if term.text[0] == "@"}
        fresh, before = named - before, named  # «Горішні Плавні» is two words and one town
        if not token.form[:1].isupper() or _ADJECTIVE.search(token.form):
            continue
        if number - 1 in where and named and not fresh or _is_where(text, tokens, number, where):
            where.add(number)
        known = [place for place in fresh if place in vocabularies.places]
        told = [place for place in known if vocabularies.places[place].type in _TOWNS]
        foreign = [_names()[place] for place in sorted(fresh)[:1] if place in _names() and not known]
        foreign += [] if named else _unheard_of(text, tokens, number)
        towns.update(told)
        strangers.update(foreign)
        scenes.update([*told, *foreign] if number in where else ())
    years = tuple(sorted(set(_years(text))))
    return Proof(tuple(dict.fromkeys(_mixed(text))), towns, strangers, years, frozenset(scenes))


def _is_where(text: str, tokens: Sequence[Token], number: int, where: Collection[int]) -> bool:
    """Whether something is said to be in the town named there, or in one it is listed with."""
    word, between = _led_by(text, tokens, number)
    if word in _WHERE:
        return between in ("", "." if word in _SHORT else "")
    if word in _AND:
        return number - 2 in where and not between
    return number - 1 in where and between == ","


def _unheard_of(text: str, tokens: Sequence[Token], number: int) -> list[str]:
    """The name there, of one word or two, where what leads it says that it is a town's."""
    word, between = _led_by(text, tokens, number)
    if word not in _NAMING or between not in ("", "." if word in _SHORT else ""):
        return []
    name = [tokens[number].form]
    if number + 1 < len(tokens) and _FIRST_OF_TWO.search(name[0]):
        following = tokens[number + 1].form
        goes_on = not _led_by(text, tokens, number + 1)[1] and not _ADJECTIVE.search(following)
        name += [following] if goes_on and _NAME.fullmatch(following) else []
    return [" ".join(name)] if _NAME.fullmatch(name[0]) else []


def _led_by(text: str, tokens: Sequence[Token], number: int) -> tuple[str, str]:
    """The word before, in small letters, and what signs stand between; no word where no space does."""
    if number == 0:
        return "", ""
    between = text[tokens[number - 1].end : tokens[number].start]
    word = tokens[number - 1].form.lower()
    return (word, between.strip(" \u00a0")) if between[-1:].isspace() else ("", between)


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
