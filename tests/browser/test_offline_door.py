"""The check-in desk without a network: records are kept encrypted, shown with their state, sent."""

from typing import NamedTuple

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from core.db import db
from fairs.fairs.models import Fair, FairStatus, SignUp
from tests.browser.pages.screen import Screen
from tests.demo.world import STATION_ZHOU
from tests.support import databases

pytestmark = pytest.mark.browser
FIELD = "编号、姓名、手机号或身份证号"
NO_ONE = "13700000000"


class Visitor(NamedTuple):
    """A person who is signed up and not in."""

    name: str
    code: str
    phone: str


@pytest.fixture
def fair(county) -> tuple[int, list[Visitor]]:
    """Today's fair, with people who have not come yet."""
    with databases.pushed(county):
        running = select(Fair.id).where(Fair.status == FairStatus.RUNNING).order_by(Fair.id)
        fair_id = db.session.scalars(running).all()[0]  # other tests of this county add theirs
        query = select(SignUp).where(SignUp.fair_id == fair_id, SignUp.checked_in_at.is_(None))
        rows = db.session.scalars(query.order_by(SignUp.id))
        people = [row for row in rows if row.veteran is not None]
        return fair_id, [
            Visitor(row.veteran.name, row.code, row.veteran.phone or "") for row in people[-4:]
        ]


def is_in(county, code: str) -> bool:
    with databases.pushed(county):
        row = db.session.scalars(select(SignUp).where(SignUp.code == code)).one()
        return row.checked_in_at is not None


def open_door(open_window, fair_id: int):
    """Return a window at the check-in desk, once its script has set itself up."""
    window = open_window(STATION_ZHOU)
    window.go(f"/fairs/{fair_id}/door")
    return window


def note(window, words: str, lines: int) -> None:
    """Type words without a network and wait until the record is kept."""
    door = Screen(window, heading="^签到")
    door.fill(**{FIELD: words})
    window.page.get_by_role("button", name="查找并签到").click()
    expect(window.page.locator("[data-door-list] li")).to_have_count(lines)


def storage(window) -> str:
    return str(window.run("JSON.stringify(Object.assign({}, localStorage))"))


def line_with(window, words: str):
    return window.page.locator("[data-door-list] li").filter(has_text=words)


def test_records_wait_encrypted_and_each_shows_what_became_of_it(open_window, county, fair):
    fair_id, people = fair
    window = open_door(open_window, fair_id)
    window.expected = "ERR_INTERNET_DISCONNECTED"  # of whatever the page sends meanwhile
    window.page.context.set_offline(True)

    for number, words in enumerate((people[0].phone, people[1].name, NO_ONE), start=1):
        note(window, words, number)

    expect(line_with(window, "待发送")).to_have_count(3)
    kept = storage(window)
    assert kept.count("sealed") == 3
    for secret in (people[0].phone, people[1].name, NO_ONE):
        assert secret not in kept
    window.page.context.set_offline(False)
    expect(line_with(window, "已送达")).to_have_count(2)
    expect(line_with(window, "没认出")).to_have_count(1)
    assert "sealed" not in storage(window)
    assert is_in(county, people[0].code)
    assert is_in(county, people[1].code)
    window.go(f"/fairs/{fair_id}/door")
    Screen(window, heading="^签到").shows("137****0000")


def test_records_survive_the_page_and_are_sent_by_the_next(open_window, county, fair):
    fair_id, people = fair
    window = open_door(open_window, fair_id)
    window.expected = "ERR_INTERNET_DISCONNECTED"  # of whatever the page sends meanwhile
    window.page.context.set_offline(True)
    note(window, people[2].name, 1)

    window.page.goto("about:blank")
    window.page.context.set_offline(False)
    window.go(f"/fairs/{fair_id}/door")

    expect(line_with(window, people[2].name).filter(has_text="已送达")).to_have_count(1)
    assert is_in(county, people[2].code)


def test_a_network_that_is_there_and_leads_nowhere_is_noticed(open_window, county, fair):
    fair_id, people = fair
    window = open_door(open_window, fair_id)
    window.page.route("**/health/live", lambda route: route.abort())
    window.page.route("**/door/batch", lambda route: route.abort())

    note(window, people[3].name, 1)
    expect(line_with(window, "待发送")).to_have_count(1)
    assert not is_in(county, people[3].code)
    window.page.unroute("**/health/live")
    window.page.unroute("**/door/batch")
    window.run("window.dispatchEvent(new Event('online'))")

    expect(line_with(window, "已送达")).to_have_count(1)
    assert is_in(county, people[3].code)
    assert all("ERR_FAILED" in fault for fault in window.faults)
    window.faults.clear()
