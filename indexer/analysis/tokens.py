"""Where words and numbers stand in a repaired text, and what a word is made of.

Numbers come first: «40 000», «229,8», «2020-го», ranges as two numbers. A word may hold apostrophes,
hyphens and digits («COVID-19», «B2B»). A dot always ends a word, so «ProZorro.Продажі» are two.
"""

from __future__ import annotations

import re
from itertools import pairwise

_LETTER = r"[^\W\d_]"
_ALNUM = r"[^\W_]"

# One expression finds all; what was found is told by its first characters (see `is_number`).
FIND = re.compile(
    rf"""
      {_LETTER}{_ALNUM}*(?:['-]{_ALNUM}+)*            # слово, зв'язок, бізнес-план, COVID-19, B2B
    | \#{_LETTER}{_ALNUM}*                            # #МістаТаЗміни
    | [0-9]+-(?!{_LETTER}{{1,3}}(?!{_ALNUM}))         # 100-річчя, 3-річний
        {_LETTER}{{3,}}(?:-{_LETTER}+)*
    | (?<![0-9.,])[1-9][0-9]{{0,2}}(?:\ [0-9]{{3}})+(?![0-9])  # 40 000, 1 250 000,5
        (?:[.,][0-9]+(?![0-9]|[.,][0-9]))?
    | (?<![0-9.,])[1-9][0-9]{{0,2}}(?:,[0-9]{{3}}){{2,}}(?![0-9,.])  # 1,250,000
    | (?:(?<![0-9][.,])[0-9]+[.,][0-9]+(?![0-9]|[.,][0-9])|[0-9]+)  # 229,8; of 01.02.2020 each part
        (?:-{_LETTER}{{1,3}}(?!{_ALNUM}|['-]{_LETTER})|[A-Za-z]{_ALNUM}*)?  # 2020-го, 5G
    | \d+                                             # digits of other scripts
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"([0-9][0-9 ]*(?:,[0-9]{3}){2,}|[0-9][0-9 ]*(?:[.,][0-9]+)?)(?:-[^\W\d_]{1,3})?")
_THOUSANDS = re.compile(r"[0-9]+(?:,[0-9]{3}){2,}")


def number(form: str) -> str | None:
    """The number a token says, in one spelling (40 000 → 40000, 16,50 → 16.5), or None for a word."""
    found = _NUMBER.fullmatch(form)
    if found is None:
        return None
    digits = found[1].replace(" ", "")
    if _THOUSANDS.fullmatch(digits):
        return digits.replace(",", "")
    whole, _, fraction = digits.replace(",", ".").partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def humps(word: str) -> list[tuple[int, int]]:
    """Places of the words in a hashtag: МістаТаЗміни → Міста, Та, Зміни."""
    cuts = [0]
    for place in range(1, len(word)):
        before, here, after = word[place - 1], word[place], word[place + 1 : place + 2]
        starts_word = here.isupper() and (before.islower() or before.isupper() and after.islower())
        if starts_word or here.isdigit() != before.isdigit():
            cuts.append(place)
    return list(pairwise([*cuts, len(word)]))
