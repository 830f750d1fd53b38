"""From the application to the verified placement in four browsers; and a fair."""

import re
from datetime import time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core import clock
from tests.browser.checks import DESK, PHONE
from tests.browser.pages.screen import Screen
from tests.browser.pages.veteran import Matches
from tests.demo.world import LAO_ZHANG, MANAGER_WANG, OFFICER_CHEN, STATION_ZHOU

pytestmark = pytest.mark.browser
FIRM = "怀远县顺达物流有限公司"


class Story:
    """The four windows of the journey, and a picture of each step."""

    def __init__(self, open_window, folder: Path) -> None:
        self.zhang = open_window(LAO_ZHANG, size=PHONE)
        self.wang = open_window(MANAGER_WANG, size=DESK)
        self.zhou = open_window(STATION_ZHOU, size=DESK)
        self.chen = open_window(OFFICER_CHEN, size=DESK)
        self.folder = folder
        self.section = 0

    def picture(self, window) -> None:
        """Store a picture of a step."""
        self.section += 1
        window.page.screenshot(path=str(self.folder / f"{self.section:02d}.png"), full_page=True)


@pytest.fixture
def story(open_window, tmp_path):
    return Story(open_window, tmp_path)


def last_number(window) -> str:
    return re.findall(r"\d+", window.path)[-1]


def test_from_the_application_to_the_verified_placement(story):
    title, application = apply(story)
    invite(story, application, title)
    look_at_contact(story, application)
    offer_and_accept(story, application)
    placement = begin_work(story, application)
    verify(story, placement)
    see_who_looked(story)

    assert len(list(story.folder.glob("*.png"))) == story.section >= 9


def apply(story) -> tuple[str, str]:
    """Lao Zhang applies for a vacancy of the firm in two taps."""
    matches = Matches.open(story.zhang, "/matches")
    story.picture(story.zhang)
    card = story.zhang.page.locator("article.vacancy", has_text=FIRM).first
    title = card.get_by_role("heading").inner_text().strip()
    matches.leave_by(card.get_by_role("link", name=re.compile("^投这个岗位")))
    form = Screen(story.zhang, heading="^投递")
    story.picture(story.zhang)
    form.press("投递，并给联系方式")
    mine = Screen(story.zhang, heading=re.escape(title))
    mine.shows("等单位答复")
    story.picture(story.zhang)
    return title, last_number(story.zhang)


def invite(story, application: str, title: str) -> None:
    """Manager Wang sees the facts without a name and invites the applicant."""
    story.wang.go("/notices")
    Screen(story.wang, heading="^消息$").shows("有人投递了岗位")
    story.wang.go(f"/applications/{application}")
    page = Screen(story.wang, heading=re.escape(title))
    page.shows("汽车驾驶")
    page.shows_not("张建国")
    story.picture(story.wang)
    story.wang.page.locator("summary", has_text="约面试").click()
    tomorrow = clock.today() + timedelta(days=1)
    page.fill(面试日期=tomorrow.isoformat(), 面试地点="榴城镇禹王路 1 号二楼")
    page.field("面试时间").fill("09:30")
    page.press("约面试")
    page.shows("已约面试")
    story.zhang.go(f"/me/applications/{application}")
    Screen(story.zhang, heading=re.escape(title)).shows("09:30 到榴城镇禹王路 1 号二楼面试")
    story.picture(story.zhang)


def look_at_contact(story, application: str) -> None:
    """With consent the firm sees name and number, and the veteran is notified who looked."""
    story.wang.go(f"/applications/{application}")
    Screen(story.wang, heading=".").press("看姓名和手机号")
    Screen(story.wang, heading="^联系方式$").shows("张建国")
    story.picture(story.wang)


def offer_and_accept(story, application: str) -> None:
    """Both sides agree."""
    story.wang.go(f"/applications/{application}")
    Screen(story.wang, heading=".").press("录用")
    Screen(story.wang, heading=".").shows("已录用待答复")
    story.zhang.go(f"/me/applications/{application}")
    Screen(story.zhang, heading=".").press("接受录用")
    Screen(story.zhang, heading=".").shows("您接受了录用")


