"""From "I work there" to the twelfth month: both sides, evidence, counting, undoing."""

import io
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from core.parameters.models import ParameterValue
from jobs.applications.models import Application, ApplicationStatus, Origin
from jobs.fairs.models import FairStatus, Meeting, Outcome
from jobs.placements import queries
from jobs.placements.attribution import attribute
from jobs.placements.benefits import benefit_of
from jobs.placements.models import (
    CheckResult,
    Placement,
    PlacementChannel,
    PlacementCheck,
    PlacementEvidence,
    PlacementStatus,
    VerifyMethod,
)
from jobs.vacancies.models import VacancyStatus
from people.veterans.models import EmploymentStatus, Veteran
from tests.support.factories import (
    fresh,
    make_account,
    make_employer,
    make_vacancy,
    make_veteran,
    save,
)
from tests.support.fairs import book, make_booths, make_fair, sign_up

S = PlacementStatus
TODAY = clock.today()
WORK = {"title": "货车驾驶员", "start_on": TODAY.isoformat(), "contract": "FIXED", "wage": "6500"}


class Cast:
    """A veteran whose application was accepted, his employer, and the officer."""

    def __init__(self, sign_in, headcount: int = 2) -> None:
        account = make_account(name="张建国")
        self.veteran = make_veteran(account=account)
        boss = make_account(role=Role.EMPLOYER, name="王经理")
        self.employer = make_employer(account=boss, name="顺达物流有限公司")
        self.vacancy = make_vacancy(employer=self.employer, headcount=headcount)
        self.application = save(
            Application(
                veteran_id=self.veteran.id,
                vacancy_id=self.vacancy.id,
                status=ApplicationStatus.ACCEPTED,
                applied_at=clock.now(),
            )
        )
        self.zhang, self.wang = sign_in(account), sign_in(boss)
        self.chen = sign_in(make_account(role=Role.OFFICER, name="陈主任"))

    def claim_by_employer(self, **more) -> Placement:
        """Let the employer say that he began."""
        answer = self.wang.post(f"/applications/{self.application.id}/placement", data=WORK | more)
        assert answer.status_code == 302, answer.text
        return newest()

    def confirmed(self) -> Placement:
        """Let both sides say so."""
        placement = self.claim_by_employer()
        self.zhang.post(f"/me/placements/{placement.id}/confirm")
        return fresh(placement)

    def verify(self, placement, **more):
        """Send the officer's verification."""
        data = {"version": fresh(placement).version, "method": "CALL"} | more
        return self.chen.post(f"/placements/{placement.id}/verify", data=data)

    def verified(self) -> Placement:
        """Let the bureau verify it."""
        placement = self.confirmed()
        assert self.verify(placement).status_code == 302
        return fresh(placement)


@pytest.fixture
def cast(sign_in):
    return Cast(sign_in)


def newest() -> Placement:
    db.session.rollback()
    return db.session.scalars(select(Placement).order_by(Placement.id.desc()).limit(1)).one()


def count(model, *conditions) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def status_of(veteran) -> EmploymentStatus:
    return fresh(veteran).employment_status


def test_one_sides_word_counts_for_nothing_until_the_other_shows_yes(cast):
    placement = cast.claim_by_employer()

    early = cast.verify(placement)
    cast.zhang.post(f"/me/placements/{placement.id}/confirm")

    assert early.status_code == 422
    assert fresh(placement).status is S.CONFIRMED
    assert "请确认到岗" in cast.zhang.get("/notices").text
    assert status_of(cast.veteran) is EmploymentStatus.SEEKING
    assert queries.counted(TODAY.year) == []


def test_the_veteran_shows_it_and_the_employer_confirms(cast):
    cast.zhang.post(f"/me/placements/new?application={cast.application.id}", data=WORK)
    placement = newest()

    cast.wang.post(f"/placements/{placement.id}/confirm/veteran")  # it speaks for itself alone

    assert fresh(placement).status is S.CONFIRMED
    assert fresh(placement).employer_confirmed_at is not None


