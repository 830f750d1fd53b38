"""Operations on versions: add one, activate it, roll back to the one before."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.db import db
from core.errors import DomainError
from matching.versions import queries
from matching.versions.models import ModelKind, ModelStatus, ModelVersion

STARTABLE = (ModelStatus.DRAFT, ModelStatus.RETIRED)


def add_version(
    kind: ModelKind,
    status: ModelStatus,
    content: Mapping[str, Any],
    report: Mapping[str, Any],
    *,
    by_id: int | None,
) -> ModelVersion:
    """Store a version with the report of its replay, not activated."""
    version = ModelVersion(
        kind=kind,
        status=status,
        content=dict(content),
        report=dict(report),
        made_by=by_id,
        made_at=clock.now(),
    )
    db.session.add(version)
    db.session.flush()
    audit.record("matching.version_make", "model_version", version.id, kind=kind.value)
    return version


def activate(version_id: int) -> ModelVersion:
    """Activate a version and retire the one before.

    Raises NotFoundError where there is none, DomainError where it may not be activated.
    """
    version = queries.get_version(version_id)
    if version.status is ModelStatus.REFUSED:
        raise DomainError("这一版没有比现在好，不能启用。")
    if version.status is ModelStatus.ACTIVE:
        raise DomainError("这一版正在用。")
    _retire(version.kind)
    version.status, version.activated_at = ModelStatus.ACTIVE, clock.now()
    _flush_alone()
    audit.record("matching.version_activate", "model_version", version.id, kind=version.kind.value)
    return version


def roll_back(kind: ModelKind) -> ModelVersion | None:
    """Retire the active version and return the one before it, now active.

    None means the built-in weights, or no titles. Raises DomainError where no version is active.
    """
    now = queries.active(kind)
    if now is None:
        raise DomainError("现在用的就是最初的，没有可以退回的。")
    before = queries.version_before(now)
    _retire(kind)
    if before is not None:
        before.status, before.activated_at = ModelStatus.ACTIVE, clock.now()
    now.activated_at = None  # so that a second roll-back goes further back, not here
    _flush_alone()
    audit.record(
        "matching.version_roll_back",
        "model_version",
        now.id,
        kind=kind.value,
        to=before.id if before else 0,
    )
    return before


def _flush_alone() -> None:
    """Flush; raise DomainError where another version was activated at the same moment."""
    try:
        db.session.flush()
    except IntegrityError as error:
        raise DomainError("刚刚有人启用了另一版，请刷新再看。") from error


def _retire(kind: ModelKind) -> None:
    now = queries.active(kind)
    if now is not None:
        now.status = ModelStatus.RETIRED
        db.session.flush()
