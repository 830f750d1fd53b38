"""Officers activate versions at once: one version is active, the others are refused."""

import threading
from collections import Counter

import pytest
from sqlalchemy import func, select, text

from core import audit
from core.db import db, transaction
from core.errors import DomainError
from matching.versions import operations, queries
from matching.versions.models import ModelKind, ModelStatus, ModelVersion
from tests.matching.versions.world import make_version
from tests.support.starting_line import THREADS, rounds

pytestmark = pytest.mark.race
ROUNDS = 30
INDEX = (
    "CREATE UNIQUE INDEX uq_model_version_active ON model_version (kind) WHERE status = 'ACTIVE'"
)


def drafts() -> list[int]:
    return [make_version().id for _ in range(THREADS * ROUNDS)]


def in_force() -> int:
    db.session.rollback()
    query = select(func.count(ModelVersion.id)).where(ModelVersion.status == ModelStatus.ACTIVE)
    return db.session.scalar(query) or 0


def test_one_version_is_active_whoever_presses(app):
    made, answers, lock = drafts(), Counter(), threading.Lock()
    found = []

    def press(number: int, each: int) -> None:
        try:
            with transaction(), audit.acting(audit.MACHINE):
                operations.activate(made[each * THREADS + number])
            word = "in force"
        except DomainError:
            word = "stated"
        found.append(in_force())
        with lock:
            answers[word] += 1

    assert rounds(app, press, of=ROUNDS) == []
    assert set(found) == {1}
    assert answers["in force"] >= ROUNDS
    assert answers.total() == THREADS * ROUNDS


def test_without_the_index_several_are_active(app):
    """The control: looking for the active version first does not prevent a second one."""
    run("DROP INDEX uq_model_version_active")
    made, looked = drafts(), threading.Barrier(THREADS)

    def look_then_activate(number: int, each: int) -> None:
        none = queries.active(ModelKind.WEIGHTS) is None
        looked.wait(timeout=600)
        if none:
            with transaction(audited=False) as session:
                version = session.get_one(ModelVersion, made[each * THREADS + number])
                version.status = ModelStatus.ACTIVE

    try:
        assert rounds(app, look_then_activate, of=2) == []
        assert in_force() > 1
    finally:
        with transaction(audited=False) as session:
            for row in session.scalars(select(ModelVersion)):
                row.status = ModelStatus.RETIRED
        run(INDEX)


def run(statement: str) -> None:
    with transaction(audited=False) as session:
        session.execute(text(statement))
