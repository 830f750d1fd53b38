"""Forms and buttons of fairs: what is refused is shown at its field, and nothing typed is lost."""

from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.db import db
from fairs.fairs.models import (
    BookingStatus,
    Fair,
    FairBooking,
    FairBooth,
    FairStatus,
    Meeting,
    Outcome,
    SignUp,
    SignUpStatus,
)
from tests.fairs.fairs.test_fairs import PLANNED
from tests.fairs.fairs.world import book, make_booths, make_fair, offer, sign_up
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh, save

LONG = "很长"  # repeated, so that the whole text is easy to find in the page


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


@pytest.fixture
def clerk(sign_in):
    return sign_in(make_account(role=Role.CLERK, name="周站长"))


@pytest.fixture
def boss(app):
    return make_account(role=Role.EMPLOYER, name="王经理")


def count(model, *conditions) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def too_long(most: int) -> str:
    return LONG * (most // 2) + "完"


def refused(answer, *sentences: str) -> None:
    """Check that a page is shown again with every sentence."""
    assert answer.status_code == 422
    for sentence in sentences:
        assert sentence in answer.text


@pytest.mark.parametrize(
    ("field", "most"),
    [
        ("title", 80),
        ("venue", 120),
        ("online_note", 200),
        ("host_lines", 500),
        ("partner_name", 60),
        ("introduction", 1000),
    ],
)
def test_a_text_of_a_fair_that_is_too_long_is_refused_whole(officer, field, most):
    text = too_long(most)

    answer = officer.post("/fairs/new", data=PLANNED | {field: text})

    refused(answer, f"最多 {most} 字。", text)
    assert count(Fair) == 0


def test_all_errors_of_a_fair_are_shown_in_one_round(officer):
    wrong = {"title": "", "ends": "08:00", "slot_minutes": "1", "venue": too_long(120)}

    answer = officer.post("/fairs/new", data=PLANNED | wrong)

    refused(
        answer,
        "请填名称。",
        "结束时间要在开始时间以后。",
        "5 到 120 分钟。",
        "最多 120 字。",
        "怀远县人力资源和社会保障局",
    )
    assert count(Fair) == 0


def test_blanks_are_no_title(officer):
    refused(officer.post("/fairs/new", data=PLANNED | {"title": "　 "}), "请填名称。")
    assert count(Fair) == 0


def test_an_unknown_form_of_fair_is_an_error_at_its_field(officer):
    refused(officer.post("/fairs/new", data=PLANNED | {"mode": "BY_MAIL"}), "常坟镇文化广场")


def test_a_fair_that_changed_since_is_shown_again_with_what_was_typed(officer):
    fair = make_fair(FairStatus.DRAFT)

    answer = officer.post(f"/fairs/{fair.id}/edit", data=PLANNED | {"version": "99"})

    refused(answer, "您看过以后，这条资料又改过了", "常坟镇文化广场")
    assert fresh(fair).venue == "镇政府广场"


def test_a_reason_that_is_too_long_is_refused_whole(officer):
    fair = make_fair()
    reason = too_long(200)

    answer = officer.post(
        f"/fairs/{fair.id}/do/cancel", data={"version": fair.version, "reason": reason}
    )

    refused(answer, "最多 200 字。", reason)
    assert fresh(fair).status is FairStatus.PUBLISHED


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"rows": "21", "columns": "3"}, "1 到 20 排。"),
        ({"rows": "2", "columns": "0"}, "1 到 20 个。"),
        ({"rows": "2", "columns": "3", "seats": "51"}, "1 到 50 人。"),
        ({"rows": "", "columns": "3"}, "请填几排。"),
    ],
)
def test_booths_out_of_range_are_refused_at_their_field(officer, data, sentence):
    fair = make_fair(FairStatus.DRAFT)

    refused(officer.post(f"/fairs/{fair.id}/booths", data=data), sentence)
    assert count(FairBooth) == 0


def test_an_invitation_needs_an_employer(officer):
    fair = make_fair()
    make_employer(name="顺达物流有限公司")

    answer = officer.post(f"/fairs/{fair.id}/invite", data={})

    refused(answer, "请勾选要邀请的单位。", "顺达物流有限公司")


