"""How years are written and what stands around them: the tables of words that tell when from what else."""

from __future__ import annotations

import re

YEAR = r"(?:19|20)\d\d"
ENDING = r"(?:-?(?:го|му|ий|й|м|х|ті|их|ми))?"
WORD = r"(?:\s*(?:рок(?:у|ом|ові|ами|ів|ах|и|ам)|роц[іи]|рік|рр?\.?)(?!\w))?"
DASH = r"\s*[–—-]\s*"
OF_MONTH = (
    r"(?:січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня|кінця|початку"
    r"|середини|літа|осені|весни|зими)"
)

MONTH = (
    r"(?:січ(?:ень|ня)|лют(?:ий|ого)|берез(?:ень|ня)|квіт(?:ень|ня)|трав(?:ень|ня)|черв(?:ень|ня)|лип(?:ень|ня)"
    r"|серп(?:ень|ня)|верес(?:ень|ня)|жовт(?:ень|ня)|листопада?|груд(?:ень|ня)|весна|літо|осінь|зима)"
)

# The months as English says them, «in May 2019».
_MONTH_EN = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)

# When a text was written: «Полтава, грудень 2019 року», «Бар – весна 2020».
DATELINE = re.compile(
    r"\W*(?:(?:м|смт|с)\.\s*)?[А-ЯЄІЇҐ][\w'-]+(?:\s[А-ЯЄІЇҐ][\w'-]+)?\s*[,.–—-]\s*"
    rf"{MONTH}\s+(?:19|20)\d\d(?:\s*(?:року|р\.?))?\W*",
    re.IGNORECASE,
)

# Spans first, then enumerations and single years; what was read is not read again.
SPAN = re.compile(
    rf"(?<![\d№/.-])(?P<first>{YEAR}){ENDING}{WORD}(?:{DASH}(?:{MONTH}\s+)?|\s*/\s*|\s+(?:до|по)\s+(?:{OF_MONTH}\s+)?"
    rf"|\s+(?:to|until|till|through)\s+(?:(?i:{_MONTH_EN})\s+)?)"
    rf"(?P<last>{YEAR}|\d\d(?=\s*(?:рр|н\.|навч))){ENDING}(?!\d|[/.-]\d)"
)
BETWEEN = re.compile(
    rf"(?:між|between)\s+(?P<first>{YEAR})\s+(?:та|і|й|and)\s+(?P<last>{YEAR})", re.IGNORECASE
)
SINGLE = re.compile(rf"(?<![\d№/+,-])(?<!\d\.)(?<!№ )(?P<first>{YEAR})(?!\d|[.,:/]\d|-\d|\s*%)")
DAY = re.compile(rf"(?<!\d)\d{{1,2}}[./]\d{{1,2}}[./](?P<first>{YEAR})(?!\d)")

# Where the word year, a month, a season or a list of years stands by, a number of four digits is a year.
AFTER_YEAR = re.compile(
    rf"^{ENDING}(?:\s*(?:рок|роц|рік|рр?\b|н\.\s?р|навч)|\s*,?\s*(?:а\s)?(?:та|і|й|,|й у|і в|та у|"
    rf"та в|–)?\s*(?:у|в)?\s*{YEAR}{ENDING}|-?(?:го|му|й|м)\b)"
)
BEFORE_YEAR = re.compile(
    r"(?:\b(?:у|в|з|із|від|до|по|за|на|навесні|влітку|восени|взимку|весна|літо|осінь|зима|рік|рок\w+|"
    r"починаючи з|квартал\w*|кінц\w+|початк\w+|середин\w+"
    r"|січ\w+|лют\w+|берез\w+|квіт\w+|трав\w+|черв\w+|лип\w+|серп\w+|верес\w+|жовт\w+|листопад\w*|"
    r"груд\w+)\s*|[(\[]\s*|^\s*"
    r"|\b(?:in|since|from|by|of|during|until|till|through|throughout|before|after|than|early|late|mid|year"
    rf"|spring|summer|autumn|winter|{_MONTH_EN})(?:\s+|-))$",
    re.IGNORECASE,
)
# A thing counted, not a year: 2019 грн, 2020 осіб.
COUNTED = re.compile(
    r"^\s*(?:грн|гривень|гривн|осіб|особ|людей|м²|м2|кв\.|км|кг|тонн|т\b|дол|євро|eur|usd|cad|тис|млн|"
    r"(?:people|residents|pupils|students|visitors|families|jobs|hryvnias?|tonnes|trees|metres|homes)\b|"
    r"млрд|штук|шт|учн|мешкан|житл|заявк|дерев|саджан|звернен|відсот|родин|сім'|домогосп|примірник)",
    re.IGNORECASE,
)

