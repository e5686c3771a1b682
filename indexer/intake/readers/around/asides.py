"""Lines within a text that are none of its story, whatever format it came from: captions of pictures that
were left out, calls to subscribe, and at its beginning who wrote it, when, and how the reader is greeted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

_DATE = r"(?:\d{1,2}\s+[а-яєії]{5,10}\s+\d{4}(?:\s*р(?:оку|\.))?|\d{1,2}[./]\d{1,2}[./]\d{4})"
# A picture is left out, and its caption says nothing without it.
_CAPTION = re.compile(
    r"\W*(?:фото|світлина|рис(?:унок|\.)|мал(?:юнок|\.)|photo|figure)\s*№?\s*\d{1,2}\s*[.:–—-]\s.{3,200}",
    re.IGNORECASE,
)
_CREDITED = re.compile(
    r"\W*[^.!?]{5,160}[.!?)]\s+(?:Фото|ФОТО|Світлина|Photo)(?:\s*:\s*|\s(?=[А-ЯЄІЇҐ]))"
    r"(?:[А-ЯЄІЇҐ]\.\s?)?[^.]{3,60}\.?\W*"
)
_GIVEN_BY = re.compile(
    r"\W*(?:фото|світлини)\s(?:автор\w+|надан\w+|надав|надал[аи]|з архіву|пресслужб\w+)\b.{0,60}",
    re.IGNORECASE,
)
# A call to the reader, or a telephone with nothing but its name.
_CALL = re.compile(
    r"\W*(?:підпи(?:суйтеся|суйтесь|шіться|шись) на (?:наш|мій|канал|сторінк|розсилк|telegram).{0,80}"
    r"|(?:гаряча лінія|телефон довіри|довідки за тел\w*)[\s.:–—-]*\+?[\d ()-]{6,20}"
    r"|(?:назад|повернутися|до змісту|на головну)(?: до [\w ]{3,30})?(?:\]\([^()]*\))?)\W*",
    re.IGNORECASE,
)
# Who wrote a text down, on a line above it; two words with capitals are a name.
_NAME = r"(?-i:[А-ЯЄІЇҐ][а-яєіїґ’'ʼ-]+\s[А-ЯЄІЇҐ][а-яєіїґ’'ʼ-]+)"
_BYLINE = re.compile(
    r"\W*(?:(?:записа|розмовля|підготува)(?:в|ла|ли)|(?:спілкува|розпитува|бесідува)(?:вся|лася|лися|в|ла|ли))"
    rf"\s(?:(?!про|у|в|на|з|із)\w+\s){{0,2}}{_NAME}[^!?]{{0,80}}\W*",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"\W*(?:(?:вельми)?шановн(?:ий|а|і)\b|добр(?:ого|ий|их)\s(?:дня|день|ранку|вечора|вечір)|вітаю\b"
    r"|вітання\b|доброго здоров|дорог(?:і|а|ий)\s(?:колег|друз|пан)).{0,60}[!,.]\W*",
    re.IGNORECASE,
)
# Who wrote it and when, as blogs begin; in which number of which newspaper it was.
_WRITTEN = re.compile(rf"\W*{_NAME}\s*[·|,•–—-]?\s*{_DATE}\W*", re.IGNORECASE)
_SIGNED = re.compile(r"\W*[А-ЯЄІЇҐ][а-яєіїґ’'ʼ-]+ [А-ЯЄІЇҐ’'ʼ-]{3,}(?:, .{3,80})?")
_ISSUE = re.compile(
    r"\W*(?:газета|журнал|часопис|вісник|тижневик)\s+[«\"“„].{3,60}[»\"”].{0,80}\d.{0,20}", re.IGNORECASE
)
_DATELINE = re.compile(
    rf"\W*(?:(?:м\.|смт|с\.)\s*)?(?-i:[А-ЯЄІЇҐ])[\w’'ʼ-]+(?:\s(?-i:[А-ЯЄІЇҐ])[\w’'ʼ-]+)?,\s*{_DATE}\W*",
    re.IGNORECASE,
)
# «Полтава, 5 лютого 2020 року. Міська рада…»
_BEGINS_DATED = re.compile(
    r"\W*(?:м\. )?[А-ЯЄІЇҐ][\w’'ʼ-]+(?:\s[А-ЯЄІЇҐ][\w’'ʼ-]+)?[,.]\s+\d{1,2}(?:\s[а-яєії]{5,10}\s|\.\d{1,2}\.)"
    r"((?:19|20)\d\d)(?: року| р\.)?\s?[.,:–—-]"
)
_DATED = re.compile(
    r"(?<!\d)\d{1,2}(?:[./]\d{1,2}[./]|[»\"]?\s[а-яєіїa-z]{3,10}\.?\s)((?:19|20)\d\d)(?!\d)"
    r"|№ ?\d{1,4}\b.{0,12}\s((?:19|20)\d\d)\W*$",
    re.IGNORECASE,
)
_READ = re.compile(r"#+ .*(?:джерел|літератур|бібліограф|references)", re.IGNORECASE)
# What a text is, by those who sent it: a press release, a form, an annex of something.
_KIND = re.compile(
    r"\W*(?:прес-?\s?реліз|press release|(?:кейс|практика|історія)\s*№\s*\d+"
    r"|(?:службова|доповідна|пояснювальна|аналітична) записка"
    rf"|для (?:негайного |вільного )?(?:публікації|поширення|оприлюднення)(?:\W+{_DATE})?"
    r"|(?:автор\w*|текст|ключові слова|keywords|рубрика)\s*:.{1,150}|додаток(?:\s*№?\s*\d+)?"
    r"(?:\s+до\s(?:рішенн|розпоряджен|наказ|положен|порядк|програм|лист|договор|протокол|заявк).{0,150})?"
    r"|(?:(?:аплікаційна|конкурсна|реєстраційна)\s)?(?:форма|анкета|заявка)"
    r"(?:\s(?:учасни\w+|заявника|на участь.{0,100}|практики))?)\W*",
    re.IGNORECASE,
)
_ABOVE = (_BYLINE, _GREETING, _WRITTEN, _SIGNED, _ISSUE, _DATELINE, _KIND)
# Above a text there are so many lines at most, and the first of its own is longer or a sentence.
_MOST_ABOVE = 6
_LONGEST, _LONGEST_ABOVE = 200, 100
_MARKS = "#*-_ \\"
# So many characters are the beginning of a text.
_BEGINNING = 600
_WORD = re.compile(r"\w")


def without_asides(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines of a text without those that are none of its story, and those."""
    gone = {number for number, line in enumerate(lines) if _is_aside(line)} | _above(lines)
    kept = [line for number, line in enumerate(lines) if number not in gone]
    return kept, [lines[number].strip() for number in sorted(gone)]


