"""Placements that staff register: employer and fair chosen, 代 shown as 代, help counted."""

from datetime import timedelta

import pytest

from core import clock
from core.access import Role
from core.db import db
from fairs.fairs.models import FairStatus, Meeting, Outcome
from jobs.employers.models import Employer, EmployerStatus
from jobs.employers.queries import employers_named
from placements.placements.models import (
    AskedBy,
    PlacementChannel,
    PlacementStatus,
    Side,
)
from placements.placements.operations import confirming
from placements.placements.queries.employers import Tie, fairs_of
from placements.placements.queries.people import figures_of
from tests.fairs.fairs.world import book, make_booths, make_fair, sign_up
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import make_account
from tests.placements.placements.world import TODAY, WORK, Cast, newest
from tests.support.counting import words_of
from tests.support.rows import fresh, save

S = PlacementStatus
ASKED = WORK | {"asked_by": "CALL"}


@pytest.fixture
def cast(sign_in):
    return Cast(sign_in)


@pytest.fixture
def path(cast):
    return f"/veterans/{cast.veteran.id}/placements/new"


def met_at_fair(cast, employer, *, days_ago: int = 9):
    """Return a fair at which 张建国 met an employer, who noted 有意向."""
    moment = clock.now() - timedelta(days=days_ago)
    fair = make_fair(FairStatus.CLOSED, starts_at=moment, ends_at=moment + timedelta(hours=3))
    booking = book(fair, employer, make_booths(fair, 1)[0])
    row = sign_up(fair, cast.veteran, checked_in_at=moment)
    save(Meeting(booking_id=booking.id, sign_up_id=row.id, outcome=Outcome.INTENT, met_at=moment))
    return fair


def test_an_employer_met_at_a_fair_is_offered_first_and_help_counts(cast, path):
    fair = met_at_fair(cast, cast.employer)

    offered = cast.chen.get(path).text
    form = cast.chen.get(f"{path}?employer={cast.employer.id}").text
    answer = cast.chen.post(f"{path}?employer={cast.employer.id}", data=ASKED)

    assert f'{path}?employer={cast.employer.id}"' in offered
    assert f"{fair.title}（和这家单位见过面）" in form
    assert answer.status_code == 302
    placement = newest()
    assert (placement.employer_id, placement.fair_id) == (cast.employer.id, fair.id)
    assert placement.channel is PlacementChannel.FAIR
    cast.wang.post(f"/placements/{placement.id}/confirm/employer")
    cast.verify(placement)
    db.session.rollback()
    assert figures_of(TODAY.year).helped == 1


def test_the_exact_name_of_an_employer_of_the_platform_is_asked_about(cast, path):
    fair = met_at_fair(cast, cast.employer)
    typed = ASKED | {"employer_name": " 顺达物流 有限公司 "}

    asked = cast.chen.post(path, data=typed)
    cast.chen.post(path, data=typed | {"is_same": "yes"})

    assert asked.status_code == 422
    assert "平台上有一家单位就叫“顺达物流有限公司”。请在下面选是不是这一家。" in asked.text
    assert 'name="is_same"' in asked.text
    assert (newest().employer_id, newest().fair_id) == (cast.employer.id, fair.id)


def test_a_namesake_elsewhere_stays_elsewhere(cast, path):
    cast.chen.post(path, data=ASKED | {"employer_name": "顺达物流有限公司", "is_same": "no"})

    assert newest().employer_id is None
    assert newest().channel is PlacementChannel.SELF


def test_a_veteran_who_types_a_known_name_is_asked_too(cast):
    typed = WORK | {"employer_name": "顺达物流有限公司"}

    asked = cast.zhang.post("/me/placements/new", data=typed)
    cast.zhang.post("/me/placements/new", data=typed | {"is_same": "yes"})

    assert asked.status_code == 422
    assert (newest().employer_id, newest().status) == (cast.employer.id, S.CLAIMED)


