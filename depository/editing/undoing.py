"""A whole step taken back: what every file it touched becomes, or why that cannot be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath

from depository import recordfile
from depository.corpus import Corpus
from depository.editing.acceptance import vanished
from depository.editing.history import History, Step
from depository.editing.workflow import PUBLIC, standing_as
from depository.errors import N_, Invalid, Problem, RecordNotFound
from depository.record import Record
from depository.service import Depository
from depository.vocabulary import Vocabularies
from depository.wellformed import problems_in

_FILED, _NAMED = "records", "vocabularies"
# So many problems are enough to see that a step cannot be undone.
_MOST_TOLD = 20
# Said of each file that is not as the step left it any more.
CHANGED_SINCE = N_("“{given}” was changed since: take the later change back first.")
_NO_REASON = N_("A reason is needed, for readers have seen what goes: write in a sentence why.")
_ALL_GONE = N_("Nothing is left to take back: readers find none of its records any more.")
_FACET_OF = {"themes": "theme", "places": "city", "kinds": "kind"}


def texts_before(
    step_id: str,
    history: History,
    depository: Depository,
    unpublished: Depository,
    reason: str,
    *,
    rest: bool = False,
) -> dict[str, str | None]:
    """The files of a step as they were before it; None is one that was not there.

    What readers saw is not taken from them without a word: it is withdrawn, with `reason`. Raises Invalid
    with every problem; files that were changed since are named, or left out where the `rest` is wanted.
    """
    problems = list(_changed_since(step_id, history, depository.corpus))
    left = {problem.file for problem in problems}
    if problems and not (rest and rest_of(history.step(step_id), left)):
        raise Invalid(problems)
    texts: dict[str, str | None] = {}
    for file, text in _before(step_id, history).items():
        if file in left or (text is None and _is_withdrawn(file, depository.corpus)):
            continue
        texts[file] = _kept_public(file, text, depository.corpus, reason) if _is_of(file, _FILED) else text
    if not texts:
        raise Invalid([Problem(_ALL_GONE, "step")])
    then = depository.corpus.vocabularies(
        instead={PurePosixPath(file).stem: text or "" for file, text in texts.items() if _is_of(file, _NAMED)}
    )
    problems = [*_still_used(texts, then, depository, unpublished), *_unfit(texts, then)]
    if problems:
        raise Invalid(problems[:_MOST_TOLD])
    return texts


def rest_of(step: Step | None, changed: Collection[str]) -> tuple[str, ...]:
    """The files of a step that can be taken back though others were changed since: records, each by itself.

    A change of the vocabularies goes back with all its records, or not at all.
    """
    files = step.files if step else ()
    if not all(_is_of(file, _FILED) for file in files):
        return ()
    return tuple(file for file in files if file not in changed)


def _changed_since(step_id: str, history: History, corpus: Corpus) -> Iterator[Problem]:
    if history.step(step_id) is None:
        yield Problem(N_("There is no such step: look in the history again."), "step")
    for file in history.changed_since(step_id):
        if not _only_went_on(file, step_id, history, corpus):
            yield Problem(CHANGED_SINCE, "step", {"given": PurePosixPath(file).stem}, file)


def _only_went_on(file: str, step_id: str, history: History, corpus: Corpus) -> bool:
    """Whether the record that the step made has its words still: it was published since, or withdrawn."""
    now = _present(file, corpus) if _is_of(file, _FILED) else None
    try:
        if now is None or history.data(file, step_id, before=True) is not None:
            return False
        made = history.version(now.id, step_id)
        return made is not None and standing_as(recordfile.parse(made), now) == now
    except (KeyError, Invalid):  # what it made is lost, or was no record
        return False


def _before(step_id: str, history: History) -> dict[str, str | None]:
    lost = N_("What was there before is lost: this step cannot be undone.")
    step = history.step(step_id)
    found: dict[str, str | None] = {}
    try:
        for file in step.files if step else ():
            data = history.data(file, step_id, before=True)
            found[file] = None if data is None else data.decode()
    except KeyError as missing:
        raise Invalid([Problem(lost, "step", file=str(missing.args[0]))]) from missing
    except UnicodeDecodeError as error:
        raise Invalid([Problem(lost, "step")]) from error
    return found


def _kept_public(file: str, before: str | None, corpus: Corpus, reason: str) -> str | None:
    """`before`, unless that would hide what readers were shown: then the record as it is, withdrawn."""
    now = _present(file, corpus)
    if now is None or now.status not in PUBLIC or _was_public(before):
        return before
    why = now.reason or reason.strip()
    if not why:
        raise Invalid([Problem(_NO_REASON, "reason")])
    withdrawn = {"status": "withdrawn", "reason": why, "updated": date.today()}
    return corpus.rendered(now.model_copy(update=withdrawn))


def _is_withdrawn(file: str, corpus: Corpus) -> bool:
    now = _present(file, corpus) if _is_of(file, _FILED) else None
    return now is not None and now.status == "withdrawn"


def _present(file: str, corpus: Corpus) -> Record | None:
    """The record as it is now; None where it is not there or cannot be read."""
    try:
        return corpus.read(PurePosixPath(file).stem).record
    except (RecordNotFound, Invalid):
        return None


def _was_public(text: str | None) -> bool:
    record: Record | None
    try:
        record = None if text is None else recordfile.parse(text)
    except Invalid:
        return True  # it cannot be told; the file comes back as it was
    return record is not None and record.status in PUBLIC


def _still_used(
    texts: Mapping[str, str | None], then: Vocabularies, depository: Depository, unpublished: Depository
) -> Iterator[Problem]:
    """Concepts that would vanish though records have them that the step did not touch."""
    if not any(_is_of(file, _NAMED) for file in texts):
        return
    try:
        now = depository.corpus.vocabularies()
    except Invalid:  # the step broke them, and nobody could use what it added
        return
    for problem in vanished(now, then):
        concept = str(problem.values["given"])
        cards = [
            card for d in (depository, unpublished) for card in d.cards(_FACET_OF[problem.field], concept)
        ]
        users = [card.id for card in cards if f"records/{card.id}.md" not in texts]
        if users:
            message = N_("“{given}” is in use by now, in “{record}”: take it out of there first.")
            yield Problem(message, problem.field, {"given": concept, "record": users[0]})


def _unfit(texts: Mapping[str, str | None], then: Vocabularies) -> Iterator[Problem]:
    """Records whose themes, places or kind would be unknown: they were filed otherwise since, or go."""
    for file, text in texts.items():
        if text is None or not _is_of(file, _FILED):
            continue
        try:
            record = recordfile.parse(text)
        except Invalid:
            continue  # it was so before
        for problem in problems_in(record, then):
            yield recordfile.located(problem, text, file)


def _is_of(file: str, folder: str) -> bool:
    return file.startswith(f"{folder}/")
