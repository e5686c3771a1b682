"""What the fields of a record are called in files: front matter and heads of columns, in both languages."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

# Each field with the names it goes by; names are compared without case, spaces, hyphens and marks.
_NAMES: Mapping[str, str] = {
    "id": "id | ідентифікатор | код запису",
    "kind": "kind | type | різновид | тип | вид | вид запису | тип запису",
    "title": "title | name | project | project name | project title | practice | practice name"
    " | practice title | case | case title | story title | назва | заголовок | назва практики | назва історії"
    " | назва проєкту | назва проекту | headline | назва кейсу | назва запису | практика"
    " | ініціатива | кейс | initiative",
    "title_en": "title_en | title (en) | english title | назва англійською | назва (англ.)",
    "summary": "summary | abstract | annotation | description | lead | опис | короткий опис | анотація"
    " | стислий опис | коротко | резюме | суть | стислий виклад | короткий зміст",
    "summary_en": "summary_en | summary (en) | description_en | опис англійською | анотація англійською",
    "places": "places | place | city | cities | town | towns | location | locations | municipality"
    " | municipalities | settlement | місце | місця | місто | міста"
    " | населений пункт | населені пункти | громада | громади"
    " | громада, область | місто, область | область, громада | область, місто | назва громади"
    " | де впроваджено | де реалізовано | де відбувалося"
    " | територіальна громада | назва територіальної громади | місце реалізації | місце впровадження"
    " | населений пункт, область | муніципалітет | де | місто/громада | місто (громада) | hromada"
    " | community",
    "scope": "scope | охоплення | масштаб",
    "themes": "themes | theme | topic | topics | subject | subjects | тема | теми | тематика | напрям"
    " | напрямок | напрями | напрямки | сфера | сфери | рубрика теми"
    " | sector | sectors | галузь | галузі",
    "years": "years | year | рік | роки | рік впровадження | роки впровадження | рік реалізації"
    " | роки реалізації | рік практики | роки практики | коли",
    "first_year": "start | start year | start date | from year | початок | рік початку | початок реалізації"
    " | початок впровадження",
    "last_year": "end | end year | end date | to year | finish | завершення | рік завершення | кінець"
    " | закінчення | завершення реалізації",
    "period": "period | період | час | строк | строки | термін | терміни | period of implementation"
    " | reporting period | звітний період"
    " | implementation period | project period | duration | період впровадження"
    " | період реалізації | період виконання | термін реалізації | термін виконання"
    " | терміни реалізації | строк реалізації | строк виконання | строки реалізації | час реалізації",
    "horizon": "horizon | горизонт | розраховано до | обрій",
    "people": "people | persons | люди | особи | учасники",
    "organisations": "organisations | organizations | organisation | organization | partners | організації"
    " | організація | установи | партнери | хто долучився",
    "named": "named | названо | назви | бренди",
    "figures": "figures | числа | показники",
    "source": "source | джерело | джерела | звідки",
    "publication": "publication | видання | публікація",
    "publisher": "publisher | видавець",
    "url": "url | link | href | source_url | source url | website | посилання | адреса | вебадреса | сайт"
    " | адреса сторінки | посилання на джерело | canonical | canonical_url",
    "page": "page | pages | сторінка | сторінки | стор",
    "heading": "source heading | заголовок у виданні",
    "section": "section | розділ видання",
    "rights": "rights | license | licence | права | ліцензія",
    "status": "status | стан | статус",
    "reason": "reason",
    "replaced_by": "replaced_by",
    "added": "added | додано",
    "updated": "updated | оновлено | змінено",
    "tags": "tags | tag | keywords | keyword | теги | тег | мітки | мітка | ключові слова",
    "author": "author | authors | автор | автори | автор тексту",
    "date": "date | published | pubdate | publish_date | дата | дата публікації | опубліковано",
    "body": "body | text | content | текст | повний текст | текст запису | зміст | історія"
    " | full text | story | вміст | текст історії | повний опис | детальний опис",
}
# Columns that are sections of a text, with the heading they get.
_SECTIONS: Mapping[str, str] = {
    "Виклик": "виклик | проблема | challenge | problem | передумови",
    "Рішення": "рішення | що зроблено | solution | хід впровадження | опис рішення",
    "Результати": "результат | результати | results | result | outcome | outcomes | досягнення",
    "Що варто врахувати": "що варто врахувати | уроки | висновки | lessons | lessons learned | поради",
}
# How columns begin that are named at length; in this order, for «назва організації» is no title.
_LIKE = (
    ("organisations", r".*(?:організаці|установ|партнер|organi[sz]ation|partner)"),
    ("title", r"(?:повна |скорочена )?(?:назв|заголов|title|name)"),
    ("title", r"(?:практик|ініціатив|про[єе]кт\b|кейс|project\b|initiative|practice|case)"),
    ("places", r"(?:міст|насел|громад|муніцип|city|town|municip|settle)"),
    ("themes", r"(?:тем|напрям|сфер|theme|topic)"),
    ("years", r"(?:рік|рок|year)"),
    ("period", r"(?:період|термін|строк|тривал|period|dates)"),
    ("summary", r"(?:корот|стисл|опис|анотац|summary|descr|abstract|short)"),
    ("body", r"(?:повн|текст|істор|text|story|full|детальн)"),
    ("source", r"(?:джерел|source)"),
    ("url", r"(?:посил|лінк|link|url|сайт|web)"),
    ("places", r"(?:област|регіон|oblast|region)"),
)
# Names told at length that mean a section: «Досягнуті результати».
_SECTIONS_LIKE = (
    ("Результати", r".*результат(?:и|ів)?\b"),
    ("Виклик", r".*\b(?:проблем|виклик)"),
    ("Що варто врахувати", r".*\b(?:урок|висновк)"),
)
# A text longer than this, under a name we do not know, is a part of the story.
_PROSE = 80
_NOT_LETTERS = re.compile(r"[^\w]+|_")


def _folded(name: str) -> str:
    # «Упровадження» and «впровадження» are one word, said after a consonant or a vowel.
    return _NOT_LETTERS.sub("", name.casefold()).replace("упровадж", "впровадж")


_FIELDS: Mapping[str, str] = {
    _folded(name): field for field, names in _NAMES.items() for name in (field, *names.split(" | "))
}


def field_of(name: str) -> str:
    """The field that is meant by `name`; empty where none is."""
    return _FIELDS.get(_folded(str(name)), "")


_HEADINGS: Mapping[str, str] = {
    _folded(name): heading for heading, names in _SECTIONS.items() for name in names.split(" | ")
}


def is_number_of_row(name: str) -> bool:
    """Whether a column only counts: №, #, № з/п."""
    return _folded(name) in ("", "зп", "пп", "n", "nзп", "nпп", "номер", "number")


def section_of(name: str) -> str:
    """The heading of a body's section that a column called `name` holds; empty where it is none."""
    return _HEADINGS.get(_folded(name), "")


def section_like(name: str) -> str:
    """The heading of the section that a name told at length may mean; empty where none."""
    folded = " ".join(name.casefold().split())
    return next((heading for heading, like in _SECTIONS_LIKE if re.match(like, folded)), "")


def is_prose(text: str) -> bool:
    """Whether a cell tells a part of the story, whatever stands over it: at least a long sentence."""
    return len(text) > _PROSE and text.rstrip('»”") ')[-1:] in (".", "!", "?", "…")


def field_like(name: str, besides: Collection[str]) -> str:
    """The field that a name told at length may mean, of those that no other column is; empty where none."""
    folded = " ".join(name.casefold().split())
    return next((field for field, like in _LIKE if field not in besides and re.match(like, folded)), "")