@pytest.mark.parametrize(
    "written", ["ＡＢ（怀远）有限公司", "ab(怀远)有限公司", " AB (怀远) 有限公司\u200b"]
)
def test_width_case_and_blanks_make_no_other_name(app, written):
    pending = make_employer(name="AB(怀远)有限公司", status=EmployerStatus.PENDING)
    verified = make_employer(name="AB（怀远）有限公司")
    make_employer(name="AB（怀远）有限公司二分厂")

    db.session.rollback()
    assert [one.id for one in employers_named(written)] == [verified.id, pending.id]
    assert employers_named(" ") == []


def test_an_employer_is_found_by_its_name(cast, path):
    other = make_employer(name="淮河面粉厂")

    page = cast.chen.get(f"{path}?q=面粉").text

    assert f"employer={other.id}" in page
    assert "淮河面粉厂</a>" not in cast.chen.get(f"{path}?q=顺达").text
    assert "没有找到这样的单位" in cast.chen.get(f"{path}?q=没有这家").text


def test_fairs_are_offered_by_their_tie(cast):
    db.session.rollback()
    booked = make_fair(FairStatus.CLOSED, title="单位在")
    book(booked, cast.employer, make_booths(booked, 1)[0])
    attended = make_fair(FairStatus.CLOSED, title="到过场")
    sign_up(attended, cast.veteran, checked_in_at=clock.now())
    both = make_fair(FairStatus.CLOSED, title="都在")
    book(both, cast.employer, make_booths(both, 1)[0])
    sign_up(both, cast.veteran, checked_in_at=clock.now())
    met = met_at_fair(cast, cast.employer)
    make_fair(FairStatus.CANCELLED)
    make_fair(FairStatus.PUBLISHED)  # not yet
    none = make_fair(FairStatus.CLOSED, title="都不在")

    db.session.rollback()
    found = [(fair.id, tie) for fair, tie in fairs_of(cast.veteran.id, cast.employer.id)]

    assert found == [
        (met.id, Tie.MET),
        (both.id, Tie.BOTH),
        (attended.id, Tie.ATTENDED),
        (booked.id, Tie.BOOKED),
        (none.id, Tie.NONE),
    ]


def test_another_fair_than_the_rule_finds_needs_a_reason(cast, path):
    met_at_fair(cast, cast.employer)
    other = make_fair(FairStatus.CLOSED, title="荆山镇专场")
    chosen = ASKED | {"fair": str(other.id)}

    bare = cast.chen.post(f"{path}?employer={cast.employer.id}", data=chosen)
    cast.chen.post(
        f"{path}?employer={cast.employer.id}", data=chosen | {"fair_reason": "签到表上有他"}
    )

    assert bare.status_code == 422
    assert "和系统判断的不一样，请写明理由。" in bare.text
    placement = newest()
    assert (placement.fair_id, placement.channel_reason) == (other.id, "签到表上有他")
    page = cast.chen.get(f"/placements/{placement.id}").text
    assert "招聘会：荆山镇专场" in page
    assert "理由：签到表上有他。按规则判断的是：" in page


def test_an_officer_corrects_the_channel_and_the_rule_stays_beside_it(cast, sign_in):
    fair = make_fair(FairStatus.CLOSED, title="荆山镇专场")
    placement = cast.verified()
    address = f"/placements/{placement.id}/channel"
    seen = {"version": fresh(placement).version, "channel": "FAIR"}

    no_fair = cast.chen.post(address, data=seen | {"reason": "现场谈的"})
    no_reason = cast.chen.post(address, data=seen | {"fair": str(fair.id)})
    cast.chen.post(address, data=seen | {"fair": str(fair.id), "reason": "现场谈的"})

    assert "请选是哪一场招聘会。" in no_fair.text
    assert "请写明理由。" in no_reason.text
    assert fresh(placement).channel is PlacementChannel.FAIR
    assert fresh(placement).fair_id == fair.id
    assert "自己投递了这家单位" in fresh(placement).attribution
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长", division_code="340321100"))
    assert clerk.get(address).status_code == 403


