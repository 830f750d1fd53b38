"""A feature follows what happens to rows of lower features, never of upper ones."""

import pytest

from core.features import Feature, FeatureSet
from tests.support.databases import FEATURES


def test_a_feature_follows_only_life_cycles_of_features_below_it():
    known: set[str] = set()
    for feature in FEATURES:
        assert set(feature.follows) <= known, feature.name
        known |= {one.name for one in feature.lifecycles}

    assert {"vacancy", "application"} <= {name for one in FEATURES for name in one.follows}


def test_each_follower_of_a_life_cycle_is_called_with_the_row_and_the_event():
    seen: list[tuple[str, object, str]] = []

    def follower(name: str) -> Feature:
        return Feature(
            name, follows={"vacancy": lambda row, event: seen.append((name, row, event))}
        )

    features = FeatureSet([follower("lower"), Feature("other"), follower("upper")])

    features.follow("vacancy", 7, "remove")
    features.follow("application", 7, "cancel")

    assert seen == [("lower", 7, "remove"), ("upper", 7, "remove")]


def test_what_a_follower_raises_reaches_the_caller():
    def refuse(_row: object, _event: str) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        FeatureSet([Feature("one", follows={"vacancy": refuse})]).follow("vacancy", 7, "remove")
