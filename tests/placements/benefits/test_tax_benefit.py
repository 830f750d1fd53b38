"""The tax benefit of hiring: whom it covers, which months count, which amount, which sheet."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from core import clock
from core.access import Role
from core.db import transaction
from core.parameters.models import ParameterValue
from jobs.applications.models import ContactConsent
from people.veterans.models import ResettlementMode, Veteran
from placements.benefits.conditions import Answer, conditions_of
from placements.benefits.months import benefits_of, count_in
from placements.placements.models import ContractType, Placement, PlacementStatus
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.placements.placements.world import Cast, verified_on
from tests.support.rows import fresh, save

COVERED = {
    "contract": ContractType.FIXED,
    "contract_on": date(2026, 3, 20),
    "contract_until": date(2029, 3, 19),
    "has_insurance": True,
    "insured_from": date(2026, 3, 1),
    "ended_on": None,
}
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def hire(mode: ResettlementMode | None = ResettlementMode.SELF_EMPLOY, **more: Any) -> Placement:
    """Return a hire of 20 March 2026 that is not stored, covered unless a fact is changed."""
    placement = Placement(veteran_id=1, start_on=date(2026, 3, 20), **(COVERED | more))
    placement.veteran = Veteran(name="张建国", resettlement_mode=mode)
    return placement


def answers(placement: Placement, *, is_named: bool = True) -> tuple[Answer, ...]:
    found = conditions_of(placement, is_named=is_named, least=12)
    return tuple(one.answer for one in found)


def benefit_on(placement: Placement, day: date):
    return benefits_of([placement], day)[0]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, (YES, YES, YES)),
        ({"mode": None}, (UNKNOWN, YES, YES)),
        ({"mode": ResettlementMode.ASSIGNED}, (NO, YES, YES)),
        ({"mode": ResettlementMode.SELF_CHOICE}, (NO, YES, YES)),
        ({"contract": None}, (YES, UNKNOWN, YES)),
        ({"contract": ContractType.LABOUR_SERVICE}, (YES, NO, YES)),
        ({"contract": ContractType.OPEN_ENDED, "contract_until": None}, (YES, YES, YES)),
        ({"contract_on": None}, (YES, UNKNOWN, YES)),
        ({"contract_until": None}, (YES, UNKNOWN, YES)),
        ({"contract_until": date(2027, 3, 18)}, (YES, NO, YES)),  # a day short of a year
        ({"contract_until": date(2027, 3, 19)}, (YES, YES, YES)),
        ({"has_insurance": None}, (YES, YES, UNKNOWN)),
        ({"has_insurance": False}, (YES, YES, NO)),
        ({"insured_from": None}, (YES, YES, UNKNOWN)),
    ],
)
def test_each_condition_is_met_not_met_or_unknown(facts, expected):
    assert answers(hire(**facts)) == expected


def test_how_someone_was_resettled_is_unknown_to_an_employer_they_do_not_know():
    assert answers(hire(), is_named=False) == (UNKNOWN, YES, YES)
    assert answers(hire(mode=ResettlementMode.ASSIGNED), is_named=False) == (UNKNOWN, YES, YES)


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2026, 3, 19), 0),
        (date(2026, 3, 20), 1),
        (date(2026, 4, 5), 2),  # by calendar month, not by full months from the start
        (date(2026, 12, 31), 10),
        (date(2027, 12, 31), 22),
        (date(2029, 2, 1), 36),
        (date(2029, 3, 19), 36),
    ],
)
def test_months_are_calendar_months_from_contract_and_insurance(app, day, months):
    assert benefit_on(hire(), day).used == months


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ({"insured_from": date(2026, 6, 1)}, date(2026, 6, 1)),
        ({"contract_on": date(2026, 5, 31)}, date(2026, 5, 1)),
        ({"contract_on": date(2026, 1, 9), "insured_from": date(2026, 2, 1)}, date(2026, 3, 1)),
    ],
)
def test_the_run_begins_with_the_later_of_contract_and_insurance(app, facts, first):
    benefit = benefit_on(hire(**facts), date(2026, 12, 31))

    assert benefit.months[0] == first
    assert benefit.last_month == clock.months_after(first, 35)


def test_twelve_months_of_a_year_are_reachable_and_never_more(app):
    benefit = benefit_on(hire(), date(2029, 12, 31))

    by_year = {year: count_in(benefit.months, year) for year in range(2025, 2031)}
    assert by_year == {2025: 0, 2026: 10, 2027: 12, 2028: 12, 2029: 2, 2030: 0}


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    signed=st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    insured=st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    left=st.none() | st.dates(date(2026, 3, 20), date(2031, 1, 1)),
    day=st.dates(date(2026, 1, 1), date(2032, 1, 1)),
)
def test_months_follow_each_other_and_end_with_the_work(app, signed, insured, left, day):
    facts = {"contract": ContractType.OPEN_ENDED, "contract_until": None, "ended_on": left}
    placement = hire(contract_on=signed, insured_from=insured, **facts)

    months = benefit_on(placement, day).months

    assert list(months) == sorted(set(months))
    assert len(months) <= 36
    assert all(count_in(months, year) <= 12 for year in range(2024, 2034))
    assert all(month <= min(left or day, day) for month in months)
    if months:
        begin = max(signed, insured, placement.start_on)
        assert months[0] == begin.replace(day=1)
        assert months[-1] == clock.months_after(months[0], len(months) - 1)


def test_a_person_hired_again_has_one_run_of_months(app):
    first = hire(ended_on=date(2026, 6, 10))
    again = hire(contract_on=date(2026, 6, 20), contract_until=date(2030, 6, 19))
    again.start_on = date(2026, 6, 20)

    one, two = benefits_of([first, again], date(2031, 1, 1))

    assert one.used == 4  # March to June
    assert two.months[0] == date(2026, 7, 1)  # June is counted once
    assert one.used + two.used == 36
    assert two.last_month == date(2029, 2, 1)


def test_nobody_knows_of_work_after_a_contract_that_ended(app):
    placement = hire(contract_until=date(2027, 3, 19))

    assert benefit_on(placement, date(2027, 12, 31)).used == 13  # March to March


def amount(value: int, valid_from: date, source: str) -> None:
    save(ParameterValue(key="hire_tax_yearly", value=value, valid_from=valid_from, source=source))


def test_each_year_has_the_amount_that_held_in_it(app):
    amount(600_000, date(2026, 1, 1), "皖某〔2026〕1号")
    amount(900_000, date(2027, 1, 1), "皖某〔2027〕2号")

    benefit = benefit_on(hire(), date(2027, 12, 31))

    assert benefit.amount == 600_000 * 10 // 12 + 900_000


def test_no_amount_is_invented(app):
    assert benefit_on(hire(), date(2026, 12, 31)).amount is None


class Firm:
    """An employer with its browser, and hires of people who show it who they are."""

    def __init__(self, sign_in: Any) -> None:
        account = make_account(role=Role.EMPLOYER, name="王经理")
        self.employer = make_employer(account=account, name="顺达物流有限公司")
        self.browser = sign_in(account)

    def hired(self, name: str, **more: Any) -> Placement:
        """Return a hire whom the benefit covers unless a fact is changed."""
        facts = COVERED | {"status": PlacementStatus.VERIFIED} | more
        mode = facts.pop("mode", ResettlementMode.SELF_EMPLOY)
        veteran = make_veteran(name=name, resettlement_mode=mode)
        values = {"veteran_id": veteran.id, "employer_id": self.employer.id}
        save(ContactConsent(**values, wording="同意。", given_at=clock.now()))
        return verified_on(veteran, self.employer, date(2026, 3, 20), **facts)

    def page(self) -> str:
        """Return the page of the benefit."""
        return self.browser.get("/employer/benefits").text

    def sheet(self, year: int, part: int = 0) -> list[list[Any]]:
        """Return the rows of a year's 就业信息表, those of its notes as part 1."""
        answer = self.browser.get(f"/employer/benefits.xlsx?year={year}")
        workbook = CalamineWorkbook.from_filelike(BytesIO(answer.data))
        return workbook.get_sheet_by_index(part).to_python()


