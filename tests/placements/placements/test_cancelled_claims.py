"""Claims rest on an acceptance: none on an offer, none named without consent, void with it."""

import pytest
from sqlalchemy import func, select

from core import clock
from core.db import db, transaction
from jobs.applications.models import Application, ApplicationStatus
from jobs.employers.models import Employer
from placements.placements.models import Placement, PlacementStatus
from tests.placements.placements.world import WORK, Cast
from tests.support.rows import fresh

S = ApplicationStatus


@pytest.fixture
def cast(sign_in):
    return Cast(sign_in)


def back_out(cast, why: str = "不去了，家里有事"):
    return cast.zhang.post(f"/me/applications/{cast.application.id}/do/back_out", data={"why": why})


def set_status(cast, status: ApplicationStatus) -> None:
    with transaction(audited=False) as session:
        session.get_one(Application, cast.application.id).status = status


def test_an_offer_is_no_hire(cast):
    set_status(cast, S.OFFERED)

    answer = cast.wang.post(cast.claim_path, data=WORK)

    assert answer.status_code == 422
    assert "本人还没有接受录用，不能登记到岗。" in answer.text
    assert "登记到岗" not in cast.wang.get(f"/applications/{cast.application.id}").text
    db.session.rollback()
    assert db.session.scalar(select(func.count(Placement.id))) == 0


def test_an_employer_that_is_not_verified_claims_nothing(cast):
    with transaction(audited=False) as session:
        employer = session.get_one(Employer, cast.employer.id)
        employer.verified_until = clock.days_ahead(-1)

    answer = cast.wang.post(cast.claim_path, data=WORK)

    assert answer.status_code == 422
    assert "单位核实已到期，重新核实以后才能登记到岗。" in answer.text


@pytest.mark.parametrize("contact", ["yes", "no"])
def test_the_veteran_chooses_at_the_confirmation_whether_to_be_named(cast, contact):
    placement = cast.claim_by_employer()
    before = cast.wang.get("/placements").text + cast.wang.get(f"/placements/{placement.id}").text
    asked = cast.zhang.get(f"/me/placements/{placement.id}").text

    cast.zhang.post(f"/me/placements/{placement.id}/confirm", data={"contact": contact})

    after = cast.wang.get("/placements").text + cast.wang.get(f"/placements/{placement.id}").text
    assert "张建国" not in before
    assert f"{placement.id} 号记录" in before
    assert "本人没有同意给您看姓名和电话" in before
    assert "是，我上班了，并给联系方式" in asked
    assert ("张建国" in after) is (contact == "yes")


def test_taking_the_acceptance_back_makes_the_claim_void(cast):
    placement = cast.claim_by_employer()

    assert back_out(cast).status_code == 302

    row = fresh(placement)
    assert row.status is PlacementStatus.VOID
    assert row.void_reason == "不去了，家里有事"
    assert fresh(cast.application).status is S.CANCELLED


def test_work_that_both_confirmed_is_ended_and_not_cancelled(cast):
    placement = cast.confirmed()

    answer = back_out(cast)

    assert answer.status_code == 422
    assert "请在就业记录里登记离职" in answer.text
    assert "不去了，家里有事" in answer.text
    assert fresh(placement).status is PlacementStatus.CONFIRMED
    assert fresh(cast.application).status is S.ACCEPTED
