"""One key for a Ukrainian name and its romanisations: Коломия, Kolomyia, Kolomyya, Kolomyja.

Names are romanised by the Cabinet's resolution 55 of 2010 and then blurred in what the other customs
write otherwise. The key is lossy on purpose: it is one weak term among stronger ones.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import uklatn

_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
# In this order: longer spellings first. Capitals stand for one sound of several letters.
_BLUR = (
    (re.compile("shch|shtch|schtsch|szcz|sch"), "Q"),  # щ
    (re.compile("sh|sz"), "S"),  # ш
    (re.compile("zgh|zh|rz(?=[aeiouy])"), "Z"),  # зг and ж: Zghurovskyi, Zgurovsky, Zhytomyr
    (re.compile("zg"), "Z"),
    (re.compile("tch|ch|cz"), "C"),  # ч
    (re.compile("kh|gh|g"), "h"),  # х, г, ґ: Kharkiv, Harkiv, Energodar, Enerhodar
    (re.compile("ts|tz|c"), "c"),  # ц: Vinnytsia, Winnica
    (re.compile("x"), "ks"),
    (re.compile("w"), "v"),
    (re.compile("ph"), "f"),
    (re.compile("q"), "k"),
    (re.compile("[yij]+(?=[aeou])"), ""),  # я, є, ю, ьо: ia, ya, ja — Vinnytsia, Vinnitsa
    (re.compile("[yij]+"), "i"),  # и, і, ї, й: -skyi, -sky, -skij
    (re.compile(r"(.)\1+"), r"\1"),  # doubled: Vinnytsia, Zaporizhzhia
)


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """The key of a name in either alphabet; empty when there is nothing to compare."""
    if _CYRILLIC.search(text):
        text = romanize(text.lower())
    letters = unicodedata.normalize("NFKD", text.lower())
    letters = _NOT_LETTERS.sub("", letters)
    for written, blurred in _BLUR:
        letters = written.sub(blurred, letters)
    return letters.lower()


def romanize(text: str) -> str:
    """The text in Latin letters by the resolution of 2010, as in passports and on road signs."""
    romanized: str = uklatn.encode(text, table=uklatn.KMU_55)
    return romanized
