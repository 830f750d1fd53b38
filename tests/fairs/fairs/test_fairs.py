"""Before a fair: planning, papers, booths, employers, vacancies, sign-ups."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.db import db, transaction
from fairs.fairs import operations
from fairs.fairs.models import (
    BookingStatus,
    Fair,
    FairBooking,
    FairBooth,
    FairStatus,
    FairVacancy,
    SignUp,
    SignUpStatus,
)
from jobs.employers.models import EmployerStatus
from people.notices.models import Audience, Notice
from tests.fairs.fairs.world import PDF, book, hand_in_all, make_booths, make_fair, offer, sign_up
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN, LIUCHENG
from tests.people.veterans.world import make_veteran
from tests.support.queries import count_queries
from tests.support.rows import fresh

DAY = (clock.today() + timedelta(days=5)).isoformat()
PLANNED = {
    "title": "常坟镇专场招聘会",
    "mode": "OFFLINE",
    "day": DAY,
    "starts": "09:00",
    "ends": "11:30",
    "township_code": CHANGFEN,
    "venue": "常坟镇文化广场",
    "host_lines": "怀远县退役军人事务局\n怀远县人力资源和社会保障局",
    "slot_minutes": "15",
    "most_stops": "5",
}


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


@pytest.fixture
def boss(app):
    return make_account(role=Role.EMPLOYER, name="王经理")


def one(model):
    db.session.rollback()
    return db.session.scalars(select(model)).one()


def count(model, *conditions) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def do(officer, fair, event, **data):
    form = {"version": fresh(fair).version} | data
    return officer.post(f"/fairs/{fair.id}/do/{event}", data=form)


def test_a_fair_is_planned_as_data(officer):
    answer = officer.post("/fairs/new", data=PLANNED)

    fair = one(Fair)
    assert answer.location == f"/fairs/{fair.id}/manage"
    assert fair.hosts == ["怀远县退役军人事务局", "怀远县人力资源和社会保障局"]
    assert clock.local(fair.starts_at).strftime("%H:%M") == "09:00"
    page = officer.get(f"/fairs/{fair.id}/manage").text
    for word in ("组织实施办法", "应急预案", "安全保卫工作方案", "还没有展位"):
        assert word in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ends": "08:00"}, "结束时间要在开始时间以后"),
        ({"partner_code": "江北区"}, "全国有同名的地方"),
        ({"partner_code": "999999"}, "全国有同名的地方"),
        ({"title": ""}, "请填名称"),
        ({"slot_minutes": "1"}, "5 到 120 分钟"),
    ],
)
def test_an_error_is_shown_at_its_field_and_nothing_typed_is_lost(officer, change, words):
    answer = officer.post("/fairs/new", data=PLANNED | change)

    assert answer.status_code == 422
    assert words in answer.text
    assert "常坟镇文化广场" in answer.text
    assert count(Fair) == 0


@pytest.mark.parametrize("given", ["330205", "浙江省宁波市江北区"])
def test_a_partner_is_identified_by_its_code_never_by_a_shared_name(officer, given):
    officer.post("/fairs/new", data=PLANNED | {"partner_code": given, "partner_name": "江北区局"})

    assert one(Fair).partner_code == "330205"


def test_no_fair_is_published_without_its_three_papers(officer):
    fair = make_fair(FairStatus.DRAFT)
    make_booths(fair, 2)

    refused = do(officer, fair, "publish")
    hand_in_all(officer, fair)
    done = do(officer, fair, "publish")

    assert refused.status_code == 422
    assert "还没有交“组织实施办法”" in refused.text
    assert done.status_code == 302
    assert fresh(fair).status is FairStatus.PUBLISHED


def test_no_fair_is_published_with_an_unverified_employer(officer):
    fair = make_fair(FairStatus.DRAFT)
    booth = make_booths(fair, 1)[0]
    employer = make_employer(name="没核实的公司", status=EmployerStatus.PENDING)
    book(fair, employer, booth)
    hand_in_all(officer, fair)

    answer = do(officer, fair, "publish")

    assert answer.status_code == 422
    assert "“没核实的公司”没有核实" in answer.text


def test_papers_are_photos_or_pdf_and_are_encrypted(officer, instance):
    fair = make_fair(FairStatus.DRAFT)
    from_word = officer.post(
        f"/fairs/{fair.id}/papers",
        data={"kind": "PLAN", "file": (BytesIO(b"PK\x03\x04word"), "plan.docx")},
        content_type="multipart/form-data",
    )
    hand_in_all(officer, fair)

    shown = officer.get(f"/fairs/{fair.id}/papers/PLAN")

    assert from_word.status_code == 422
    assert "请上传照片" in from_word.text
    assert shown.data == PDF
    assert shown.mimetype == "application/pdf"
    stored = [file.read_bytes() for file in (instance / "documents").iterdir()]
    assert stored
    assert all(PDF not in data for data in stored)


def test_booths_are_created_in_rows_and_a_booked_one_stays(officer):
    fair = make_fair(FairStatus.DRAFT)

    officer.post(f"/fairs/{fair.id}/booths", data={"rows": 2, "columns": 3, "seats": 1})
    officer.post(f"/fairs/{fair.id}/booths", data={"rows": 2, "columns": 4, "seats": 1})

    db.session.rollback()
    booths = list(db.session.scalars(select(FairBooth).order_by(FairBooth.number)))
    assert [booth.number for booth in booths] == [f"{r}0{c}" for r in "AB" for c in (1, 2, 3, 4)]
    book(fair, make_employer(), booths[0])
    kept = officer.post(f"/fairs/{fair.id}/booths/{booths[0].id}/remove")
    removed = officer.post(f"/fairs/{fair.id}/booths/{booths[1].id}/remove")
    assert (kept.status_code, removed.status_code) == (422, 302)
    assert "已经有单位订了，请先请它换展位" in kept.text
    assert "一次排好几排" in kept.text  # the page of booths is shown again
    assert count(FairBooth) == 7


def test_an_invited_employer_books_moves_and_brings_vacancies(officer, sign_in, boss):
    fair = make_fair()
    booths = make_booths(fair, 3)
    employer = make_employer(account=boss)
    vacancy, closed = make_vacancy(employer=employer), make_vacancy(employer=employer)
    with transaction(audited=False) as session:
        session.get_one(type(closed), closed.id).status = "PAUSED"
    officer.post(f"/fairs/{fair.id}/invite", data={"employer": [employer.id]})
    browser = sign_in(boss)

    assert "邀请参加招聘会" in browser.get("/notices").text
    browser.post(f"/employer/fairs/{fair.id}/book", data={"booth": booths[0].id})
    browser.post(f"/employer/fairs/{fair.id}/book", data={"booth": booths[2].id})
    browser.post(f"/employer/fairs/{fair.id}/vacancies", data={"vacancy": [vacancy.id, closed.id]})

    booking = one(FairBooking)
    assert (booking.booth_id, booking.status) == (booths[2].id, BookingStatus.BOOKED)
    offered = one(FairVacancy)
    assert (offered.vacancy_id, offered.headcount) == (vacancy.id, 2)
    public = sign_in(make_account()).get(f"/fairs/{fair.id}").text
    assert "货车驾驶员" in public


def test_a_taken_booth_is_refused_in_plain_words(sign_in, boss):
    fair = make_fair()
    booth = make_booths(fair, 1)[0]
    book(fair, make_employer(), booth)
    make_employer(account=boss)

    answer = sign_in(boss).post(f"/employer/fairs/{fair.id}/book", data={"booth": booth.id})

    assert answer.status_code == 422
    assert "刚刚被别的单位订走了" in answer.text


def test_an_unverified_employer_books_nothing(sign_in, boss):
    fair = make_fair()
    booth = make_booths(fair, 1)[0]
    make_employer(account=boss, status=EmployerStatus.PENDING)

    answer = sign_in(boss).post(f"/employer/fairs/{fair.id}/book", data={"booth": booth.id})

    assert answer.status_code == 422
    assert "单位核实通过后才能订展位" in answer.text
    assert count(FairBooking) == 0


def test_declining_frees_the_booth_and_removes_the_vacancies(sign_in, boss):
    fair = make_fair()
    booth = make_booths(fair, 1)[0]
    employer = make_employer(account=boss)
    book(fair, employer, booth)
    offer(fair, make_vacancy(employer=employer))

    sign_in(boss).post(f"/employer/fairs/{fair.id}/stay-away")

    assert count(FairVacancy) == 0
    assert one(FairBooking).status is BookingStatus.CANCELLED
    book(fair, make_employer(), booth)  # free again


def test_a_veteran_signs_up_gets_a_code_and_may_cancel(sign_in):
    fair = make_fair()
    account = make_account(name="张建国")
    make_veteran(account=account)
    browser = sign_in(account)

    too_many = browser.post(f"/fairs/{fair.id}/sign-up", data={"wanted_stops": "9"})
    browser.post(f"/fairs/{fair.id}/sign-up", data={"wanted_stops": "4"})
    again = browser.post(f"/fairs/{fair.id}/sign-up", data={"wanted_stops": "3"})

    row = one(SignUp)
    assert row.wanted_stops == 4
    assert (too_many.status_code, again.status_code) == (422, 422)
    assert "一个人最多见 5 家" in too_many.text
    assert "已经报过名了" in again.text
    page = browser.get(f"/fairs/{fair.id}/mine").text
    assert row.code in page
    assert "data:image/png;base64," in page
    browser.post(f"/fairs/{fair.id}/mine/cancel")
    assert one(SignUp).status is SignUpStatus.CANCELLED
    browser.post(f"/fairs/{fair.id}/sign-up", data={"wanted_stops": "2"})
    assert one(SignUp).status is SignUpStatus.SIGNED


def test_consent_to_share_counts_only_where_there_is_a_partner(sign_in):
    alone, joint = make_fair(), make_fair(partner_code="330205")
    account = make_account()
    make_veteran(account=account)
    browser = sign_in(account)

    for fair in (alone, joint):
        data = {"wanted_stops": "3", "shares_with_partner": "y"}
        browser.post(f"/fairs/{fair.id}/sign-up", data=data)

    db.session.rollback()
    shares = dict(db.session.execute(select(SignUp.fair_id, SignUp.shares_with_partner)).all())
    assert shares == {alone.id: False, joint.id: True}


def test_a_clerk_signs_up_people_of_their_own_township(sign_in):
    fair = make_fair()
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))
    own, stranger = make_veteran(name="李大山"), make_veteran(township_code=CHANGFEN)

    done = clerk.post(f"/veterans/{own.id}/fairs/{fair.id}", data={"wanted_stops": "3"})
    foreign = clerk.post(f"/veterans/{stranger.id}/fairs/{fair.id}", data={"wanted_stops": "3"})

    assert (done.status_code, foreign.status_code) == (302, 404)
    assert one(SignUp).by_id is not None


def test_a_cancelled_fair_shows_everyone_the_reason(officer, sign_in, boss):
    fair = make_fair()
    book(fair, make_employer(account=boss), make_booths(fair, 1)[0])
    veteran = make_veteran(account=make_account())
    sign_up(fair, veteran)

    bare = do(officer, fair, "cancel")
    do(officer, fair, "cancel", reason="大雨，改期再办。")

    assert bare.status_code == 422
    assert fresh(fair).status is FairStatus.CANCELLED
    assert count(Notice, Notice.audience == Audience.EMPLOYER) == 1
    assert count(Notice, Notice.audience == Audience.VETERAN) == 1
    assert "大雨，改期再办。" in sign_in(boss).get("/notices").text


def test_the_clock_starts_and_ends_fairs_once(app):
    missed = make_fair(starts_at=clock.now() - timedelta(hours=4), ends_at=clock.now())
    ahead = make_fair()

    for _ in range(2):
        with transaction():
            operations.advance_fairs(clock.now() + timedelta(minutes=1))

    assert fresh(missed).status is FairStatus.ENDED
    assert fresh(missed).results_due_on == clock.today() + timedelta(days=10)
    assert fresh(ahead).status is FairStatus.PUBLISHED


def test_only_the_bureau_sees_a_draft(client, sign_in, boss, officer):
    fair = make_fair(FairStatus.DRAFT)
    make_employer(account=boss)

    assert client.get(f"/fairs/{fair.id}").status_code == 404
    assert sign_in(boss).get(f"/employer/fairs/{fair.id}").status_code == 404
    assert officer.get(f"/fairs/{fair.id}/manage").status_code == 200


def test_an_old_fair_is_copied_with_its_booths(officer):
    fair = make_fair(FairStatus.CLOSED, hosts=["县局"])
    make_booths(fair, 4)

    officer.post(f"/fairs/{fair.id}/copy")

    db.session.rollback()
    copy = db.session.scalars(select(Fair).where(Fair.id != fair.id)).one()
    assert (copy.status, copy.hosts, copy.township_code) == (FairStatus.DRAFT, ["县局"], LIUCHENG)
    assert count(FairBooth, FairBooth.fair_id == copy.id) == 4


@pytest.mark.parametrize("what", ["exhibitors", "door", "cards"])
def test_paper_is_printed(officer, what):
    fair = make_fair()
    employer = make_employer(name="顺达物流有限公司")
    book(fair, employer, make_booths(fair, 1)[0])
    offer(fair, make_vacancy(employer=employer))
    row = sign_up(fair, make_veteran(name="李大山"))

    page = officer.get(f"/fairs/{fair.id}/print/{what}").text

    assert ("李大山" in page) == (what == "door")
    assert (row.code in page) == (what == "door")
    assert ("顺达物流有限公司" in page) == (what != "door")


def test_the_list_of_fairs_costs_the_same_however_long_it_is(officer):
    def cost() -> int:
        with count_queries() as counted:
            officer.get("/fairs/manage")
        return counted.total

    make_fair()
    few = cost()
    for _ in range(12):
        make_fair()

    assert cost() <= few
