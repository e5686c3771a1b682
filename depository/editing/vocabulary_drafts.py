"""The vocabularies on their way from one state to another, and the records that follow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Literal

from depository import recordfile
from depository.corpus import Corpus, read_text
from depository.editing.acceptance import refiled
from depository.editing.vocabulary_text import Row, VocabularyText
from depository.errors import N_, Invalid, Problem, RecordNotFound
from depository.record import Record
from depository.vocabulary import Place, Places, Theme, Themes

Named = Literal["themes", "places"]

_NO_CONCEPT = N_("There is no “{given}” in {file}: choose one from the list.")
_NO_WORD = N_("This field is required: add it.")


class Drafts:
    """Texts to be, records that follow, and what was met on the way: problems, notes, records concerned."""

    def __init__(self, corpus: Corpus) -> None:
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.records: list[Record] = []
        self.concerned: list[str] = []
        self._corpus = corpus
        self._known = corpus.vocabularies()
        self._texts: dict[str, VocabularyText] = {}

    def refuse(self, name: str, message: str, **values: object) -> None:
        self.problems.append(Problem(message, name, values))

    def text(self, vocabulary: str) -> VocabularyText:
        if vocabulary not in self._texts:
            gap = "" if vocabulary == "synonyms" else "\n"
            self._texts[vocabulary] = VocabularyText(_text(self._corpus, vocabulary), gap=gap)
        return self._texts[vocabulary]

    def texts(self) -> dict[str, str]:
        """New texts of the files that differ from what they were."""
        texts = {name: draft.text() for name, draft in self._texts.items()}
        return {name: text for name, text in texts.items() if text != _text(self._corpus, name)}

    def row(self, vocabulary: Named, concept_id: str, name: str = "id") -> Row | None:
        """The entry of a concept; where there is none, that is a problem of the field `name`."""
        if concept_id not in self._concepts(vocabulary):
            self.refuse(name, _NO_CONCEPT, given=concept_id, file=f"{vocabulary}.yaml")
            return None
        draft = self.text(vocabulary)
        return draft.edit(next(n for n, row in enumerate(draft.rows) if row.get("id") == concept_id))

    def names(self, vocabulary: Named, concept_id: str) -> Collection[str]:
        """All that a concept is called, in small letters."""
        return next(_names(concept) for concept in self._concepts(vocabulary) if concept.id == concept_id)

    def refuse_taken(self, vocabulary: Named, concept_id: str) -> None:
        taken = [concept.id for concept in self._concepts(vocabulary)]
        if concept_id in taken or vocabulary == "themes" and concept_id in self._known.themes.merged:
            self.refuse("id", N_("The id “{given}” is taken already: choose another one."), given=concept_id)

    def refuse_names(self, vocabulary: Named, concept_id: str, uk: str, en: str) -> None:
        """Names that are missing, or those of another concept."""
        message = N_("“{other}” is called “{given}” already: choose another name, or use what is there.")
        for name, text in (("uk", uk), ("en", en)):
            if not text:
                self.refuse(name, _NO_WORD)
            for concept in self._concepts(vocabulary):
                if concept.id != concept_id and concept.label.in_language(name).lower() == text.lower():
                    self.refuse(name, message, given=text, other=concept.id)

    def note_others(self, vocabulary: Named, concept_id: str, label: str) -> None:
        """Concepts that are called so too: a search for it finds the records of both."""
        message = N_("“{given}” is also a name of “{other}”: a search for it will find the records of both.")
        for concept in self._concepts(vocabulary):
            if concept.id != concept_id and label.lower() in _names(concept):
                self.notes.append(Problem(message, "label", {"given": label, "other": concept.label.uk}))

    def concern(self, vocabulary: Named, concept_id: str) -> None:
        """Count the records filed under a concept, whatever their state."""
        for record_id, text in _texts_with(self._corpus, concept_id):
            if concept_id in (recordfile.fields(text).get(vocabulary) or ()):
                self.concerned.append(record_id)

    def follow(self, source: str, target: str) -> None:
        """Change every record that names the theme `source`, in its themes or in a link."""
        for record_id, text in _texts_with(self._corpus, source):
            if record_id not in self.concerned and f"theme:{source}" not in text:
                continue
            try:
                record = self._corpus.read(record_id).record
            except Invalid:
                message = N_("The file of the record “{given}” has mistakes: mend them first.")
                self.refuse("source", message, given=record_id)
                continue
            followed = refiled(record, source, target)
            if followed != record:
                self.records.append(followed)

    def _concepts(self, vocabulary: Named) -> Themes | Places:
        return self._known.themes if vocabulary == "themes" else self._known.places


def _text(corpus: Corpus, vocabulary: str) -> str:
    return corpus.vocabulary_text(vocabulary).replace("\r\n", "\n")


def _names(concept: Theme | Place) -> Collection[str]:
    if isinstance(concept, Theme):
        more: Iterable[str] = (*concept.alt.uk, *concept.alt.en, *concept.hidden)
    else:
        more = (*concept.aliases, *concept.variants)
    return {name.lower() for name in (concept.label.uk, concept.label.en, *more)}


def _texts_with(corpus: Corpus, word: str) -> Iterator[tuple[str, str]]:
    """Record files that hold `word`; the others are not worth parsing."""
    for record_id in sorted(corpus.states()):
        try:
            text = read_text(corpus.path(record_id))
        except (Invalid, RecordNotFound):
            continue
        if word in text:
            yield record_id, text