def test_a_fair_after_the_start_is_refused(cast):
    placement = cast.claim_by_employer(start_on=clock.days_ahead(-3).isoformat())
    fair = make_fair(FairStatus.RUNNING)

    answer = cast.chen.post(
        f"/placements/{placement.id}/channel",
        data={
            "version": fresh(placement).version,
            "channel": "FAIR",
            "fair": str(fair.id),
            "reason": "现场谈的",
        },
    )

    assert answer.status_code == 422
    assert "这场招聘会在到岗以后才开" in answer.text


def test_work_elsewhere_that_staff_register_stamps_nobody_who_was_not_asked(cast, path):
    unasked = cast.chen.post(path, data=WORK | {"employer_name": "上海某快递公司"})
    cast.chen.post(path, data=ASKED | {"employer_name": "上海某快递公司"})

    assert "请选是怎么问到的。" in unasked.text
    placement = newest()
    assert placement.status is S.CONFIRMED
    assert placement.employer_confirmed_at is None
    assert placement.veteran_asked_by is AskedBy.CALL
    page = cast.chen.get(f"/placements/{placement.id}").text
    assert "单位不在平台上，没有请它确认" in page
    assert "陈主任代本人记（凭电话）" in page
    assert "已确认（代）" in page
    own = cast.zhang.get(f"/me/placements/{placement.id}").text
    assert "工作人员代本人记（凭电话）" in own
    assert "陈主任" not in own
    refused = cast.chen.post(
        f"/placements/{placement.id}/confirm/employer", data={"asked_by": "CALL"}
    )
    assert refused.status_code == 422


def test_staff_confirm_for_an_employer_only_with_the_means(cast):
    cast.zhang.post(f"/me/placements/new?application={cast.application.id}", data=WORK)
    placement = newest()
    address = f"/placements/{placement.id}/confirm/employer"

    bare = cast.chen.post(address)
    cast.chen.post(address, data={"asked_by": "VISIT"})

    assert bare.status_code == 422
    assert "请选是怎么问到的。" in bare.text
    row = fresh(placement)
    assert (row.status, row.employer_asked_by) == (S.CONFIRMED, AskedBy.VISIT)
    assert row.veteran_confirmed_by is None
    page = cast.chen.get(f"/placements/{placement.id}").text
    assert "陈主任代单位记（凭当面）" in page
    assert "工作人员代单位记（凭当面）" in cast.wang.get(f"/placements/{placement.id}").text


def test_sides_that_confirm_by_their_own_account_carry_no_mark(cast):
    placement = cast.confirmed()

    assert not fresh(placement).is_on_behalf
    assert "（代）" not in cast.chen.get("/placements").text


def test_the_years_people_count_with_the_mark_and_its_list(cast, path):
    cast.chen.post(path, data=ASKED | {"employer_name": "上海某快递公司"})
    placement = newest()
    cast.verify(placement)
    address = f"/placements/people/{TODAY.year}"

    page = words_of(cast.chen.get(address).text)
    listed = cast.chen.get(f"{address}?behalf=1").text

    db.session.rollback()
    assert figures_of(TODAY.year).placed == 1
    assert "其中 1 人有工作人员代记的确认" in page
    assert "已核实（代）" in page
    assert f"/placements/{placement.id}" in listed


def test_what_waits_for_verification_is_a_line_of_the_desk(cast):
    before = cast.chen.get("/desk").text
    placement = cast.confirmed()

    desk = cast.chen.get("/desk").text
    listed = cast.chen.get("/placements?status=CONFIRMED").text

    assert "条就业等核实" not in before
    assert "条就业等核实" in desk
    assert "/placements?status=CONFIRMED" in desk
    assert f"/placements/{placement.id}" in listed


def test_the_rule_of_whose_confirmation_it_is_holds_below_the_pages(cast):
    placement = cast.claim_by_employer()

    with pytest.raises(confirming.DomainError, match="怎么问到本人"):
        confirming.record_confirmation(
            fresh(placement), Side.VETERAN, make_account(role=Role.OFFICER), None
        )
    db.session.rollback()
    assert db.session.get_one(Employer, cast.employer.id).name == placement.employer_name
