"""Numbers with their units, as the sentences of a text count them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from indexer.analysis import Token
from indexer.intake.suggestions import cues
from indexer.intake.suggestions.counted import counted
from indexer.intake.suggestions.found import Found, found
from indexer.intake.suggestions.measures import MEASURE, written
from indexer.intake.suggestions.passages import Sentence, Text
from indexer.intake.suggestions.yearwords import NUMBERS, OF_MONTH

_MOST = 8

_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_FIGURE = re.compile(
    rf"(?:(?<!\w)(?P<approx>понад|більше ніж|більш ніж|більше|майже|близько|приблизно|орієнтовно|щонайменше|"
    rf"щонайбільше|до|≈|~)\s+)?"
    rf"(?<![\w.,№/+-])(?P<first>{_NUMBER})(?:\s*[–-]\s*(?P<last>{_NUMBER}))?(?![\w/]|[.,]\d|-[^\W\d])"
    rf"(?P<unit>\s*%|{MEASURE}"
    r"|\s+(?:тисяч\w*|тис\.?|мільйон\w*|млн\.?|мільярд\w*|млрд\.?)"
    r"(?:\s+(?:дол(?:арів|\.)?\s*США|[а-яєіїґ'’-]{3,}ких\s+[а-яєіїґ'’-]{3,}|EUR|USD|CAD|м²|[а-яєіїґ'’-]{3,}))?\.?"
    r"|\s+[а-яєіїґ'’-]{2,}(?:\s+[а-яєіїґ'’-]{3,})?)",
    re.IGNORECASE,
)
# Words after a number that make it a date, a place in a list or an age, not a figure.
_NOT_UNIT = re.compile(
    rf"\s*(?:рок\w*|роц\w*|рік|рр?|{OF_MONTH}|та|і|й|або|чи|до|по|на|у|в|з|із|від|за|для|але|а|ст\.|розділ\w*"
    r"|клас\w*|годин\w* ранку|ранку|вечора|ночі|етап[уі]|числ\w*|понад|майже|близько|приблизно"
    r"|\w+(?:[юу]вав|[уюая]є|ить|ять|ться|[еа]но|[иуя]то)"
    rf"|{'|'.join(NUMBERS)})(?!\w)",
    re.IGNORECASE,
)
_SECOND_NO_UNIT = frozenset(
    "та і й або чи до по на у в з із від за для але а що які який яка як було стало можуть уже вже "
    "щороку щодня нині тепер взяли".split()
)
# A bare number of these is a year, unless what follows can only be counted.
_YEARS = range(1900, 2100)
_COUNTED = re.compile(
    r"\s*(?:%|м²|кв\. ?м|км|кг|га|кВт|МВт|тис|млн|млрд|мільйон|мільярд|грн|гривень|\w+(?:ів|їв|ей|осіб)\b)"
)
_AT = re.compile(r"\bоб?\s+$", re.IGNORECASE)
_MONEY = re.compile(r"(?:грн|гривень|гривні|дол|євро|EUR|USD|CAD)")
_NOT_NOUN = re.compile(r"(?:ти|ла|ли|ло|ють|ять|ться|ся|но)$")


def suggest(text: Text) -> Found:
    """The figures of the running text, as a record keeps them."""
    values: list[dict[str, Any]] = []
    evidence = []
    seen: set[tuple[str, str]] = set()
    for sentence in text.running:
        passage = text.passages[sentence.passage].text
        if cues.CONTACTS.search(sentence.text) or cues.PAGE_LINE.search(passage) and len(passage) < 200:
            continue
        for figure, certain in _figures(sentence):
            key = (str(figure["value"]), figure["unit"])
            if key in seen:
                continue
            seen.add(key)
            values.append(figure)
            evidence.append(found(figure, sentence.text, 0.75 if certain else 0.5))
    return Found(tuple(values[:_MOST]), tuple(evidence))


def _figures(read: Sentence) -> Iterator[tuple[dict[str, Any], bool]]:
    sentence = read.text
    verbs = {token.start for token in read.tokens if _is_verb(token)}
    for match in _FIGURE.finditer(sentence):
        unit = _unit(match)
        if not unit or re.search(r"(?:№|ст\.|пункт\w*|вул\.|буд\.|тел\.)\s*$", sentence[: match.start()]):
            continue
        value, unit = _whole(_value(match["first"], match["last"]), unit)
        counts = counted(sentence, match.start(), _end(match))
        begins = match.end("unit") - len(match["unit"].lstrip())
        if not counts or begins in verbs and not match["measure"] or _is_year(match):
            continue
        figure: dict[str, Any] = {"value": value, "unit": unit, "counts": counts}
        if match["approx"] and match["approx"].lower() != "до":
            figure["approx"] = match["approx"].lower()
        yield figure, unit == "%" or "грн" in unit


def _unit(match: re.Match[str]) -> str:
    if match["measure"]:
        # «о 10 год.» is a time of the day.
        return "" if _AT.search(match.string[: match.start()]) else written(match["measure"])
    return _words(match["unit"])


def _words(after: str) -> str:
    if _NOT_UNIT.match(after):
        return ""
    words = after.split()
    if len(words) == 2 and (
        words[1].lower() in _SECOND_NO_UNIT or _NOT_NOUN.search(words[1].lower()) or not _adjective(words[0])
    ):
        # «32 експрес-аналізи бізнес-середовища» counts the first; «8 робочих місць» needs both.
        bare = words[1].lower() in _SECOND_NO_UNIT or bool(_NOT_NOUN.search(words[1].lower()))
        words = words if _magnitude(words[0]) and not bare else words[:1]
    return " ".join(words).rstrip(".,") if not words[-1].endswith("грн.") else " ".join(words).rstrip(".")


def _is_verb(token: Token) -> bool:
    """«22 отримали фінансування»: the word is no unit."""
    lemmas = [term.text for term in token.terms if term.text[0] not in "=@~"]
    return bool(lemmas) and bool(re.search(r"(?:[аиіуяї]|[сз])ти(?:ся)?$", lemmas[0])) and lemmas[0] != "діти"


def _is_year(match: re.Match[str]) -> bool:
    """«У 2021 дванадцять родин…»: a year without its word."""
    bare = match["first"].isdigit() and int(match["first"]) in _YEARS
    return bare and not match["measure"] and not _COUNTED.match(match["unit"])


def _end(match: re.Match[str]) -> int:
    """Where the figure ends with the words of its unit: the second word may belong to what follows."""
    if match["measure"]:
        return match.end("unit")
    words = len(_words(match["unit"]).split())
    unit = re.match(r"\s*\S+" + r"\s+\S+" * (words - 1), match["unit"])
    return match.start("unit") + (unit.end() if unit else 0)


def _whole(value: int | float | str, unit: str) -> tuple[int | float | str, str]:
    """«4 тисячі замовлень» is 4000 orders; money stays in thousands, as people say it."""
    first, _, rest = unit.partition(" ")
    if first.lower() not in ("тисяча", "тисячі") or not rest or isinstance(value, str) or _MONEY.match(rest):
        return value, unit
    return round(value * 1000), rest


def _adjective(word: str) -> bool:
    return bool(re.search(r"(?:их|ий|ого|ої|ими|ні|ові|ські|цькі|і)$", word.lower()))


def _magnitude(word: str) -> bool:
    return bool(re.match(r"(?:тис|млн|млрд|мільйон|мільярд)", word.lower()))


def _value(first: str, last: str | None) -> int | float | str:
    if last:
        return f"{first}–{last}"
    number = re.sub(r"[ \u00a0\u202f]", "", first).replace(",", ".")
    return float(number) if "." in number else int(number)
