"""Units written short: with the dots and the strokes that belong to them, so that none is cut in two."""

from __future__ import annotations

import re

_MAGNITUDE = r"(?:тисяч\w*|тис\.?|мільйон\w*|млн\.?|мільярд\w*|млрд\.?)"
# A single letter with a dot after it is something else: «м. Бар», «т. 5».
_NO_DOT = r"(?![\w.-])|(?!\w)(?=\.\s*$)|(?!\w)(?=\.\s+(?-i:[А-ЯЄІЇҐ«]))(?<!м)"
_SHORT = (
    r"(?:кв|куб|пог)\.\s?(?:к?м|см|метр\w*)(?!\w)|(?:м|км|см)[²³2](?!\w)",
    r"(?:кВт|МВт|ГВт)(?:[·*\s-]{1,3}год(?!\w)\.?)?(?!\w)|Гкал(?!\w)|(?:дол\.?|доларів)\s?США(?!\w)",
    r"(?:грн|год|хв|міс|дол|ос|чол|шт|екз|прим|од|сек)(?!\w)\.?",
    r"(?:км|мм|см|кг|мг|гр|га|євро|EUR|USD|CAD|UAH)(?!\w)",
    rf"(?:м|т|л|г)(?:{_NO_DOT})",
)
_EACH = (
    r"\s?/\s?(?:[а-яєіїґ]{1,12}[²³]?(?!\w)(?:\.(?:\s?к?м(?!\w))?)?)"
    r"|\s+на\s+(?:1\s+|одн\w+\s+)?(?:душу(?:\s+населення)?|особу|людину|мешканц[яі]\w?|жител[яі]|містянина|учня"
    r"|дитину|родину|рік|місяць|міс\.|тиждень|добу|день|годину|гектар|га|км|(?:кв|куб)\.\s?м|м[²³])(?!\w)"
)
# Any other word cut short before the word it belongs to: no sentence begins with a small letter.
_CUT = (
    r"(?-i:(?!ст\.|рр?\.|п\.|см\.|див\.|стор?\.|вул\.|буд\.|кв\.)"
    r"[а-яєіїґ-]{1,9}\.\s+[а-яєіїґ][а-яєіїґ'’-]{2,})"
)
MEASURE = (
    rf"(?P<measure>\s*(?:{_MAGNITUDE}\s*)?(?:{'|'.join(_SHORT)})(?:{_EACH})?"
    rf"|\s+(?!{_MAGNITUDE}\s){_CUT})"
)
# These are written without a dot; the one after them ends a sentence or is a slip.
_DOTLESS = re.compile(r"\b(грн|год|хв|сек|млн|млрд|км|кг|га|т|м)\.(?=\s|/|$)", re.IGNORECASE)
_SPACED = re.compile(r"\b(тис|млн|млрд|кв|куб|пог|дол)\.\s*(?=\w)", re.IGNORECASE)


def written(measure: str) -> str:
    """The unit as records write it: «тис. кв. м», «млн грн», «т/рік»."""
    spaced = _SPACED.sub(r"\1. ", " ".join(measure.split()))
    return _DOTLESS.sub(r"\1", re.sub(r"\s*/\s*", "/", spaced))