def year_of(markdown: str, gone: Sequence[str]) -> int | None:
    """The year a text was written in, by the last date on the lines around it or at its beginning.

    A list of what was read says nothing of it.
    """
    begun = map(_BEGINS_DATED.match, markdown[:_BEGINNING].split("\n"))
    around = map(_DATED.search, takewhile(lambda line: not _READ.match(line), gone))
    years = [int(found[1] or found[2]) for found in around if found]
    return max([*years, *(int(found[1]) for found in begun if found)], default=None)


def _is_aside(line: str) -> bool:
    words = line.strip(_MARKS)
    if not words or len(words) > _LONGEST or line.startswith(("#", "|", "- ", "> ")):
        return False
    return any(aside.fullmatch(words) for aside in (_CAPTION, _CREDITED, _GIVEN_BY, _CALL))


def _above(lines: list[str]) -> set[int]:
    """The numbers of the lines above a text that only tell who wrote it, when and to whom."""
    filled = [number for number, line in enumerate(lines) if _WORD.search(line)][:_MOST_ABOVE]
    found: set[int] = set()
    for number in filled:
        words = lines[number].strip(_MARKS)
        # A heading may be called «Заявка» and is none, but a title that greets is one.
        kinds = (_KIND,) if lines[number].startswith("#") else _ABOVE
        if len(words) <= _LONGEST and any(above.fullmatch(words) for above in kinds):
            found.add(number)
        elif len(words) > _LONGEST_ABOVE or words.endswith("."):
            break
    return found if len(found) < len(filled) else set()
