"""What somebody who is still typing may mean: themes, places, and words of the index."""

from __future__ import annotations

from depository.results import Completion
from depository.vocabulary import Vocabularies
from indexer.analysis import Analyzer
from indexer.analysis.repair import fold
from indexer.queries.spelling import Speller

_SHORTEST = 2
# So many forms are looked at for the words they belong to.
_CONSIDERED = 24
# A label is near when it shares this much of its letter groups with what was typed (Dice).
_NEAR = 0.4


def suggest(
    text: str,
    speller: Speller,
    analyzer: Analyzer,
    vocabularies: Vocabularies,
    language: str,
    limit: int,
) -> tuple[Completion, ...]:
    """Completions of `text`: themes and places by a name that begins so, then by any word of a name;
    then at most `limit` words of the index."""
    typed = " ".join(text.lower().split())
    if len(typed) < _SHORTEST:
        return ()
    named = list(_labels(vocabularies, language))
    own = [c for _, c in named if c.text.lower().startswith(typed)]
    first = [c for label, c in named if label.startswith(typed)]
    within = [c for label, c in named if f" {typed}" in label]
    return (*dict.fromkeys([*own, *first, *within]), *_words(text, speller, analyzer, limit))


def nearest(text: str, vocabularies: Vocabularies, language: str, limit: int = 3) -> tuple[Completion, ...]:
    """Themes and places whose names look like `text` or like a word of it, the closest first."""
    typed = [_trigrams(part) for part in {text.lower(), *text.lower().split()} if len(part) > 3]
    best: dict[Completion, float] = {}
    for label, completion in _labels(vocabularies, language):
        mine = _trigrams(label)
        likeness = max((2 * len(mine & other) / (len(mine) + len(other)) for other in typed), default=0.0)
        best[completion] = max(likeness, best.get(completion, 0.0))
    near = [completion for completion, likeness in best.items() if likeness >= _NEAR]
    return tuple(sorted(near, key=lambda completion: -best[completion]))[:limit]


def _labels(vocabularies: Vocabularies, language: str) -> list[tuple[str, Completion]]:
    """Every label with the completion it leads to: an alternative label leads to its concept's name."""
    labels = []
    for theme in vocabularies.themes:
        completion = Completion(theme.label.in_language(language), "theme", theme.id)
        alternatives = theme.alt.en if language == "en" else theme.alt.uk
        labels += [(label.lower(), completion) for label in (completion.text, *alternatives)]
    for place in vocabularies.places:
        if place.type in ("city", "settlement") or place.katottg:
            completion = Completion(place.label.in_language(language), "place", place.id)
            labels += [
                (label.lower(), completion) for label in (completion.text, place.label.uk, *place.aliases)
            ]
    return labels


def _words(text: str, speller: Speller, analyzer: Analyzer, limit: int) -> list[Completion]:
    """The last word completed to words of the index, the frequent first; what stands before is kept.

    One form a word: the dictionary's if it begins so, or else the most frequent.
    """
    *before, last = text.split() or [""]
    if len(last) < _SHORTEST:
        return []
    begun = fold(last.lower())
    found: dict[str, str] = {}
    for form in speller.beginning_with(begun, _CONSIDERED):
        for token in analyzer.tokens(form)[:1]:
            lemma = next((term for term, _ in token.terms if term[0] not in "=@#&~"), form)
            whole = lemma.startswith(begun) and f"={lemma}" in speller.lexicon
            found.setdefault(lemma, lemma if whole else form)
    counted = [
        (form, speller.lexicon.get(lemma, 0) or speller.lexicon.get(f"={form}", 0))
        for lemma, form in found.items()
    ]
    counted.sort(key=lambda pair: (-pair[1], pair[0]))
    return [Completion(" ".join([*before, form]), "word", "", count) for form, count in counted[:limit]]


def _trigrams(word: str) -> frozenset[str]:
    """Groups of three letters; the beginning of a word counts, its ending does not."""
    padded = f"^{word}"
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))