LAW = re.compile(
    r"\b(?:закон\w*|постанов\w*|наказ\w*|указ\w*|розпоряджен\w*|кодекс\w*|директив\w*|конвенці\w*|"
    r"(?:будівельн|санітарн)\w+ норм\w*|стандарт\w*|типов\w+ (?:програм|положенн|статут|угод)\w*|"
    r"класифікатор\w*|хартія|хартії|хартію|декларац\w+|"
    r"регламент\w*|дсту|дбн|№|n \d+-|laws?\b|acts? (?:of|on)\b|decrees?\b|directives?\b)",
    re.IGNORECASE,
)
STATE_LAW = re.compile(
    r"\b(?:закон\w*|україн[аиіоу]\w{0,2}|держав[аи]|уряд\w*|верховн\w+|кабінет\w* міністрів|президент\w*"
    r"|наказ\w* (?:дснс|моз|мон|мін\w+|держ\w+)|міністерств\w*|кодекс\w*)",
    re.IGNORECASE,
)
# «Гімназія № 31» is no number of a law.
OF_HOUSE = re.compile(
    r"(?:школ|гімназі|ліце|сад(?:к|о)|закла|лікарн|аптек|поліклін|амбулатор|бібліотек|маршрут|будин|корпус"
    r"|відділен|філі|цех|дільниц|округ|дитсадк|зош|знз|днз|здо|нвк)\w*\s*№\s*\d+",
    re.IGNORECASE,
)
# «(2012)» after the name of a law, and the day of a decision that is only referred to.
LAW_NAMED = re.compile(
    r"\b(?:закон|постанов|наказ|указ|розпоряджен|кодекс|директив)\w*[^.;()]{0,160}\((?:від\s)?\s*$"
    r"|\b(?:затверджен|ухвален|схвален|прийнят)(?:ої|ого|ою|им|их|ими|ому|ій)\b[^.;()]{0,80}\bвід\s[^.;()]{0,15}$",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"№\s*\d|\d-(?:IV|V|VI|VII|VIII|IX|X|ВР|р|п)\b", re.IGNORECASE)
