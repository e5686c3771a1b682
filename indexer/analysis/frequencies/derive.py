"""Derives `lemmas.tsv.gz`: counts of lemmas, from wordfreq's counts of Ukrainian word forms.

A form of several lemmas is shared out among them by expectation maximisation: each round gives a
lemma the part of the form that its count of the round before, and the usual frequency of the case
or tense, make likely. Only lemmas that share a form with another lemma are kept: the others need
no choosing. Run with wordfreq installed: `python -m indexer.analysis.frequencies.derive`.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from indexer.analysis.grammar import split_tag, use_of, without_towns

ROUNDS = 12
# wordfreq rounds its smallest counts; below this a lemma is as good as not listed.
LEAST = 10
_FORM = re.compile(r"[а-щьюяєіїґ'-]+")
_HEADER = "# Lemma counts per 10^9 words, derived from wordfreq (CC BY-SA 4.0). See README.md.\n"

Key = tuple[str, str]


def main() -> None:
    from pymorphy3 import MorphAnalyzer

    dictionary = MorphAnalyzer(lang="uk").dictionary
    counts = share_out(forms(dictionary))
    kept = sorted(key for key in ambiguous(dictionary) if counts[key] >= LEAST)
    table = _HEADER + "".join(f"{lemma}\t{kind}\t{round(counts[lemma, kind])}\n" for lemma, kind in kept)
    target = Path(__file__).with_name("lemmas.tsv.gz")
    target.write_bytes(gzip.compress(table.encode(), 9, mtime=0))
    print(f"{len(kept)} lemmas, {target.stat().st_size} bytes")


def forms(dictionary: Any) -> Iterable[tuple[float, list[tuple[Key, float]]]]:
    """Of each known form its count and its readings: lemma, class, and how usual such a form is."""
    import wordfreq

    for word, frequency in wordfreq.get_frequency_dict("uk", "large").items():
        form = word.replace("’", "'").replace("ʼ", "'")
        readings = set()
        for paradigm, index in dictionary.words.get(form, ()) if _FORM.fullmatch(form) else ():
            kind, slot = split_tag(dictionary.build_tag_info(paradigm, index))
            readings.add((dictionary.build_normal_form(paradigm, index, form), kind, slot))
        if readings:
            kept = without_towns(readings)
            yield frequency * 1e9, [((lemma, kind), use_of(kind, slot)) for lemma, kind, slot in kept]


def share_out(found: Iterable[tuple[float, list[tuple[Key, float]]]]) -> Counter[Key]:
    """Counts of lemmas by expectation maximisation, from equal shares."""
    rows = list(found)
    counts: Counter[Key] = Counter()
    for count, readings in rows:
        for key, _ in readings:
            counts[key] += count / len(readings)  # type: ignore[assignment]
    for _ in range(ROUNDS):
        shared: Counter[Key] = Counter()
        for count, readings in rows:
            likely = [counts[key] * use for key, use in readings]
            total = sum(likely)
            for (key, _use), part in zip(readings, likely, strict=True):
                shared[key] += count * part / total if total else 0  # type: ignore[assignment]
        counts = shared
    return counts


def ambiguous(dictionary: Any) -> set[Key]:
    """The lemmas that share a form with another lemma, over the whole dictionary (about a minute)."""
    found: set[Key] = set()
    kinds: dict[tuple[int, int], str] = {}
    last, readings = "", set[Key]()
    for form, (paradigm, index) in dictionary.words.iteritems(""):
        if form != last:
            if len({lemma for lemma, _ in readings}) > 1:
                found |= readings
            last, readings = form, set()
        entry = (paradigm, index)
        if entry not in kinds:
            kinds[entry] = split_tag(dictionary.build_tag_info(paradigm, index))[0]
        readings.add((dictionary.build_normal_form(paradigm, index, form), kinds[entry]))
    return found


if __name__ == "__main__":
    main()
