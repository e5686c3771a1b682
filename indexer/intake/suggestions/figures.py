"""Numbers with their units, as the sentences of a text count them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from indexer.intake.suggestions import cues
from indexer.intake.suggestions.found import Found, found
from indexer.intake.suggestions.passages import Text
from indexer.intake.suggestions.yearwords import OF_MONTH

_MOST = 8
_LONGEST_COUNTS = 160

_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_FIGURE = re.compile(
    rf"(?:(?P<approx>понад|більше ніж|більш ніж|більше|майже|близько|приблизно|орієнтовно|щонайменше|"
    rf"до|≈|~)\s+)?"
    rf"(?<![\w.,№/+-])(?P<first>{_NUMBER})(?:\s*[–-]\s*(?P<last>{_NUMBER}))?(?![\w/]|[.,]\d|-[^\W\d])"
    r"(?P<unit>\s*%|\s+(?:тисяч\w*|тис\.?|мільйон\w*|млн\.?|мільярд\w*|млрд\.?)"
    r"(?:\s+(?:дол(?:арів|\.)?\s*США|EUR|USD|CAD|м²|[а-яєіїґ'’-]{3,}))?\.?"
    r"|\s*(?:м²|кв\. ?м|км|кг|га|кВт(?:·год)?|МВт)|\s+[а-яєіїґ'’-]{2,}(?:\s+[а-яєіїґ'’-]{3,})?)",
    re.IGNORECASE,
)
# Words after a number that make it a date, a place in a list or an age, not a figure.
_NOT_UNIT = re.compile(
    rf"\s*(?:рок\w*|роц\w*|рік|рр?|{OF_MONTH}|та|і|й|або|чи|до|по|на|у|в|з|із|від|за|для|але|а|ст\.|розділ\w*"
    r"|клас\w*|годин\w* ранку|числ\w*)(?!\w)",
    re.IGNORECASE,
)
_SECOND_NO_UNIT = frozenset(
    "та і й або чи до по на у в з із від за для але а що які який яка як було стало можуть уже вже "
    "щороку щодня нині тепер взяли".split()
)
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
        for figure, certain in _figures(sentence.text):
            key = (str(figure["value"]), figure["unit"])
            if key in seen:
                continue
            seen.add(key)
            values.append(figure)
            evidence.append(found(figure, sentence.text, 0.75 if certain else 0.5))
    return Found(tuple(values[:_MOST]), tuple(evidence))


def _figures(sentence: str) -> Iterator[tuple[dict[str, Any], bool]]:
    for match in _FIGURE.finditer(sentence):
        unit = _unit(match["unit"])
        if not unit or re.search(r"(?:№|ст\.|пункт\w*|вул\.|буд\.|тел\.)\s*$", sentence[: match.start()]):
            continue
        figure: dict[str, Any] = {
            "value": _value(match["first"], match["last"]),
            "unit": unit,
            "counts": _counts(sentence, match),
        }
        if match["approx"] and match["approx"].lower() != "до":
            figure["approx"] = match["approx"].lower()
        yield figure, unit == "%" or "грн" in unit


def _unit(after: str) -> str:
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


def _adjective(word: str) -> bool:
    return bool(re.search(r"(?:их|ий|ого|ої|ими|ні|ові|ські|цькі|і)$", word.lower()))


def _magnitude(word: str) -> bool:
    return bool(re.match(r"(?:тис|млн|млрд|мільйон|мільярд)", word.lower()))


def _value(first: str, last: str | None) -> int | float | str:
    if last:
        return f"{first}–{last}"
    number = re.sub(r"[ \u00a0\u202f]", "", first).replace(",", ".")
    return float(number) if "." in number else int(number)


def _counts(sentence: str, match: re.Match[str]) -> str:
    """The words that say what is counted: the clause the figure stands in."""
    begin, end = 0, len(sentence)
    for cut in cues.CLAUSE.finditer(sentence):
        if cut.end() <= match.start():
            begin = cut.end()
        elif cut.start() >= match.end():
            end = cut.start()
            break
    clause = sentence[begin:end].strip(" ,.;–—-")
    if len(clause) > _LONGEST_COUNTS:
        clause = clause[:_LONGEST_COUNTS].rsplit(" ", 1)[0] + "…"
    return clause
