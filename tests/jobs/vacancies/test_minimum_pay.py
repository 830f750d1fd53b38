"""Pay below the minimum wage stops a vacancy; what cannot be compared is named."""

from datetime import date, timedelta

import pytest

from core import clock
from core.access import Role
from core.db import transaction
from core.parameters.registry import ParameterFacts, set_value
from jobs.vacancies.minimum_pay import Floor, Limit, PaidAsTyped, hours_of
from jobs.vacancies.models import PayPeriod
from jobs.vacancies.parameters import MINIMUM_HOUR, MINIMUM_MONTH, WORDING_HOUSE
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account

FLOOR = Floor(
    Limit(200_000, "省文件 1 号", date(2026, 3, 1)), Limit(2_000, "省文件 1 号", date(2026, 3, 1))
)


def paid(amount: int | None, period: PayPeriod, shift: str = "", duties: str = "") -> PaidAsTyped:
    return PaidAsTyped(amount, period, shift, duties)


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


# (pay, period, hours, whether it is below, whether it is not compared)
CASES = [
    (2000, PayPeriod.MONTH, "", False, False),
    (1999, PayPeriod.MONTH, "", True, False),
    (20, PayPeriod.HOUR, "", False, False),
    (19, PayPeriod.HOUR, "", True, False),
    (160, PayPeriod.DAY, "每天8小时", False, False),
    (159, PayPeriod.DAY, "每天8小时", True, False),
    (200, PayPeriod.DAY, "12小时/天", True, False),
    (150, PayPeriod.DAY, "早八晚五", False, True),
    (1, PayPeriod.PIECE, "每天8小时", False, True),
    (None, PayPeriod.MONTH, "", False, False),
]


@pytest.mark.parametrize(("amount", "period", "shift", "is_below", "is_left_out"), CASES)
def test_the_lowest_pay_is_compared_by_its_period(amount, period, shift, is_below, is_left_out):
    verdict = FLOOR.judge(paid(amount, period, shift))

    assert (bool(verdict.fault), bool(verdict.note)) == (is_below, is_left_out)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("每天8小时", 8),
        ("一天工作 10 小时", 10),
        ("8小时工作制", 8),
        ("7.5小时/天", 7.5),
        ("24小时值班", None),
        ("每天24小时", None),
        ("早八晚五", None),
    ],
)
def test_the_hours_of_a_day_are_read_where_they_are_stated(text, hours):
    assert hours_of(paid(100, PayPeriod.DAY, text)) == hours
    assert hours_of(paid(100, PayPeriod.DAY, "", text)) == hours


def test_a_fault_names_amount_document_and_day():
    fault = FLOOR.judge(paid(1000, PayPeriod.MONTH)).fault

    assert fault == (
        "工资从 1,000.00 元/月起，低于最低工资 2,000.00 元/月（省文件 1 号，2026年3月1日起）。"
        "请改到这个数以上。"
    )


@pytest.mark.parametrize("period", [PayPeriod.MONTH, PayPeriod.HOUR])
def test_without_a_minimum_nothing_is_compared_and_that_is_named(period):
    verdict = Floor().judge(paid(1, period))

    assert verdict.fault == ""
    assert "还没有设最低工资标准" in verdict.note


def set_today(parameter, value: int) -> None:
    with transaction():
        set_value(parameter, ParameterFacts(value, clock.today(), "省文件 1 号"), by_id=1)


FORM = {
    "title": "仓库保管员",
    "headcount": "1",
    "duties": "收发货物",
    "requirements": "会记账",
    "pay_min": "1000",
    "pay_max": "1200",
    "pay_period": "MONTH",
}


def test_a_form_refuses_it_at_the_pay(officer):
    set_today(MINIMUM_MONTH, 200_000)
    employer = make_employer()
    form = FORM | {"valid_to": (clock.today() + timedelta(days=9)).isoformat()}

    low = officer.post(f"/vacancies/new?employer={employer.id}", data=form)
    enough = officer.post(
        f"/vacancies/new?employer={employer.id}",
        data=form | {"pay_min": "2000", "pay_max": "2200"},
    )

    assert (low.status_code, enough.status_code) == (422, 302)
    assert "低于最低工资 2,000.00 元/月（省文件 1 号" in low.text


def test_the_check_of_a_stored_vacancy_stops_it_or_names_what_is_not_set(officer):
    vacancy = make_vacancy(pay_min=1000, pay_max=1200)
    url = f"/vacancies/{vacancy.id}/check"

    before = officer.get(url).text
    set_today(MINIMUM_MONTH, 200_000)
    after = officer.get(url).text

    assert "局里还没有设最低工资标准（元/月），没有核对工资。" in before
    assert "低于最低工资" not in before
    assert "低于最低工资 2,000.00 元/月" in after
    assert f'href="/vacancies/{vacancy.id}/edit#pay_min"' in after


def test_both_limits_are_unset_until_the_bureau_sets_them(officer):
    page = officer.get("/parameters").text

    assert MINIMUM_MONTH.default is MINIMUM_HOUR.default is None
    assert "最低工资标准（每月）" in page
    assert "最低工资标准（每小时）" in page


def test_the_decision_of_the_bureau_is_named_and_may_forbid(officer):
    vacancy = make_vacancy(requirements="能喝酒")
    url = f"/vacancies/{vacancy.id}/check"

    unset = officer.get(url).text
    set_today(WORDING_HOUSE, 2)
    forbidden = officer.get(url).text

    assert "本局规定，文件还没有填" in unset
    assert "有要留意的写法" in unset
    assert "本局规定：省文件 1 号" in forbidden
    assert "有 1 处写法不合规定" in forbidden
