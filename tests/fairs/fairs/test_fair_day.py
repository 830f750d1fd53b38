"""The day of a fair: booths, results, figures."""

import re

import pytest
from sqlalchemy import func, select

from core.access import Role
from core.db import db, transaction
from core.features import installed
from fairs.fairs import operations
from fairs.fairs.models import (
    CheckInMethod,
    FairBooking,
    FairBooth,
    FairStatus,
    Meeting,
    Outcome,
    SignUp,
)
from jobs.applications.models import Application, Origin
from people.notices.models import Notice
from tests.fairs.fairs.world import book, make_booths, make_fair, offer, sign_up
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import PASSWORD, make_account
from tests.people.veterans.world import make_veteran
from tests.support.counting import words_of
from tests.support.rows import fresh, save


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


def count(model, *conditions) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


class Booth:
    """An employer at its booth with one vacancy and one visitor."""

    def __init__(self, sign_in, status=FairStatus.RUNNING) -> None:
        self.fair = make_fair(status)
        boss = make_account(role=Role.EMPLOYER, name="王经理")
        self.employer = make_employer(account=boss)
        self.vacancy = make_vacancy(employer=self.employer)
        self.booking = book(self.fair, self.employer, make_booths(self.fair, 1)[0])
        offer(self.fair, self.vacancy)
        self.veteran = make_veteran(name="李大山")
        self.row = sign_up(self.fair, self.veteran)
        self.browser = sign_in(boss)

    def tap(self, outcome: str, **more):
        """Send the form of the booth."""
        data = {"code": self.row.code, "outcome": outcome} | more
        return self.browser.post(f"/fairs/{self.fair.id}/booth", data=data)


def test_a_later_record_of_a_meeting_changes_the_first(sign_in):
    booth = Booth(sign_in)

    booth.tap("MET")
    booth.tap("INTENT", vacancy=str(booth.vacancy.id), is_signed="y")

    db.session.rollback()
    meeting = db.session.scalars(select(Meeting)).one()
    assert (meeting.outcome, meeting.is_signed) == (Outcome.INTENT, True)
    application = db.session.scalars(select(Application)).one()
    assert (application.origin, application.vacancy_id) == (Origin.FAIR, booth.vacancy.id)
    page = booth.browser.get(f"/fairs/{booth.fair.id}/booth").text
    assert "李大山" not in page
    assert booth.row.code in page


def test_whoever_is_met_at_a_booth_is_in(sign_in):
    booth = Booth(sign_in)

    booth.tap("INTENT", vacancy=str(booth.vacancy.id), is_signed="y")

    row = fresh(booth.row)
    assert row.checked_in_at is not None
    assert row.check_in_method is CheckInMethod.BOOTH


def test_a_meeting_keeps_the_check_in_at_the_door(sign_in, officer):
    booth = Booth(sign_in)
    officer.post(f"/fairs/{booth.fair.id}/door", data={"words": booth.row.code})

    booth.tap("MET")

    assert fresh(booth.row).check_in_method is CheckInMethod.QR


def test_who_was_met_cannot_be_undone_at_the_door(sign_in, officer):
    booth = Booth(sign_in)
    booth.tap("MET")

    page = officer.post(f"/fairs/{booth.fair.id}/door/{booth.row.id}/undo")

    assert page.status_code == 422
    assert "已经有单位记了和这位的面谈" in page.text
    assert fresh(booth.row).checked_in_at is not None


def test_a_wrong_meeting_takes_only_its_own_check_in_with_it(sign_in, officer):
    booth = Booth(sign_in)
    remove = f"/fairs/{booth.fair.id}/booth/{booth.row.id}/remove"
    booth.tap("MET")
    booth.browser.post(remove)
    by_booth = fresh(booth.row).checked_in_at
    officer.post(f"/fairs/{booth.fair.id}/door", data={"words": booth.row.code})
    booth.tap("MET")

    booth.browser.post(remove)

    assert by_booth is None
    assert fresh(booth.row).checked_in_at is not None


def test_the_funnel_never_exceeds_its_start(sign_in, officer):
    booth = Booth(sign_in)
    other = make_account(role=Role.EMPLOYER, name="李经理")
    second = make_employer(account=other)
    place = FairBooth(fair_id=booth.fair.id, number="B01", map_row=1, map_column=0)
    book(booth.fair, second, save(place))
    for browser in (booth.browser, sign_in(other)):
        data = {"code": booth.row.code, "outcome": "INTENT", "is_signed": "y"}
        browser.post(f"/fairs/{booth.fair.id}/booth", data=data)

    page = officer.get(f"/fairs/{booth.fair.id}/figures").text

    bars = re.findall(r"(进场|有意向|现场签约)</a>\s*</th>\s*<td[^>]*>\s*<span[^>]*>(\d+)<", page)
    assert bars == [("进场", "1"), ("有意向", "1"), ("现场签约", "1")]  # of two intentions


def test_unfit_needs_a_reason_and_a_signature_an_intention(sign_in):
    booth = Booth(sign_in)

    bare = booth.tap("UNFIT")
    signed = booth.tap("MET", is_signed="y")
    unknown = booth.tap("MET", code="nobody")
    done = booth.tap("UNFIT", reason="DISTANCE")

    assert [answer.status_code for answer in (bare, signed, unknown, done)] == [422, 422, 422, 302]
    assert "请选不合适的原因" in bare.text
    assert "没有这个编号" in unknown.text
    assert count(Application) == 0


