"""When the practice took place: not when the page was made, a law was passed or a plan is to be fulfilled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from depository.intake import Evidence
from depository.record import FIRST_YEAR
from indexer.intake.suggestions import cues
from indexer.intake.suggestions import yearwords as cue
from indexer.intake.suggestions.found import Found, distinct, found
from indexer.intake.suggestions.passages import Sentence, Text

_LONGEST_SPAN = 15
# A line with so many words tells more than where somebody spoke.
_LONGEST_EVENT = 18
# Older than the rest by more than this, a year is part of the story before the story.
_LONG_AGO = 6
# Years beyond the first few of a long text are of its details.
_SURE, _FAIR, _WEAK, _DOUBTFUL, _REFUSED = 0.85, 0.7, 0.5, 0.35, 0.15
# What was founded before that is older than the practices; later, the founding may be the practice.
_LATELY = 2005


class _Year(NamedTuple):
    years: tuple[int, ...]
    start: int
    end: int
    opens: bool = False


def suggest(text: Text, latest: int, written: int | None = None) -> Found:
    """Years the practice took place in, as the text says them; `latest` is the last it can know of.

    «Торік» is counted from the year the text was `written` in, where that is known.
    """
    # What is told in 2019 of later years is a plan or a promise.
    latest = min(latest, written or latest)
    kept: dict[int, float] = {}
    evidence = []
    opened: int | None = None
    beforehand = set(_beforehand(text))
    named: int | None = None
    for sentence in _told(text):
        anchor: int | None = None
        said = cues.straight(sentence.text)
        if named is not None and named <= latest and cue.SAME.match(said):
            evidence.append(found(named, sentence.text, _FAIR))
            kept[named] = max(_FAIR, kept.get(named, 0.0))
            anchor = named
        for year in _years(said):
            named = year.years[-1]
            confidence = _confidence(year, said, latest)
            if sentence.passage in beforehand:
                confidence = min(confidence, _DOUBTFUL)
            if confidence == _REFUSED and (began := _until(year, said, kept, opened, latest)):
                year, confidence = began, _FAIR
            usable = tuple(y for y in year.years if FIRST_YEAR <= y <= latest)
            for number in usable:
                evidence.append(found(number, sentence.text, confidence))
                if confidence > _WEAK - 0.01:
                    kept[number] = max(confidence, kept.get(number, 0.0))
                    anchor = number if year.opens or anchor is None else anchor
                    opened = number if year.opens else opened
        anchor = anchor if anchor is not None else max(kept, default=None)
        for number in _derived(said, anchor, opened, latest):
            evidence.append(found(number, sentence.text, _FAIR))
            kept[number] = max(_FAIR, kept.get(number, 0.0))
        for number in _counted(said, written, latest):
            evidence.append(found(number, sentence.text, _FAIR))
            kept[number] = max(_FAIR, kept.get(number, 0.0))
    evidence += _in_tables(text, kept)
    if not kept:
        # Better a doubtful year than none: a person will look at it.
        kept = {item.value: item.confidence for item in evidence if item.confidence == _DOUBTFUL}
    chosen = _of_one_story(_labeled(text, latest) or kept)
    ordered = sorted(
        distinct(_without_rows(evidence, text)), key=lambda e: (e.value not in chosen, -e.confidence)
    )
    return Found(tuple(sorted(chosen)), tuple(ordered))


def _beforehand(text: Text) -> Iterator[int]:
    """The passages under headings that speak of what was before: «Виклик», «Передумови»."""
    inside = False
    for number, passage in enumerate(text.passages):
        if passage.kind == "heading":
            inside = cue.BEFOREHAND.fullmatch(passage.text) is not None
        elif inside:
            yield number


def horizon(text: Text, latest: int) -> Found:
    """How far a plan looks ahead, where the text says it."""
    for sentence in _told(text):
        for year in _years(sentence.text):
            before = sentence.text[: year.start]
            if (
                year.years[-1] > latest
                or cue.PLAN_BEFORE.search(before)
                and len(year.years) <= 1
                and year.years[0] > latest - 1
            ):
                return Found(
                    (f"до {year.years[-1]}",), (found(f"до {year.years[-1]}", sentence.text, _FAIR),)
                )
    return Found()


def _told(text: Text) -> Iterator[Sentence]:
    """The title and the sentences that may tell of the practice: none of the page around it."""
    yield Sentence(text.title, -1, ())
    for sentence in text.sentences:
        passage = text.passages[sentence.passage]
        if len(passage.text) < 200 and cues.PAGE_LINE.search(passage.text):
            continue
        if cue.ABOUT_US.match(passage.text):
            continue
        if cues.CONTACTS.search(sentence.text) and len(sentence.text) < 200 or _is_date(sentence.text):
            continue
        yield sentence


def _is_date(sentence: str) -> bool:
    """A line that is nothing but a date, perhaps with a town or a rubric before it."""
    if re.match(rf"\W*{cues.DATE}[\s,|·]*(?:о\s*)?\d\d:\d\d", sentence, re.IGNORECASE):
        return True
    if cue.DATELINE.fullmatch(cues.straight(sentence)):
        return True
    if cue.EVENT.search(sentence) and re.search(rf"[,|·]\s*{cues.DATE}\W*$", sentence, re.IGNORECASE):
        return sentence[-1:] != "." and len(sentence.split()) < _LONGEST_EVENT
    rest = re.sub(cues.DATE, "", sentence, flags=re.IGNORECASE)
    rest = re.sub(rf"{cue.YEAR}|\d{{1,2}}:\d\d|рок[уи]|\bр\.", "", rest)
    words = re.findall(r"[^\W\d_]{2,}", rest)
    return rest != sentence and len(words) <= 3 and not any(word.islower() for word in words)


def _labeled(text: Text, latest: int) -> dict[int, float]:
    """Years a form states: «Період реалізації: 2019–2021»."""
    lines = [p.text for p in text.passages if len(p.text) < 120 and cues.YEAR_LABEL.match(p.text)]
    years = {number for line in lines for year in _years(cues.straight(line)) for number in year.years}
    return {number: _SURE for number in years if FIRST_YEAR <= number <= latest}


def _until(
    year: _Year, sentence: str, kept: dict[int, float], opened: int | None, latest: int
) -> _Year | None:
    """«Карту оновлювали до кінця 2019 року»: the years from the beginning to this end."""
    before, after = sentence[: year.start], sentence[year.end :]
    ended = cue.UNTIL.search(before) or cue.UNTIL_BEGINS.fullmatch(before) and cue.PAST.match(after)
    if len(year.years) > 1 or year.years[0] > latest - 1 or not ended or cue.PLAN.search(sentence):
        return None
    first = opened if opened is not None else min(kept, default=None)
    if first is None or not first < year.years[0] <= first + _LONGEST_SPAN:
        return None
    return _Year(tuple(range(first, year.years[0] + 1)), year.start, year.end)


def _in_tables(text: Text, kept: dict[int, float]) -> list[Evidence]:
    """Years that begin the rows of a table, where the text names years before and after them."""
    evidence = []
    for passage in text.passages:
        row = (
            re.match(rf"({cue.YEAR})\b(?:\s*рік)?\s+\D{{0,60}}\d", passage.text)
            if passage.kind == "row"
            else None
        )
        if row and kept and min(kept) < int(row[1]) < max(kept):
            evidence.append(found(int(row[1]), passage.text, _WEAK))
    for item in evidence:
        kept.setdefault(item.value, item.confidence)
    return evidence


def _without_rows(evidence: Sequence[Evidence], text: Text) -> list[Evidence]:
    """The evidence without rows of tables for a year that a sentence tells of: numbers alone say little."""
    rows = {s.text for s in text.sentences if s.passage >= 0 and text.passages[s.passage].kind == "row"}
    rows |= {passage.text for passage in text.passages if passage.kind == "row"}
    told = {item.value for item in evidence if item.sentence not in rows and item.confidence >= _WEAK}
    return [item for item in evidence if item.sentence not in rows or item.value not in told]


def _years(sentence: str) -> Iterator[_Year]:
    taken: list[tuple[int, int]] = []
    for expression in (cue.SPAN, cue.BETWEEN, cue.DAY, cue.SINGLE):
        for match in expression.finditer(sentence):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            first = int(match["first"])
            last = match.groupdict().get("last") or match["first"]
            final = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
            before, after = sentence[: match.start()], sentence[match.end() :]
            if expression is cue.SINGLE and not _is_year(before, after):
                continue
            if not first <= final <= first + _LONGEST_SPAN:
                continue
            taken.append((match.start(), match.end()))
            opens = expression is cue.SINGLE and bool(cue.OPEN.search(before))
            yield _Year(tuple(range(first, final + 1)), match.start(), match.end(), opens)


def _is_year(before: str, after: str) -> bool:
    if cue.COUNTED.match(after):
        return False
    return bool(
        cue.AFTER_YEAR.match(after)
        or cue.BEFORE_YEAR.search(before)
        or re.search(rf"{cue.YEAR}\s*(?:,|та|і|й)\s*$", before)
    )


def _confidence(year: _Year, sentence: str, latest: int) -> float:
    """How surely these are years of the practice, by the words around them."""
    sentence = cue.OF_HOUSE.sub(lambda house: " " * len(house[0]), sentence)
    before, after = sentence[: year.start], sentence[year.end :]
    # A year in brackets is of what stands before them.
    clause = cues.clause_at(sentence, len(before.rstrip(" (")) - 1 if before.endswith("(") else year.start)
    near = before[-60:] + " " + after[:60]
    if year.years[-1] > latest or year.years[0] < FIRST_YEAR:
        return _REFUSED
    decided = cue.DECIDED.search(sentence) and not cue.STATE_LAW.search(sentence)
    if not decided and (cue.NUMBERED.search(near) or cue.LAW.search(clause) or cue.LAW_NAMED.search(before)):
        return _REFUSED
    if cue.OTHERS_DO.search(clause):
        return _DOUBTFUL
    starts_span = len(year.years) > 1
    if (
        starts_span
        and re.search(rf"{cue.YEAR}{cue.DASH}{cue.YEAR}\s*(?:та|і|й|,)\s*$", before)
        and cue.PLAN_NOUN.search(clause)
    ):
        return _REFUSED
    if (
        cue.PLAN_BEFORE.search(before)
        and not re.search(r"\b(?:з|від|із)\s+\S+\s+\S*\s*до\s*$", before)
        and (
            not starts_span
            or year.years[-1] >= latest - 1
            or cue.PLAN.search(clause)
            or cue.PLAN_NOUN.search(clause)
        )
    ):
        return _REFUSED if not (starts_span and year.years[-1] <= latest - 4) else _WEAK
    if cue.FOUNDED_BEFORE.search(before):
        if year.years[0] < _LATELY:
            return _REFUSED
        return _FAIR if cue.FOUNDED_THEN.search(before) else _DOUBTFUL
    if cue.BACKGROUND_BEFORE.search(before) or cue.EDITION.search(before):
        return _REFUSED
    if cue.PERSON_TERM.search(before) and starts_span:
        return _REFUSED
    if cue.PLAN.search(clause) and year.years[-1] >= latest - 1:
        return _REFUSED
    if cue.NEVER.search(clause):
        return _REFUSED
    if cue.BACKGROUND.search(clause) and not cue.FOUNDED_NOW.search(clause):
        return _REFUSED if year.years[0] < _LATELY else _DOUBTFUL
    if cues.ELSEWHERE.search(clause) and re.search(
        r"\b(?:досвід|прикла|схож|подібн|аналог|similar|діє|діяв|працю)", clause
    ):
        return _DOUBTFUL
    if cue.THERE.match(clause.strip()) and cues.ELSEWHERE.search(before.lower()):
        return _DOUBTFUL
    return _SURE if starts_span or cue.AFTER_YEAR.match(after) else _FAIR


def _counted(sentence: str, written: int | None, latest: int) -> Iterator[int]:
    """Years a sentence gives by counting from when it was written: «торік», unless it names them, too."""
    if written is None or next(_years(sentence), None) or cue.NEVER.search(sentence):
        return
    for expression, earlier in cue.THEN:
        match = expression.search(sentence)
        if match is None or written - earlier > latest:
            continue
        clause = cues.clause_at(sentence, match.start())
        if not any(
            (
                re.search(r"\bніж\s*$", sentence[: match.start()]),
                cue.BACKGROUND_BEFORE.search(sentence[: match.start()]),
                cue.PLAN.search(clause),
                cue.LAW.search(clause),
                cues.ELSEWHERE.search(clause),
            )
        ):
            yield written - earlier


def _derived(sentence: str, anchor: int | None, since: int | None, latest: int) -> Iterator[int]:
    """Years a sentence gives by counting from one that is known: «наступного року», «за п'ять років»."""
    if anchor is None or cue.PLAN.search(sentence):
        return
    for expression, later in cue.LATER:
        match = expression.search(sentence)
        if match and anchor + later <= latest and not _years_before(sentence, match.start()):
            yield anchor + later
    during = cue.DURING.search(sentence)
    if during and since is not None:
        count = int(during["count"]) if during["count"].isdigit() else cue.NUMBERS[during["count"].lower()]
        yield from (year for year in range(since, since + count) if year <= latest)


def _years_before(sentence: str, place: int) -> bool:
    """«за рік до 2020-го» counts from a year that follows."""
    return bool(re.match(rf"[^.]{{0,25}}{cue.YEAR}", sentence[place:]))


def _of_one_story(kept: dict[int, float]) -> Sequence[int]:
    """The years without those long before the rest."""
    years = sorted(kept)
    for number in range(len(years) - 1, 0, -1):
        if years[number] - years[number - 1] > _LONG_AGO:
            return years[number:]
    return years
