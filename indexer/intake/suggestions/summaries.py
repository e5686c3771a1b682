"""A summary made of the text's own sentences: what was done, where, and what came of it."""

from __future__ import annotations

import re

from indexer.intake.suggestions import cues
from indexer.intake.suggestions.found import Found, found
from indexer.intake.suggestions.passages import Sentence, Text
from indexer.intake.suggestions.yearwords import PLAN, STATE_LAW

LONGEST = 600
_MOST_SENTENCES = 3
_SHORTEST, _LONGEST_SENTENCE = 40, 420

_DONE = re.compile(
    r"\b(?:відкри(?:л|в)|створ(?:ил|ив|ено)|запуст(?:ил|ив)|запровад(?:ил|ив)|упровад(?:ил|ив)|"
    r"впровад(?:ил|ив)|заснува(?:л|в|но)|облашт\w+|розроб(?:ил|ив|лено)|побуд\w+|провел|організ\w+|"
    r"об'єдна\w+"
    r"|зібра(?:л|в)|встанов(?:ил|ив|лено)|відбу(?:л|в)|підтрима(?:л|в)|отрима(?:л|в)|зріс|зросл\w|"
    r"скоротил\w+|зменшил\w+|збільшил\w+|заощадил\w+|стал[аио]|працю[єю]\w*|діє|діють|навчил\w+|"
    r"змогл\w+)",
    re.IGNORECASE,
)
_NO_LEAD = re.compile(
    r"^(?:Але|Проте|Однак|Також|Тож|Тому|Адже|Крім|Окрім|Зокрема|Натомість|Потім|Водночас|Він|Вона|"
    r"Вони|Це|Цей|Ця|Ці|Такий|Таке|По-друге|По-третє|Наступного|Згодом)\b|^[–—«\"-]"
)


def suggest(text: Text, places: tuple[str, ...]) -> Found:
    """One to three sentences of the text, in its order."""
    candidates = [sentence for sentence in text.running if _is_fit(sentence, text)]
    if not candidates:
        return Found()
    ranked = sorted(range(len(candidates)), key=lambda number: -_worth(candidates[number], number, places))
    lead = next(
        (number for number in range(min(4, len(candidates))) if not _NO_LEAD.match(candidates[number].text)),
        0,
    )
    chosen = [lead]
    length = len(candidates[lead].text)
    for number in ranked:
        sentence = candidates[number]
        if number in chosen or len(chosen) == _MOST_SENTENCES or length + len(sentence.text) + 1 > LONGEST:
            continue
        if _NO_LEAD.match(sentence.text) and number - 1 not in chosen:
            continue
        chosen.append(number)
        length += len(sentence.text) + 1
    sentences = [candidates[number].text for number in sorted(chosen)]
    summary = " ".join(sentences)
    return Found((summary,), tuple(found(summary, sentence, 0.6) for sentence in sentences))


def _is_fit(sentence: Sentence, text: Text) -> bool:
    said = sentence.text
    if not _SHORTEST <= len(said) <= _LONGEST_SENTENCE or said[-1] not in ".!…»":
        return False
    if cues.CONTACTS.search(said) or cues.PAGE_LINE.search(said) and len(said) < 200:
        return False
    return text.passages[sentence.passage].kind == "paragraph" or not any(
        passage.kind == "paragraph" for passage in text.passages
    )


def _worth(sentence: Sentence, number: int, places: tuple[str, ...]) -> float:
    terms = {term.text for token in sentence.tokens for term in token.terms}
    worth = 1.0 / (1 + number)
    worth += 0.5 * any(f"@{place}" in terms for place in places)
    worth += 0.5 * bool(_DONE.search(sentence.text))
    worth += 0.4 * bool(re.search(r"\b\d", sentence.text))
    worth -= 0.6 * bool(cues.ELSEWHERE.search(sentence.text.lower()))
    # Laws and plans are not what was done.
    worth -= 0.8 * bool(STATE_LAW.search(sentence.text) or PLAN.search(sentence.text))
    return worth - 0.4 * sentence.text.endswith("?") - 0.3 * sentence.text.startswith(("«", "—", "–", "- "))