PLAN_BEFORE = re.compile(
    r"(?:\bдо(?: кінця| початку)?|\bна(?: період| термін| строк)?(?: до)?|\bна період з|"
    r"\bперспектив\w+(?: на| до)?|\bгоризонт\w*(?: до)?|\bстратегі\w+\s*[–—-]?|\bплан\w*\s*[–—-]?)\s*$",
    re.IGNORECASE,
)
PLAN_NOUN = re.compile(r"\b(?:стратегі|програм|план)")
PLAN = re.compile(
    r"\b(?:плану[єю]\w*|запланован\w+|заплануван\w+|планується|має намір|мають намір|сподіва\w+|очіку\w+|"
    r"передбача\w+|пропону(?:ється|ємо|ють|є)\b|обіця\w+|(?:думка|ідея|намір)\b(?= \w+ти\b)"
    r"|розрахован\w+|має (?:бути|запрацю|постати)|мають (?:бути|зрости|з'явитися)"
    r"|буде\b|будуть\b|відкриють|завершать|збудують|запустять|прагн\w+|мета\b|ціль\b|хочуть|хоче\b|"
    r"(?:plans?|aims?|hopes?|intends?|wants?) to\b|will\b|is to be\b|"
    r"\w+(?:атиме|ятиме|итиме|їтиме|атимуть|ятимуть|итимуть)(?:ться)?\b)",
    re.IGNORECASE,
)
BACKGROUND_BEFORE = re.compile(
    r"(?:\bще(?: з| у| в| до| від| на початку| наприкінці)?|\bдо|\bпісля(?: початку| кінця)?"
    r"|\bстворен\w+ ще (?:у|в)"
    r"|\bпісля (?:закриття|ліквідац\w+|банкрутств\w+|пожеж\w+|повен\w+|аварі\w+)\b[^,.]{0,40}"
    r"|\bніж (?:[^,.]{0,40} )?(?:за|у|в)(?: весь)?|\bпорівняно (?:з|із)|\bпроти|\bпорівнянні (?:з|із)|"
    r"\bвідносно|\bніж (?:у|в)|\bстаном на(?: 1 \w+)?|\bпереписом(?: населення)?(?: у| в)?|\bзразка|"
    r"\bякщо(?: ще)?(?: у| в)|\b(?:before|prior to|than(?: in)?|compared (?:to|with)|closed(?: in| since)?"
    r"|(?:empty|abandoned) since))\s*$",
    re.IGNORECASE,
)
FOUNDED_BEFORE = re.compile(
    r"\b(?:(?:заснован|збудован|побудован|споруджен|зведен)\w+(?: у| в)?"
    r"|(?:founded|built|established|constructed|born)(?: in)?)\s*$",
    re.IGNORECASE,
)
# English says of what is founded now and of what was long there the same way, but for this.
FOUNDED_THEN = re.compile(r"\b(?:was|were) (?:founded|established|built)(?: in)?\s*$", re.IGNORECASE)
# Headings over what was there before the practice, and a paragraph on who did it.
BEFOREHAND = re.compile(
    r"\W*(?:\d{1,2}\.\s*)?(?:(?:вихідна |початкова )?ситуація|передумови|передісторія|проблема|виклик"
    r"|контекст|з чого починали|як було|що було(?: до \w+)?|background|challenge|problem|context)\W*",
    re.IGNORECASE,
)
ABOUT_US = re.compile(
    r"\W*(?:довідк(?:а|ово)|про (?:центр|організацію|фонд|компанію|установу|нас|місто))\s*[.:]", re.IGNORECASE
)
# The town's own decisions are steps of the practice, numbers or not.
DECIDED = re.compile(
    r"\b(?:рада|сесі[яїю]|виконком|депутати)\b.{0,40}\b(?:ухвали|затверди|прийня|схвали)\w*|\b(?:ухвалено|"
    r"затверджено|прийнято)\b|\b(?:приєдна|долучи|підписа)(?:в|ла|ло|ли)(?:ся|сь)?\b",
    re.IGNORECASE,
)
# Of something else for certain: counts of the country, a biography, what did not take place.
NEVER = re.compile(
    r"\b(?:пропустили|скасували|не відбу\w+|служи(?:в|ла)\w*|воюва(?:в|ла)|народи(?:в|л)\w*|за даними|"
    r"держстат\w*|"
    r"за статистикою|перепис\w*|чемпіонат\w*|євро-)",
    re.IGNORECASE,
)
# Of what was there before, most likely; «збудовано» is done now, «збудований» was.
BACKGROUND = re.compile(
    r"\b(?:раніше|свого часу|колись|статут\w*|сторічч\w+|аварі\w+|закри(?:т|л)\w+ ще|занедба\w+|"
    r"відтоді не|востаннє|(?:вже|уже) (?:мал[аои]|мав|було|був|була)\b"
    r"|закри(?:в|л)\w*ся|(?:мало|мав|мала|мали|було) (?:самі|лише|тільки|всього)\b"
    r"|(?:збудован|побудован|споруджен|зведен|заснован)(?:ий|а|ої|ого|у|ому|е|ою|им|их|ими)\b|завод\w* 19"
    r"|\b(?:ми|родин\w+|сім'[яї]|подружжя)\b[^.]{0,40}\bпереїха\w+"
    r"|не ремонтува\w+|(?:стоя\w+|був|бул[аои]) порожн\w+|(?:порожн|пуст)[ую](?:є|вав|вал\w+)"
    r"|не ма(?:в|ла|ли) (?:роботи|дому|житла|даху)"
    # How long a whole programme has been in the country is none of the story it tells.
    r"|(?:діє|працює|реалізується|впроваджується) (?:в|у) Україні\b)",
    re.IGNORECASE,
)
# A clause that goes on about another town: «їздили до Вінниці: там офіс працює від 2016 року».
THERE = re.compile(r"(?:там|де)\b")
# How it is done in some other town: «мали за зразок Сопот, де так роблять від 2011 року».
OTHERS_DO = re.compile(r"\bде (?:так|таке|такий|таку|такі|це|подібн\w+|схож\w+)\b", re.IGNORECASE)
FOUNDED_NOW = re.compile(
    r"\b(?:було |)(?:заснувал\w*|створил\w*|заснован[оі]|створен[оі]|відкрил\w*)", re.IGNORECASE
)
EDITION = re.compile(
    r"(?:\b(?:програм\w+ (?:ЄС|Європ\w+)|євро|кубок|чемпіонат\w*|конкурс\w*)[\s–—-]*«?|[«\w]-)$",
    re.IGNORECASE,
)
PERSON_TERM = re.compile(
    r"\b(?:міськ\w+ голов\w+|мер\w*|директор\w*|депутат\w*|очолюва\w+)\b.{0,40}$", re.IGNORECASE
)

