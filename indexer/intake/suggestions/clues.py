"""Beginnings of words that speak for a theme in a running text.

A search must not follow them, for each is said of much else too; together, in one text, they tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from indexer.intake.suggestions.givers import within

# A theme and its beginnings of words, as regular expressions; _ is a space, a line that is indented goes on.
_TABLE = r"""
strategic-planning: стратегі стратегуван стратплан swot візі[яїю]\b бачення
environment: довкіл екологі природоохор дерев саджан озелен річк[аиоу] водойм повітр викид енергоефектив
    опаленн енергоменедж енергетичн\w+_(?:менедж|паспорт|аудит|баланс) споживан\w+_(?:газу|тепла|води|електро)
    вуглекисл водопостач водопров водоканал питн\w+_(?:вод|фонтан) (?:аналіз|якіст|втрат)\w*_води
    каналізац підтоплен паводк злив[аиуо]?\b злив(?:ою|ов\w+)\b дощов
    енергоощад сонячн\w+_(?:панел|станц|електр|покрівл|дах|батаре) парник клімат котельн пелет утеплен
    теплопостач
    термомодерніз біорізномані джерел\w+_води
strategic-environmental-assessment: стратегічн\w+_екологічн\w+_оцін
waste-management: сміт компост відход сортуван вторсировин контейнер перероб рециклінг звалищ полігон
    пластик макулатур склотар склобо скл(?:о|а|ом)\b батарейк компостер
open-government: прозор підзвіт відкрит\w+_(?:дан|врядув|реєстр|влад) трансляц петиці звітува
    громадськ\w+_(?:обговор|слухан|рад) консультац\w+_з_громад
participatory-budget: громадськ\w+_бюджет бюджет\w*_участі партиципатор
school-participatory-budget: шкільн\w+_(?:громадськ\w+_)?бюджет учнівськ\w+_бюджет
budget-transparency: кошторис видатк бюджетн\w+_(?:процес|запит|карт|візуаліз) бюджет\w*_для_громадян
    прозор\w+_бюджет відкрит\w+_(?:бюджет|фінанс)
public-asset-sales: prozorro прозорро аукціон лот(?:и|ів|а|у)?\b приватизац комунальн\w+_майн
    торг(?:и|ів|ах)\b
municipal-communications: контактн\w+_центр кол-центр пресслужб прес-служб телеграм-канал соцмереж
    соціальн\w+_мереж радіостанц
    подкаст розсилк інформува комунікаційн fm\b
local-democracy: референдум голосуван опитуван демократі слухан самоорганізац старост[аи]\b виборц
administrative-services: цнап адміністративн\w+_послуг адмінпослуг довідк(?!ов) адміністратор
    електронн\w+_(?:запис|черг)
e-governance: електронн онлайн чат-бот цифров застосун портал\b мобільн\w+_додат оцифр смарт smart
    геоінформац е-[а-яєії]+ документообіг картк\w+_(?:містян|мешкан) безготівк
municipal-branding: бренд логотип слоган маркетинг айдентик впізнаван промоц
tourism: турист туризм екскурс маршрут мандрівн хостел готел фестивал курорт відпочива гід(?:и|ів|ка|а)?\b
    велодоріж музе
sme-development: підприємц підприємниц бізнес стартов\w+_капітал власн\w+_справ кав.?ярн бізнес-план
inclusive-entrepreneurship: інклюзивн\w+_(?:бізнес|підприєм) вразлив
social-enterprise: соціальн\w+_підприєм соцпідприєм
womens-entrepreneurship: підприємниц жін\w+,?_(?:як\w+_)?(?:хочуть_)?(?:відкри|власн|бізнес)
    жіноч\w+_(?:бізнес|підприєм|стартап)
business-associations: бізнес-асоціац асоціаці\w+_(?:підприєм|вироб|бізнес|експорт)
    спілк\w+_(?:підприєм|експорт|вироб)
investment: інвест індустріальн\w+_парк індустріальн\w+_зон
professional-development: посадовц службовц підвищен\w+_кваліфікац
    тренінг\w*_для_(?:депутат|посад|службов|працівн)
    навч\w+_(?:для_)?(?:депутат|посадов|службов|працівн|старост)
    магістерськ стажуван
equality-charter: хартії_рівност хартію_рівност європейськ\w+_харті
gender-initiatives: депутатк лідерк жіноч\w+_(?:лідер|рад|ініціатив) гендерн\w+_ініціатив
gender-equality: гендер рівн\w+_прав\w+_(?:жін|і_мож|та_мож) рівність_жінок
gender-responsive-budgeting: гендерн\w+(?:\w|_|-)+бюджет
inclusion: безбар.?єр інвалідн доступн\w+_(?:для|прост|середов) пандус тактильн крісл\w+_колісн незряч
    жестов інклюз старш\w+_люд брайл
employment: працевлаштув безробіт перекваліфік ваканс роботодав центр\w*_зайнятост нов\w+_профес
    робоч\w+_місц
export: експорт закордонн зовнішн\w+_рин сертифік митн
agri-food: мед(?:у|ом|ів)?\b пасіч сироварн сир(?:у|ів|и)?\b ягід ягод сад(?:ів|івник)\w* фермер овоч
    тепли[цч] пекарн крафтов\w+_(?:сир|пив|їж|страв) черешн рослин
creative-industries: ремесл кераміч керамік гонча ткац вишив мистец креативн майстр(?:и|инь|ин[яі])\b
    дизайн творч писанк кіно театр ліжник килимар гобелен вовн різьб ковальств лозопл
innovation: інновац стартап технопарк хакатон лабораторі винах робототехн 3d
clusters-cooperatives: кластер кооператив
youth: молод підліт школяр учн студент дітей\b діти\b дитяч учнівськ школ[аиіу]\b
veterans: ветеран демобіліз учасник\w+_бойов захисни[кц] учасник\w+_ато
idps: переселен впо\b переміщен релок евакую
covid-19: covid ковід карантин пандемі коронавірус
local-economic-development: економічн\w+_розвит місцев\w+_економі надходжен\w+_до_бюджет
international-cooperation: міжнародн\w+_(?:співпрац|партнер|техн|проєкт|проект) побратим транскордон
    єврорегіон грант\w*_(?:єс|європ)
knowledge-sharing: обмін\w*_(?:досвід|знан) посібник методичк
municipal-data: статистик показник база_даних моніторинг дашборд дані_про
decentralization: децентраліз об.єднан\w+_(?:територіальн\w+_)?громад повноважен міжмуніципальн
"""
_CLUES: Mapping[str, re.Pattern[str]] = {
    theme: re.compile(r"\b(?:" + "|".join(stems.replace("_", r"\s+").split()) + ")")
    for theme, stems in re.findall(r"^([\w-]+):((?:.*)(?:\n +.*)*)", _TABLE, re.MULTILINE)
}


def denied(sentence: str, place: int) -> bool:
    """Whether a word is there to say what a thing is not."""
    return sentence[max(0, place - 4) : place].lower().endswith(" не ")


def clues(sentence: str, besides: Sequence[tuple[int, int]] = ()) -> Iterator[tuple[str, int]]:
    """The themes a sentence has clues for, each with how many different ones.

    None from the `besides`, nor what is denied: «не туристи, а майстрині».
    """
    lowered = sentence.lower()
    for theme, expression in _CLUES.items():
        if found := {
            match[0]
            for match in expression.finditer(lowered)
            if not within(match.start(), besides) and not denied(lowered, match.start())
        }:
            yield theme, len(found)
