"""Slips of a query mended: keyboard layout, romanisation, spelling. Each is said, none is silent.

Nothing is mended that finds what it means as typed, and no right word is changed for another one only
because no record has it: that would be another question.
"""

from __future__ import annotations

from depository.results import Correction
from indexer.analysis import Analyzer, Token
from indexer.queries import layout
from indexer.queries.spelling import Speller


class Corrector:
    """Mends queries by the words of one index."""

    def __init__(self, analyzer: Analyzer, speller: Speller) -> None:
        self._analyzer = analyzer
        self._speller = speller
        self._lexicon = speller.lexicon

    def corrected(self, text: str) -> tuple[str, tuple[Correction, ...]]:
        """The text as it was probably meant, and what was changed in it."""
        switched = layout.looks_mistyped(text, self._means_something)
        if switched is not None:
            return switched, (Correction("layout", text, switched),)
        tokens = self._analyzer.tokens(text)
        # The beginning of a word (проек*) and the name of a choice (тема:туризм) are no misspelled words.
        whole = [token for token in tokens if text[token.end : token.end + 1] not in ("*", ":")]
        mended = {token.start: found for token in whole if (found := self._mended(token))}
        if any(found.kind == "romanisation" for found in mended.values()):
            mended |= {token.start: found for token in tokens if (found := self._romanised_too(token))}
        # From the end, so that the offsets before stay true.
        for token in reversed(tokens):
            if (change := mended.get(token.start)) is not None:
                text = text[: token.start] + change.shown + text[token.end :]
        return text, tuple(mended[start] for start in sorted(mended))

    def found(self, token: Token) -> bool:
        """Whether some record meets the token at all."""
        return any(term in self._lexicon for term, _ in token.terms)

    def _means_something(self, word: str) -> bool:
        return self._analyzer.knows(word) or any(self.found(token) for token in self._analyzer.tokens(word))

    def _mended(self, token: Token) -> Correction | None:
        if token.stop or not any(letter.isalpha() for letter in token.form):
            return None
        if token.form.isascii():
            # A name may be met by its romanised key alone; a word is better shown as the word it is.
            if f"={token.form.lower()}" in self._lexicon or self._is_named(token):
                return None
            if (meant := self._speller.romanised(token.form)) is not None:
                return Correction("romanisation", token.form, meant)
        elif self._analyzer.knows(token.form):
            return None
        if not self.found(token) and (meant := self._speller.nearest(token.form)) is not None:
            return Correction("spelling", token.form, meant)
        return None

    def _romanised_too(self, token: Token) -> Correction | None:
        """Beside a romanised word, one that is more frequent in Ukrainian letters: «Vidkryte misto»."""
        if not token.form.isascii() or (meant := self._speller.romanised(token.form)) is None:
            return None
        as_typed, as_meant = f"={token.form.lower()}", f"={meant.lower()}"
        if self._lexicon.get(as_typed, 0) >= self._lexicon[as_meant]:
            return None
        return Correction("romanisation", token.form, meant)

    def _is_named(self, token: Token) -> bool:
        """A place of the gazetteer, or a synonym: what is typed is what is meant."""
        return any(term[0] in "@&" and term in self._lexicon for term, _ in token.terms)