def begin_work(story, application: str) -> str:
    """The firm reports the start of work; the veteran confirms on the phone."""
    story.wang.go(f"/applications/{application}/placement")
    form = Screen(story.wang, heading="^登记到岗$")
    form.field("合同").select_option(label="固定期限合同")
    form.fill(每月工资="7000")
    form.press("登记")
    placement = last_number(story.wang)
    story.zhang.go("/notices")
    notices = Screen(story.zhang, heading="^消息$")
    notices.shows("请确认到岗")
    story.picture(story.zhang)
    story.zhang.go(f"/me/placements/{placement}")
    Screen(story.zhang, heading=".").press("是，我上班了")
    Screen(story.zhang, heading=".").shows("已确认")
    return placement


def verify(story, placement: str) -> None:
    """The station records a contact, the officer verifies, and the figure lists the name."""
    story.zhou.go("/placements")
    Screen(story.zhou, heading="^就业记录$").shows("张建国")
    story.chen.go(f"/placements/{placement}")
    page = Screen(story.chen, heading="^张建国")
    page.field("凭什么核实").select_option(label="电话回访")
    page.press("核实，计入就业")
    page.shows("已核实")
    story.picture(story.chen)
    story.chen.go(f"/placements/people/{clock.today().year}")
    people = Screen(story.chen, heading="年就业 \\d+ 人")
    shown = int(re.search(r"就业 (\d+) 人", people.text())[1])
    names = story.chen.page.locator(".table-wrap tbody th[scope=row]")
    rows, number = names.count(), 1
    while story.chen.page.get_by_role("link", name="下一页").count():
        number += 1
        story.chen.go(f"/placements/people/{clock.today().year}?page={number}")
        rows += names.count()
    assert shown == rows  # the figure equals the length of the list behind it
    people.shows("张建国")
    story.picture(story.chen)


def see_who_looked(story) -> None:
    """The veteran reads when the firm looked at the number."""
    story.zhang.go("/me/contacts")
    Screen(story.zhang, heading="^谁能看到").shows(f"{FIRM}，看了姓名和手机号")


def test_a_fair_from_the_sign_up_to_the_booth(story):
    fair = sign_up(story)
    code = own_code(story, fair)
    admit(story, fair, code)
    plan_it(story, fair)

    story.zhang.go(f"/fairs/{fair}/itinerary")
    itinerary = Screen(story.zhang, heading="^我的行程$")
    planned = story.zhang.page.locator(".booths li").first
    # The running fair of the demo ends at midnight: shortly before, no slot is left to plan.
    expect(planned if is_early() else story.zhang.page.get_by_text("还没有排")).to_be_visible()
    itinerary.shows(code)
    story.picture(story.zhang)
    story.wang.go(f"/fairs/{fair}/booth-schedule")
    Screen(story.wang, heading="^展位 A01 的时间表$")
    story.picture(story.wang)


def is_early() -> bool:
    return clock.local(clock.now()).time() < time(23, 20)


def sign_up(story) -> str:
    story.zhang.go("/fairs")
    story.picture(story.zhang)
    Screen(story.zhang, heading="^招聘会$").leave_by(story.zhang.page.locator("a.fair").first)
    fair = last_number(story.zhang)
    page = Screen(story.zhang, heading="招聘会")
    story.picture(story.zhang)
    page.follow("我要报名")
    Screen(story.zhang, heading="^报名$").press("报名")
    return fair


def own_code(story, fair: str) -> str:
    story.zhang.go(f"/fairs/{fair}/mine")
    mine = Screen(story.zhang, heading="招聘会")
    story.picture(story.zhang)
    found = re.search(r"编号 (\S+)", mine.text())
    assert found is not None
    return found[1]


def admit(story, fair: str, code: str) -> None:
    story.zhou.go(f"/fairs/{fair}/door")
    door = Screen(story.zhou, heading="^签到")
    door.fill(**{"编号、姓名、手机号或身份证号": code})
    door.press("查找并签到")
    door.shows("张建国")
    story.picture(story.zhou)


def plan_it(story, fair: str) -> None:
    story.chen.go(f"/fairs/{fair}/plan")
    Screen(story.chen, heading="^全场安排").press("排一遍")
    plan = Screen(story.chen, heading="^全场安排")
    plan.shows("次见面")
    story.picture(story.chen)
