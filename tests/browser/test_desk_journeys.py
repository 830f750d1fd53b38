"""Journeys of staff: registering on behalf, verifying, revealing numbers, importing."""

import pytest

from tests.browser.checks import DESK
from tests.browser.pages.desk import Imports, People
from tests.browser.pages.doors import Claim
from tests.browser.pages.veteran import Me
from tests.demo.world import OFFICER_CHEN, STATION_ZHOU, ZHAO_MIN
from tests.jobs.importing.world import GOOD, sheet

pytestmark = pytest.mark.browser
PERSON = ("陈守田", "13955208103")
EVIDENCE = "解放军退出现役证书"
FILE = "春季招聘会.csv"
WITHOUT_TITLE = ",怀远县安居物业有限公司,5,怀远县常坟镇,3500-4000元,不限,身体健康,巡逻和登记"


def test_a_person_registered_on_behalf_claims_the_profile(open_window):
    clerk = open_window(STATION_ZHOU, size=DESK)
    person = People.open(clerk, "/veterans").register(*PERSON)
    code = person.claim_code()

    phone = open_window()
    signed_out = Claim.open(phone, "/claim").claim(*PERSON, code)
    me = signed_out.enter(PERSON[1], Me)

    me.my_data().shows("服务站代办")


def test_a_verified_veteran_sees_who_looked_at_the_number_and_why(open_window):
    officer = open_window(OFFICER_CHEN, size=DESK)
    person = People.open(officer, "/veterans").search(ZHAO_MIN.name)
    person.shows_not(ZHAO_MIN.phone)

    person = person.verify(EVIDENCE).reveal("联系本人")

    person.shows("已核实")
    person.shows(ZHAO_MIN.phone)
    me = Me.open(open_window(ZHAO_MIN), "/me")
    me.shows("已核实")
    me.my_data().shows("陈主任，看了您的完整号码")


def test_a_sheet_is_checked_loaded_and_undone(open_window):
    window = open_window(OFFICER_CHEN, size=DESK)
    data = sheet(*GOOD, WITHOUT_TITLE)
    columns = Imports.open(window, "/imports").upload(FILE, data)
    assert columns.meaning("薪资") == "薪资"
    columns.choose_meaning("任职要求", "任职要求")

    tried = columns.try_out(FILE, "怀远县春季招聘会")

    tried.shows("3 个岗位可以导入")
    assert tried.figures()["有错"] == 1
    loaded = tried.load()
    loaded.shows("已导入 3 个岗位")
    loaded.undo().shows("这次导入已撤销")
