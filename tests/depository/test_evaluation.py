"""Measured quality is what the books define, by examples worked out by hand."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depository import evaluation
from depository.errors import Invalid
from depository.evaluation import Judgement

_HEADER = "query_id\tquery\tkind\trelevant\n"
_GRADES = {"a": 2, "b": 1, "c": 1}


class TestArithmetic:
    def test_the_best_order_is_worth_one(self) -> None:
        """Nothing can be better than the graded order."""
        assert evaluation.ndcg(["a", "b", "c"], _GRADES) == 1

    def test_a_worse_order_is_worth_less(self) -> None:
        """Linear gain, discounted by log2(1 + rank): the example of the docstring, by hand."""
        best = 2 / log2(2) + 1 / log2(3) + 1 / log2(4)

        assert evaluation.ndcg(["b", "x", "a"], _GRADES) == pytest.approx((1 + 2 / log2(4)) / best)

    def test_only_the_first_ten_count(self) -> None:
        """Nobody looks at the second page."""
        found = [f"x{number}" for number in range(10)] + ["a"]

        assert evaluation.ndcg(found, _GRADES) == evaluation.recall(found, _GRADES) == 0

    def test_recall_and_the_first_relevant(self) -> None:
        """How much was found, and how soon something was."""
        assert evaluation.recall(["x", "a", "c"], _GRADES) == pytest.approx(2 / 3)
        assert evaluation.reciprocal_rank(["x", "a", "c"], _GRADES) == 0.5
        assert evaluation.reciprocal_rank(["x"], _GRADES) == 0

    @given(
        st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 3), min_size=1),
        st.permutations("abcdefghijkl"),
    )
    def test_every_figure_is_a_share(self, grades: dict[str, int], found: list[str]) -> None:
        """Whatever is found, each figure lies between nothing and all."""
        outcome = evaluation.measure(Judgement("q", "?", "kind", grades), found)

        figures = (outcome.ndcg, outcome.recall, outcome.reciprocal_rank, outcome.success)
        assert all(figure is not None and 0 <= figure <= 1 for figure in figures)
        assert (outcome.success == 1) == (outcome.reciprocal_rank == 1)


class TestSummary:
    def test_means_and_false_hits(self) -> None:
        """Queries that shall find nothing do not count in the means; what they find is counted."""
        answered, negative = Judgement("1", "a", "k", {"a": 1}), Judgement("2", "b", "negative", {})
        outcomes = [
            evaluation.measure(answered, ["a"]),
            evaluation.measure(answered, []),
            evaluation.measure(negative, ["x"]),
            evaluation.measure(negative, []),
        ]

        overall, by_kind = evaluation.summarize(outcomes), evaluation.by_kind(outcomes)

        assert (overall.queries, overall.ndcg, overall.success) == (4, 0.5, 0.5)
        assert (overall.negatives, overall.false_hits) == (2, 1)
        assert list(by_kind) == ["k", "negative"]
        assert by_kind["negative"].ndcg is None and by_kind["k"].false_hits == 0

    def test_of_nothing(self) -> None:
        """An empty table has no figures, and no division by zero."""
        assert evaluation.summarize([]).ndcg is None


class TestParsing:
    def test_lines(self) -> None:
        """Quotation marks are part of a query; an empty last column means «nothing is relevant»."""
        text = "\ufeff" + _HEADER + 'q1\t"а «б»\tphrase\ta:2 b-c:1\r\nq2\tx\tnegative\t\n\nq3\ty\tnegative\n'

        assert evaluation.parse(text) == [
            Judgement("q1", '"а «б»', "phrase", {"a": 2, "b-c": 1}),
            Judgement("q2", "x", "negative", {}),
            Judgement("q3", "y", "negative", {}),
        ]

    def test_every_wrong_line_is_told(self) -> None:
        """With its number, all at once."""
        wrong = ["q1\tx\tk\ta:x", "q2\tx", "q3\tx\tk\ta:1", "q4\tx\tk\ta", "q5\tx\tk\ta:1\tmore", "\tx\tk\t"]

        with pytest.raises(Invalid) as caught:
            evaluation.parse(_HEADER + "\n".join(wrong), file="t.tsv")

        assert [problem.line for problem in caught.value.problems] == [2, 3, 5, 6, 7]

    @pytest.mark.parametrize("text", ["", "query\tkind\n", "query_id,query,kind,relevant\n"])
    def test_another_table(self, text: str) -> None:
        """A file with other columns is refused rather than misread."""
        with pytest.raises(Invalid):
            evaluation.parse(text)
