"""Stories of one import that are the same are told at the later one."""

from __future__ import annotations

from depository.intake import Proposal, Taken
from indexer.intake.siblings import Siblings

STORY = (
    "Громада Бара полагодила старий млин і відкрила при ньому пекарню. Тепер тут щодня печуть хліб для "
    "шкіл, а по суботах показують дітям, як меле камінь. Роботу отримали шестеро людей із сусідніх сіл."
)
OTHER = (
    "У Хмільнику запрацював велосипедний маршрут уздовж річки. Дорогу позначили самі школярі, а майстерня "
    "при вокзалі безкоштовно лагодить велосипеди всім, хто приїхав потягом."
)


def taken(file: str, *stories: str, title: str = "Млин", place: str = "bar") -> Taken:
    values = ({"id": f"bar-{n}", "title": title, "places": [place], "body": s} for n, s in enumerate(stories))
    return Taken(file, "read", tuple(Proposal(each, file=file, line=n) for n, each in enumerate(values, 2)))


def told(found: Taken) -> list[tuple[str, str]]:
    return [(alike.file, alike.why) for proposal in found.proposals for alike in proposal.alike]


def test_the_same_words_in_another_setting_are_the_same_story() -> None:
    siblings = Siblings()
    siblings.met(taken("сторінка.html", f"## Виклик\n\n{STORY}"))

    found = siblings.met(taken("таблиця.csv", OTHER, f"**Виклик.** {STORY}", title="Інше", place="bar-2"))

    assert told(found) == [("сторінка.html:2", "same file")]


def test_a_story_changed_here_and_there_is_much_alike() -> None:
    siblings = Siblings()
    siblings.met(taken("а.md", OTHER, STORY))

    found = siblings.met(taken("б.md", STORY.replace("щодня", "завжди"), title="Пекарня"))

    assert told(found) == [("а.md:3", "same text")]


def test_a_story_is_found_within_a_long_one() -> None:
    siblings = Siblings()
    long = " ".join(f"Слово{n} стоїть{n} окремо{n}." for n in range(400))
    siblings.met(taken("книга.md", f"{long} {STORY} {long[::-1]}"))

    assert told(siblings.met(taken("а.md", STORY, title="Пекарня"))) == [("книга.md:2", "same text")]


def test_one_title_in_two_towns_is_two_stories() -> None:
    siblings = Siblings()
    siblings.met(taken("а.md", STORY))

    assert told(siblings.met(taken("б.md", OTHER, place="khmilnyk"))) == []
    assert told(siblings.met(taken("в.md", OTHER.replace(" ", "ма ")))) == [("а.md:2", "same title")]


def test_within_one_file_the_first_is_told_at_the_second() -> None:
    assert told(Siblings().met(taken("а.csv", STORY, OTHER, STORY, title=""))) == [("а.csv:2", "same file")]