@pytest.fixture
def firm(sign_in: Any) -> Firm:
    return Firm(sign_in)


def names_in(rows: list[list[Any]]) -> set[str]:
    cells = {cell for row in rows for cell in row}
    return cells & {"甲", "乙", "丙", "丁"}


@pytest.fixture
def january():
    with time_machine.travel(datetime(2027, 1, 5, 2, tzinfo=UTC), tick=False):
        yield


def test_the_sheet_names_only_those_covered_in_that_year(january, firm):
    firm.hired("甲")
    firm.hired("乙", mode=ResettlementMode.ASSIGNED)
    firm.hired("丙", insured_from=None)
    firm.hired("丁", ended_on=date(2026, 12, 30), status=PlacementStatus.ENDED)

    page, last_year, this_year = firm.page(), firm.sheet(2026), firm.sheet(2027)

    assert "下载2026年就业信息表" in page  # in January still
    assert names_in(last_year) == {"甲", "丁"}
    assert names_in(this_year) == {"甲"}
    notes = [str(cell) for row in firm.sheet(2026, part=1) for cell in row]
    assert any("2 条到岗记录条件不全或不符合" in note for note in notes)
    heads = next(row for row in last_year if "到岗日期" in row)
    (first,) = (row for row in last_year if "甲" in row)
    assert first[heads.index("2026年在岗月数")] == 10


