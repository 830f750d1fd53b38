import numpy as np
import pytest
from sklearn.metrics import average_precision_score, ndcg_score, roc_auc_score

from matching.engine import metrics

GRADES = {"a": 2.0, "b": 1.0, "c": 0.0, "d": 1.0}
RANKED = ["c", "a", "d", "b"]


def test_ndcg_equals_scikit_learn():
    truth = [[GRADES[doc] for doc in RANKED]]

    expected = ndcg_score(truth, [[4, 3, 2, 1]], k=10)

    assert metrics.ndcg(RANKED, GRADES) == pytest.approx(expected)


def test_ndcg_counts_documents_that_were_not_found():
    assert metrics.ndcg(["b"], {"a": 1.0, "b": 1.0}) == pytest.approx(1 / (1 + 1 / np.log2(3)))


def test_average_precision_equals_scikit_learn():
    truth = [GRADES[doc] > 0 for doc in RANKED]

    expected = average_precision_score(truth, [4, 3, 2, 1])

    assert metrics.average_precision(RANKED, GRADES) == pytest.approx(expected)


def test_auc_equals_scikit_learn_with_ties():
    generator = np.random.default_rng(3)
    scores, truth = generator.integers(0, 5, 60), generator.integers(0, 2, 60)

    assert metrics.auc(scores, truth) == pytest.approx(roc_auc_score(truth, scores))


def test_auc_needs_both_kinds():
    with pytest.raises(ValueError, match="relevant and irrelevant"):
        metrics.auc([1.0, 2.0], [1, 1])


def test_reciprocal_rank_and_recall():
    assert metrics.reciprocal_rank(RANKED, GRADES) == 0.5
    assert metrics.recall(RANKED, GRADES, k=2) == pytest.approx(1 / 3)


@pytest.mark.parametrize("measure", metrics.MEASURES.values())
def test_nothing_relevant_or_nothing_found_measures_zero(measure):
    assert measure(RANKED, {"x": 0.0}) == 0.0
    assert measure([], GRADES) == 0.0


def test_the_interval_is_repeatable_and_holds_the_mean():
    values = np.random.default_rng(0).normal(0.4, 0.1, 200)

    low, high = metrics.bootstrap_interval(values)

    assert low < values.mean() < high
    assert (low, high) == metrics.bootstrap_interval(values)