def test_employers_are_searched_by_words_of_their_name(officer):
    fair = make_fair()
    make_employer(name="顺达物流有限公司")

    assert "顺达" in officer.get(f"/fairs/{fair.id}/invite?q=物流").text
    assert "最多 60 字" in officer.get(f"/fairs/{fair.id}/invite?q={'a ' * 200}").text


def test_the_reason_of_missing_results_is_stored_whole_or_refused(officer):
    fair = make_fair(FairStatus.ENDED)
    employer = make_employer()
    booking = book(fair, employer, make_booths(fair, 1)[0])
    path = f"/fairs/{fair.id}/bookings/{employer.id}/no-results"
    reason = LONG * 49 + "写完"

    longer = officer.post(path, data={"reason": too_long(100)})
    officer.post(path, data={"reason": reason})

    refused(longer, "最多 100 字。", too_long(100))
    assert fresh(booking).reason == f"没有报来：{reason}"


def test_words_at_the_check_in_desk_are_neither_too_long_nor_empty(clerk):
    fair = make_fair(FairStatus.RUNNING)
    path = f"/fairs/{fair.id}/door"

    refused(clerk.post(path, data={"words": too_long(200)}), "最多 200 字。", too_long(200))
    refused(clerk.post(path, data={"words": ""}), "请扫码，或填姓名、手机号、身份证号。")


def test_a_paper_list_must_have_lines(clerk):
    fair = make_fair(FairStatus.RUNNING)

    refused(clerk.post(f"/fairs/{fair.id}/door/paper", data={"lines": " "}), "请填名单。")


def test_a_name_of_four_characters_is_no_identity_number(clerk):
    fair = make_fair(FairStatus.RUNNING)
    row = sign_up(fair, make_veteran(name="欧阳建国"))

    page = clerk.post(f"/fairs/{fair.id}/door", data={"words": "欧阳建国"}).text

    assert f"/fairs/{fair.id}/door/{row.id}" in page
    assert 'name="method" value="NAME"' in page


def at_booth(sign_in, boss, status=FairStatus.RUNNING) -> SimpleNamespace:
    """Return an employer's browser at its booth, with a vacancy and a visitor."""
    fair = make_fair(status)
    employer = make_employer(account=boss)
    vacancy = make_vacancy(employer=employer)
    booking = book(fair, employer, make_booths(fair, 1)[0])
    offer(fair, vacancy)
    row = sign_up(fair, make_veteran(name="李大山"))
    return SimpleNamespace(
        fair=fair, booking=booking, vacancy=vacancy, row=row, browser=sign_in(boss)
    )


def test_all_errors_of_a_meeting_are_shown_in_one_round(sign_in, boss):
    booth = at_booth(sign_in, boss)

    answer = booth.browser.post(
        f"/fairs/{booth.fair.id}/booth",
        data={
            "code": "no-such-code",
            "outcome": "UNFIT",
            "is_signed": "y",
            "vacancy": str(booth.vacancy.id),
        },
    )

    refused(answer, "没有这个编号", "请选不合适的原因。", "请先记“有意向”", "no-such-code")
    assert f'<option selected value="{booth.vacancy.id}">' in answer.text
    assert count(Meeting) == 0


@pytest.mark.parametrize(
    ("code", "sentence"), [("", "请扫码或填编号。"), (too_long(40), "最多 40 字。")]
)
def test_the_code_of_a_meeting_is_neither_too_long_nor_empty(sign_in, boss, code, sentence):
    booth = at_booth(sign_in, boss)

    answer = booth.browser.post(
        f"/fairs/{booth.fair.id}/booth", data={"code": code, "outcome": "MET"}
    )

    refused(answer, sentence, code)
    assert count(Meeting) == 0


def test_a_refused_booth_is_an_error_at_its_field(sign_in, boss):
    fair = make_fair()
    booths = make_booths(fair, 2)
    book(fair, make_employer(), booths[0])
    make_employer(account=boss)

    answer = sign_in(boss).post(f"/employer/fairs/{fair.id}/book", data={"booth": booths[0].id})

    refused(answer, '<a href="#booth">这个展位刚刚被别的单位订走了', booths[1].number)
    refused(sign_in(boss).post(f"/employer/fairs/{fair.id}/book", data={}), "请选展位。")


