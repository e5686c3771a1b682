"""Records that may be the same story are found, and what is merely on the same subject is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from depository.corpus import Corpus
from depository.record import Record
from depository.service import Depository
from indexer.intake.likeness import Likeness
from indexer.ukrainian import Ukrainian
from indexer.whoosh_engine import WhooshEngine

BODY = (
    "У Полтаві відкрили майстерню, де містяни лагодять праски, стільці та велосипеди. Інструменти "
    "купили за громадські внески, а приміщення дала міська рада.\n"
    "\n"
    "За два роки волонтери відремонтували 2300 речей. Великогабаритного сміття поменшало, а майстерня "
    "стала місцем, де сусіди знайомляться між собою.\n"
    "\n"
    "Щосуботи тут вчать дітей тримати викрутку. Найстаршому учневі сімдесят чотири роки: він полагодив "
    "власний радіоприймач."
)
OTHER = (
    "У Коломиї відкрили майстерню, де шиють торбинки. Тканину привозять підприємства, а приміщення дала"
    " міська рада.\n"
    "\n"
    "За рік майстрині пошили дві тисячі торбинок, і половину з них роздали на ринку."
)


def record(record_id: str, title: str, body: str, themes: tuple[str, ...] = ("waste-management",)) -> Record:
    return Record(
        id=record_id, kind="success-story", title=title, places=("poltava",), themes=themes,
        status="published", body=body,
    )  # fmt: skip


@pytest.fixture
def likeness(copied: Path, tmp_path: Path) -> Likeness:
    """A collection with two stories beside those of the corpus, the second twice."""
    corpus = Corpus(copied)
    corpus.save(record("poltava-maisternia", "Полтава лагодить старі речі", BODY))
    corpus.save(record("kolomyia-torbynky", "Торбинки замість пакетів", OTHER))
    corpus.save(record("kolomyia-torbynky-2", "Коломия шиє торбинки", OTHER + "\n\nДодано згодом."))
    depository = Depository(corpus, WhooshEngine(tmp_path / "index"), Ukrainian, tmp_path)
    depository.refresh()
    return Likeness(depository)


def test_the_same_text_is_the_same_file(likeness: Likeness) -> None:
    """Whatever is done to its spaces, marks and title."""
    text = BODY.replace("\n\n", "\n \n\n").replace("майстерню", "**майстерню**")

    alike = likeness.alike("Зовсім інша назва", text)

    assert [(a.record_id, a.why, a.likeness) for a in alike] == [("poltava-maisternia", "same file", 1.0)]


def test_a_text_with_changed_words_is_much_alike(likeness: Likeness) -> None:
    changed = (
        BODY.replace("містяни", "мешканці")
        .replace("волонтери", "добровольці")
        .replace("Щосуботи", "Щонеділі")
    )

    alike = likeness.alike("Майстерня", changed)

    assert [(a.record_id, a.why) for a in alike] == [("poltava-maisternia", "same text")]
    assert 0.5 < alike[0].likeness < 1


def test_a_part_of_a_text_is_alike(likeness: Likeness) -> None:
    """A story that stands whole in a longer one."""
    alike = likeness.alike(
        "Звіт", "Інше речення на початку.\n\n" + BODY + "\n\n" + "Ще кілька слів про громаду. " * 30
    )

    assert alike[0].record_id == "poltava-maisternia"


def test_the_same_title_is_told_though_the_text_is_new(likeness: Likeness) -> None:
    alike = likeness.alike(
        "ПОЛТАВА ЛАГОДИТЬ СТАРІ РЕЧІ!", "Новий текст без спільних слів із тим, що вже є в нас."
    )

    assert ("poltava-maisternia", "same title") in [(a.record_id, a.why) for a in alike]


def test_another_story_on_the_same_subject_is_not_alike(likeness: Likeness) -> None:
    text = (
        "У Мелітополі відкрили майстерню, де лагодять велосипеди. Міська рада дала приміщення, волонтери – "
        "час."
    )

    assert likeness.alike("Велосипедна майстерня", text) == ()


def test_a_record_is_not_alike_itself(likeness: Likeness) -> None:
    assert likeness.alike("Полтава лагодить старі речі", BODY, besides="poltava-maisternia") == ()


def test_pairs_of_the_whole_collection(likeness: Likeness) -> None:
    """For the quality board: only the story that is there twice."""
    pairs = likeness.pairs()

    assert [{pair.one.id, pair.other.id} for pair in pairs] == [{"kolomyia-torbynky", "kolomyia-torbynky-2"}]
    assert pairs[0].likeness > 0.9


def test_neighbors_are_filed_as_the_text_may_be(likeness: Likeness, analyzer) -> None:  # type: ignore[no-untyped-def]
    near = likeness.neighbors(
        analyzer.tokens("Містяни лагодять праски та велосипеди у майстерні з волонтерами.")
    )

    assert near[0].title == "Полтава лагодить старі речі"
    assert near[0].themes == ("waste-management",)


def test_a_collection_without_an_index_has_nothing_alike(corpus: Path, tmp_path: Path) -> None:
    depository = Depository(Corpus(corpus), WhooshEngine(tmp_path / "index"), Ukrainian, tmp_path)

    assert Likeness(depository).alike("Назва", BODY) == ()
