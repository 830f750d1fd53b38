"""The life of a placement: claim, confirmation, verification, checks, end, void."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.db import db, transaction
from core.parameters.models import ParameterValue
from jobs.applications.models import Application, ApplicationStatus
from jobs.vacancies.models import VacancyStatus
from people.veterans.models import EmploymentStatus
from placements.placements.models import (
    CheckResult,
    Placement,
    PlacementChannel,
    PlacementCheck,
    PlacementEvidence,
    PlacementStatus,
    VerifyMethod,
)
from placements.placements.queries.people import figures_of, people_of
from tests.people.accounts.world import PASSWORD
from tests.placements.placements.world import TODAY, WORK, Cast, newest, overdue_check
from tests.support.counting import words_of
from tests.support.rows import fresh, save

S = PlacementStatus


@pytest.fixture
def cast(sign_in):
    return Cast(sign_in)


def count(model, *conditions) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def status_of(veteran) -> EmploymentStatus:
    return fresh(veteran).employment_status


def test_a_claim_counts_for_nothing_until_the_other_side_confirms(cast):
    placement = cast.claim_by_employer()

    early = cast.verify(placement)
    cast.zhang.post(f"/me/placements/{placement.id}/confirm")

    assert early.status_code == 422
    assert fresh(placement).status is S.CONFIRMED
    assert "请确认到岗" in cast.zhang.get("/notices").text
    assert status_of(cast.veteran) is EmploymentStatus.SEEKING
    assert figures_of(TODAY.year).placed == 0


def test_the_veteran_claims_and_the_employer_confirms(cast):
    cast.zhang.post(f"/me/placements/new?application={cast.application.id}", data=WORK)
    placement = newest()

    cast.wang.post(f"/placements/{placement.id}/confirm/veteran")  # its own side only

    assert fresh(placement).status is S.CONFIRMED
    assert fresh(placement).employer_confirmed_at is not None


def test_a_side_that_has_confirmed_is_refused_on_the_page_shown_again(cast):
    placement = cast.claim_by_employer()

    again = cast.wang.post(f"/placements/{placement.id}/confirm/employer")

    assert again.status_code == 422
    assert "这条就业记录现在是“等确认”，不用再确认。" in again.text
    assert "怎么来的" in again.text
    assert fresh(placement).status is S.CLAIMED


def test_a_veteran_who_has_confirmed_is_refused_on_their_own_page(cast):
    placement = cast.confirmed()

    again = cast.zhang.post(f"/me/placements/{placement.id}/confirm")
    late = cast.zhang.post(f"/me/placements/{placement.id}/deny", data={"reason": "我没去"})

    assert (again.status_code, late.status_code) == (422, 422)
    assert "不用再确认" in again.text
    assert "请找工作人员。" in late.text
    assert "我没去" in late.text


def test_denying_makes_it_void_and_the_application_may_lead_to_another(cast):
    placement = cast.claim_by_employer()

    cast.zhang.post(f"/me/placements/{placement.id}/deny", data={"reason": "我没去"})

    assert fresh(placement).status is S.VOID
    assert fresh(placement).void_note == "本人说没有这回事：我没去"
    assert status_of(cast.veteran) is EmploymentStatus.SEEKING
    assert cast.claim_by_employer().id != placement.id


def test_an_employer_denies_what_the_veteran_claims(cast):
    cast.zhang.post(f"/me/placements/new?application={cast.application.id}", data=WORK)
    placement = newest()

    cast.wang.post(f"/placements/{placement.id}/deny", data={"version": placement.version})

    assert fresh(placement).status is S.VOID
    assert fresh(placement).void_note == "单位说没有这回事"
    assert "单位说没有这回事" in cast.zhang.get(f"/me/placements/{placement.id}").text


def test_a_verification_by_contract_needs_the_document(cast):
    placement = cast.confirmed()

    bare = cast.verify(placement, method="CONTRACT")
    done = cast.chen.post(
        f"/placements/{placement.id}/verify",
        data={
            "version": fresh(placement).version,
            "method": "CONTRACT",
            "file": (io.BytesIO(b"%PDF-1.4 contract"), "合同.pdf"),
        },
        content_type="multipart/form-data",
    )

    assert bare.status_code == 422
    assert "要上传照片或 PDF" in bare.text
    assert done.status_code == 302
    assert fresh(placement).verify_method is VerifyMethod.CONTRACT
    evidence = db.session.scalars(select(PlacementEvidence)).one()
    shown = cast.chen.get(f"/placements/{placement.id}/evidence/{evidence.id}")
    assert shown.data == b"%PDF-1.4 contract"
    assert cast.wang.get(f"/placements/{placement.id}/evidence/{evidence.id}").status_code == 403


def test_verifying_counts_once_a_year_and_makes_checks_due(cast):
    placement = cast.verified()

    assert status_of(cast.veteran) is EmploymentStatus.EMPLOYED
    months = list(db.session.scalars(select(PlacementCheck.months).order_by(PlacementCheck.months)))
    assert months == [1, 3, 6, 12]
    assert [row.id for row in db.session.scalars(people_of(TODAY.year))] == [placement.id]
    page = cast.chen.get(f"/placements/people/{TODAY.year}").text
    assert f"{TODAY.year}年就业 1 人" in words_of(page)
    assert page.count("张建国") == 1


@pytest.mark.parametrize(
    ("contract", "status"),
    [
        ("OPEN_ENDED", EmploymentStatus.EMPLOYED),
        ("LABOUR_SERVICE", EmploymentStatus.FLEXIBLE),
        ("OWN_BUSINESS", EmploymentStatus.SELF_EMPLOYED),
    ],
)
def test_the_contract_decides_the_employment_status(cast, contract, status):
    placement = cast.claim_by_employer(contract=contract)
    cast.zhang.post(f"/me/placements/{placement.id}/confirm")
    cast.verify(placement)

    assert status_of(cast.veteran) is status


def test_undoing_a_verified_placement_restores_the_status(cast):
    placement = cast.verified()

    bare = cast.chen.post(
        f"/placements/{placement.id}/deny", data={"version": fresh(placement).version}
    )
    cast.chen.post(
        f"/placements/{placement.id}/deny",
        data={"version": fresh(placement).version, "cause": "NOT_HIRED"},
    )

    assert bare.status_code == 422
    assert fresh(placement).status is S.VOID
    assert status_of(cast.veteran) is EmploymentStatus.SEEKING
    assert figures_of(TODAY.year).placed == 0


def test_a_veteran_who_left_seeks_work_and_still_counts_for_that_year(cast):
    placement = cast.verified()
    ahead = (TODAY + timedelta(days=1)).isoformat()

    early = cast.zhang.post(
        f"/me/placements/{placement.id}/end", data={"end_reason": "QUIT", "day": ahead}
    )
    cast.zhang.post(
        f"/me/placements/{placement.id}/end",
        data={"end_reason": "QUIT", "day": TODAY.isoformat()},
    )

    assert early.status_code == 422
    assert fresh(placement).status is S.ENDED
    assert status_of(cast.veteran) is EmploymentStatus.SEEKING
    assert figures_of(TODAY.year).placed == 1


def test_a_check_stays_due_until_the_veteran_is_reached(cast):
    placement = cast.verified()
    check = overdue_check(placement)
    path = f"/placements/checks/{check.id}"

    listed = cast.chen.get("/placements/checks").text
    cast.chen.post(path, data={"result": "UNREACHABLE"})
    still = cast.chen.get("/placements/checks").text
    bare = cast.chen.post(path, data={"result": "LEFT"})
    cast.chen.post(
        path, data={"result": "LEFT", "reason": "DISMISSED", "left_on": TODAY.isoformat()}
    )

    assert "张建国" in listed
    assert "上次：没联系上" in still
    assert bare.status_code == 422
    assert "请选离职原因。" in bare.text
    assert "请填离职日期。" in bare.text
    assert fresh(placement).status is S.ENDED
    assert "没有到期的回访" in cast.chen.get("/placements/checks").text


def test_a_veteran_still_at_work_is_checked_once(cast):
    placement = cast.verified()
    check = overdue_check(placement)

    cast.chen.post(f"/placements/checks/{check.id}", data={"result": "AT_WORK"})
    again = cast.chen.post(f"/placements/checks/{check.id}", data={"result": "AT_WORK"})

    assert fresh(check).result is CheckResult.AT_WORK
    assert fresh(placement).status is S.VERIFIED
    assert again.status_code == 422
    assert "这次回访已经做过了" in again.text


def test_a_late_check_is_marked_after_the_days_the_bureau_set(cast):
    overdue_check(cast.verified())

    in_time = cast.chen.get("/placements/checks").text
    save(ParameterValue(key="check_late_days", value=2, valid_from=TODAY, source="局务会"))
    late = cast.chen.get("/placements/checks").text

    assert "tag--bad" not in in_time
    assert "tag--bad" in late


def test_the_last_place_fills_the_vacancy(sign_in):
    cast = Cast(sign_in, headcount=1)

    cast.confirmed()

    assert fresh(cast.vacancy).status is VacancyStatus.FILLED


def test_a_start_far_ahead_or_a_contract_that_ends_before_it_is_refused(cast):
    far = (TODAY + timedelta(days=61)).isoformat()
    before = (TODAY - timedelta(days=1)).isoformat()

    late = cast.wang.post(cast.claim_path, data=WORK | {"start_on": far})
    short = cast.wang.post(cast.claim_path, data=WORK | {"contract_until": before})

    assert (late.status_code, short.status_code) == (422, 422)
    assert "最多在 60 天以内" in late.text
    assert "合同到期日不能早于到岗日期。" in short.text
    assert count(Placement) == 0


def test_an_application_that_was_not_accepted_leads_to_no_placement(cast):
    with transaction(audited=False) as session:
        row = session.get_one(Application, cast.application.id)
        row.status = ApplicationStatus.SCREENING

    answer = cast.wang.post(cast.claim_path, data=WORK)

    assert answer.status_code == 422
    assert "还没有接受录用" in answer.text


def test_work_at_an_unknown_employer_needs_the_veteran_and_the_bureau(cast):
    cast.zhang.post("/me/placements/new", data=WORK | {"employer_name": "上海某快递公司"})

    placement = newest()

    assert (placement.status, placement.employer_id) == (S.CONFIRMED, None)
    assert placement.channel is PlacementChannel.SELF


def test_deleting_the_profile_deletes_its_placements(cast):
    cast.verified()
    exported = cast.zhang.get("/me/data/export").json

    cast.zhang.post("/me/data/delete", data={"password_again": PASSWORD})

    assert exported["就业记录"][0]["单位"] == "顺达物流有限公司"
    assert count(Placement) == 0
    assert count(PlacementCheck) == 0
