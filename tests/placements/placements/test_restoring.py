"""A void with its cause, counted; taken back by an officer with a reason."""

import pytest

from core import clock
from core.access import Role
from core.db import db, transaction
from jobs.applications.models import Application, ApplicationStatus
from jobs.vacancies.models import VacancyStatus
from people.veterans.models import EmploymentStatus
from placements.placements.models import Placement, PlacementStatus, VoidCause
from placements.placements.queries.people import figures_of
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.placements.placements.world import TODAY, Cast
from tests.support.rows import fresh

S = PlacementStatus


@pytest.fixture
def cast(sign_in):
    return Cast(sign_in)


def placed() -> int:
    db.session.rollback()
    return figures_of(TODAY.year).placed


def make_void(cast, placement, **more):
    data = {"version": fresh(placement).version, "cause": "WRONG_PERSON"} | more
    return cast.chen.post(f"/placements/{placement.id}/deny", data=data)


def restore(cast, placement, reason="记错了人，问清了"):
    data = {"version": fresh(placement).version, "restore_reason": reason}
    return cast.chen.post(f"/placements/{placement.id}/restore", data=data)


def test_a_void_needs_a_cause_and_other_causes_need_words(cast):
    placement = cast.verified()

    bare = make_void(cast, placement, cause="")
    other = make_void(cast, placement, cause="OTHER")
    by_system = make_void(cast, placement, cause="DENIED")
    make_void(cast, placement, cause="OTHER", reason="单位注销")

    assert "请选为什么不成立。" in bare.text
    assert "选“其他”的，请写明为什么不成立。" in other.text
    assert by_system.status_code == 422
    assert fresh(placement).status is S.VOID
    assert fresh(placement).void_note == "其他：单位注销"


def test_why_placements_are_void_is_counted_and_each_count_has_its_rows(cast):
    first = cast.claim_by_employer()
    cast.zhang.post(f"/me/placements/{first.id}/deny", data={"reason": "我没去"})
    second = cast.claim_by_employer()
    make_void(cast, second, cause="TWICE")

    page = cast.chen.get("/placements?status=VOID").text
    denied = cast.chen.get("/placements?status=VOID&reason=DENIED").text

    assert "一方说没有这回事" in page
    assert "重复登记" in page
    assert f'/placements/{first.id}"' in denied
    assert f'/placements/{second.id}"' not in denied


def test_a_restored_placement_counts_again(cast):
    placement = cast.verified()
    make_void(cast, placement)
    assert placed() == 0

    bare = restore(cast, placement, reason=" ")
    done = restore(cast, placement)

    assert bare.status_code == 422
    assert "请写明为什么撤销。" in bare.text
    assert done.status_code == 302
    row = fresh(placement)
    assert (row.status, row.application_id) == (S.VERIFIED, cast.application.id)
    assert fresh(cast.veteran).employment_status is EmploymentStatus.EMPLOYED
    assert placed() == 1
    page = cast.chen.get(f"/placements/{placement.id}").text
    assert "曾记为不成立（登记错了人）。陈主任在" in page
    assert "理由：记错了人，问清了" in page


def test_a_denied_claim_waits_again_and_may_be_void_again(cast):
    placement = cast.claim_by_employer()
    cast.zhang.post(f"/me/placements/{placement.id}/deny", data={"reason": "我没去"})

    restore(cast, placement)
    assert fresh(placement).status is S.CLAIMED
    make_void(cast, placement, cause="NEVER_CAME")

    row = fresh(placement)
    assert (row.void_cause, row.denied_by, row.restored_at) == (VoidCause.NEVER_CAME, None, None)
    assert row.void_note == "本人没有去上班"


def test_only_an_officer_restores(cast, sign_in):
    placement = cast.claim_by_employer()
    make_void(cast, placement)
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长", division_code="340321100"))
    path = f"/placements/{placement.id}/restore"

    assert clerk.post(path, data={"restore_reason": "x"}).status_code in (403, 404)
    assert cast.wang.post(path, data={"restore_reason": "x"}).status_code == 403
    assert "记错了，撤销" not in cast.wang.get(f"/placements/{placement.id}").text
    assert fresh(placement).status is S.VOID


def test_a_placement_with_a_running_successor_is_not_restored(cast):
    first = cast.claim_by_employer()
    make_void(cast, first)
    cast.claim_by_employer()

    answer = restore(cast, first)

    assert answer.status_code == 422
    assert "这个人在这家单位另有一条就业记录，不能撤销。" in answer.text
    assert fresh(first).status is S.VOID


def test_no_place_is_taken_twice_by_restoring(sign_in):
    cast = Cast(sign_in, headcount=1)
    first = cast.confirmed()
    make_void(cast, first)
    second = cast.claim_by_employer()
    cast.zhang.post(f"/me/placements/{second.id}/confirm")
    other = make_veteran(name="李卫东").id
    with transaction(audited=False) as session:  # the place is another person's
        session.get_one(Placement, second.id).veteran_id = other

    answer = restore(cast, first)

    assert answer.status_code == 422
    assert "招 1 人，已经都到岗了。" in answer.text
    assert fresh(cast.vacancy).status is VacancyStatus.FILLED


def test_a_claim_whose_acceptance_was_cancelled_is_registered_anew(cast):
    placement = cast.claim_by_employer()
    with transaction(audited=False) as session:
        row = session.get_one(Placement, placement.id)
        row.status, row.void_cause = S.VOID, VoidCause.ACCEPTANCE_CANCELLED

    answer = restore(cast, placement)

    assert answer.status_code == 422
    assert "接受录用已经取消。本人又去上班的，请重新登记到岗。" in answer.text


def test_an_application_that_led_to_another_placement_is_not_taken(cast):
    placement = cast.verified()
    make_void(cast, placement)
    with transaction(audited=False) as session:
        row = session.get_one(Application, cast.application.id)
        row.status = ApplicationStatus.WITHDRAWN

    restore(cast, placement)

    assert (fresh(placement).status, fresh(placement).application_id) == (S.VERIFIED, None)


def test_the_list_offers_every_year_that_has_rows(cast):
    placement = cast.claim_by_employer()
    with transaction(audited=False) as session:
        session.get_one(Placement, placement.id).start_on = clock.today().replace(year=2019)

    page = cast.chen.get("/placements").text

    assert "2019年" in page
    assert f'/placements/{placement.id}"' in cast.chen.get("/placements?year=2019").text
