"""Sets of features other than the application's own, for tests of what reads them."""

from core.features import Feature, FeatureSet
from core.scheduling.registry import ScheduledTask


def scheduling(*tasks: ScheduledTask) -> FeatureSet:
    """Return features that schedule these tasks and nothing else."""
    return FeatureSet([Feature(name="under test", schedule=tasks)])
