"""Model versions for tests."""

from core import clock
from matching.engine.weights import PRIOR
from matching.versions.models import ModelKind, ModelStatus, ModelVersion
from tests.support.rows import save


def make_version(kind: ModelKind = ModelKind.WEIGHTS) -> ModelVersion:
    """Create a draft model version with the prior's weights."""
    version: ModelVersion = save(
        ModelVersion(
            kind=kind,
            status=ModelStatus.DRAFT,
            content={"points": dict(PRIOR)},
            report={},
            made_at=clock.now(),
        )
    )
    return version
