"""Queries of versions: the active weights and confirmed titles, by which lists are made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.db import db, found
from matching.engine.language import Language
from matching.engine.weights import PRIOR
from matching.versions.language import Labels, language_with
from matching.versions.models import ModelKind, ModelStatus, ModelVersion


@dataclass(frozen=True)
class Model:
    """Ids of the active versions: 0 means the prior, or no titles."""

    weights_id: int = 0
    titles_id: int = 0

    @property
    def points(self) -> Mapping[str, float]:
        """The most points each dimension gives."""
        return points_of(content_of(self.weights_id)) if self.weights_id else PRIOR


def current() -> Model:
    """Return the active model."""
    query = select(ModelVersion.kind, ModelVersion.id)
    rows = db.session.execute(query.where(ModelVersion.status == ModelStatus.ACTIVE))
    ids = {row.kind: row.id for row in rows}
    return Model(ids.get(ModelKind.WEIGHTS, 0), ids.get(ModelKind.TITLES, 0))


def language_of(titles_id: int) -> Language:
    """Return the language with the labels of a version of titles, or with none."""
    return language_with(labels_of(titles_id))


def content_of(version_id: int) -> dict[str, Any]:
    """Return the content of a version, empty where there is none."""
    row = db.session.get(ModelVersion, version_id)
    return row.content if row else {}


def labels_of(titles_id: int) -> Labels:
    """Return the labels of a version of titles; none where it is 0."""
    content: dict[str, Any] = content_of(titles_id) if titles_id else {}
    return Labels(
        tuple((title, code) for title, code in content.get("titles", [])),
        tuple((trade, code, people) for trade, code, people in content.get("trades", [])),
    )


def points_of(content: Mapping[str, object]) -> Mapping[str, float]:
    """Return the points of a version's content."""
    stored = content.get("points", {})
    assert isinstance(stored, dict)
    return {name: float(stored.get(name, most)) for name, most in PRIOR.items()}


def active(kind: ModelKind) -> ModelVersion | None:
    """Return the active version of a kind, None where there is none."""
    query = select(ModelVersion).where(
        ModelVersion.kind == kind, ModelVersion.status == ModelStatus.ACTIVE
    )
    return db.session.scalar(query)


def version_before(now: ModelVersion) -> ModelVersion | None:
    """Return the version active before this one: the last activated among the others."""
    query = select(ModelVersion).where(
        ModelVersion.kind == now.kind,
        ModelVersion.id != now.id,
        ModelVersion.activated_at.is_not(None),
    )
    order = (ModelVersion.activated_at.desc(), ModelVersion.id.desc())
    return db.session.scalar(query.order_by(*order).limit(1))


def get_version(version_id: int) -> ModelVersion:
    """Return a version. Raises NotFoundError where there is none."""
    return found(db.session.get(ModelVersion, version_id))


def newest(kind: ModelKind, *, most: int = 20) -> list[ModelVersion]:
    """Return the newest versions of a kind, at most `most`."""
    query = select(ModelVersion).where(ModelVersion.kind == kind)
    return list(db.session.scalars(query.order_by(ModelVersion.id.desc()).limit(most)))
