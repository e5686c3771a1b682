"""What a librarian can count on when they save, publish, import and withdraw."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from datetime import date
from multiprocessing.queues import Queue
from pathlib import Path

import pytest

from depository import recordfile
from depository.editing.authors import Author, NotAllowed
from depository.editing.desk import Desk
from depository.editing.saving import Conflict, Saved
from depository.engine import Entry
from depository.errors import Invalid, RecordNotFound
from tests.depository.editing.desks import OLENA, PETRO, found, opened, story


def saved(desk: Desk, **values: object) -> Saved:
    return desk.save(story(**values), base=None, author=OLENA)  # type: ignore[arg-type]


def published(desk: Desk, **values: object) -> Saved:
    draft = saved(desk, **values)
    return desk.act(draft.record.id, "publish", base=draft.revision, author=OLENA)


def fields(invalid: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.field for problem in invalid.value.problems]


# ── saving ──


def test_a_new_record_is_a_draft_found_at_the_desk_and_by_no_reader(desk: Desk) -> None:
    result = saved(desk, status="published", reason="чому", added=date(2001, 1, 1))

    assert result.searchable
    assert desk.open("nova-biblioteka").record == result.record
    assert (result.record.status, result.record.reason) == ("draft", None)
    assert (result.record.added, result.record.updated) == (date.today(), date.today())
    assert found(desk, "верболозу", "draft") == {"nova-biblioteka"}
    assert found(desk, "верболозу") == found(desk, "верболозу", "review") == set()


def test_drafts_leave_no_trace_in_what_readers_search(desk: Desk) -> None:
    before = (desk.depository.engine.lexicon(), desk.depository.counts(), desk.depository.engine.revisions())
    words, counts, revisions = dict(before[0]), before[1], dict(before[2])

    saved(desk)
    desk.depository.refresh()

    assert dict(desk.depository.engine.lexicon()) == words
    assert desk.depository.counts() == counts
    assert dict(desk.depository.engine.revisions()) == revisions
    assert not desk.depository.suggest("верболо")
    with pytest.raises(RecordNotFound):
        desk.depository.record("nova-biblioteka")


def test_everything_wrong_with_a_new_record_is_told_at_once(desk: Desk) -> None:
    taken = sorted(desk.depository.corpus.states())[0]
    wrong = story(taken, themes=["tourism", "nemaye"], places=["atlantyda"], kind="rozpovid")

    with pytest.raises(Invalid) as invalid:
        desk.save(wrong, base=None, author=OLENA)

    assert fields(invalid) == ["id", "themes[2]", "places[1]", "kind"]


def test_an_editor_changes_the_words_and_the_desk_keeps_state_and_dates(desk: Desk) -> None:
    first = published(desk)
    changed = first.record.model_copy(
        update={"title": "Читальня просто неба", "status": "withdrawn", "added": date(1999, 1, 1)}
    )

    second = desk.save(changed, base=first.revision, author=OLENA, reason="Точніша назва")

    assert second.record.title == "Читальня просто неба"
    assert (second.record.status, second.record.added) == ("published", first.record.added)
    assert found(desk, "читальня") == {"nova-biblioteka"}
    assert [step.reason for step in desk.history.steps("nova-biblioteka", limit=1)] == ["Точніша назва"]


def test_saving_what_is_there_already_is_no_step(desk: Desk) -> None:
    first = saved(desk)

    second = desk.save(first.record, base=first.revision, author=PETRO)

    assert (second.step, second.revision) == (None, first.revision)
    assert len(desk.history.steps("nova-biblioteka")) == 1


def test_nobody_overwrites_what_they_have_not_seen(desk: Desk) -> None:
    first = saved(desk)
    desk.save(story(title="Перша"), base=first.revision, author=OLENA)

    with pytest.raises(Conflict) as conflict:
        desk.save(story(title="Друга"), base=first.revision, author=PETRO)

    assert conflict.value.mine.title == "Друга"
    assert conflict.value.theirs.record.title == "Перша"
    assert conflict.value.base == first.record
    assert desk.open("nova-biblioteka").record.title == "Перша"


def test_a_change_in_the_file_itself_is_a_conflict_too(desk: Desk) -> None:
    first = saved(desk)
    path = desk.depository.corpus.path("nova-biblioteka")
    path.write_text(path.read_text(encoding="utf-8").replace("просто неба", "надворі"), encoding="utf-8")

    with pytest.raises(Conflict) as conflict:
        desk.save(story(title="Друга"), base=first.revision, author=PETRO)

    assert conflict.value.theirs.record.title == "Бібліотека надворі"
    assert [step.author for step in desk.history.steps("nova-biblioteka")] == ["outside", "olena"]


def test_a_record_taken_away_meanwhile_can_be_saved_anew(desk: Desk) -> None:
    first = saved(desk)
    desk.discard("nova-biblioteka", base=first.revision, author=OLENA)

    with pytest.raises(Invalid) as invalid:
        desk.save(first.record, base=first.revision, author=PETRO)

    assert fields(invalid) == ["id"]
    assert found(desk, "верболозу", "draft") == set()
    assert desk.save(first.record, base=None, author=PETRO).record.title == first.record.title


def test_a_save_is_found_by_the_next_refresh_though_the_index_was_busy(folder: Path) -> None:
    desk, other = opened(folder, wait=0.05), opened(folder)
    saved(desk, record_id="persha", title="Перша", body="Щось інше.")
    results: list[Saved] = []

    def saving() -> Iterator[Entry]:
        yield desk.unpublished.language.entry(story("inshyi-zapys"), "somebody else's")
        results.append(desk.save(story(), base=None, author=OLENA))

    other.unpublished.engine.put(saving())

    assert [result.searchable for result in results] == [False]
    assert desk.open("nova-biblioteka").record == results[0].record
    desk.unpublished.refresh()
    assert found(desk, "верболозу", "draft") == {"nova-biblioteka"}


def _saving(folder: Path, title: str, base: str, outcomes: Queue[str]) -> None:
    try:
        outcomes.put(opened(folder).save(story(title=title), base=base, author=OLENA).record.title)
    except Conflict as conflict:
        outcomes.put(f"not {conflict.mine.title} but {conflict.theirs.record.title}")


def test_of_two_processes_that_save_one_record_at_once_the_second_is_told(desk: Desk, folder: Path) -> None:
    first = saved(desk)
    context = multiprocessing.get_context("spawn")
    outcomes: Queue[str] = context.Queue()
    processes = [
        context.Process(target=_saving, args=(folder, title, first.revision, outcomes))
        for title in ("Перша", "Друга")
    ]
    for process in processes:
        process.start()
    told = {outcomes.get(timeout=120) for _ in processes}
    for process in processes:
        process.join()

    won = desk.open("nova-biblioteka").record.title
    lost = ({"Перша", "Друга"} - {won}).pop()
    assert told == {won, f"not {lost} but {won}"}
    assert found(desk, won, "draft") == {"nova-biblioteka"}


# ── the way to readers ──


def test_a_draft_is_sent_returned_with_a_comment_and_published(desk: Desk) -> None:
    draft = desk.save(story(), base=None, author=PETRO)
    sent = desk.act("nova-biblioteka", "submit", base=draft.revision, author=PETRO)
    returned = desk.act(
        "nova-biblioteka", "return", base=sent.revision, author=OLENA, reason="Додайте джерело."
    )

    assert sent.record.status == "review"
    assert (returned.record.status, returned.record.reason) == ("draft", "Додайте джерело.")

    again = desk.act("nova-biblioteka", "submit", base=returned.revision, author=PETRO)
    assert again.record.reason is None
    assert found(desk, "верболозу", "review") == {"nova-biblioteka"}

    public = desk.act("nova-biblioteka", "publish", base=again.revision, author=OLENA)
    assert public.searchable
    assert found(desk, "верболозу") == {"nova-biblioteka"}
    assert found(desk, "верболозу", "review") == found(desk, "верболозу", "draft") == set()
    actions = [step.action for step in desk.history.steps("nova-biblioteka")]
    assert actions == ["publish", "submit", "return", "submit", "create"]


def test_without_its_source_nothing_is_published(desk: Desk) -> None:
    """By no door: a draft may wait for it, what readers see may not lose it, and neither may an import."""
    draft = saved(desk, source=None)
    shown = published(desk, record_id="druha-biblioteka")

    with pytest.raises(Invalid) as acted:
        desk.act(draft.record.id, "publish", base=draft.revision, author=OLENA)
    with pytest.raises(Invalid) as changed:
        bare = shown.record.model_copy(update={"source": None})
        desk.save(bare, base=shown.revision, author=OLENA)
    with pytest.raises(Invalid) as imported:
        desk.add_all([story("tretia-biblioteka", source=None)], author=OLENA, reason="", publish=True)

    assert fields(acted) == fields(changed) == fields(imported) == ["source"]
    assert desk.open(draft.record.id).record.status == "draft"
    assert desk.open(shown.record.id).record.source


def test_a_withdrawn_record_stays_known_with_its_reason_and_comes_back(desk: Desk) -> None:
    first = published(desk)
    successor = published(desk, record_id="inshyi-zapys")
    gone = desk.act(
        "nova-biblioteka",
        "withdraw",
        base=first.revision,
        author=OLENA,
        reason="Повтор.",
        replaced_by=successor.record.id,
    )

    known = desk.depository.record("nova-biblioteka").record
    assert (known.status, known.reason, known.replaced_by) == ("withdrawn", "Повтор.", "inshyi-zapys")
    assert found(desk, "верболозу") == {"inshyi-zapys"}
    assert found(desk, "верболозу", "withdrawn") == {"nova-biblioteka"}

    back = desk.act("nova-biblioteka", "restore", base=gone.revision, author=OLENA)
    assert (back.record.status, back.record.reason, back.record.replaced_by) == ("published", None, None)
    assert found(desk, "верболозу") == {"inshyi-zapys", "nova-biblioteka"}


def test_withdrawing_needs_a_reason_and_a_successor_that_readers_can_see(desk: Desk) -> None:
    first = published(desk)
    saved(desk, record_id="chernetka")

    with pytest.raises(Invalid) as invalid:
        desk.act(
            "nova-biblioteka",
            "withdraw",
            base=first.revision,
            author=OLENA,
            reason=" ",
            replaced_by="chernetka",
        )

    assert fields(invalid) == ["reason", "replaced_by"]
    assert desk.open("nova-biblioteka").revision == first.revision


def test_a_step_that_the_state_does_not_allow_is_refused(desk: Desk) -> None:
    draft = saved(desk)

    with pytest.raises(Invalid) as invalid:
        desk.act("nova-biblioteka", "restore", base=draft.revision, author=OLENA)

    assert fields(invalid) == ["status"]


def test_a_dead_link_is_a_warning_in_a_draft_and_refuses_publishing(desk: Desk) -> None:
    draft = saved(desk, body="Читайте [далі](record:nemaye-takoho).")

    assert [problem.field for problem in draft.warnings] == ["body"]
    with pytest.raises(Invalid) as invalid:
        desk.act("nova-biblioteka", "publish", base=draft.revision, author=OLENA)
    assert fields(invalid) == ["body"]
    assert desk.open("nova-biblioteka").record.status == "draft"


@pytest.mark.parametrize("action", ["publish", "return", "withdraw", "restore"])
def test_what_readers_see_is_for_librarians_to_decide(desk: Desk, action: str) -> None:
    draft = saved(desk)

    with pytest.raises(NotAllowed):
        desk.act("nova-biblioteka", action, base=draft.revision, author=PETRO, reason="Бо так")


def test_many_records_are_published_in_one_step_or_none_is(desk: Desk) -> None:
    """What one of them lacks is told with its file, and a revision nobody has seen stops all."""
    first, second = (
        saved(desk, id="persha"),
        saved(desk, id="druha", title="Друга", source=None),
    )
    bases = {each.record.id: each.revision for each in (first, second)}

    with pytest.raises(Invalid) as refused:
        desk.act_all(bases, "publish", author=OLENA)
    with pytest.raises(Conflict):
        desk.act_all({"persha": second.revision}, "publish", author=OLENA)
    with pytest.raises(NotAllowed):
        desk.act_all(bases, "publish", author=PETRO)

    assert [problem.file for problem in refused.value.problems] == ["records/druha.md"]
    assert {desk.open(each).record.status for each in bases} == {"draft"}

    mended = desk.save(story("druha", title="Друга"), base=second.revision, author=OLENA)
    step = desk.act_all({**bases, "druha": mended.revision}, "publish", author=OLENA, reason="Усі разом")

    assert (step.action, set(step.records), step.reason) == ("publish", set(bases), "Усі разом")
    assert found(desk, "верболозу") == set(bases) and not found(desk, "верболозу", "draft")
    with pytest.raises(Invalid) as again:
        desk.act_all({"persha": desk.open("persha").revision}, "publish", author=OLENA)
    assert fields(again) == ["status"]


def test_a_contributor_edits_drafts_and_what_they_sent_themselves(desk: Desk) -> None:
    draft = saved(desk)
    mine = desk.save(story(title="Моя"), base=draft.revision, author=PETRO)
    sent = desk.act("nova-biblioteka", "submit", base=mine.revision, author=PETRO)
    mended = desk.save(story(title="Краща"), base=sent.revision, author=PETRO)

    assert (mended.record.status, mended.record.title) == ("review", "Краща")
    with pytest.raises(NotAllowed):
        desk.save(story(title="Чужа"), base=mended.revision, author=Author("ivan"))
    public = desk.act("nova-biblioteka", "publish", base=mended.revision, author=OLENA)
    with pytest.raises(NotAllowed):
        desk.save(story(title="Запізно"), base=public.revision, author=PETRO)


# ── many at once, and back ──


def test_an_import_is_one_step_for_all_of_its_records(desk: Desk) -> None:
    step = desk.add_all([story("persha"), story("druha")], author=PETRO, reason="Збірка.docx")

    assert set(step.records) == {"persha", "druha"}
    assert desk.history.steps(limit=1) == (step,)
    assert found(desk, "верболозу", "draft") == {"persha", "druha"}


def test_an_import_larger_than_the_depository_leaves_what_was_there(desk: Desk) -> None:
    before = set(desk.depository.engine.revisions())
    many = [story(f"istoriia-{number}") for number in range(2 * len(before))]

    desk.add_all(many, author=OLENA, reason="", publish=True)

    assert set(desk.depository.engine.revisions()) == before | {record.id for record in many}


def test_one_wrong_record_keeps_the_whole_import_out(desk: Desk) -> None:
    before = desk.depository.corpus.states()

    with pytest.raises(Invalid) as invalid:
        desk.add_all(
            [story("persha"), story("druha", themes=["nemaye"]), story("persha")], author=OLENA, reason=""
        )

    told = {(problem.file, problem.field) for problem in invalid.value.problems}
    assert told == {("records/druha.md", "themes[1]"), ("records/persha.md", "id")}
    assert desk.depository.corpus.states() == before


def test_only_a_librarian_publishes_an_import(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.add_all([story()], author=PETRO, reason="", publish=True)

    desk.add_all([story()], author=OLENA, reason="", publish=True)
    assert found(desk, "верболозу") == {"nova-biblioteka"}


def test_an_import_undone_takes_its_drafts_away_and_withdraws_what_readers_saw(desk: Desk) -> None:
    step = desk.add_all([story("persha"), story("druha")], author=OLENA, reason="", publish=True)
    drafts = desk.add_all([story("tretia")], author=OLENA, reason="")

    desk.undo(step.id, author=OLENA, reason="Не той файл.")
    desk.undo(drafts.id, author=OLENA)

    for record_id in ("persha", "druha"):
        known = desk.depository.record(record_id).record
        assert (known.status, known.reason) == ("withdrawn", "Не той файл.")
    with pytest.raises(RecordNotFound):
        desk.open("tretia")
    assert found(desk, "верболозу") == found(desk, "верболозу", "draft") == set()
    assert found(desk, "верболозу", "withdrawn") == {"persha", "druha"}


def test_an_import_is_undone_though_its_records_went_on_since(desk: Desk) -> None:
    """Published, sent for review or withdrawn, they still have the words it brought."""
    names = ("persha", "druha", "tretia", "chetverta")
    step = desk.add_all([story(name) for name in names], author=OLENA, reason="")
    bases = {name: desk.open(name).revision for name in names}
    desk.act_all({name: bases[name] for name in names[:2]}, "publish", author=OLENA)
    desk.act("tretia", "submit", base=bases["tretia"], author=PETRO)
    gone = desk.act("druha", "withdraw", base=desk.open("druha").revision, author=OLENA, reason="Застаріло.")

    desk.undo(step.id, author=OLENA, reason="Не той файл.")

    assert desk.open("persha").record.reason == "Не той файл."
    assert desk.open("druha").record == gone.record
    assert {"tretia", "chetverta"}.isdisjoint(desk.depository.corpus.states())
    assert found(desk, "верболозу") == found(desk, "верболозу", "review") == set()
    with pytest.raises(Invalid):
        desk.undo(step.id, author=OLENA, reason="Ще раз.")


def test_an_import_is_not_undone_over_somebodys_later_work(desk: Desk) -> None:
    step = desk.add_all([story("persha"), story("druha")], author=OLENA, reason="")
    desk.save(story("druha", title="Виправлена"), base=desk.open("druha").revision, author=PETRO)

    with pytest.raises(Invalid) as invalid:
        desk.undo(step.id, author=OLENA)

    assert [problem.file for problem in invalid.value.problems] == ["records/druha.md"]
    assert {"persha", "druha"} <= set(desk.depository.corpus.states())


def test_an_undone_step_can_be_done_again(desk: Desk) -> None:
    first = saved(desk)
    step = desk.history.steps(limit=1)[0]

    undone = desk.undo(step.id, author=OLENA)
    desk.undo(undone.id, author=OLENA)

    assert desk.open("nova-biblioteka") == (first.record, first.revision)


def test_undoing_what_was_published_withdraws_it(desk: Desk) -> None:
    """With a reason, as whoever withdraws must give one."""
    published(desk)
    step = desk.history.steps(limit=1)[0]

    with pytest.raises(Invalid) as invalid:
        desk.undo(step.id, author=OLENA)
    desk.undo(step.id, author=OLENA, told="Крок скасовано.")

    known = desk.depository.record("nova-biblioteka").record
    assert [problem.field for problem in invalid.value.problems] == ["reason"]
    assert (known.status, known.reason) == ("withdrawn", "Крок скасовано.")


def test_the_rest_of_a_step_is_undone(desk: Desk) -> None:
    """What was changed since stays; where everything was, or vocabularies belong to it, nothing is undone."""
    step = desk.add_all([story("persha"), story("druha")], author=OLENA, reason="")
    desk.save(story("druha", title="Виправлена"), base=desk.open("druha").revision, author=PETRO)

    desk.undo(step.id, author=OLENA, rest=True)
    with pytest.raises(Invalid):
        desk.undo(step.id, author=OLENA, rest=True)

    left = desk.depository.corpus.states()
    assert "persha" not in left and desk.open("druha").record.title == "Виправлена"


def test_a_change_of_vocabularies_and_the_records_that_follow_are_one_step(desk: Desk) -> None:
    first = published(desk)
    text = desk.depository.corpus.vocabulary_text("themes")
    longer = f"{text}\n- id: chytalni\n  prefLabel: {{uk: Читальні, en: Reading rooms}}\n"
    follows = first.record.model_copy(update={"themes": ("chytalni",)})

    step = desk.change_all([follows], {"themes": longer}, author=OLENA, action="add-theme")

    assert set(step.files) == {"records/nova-biblioteka.md", "vocabularies/themes.yaml"}
    assert "chytalni" in desk.depository.vocabularies.themes
    assert found(desk, "читальні") == {"nova-biblioteka"}

    desk.undo(step.id, author=OLENA)
    assert desk.depository.corpus.vocabulary_text("themes") == text
    assert desk.open("nova-biblioteka").record.themes == ("tourism",)


def test_a_theme_that_records_have_by_now_is_not_undone(desk: Desk) -> None:
    text = desk.depository.corpus.vocabulary_text("themes")
    longer = f"{text}\n- id: chytalni\n  prefLabel: {{uk: Читальні, en: Reading rooms}}\n"
    step = desk.change_all([], {"themes": longer}, author=OLENA, action="add-theme")
    saved(desk, themes=["chytalni"])

    with pytest.raises(Invalid) as invalid:
        desk.undo(step.id, author=OLENA)

    assert fields(invalid) == ["themes"]
    assert "chytalni" in desk.depository.corpus.vocabularies().themes


def test_ids_of_a_vocabulary_are_for_ever(desk: Desk) -> None:
    text = desk.depository.corpus.vocabulary_text("kinds")
    shorter = text[: text.rindex("\n- id:") + 1]

    with pytest.raises(Invalid) as invalid:
        desk.change_all([], {"kinds": shorter}, author=OLENA, action="edit-kinds")

    assert fields(invalid) == ["kinds"]
    assert desk.depository.corpus.vocabulary_text("kinds") == text


def test_records_that_changed_meanwhile_stop_a_change_of_many(desk: Desk) -> None:
    first = saved(desk)
    desk.save(story(title="Інша"), base=first.revision, author=PETRO)

    with pytest.raises(Conflict):
        desk.change_all(
            [story(themes=["culture"])],
            {},
            author=OLENA,
            action="merge-themes",
            bases={"nova-biblioteka": first.revision},
        )

    assert desk.open("nova-biblioteka").record.title == "Інша"


# ── versions ──


def test_an_earlier_version_comes_back_in_the_present_state(desk: Desk) -> None:
    first = published(desk)
    second = desk.save(story(title="Гірша назва"), base=first.revision, author=OLENA)
    begun = desk.history.steps("nova-biblioteka")[-1]

    back = desk.restore("nova-biblioteka", begun.id, base=second.revision, author=OLENA)

    assert (back.record.title, back.record.status) == ("Бібліотека просто неба", "published")
    assert back.record.added == first.record.added
    assert found(desk, "бібліотека просто неба") >= {"nova-biblioteka"}


def test_the_present_words_brought_back_make_no_step(desk: Desk) -> None:
    first = published(desk)
    steps = desk.history.steps("nova-biblioteka")

    back = desk.restore("nova-biblioteka", steps[-1].id, base=first.revision, author=OLENA)

    assert (back.step, back.revision) == (None, first.revision)
    assert desk.history.steps("nova-biblioteka") == steps


def test_a_draft_taken_away_comes_back(desk: Desk) -> None:
    first = saved(desk)
    step = desk.history.steps(limit=1)[0]
    desk.discard("nova-biblioteka", base=first.revision, author=OLENA)

    back = desk.restore("nova-biblioteka", step.id, base=None, author=OLENA)

    assert back.record.model_copy(update={"updated": first.record.updated}) == first.record


def test_a_file_that_somebody_broke_is_mended_by_an_earlier_version(desk: Desk) -> None:
    saved(desk)
    step = desk.history.steps(limit=1)[0]
    desk.depository.corpus.path("nova-biblioteka").write_text("---\ntitle: [\n", encoding="utf-8")

    desk.restore("nova-biblioteka", step.id, base=None, author=OLENA)

    assert desk.open("nova-biblioteka").record.title == "Бібліотека просто неба"


def test_an_earlier_version_never_hides_what_readers_saw(desk: Desk) -> None:
    first = published(desk)
    begun = desk.history.steps("nova-biblioteka")[-1]

    with pytest.raises(Invalid) as invalid:
        desk.restore("nova-biblioteka", begun.id, base=None, author=OLENA)
    with pytest.raises(Invalid):
        desk.discard("nova-biblioteka", base=first.revision, author=OLENA)

    assert fields(invalid) == ["id"]
    assert recordfile.parse(desk.history.version("nova-biblioteka", begun.id) or "").status == "draft"
    assert desk.open("nova-biblioteka").record.is_published