def test_no_meeting_is_recorded_before_the_fair_or_without_a_booth(sign_in):
    booth = Booth(sign_in, FairStatus.PUBLISHED)
    stranger = make_account(role=Role.EMPLOYER, name="赵经理")
    make_employer(account=stranger)

    assert booth.tap("MET").status_code == 422
    assert sign_in(stranger).get(f"/fairs/{booth.fair.id}/booth").status_code == 404
    assert count(Meeting) == 0


def test_a_fair_is_closed_once_all_results_are_reported_or_excused(sign_in, officer):
    booth = Booth(sign_in, FairStatus.ENDED)
    close = {"version": fresh(booth.fair).version}

    early = officer.post(f"/fairs/{booth.fair.id}/do/close", data=close)
    officer.post(f"/fairs/{booth.fair.id}/remind")
    booth.browser.post(f"/fairs/{booth.fair.id}/booth/results")
    done = officer.post(f"/fairs/{booth.fair.id}/do/close", data=close)

    assert early.status_code == 422
    assert "还有 1 家单位没报结果" in early.text
    assert count(Notice, Notice.title == "请报招聘会结果") == 1
    assert done.status_code == 302
    assert fresh(booth.fair).status is FairStatus.CLOSED


def test_results_that_will_not_come_are_excused_with_a_reason(sign_in, officer):
    booth = Booth(sign_in, FairStatus.ENDED)
    path = f"/fairs/{booth.fair.id}/bookings/{booth.employer.id}/no-results"

    bare = officer.post(path, data={"reason": ""})
    officer.post(path, data={"reason": "单位搬走了，电话不通"})

    assert bare.status_code == 422
    db.session.rollback()
    booking = db.session.scalars(select(FairBooking)).one()
    assert booking.results_in_at is not None
    assert "没有报来：单位搬走了" in booking.reason


def busy_fair(sign_in):
    """Return a fair with four people checked in, one a partner's guest, and some meetings."""
    booth = Booth(sign_in)
    fair = booth.fair
    people = [booth.row, *(sign_up(fair, make_veteran(name=f"老兵{n}")) for n in range(3))]
    guest = sign_up_guest(fair)
    for row in [*people[:3], guest]:
        with transaction() as session:
            operations.check_in(
                session.get_one(SignUp, row.id), method=CheckInMethod.NAME, by_id=None
            )
    booth.tap("INTENT", vacancy=str(booth.vacancy.id), is_signed="y")
    booth.tap("INTENT", vacancy=str(booth.vacancy.id), code=people[1].code)
    booth.tap("MET", code=guest.code)
    return booth


def sign_up_guest(fair) -> SignUp:
    return save(
        SignUp(
            fair_id=fair.id,
            guest_key="k",
            guest_name="宁波老兵",
            bureau_code="330205",
            code="guest-code",
        )
    )


def test_every_figure_is_as_long_as_the_list_behind_it(sign_in, officer):
    booth = busy_fair(sign_in)

    page = officer.get(f"/fairs/{booth.fair.id}/figures").text
    db.session.rollback()
    values = {
        one.key: one.measure(one.rows(booth.fair.id)) for one in installed().figures_of("fair")
    }

    assert values | {"placed": 0} == {
        "units": 1,
        "posts": 1,
        "openings": 2,
        "sign_ups": 5,
        "people": 4,
        "meetings": 3,
        "intentions": 2,
        "signed": 1,
        "placed": 0,
    }
    for key, value in values.items():
        behind = officer.get(f"/fairs/{booth.fair.id}/figures/{key}").text
        rows = behind.count('<th scope="row"')
        assert rows == len(
            next(f for f in installed().figures_of("fair") if f.key == key).rows(booth.fair.id)
        )
        assert f"：{value} " in words_of(behind)
    assert "浙江省宁波市江北区" in page  # each bureau counts its own
    sheet = officer.get(f"/fairs/{booth.fair.id}/figures.xlsx")
    assert sheet.data.startswith(b"PK")


def test_the_wall_shows_numbers_and_no_name(sign_in, officer):
    booth = busy_fair(sign_in)

    page = officer.get(f"/fairs/{booth.fair.id}/wall").text

    assert "李大山" not in page
    assert "宁波老兵" not in page
    assert booth.employer.name in page
    assert "4到场" in words_of(page)


def test_forgetting_deletes_sign_ups_and_meetings(sign_in):
    booth = Booth(sign_in)
    account = make_account(name="张建国")
    veteran = make_veteran(account=account)
    veteran_id, row = veteran.id, sign_up(booth.fair, veteran)
    booth.tap("INTENT", code=row.code, vacancy=str(booth.vacancy.id))
    browser = sign_in(account)

    exported = browser.get("/me/data/export").json
    browser.post("/me/data/delete", data={"password_again": PASSWORD})

    assert exported["招聘会报名"][0]["招聘会"] == booth.fair.title
    assert count(SignUp, SignUp.veteran_id == veteran_id) == 0
    assert count(Meeting) == 0