def test_those_left_out_of_a_sheet_were_at_work_in_its_year(january, firm):
    left = {"ended_on": date(2026, 12, 30), "status": PlacementStatus.ENDED}
    firm.hired("甲", insured_from=None)
    firm.hired("乙", insured_from=None, **left)

    def left_out(year):
        notes = [str(cell) for row in firm.sheet(year, part=1) for cell in row]
        return [note for note in notes if "条件不全或不符合" in note]

    (of_2025,), (of_2026,), (of_2027,) = (left_out(year) for year in (2025, 2026, 2027))
    assert of_2025.startswith("2025年在岗的里面，0 条")
    assert of_2026.startswith("2026年在岗的里面，2 条")
    assert of_2027.startswith("2027年在岗的里面，1 条")


def test_the_page_shows_what_is_unknown_and_asks_for_it(firm):
    placement = firm.hired("甲", insured_from=None, contract_on=None)

    page = firm.page()

    assert "没有填哪天签的" in page
    assert "没有填从哪个月起交" in page
    assert "不算" in page
    assert f"/placements/{placement.id}/contract" in page


def test_the_employer_fills_in_contract_and_insurance(firm):
    placement = firm.hired("甲", insured_from=None, contract_on=None)
    path = f"/placements/{placement.id}/contract"
    data = {
        "version": fresh(placement).version,
        "contract": "FIXED",
        "contract_on": "2026-03-20",
        "contract_until": "2026-03-01",
        "has_insurance": "True",
        "insured_from": "2026-03-01",
    }

    wrong = firm.browser.post(path, data=data)
    right = firm.browser.post(path, data=data | {"contract_until": "2029-03-19"})

    assert wrong.status_code == 422
    assert "合同到期日不能早于到岗日期。" in wrong.text
    assert right.status_code == 302
    row = fresh(placement)
    assert (row.contract_on, row.insured_from) == (date(2026, 3, 20), date(2026, 3, 1))
    assert "没有填" not in firm.page()


def test_an_amount_is_shown_with_its_document_and_day(firm, sign_in):
    firm.hired("甲")
    officer = sign_in(make_account(role=Role.OFFICER))

    before = firm.page()
    officer.post(
        "/parameters/hire_tax_yearly",
        data={"value": "9000", "valid_from": "2026-01-01", "source": "测试文号"},
    )

    assert "标准没设置" in before
    assert "9,000.00 元（测试文号，2026年1月1日起）" in firm.page()


def test_a_hire_who_shows_the_employer_nothing_is_not_judged(sign_in):
    cast = Cast(sign_in)
    placement = cast.verified()
    with transaction(audited=False) as session:
        session.get_one(Veteran, cast.veteran.id).resettlement_mode = ResettlementMode.ASSIGNED

    page = cast.wang.get("/employer/benefits").text

    assert "本人没有同意给您看资料，请问本人" in page
    assert "安排工作" not in page
    assert f"/placements/{placement.id}" in page
