"""Versions of the model: activated one after another, rolled back one by one."""

from core import audit
from core.db import transaction
from matching.versions import operations
from matching.versions.models import ModelKind
from tests.matching.versions.world import make_version


def test_rolling_back_twice_goes_back_two_versions(app):
    made = [make_version().id for _ in range(3)]
    for number in made:
        with transaction(), audit.acting(audit.MACHINE):
            operations.activate(number)
    back = []
    for _ in range(3):
        with transaction(), audit.acting(audit.MACHINE):
            before = operations.roll_back(ModelKind.WEIGHTS)
            back.append(before.id if before else 0)

    assert back == [made[1], made[0], 0]
