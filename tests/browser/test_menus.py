"""The side menu on screen: its active entry is in sight, and only the open room unfolds."""

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.checks import PHONE
from tests.demo.world import (
    ADMIN,
    AUDITOR,
    DIRECTOR_LIU,
    MANAGER_WANG,
    OFFICER_CHEN,
    STATION_ZHOU,
)

pytestmark = pytest.mark.browser
DESK = ViewportSize(width=1280, height=800)
LOW = ViewportSize(width=1280, height=420)
# Pages far down in the menu, or below a page of it, and the entry each belongs to.
PAGES = {
    "officer": (
        OFFICER_CHEN,
        {
            "/veterans/1/correct/phone": "名单",
            "/applications?unreached=1": "投递",
            "/pledges/overdue": "没兑现的承诺",
            "/parameters/silence_days": "参数",
            "/schedule": "定时任务",
            "/account/password": "我的账号",
        },
    ),
    "leader": (DIRECTOR_LIU, {"/recognition": "拥军企业", "/staff/proposals": "账号变动"}),
    "clerk": (STATION_ZHOU, {"/stations/tasks": "站里的任务", "/account": "我的账号"}),
    "employer": (MANAGER_WANG, {"/imports/new": "批量导入", "/employer/pledges": "招用承诺"}),
    "admin": (ADMIN, {"/staff/new": "工作人员账号", "/schedule": "定时任务"}),
    "auditor": (AUDITOR, {"/audit": "操作记录"}),
}
# The box of the active entry, of the menu's end and of the window.
IN_SIGHT = """
() => {
  const box = document.querySelector(".side__wide [aria-current]").getBoundingClientRect();
  const menu = document.querySelector(".side__wide").getBoundingClientRect();
  return [box.top, box.bottom, menu.bottom, innerHeight];
}
"""


@pytest.mark.parametrize("role", PAGES)
def test_the_active_entry_is_in_sight_on_a_desk_without_scripts(open_window, role):
    person, pages = PAGES[role]
    window = open_window(person, size=DESK, scripts=False)

    for path, label in pages.items():
        assert window.go(path).status == 200, path
        active = window.page.locator(".side__wide [aria-current]")
        assert active.locator("span").first.inner_text() == label, path
        top, bottom, end, height = window.run(IN_SIGHT)
        assert 0 <= top < bottom <= height, path
        assert end <= height, path  # no entry is below the edge


@pytest.mark.parametrize("role", PAGES)
def test_only_the_open_room_is_unfolded(open_window, role):
    person, pages = PAGES[role]
    window = open_window(person, size=DESK)

    for path in pages:
        window.go(path)
        assert window.page.locator(".side__wide .menu ul ul").count() <= 1
        unfolded = window.page.locator(".side__wide .menu ul ul [aria-current]").count()
        assert unfolded == window.page.locator(".side__wide .menu ul ul").count()


def test_a_menu_higher_than_the_window_opens_at_the_active_entry(open_window):
    window = open_window(OFFICER_CHEN, size=LOW, scripts=False)
    window.go("/account")

    top, bottom, _end, height = window.run(IN_SIGHT)

    assert window.run("document.querySelector('.side').scrollTop") > 0
    assert 0 <= top < bottom <= height


def test_the_drawer_of_a_phone_has_the_same_menu(open_window):
    window = open_window(OFFICER_CHEN, size=PHONE)
    window.go("/pledges/overdue")
    drawer = window.page.locator("details.drawer")
    active = drawer.locator("[aria-current]")

    expect(active).not_to_be_visible()
    drawer.locator("summary").click()
    expect(active).to_be_visible()
    assert active.locator("span").first.inner_text() == "没兑现的承诺"
    assert active.bounding_box()["height"] >= 44
    assert drawer.locator(".menu ul ul").count() == 1
