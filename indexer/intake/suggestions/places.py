"""Where the practice is: towns the text is about, told from those it merely mentions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from depository.errors import N_, Problem
from depository.vocabulary import Place, Places
from indexer.analysis import Token
from indexer.intake.suggestions import cues
from indexer.intake.suggestions.found import Found, distinct, found
from indexer.intake.suggestions.passages import Analyze, Sentence, Text

# What a mention is worth by where and how it stands.
_TITLE, _LEAD, _BODY, _HEADING = 5.0, 1.6, 1.0, 1.3
_ELSEWHERE, _AGAIN_ELSEWHERE, _NAMED_AFTER, _LISTED, _CONTACT = 0.08, 0.4, 0.15, 0.25, 0.3
_FROM_THERE, _LABELED, _QUOTED = 0.6, 3.0, 0.3
_NAME_ALONE = 26
# So many letters before a name say how it is meant.
_NEAR = 120
# From here on a mention says that something happens there.
_SUBJECT = 0.6
# A passage speaks of a town so much at most, however often it names it.
_PASSAGE = 1.5
# A place below this is a mere mention; others besides the first need that share of its worth.
_LEAST, _SHARE, _SHARE_BESIDES_TITLE = 0.75, 0.42, 0.7
# Two towns of an oblast that the title names are each the subject from here on.
_PRESENT = 2.5
# More towns than that in one sentence are a list, such as that of all partners.
_LIST = 4
_MOST = 8
# A town the vocabulary lacks, so much more present than the others, is the one the text is about.
_OUTSIDE = 2.5

_ADJECTIVE = re.compile(r"(?:ськ|цьк|зьк)(?:ий|ого|ому|им|ім|а|ої|ій|у|ою|е|і|их|ими|ої)$")
_ENDS = re.compile(r"\s*(?:[.,;:!?)]|$)")
_LISTING = re.compile(r"\s*(?:,|та|і|й|,? а також|або|чи)\s*(?:з |із |зі |у |в )?")
_TOWN_NOT_KNOWN = re.compile(
    r"\b(?:(?:у|в|до|із?|з)\s+)?(?:м\.|міст[оаіу]|смт|селищ[еаі]|сел[оаі]|"
    r"с\.)\s+(?P<name>[А-ЯЄІЇҐ][а-яєіїґ'’]+(?:-[А-ЯЄІЇҐ][а-яєіїґ'’]+)*)"
    r"|(?:у|в|до|для)\s+(?P<community>[А-ЯЄІЇҐ][а-яєіїґ'’-]+ськ(?:ій|ої|у|а))\s+(?:міськ\w+\s+|"
    r"сільськ\w+\s+|селищн\w+\s+)?(?:територіальн\w+\s+)?громад"
)


class _Mention(NamedTuple):
    ids: tuple[str, ...]
    start: int
    end: int
    form: str


class _Scored(NamedTuple):
    place: str
    passage: int
    weight: float
    sentence: str
    # The number of the run of names («у Полтаві, Миргороді та Хоролі») it stands in.
    run: int = 0


def suggest(text: Text, places: Places, analyze: Analyze) -> Found:
    """The towns (or, where there is none, the regions) the text is about, the first the surest."""
    scored = [*_in_title(text, analyze, places), *_in_body(text, places)]
    worth = _worth(scored)
    titled = {item.place for item in scored if item.passage < 0 and item.weight >= _TITLE / 2}
    chosen = _chosen(worth, titled, _supported(scored), places)
    top = max(worth.values(), default=1.0)
    evidence = distinct(
        found(item.place, item.sentence, _confidence(item, worth, top, item.place in chosen))
        for item in scored
        if item.place in places and item.weight > 0
    )
    first = {place: number for number, place in enumerate(chosen)}
    ordered = sorted(evidence, key=lambda e: (first.get(str(e.value), len(first)), -e.confidence))
    return Found(chosen, tuple(ordered), tuple(_notes(text, worth, chosen, scored, places, analyze)))


def _confidence(item: _Scored, worth: Mapping[str, float], top: float, chosen: bool) -> float:
    share = worth[item.place] / max(top, 1.0)
    return (0.55 + 0.4 * share if chosen else 0.4 * share) * (1.0 if item.weight >= _BODY / 2 else 0.6)


# ── mentions ──


def mentions(tokens: Sequence[Token]) -> Iterator[_Mention]:
    """The names of places among the tokens; several words that are one name are one mention."""
    last: _Mention | None = None
    for token in tokens:
        ids = _places(token)
        if last and (
            not ids or ids != last.ids or token.start - last.end > 2 or not token.form[:1].isalpha()
        ):
            yield last
            last = None
        if ids and last:
            last = last._replace(end=token.end, form=f"{last.form} {token.form}")
        elif ids:
            last = _Mention(ids, token.start, token.end, token.form)
    if last:
        yield last


def _places(token: Token) -> tuple[str, ...]:
    return tuple(term.text[1:] for term in token.terms if term.text[0] == "@")


def _meant(mention: _Mention, sentence: str, places: Places) -> str:
    """The one place of those a form may speak of: «полтавський» is of the city unless an oblast follows."""
    after = sentence[mention.end :]
    of_oblast = bool(cues.OF_OBLAST.match(after)) or "област" in mention.form.lower()
    ranked = sorted(mention.ids, key=lambda i: (_is_region(i, places) != of_oblast, i not in places))
    return ranked[0]


def _is_region(place_id: str, places: Places) -> bool:
    place = places.get(place_id)
    return place.type in ("region", "country") if place else place_id.endswith("-oblast")


def _is_adjective(mention: _Mention) -> bool:
    return bool(_ADJECTIVE.search(mention.form.lower().split()[-1]))


# ── how much each mention says ──


def _in_title(text: Text, analyze: Analyze, places: Places) -> Iterator[_Scored]:
    title = text.title
    here = list(mentions(analyze(title)))
    for mention in here:
        before, after = title[: mention.start], title[mention.end :]
        borrowed = len(here) > 1 and cues.BORROWED.search(cues.clause_at(title, mention.start))
        weight = 0.4 if borrowed else _TITLE
        if cues.BEFORE_STREET.search(before[-_NEAR:]):
            weight = 0.0
        elif _is_named_so(mention, before, after):
            weight = _QUOTED
        yield _Scored(_meant(mention, title, places), -1, weight, title)


def _is_named_so(mention: _Mention, before: str, after: str) -> bool:
    """«Дніпровський берег» is what a thing is called, not where it is."""
    quoted = before.rfind("«") > before.rfind("»")
    return quoted and _is_adjective(mention) and not cues.OF_TOWN.match(after.lower())


def _in_body(text: Text, places: Places) -> Iterator[_Scored]:
    lead = _lead(text)
    run = 0
    borrowed: set[tuple[int, str]] = set()
    for sentence in text.sentences:
        passage = text.passages[sentence.passage]
        here = list(mentions(sentence.tokens))
        named = {
            mention.ids for mention in here if not _is_region(_meant(mention, sentence.text, places), places)
        }
        base = _HEADING if passage.kind == "heading" else _LEAD if sentence.passage in lead else _BODY
        if cues.PLACE_LABEL.match(passage.text):
            base = _LABELED
        if cues.PAGE_LINE.search(passage.text) and len(passage.text) < 200:
            base = 0.0
        elif cues.CONTACTS.search(sentence.text):
            base *= _CONTACT
        last: tuple[int, float] | None = None
        for mention in here:
            place = _meant(mention, sentence.text, places)
            weight = base * _role(mention, sentence.text, passage.text)
            listed = last and _LISTING.fullmatch(sentence.text[last[0] : mention.start])
            run += not listed
            if listed and last and last[1] < weight:
                # «з Києва, Львова та Одеси»: what is said of the first is said of all.
                weight = last[1]
            last = (mention.end, weight)
            if weight and weight < _ELSEWHERE * 3 * base:
                borrowed.add((sentence.passage, place))
            elif (sentence.passage, place) in borrowed:
                weight *= _AGAIN_ELSEWHERE
            if len(named) > _LIST or passage.kind == "row" or _is_list(named, sentence):
                weight *= _LISTED
            yield _Scored(place, sentence.passage, weight, sentence.text, run)


def _is_list(named: set[tuple[str, ...]], sentence: Sentence) -> bool:
    """Whether a passage is little but names of towns."""
    return len(named) >= 3 and len(sentence.tokens) <= 3 * len(named) and sentence.text[-1] not in ".!?"


def _lead(text: Text) -> frozenset[int]:
    """The first two paragraphs that say something."""
    long = [n for n, p in enumerate(text.passages) if p.kind == "paragraph" and len(p.text) > 60]
    return frozenset(long[:2])


def _role(mention: _Mention, sentence: str, passage: str) -> float:
    """From 0 (a street, a dateline) to 1.2 (where it happens): how the sentence speaks of the place."""
    before, after = sentence[: mention.start], sentence[mention.end :]
    if cues.BEFORE_STREET.search(before[-_NEAR:]):
        return 0.0
    if (
        len(before.strip(" (*«м.")) < 3
        and cues.AFTER_DATELINE.match(after)
        and _is_dateline(sentence, mention)
    ):
        return 0.0
    if len(passage) < 60 and cues.AFTER_IMPRINT.match(after) and len(before) < 25:
        return 0.0
    following = " ".join(after.lower().split()[:3])
    # «на околиці Бердянська.» is the town: an adjective stands before what it belongs to.
    adjective = _is_adjective(mention) and " " not in mention.form and not _ENDS.match(after)
    if _is_named_so(mention, before, after):
        return _QUOTED
    if adjective and cues.NAMED_AFTER.search(following) and not cues.OF_TOWN.match(after.lower()):
        return _NAMED_AFTER
    straight = cues.straight(before[-_NEAR:].lower())
    if cues.ELSEWHERE.search(cues.clause_at(sentence, mention.start)) or cues.NEAR.search(straight):
        return _ELSEWHERE
    if cues.ORIGIN.search(straight):
        return _FROM_THERE
    if adjective:
        return 1.0 if cues.OF_TOWN.match(after.lower()) else 0.7
    return 1.2 if re.search(r"\b(?:у|в|міст[оаіу]|м\.)\s*$", before.lower()) else 1.0


def _is_dateline(sentence: str, mention: _Mention) -> bool:
    """«Київ, 12 травня. У Полтаві…», but not «Полтава 12 травня 2020 року відкрила…»."""
    rest = sentence[mention.end :]
    date = cues.AFTER_DATELINE.match(rest)
    tail = rest[date.end() :] if date else rest
    return (
        rest[:1] in ",.–— "
        and not re.match(r"\s*[а-яєіїґ]", re.sub(r"^\s*(?:року|р\.)", "", tail))
        or rest[:2] == ", "
    )


# ── the choice ──


def _worth(scored: Iterable[_Scored]) -> dict[str, float]:
    by_passage: dict[tuple[str, int], float] = defaultdict(float)
    for item in scored:
        by_passage[item.place, item.passage] += item.weight
    worth: dict[str, float] = defaultdict(float)
    for (place, passage), weight in by_passage.items():
        worth[place] += weight if passage < 0 else min(weight, _PASSAGE * _LEAD if weight > 3 else _PASSAGE)
    return dict(worth)


def _supported(scored: Sequence[_Scored]) -> Callable[[str, str], bool]:
    """Tells whether a town is as much the subject as the first: named so twice, or in one run with it."""
    subject = [item for item in scored if item.weight >= _SUBJECT]
    # A line that is nothing but the name of a town, as below a picture or in a list, is two mentions.
    count = Counter(item.place for item in subject for _ in range(1 + (len(item.sentence) < _NAME_ALONE)))
    runs = {(item.place, item.run) for item in subject if item.run}

    def supported(place: str, first: str) -> bool:
        return count[place] > 1 or any((first, run) in runs for other, run in runs if other == place)

    return supported


def _chosen(
    worth: Mapping[str, float], titled: set[str], supported: Callable[[str, str], bool], places: Places
) -> tuple[str, ...]:
    towns = _leading({i: w for i, w in worth.items() if i in places and _is_town(places[i])}, titled)
    towns = tuple(town for town in towns if town in titled or town == towns[0] or supported(town, towns[0]))
    regions = _leading(
        {i: w for i, w in worth.items() if i in places and places[i].katottg and not _is_town(places[i])},
        titled,
    )
    if not towns:
        # The only town a text names at all, though in passing, is the likeliest.
        named = [i for i, w in worth.items() if w > 0 and i in places and _is_town(places[i])]
        towns = tuple(named) if len(named) == 1 else ()
    outside = max((w for i, w in worth.items() if i not in places and not _is_region(i, places)), default=0.0)
    if towns and outside > _OUTSIDE * worth[towns[0]]:
        return ()
    if not towns:
        return () if regions and outside > worth[regions[0]] else regions
    in_title = [region for region in regions if region in titled]
    if in_title and not titled.intersection(towns):
        within = [town for town in towns if places[town].oblast in in_title]
        if len(within) == 2 and all(worth[town] >= _PRESENT for town in within):
            return (*within, *in_title)  # «жінки Рівненщини», told of Hoshcha and Smyha alike
        return (within[0],) if len(within) == 1 and worth[within[0]] >= 1.5 else tuple(in_title)
    return towns


def _is_town(place: Place) -> bool:
    return place.type in ("city", "settlement")


def _leading(worth: Mapping[str, float], titled: set[str]) -> tuple[str, ...]:
    """Those that stand out, the greatest first."""
    ranked = sorted((i for i in worth if worth[i] >= _LEAST), key=lambda i: -worth[i])
    if not ranked:
        return ()
    in_title = [i for i in ranked if i in titled]
    if in_title:
        # What the title names is given; others need to be as present as that without the title.
        top = max(worth[in_title[0]] - _TITLE, 1.0)
        return tuple(i for i in ranked if i in titled or worth[i] >= max(2.5, _SHARE_BESIDES_TITLE * top))[
            :_MOST
        ]
    return tuple(i for i in ranked if worth[i] >= _SHARE * worth[ranked[0]])[:_MOST]


def _notes(
    text: Text,
    worth: Mapping[str, float],
    chosen: Sequence[str],
    scored: Sequence[_Scored],
    places: Places,
    analyze: Analyze,
) -> Iterator[Problem]:
    """Towns the text is about that the vocabulary has not."""
    most = max((worth[i] for i in chosen), default=0.0)
    message = N_(
        "The text speaks of “{name}”, which the vocabulary of places does not hold: add the place "
        "there, or choose another."
    )
    told: set[str] = set()
    for place, weight in worth.items():
        if place in places or place.endswith("-oblast") or weight < max(_LEAST * 2, 0.6 * most):
            continue
        item = max((item for item in scored if item.place == place), key=lambda item: item.weight)
        form = next((m.form for m in mentions(analyze(item.sentence)) if place in m.ids), place)
        told.add(form)
        yield Problem(message, "places", {"name": form})
    for sentence in text.sentences:
        for match in _TOWN_NOT_KNOWN.finditer(sentence.text):
            name = match["name"] or match["community"]
            known = any(term.text[0] == "@" for token in analyze(f"м. {name}") for term in token.terms)
            elsewhere = cues.ELSEWHERE.search(cues.clause_at(sentence.text, match.start()))
            if not known and not elsewhere and name not in told and len(told) < 3:
                told.add(name)
                yield Problem(message, "places", {"name": name})
