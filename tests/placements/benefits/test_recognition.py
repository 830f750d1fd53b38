"""Recognition of employers that hire veterans who stay."""

from datetime import date

import pytest

from core.db import db
from core.parameters.models import ParameterValue
from placements.benefits.queries import recognised
from placements.placements.models import CheckResult, PlacementCheck, PlacementStatus
from tests.jobs.employers.world import make_employer
from tests.people.veterans.world import make_veteran
from tests.placements.placements.world import TODAY, Cast, verified_on
from tests.support.queries import count_queries
from tests.support.rows import save


@pytest.fixture
def cast(sign_in):
    return Cast(sign_in)


def with_year_check(placement, result: CheckResult | None) -> None:
    done_on = TODAY if result else None
    save(
        PlacementCheck(
            placement_id=placement.id, months=12, due_on=TODAY, done_on=done_on, result=result
        )
    )


def hired(employer, *results: CheckResult | None) -> None:
    for result in results:
        with_year_check(verified_on(make_veteran(), employer, date(2024, 3, 1)), result)


def test_recognition_needs_hires_and_people_who_stayed(app):
    there, left = CheckResult.AT_WORK, CheckResult.LEFT
    kept, half, lost, few, none_due = (make_employer(name=f"{name}厂") for name in "ABCDE")
    hired(kept, there, there, there)
    hired(half, there, left, None)
    hired(lost, there, left, left)
    hired(few, there, there)
    hired(none_due, None, None, None, None)
    verified_on(make_veteran(), few, date(2024, 3, 1), status=PlacementStatus.VOID)

    db.session.rollback()
    with count_queries() as seen:
        found = [
            (row.employer.name, row.hires, row.stayed, row.checked)
            for row in recognised(least=3, share=50)
        ]

    assert found == [("E厂", 4, 0, 0), ("A厂", 3, 3, 3), ("B厂", 3, 1, 2)]
    assert len(seen.selects) == 1


def test_the_bureau_sets_what_recognition_needs(cast):
    cast.verified()
    below = cast.chen.get("/recognition").text
    save(ParameterValue(key="recognition_hires", value=1, valid_from=TODAY, source="局务会"))

    assert "还没有够标准的单位" in below
    assert "顺达物流有限公司" in cast.chen.get("/recognition").text
