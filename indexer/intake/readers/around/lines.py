"""Lines that stand around a story and are none of it, known by what they say: sharing, parting, imprints."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

from indexer.intake.readers.around.asides import without_asides
from indexer.intake.readers.around.imprints import (
    before_notice,
    end_of_appendix,
    end_of_sections,
    is_colophon,
)

# Headings and labels after which nothing belongs to the story.
_AFTERWORDS = re.compile(
    r"\W*(?:читайте (?:також|теж)|читати (?:також|ще)|дивіться також|більше новин"
    r"|(?:схожі|інші) (?:новини|статті|матеріали|публікації|записи)"
    r"|популярн(?:е|і)(?: (?:новини|статті|за тиждень))?"
    r"|останні новини|новини партнерів|коментар(?:і|ів)|залишити коментар|додати коментар|вас може зацікавити"
    r"|написати коментар|усі реакції|всі реакції|(?:напишіть|написати) нам|форма зворотного зв.язку"
    r"|рекомендуємо|за темою|по темі|related (?:posts|articles|news|stories)|read (?:also|more|next)|see also"
    r"|comments?|leave a (?:comment|reply)|you (?:may|might) also like|most (?:read|popular)|latest news)"
    r"\W{0,3}(?:\d+\b)?\W*",
    re.IGNORECASE,
)
# These cut a story off even where they are no headings: what people answered to it.
_REACTIONS = re.compile(
    r"\W*(?:(?:усі|всі) реакції|(?:залишити|додати|написати) коментар|коментар(?:і|ів)|comments)"
    r"\W{0,3}(?:\d+\b)?\W*",
    re.IGNORECASE,
)
# What stands above the title of what was sent to the press.
_LABELS = re.compile(
    r"\W*(?:прес-?\s?реліз|press release|для (?:негайного |вільного )?(?:поширення|публікації|оприлюднення)"
    r"|анонс|новина|довідка|проєкт|(?:\d{1,2}\s+[а-яєії]{5,10}|\d{1,2}\.\d{1,2}\.)\s*\d{4}(?:\s*р(?:оку|\.)?)?)\W*",
    re.IGNORECASE,
)
# Whole lines that pages put around a story, wherever they stand.
_AROUND = (
    r"(?:реклама|advertisement|sponsored|на правах реклами)(?:\s*[:–—-]\s.*)?"
    r"|(?:читайте|читати|дивіться) (?:також|теж|ще)\s*[:–—-].*|(?:read|see) (?:also|more)\s*[:–—-].*"
    r"|(?:кількість )?(?:переглядів|перегляди|views|коментарів|comments|вподобань|поширень)"
    r"\s*:?\s*\d.{0,20}"
    r"|\d[\d\s]*(?:тис\.?\s*)?(?:переглядів|перегляди|views|коментар\w*|comments|вподоба\w+|поширен\w+"
    r"|підписник\w*)"
    r"(?:\s*·.*)?"
    r"|(?:поділитися|поділитись|поширити|share)(?:\s*:.*|\s+(?:це|цим|у|в|на|on|this)\b.*|(?:\W+[A-Za-z]+)*)"
    r"|(?:теги|мітки|tags|категорія|рубрика)\s*:.*"
    r"|(?:на)?друкувати|версія для друку|роздрукувати|print|вгору|нагору|назад|на головну|детальніше|далі"
    r"|читати далі|повернутися (?:до|на|назад)\b.{0,40}|подобається|коментувати|відповісти|like|reply"
    r"|(?:[Пп]ід|при)(?:писуй(?:тесь|теся|ся)|пи(?:сатися|шіться|шись))(?= на\b| й\b| і\b| та\b|\W*$| до\b)"
    r"(?!.*\bпетиці).*"
    r"|(?:приєднуйтесь|приєднуйтеся|стежте|слідкуйте) (?:до нас|за нами|за наш\w+|за новинами|в|у|на)\b.*"
    r"|(?:©|\(c\)|copyright|всі права|усі права).*"
    r"|(?:опубліковано|оновлено|published|posted)(?:\s+(?:рубрика|категорія|автор\w*)\s*:.{0,80})?"
    r"|(?:опубліковано|оновлено|додано|розміщено|дата публікації|дата|published|updated"
    r"|posted)\s*:?\s*(?:on )?\d.{0,60}"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}(?:\W+\d{1,2}:\d{2})?(?:\W.{0,60})?"
    r"|(?:(?:понеділок|вівторок|середа|четвер|п.ятниця|субота|неділя),?\s+)?"
    r"\d{1,2}\s+[а-яєії]{5,10}\s+\d{4}(?:\s*р(?:оку|\.)?)?(?:\W{1,4}(?:о\s)?\d{1,2}:\d{2})?"
    # The date with who wrote and how many read, with who may see it.
    r"(?:(?:\s+(?-i:[А-ЯЄІЇҐ])[\w’'-]+){0,4}\s+\d{1,7}|\s*·\s*"
    r"(?:доступно (?:в|у)сім|загальнодоступн\w+|public))?"
    r"|№\s?\d[\d/-]*(?:\s?\(\d+\))?,?\s+(?:від\s+)?"
    r"\d{1,2}[\s.]+(?:[а-яєії]{5,10}|\d\d)[\s.]+\d{4}(?:\s*р(?:оку|\.)?)?"
    r"|(?:помітили|знайшли|побачили) помилку\b.*|виділіть (?:її|текст|фрагмент)\b.{0,40}ctrl.*"
    r"|(?:час (?:на )?(?:читання|прочитання)\s*:?\s*)?(?:~\s?)?\d{1,2}\s+"
    r"(?:хв(?:\.|илин[аи]?)?(?: (?:на )?читання)?|min read)"
    r"|[А-ЯЄІЇҐ][\w’'ʼ -]{2,30},\s*\d{1,2}\s+[а-яєії]{5,10}(?:\s+\d{4})?(?:\s*р(?:оку|\.)?)?"
    r"|(?=.*\bcookies?\b).*(?:викорис|вжива|погодж|прийня|налашт|\buse\b|\baccept|\bagree).*"
    r"|(?:автор|author|фото|photo|джерело фото)\s*:.{0,80}"
)
_LINES = re.compile(rf"\W*(?:{_AROUND})\W*", re.IGNORECASE)
# What people note of a page they keep together, where several such notes are on one line.
_NOTES = re.compile(
    r"\W*(?:статус|власни\w+|відповідальн\w+|оновлено|змінено|створено|версія"
    r"|status|owner|updated|edited|created|version)\s*:\s*\S.{0,60}",
    re.IGNORECASE,
)
# Several such on one line: «Версія для друку | Переглядів: 512».
_PIECES = re.compile(r"\s+[|•·]\s+")
# Who signs a letter: «Міський голова Т. Б. Гай», «Начальниця управління Оксана ЛЕВАДА».
_OFFICE = (
    r"(?:в\. ?о\. )?(?:керуюч\w+ справами"
    r"|(?:перш\w+ )?заступни\w+|(?:міськ\w+|селищн\w+|сільськ\w+)? ?голов[аи]|начальни\w+"
    r"|директор\w*|керівни\w+|секретар\w*|старост[аи]|завідувач\w*)\b[\w\s’'«»-]{0,80}?"
)
# A name by itself: «Марія ШЕВЧУК», «Тетяна Коваль 3-22-11».
_SIGNER = r"(?-i:[А-ЯЄІЇҐ][а-яєіїґ’'-]+ (?:[А-ЯЄІЇҐ]{3,}|[А-ЯЄІЇҐ][а-яєіїґ’'-]+,? (?=[\d(]|тел)))"
# An official letter by its number and date, or by those of the letter it answers.
_NUMBER = (
    r"(?:(?:від )?\d{1,2}[./]\d{1,2}[./]\d{4}(?:\s*р\.?)?\s*№\s*\S+|№\s*\S+\s+від\s+\d.{0,30}"
    r"|на №\s*\S+(?:\s+від\s+\S.{0,30})?)"
)
# «18 серпня 2023 року      м. Миргород»
_DATE_AND_TOWN = (
    r"«?\d{1,2}»?(?:\s[а-яєії]{5,10}\s|\.\d{1,2}\.)\d{4}(?:\s?р(?:оку|\.))?"
    r"\s+(?:м\.|смт|с\.)\s?[\w’-]+(?:\s[\w’-]+)?"
)
_NUMBER_OF_LETTER = re.compile(
    rf"\W*(?:(?:вих\. )?{_NUMBER}(?:\s+{_NUMBER})?|{_DATE_AND_TOWN})\W*", re.IGNORECASE
)
# Who sends it and to whom stands above in so many lines at most.
_LETTERHEAD = 14
# What people who keep a blog say before they part.
_PARTING = re.compile(
    r"\W*(?:(?:під|при)пи(?:суйтеся|суйтесь|суйся|шіться|шись|сатися)"
    r"(?:\W*$|\W* (?:на|щоб|і|й|та|до)\b.{0,120})"
    r"|(?:приєднуй|долучай)\w* до (?:нас|нашо|мого|мо[єїх]|спільнот|канал|груп).{0,120}"
    r"|(?:стежте|слідкуйте|шукайте|читайте) (?:за )?(?:нами|нас|мене|мною|наш\w+|мій|мої)\b.{0,120}"
    r"|(?:вам )?сподоба\w+(?: \w+)?\?.{0,120}|пригост\w+ (?:мене|нас|автор\w*)\b.{0,80}"
    r"|підтримай\w* (?:мене|нас|автор\w*|наш\w*|блог|редакці\w+)\b.{0,120}"
    r"|постав\w* (?:лайк|вподоб)\w*.{0,80}"
    r"|(?:поділ(?:іться|ися|итися|итись)|поширте|поширити|share)"
    r"(?:\W*$| (?:це|цим|у|в|на|on|this|з друзями|із друзями|дописом|записом|посиланням)\b.{0,120}|:.{0,120})"
    r"|з (?:найщирішою |щирою |найглибшою |глибокою )?(?:по|)(?:вагою|шаною)\b.{0,120}"
    r"|(?:дякую|дякуємо) (?:за (?:увагу|прочитання|заповнення|інтерес)|що (?:до|про)?чита\w+).{0,60}"
    r"|«[^»]{3,60}»,? № ?\d{1,4}\b.{0,40}(?:19|20)\d\d.{0,12}"
    r"|(?:теги|мітки|tags|рубрика|категорі[яї]|автор|авторка|текст|фото|photo|ілюстраці\w+|коректура|редактор\w*|підготува\w+|записа\w+)"
    r"(?: (?:і|й|та) \w+)?\s*:.{0,100}"
    rf"|{_OFFICE}[\W_]*(?:(?-i:[А-ЯЄІЇҐ])\.\s?){{1,2}}\s?(?-i:[А-ЯЄІЇҐ])[\w’'-]+"
    rf"|{_OFFICE}[\s_]+(?-i:[А-ЯЄІЇҐ][а-яєіїґ’']+\s+[А-ЯЄІЇҐ][А-ЯЄІЇҐ’'-]{{2,}})"
    r"|[^.!?]{3,90}\s(?-i:[А-ЯЄІЇҐ][а-яєіїґ’']+\s+[А-ЯЄІЇҐ][А-ЯЄІЇҐ’'-]{2,})"
    r"|(?:матеріал|публікаці[яю]|видання|статтю) (?:підготовлен|створен|виготовлен)\w*\s.{3,150}"
    r"|вик(?:\.|онав(?:ець|иця)?)\s*:.{0,80}|вик\. (?-i:[А-ЯЄІЇҐ]).{0,80}"
    r"|підпис\b[^.!?]{0,40}[_/].{0,80}|м\. ?п\.|[^.!?]{0,80}_{4,}.{0,60}|додат(?:ок|ки)\s*:.{0,120}"
    rf"|{_SIGNER}(?:тел\.? ?)?[\d() -]{{0,20}}(?:фото .{{0,40}})?"
    r"|«?\d{1,2}»? [а-яєії]{5,10} \d{4}(?: ?р(?:оку|\.))?"
    r"|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d(?: ?р(?:оку|\.))?"
    r"|(?:submitted|prepared)\b.{0,20}\d{4}|якщо (?:вам |ви )?.{0,20}сподоба.{0,120}"
    r"|(?:дата (?:заповнення|подання|складання)"
    r"|(?:звіт|заявк|анкет|форм|довідк)\w{0,2} (?:подан|складен|заповнен)\w)\W*"
    r"\d{1,2}(?:[./]\d{1,2}[./]| [а-яєії]{5,10} )\d{4}(?:\s*р(?:оку|\.)?)?(?:\s*м\. ?п\.)?"
    r"|#[\w’'-]+(?:\s+#[\w’'-]+)*(?:\s+(?:вподоба|коментар|перегляд|поширен)\w*\s*:?\s*\d+)*"
    r"|(?:\s*(?:вподоба|коментар|перегляд|поширен)\w*\s*:?\s*\d+)+)\W*",
    re.IGNORECASE,
)
_READ_ALSO = re.compile(
    r"\W*(?:(?:читайте|читати|дивіться|read|see) (?:також|теж|ще|also|more)\b.{0,200}"
    r"|(?:схожі|інші) (?:статті|матеріали|публікації|записи|дописи)\W*)",
    re.IGNORECASE,
)
_FOR_THE_PRESS = re.compile(
    r"\W*(?:контакт\w* (?:для|особа)|для (?:довідок|контактів)|за (?:додатковою|детальнішою) інформацією"
    r"|(?:більше|докладніше|детальніше) (?:інформації )?за (?:тел|посил|адрес)|press contact|media contact)",
    re.IGNORECASE,
)
# What an imprint says: one sure sign, or two of those that stories may have as well.
_SURE = re.compile(
    r"ЄДРПОУ|©|\(c\) ?\d{4}|(?:усі|всі) права|передрук|creative commons"
    r"|розробка (?:та підтримка )?(?:сайт|вебсайт)|створення сайт|\bcookies?\b|ідентифікатор медіа"
    r"|\bнаклад\W{1,3}\d[\d ]* ?(?:прим|екз)|передплатн\w+ індекс"
    r"|свідоцтво про (?:державну )?реєстрацію|політика конфіденційност",
    re.IGNORECASE,
)
_LIKELY = (
    re.compile(r"\b(?:тел|факс|моб)\b[^:\d]{0,12}[.:]|\+38[\s(]*0\d\d|\(0\d{2,5}\)\s*\d", re.IGNORECASE),
    re.compile(r"[\w.+-]+@[\w-]+\.\w+|\be-?mail\b|ел(?:ектронна)?\.? пошта", re.IGNORECASE),
    re.compile(r"\b(?:вул|просп|пров|бульв|пл|майдан)\b\.?\s*[А-ЯЄІЇҐ]", re.IGNORECASE),
    re.compile(r"(?<!\d)\d{5}(?!\d)[,\s]"),
    re.compile(r"\b(?:засновник|редакція|видавець|головний редактор|графік роботи|режим роботи)\b", re.I),
)
# What is printed on the last page of a publication.
_PRINTED = re.compile(
    r"підписано (?:до|у) друку?|формат \d+\s?[×xх]\s?\d+|\bум\. ?друк\. ?арк"
    r"|\bнаклад\W{1,3}\d[\d ]*\s?(?:прим|екз)",
    re.IGNORECASE,
)
_LONGEST = 250
_LONGEST_OF_HEAD = 90
_LONGEST_IMPRINT = 500
# A page cut after «Усі реакції» keeps at least so much of its story.
_ENOUGH = 150
_SPACES = re.compile(r"\n{3,}")
_MARKS = "#*-_ "
_LINKED = re.compile(r"\W*(?:\[!\[[^\]]*\]\([^)]*\)\]|\[[^\]]*\])\([^)]*\)\W*")
_POINT = re.compile(r"\s*(?:[-*+]|\d{1,2}[.)])\s+\S")
_WORD = re.compile(r"\w")
_FOOTNOTE = re.compile(r"\\?\[\d{1,3}\\?\]\s+\S")
_CREDIT = re.compile(r"\W*(?:автор\w*|текст|фото|author|photo|by)\s*:.{1,80}", re.IGNORECASE)
_CONTACTS = re.compile(r"\W*(?:контакт|зв.язок|contacts?\b)", re.IGNORECASE)


def is_afterword(words: str) -> bool:
    """Whether the words stand over what is no more of the story: «Читайте також»."""
    return len(words) < _LONGEST and _AFTERWORDS.fullmatch(words) is not None


def is_label(words: str) -> bool:
    """Whether the words stand above a title and are none: «Пресреліз», a date."""
    return _LABELS.fullmatch(words) is not None


def without_furniture(markdown: str, title: str, site: str = "") -> str:
    """The Markdown without the title once more and without lines that pages put around a story."""
    kept: list[str] = []
    said = {text.casefold() for text in (title, site) if text}
    for line in markdown.split("\n"):
        words = line.lstrip(_MARKS).rstrip("*_ ")
        if title and words.startswith(title) and _is_around(words[len(title) :].strip(_MARKS)):
            continue  # the date came on one line with it
        if words.casefold() in said and (line[:1] in "#*" or not _has_prose(kept)):
            continue
        reactions = _told(kept) >= _ENOUGH and _REACTIONS.fullmatch(words)
        if reactions or (line.startswith("#") and is_afterword(words)):
            break
        if words and len(words) < _LONGEST and (_is_around(words) or _is_byline(words)):
            continue
        if is_label(words) and not any(kept):
            continue
        kept.append(line.rstrip())
    return _SPACES.sub("\n\n", "\n".join(_without_imprint(kept))).strip() + "\n"


def _is_around(words: str) -> bool:
    """Whether a line is what pages put around a story, in one piece or in several."""
    pieces = _PIECES.split(words)
    return _is_noted(words) or _LINES.fullmatch(words) is not None or all(map(_LINES.fullmatch, pieces))


def _is_byline(words: str) -> bool:
    """Whether a line is who wrote the story, when, and how long the reading takes."""
    pieces = _PIECES.split(words)
    told = sum(1 for piece in pieces if _LINES.fullmatch(piece))
    return len(words) < _LONGEST_OF_HEAD and 1 < told == len(pieces) - 1


def _is_noted(words: str) -> bool:
    """Whether a line is what people note of a page itself: its state, its owner, its last change."""
    pieces = _PIECES.split(words)
    return len(pieces) > 1 and all(map(_NOTES.fullmatch, pieces))


def without_parting(markdown: str, whole: bool = False) -> tuple[str, list[str]]:
    """The Markdown without the lines in which its author greets and signs off, and those lines.

    Only whole lines at its end are taken, and names at its head: the same words in the midst of a
    story are the story's, but for captions and calls, unless it is to stay `whole`.
    """
    lines, notes = _parted_notes(markdown.rstrip().split("\n"))
    end = _end_of_story(lines[: before_notice(lines)])
    head = max(_end_of_letterhead(lines[:end]), end_of_appendix(lines[:end]))
    while head < end and (
        not lines[head].strip()
        or _CREDIT.fullmatch(lines[head])
        or _is_noted(lines[head])
        or _is_byline(lines[head])
    ):
        head += 1
    kept, aside = (lines[head:end], []) if whole else without_asides(lines[head:end])
    gone = [line.strip() for line in (*lines[:head], *aside, *lines[end:]) if _WORD.search(line)]
    if head >= end or not gone:
        return markdown, []
    return "\n".join([*kept, *notes]).strip() + "\n", gone


def _parted_notes(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines of a text, and those of the footnotes below it: who signs it does so above them."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _FOOTNOTE.match(lines[end - 1])):
        end -= 1
    return lines[:end], lines[end:]


def _end_of_letterhead(lines: list[str]) -> int:
    """Where the lines end that an official letter begins with: its sender, number, date, addressee."""
    filled = [number for number, line in enumerate(lines) if _WORD.search(line)][:_LETTERHEAD]
    table = list(takewhile(lambda number: lines[number].startswith("|"), filled))
    if _has_address(" ".join(lines[number] for number in table)):
        filled = filled[len(table) :]  # without borders, as letterheads are set
    numbered = [number for number in filled if _NUMBER_OF_LETTER.fullmatch(lines[number].strip(_MARKS))]
    if not numbered:
        return filled[0] if filled else 0
    for number in filled:
        line = lines[number]
        told = line.startswith("#") or len(line) > _LONGEST_OF_HEAD or line.rstrip()[-1] in ".!?"
        if told and number > numbered[-1]:
            return number
        if len(line) > _LONGEST_OF_HEAD and not _has_address(line):
            break
    return filled[0]


def _has_address(line: str) -> bool:
    """Whether a line says where somebody may be found: a street, a telephone, a code."""
    return len(line) < _LONGEST_IMPRINT and sum(1 for sign in (*_LIKELY, _SURE) if sign.search(line)) > 1


def _end_of_story(lines: list[str]) -> int:
    """Where the lines end that come before the signing off."""
    found = end = end_of_sections(lines)
    while end:
        line = lines[end - 1]
        words = line.strip().strip(_MARKS).removeprefix("\\")
        listed = found - end > 0 and any(_POINT.match(other) for other in lines[end:found])
        if _READ_ALSO.fullmatch(words) or (not listed and any(map(_is_parting, {words, line}))):
            found = end - 1
        elif words and not _POINT.match(line) and not _LINKED.fullmatch(line):
            break  # a list is none of the story only where «Читайте також» stands over it
        end -= 1
    while found < len(lines) and found and not _WORD.search(lines[found - 1]):
        found -= 1  # the rule above it
    return found


def _is_parting(words: str) -> bool:
    if (
        _PARTING.fullmatch(words)
        or is_colophon(words)
        or (len(words) < _LONGEST and _FOR_THE_PRESS.match(words))
    ):
        return True
    if len(words) < _LONGEST_IMPRINT and _PRINTED.search(words):
        return True
    return len(words) < _LONGEST and sum(1 for sign in _LIKELY if sign.search(words)) > 1


def _without_imprint(lines: list[str]) -> list[str]:
    """The lines without the imprint at their end: codes, addresses, telephones, licences."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _is_imprint(lines[end - 1])):
        end -= 1
    above = next((line for line in reversed(lines[:end]) if line.strip()), "")
    return lines if not end or (above.startswith("#") and _CONTACTS.match(above)) else lines[:end]


def _is_imprint(line: str) -> bool:
    if len(line) > _LONGEST_IMPRINT or line.startswith(("#", "|")):
        return False
    likely = sum(1 for sign in _LIKELY if sign.search(line))
    # An address alone on its line is an imprint, too; in a sentence it is where something happened.
    return bool(_SURE.search(line)) or likely > 1 or (likely == 1 and not _is_sentence(line))


def _is_sentence(line: str) -> bool:
    """Whether a line may be one of the story's: it is long, or a point of a list."""
    words = re.findall(r"[^\W\d_]{3,}", line)
    return line.startswith(("- ", "1")) or len(words) > 8


def _told(lines: Iterable[str]) -> int:
    return sum(len(line) for line in lines)


def _has_prose(lines: Iterable[str]) -> bool:
    return any(len(line) > 100 for line in lines)
