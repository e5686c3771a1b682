"""What a file is called by its own words."""

from __future__ import annotations

import re

from indexer.intake.suggestions import cues
from indexer.intake.suggestions.found import Found, found
from indexer.intake.suggestions.passages import Passage, plain

LONGEST = 300

# Headings of the frame, not of the text: rubrics, contents, navigation.
_RUBRIC = re.compile(
    r"(?:паспорт (?:практики|проєкту|проекту|ініціативи)|(?:підсумковий |короткий )?звіт(?: про .*)?|"
    r"(?:річний )?звіт за (?:19|20)\d\d(?: рік|-й рік)?|для (?:негайного |вільного )?(?:поширення|публікації)"
    r"|розділ \d+[.:] (?:історії|історії успіху|практики|кейси|досвід)|"
    r"опис (?:практики|проєкту|проекту)"
    r"|анкета.*|форма .*|заявка.*|картка (?:практики|проєкту)|прес-?реліз|інтерв['’]ю|зміст|"
    r"головна(?: сторінка)?|новини|стрічка новин|новини (?:міста|громади)|останні новини|"
    r"історі[яї] успіху|історії успіху|успішні (?:практики|історії)|кращі практики|практики"
    r"|кейс(?:-стаді)?|кейси|меню|навігація|пошук|контакти|про нас|вступ|анотація|передмова|публікації|"
    r"стаття|статті|блог|архів|документ\s*(?:\d+|microsoft.*)?|без назви|untitled.*|document\d*"
    r"|microsoft (?:word|powerpoint).*|презентація(?: powerpoint)?|новий документ.*|home|news|contents|"
    r"(?:\d{1,2}\. ?)?(?:контекст|виклик|проблема|передумови|ситуація|мета|результати|рішення)"
    r"|(?:службова|доповідна|пояснювальна|аналітична) записка"
    r"|(?:final |annual |interim |progress |narrative )*report"
    r"|сторінка \d+|page \d+|розділ \d+|додаток \d*|тема|назва|опис|текст)[.:!]?",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"[\w.-]+\.(?:docx?|pdf|html?|txt|md|xlsx?|pptx?)|[\w-]*\d{4,}[\w-]*|(?:doc|img|scan|file)[\w-]*\d+",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"(?:офіційний (?:сайт|вебсайт|веб-сайт|портал)|сайт|портал|новини|міська рада|"
    r"інформаційн\w+ (?:агентство|портал)|газета|видання|блог|депозитарій|фонд|\.ua|\.com|\.org|"
    r"асоціація|громада$|вісник|радіо|тв$|tv$)",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(
    rf"(?:[\w.' -]{{0,25}}[,.]\s*)?(?:{cues.DATE}|(?:19|20)\d\d(?:\s*рок\w*|\s*р\.?)?)[\s,.|"
    rf"]*(?:\d\d:\d\d)?\s*",
    re.IGNORECASE,
)
# «Звіт про виконання проєкту «Двір, де чути всіх»»: the name is the title.
_OF_NAMED = re.compile(
    r"(?:(?:підсумковий|короткий|річний|наративний)\s)*(?:звіт|інформація|довідка)\b[^«]{0,80}"
    r"\b(?:про[єе]кт|практик|програм|ініціатив)\w*\s+«(.{8,200})»\W*",
    re.IGNORECASE,
)
# «4.2. Чат, що лікує»: the number is the report's.
_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2})+\.?\s+(?=[^\W\d_])")
_SEPARATOR = re.compile(r"\s+[|•·»:]{1,2}\s+|\s+[–—-]\s+|\s*\|\s*")
_SITE_FOLLOWS = re.compile(r"\s*[|•·»]|\s+[–—-]\s")
_LABEL = re.compile(
    r"^(?:назва(?: практики| історії| проєкту| проекту| кейсу)?|заголовок|тема"
    r"|(?:(?:project|practice|story) )?title)\s*:\s*",
    re.IGNORECASE,
)


def suggest(stated: str, passages: tuple[Passage, ...]) -> Found:
    """The title the format states, or else the first line that can be one."""
    for passage in passages[:25]:
        label = _LABEL.match(passage.text)
        if label and passage.kind in ("paragraph", "item", "row") and is_title(passage.text[label.end() :]):
            title = passage.text[label.end() :].strip('«»" .')
            return Found((title,), (found(title, passage.text, 0.9),))
    headings = [passage.text for passage in passages[:40] if passage.kind == "heading"]
    for line in (stated, *(passage.text for passage in passages[:5] if len(passage.text) < LONGEST)):
        if named := _OF_NAMED.fullmatch(line):
            return Found((named[1],), (found(named[1], line, 0.8),))
    if title := _cleaned(stated, headings):
        return Found((title,), (found(title, stated, 0.9),))
    for passage in passages[:25]:
        line = _LABEL.sub("", passage.text)
        if passage.kind == "heading" and is_title(line):
            return Found((line.rstrip(" ."),), (found(line.rstrip(" ."), passage.text, 0.85),))
    for number, passage in enumerate(passages[:12]):
        text = _NUMBER.sub("", passage.text)
        line = _LABEL.sub("", text)
        if passage.kind == "paragraph" and len(line) <= 200 and _is_line(line, text, not number):
            return Found((line.rstrip(" ."),), (found(line.rstrip(" ."), passage.text, 0.6),))
    return Found()


def is_title(line: str) -> bool:
    """Whether a line can be the title of a text: no rubric, no date, no name of a file."""
    words = re.findall(r"[^\W\d_]{2,}", line)
    if not words or len(line) > LONGEST or _RUBRIC.fullmatch(line.strip(" .:–—#")):
        return False
    return not (
        _FILE_NAME.fullmatch(line.strip()) or _DATE_LINE.fullmatch(line) or cues.PAGE_LINE.match(line)
    )


def _is_line(line: str, passage: str, is_first: bool) -> bool:
    """Whether a paragraph reads as a title: short, of one sentence unless it is the first, and no frame."""
    if not is_title(line) or line != passage and len(line) > 3:
        return is_title(line)
    if line.startswith(("http", "www", "Автор", "Фото", "Джерело", "Рубрика", "Категорія")) or "@" in line:
        return False
    words = line.split()
    few = 2 if is_first and (line[-1] in "!?" or words[-1][:1].islower()) else 3
    if len(words) < few or (line.count(". ") > 0 and not is_first):
        return False
    return len(line) <= 160 and not re.search(r"[.;,:]$", line)


def _cleaned(stated: str, headings: list[str]) -> str:
    """A stated title without the name of the site, or nothing where it is no title."""
    title = _LABEL.sub("", plain(stated)).strip()
    if not is_title(title):
        return ""
    for heading in headings[:3]:
        # «Назва | Сайт» beside a heading «Назва»: the heading is the title.
        rest = title[len(heading) :] if title.lower().startswith(heading.lower()) else ""
        if is_title(heading) and len(heading) > 8 and _SITE_FOLLOWS.match(rest):
            return heading.rstrip(" .")
    parts = _SEPARATOR.split(title)
    while len(parts) > 1 and (_SITE.search(parts[-1]) or "|" in title) and len(parts[-1]) < 60:
        cut = title.rfind(parts[-1])
        title = title[:cut].rstrip(" |•·»:–—-")
        parts = parts[:-1]
    if _SITE.fullmatch(title) or not is_title(title):
        return ""
    if any(is_title(heading) for heading in headings) and _is_site_alone(title):
        return ""
    return title.rstrip(" .")


def _is_site_alone(title: str) -> bool:
    return bool(_SITE.search(title)) and len(title.split()) <= 6
