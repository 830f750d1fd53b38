"""Feature sets other than the application's, for tests of the code that reads them."""

from core.features import Feature, FeatureSet
from core.scheduling.registry import ScheduledTask


def scheduling(*tasks: ScheduledTask) -> FeatureSet:
    """Return a feature set with these scheduled tasks only."""
    return FeatureSet([Feature(name="under test", schedule=tasks)])