def test_vacancies_without_a_booth_are_refused_on_the_page(sign_in, boss):
    fair = make_fair()
    vacancy = make_vacancy(employer=make_employer(account=boss))

    answer = sign_in(boss).post(
        f"/employer/fairs/{fair.id}/vacancies", data={"vacancy": [vacancy.id]}
    )

    refused(answer, "请先订展位，再选岗位。", "带去的岗位")


def test_an_employer_cannot_decline_once_the_fair_has_begun(sign_in, boss):
    booth = at_booth(sign_in, boss)

    answer = booth.browser.post(f"/employer/fairs/{booth.fair.id}/stay-away")

    refused(answer, "不能再改展位和岗位。", "带去的岗位")
    assert fresh(booth.booking).status is BookingStatus.BOOKED


def test_results_are_not_reported_before_the_fair(sign_in, boss):
    booth = at_booth(sign_in, boss, FairStatus.PUBLISHED)

    answer = booth.browser.post(f"/fairs/{booth.fair.id}/booth/results")

    refused(answer, "招聘会还没有举办。", "现场记录")
    assert fresh(booth.booking).results_in_at is None


def test_a_meeting_stays_once_the_fair_is_closed(sign_in, boss):
    booth = at_booth(sign_in, boss, FairStatus.CLOSED)
    save(
        Meeting(
            booking_id=booth.booking.id,
            sign_up_id=booth.row.id,
            outcome=Outcome.MET,
            met_at=clock.now(),
        )
    )

    answer = booth.browser.post(f"/fairs/{booth.fair.id}/booth/{booth.row.id}/remove")

    refused(answer, "不能再改。", booth.row.code)
    assert count(Meeting) == 1


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("door/{row}/undo", "还没有签到。"),
        ("door/{row}", "招聘会现在是“已取消”，不能签到。"),
        ("door/walk-in/{veteran}", "招聘会现在是“已取消”，不能签到。"),
    ],
)
def test_a_refused_button_of_the_desk_shows_the_desk_again(clerk, path, sentence):
    fair = make_fair(FairStatus.CANCELLED)
    row = sign_up(fair, make_veteran(name="李大山"))
    path = path.format(row=row.id, veteran=make_veteran(name="王小河").id)

    refused(clerk.post(f"/fairs/{fair.id}/{path}"), sentence, "补录纸质名单")
    assert count(SignUp, SignUp.checked_in_at.is_not(None)) == 0


def test_a_code_scanned_at_a_cancelled_fair_is_refused_on_the_page(clerk):
    fair = make_fair(FairStatus.CANCELLED)
    row = sign_up(fair, make_veteran())

    answer = clerk.post(f"/fairs/{fair.id}/door", data={"words": row.code})

    refused(answer, "招聘会现在是“已取消”，不能签到。", row.code)


def test_a_veteran_who_checked_in_cannot_cancel(sign_in):
    fair = make_fair(FairStatus.RUNNING)
    account = make_account(name="张建国")
    row = sign_up(fair, make_veteran(account=account), checked_in_at=clock.now())

    answer = sign_in(account).post(f"/fairs/{fair.id}/mine/cancel")

    refused(answer, "已经签到了，不能取消。", row.code)
    assert fresh(row).status is SignUpStatus.SIGNED


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("remind", "招聘会结束以后才催报结果。"),
        ("bookings/{employer}/cancel", "不能再改展位和岗位。"),
    ],
)
def test_a_refused_button_of_the_bureau_shows_the_fair_again(officer, path, sentence):
    fair = make_fair(FairStatus.RUNNING)
    employer = make_employer(name="顺达物流有限公司")
    book(fair, employer, make_booths(fair, 1)[0])

    answer = officer.post(f"/fairs/{fair.id}/{path.format(employer=employer.id)}")

    refused(answer, sentence, "三份材料", "顺达物流有限公司")
    assert count(FairBooking, FairBooking.status == BookingStatus.BOOKED) == 1
