"""Every list and figure by year offers every year that has rows."""

import ast
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.access import Role
from fairs.fairs.models import FairStatus
from people.arrivals.models import Arrival
from people.veterans.models import EmploymentStatus
from tests.fairs.fairs.world import make_fair
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.placements.placements.world import verified_on
from tests.rules.test_house import trees
from tests.support.rows import save

YEAR = 2011  # long before the others, with a gap between
OLD = "老早的人"


@pytest.fixture
def browsers(sign_in: Any) -> dict[str, Any]:
    """Rows of one old year of every kind, an officer and the employer."""
    boss = make_account(role=Role.EMPLOYER, name="王经理")
    employer = make_employer(account=boss, name="顺达物流有限公司")
    day = date(YEAR, 5, 1)
    veteran = make_veteran(name=OLD, retired_on=day, employment_status=EmploymentStatus.SEEKING)
    verified_on(veteran, employer, day)
    values = {"approved_on": day, "report_due_on": day + timedelta(days=30)}
    save(Arrival(veteran_id=veteran.id, year=YEAR, **values))
    at = datetime(YEAR, 5, 1, 2, tzinfo=UTC)
    make_fair(FairStatus.CLOSED, title=OLD, starts_at=at, ends_at=at + timedelta(hours=3))
    return {"officer": sign_in(make_account(role=Role.OFFICER)), "boss": sign_in(boss)}


def link(start: str, old: str, *, who: str = "officer", named: bool = True) -> Callable[..., None]:
    """Return the check that a page offers the old year at an address that shows its row."""

    def check(browsers: dict[str, Any]) -> None:
        page = browsers[who].get(start).text
        assert f'href="{old}"' in page.replace("&amp;", "&"), old
        answer = browsers[who].get(old)
        assert answer.status_code == 200
        assert not named or OLD in answer.text

    return check


def choice(start: str) -> Callable[..., None]:
    """Return the check that a select offers the old year, and that the list then has the row."""

    def check(browsers: dict[str, Any]) -> None:
        page = browsers["officer"].get(start).text
        assert f">{YEAR}<" in page.replace(f">{YEAR}年<", f">{YEAR}<")
        assert OLD in browsers["officer"].get(f"{start}?year={YEAR}").text

    return check


# Every view that is of a year, with the page that leads to it.
OFFERED: dict[str, Callable[..., None]] = {
    "fairs/fairs/views/organising.py:asked_fairs": link(
        "/fairs/manage", f"/fairs/manage?year={YEAR}"
    ),
    "fairs/fairs/views/organising.py:index": link("/fairs/manage", f"/fairs/manage?year={YEAR}"),
    "people/arrivals/forms.py:asked": choice("/arrivals"),
    "people/caseload/views.py:_asked": choice("/caseload"),
    "people/veterans/forms/desk.py:asked": choice("/veterans"),
    "placements/benefits/views.py:own_sheet": link(
        "/employer/benefits", f"/employer/benefits.xlsx?year={YEAR}", who="boss", named=False
    ),
    "placements/placements/views/people.py:asked_people": link(
        "/placements/people/2026", f"/placements/people/{YEAR}"
    ),
    "placements/placements/views/people.py:people": link(
        "/placements/people/2026", f"/placements/people/{YEAR}"
    ),
    "placements/placements/views/records.py:asked_placements": link(
        "/placements", f"/placements?year={YEAR}"
    ),
}
# The filter of people is a field, read without `asked_year`.
BY_FIELD = {"people/veterans/forms/desk.py:asked"}


@pytest.mark.parametrize("place", sorted(OFFERED))
def test_a_page_by_year_offers_every_year_with_rows(browsers: dict[str, Any], place: str) -> None:
    OFFERED[place](browsers)


def test_every_view_by_year_is_checked() -> None:
    """A new view by year needs a line in `OFFERED`."""
    found = {
        f"{name}:{node.name}"
        for name, tree in trees()
        if not name.startswith(("core/", "demo/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and _is_by_year(node)
    }

    assert found == set(OFFERED) - BY_FIELD


def _is_by_year(function: ast.FunctionDef) -> bool:
    has_year = any("<year:" in ast.unparse(one) for one in function.decorator_list)
    return has_year or any(
        isinstance(node, ast.Call) and ast.unparse(node.func).endswith("asked_year")
        for node in ast.walk(function)
    )