# Something went on until then: a verb in the past stands before.
UNTIL = re.compile(
    r"\w+(?:ли|ла|ло|в)(?:ся|сь)?\b[^.;]{0,60}\b(?:до|аж до) (?:кінця |середини |початку |осені |літа |"
    r"весни |зими )?$",
    re.IGNORECASE,
)
# «До кінця 2022 року через центр пройшло шістсот ветеранів».
UNTIL_BEGINS = re.compile(
    r"\W*(?:і |й |а |та )?(?:аж )?до (?:кінця|середини|початку|осені|літа|весни|зими) ", re.IGNORECASE
)
PAST = re.compile(r"(?:-?го)?(?: року?)?[^.;,]{0,50}\b\w{3,}(?:ли|ло)(?:ся|сь)?\b", re.IGNORECASE)

NUMBERS = {
    "двох": 2,
    "два": 2,
    "дві": 2,
    "трьох": 3,
    "три": 3,
    "чотирьох": 4,
    "чотири": 4,
    "п'яти": 5,
    "п'ять": 5,
    "шести": 6,
    "шість": 6,
    "семи": 7,
    "сім": 7,
}
DURING = re.compile(
    r"\b(?:протягом|впродовж|упродовж|за|уже|вже)\s+(?:наступних\s+|цих\s+|ці\s+|перших\s+)?(?P<count>\d|"
    + "|".join(NUMBERS)
    + r")\s+рок(?:ів|и)\b",
    re.IGNORECASE,
)
LATER = (
    (
        re.compile(
            r"\b(?:наступного року|роком пізніше|рік пізніше|(?:ще )?через рік|рік по тому|ще за рік|"
            r"за рік потому|рік потому|"
            r"торік потому|(?:a|one) year later|the (?:following|next) year)\b",
            re.IGNORECASE,
        ),
        1,
    ),
    (
        re.compile(
            r"\b(?:(?:ще )?через два роки|два роки (?:по тому|потому)|two years later)\b", re.IGNORECASE
        ),
        2,
    ),
    (
        re.compile(
            r"\b(?:(?:ще )?через три роки|три роки (?:по тому|потому)|three years later)\b", re.IGNORECASE
        ),
        3,
    ),
)
# Counted from the year that was named last, even where it was none of the practice.
SAME = re.compile(r"\W*(?:того|тоді)\s(?:(?:ж|самого)\s)?(?:самого\s)?року\b", re.IGNORECASE)
# Counted from the year a text was written in.
THEN = (
    (
        re.compile(
            r"\b(?:сьогодні|вчора|учора|днями)\b[^.]{0,60}\b(?:відкри|запрацюва|запусти|розпоча|презентува|стартува)"
            r"(?:в|л\w|т\w|ли|но|то)\w*",
            re.IGNORECASE,
        ),
        0,
    ),
    (re.compile(r"\b(?:торік|минулоріч|минулого року|last year)\b(?! потому)", re.IGNORECASE), 1),
    (re.compile(r"\b(?:позаторік|позаминулого року)\b", re.IGNORECASE), 2),
    (
        re.compile(
            r"\b(?:(?:від|з) початку року|цьогоріч|цього (?:року|літа)|цієї (?:осені|весни|зими)"
            r"|this year)\b",
            re.IGNORECASE,
        ),
        0,
    ),
)
OPEN = re.compile(r"\b(?:з|із|від|починаючи з|починаючи від|since)\s*$", re.IGNORECASE)
# Where a talk was given: «Практики громад, семінар, Київ, 17 листопада 2021».
EVENT = re.compile(
    r"\b(?:семінар|форум|конференці[яїю]|вебінар|воркшоп|круглий стіл|презентація|засідання|тренінг"
    r"|seminar|workshop|conference|forum|webinar)\b",
    re.IGNORECASE,
)