def test_nobody_confirms_for_himself_twice(cast):
    placement = cast.claim_by_employer()

    again = cast.wang.post(f"/placements/{placement.id}/confirm/employer")

    assert again.status_code == 409
    assert fresh(placement).status is S.CLAIMED


def test_denying_makes_it_void_and_the_application_may_lead_to_another(cast):
    placement = cast.claim_by_employer()

    cast.zhang.post(f"/me/placements/{placement.id}/deny", data={"reason": "我没去"})

    assert fresh(placement).status is S.VOID
    assert "本人说没有这回事：我没去" in fresh(placement).void_reason
    assert status_of(cast.veteran) is EmploymentStatus.SEEKING
    assert cast.claim_by_employer().id != placement.id


def test_a_contract_that_was_seen_is_handed_in(cast):
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
    assert [row.id for row in queries.counted(TODAY.year)] == [placement.id]
    page = cast.chen.get(f"/placements/people/{TODAY.year}").text
    assert f"{TODAY.year}年就业 1 人" in page
    assert page.count("张建国") == 1


@pytest.mark.parametrize(
    ("contract", "status"),
    [
        ("OPEN_ENDED", EmploymentStatus.EMPLOYED),
        ("LABOUR_SERVICE", EmploymentStatus.FLEXIBLE),
        ("OWN_BUSINESS", EmploymentStatus.SELF_EMPLOYED),
    ],
)
def test_the_contract_shows_what_person_lives_on(cast, contract, status):
    placement = cast.claim_by_employer(contract=contract)
    cast.zhang.post(f"/me/placements/{placement.id}/confirm")
    cast.verify(placement)

    assert status_of(cast.veteran) is status


def test_undoing_a_verified_one_gives_the_person_back(cast):
    placement = cast.verified()

    bare = cast.chen.post(
        f"/placements/{placement.id}/deny", data={"version": fresh(placement).version}
    )
    cast.chen.post(
        f"/placements/{placement.id}/deny",
        data={"version": fresh(placement).version, "reason": "单位撤回了录用"},
    )

    assert bare.status_code == 422
    assert fresh(placement).status is S.VOID
    assert status_of(cast.veteran) is EmploymentStatus.SEEKING
    assert queries.counted(TODAY.year) == []


def test_who_left_looks_for_work_again_and_still_counts_for_that_year(cast):
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
    assert len(queries.counted(TODAY.year)) == 1


def overdue_check(placement, months: int = 1) -> PlacementCheck:
    with transaction(audited=False) as session:
        row = session.scalars(
            select(PlacementCheck).where(
                PlacementCheck.placement_id == placement.id, PlacementCheck.months == months
            )
        ).one()
        row.due_on = TODAY - timedelta(days=3)
    return row


def test_a_check_is_due_done_late_or_finds_person_removed(cast):
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
    assert fresh(placement).status is S.ENDED
    assert "没有到期的回访" in cast.chen.get("/placements/checks").text


def test_person_still_there_stays_and_is_asked_once(cast):
    placement = cast.verified()
    check = overdue_check(placement)

    cast.chen.post(f"/placements/checks/{check.id}", data={"result": "AT_WORK"})
    again = cast.chen.post(f"/placements/checks/{check.id}", data={"result": "AT_WORK"})

    assert fresh(check).result is CheckResult.AT_WORK
    assert fresh(placement).status is S.VERIFIED
    assert again.status_code == 422


def test_a_vacancies_last_place_fills_it(sign_in):
    cast = Cast(sign_in, headcount=1)

    cast.confirmed()

    assert fresh(cast.vacancy).status is VacancyStatus.FILLED


def test_a_start_far_ahead_or_a_contract_that_ends_before_it_is_refused(cast):
    path = f"/applications/{cast.application.id}/placement"
    far = (TODAY + timedelta(days=61)).isoformat()
    before = (TODAY - timedelta(days=1)).isoformat()

    late = cast.wang.post(path, data=WORK | {"start_on": far})
    short = cast.wang.post(path, data=WORK | {"contract_until": before})

    assert (late.status_code, short.status_code) == (422, 422)
    assert "最多在 60 天以内" in late.text
    assert count(Placement) == 0


