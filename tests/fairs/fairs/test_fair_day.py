"""The day of a fair: check-in four ways, offline and from paper, booths, results, figures."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.db import db, transaction
from core.features import installed
from fairs.fairs import operations
from fairs.fairs.facts import CheckInRecord
from fairs.fairs.models import (
    CheckInMethod,
    CheckInNote,
    FairBooking,
    FairStatus,
    Meeting,
    Outcome,
    SignUp,
)
from jobs.applications.models import Application, Origin
from people.accounts.models import Account
from people.notices.models import Notice
from tests.fairs.fairs.world import OWN_COUNTY, book, make_booths, make_fair, offer, sign_up
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import PASSWORD, make_account
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh, save

CODE = re.compile(r"[34679ACDEFGHJKMNPRTWXY]{4}(-[34679ACDEFGHJKMNPRTWXY]{4}){2}")


@pytest.fixture
def clerk(sign_in):
    return sign_in(make_account(role=Role.CLERK, name="周站长"))


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


def count(model, *conditions) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def came(fair) -> int:
    return count(SignUp, SignUp.fair_id == fair.id, SignUp.checked_in_at.is_not(None))


@pytest.mark.parametrize("written", [str.lower, lambda code: code.replace("-", ""), "　{} ".format])
def test_a_code_is_understood_however_it_is_typed(clerk, written):
    fair, veteran = make_fair(FairStatus.RUNNING), make_veteran(name="李大山")
    with transaction():
        code = operations.sign_up(fresh(fair), fresh(veteran), county=OWN_COUNTY).code

    clerk.post(f"/fairs/{fair.id}/door", data={"words": written(code)})

    assert CODE.fullmatch(code)
    assert came(fair) == 1


def test_a_code_given_out_before_codes_had_groups_still_holds(clerk):
    fair = make_fair(FairStatus.RUNNING)
    row = sign_up(fair, make_veteran(name="李大山"))
    with transaction(audited=False):
        fresh(row).code = "aB_9-xY2kLm0"

    clerk.post(f"/fairs/{fair.id}/door", data={"words": "aB_9-xY2kLm0"})

    assert came(fair) == 1


@pytest.mark.parametrize("typed", ["阿依古丽•买买提", "阿依古丽 ・买买提", "阿依古丽·买买提\u200b"])
def test_a_name_is_found_however_it_is_written(clerk, typed):
    fair = make_fair(FairStatus.RUNNING)
    sign_up(fair, make_veteran(name="阿依古丽·买买提"))
    make_veteran(name="丁康")

    door = clerk.post(f"/fairs/{fair.id}/door", data={"words": typed})
    paper = clerk.post(f"/fairs/{fair.id}/door/paper", data={"lines": f"{typed}\n丁　康"})

    assert "找到 1 人" in door.text
    assert paper.status_code == 200
    assert came(fair) == 2


def test_a_scanned_code_checks_in_at_once_and_only_once(clerk):
    fair = make_fair(FairStatus.RUNNING)
    row = sign_up(fair, make_veteran(name="李大山"))

    first = clerk.post(f"/fairs/{fair.id}/door", data={"words": row.code})
    clerk.post(f"/fairs/{fair.id}/door", data={"words": row.code})

    assert first.status_code == 302
    assert came(fair) == 1
    assert fresh(row).check_in_method is CheckInMethod.QR
    assert "这位已经签到过了" in clerk.get(f"/fairs/{fair.id}/door").text


def test_a_name_or_the_last_four_show_the_matches_first(clerk):
    fair = make_fair(FairStatus.RUNNING)
    veteran = make_veteran(name="李大山", id_number="34032119000101003X")
    row = sign_up(fair, veteran)
    sign_up(fair, make_veteran(name="王小河", id_number="340321190001010013"))

    by_name = clerk.post(f"/fairs/{fair.id}/door", data={"words": "李大山"})
    by_tail = clerk.post(f"/fairs/{fair.id}/door", data={"words": "003x"})

    assert came(fair) == 0
    for page in (by_name, by_tail):
        assert "找到 1 人" in page.text
        assert "34032119000101003X" not in page.text
    clerk.post(f"/fairs/{fair.id}/door/{row.id}", data={"method": "ID_TAIL"})
    assert fresh(row).check_in_method is CheckInMethod.ID_TAIL


def test_a_registered_veteran_walks_in_and_no_one_else_does(clerk):
    fair = make_fair(FairStatus.RUNNING)
    veteran = make_veteran(name="李大山")

    found = clerk.post(f"/fairs/{fair.id}/door", data={"words": "李大山"})
    clerk.post(f"/fairs/{fair.id}/door/walk-in/{veteran.id}")
    unknown = clerk.post(f"/fairs/{fair.id}/door", data={"words": "没登记"})

    assert "登记过，没有报名" in found.text
    assert came(fair) == 1
    assert unknown.status_code == 422
    assert "请先代办登记" in unknown.text


def test_a_wrong_check_in_is_undone(clerk):
    fair = make_fair(FairStatus.RUNNING)
    row = sign_up(fair, make_veteran())
    clerk.post(f"/fairs/{fair.id}/door", data={"words": row.code})

    clerk.post(f"/fairs/{fair.id}/door/{row.id}/undo")

    assert came(fair) == 0
    clerk.post(f"/fairs/{fair.id}/door", data={"words": row.code})
    assert came(fair) == 1


def test_the_check_in_of_another_township_is_not_found(clerk):
    fair = make_fair(FairStatus.RUNNING, township_code=CHANGFEN)
    row = sign_up(fair, make_veteran())

    assert clerk.get(f"/fairs/{fair.id}/door").status_code == 404
    assert clerk.post(f"/fairs/{fair.id}/door/{row.id}").status_code == 404
    assert came(fair) == 0


def test_a_paper_list_counts_everyone_once_and_returns_doubtful_lines(clerk):
    fair = make_fair(FairStatus.RUNNING)
    li = sign_up(fair, make_veteran(name="李大山"))
    sign_up(fair, make_veteran(name="王小河"))
    sign_up(fair, make_veteran(name="同名"))
    sign_up(fair, make_veteran(name="同名"))
    make_veteran(name="没报名的")
    lines = f"{li.code}\n李大山\n王小河\n同名\n没报名的\n谁也不是\n王小河"

    answer = clerk.post(f"/fairs/{fair.id}/door/paper", data={"lines": lines})
    again = clerk.post(f"/fairs/{fair.id}/door/paper", data={"lines": lines})

    assert "新签到 3 人，以前签过 2 人，拿不准 2 行" in answer.text
    assert "第 4 行“同名”：有 2 个同名的人报了名" in answer.text
    assert "第 6 行“谁也不是”" in answer.text
    assert "新签到 0 人，以前签过 5 人" in again.text
    assert came(fair) == 3


def offline(people, device: str) -> str:
    """Return the check-ins a device recorded without a network."""
    return json.dumps(
        [
            {
                "key": f"{device}-{row.id}",
                "who": row.code,
                "method": "QR",
                "at": (clock.now() - timedelta(minutes=5)).isoformat(),
            }
            for row in people
        ]
    )


def test_offline_check_ins_sent_twice_count_once(clerk):
    fair = make_fair(FairStatus.RUNNING)
    people = [sign_up(fair, make_veteran(name=f"老兵{n}")) for n in range(20)]

    first = clerk.post(f"/fairs/{fair.id}/door/batch", data={"notes": offline(people, "a")})
    again = clerk.post(f"/fairs/{fair.id}/door/batch", data={"notes": offline(people, "a")})
    other = clerk.post(f"/fairs/{fair.id}/door/batch", data={"notes": offline(people, "b")})

    assert first.json == {"came": 20, "repeats": 0, "doubtful": []}
    assert again.json == {"came": 0, "repeats": 20, "doubtful": []}
    assert other.json["came"] == 0
    assert came(fair) == 20
    assert count(CheckInNote) == 40  # both devices' records are kept, people counted once
    noted = db.session.scalars(select(SignUp.checked_in_at)).first()
    assert noted < clock.now() - timedelta(minutes=4)  # when it happened, not when it was sent


@pytest.mark.parametrize(
    "at",
    [
        "0001-01-01T00:00:00+08:00",
        "1970-01-01T00:00:00+00:00",
        "2099-01-01T00:00:00+08:00",
        "9999-12-31T23:59:59-08:00",
    ],
)
def test_a_record_with_a_wrong_time_is_doubtful_and_the_others_count(clerk, at):
    fair = make_fair(FairStatus.RUNNING)
    right, wrong = (sign_up(fair, make_veteran(name=name)) for name in ("李大山", "王小河"))
    records = [
        *json.loads(offline([right], "a")),
        json.loads(offline([wrong], "a"))[0] | {"at": at},
    ]

    answer = clerk.post(f"/fairs/{fair.id}/door/batch", data={"notes": json.dumps(records)})

    assert (answer.status_code, answer.json["came"]) == (200, 1)
    assert [one["line"] for one in answer.json["doubtful"]] == [2]
    assert "时间不对" in answer.json["doubtful"][0]["why"]
    assert came(fair) == 1


@pytest.mark.parametrize(
    "notes",
    ["", "[]x", '[{"key": "a"}]', '{"a": 1}', "[" * 100_000, "5", "[null]", '[{"key": "\\ud800"}]',
     '["\\u0000"]'],
)  # fmt: skip
def test_unreadable_offline_check_ins_are_refused_whole(clerk, notes):
    fair = make_fair(FairStatus.RUNNING)

    answer = clerk.post(f"/fairs/{fair.id}/door/batch", data={"notes": notes})

    assert answer.status_code == 422
    assert answer.json["errors"] == ["离线记录读不出来，请不要清空，联系我们。"]
    assert count(CheckInNote) == 0


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
        "people": 4,
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
        assert f"：{value} " in behind
    assert "浙江省宁波市江北区" in page  # each bureau counts its own
    sheet = officer.get(f"/fairs/{booth.fair.id}/figures.xlsx")
    assert sheet.data.startswith(b"PK")


def test_the_wall_shows_numbers_and_no_name(sign_in, officer):
    booth = busy_fair(sign_in)

    page = officer.get(f"/fairs/{booth.fair.id}/wall").text

    assert "李大山" not in page
    assert "宁波老兵" not in page
    assert booth.employer.name in page
    assert '<b class="num">4</b>到场' in page


def test_a_batch_is_merged_in_one_operation(app):
    fair = make_fair(FairStatus.RUNNING)
    row = sign_up(fair, make_veteran())
    account = make_account(role=Role.OFFICER, name="陈主任")

    with transaction() as session:
        merged = operations.merge_check_ins(
            session.get_one(type(fair), fair.id),
            [CheckInRecord("k1", row.code, CheckInMethod.QR, clock.now())],
            by=session.get_one(Account, account.id),
            county=OWN_COUNTY,
        )

    assert (merged.came, merged.repeats, merged.doubtful) == (1, 0, [])


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
