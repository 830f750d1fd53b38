"""Words of fit, and the order of a list."""

from dataclasses import replace

import numpy as np

from matching import fit
from matching.engine.ranking import best_rows
from matching.engine.weights import NAMES
from tests.unit.engine.cast import lao_zhang, ranker, sales_post, truck_post


def test_less_than_half_known_and_nothing_fitting_is_not_told_as_a_fit():
    assert fit.level_of(1, 0.49) == fit.level_of(2, 0.0) == fit.NOT_TOLD
    assert fit.WORDS[fit.NOT_TOLD] == "信息不足"


def test_half_known_or_a_sure_trade_keeps_its_word():
    assert [fit.level_of(step, 0.5) for step in (1, 2, 3, 4)] == [1, 2, 3, 4]
    assert fit.level_of(3, 0.4) == 3
    assert fit.WORDS[4] == "很合适"


def test_many_shared_words_do_not_lift_a_post_above_one_that_fits_better():
    found = ranker(truck_post(), sales_post())
    plain = found.score(lao_zhang())
    fractions = plain.fractions.copy()
    fractions[NAMES.index("skills"), 1] = 9.0  # as many shared words as a long text can have
    scores = replace(plain, fractions=fractions)
    rows = np.arange(2)

    assert scores.totals[1] > scores.totals[0]
    assert scores.steps[0] > scores.steps[1]
    assert best_rows(scores, rows, 2).tolist() == [1, 0]
    assert fit.listed_rows(scores, rows, 2).tolist() == [0, 1]


def test_equal_posts_stand_in_the_order_of_their_ids():
    found = ranker(*(truck_post(id=one) for one in (3, 1, 2)))
    scores = found.score(lao_zhang())

    rows = fit.listed_rows(scores, np.arange(3), 2)

    assert rows.tolist() == [0, 1]
