"""The active weights and confirmed titles, by which lists are made."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import select

from core.db import db
from lexicon.tables import load_lexicon
from matching.engine.language import Language
from matching.engine.titles import ConfirmedTitle, ConfirmedTrade
from matching.engine.weights import PRIOR
from matching.models import ModelKind, ModelStatus, ModelVersion
from people.divisions.atlas import place_words


class Labels(NamedTuple):
    """Confirmed labels: occupations of titles (by staff) and of military trades (by placements)."""

    titles: tuple[ConfirmedTitle, ...] = ()
    trades: tuple[ConfirmedTrade, ...] = ()


@dataclass(frozen=True)
class Model:
    """Ids of the active versions: 0 means the prior, or no titles."""

    weights_id: int = 0
    titles_id: int = 0

    @property
    def points(self) -> Mapping[str, float]:
        """The most points each dimension gives."""
        return points_of(content_of(self.weights_id)) if self.weights_id else PRIOR


@lru_cache(maxsize=1)
def language() -> Language:
    """Return the lexicon and segmenter of this process, made on first use."""
    return Language(load_lexicon(), places=place_words())


@lru_cache(maxsize=3)
def language_with(labels: Labels) -> Language:
    """Return the language with some labels; the last three are cached."""
    return language().with_labels(*labels) if any(labels) else language()


def current() -> Model:
    """Return the active model."""
    query = select(ModelVersion.kind, ModelVersion.id)
    rows = db.session.execute(query.where(ModelVersion.status == ModelStatus.ACTIVE))
    found = {row.kind: row.id for row in rows}
    return Model(found.get(ModelKind.WEIGHTS, 0), found.get(ModelKind.TITLES, 0))


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
