"""Levels shown, and the order of a list."""

from dataclasses import replace

import numpy as np

from matching.engine.ranking import best_rows
from matching.engine.weights import NAMES
from matching.index import fit_level
from tests.matching.engine.cast import lao_zhang, ranker, sales_vacancy, truck_vacancy


def test_a_low_level_with_less_than_half_known_is_shown_as_unknown():
    assert fit_level.level_of(1, 0.49) == fit_level.level_of(2, 0.0) == fit_level.NOT_STATED
    assert fit_level.WORDS[fit_level.NOT_STATED] == "信息不足"


def test_half_known_or_a_fitting_level_is_shown():
    assert [fit_level.level_of(level, 0.5) for level in (1, 2, 3, 4)] == [1, 2, 3, 4]
    assert fit_level.level_of(3, 0.4) == 3
    assert fit_level.WORDS[4] == "很合适"


def test_many_shared_words_do_not_lift_a_vacancy_above_one_that_fits_better():
    found = ranker(truck_vacancy(), sales_vacancy())
    plain = found.score(lao_zhang())
    fractions = plain.fractions.copy()
    fractions[NAMES.index("skills"), 1] = 9.0  # as many shared words as a long text can have
    scores = replace(plain, fractions=fractions)
    rows = np.arange(2)

    assert scores.totals[1] > scores.totals[0]
    assert scores.levels[0] > scores.levels[1]
    assert best_rows(scores, rows, 2).tolist() == [1, 0]
    assert fit_level.listed_rows(scores, rows, 2).tolist() == [0, 1]


def test_equal_vacancies_are_in_the_order_of_their_ids():
    found = ranker(*(truck_vacancy(id=one) for one in (3, 1, 2)))
    scores = found.score(lao_zhang())

    rows = fit_level.listed_rows(scores, np.arange(3), 2)

    assert rows.tolist() == [0, 1]
