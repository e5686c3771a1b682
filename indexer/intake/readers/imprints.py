"""What a publication says of itself: its codes, who printed it, by whose means, what it costs."""

from __future__ import annotations

import re

_EDITION = (
    r"(?:видання|брошур\w+|посібник|збірк\w+|журнал|газет\w+|часопис|бюлетень|публікаці\w+|випуск"
    r"|буклет|листівк\w+)"
)
# Whole lines of it, as they stand below a story.
_COLOPHON = re.compile(
    rf"\W*(?:(?:це[йя]? )?{_EDITION} (?:було )?"
    r"(?:підготов|вид|вихо|виготов|створен|опублік|друку|надрук|здійсн)\w*\b.{0,200}"
    r"\b(?:підтрим|сприян|кошт|фінанс|за допомог|у межах|в межах|у рамках|в рамках).{0,300}"
    r"|.{0,200}\b(?:зміст|думки|погляди|позиці[яї])\b.{0,80} не обов.язково .{0,200}"
    r"|(?:ціна|вартість) (?:договірна|вільна).{0,60}"
    r"|(?:видрукувано|віддруковано|надруковано|підписано до друку|здано до (?:набору|друку)|"
    r"зам(?:овлення|\.) ?№"
    r"|тираж\W|наклад\W{1,3}\d|ум(?:овн)?\. ?друк|ISBN\b|ISSN\b|УДК\b|ББК\b|©|\(c\)).{0,200})\W*",
    re.IGNORECASE,
)
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


def is_colophon(words: str) -> bool:
    """Whether a line at the end of a story is of the paper it was printed in."""
    return len(words) <= _LONGEST and _COLOPHON.fullmatch(words) is not None


def is_imprint(text: str) -> bool:
    """Whether a page is nothing but the imprint of a book."""
    return len(text) <= _MOST_TEXT and sum(1 for sign in _SIGNS if sign.search(text)) >= _FEWEST_SIGNS
