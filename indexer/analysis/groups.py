"""Groups of synonyms, as a librarian wrote them, by what they are recognised by in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from depository.vocabulary import Synonyms
from indexer.analysis import tokens
from indexer.analysis.phrasebook import Phrasebook
from indexer.analysis.phrasebook import Word as PhraseWord
from indexer.analysis.repair import fold, repair
from indexer.analysis.words import Word, Words

# «Малий і середній бізнес» is «малий та середній бізнес».
_AND = frozenset({"=і", "=й", "=та"})


class Groups:
    """Which groups a word belongs to. Expressions of several words are taught to the phrasebook."""

    def __init__(self, synonyms: Iterable[Synonyms], words: Words, phrases: Phrasebook) -> None:
        self._words = words
        self._by_lemma: dict[str, tuple[str, ...]] = {}
        # Abbreviations whose small letters are another word: only met in capitals.
        self._by_capitals: dict[str, tuple[str, ...]] = {}
        for group in synonyms:
            # An entry of `words` alone leads to a theme; the thesaurus reads those.
            if not group.same:
                continue
            meaning = term_of(group.same)
            for item in group.same:
                forms = list(forms_of(item))
                if len(forms) > 1:
                    phrases.add(phrase(item, words), meaning)
                elif forms and forms[0].isupper() and words.is_other_in_small_letters(forms[0]):
                    _put(self._by_capitals, forms[0], meaning)
                elif forms:
                    word = words.read(forms[0])
                    for lemma in word.lemmas or [word.exact]:
                        _put(self._by_lemma, lemma, meaning)

    def of(self, form: str, word: Word) -> tuple[str, ...]:
        """Terms of the groups the form, read as `word`, belongs to."""
        found = self._by_capitals.get(form) or self._by_capitals.get(self._words.abbreviation_of(form), ())
        for lemma in word.lemmas:
            found += self._by_lemma.get(lemma, ())
        return found


def forms_of(text: str) -> Iterator[str]:
    """The words and numbers of a short text."""
    return iter(tokens.FIND.findall(repair(text).text))


def phrase(text: str, words: Words) -> list[PhraseWord]:
    """A text as the phrasebook wants it: each word by its lemmas, or by itself if it is a stop word."""
    read = (words.read(form) for form in forms_of(text))
    return [_AND if word.exact in _AND else frozenset(word.lemmas or [word.exact]) for word in read]


def term_of(items: Sequence[str]) -> str:
    """The term of a group: its first expression, folded."""
    return "&" + fold("-".join(forms_of(items[0])).lower())


def _put(table: dict[str, tuple[str, ...]], name: str, meaning: str) -> None:
    if meaning not in table.get(name, ()):
        table[name] = (*table.get(name, ()), meaning)
