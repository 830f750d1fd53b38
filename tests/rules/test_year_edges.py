"""Every list and figure by year, in the last and in the first hours of a year in Beijing.

31 December 23:30 and 1 January 07:00 in Beijing are both 31 December in UTC.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from core import clock
from core.access import Role
from core.db import db
from fairs.fairs.models import FairStatus
from jobs.applications.models import ContactConsent
from jobs.employers.models import Employer
from people.arrivals.grid import rows_of
from people.arrivals.rows import ArrivalCells
from people.veterans.models import ResettlementMode
from placements.placements.models import ContractType, PlacementChannel
from placements.placements.queries.people import figures_of, people_of
from sheets.plan import Plan
from sheets.reading import Row
from tests.fairs.fairs.world import make_fair
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import make_account
from tests.people.arrivals.world import make_arrival
from tests.people.veterans.world import make_veteran
from tests.placements.placements.world import verified_on
from tests.rules.test_house import trees
from tests.support.rows import save

BEFORE = datetime(2026, 12, 31, 15, 30, tzinfo=UTC)  # 31 December 23:30 in Beijing
AFTER = datetime(2026, 12, 31, 23, tzinfo=UTC)  # 1 January 07:00 in Beijing
OLD, NEW = "老年份的人", "新年份的人"


@pytest.fixture(params=[BEFORE, AFTER], ids=["31 December 23:30", "1 January 07:00"])
def moment(request: pytest.FixtureRequest) -> Iterator[datetime]:
    with time_machine.travel(request.param, tick=False):
        yield request.param


@dataclass
class County:
    """A row of every kind on both sides of New Year, an officer and the employer's account."""

    officer: Any
    boss: Any
    employer: Employer

    def names(self, address: str) -> set[str]:
        """Return which of the two a page shows."""
        answer = self.officer.get(address)
        assert answer.status_code == 200, address
        return {name for name in (OLD, NEW) if name in answer.text}


@pytest.fixture
def county(sign_in: Any, moment: datetime) -> County:
    boss = make_account(role=Role.EMPLOYER, name="王经理")
    employer = make_employer(account=boss, name="顺达物流有限公司")
    for name, day in ((OLD, date(2026, 12, 31)), (NEW, date(2027, 1, 1))):
        veteran = make_veteran(name=name, retired_on=day)
        verified_on(veteran, employer, day, channel=PlacementChannel.FAIR, ended_on=None)
    make_fair(FairStatus.ENDED, title=OLD, starts_at=BEFORE, ends_at=BEFORE + timedelta(minutes=9))
    make_fair(FairStatus.ENDED, title=NEW, starts_at=AFTER, ends_at=AFTER + timedelta(hours=2))
    return County(sign_in(make_account(role=Role.OFFICER)), sign_in(boss), employer)


def by_year(address: str) -> Callable[[County], None]:
    """Return the check of a page that lists one year."""

    def check(county: County) -> None:
        assert county.names(address.format(2026)) == {OLD}
        assert county.names(address.format(2027)) == {NEW}

    return check


def sheet_by_year(address: str, **form: str) -> Callable[[County], None]:
    """Return the check of a workbook of one year."""

    def check(county: County) -> None:
        for year, name in ((2026, OLD), (2027, NEW)):
            answer = county.officer.post(address.format(year), data=form)
            cells = {cell for row in sheet_rows(answer.data) for cell in row}
            assert cells & {OLD, NEW} == {name}, (address, year)

    return check


