"""What a reader, a librarian and a program can count on when they ask the depository."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from depository import recordfile
from depository.corpus import Corpus
from depository.errors import Invalid, RecordNotFound
from depository.query import PAGE_SIZE, Query
from depository.results import FacetValue
from depository.schema import FACETS
from depository.service import Depository
from indexer.ukrainian import Ukrainian
from indexer.whoosh_engine import WhooshEngine

TEXTS = ["", "бюджет", "туризм", "як сортувати сміття", "Вінниця", "жінки 2020", "-бюджет", "місто:Полтава"]


@pytest.fixture
def own(corpus: Path, tmp_path: Path) -> Depository:
    """A depository over a copy of the corpus that a test may change."""
    shutil.copytree(corpus, tmp_path / "corpus")
    for path in sorted((tmp_path / "corpus" / "records").iterdir())[12:]:
        path.unlink()
    return opened(tmp_path)


def opened(folder: Path) -> Depository:
    data = folder / "data"
    return Depository(Corpus(folder / "corpus"), WhooshEngine(data / "index"), Ukrainian, data)


def values(tree: tuple[FacetValue, ...]) -> Iterator[FacetValue]:
    for value in tree:
        yield value
        yield from values(value.children)


def ids(depository: Depository, query: Query) -> set[str]:
    found: set[str] = set()
    for page in range(1, depository.search(query).pages + 1):
        found |= {hit.card.id for hit in depository.search(query.on_page(page)).hits}
    return found


@pytest.mark.parametrize("seed", range(8))
def test_a_facet_says_the_number_of_the_page_it_links_to(depository: Depository, seed: int) -> None:
    """Click = count: adding a value leads to as many records as stand beside it, whatever else is chosen."""
    chance = random.Random(seed)
    query = Query(chance.choice(TEXTS))
    for _ in range(chance.randint(0, 2)):
        name, value = chance.choice(
            [(n, v) for n, tree in depository.search(query).facets.items() for v in values(tree)]
        )
        query = query.with_filter(name, value.value)
    results = depository.search(query)
    shown = [(n, v) for n, tree in results.facets.items() for v in values(tree) if not v.selected]

    for name, value in chance.sample(shown, min(12, len(shown))):
        alone = query.without_facet(name).with_filter(name, value.value)
        assert depository.search(alone).total == value.count, (query, name, value)


def test_values_of_a_facet_add_up_and_facets_narrow(depository: Depository) -> None:
    poltava, vinnytsia = Query().with_filter("city", "poltava"), Query().with_filter("city", "vinnytsia")
    both = poltava.with_filter("city", "vinnytsia")

    assert ids(depository, both) == ids(depository, poltava) | ids(depository, vinnytsia)
    narrowed = both.with_filter("year", "2020")
    assert ids(depository, narrowed) == ids(depository, both) & ids(
        depository, Query().with_filter("year", "2020")
    )


def test_a_chosen_value_stays_visible_at_zero(depository: Depository) -> None:
    results = depository.search(Query("мед").with_filter("city", "enerhodar"))

    assert results.total == 0
    chosen = [v for v in values(results.facets["city"]) if v.selected]
    assert chosen == [FacetValue("enerhodar", 0, True)]


def test_years_are_inclusive_bounds(depository: Depository) -> None:
    within = Query(year_from=2018, year_to=2019)

    either = ids(depository, Query(filters=(("year", "2018"), ("year", "2019"))))
    assert ids(depository, within) == either != set()


def test_every_record_is_found_once_over_the_pages(depository: Depository) -> None:
    pages = [depository.search(Query(page=page)) for page in range(1, depository.search(Query()).pages + 1)]
    found = [hit.card.id for results in pages for hit in results.hits]

    assert len(found) == len(set(found)) == pages[0].total == len(depository.corpus.states())
    assert all(len(results.hits) == PAGE_SIZE for results in pages[:-1])


@pytest.mark.parametrize("sort", ["relevance", "newest", "title"])
def test_an_order_changes_nothing_but_the_order(depository: Depository, sort: str) -> None:
    assert ids(depository, Query("бюджет", sort=sort)) == ids(depository, Query("бюджет"))


def test_what_cannot_be_chosen_is_refused_all_at_once(depository: Depository) -> None:
    with pytest.raises(Invalid) as caught:
        depository.search(Query(filters=(("city", "atlantyda"), ("theme", "magic")), sort="random"))

    assert [problem.field for problem in caught.value.problems] == ["city", "theme", "sort"]


def test_nothing_found_says_what_would_help(depository: Depository) -> None:
    results = depository.search(Query("космічний телескоп туризм").with_filter("city", "enerhodar"))

    assert results.total == 0
    assert set(results.missing) == {"космічний", "телескоп"}
    for suggestion in results.rescue:
        assert depository.search(suggestion.query).total == suggestion.total > 0


def test_offers_say_how_many_they_would_leave(depository: Depository) -> None:
    results = depository.search(Query("туризм Яремче 2020"))

    offers = {s.query.filters[-1]: s.total for s in results.offers}
    assert ("city", "yaremche") in offers
    for suggestion in results.offers:
        assert depository.search(suggestion.query).total == suggestion.total


# ── the index and the corpus in step ──


def changed(depository: Depository, record_id: str, **fields: object) -> None:
    record = depository.corpus.read(record_id).record
    depository.corpus.save(record.model_copy(update=fields))


def test_a_new_file_is_found_after_a_refresh(own: Depository) -> None:
    own.refresh()
    first = own.corpus.read(sorted(own.corpus.states())[0]).record
    new = first.model_copy(update={"id": "novyi-zapys", "title": "Дирижаблі над ратушею"})
    own.corpus.path("novyi-zapys").write_text(recordfile.render(new), encoding="utf-8")

    assert own.search(Query("дирижабль")).total == 0
    refresh = own.refresh()

    assert (refresh.indexed, refresh.removed, refresh.unchanged) == (1, 0, 12)
    assert [hit.card.id for hit in own.search(Query("дирижаблем")).hits] == ["novyi-zapys"]


def test_only_what_changed_is_read_again(own: Depository) -> None:
    own.refresh()
    assert (own.refresh().indexed, own.refresh().unchanged) == (0, 12)
    record_id = sorted(own.corpus.states())[3]
    changed(own, record_id, title="Зовсім інша назва про цепеліни")

    assert own.refresh().indexed == 1
    assert [hit.card.id for hit in own.search(Query("цепелін")).hits] == [record_id]


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn"])
def test_only_published_records_are_found(own: Depository, status: str) -> None:
    own.refresh()
    record_id = sorted(own.corpus.states())[0]
    changed(own, record_id, status=status)

    refresh = own.refresh()

    assert (refresh.indexed, refresh.removed) == (0, 1)
    assert record_id not in ids(own, Query())
    assert own.refresh().unchanged == 12
    if status == "withdrawn":
        assert own.record(record_id).record.status == "withdrawn"
    else:
        with pytest.raises(RecordNotFound):
            own.record(record_id)


def test_a_deleted_file_leaves_the_index(own: Depository) -> None:
    own.refresh()
    record_id = sorted(own.corpus.states())[0]
    own.corpus.path(record_id).unlink()

    assert own.refresh().removed == 1
    assert record_id not in ids(own, Query())


def test_a_broken_file_is_named_and_the_others_are_searchable(own: Depository) -> None:
    record_id = sorted(own.corpus.states())[0]
    own.corpus.path(record_id).write_text("---\nid: [\n---\n", encoding="utf-8")

    refresh = own.refresh()

    assert refresh.indexed == 11
    assert refresh.problems[0].file == f"records/{record_id}.md"
    assert own.search(Query()).total == 11


def test_a_rebuild_gives_the_same_index(own: Depository) -> None:
    own.refresh()
    before = {text: [h.card.id for h in own.search(Query(text)).hits] for text in TEXTS}

    own.refresh(rebuild=True)

    assert {text: [h.card.id for h in own.search(Query(text)).hits] for text in TEXTS} == before


def test_another_process_sees_what_this_one_saved(own: Depository, tmp_path: Path) -> None:
    own.refresh()
    other = opened(tmp_path)
    assert other.search(Query("цепелін")).total == 0

    changed(own, sorted(own.corpus.states())[0], title="Цепелін")
    own.refresh()

    assert other.search(Query("цепелін")).total == 1


def test_a_new_synonym_works_after_a_refresh(own: Depository) -> None:
    own.refresh()
    changed(own, sorted(own.corpus.states())[0], title="Дирижаблі над ратушею")
    own.refresh()
    synonyms = own.corpus.folder / "vocabularies" / "synonyms.yaml"
    with synonyms.open("a", encoding="utf-8") as file:
        file.write("\n- same: [дирижабль, цепелін]\n")

    own.refresh()

    assert own.search(Query("цепеліном")).total == 1


def test_a_broken_vocabulary_stops_a_refresh_and_leaves_searches_alone(own: Depository) -> None:
    own.refresh()
    (own.corpus.folder / "vocabularies" / "synonyms.yaml").write_text("- same: мед\n", encoding="utf-8")

    with pytest.raises(Invalid) as caught:
        own.refresh()

    assert caught.value.problems[0].file == "vocabularies/synonyms.yaml"
    assert caught.value.problems[0].line == 1
    assert own.search(Query()).total == 12


def test_progress_reaches_the_end(own: Depository) -> None:
    seen: list[tuple[int, int]] = []

    own.refresh(progress=lambda done, total: seen.append((done, total)))

    assert seen[-1] == (12, 12)


def test_a_query_is_a_value(depository: Depository) -> None:
    query = Query("бюджет", page=3)
    narrowed = query.with_filter("city", "poltava")

    assert narrowed.page == 1 and query.page == 3
    assert narrowed.without_filter("city", "poltava") == replace(query, page=1)
    assert narrowed.toggled("city", "poltava").filters == ()
    assert all(name in FACETS for name, _ in narrowed.filters)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        "---\nid: x\n---\n".encode("utf-16"),
        b"---\nno fence",
        b"---\na: 1\na: 2\n---\n\nx\n",
    ],
)
def test_whatever_falls_into_the_folder_stops_nothing(own: Depository, content: bytes) -> None:
    (own.corpus.folder / "records" / "aaa.md").write_bytes(content)

    refresh = own.refresh()

    assert refresh.indexed == 12
    assert {problem.file for problem in refresh.problems if "aaa" in problem.file} == {"records/aaa.md"}
    assert own.search(Query()).total == 12
