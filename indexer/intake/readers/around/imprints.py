"""What a publication says of itself: its codes, who printed it, by whose means, what it costs."""

from __future__ import annotations

import re

_EDITION = (
    r"(?:видання|брошур\w+|посібник|збірк\w+|журнал|газет\w+|часопис|бюлетень|публікаці\w+|випуск|дайджест|альманах|довідник|каталог|порадник"
    r"|буклет|листівк\w+)"
)
# Whole lines of it, as they stand below a story.
_COLOPHON = re.compile(
    rf"\W*(?:(?:це[йя]? )?{_EDITION} (?:було )?"
    r"(?:підготов|вид|вихо|виготов|створен|опублік|друку|надрук|здійсн)\w*\b.{0,200}"
    r"\b(?:підтрим|сприян|кошт|фінанс|за допомог|у межах|в межах|у рамках|в рамках).{0,300}"
    r"|.{0,200}\b(?:зміст|думки|погляди|позиці[яї])\b.{0,80} не обов.язково .{0,200}"
    r"|.{0,300}\b(?:ISSN|ISBN|наклад\W{1,3}\d[\d ]* ?(?:прим|екз)|передплатн\w+ індекс)\b.{0,200}"
    r"|(?:розмову (?:записа|ве)|(?:роз|с)пит(?:ува|а)|розмовля|спілкува|записа|підготува)"
    r"(?:в|ла|ли)(?:ся|сь)?\s+"
    r"(?-i:[А-ЯЄІЇҐ][\w’'-]+\s+[А-ЯЄІЇҐ][\w’'-]+)"
    r"|(?:ціна|вартість) (?:договірна|вільна).{0,60}"
    r"|(?:видрукувано|віддруковано|надруковано|підписано до друку|здано до (?:набору|друку)|"
    r"зам(?:овлення|\.) ?№"
    r"|тираж\W|наклад\W{1,3}\d|ум(?:овн)?\. ?друк|УДК\b|ББК\b|©|\(c\)).{0,200})\W*",
    re.IGNORECASE,
)
# A paper that a decision was passed with begins by saying which: «Додаток 3 до рішення … від … № 17».
_APPENDED = re.compile(r"\W*(?:додаток\b(?: №? ?\d+)?|затверджен[оа]?\b|погоджено\b).{0,120}", re.IGNORECASE)
_DECISION = re.compile(
    r"\W*(?:(?:до )?(?:рішення|розпорядження|наказ|протокол|програм)\w*\b.{0,120}"
    r"|.{0,60}\b(?:сесії|скликання)"
    r"|(?:міськ|селищн|сільськ|виконавч|обласн)\w+ (?:рад|голов|комітет)\w*.{0,40}"
    r"|(?:від )?(?:\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2} [а-яєії]{5,10} \d{4})"
    r"(?: ?р(?:оку|\.)?)?(?:\s*№\s*\S+)?)\W*",
    re.IGNORECASE,
)
# Headings over what a paper has for its readers besides the story.
_NOTICE = re.compile(
    r"\W*(?:оголошення|реклама|передплата(?: на \d{4}(?: рік)?)?"
    r"|до уваги передплатників|вихідні дані|про видання)\W*",
    re.IGNORECASE,
)
_LONGEST_NOTICE = 400
_WORD = re.compile(r"\w")
_LONGEST = 500
# A page of this belongs to the book, not to its story: so many of the signs, and hardly any text.
_SIGNS = tuple(
    re.compile(sign, re.IGNORECASE)
    for sign in (
        r"\b(?:УДК|ББК|UDC)\s*\d",
        r"\bISBN\b|\bISSN\b",
        r"©|\bcopyright\b",
        r"\b(?:наклад|тираж)\W{1,3}\d",
        r"\b(?:рекомендовано|підписано|здано) до (?:друку|видання|набору)|\bвіддруковано\b|\bдрукарн",
        r"\b(?:упоряд|уклад|рецензент|редкол|коректор|верстк)",
        r"\bвид(?:авництво|-во|авець)\b",
    )
)
_FEWEST_SIGNS, _MOST_TEXT = 3, 2000
# Sections at the end of a text that are none of its story.
_LAST_SECTION = re.compile(
    r"(?:\d{1,2}\. )?(?:контакти|контактн\w+ (?:інформація|дані|особа)|contacts?|references|бібліографія"
    r"|список (?:використан\w+ )?(?:джерел|літератури)|використан\w+ (?:джерела|література))\W*",
    re.IGNORECASE,
)
_MARKS = "#*-_ "


def is_colophon(words: str) -> bool:
    """Whether a line at the end of a story is of the paper it was printed in."""
    return len(words) <= _LONGEST and _COLOPHON.fullmatch(words) is not None


def is_imprint(text: str) -> bool:
    """Whether a page is nothing but the imprint of a book."""
    return len(text) <= _MOST_TEXT and sum(1 for sign in _SIGNS if sign.search(text)) >= _FEWEST_SIGNS


def end_of_appendix(lines: list[str]) -> int:
    """Where the lines end that say with which decision a paper was passed."""
    filled = [number for number, line in enumerate(lines) if _WORD.search(line)]
    if not filled or not _APPENDED.fullmatch(lines[filled[0]]):
        return 0
    end = next((number for number in filled[1:] if not _DECISION.fullmatch(lines[number])), 0)
    return end if len(filled) > 1 and end > filled[1] else 0


def before_notice(lines: list[str]) -> int:
    """Where the last heading stands if it is over a notice of the paper, else the end."""
    last = next((number for number in range(len(lines) - 1, 0, -1) if lines[number].startswith("#")), 0)
    if last and _NOTICE.fullmatch(lines[last]) and sum(map(len, lines[last:])) < _LONGEST_NOTICE:
        return last
    return len(lines)


def end_of_sections(lines: list[str]) -> int:
    """Where the lines end that come before whom to ask and what was read, as sections at the end."""
    end = len(lines)
    headings = [number for number, line in enumerate(lines) if line.startswith("#")]
    while headings and _LAST_SECTION.fullmatch(lines[headings[-1]].strip(_MARKS)):
        end = headings.pop()
    return end if _WORD.search("".join(lines[:end])) else len(lines)