def test_an_application_that_was_not_accepted_leads_to_no_placement(cast):
    with transaction(audited=False) as session:
        row = session.get_one(Application, cast.application.id)
        row.status = ApplicationStatus.SCREENING

    answer = cast.wang.post(f"/applications/{cast.application.id}/placement", data=WORK)

    assert answer.status_code == 422
    assert "还没有录用" in answer.text


def test_work_at_a_unit_we_do_not_know_needs_the_veteran_and_the_bureau(cast):
    cast.zhang.post("/me/placements/new", data=WORK | {"employer_name": "上海某快递公司"})

    placement = newest()

    assert (placement.status, placement.employer_id) == (S.CONFIRMED, None)
    assert placement.channel is PlacementChannel.SELF


# ---- attribution ---------------------------------------------------------------------------


def met_at_fair(veteran, employer, days_ago: int):
    fair = make_fair(FairStatus.CLOSED)
    booking = book(fair, employer, make_booths(fair, 1)[0])
    row = sign_up(fair, veteran)
    save(
        Meeting(
            booking_id=booking.id,
            sign_up_id=row.id,
            outcome=Outcome.MET,
            met_at=clock.now() - timedelta(days=days_ago),
        )
    )
    return fair


def applied(veteran, employer, origin: Origin, days_ago: int) -> None:
    save(
        Application(
            veteran_id=veteran.id,
            vacancy_id=make_vacancy(employer=employer).id,
            origin=origin,
            status=ApplicationStatus.WITHDRAWN,
            applied_at=clock.now() - timedelta(days=days_ago),
            closed_at=clock.now(),
        )
    )


@pytest.fixture
def pair(app):
    return make_veteran(), make_employer()


def channel_of(pair, start_on: date = TODAY) -> PlacementChannel:
    db.session.rollback()
    return attribute(pair[0].id, pair[1].id, start_on, months=6).channel


def test_nothing_before_means_he_found_it_himself(pair):
    assert channel_of(pair) is PlacementChannel.SELF


@pytest.mark.parametrize(
    ("origin", "channel"),
    [
        (Origin.ONLINE, PlacementChannel.ONLINE),
        (Origin.REFERRAL, PlacementChannel.REFERRAL),
        (Origin.FAIR, PlacementChannel.FAIR),
    ],
)
def test_an_application_gives_its_own_channel(pair, origin, channel):
    applied(*pair, origin, 10)

    assert channel_of(pair) is channel


def test_a_meeting_goes_before_a_referral_and_that_before_an_application(pair):
    applied(*pair, Origin.ONLINE, 1)
    applied(*pair, Origin.REFERRAL, 20)
    assert channel_of(pair) is PlacementChannel.REFERRAL

    fair = met_at_fair(*pair, 30)

    db.session.rollback()
    found = attribute(pair[0].id, pair[1].id, TODAY, months=6)
    assert (found.channel, found.fair_id) == (PlacementChannel.FAIR, fair.id)


@pytest.mark.parametrize(("days_ago", "counts"), [(0, True), (150, True), (220, False)])
def test_the_window_has_edges(pair, days_ago, counts):
    met_at_fair(*pair, days_ago)

    assert (channel_of(pair) is PlacementChannel.FAIR) is counts


def test_a_meeting_after_the_start_day_does_not_count(pair):
    met_at_fair(*pair, 0)

    assert channel_of(pair, TODAY - timedelta(days=1)) is PlacementChannel.SELF


def test_another_employers_fair_does_not_count(pair):
    met_at_fair(pair[0], make_employer(), 5)

    assert channel_of(pair) is PlacementChannel.SELF


# ---- counting ------------------------------------------------------------------------------


