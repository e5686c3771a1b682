"""What a number in a sentence counts: the words beside it, or nothing where they make no sense alone."""

from __future__ import annotations

import re

from indexer.intake.suggestions import cues

_SHORTEST, _LONGEST = 4, 110

# Parts of a sentence that can stand alone. A comma within a number has no space after it.
_PART = re.compile(rf"{cues.CLAUSE.pattern}|,\s", re.IGNORECASE)
_DASH = re.compile(r"\s[–—-]\s*$")
# What only points at something said elsewhere tells nothing beside a number.
_POINTS = re.compile(
    r"\b(?:він|вон[аио]|воно|нього|не[їю]|них|н(?:ій|им|ими|ьому)|його|її|їх\w*|ї[мй]|йому|це[йю]?|цих|цього|"
    r"цьому|ц[яію]|цією|т(?:ой|ого|их|им|ому|ієї)|я|ми|нас|нам|наш\w*|ви|вас|вам|ваш\w*|як(?:ий|[аеіу]|ого|"
    r"ої|их|ому|ій|им|ою|ими)|що|щоб|де|там|тут)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"(?:(?:а|але|і|й|та|тож|тому|ще|вже|уже|також|нині|зараз|сьогодні|наразі|тепер|торік|загалом|усього|"
    r"всього|водночас|зокрема|наприклад|отже|тут|там|з них|із них|серед них)\b[\s,]*"
    rf"|станом на\s+{cues.DATE}\s+"
    r"|(?:(?:у|в|за|протягом|упродовж|з|із|від|до|навесні|улітку|влітку|восени|взимку|узимку)\s+)?"
    r"(?:19|20)\d\d(?:\s*(?:[–-]|та|і|й)\s*(?:19|20)\d\d)?(?:-\w+)?\s*(?:ро[кц]\w*|рр?\.)?\s+)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"[\s,]*\b(?:а|і|й|та|або|чи|у|в|на|до|з|із|зі|за|від|по|про|для|під|при|через|це|лише|тільки|аж|ще|вже|"
    r"уже|ціл\w{1,2}|усього|всього|загалом|щонайменше|не|більш\w*|менш\w*|як|ніж|понад|майже|близько)$",
    re.IGNORECASE,
)
_ENUMERATED = re.compile(r"(?:^|\s+)\d[^.]*?\s+(?:та|і|й|плюс)$")
# «З 1400 звернень закрито 1150», «зросла з 12 до 47»: one number says nothing without the other.
_OF_MORE = re.compile(r"\b(?:з|із|зі)(?:\s+\d[\d\s,.]*(?:до)?)?$", re.IGNORECASE)
_OF_WHAT = re.compile(r"[а-яєіїґ'’-]*(?:ів|їв|их|іх|ей|ння|ття|ного|ної)(?=\s|$)")
# At its beginning a sentence has a capital that the same words elsewhere have not.
_NO_NAME = re.compile(
    r"(?:[А-ЯЄІЇҐ][а-яєіїґ'’]*(?:но|то|ли|ють|ять)|У|В|За|На|Через|Із|З|До|Для|Під|Після|Протягом|Упродовж|"
    r"Завдяки|Щороку|Щомісяця|Щодня|Щотижня|Кількість|Вартість|Бюджет|Роботи|Програма|Проєкт)(?=\s|$)"
)


def counted(sentence: str, start: int, end: int) -> str:
    """What is counted by the figure that stands there; nothing where the sentence does not say it."""
    before, after = _beside(sentence, start, end)
    if _OF_MORE.search(before):
        return ""
    of_what = _OF_WHAT.match(after)
    if of_what and _fits(found := _without_end(re.split(r"\s*\d", after)[0])):
        return found
    # What stands before another number tells of that one.
    rest = "" if re.search(r"\d", after) else _without_end(after)
    return next((found for found in (_before(before), rest) if _fits(found)), "")


def _beside(sentence: str, start: int, end: int) -> tuple[str, str]:
    """The words of its part of the sentence before and after the figure."""
    cuts = [(cut.start(), cut.end()) for cut in _PART.finditer(sentence)]
    begins = [0, *(last for _, last in cuts if last <= start)]
    before = sentence[begins[-1] : start].strip()
    if not before and _DASH.search(sentence[:start]) and len(begins) > 1:
        # «Бюджет проєкту – 2,5 млн грн»
        before = _DASH.sub("", sentence[begins[-2] : start])
    until = next((first for first, _ in cuts if first >= end), len(sentence))
    return before, sentence[end:until].strip(" .!?…»")


def _before(words: str) -> str:
    words = _ENUMERATED.sub("", words)
    while shorter := _LEADING.match(words):
        words = words[shorter.end() :]
    words = _without_end(words)
    return words[:1].lower() + words[1:] if _NO_NAME.match(words) else words


def _without_end(words: str) -> str:
    while shorter := _TRAILING.search(words):
        words = words[: shorter.start()]
    return words.strip(' ,.;:–—-«»"')


def _fits(words: str) -> bool:
    long_enough = _SHORTEST <= len(words) <= _LONGEST and re.search(r"[^\W\d_]{4,}", words)
    return bool(long_enough) and not _POINTS.search(words) and words.count("«") == words.count("»")