def sheet_rows(body: bytes, place: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(place).to_python()


def offers_both_years(address: str) -> Callable[[County], None]:
    """Return the check of a page that offers the years there are rows in."""

    def check(county: County) -> None:
        page = county.officer.get(address).text
        assert "2026" in page
        assert "2027" in page
        assert "2025年" not in page

    return check


def the_year_of_today(county: County) -> None:
    year = clock.today().year
    name = {2026: OLD, 2027: NEW}[year]
    page = county.officer.get("/desk").text
    assert f"{year}年核实就业" in page
    assert f"/placements/people/{year}" in page
    assert figures_of(year).placed == 1
    assert [row.veteran.name for row in db.session.scalars(people_of(year))] == [name]


def present_year_on(address: str) -> Callable[[County], None]:
    """Return the check of a page that offers or names the present year."""

    def check(county: County) -> None:
        assert f"{clock.today().year}年" in county.officer.get(address).text

    return check


def an_arrival_is_of_its_year(county: County) -> None:
    year = clock.today().year
    veteran = make_veteran(name="新接收的人")
    data = {"approved_on": clock.today().isoformat()}
    answer = county.officer.post(f"/veterans/{veteran.id}/arrival", data=data)
    assert answer.status_code == 302
    assert "新接收的人" in county.officer.get("/arrivals").text
    for other in (2026, 2027):
        page = county.officer.get(f"/arrivals?year={other}").text
        printed = county.officer.get(f"/arrivals/print?year={other}").text
        assert ("新接收的人" in page) is (other == year)
        assert ("新接收的人" in printed) is (other == year)


def an_arrival_is_corrected_to_its_year(county: County) -> None:
    arrival = make_arrival(days_ago=0)
    address = f"/arrivals/{arrival.id}/correct"
    today, year = clock.today(), clock.today().year
    sent = {"approved_on": today.isoformat(), "version": arrival.version}
    assert county.officer.post(address, data=sent | {"year": year + 1}).status_code == 422
    assert county.officer.post(address, data=sent | {"year": year}).status_code == 302


def a_day_of_another_year_shows_it(_county: County) -> None:
    today = clock.today()
    arrival = make_arrival(days_ago=0)
    arrival.report_due_on = date(today.year - 1, 12, 31)
    (row,) = rows_of([arrival], [], today)
    assert row.due == f"{(today.year - 1) % 100:02d}.12.31"
    arrival.report_due_on = today
    assert row.due == f"{today.month}-{today.day:02d}"
    db.session.rollback()


def a_row_counts_for_the_year_of_its_approval(_county: County) -> None:
    day = clock.today()
    plan = Plan("", headings=["姓名", "批准退役日期"], columns={0: "name", 1: "approved_on"})
    cells = ArrivalCells(plan, Row(2, ("李大山", day.isoformat())), [], set())
    assert cells.counted_year(cells.approved_on() or day) == day.year


def the_information_sheet_is_of_a_year(county: County) -> None:
    veteran = make_veteran(resettlement_mode=ResettlementMode.SELF_EMPLOY)
    covered = {
        "contract": ContractType.OPEN_ENDED,
        "contract_on": date(2026, 1, 1),
        "has_insurance": True,
        "insured_from": date(2026, 1, 1),
        "ended_on": None,
    }
    hired = verified_on(veteran, county.employer, date(2026, 1, 1), **covered)
    ids = {"veteran_id": veteran.id, "employer_id": county.employer.id}
    save(ContactConsent(**ids, wording="同意。", given_at=clock.now()))
    year = clock.today().year
    page = county.boss.get("/employer/benefits").text
    assert f"下载{year}年就业信息表" in page
    assert "下载2026年就业信息表" in page
    present = county.boss.get("/employer/benefits.xlsx")
    assert f"-{year}.xlsx" in present.headers["Content-Disposition"]
    rows = sheet_rows(county.boss.get("/employer/benefits.xlsx?year=2026").data)
    heads = next(row for row in rows if "到岗日期" in row)
    column, start = heads.index("2026年在岗月数"), heads.index("到岗日期")
    months = {row[start]: row[column] for row in rows if row[start] not in ("", "到岗日期")}
    assert months == {"2026-01-01": 12}  # of the other hire contract and insurance are unknown
    assert hired.start_on == date(2026, 1, 1)
    is_over = year == 2027  # who came at the end of 2026 is still there, the other comes then
    for asked, left_out in ((2026, 1), (2027, 1 + is_over)):
        body = county.boss.get(f"/employer/benefits.xlsx?year={asked}").data
        assert f"{asked}年在岗的里面，{left_out} 条到岗记录" in str(sheet_rows(body, place=1))


# Every function, but those of `core`, that asks the calendar for a year, by what is checked.
CHECKS: dict[str, Callable[[County], None]] = {
    "desk/views.py:today": the_year_of_today,
    "fairs/fairs/queries/fairs.py:fairs": by_year("/fairs/manage?year={}"),
    "fairs/fairs/queries/fairs.py:years": offers_both_years("/fairs/manage"),
    "fairs/fairs/views/organising.py:asked_fairs": by_year("/fairs/manage?year={}"),
    "fairs/fairs/views/organising.py:index": by_year("/fairs/manage?year={}"),
    "people/arrivals/forms.py:asked": an_arrival_is_of_its_year,
    "people/arrivals/forms.py:validate_year": an_arrival_is_corrected_to_its_year,
    "people/arrivals/grid.py:_short": a_day_of_another_year_shows_it,
    "people/arrivals/operations/receiving.py:receive": an_arrival_is_of_its_year,
    "people/arrivals/rows.py:counted_year": a_row_counts_for_the_year_of_its_approval,
    "people/caseload/queries.py:caseload": by_year("/caseload?year={}"),
    "people/caseload/views.py:_asked": sheet_by_year(
        "/exports/new?list=caseload&year={}", reason="VISIT"
    ),
    "people/veterans/forms/desk.py:asked": sheet_by_year(
        "/exports/new?list=veterans&year={}", reason="FAIR"
    ),
    "people/veterans/queries/lists.py:conditions": by_year("/veterans?year={}"),
    "people/veterans/queries/lists.py:retired_years": offers_both_years("/veterans"),
    "placements/benefits/months.py:_amount": the_information_sheet_is_of_a_year,
    "placements/benefits/months.py:count_in": the_information_sheet_is_of_a_year,
    "placements/benefits/sheet.py:_is_at_work_in": the_information_sheet_is_of_a_year,
    "placements/benefits/views.py:_standards": the_information_sheet_is_of_a_year,
    "placements/benefits/views.py:own": the_information_sheet_is_of_a_year,
    "placements/benefits/views.py:own_sheet": the_information_sheet_is_of_a_year,
    "placements/placements/queries/people.py:_new_in": by_year("/placements/people/{}"),
    "placements/placements/queries/people.py:years_with_people": offers_both_years(
        "/placements/people/2026"
    ),
    "placements/placements/queries/records.py:years_seen_by": offers_both_years("/placements"),
    "placements/placements/queries/records.py:placements_seen_by": by_year("/placements?year={}"),
    "placements/placements/views/people.py:people": by_year("/placements/people/{}"),
    "placements/placements/views/people.py:asked_people": sheet_by_year(
        "/exports/new?list=placed&year={}", reason="REPORT"
    ),
    "placements/placements/views/records.py:asked_placements": sheet_by_year(
        "/exports/new?list=placements&year={}", reason="REPORT"
    ),
    "placements/placements/views/records.py:index": present_year_on("/placements"),
}
# Choices of a form, checked though no function of the calendar is called there.
BY_FORM = {"people/veterans/forms/desk.py:asked", "people/veterans/views/lists.py:export"}
ASKING = {"asked_year", "first_day", "in_year", "last_day", "this_year", "year_of", "years_of"}


@pytest.mark.parametrize("place", sorted(CHECKS))
def test_rows_at_the_edge_of_a_year_are_of_their_year_in_beijing(county, place):
    CHECKS[place](county)


def test_every_place_by_year_is_checked():
    """A new list, figure or sheet by year needs a line in `CHECKS`."""
    assert set(_places_by_year()) == set(CHECKS) - BY_FORM


def _places_by_year() -> Iterator[str]:
    for name, tree in trees():
        if not name.startswith(("core/", "demo/")):
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef) and _is_by_year(node):
                    yield f"{name}:{node.name}"


def _is_by_year(function: ast.FunctionDef) -> bool:
    has_year = any("<year:" in ast.unparse(one) for one in function.decorator_list)
    called = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    names = {
        one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in called
    }
    return has_year or bool(names & ASKING)
