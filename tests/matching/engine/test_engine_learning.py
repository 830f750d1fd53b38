"""Weights from outcomes: never negative, near the prior without evidence, better only if proven."""

import numpy as np
import pytest

from matching.engine.learning import Outcomes, learn
from matching.engine.weights import NAMES, PRIOR

PLACE = NAMES.index("place")


def drawn(true_points, *, people=300, shown=20, seed=1, of_position=-0.8):
    """Return outcomes drawn by these points and by position."""
    rng = np.random.default_rng(seed)
    n = people * shown
    fractions = rng.beta(1.2, 1.2, size=(n, len(NAMES)))
    positions = np.tile(np.arange(1, shown + 1), people)
    worth = fractions @ np.array([true_points[name] for name in NAMES]) / 10
    logits = worth - np.median(worth) - 2.0 + of_position * np.log(positions)
    converted = rng.random(n) < 1 / (1 + np.exp(-logits))
    return Outcomes(fractions, positions, converted, np.repeat(np.arange(people), shown))


def test_outcomes_that_follow_the_prior_give_no_better_weights():
    learnt = learn(drawn(PRIOR))

    assert not learnt.is_better
    assert learnt.points == pytest.approx(PRIOR, abs=6)
    assert sum(learnt.points.values()) == pytest.approx(100)


def test_outcomes_by_place_raise_the_points_of_place():
    true = dict(PRIOR) | {"place": 60.0, "trade": 5.0}

    learnt = learn(drawn(true))

    assert learnt.is_better
    assert learnt.low <= learnt.gain <= learnt.high
    assert learnt.points["place"] > 2.5 * PRIOR["place"]
    assert learnt.points["trade"] < PRIOR["trade"]


def test_a_dimension_that_deters_falls_to_zero_and_not_below():
    true = dict(PRIOR) | {"pay": -40.0}

    learnt = learn(drawn(true))

    assert learnt.points["pay"] == pytest.approx(0, abs=0.5)
    assert min(learnt.points.values()) >= 0


def test_the_position_in_the_list_does_not_count_as_worth():
    """The best come first: without the position in the model all dimensions would matter."""
    rng = np.random.default_rng(3)
    outcomes = drawn(dict.fromkeys(NAMES, 0.0), of_position=-1.5)
    by_place = outcomes.fractions.copy()
    by_place[:, PLACE] = np.clip(1 / outcomes.positions + rng.normal(0, 0.05, 6000), 0, 1)

    learnt = learn(Outcomes(by_place, outcomes.positions, outcomes.converted, outcomes.person))

    assert not learnt.is_better


def test_persons_are_never_on_both_sides_of_a_fold():
    """A person's vacancies are alike: a split by rows would leak them."""
    rng = np.random.default_rng(5)
    people, shown = 60, 20
    taste = rng.beta(0.3, 0.3, size=(people, len(NAMES)))
    converted = np.repeat(rng.random(people) < 0.5, shown)
    outcomes = Outcomes(
        np.repeat(taste, shown, axis=0),
        np.tile(np.arange(1, shown + 1), people),
        converted,
        np.repeat(np.arange(people), shown),
    )

    assert not learn(outcomes).is_better


@pytest.mark.parametrize("converted", [True, False])
def test_outcomes_all_of_one_kind_are_refused(converted):
    outcomes = drawn(PRIOR, people=10)

    with pytest.raises(ValueError, match="both"):
        learn(
            Outcomes(
                outcomes.fractions,
                outcomes.positions,
                np.full(len(outcomes.converted), converted),
                outcomes.person,
            )
        )


def test_too_few_persons_are_refused():
    with pytest.raises(ValueError, match="at least 5 persons"):
        learn(drawn(PRIOR, people=3))