def verified_on(veteran, employer, start_on: date, **more) -> Placement:
    values = {
        "veteran_id": veteran.id,
        "employer_id": employer.id,
        "employer_name": employer.name,
        "channel": PlacementChannel.SELF,
        "title": "司机",
        "start_on": start_on,
        "status_before": EmploymentStatus.SEEKING,
        "claimed_at": clock.now(),
        "status": S.ENDED,
        "verified_at": clock.now(),
        "ended_on": start_on,
    }
    return save(Placement(**(values | more)))


def test_one_person_counts_once_a_year_and_a_renewal_never(pair):
    veteran, first = pair
    second = make_employer()
    verified_on(veteran, first, date(2024, 3, 1))
    verified_on(veteran, second, date(2024, 9, 1))  # same year: not again
    verified_on(veteran, first, date(2025, 3, 1))  # same employer: a renewal
    verified_on(veteran, make_employer(), date(2026, 1, 9))
    verified_on(make_veteran(), first, date(2024, 5, 1), status=S.VOID)
    verified_on(make_veteran(), first, date(2024, 5, 1), verified_at=None)

    db.session.rollback()
    counts = {year: len(queries.counted(year)) for year in (2023, 2024, 2025, 2026)}
    assert counts == {2023: 0, 2024: 1, 2025: 0, 2026: 1}


def test_the_figure_is_as_long_as_its_list_and_its_sheet_hides_numbers(cast):
    with transaction(audited=False) as session:
        session.get_one(Veteran, cast.veteran.id).id_number = "340321190001010013"
    cast.verified()

    sheet = cast.chen.post(f"/placements/people/{TODAY.year}/export")

    assert sheet.status_code == 200
    assert b"340321190001010013" not in sheet.data
    db.session.rollback()
    actions = set(db.session.scalars(select(AuditEvent.action)))
    assert "veteran.export" in actions


# ---- employers -----------------------------------------------------------------------------


def test_the_amount_of_the_law_is_never_invented(cast):
    placement = cast.verified()

    page = cast.wang.get("/employer/benefits").text

    assert "标准没设置" in page
    later = clock.months_after(placement.start_on, 40)
    assert benefit_of(placement, later).used == 36
    save(
        ParameterValue(
            key="hire_tax_yearly", value=600_000, valid_from=TODAY, source="测试文号", set_by=None
        )
    )
    db.session.rollback()
    half_year = clock.months_after(TODAY, 6)
    assert benefit_of(fresh(placement), half_year).amount == 300_000
    assert cast.wang.get("/employer/benefits.xlsx").data.startswith(b"PK")


def test_a_promise_shows_verified_people_and_an_overdue_one_only_after_review(cast, client):
    due = (TODAY + timedelta(days=30)).isoformat()
    cast.wang.post("/employer/pledges", data={"headcount": "2", "due_on": due})
    cast.verified()

    public = client.get("/pledges").text
    with transaction(audited=False) as session:
        pledge = queries.pledges()[0]
        session.get_one(type(pledge), pledge.id).due_on = TODAY - timedelta(days=1)
    hidden = client.get("/pledges").text
    cast.chen.post(f"/pledges/{pledge.id}/review", data={"reason": "订单减少，已沟通"})

    assert "已到岗 1 人" in public
    assert "顺达物流有限公司" not in hidden
    assert "订单减少，已沟通" in client.get("/pledges").text


def test_recognition_is_computed(cast):
    cast.verified()
    below = cast.chen.get("/recognition").text
    save(ParameterValue(key="recognition_hires", value=1, valid_from=TODAY, source="局务会"))

    assert "还没有够标准的单位" in below
    assert "顺达物流有限公司" in cast.chen.get("/recognition").text


def test_forgetting_takes_placements_along(cast):
    cast.verified()
    exported = cast.zhang.get("/me/data/export").json

    cast.zhang.post("/me/data/delete")

    assert exported["就业记录"][0]["单位"] == "顺达物流有限公司"
    assert count(Placement) == 0
    assert count(PlacementCheck) == 0
