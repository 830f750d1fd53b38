"""Weights of the dimensions learnt from outcomes: a logistic regression kept near the prior."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from matching.engine.bm25 import Floats, Ints
from matching.engine.weights import NAMES, PRIOR

FOLDS = 5
PULL = 10.0  # strength of the pull towards the prior's shape, in outcomes
UNIT = 10.0  # points per unit of the regression
Z = 1.96  # 95 % of a normal distribution


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Vacancies that were shown, and whether the veteran applied or was placed.

    `fractions` has shape (n, n_dimensions), in the order of ``NAMES``: the share earned of each
    dimension, >= 0, 0 where unknown. `positions` count from 1. `converted` is whether an
    application or a placement followed. `person` is the id of the veteran. All have n entries.
    """

    fractions: Floats
    positions: Ints
    converted: NDArray[np.bool_]
    person: Ints

    def take(self, rows: Ints) -> "Outcomes":
        """Return some of the outcomes."""
        return Outcomes(
            self.fractions[rows], self.positions[rows], self.converted[rows], self.person[rows]
        )

    @property
    def depth(self) -> Floats:
        """Return ``ln(position)`` of each outcome, 0 for the first of a list."""
        return np.asarray(np.log(np.maximum(self.positions, 1)))

    @property
    def earned(self) -> Floats:
        """Return the points each part earns under the prior, in units of the regression."""
        return np.asarray(self.fractions * np.array([PRIOR[name] for name in NAMES]) / UNIT)


@dataclass(frozen=True, slots=True)
class Learnt:
    """Weights learnt, and how much better than the prior they predict.

    `points` add up to 100. `gain` is the mean log loss saved per veteran in cross-validation, in
    nats, > 0 where the weights are better; `low` and `high` are its 95 % interval.
    """

    points: Mapping[str, float]
    outcomes: int
    converted: int
    people: int
    gain: float
    low: float
    high: float

    @property
    def is_better(self) -> bool:
        """Whether the whole interval is above 0."""
        return self.low > 0


@dataclass(frozen=True, slots=True)
class _Fitted:
    """A regression: intercept, weight of the depth, weight of each dimension (>= 0)."""

    intercept: float
    of_depth: float
    weights: Floats

    def logits(self, outcomes: Outcomes) -> Floats:
        """Return the log odds of a conversion for each outcome."""
        by_parts = outcomes.earned @ self.weights
        return np.asarray(self.intercept + self.of_depth * outcomes.depth + by_parts)


def learn(outcomes: Outcomes, *, folds: int = FOLDS) -> Learnt:
    """Return weights fitted to outcomes, compared with the prior by cross-validation over veterans.

    The prior is fitted in scale only, so that the comparison is of the weights' shape. Vacancies
    further down convert less whatever they are worth: the position is a term of both.

    Parameters
    ----------
    outcomes : Outcomes
        n outcomes of at least as many veterans as there are folds.

    Returns
    -------
    Learnt
        Points >= 0 that add up to 100.

    Raises
    ------
    ValueError
        If there are fewer veterans than folds, or no outcome or every outcome converted.

    Notes
    -----
    ``log odds = intercept + depth weight * ln(position) + sum over d of weight_d * earned_d``,
    with a quadratic penalty on the distance from the prior's weights.
    """
    # Here, not above: the import takes a fifth of every start, and few processes learn.
    from sklearn.model_selection import GroupKFold

    people = np.unique(outcomes.person)
    if len(people) < folds:
        raise ValueError(f"need at least {folds} persons, got {len(people)}")
    if outcomes.converted.all() or not outcomes.converted.any():
        raise ValueError("need both outcomes that converted and outcomes that did not")
    saved = np.zeros(len(outcomes.converted))
    split = GroupKFold(n_splits=folds).split(outcomes.fractions, groups=outcomes.person)
    for seen, unseen in split:
        part, rest = outcomes.take(seen), outcomes.take(unseen)
        prior, free = (_fit(part, is_free=is_free).logits(rest) for is_free in (False, True))
        saved[unseen] = _losses(prior, rest.converted) - _losses(free, rest.converted)
    by_person = np.array([saved[outcomes.person == one].mean() for one in people])
    gain, error = float(by_person.mean()), float(by_person.std(ddof=1) / np.sqrt(len(people)))
    return Learnt(
        points=_points(_fit(outcomes, is_free=True).weights),
        outcomes=len(outcomes.converted),
        converted=int(outcomes.converted.sum()),
        people=len(people),
        gain=gain,
        low=gain - Z * error,
        high=gain + Z * error,
    )


def _points(weights: Floats) -> dict[str, float]:
    """Return ``100 * prior_d * w_d / sum of prior * w`` by dimension; the prior if all w are 0."""
    raw = np.array([PRIOR[name] for name in NAMES]) * weights
    if not raw.sum():
        return dict(PRIOR)
    return {name: float(one) for name, one in zip(NAMES, 100 * raw / raw.sum(), strict=True)}


def _fit(outcomes: Outcomes, *, is_free: bool) -> _Fitted:
    """Return the weights that minimise the mean log loss plus a pull, by L-BFGS-B.

    ``loss = mean log loss + PULL / n * sum of (w_d - mean w)^2`` with w_d >= 0. Unless `is_free`,
    all dimensions have one weight, so the pull is 0 and only the scale of the prior is fitted.
    """
    n_weights = len(NAMES) if is_free else 1
    earned, depth, strength = outcomes.earned, outcomes.depth, PULL / len(outcomes.converted)

    def loss(values: Floats) -> tuple[float, Floats]:
        weights = values[2:]
        logits = values[0] + values[1] * depth + earned @ np.broadcast_to(weights, len(NAMES))
        error = (_expit(logits) - outcomes.converted) / len(logits)
        pull = weights - weights.mean()
        by_part = earned.T @ error
        slope = by_part + 2 * strength * pull if is_free else by_part.sum(keepdims=True)
        gradient = np.concatenate([[error.sum(), error @ depth], slope])
        return float(_losses(logits, outcomes.converted).mean() + strength * pull @ pull), gradient

    start = np.concatenate([[0.0, 0.0], np.full(n_weights, 0.1)])
    bounds = [(None, None), (None, None), *[(0.0, None)] * n_weights]
    found = scipy.optimize.minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = np.array(np.broadcast_to(found[2:], len(NAMES)))
    return _Fitted(float(found[0]), float(found[1]), weights)


def _expit(logits: Floats) -> Floats:
    """Return ``1 / (1 + exp(-x))``, computed without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * logits)))


def _losses(logits: Floats, converted: NDArray[np.bool_]) -> Floats:
    """Return the log loss of each outcome, in nats: ``ln(1 + exp(-x))`` if converted, else of x."""
    return np.asarray(np.logaddexp(0.0, np.where(converted, -logits, logits)))
