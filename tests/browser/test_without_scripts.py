"""Everything a veteran does works without scripts."""

import pytest
from playwright.sync_api import expect

from demo.cast import PASSWORD
from tests.browser.pages.doors import SignIn
from tests.browser.pages.veteran import Matches, Me, Vacancies
from tests.demo.world import XIAO_LI

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(open_window):
    """A phone without scripts."""
    return open_window(XIAO_LI, scripts=False)


def test_signing_in(open_window):
    window = open_window(scripts=False)

    matches = SignIn.open(window, "/sign-in").enter(XIAO_LI.phone, Matches, password=PASSWORD)

    assert matches.titles()


def test_no_script_runs_in_the_window(plain):
    plain.go("/open-vacancies/1")

    expect(plain.page.get_by_text("复制链接")).to_be_hidden()


def test_the_list_and_its_reasons(plain):
    matches = Matches.open(plain, "/matches")

    why = matches.why()

    assert why.total() > 0


def test_a_section_of_the_profile(plain):
    section = Me.open(plain, "/me").section("工资和条件")
    section.fill(希望每月多少钱="4321")
    section.save("服役经历").shows("已保存。")

    again = Me.open(plain, "/me").section("工资和条件")

    expect(again.field("希望每月多少钱")).to_have_value("4321")


def test_searching_vacancies(plain):
    vacancies = Vacancies.open(plain, "/open-vacancies").search("厨师")

    assert vacancies.titles()
    vacancies.shows("厨师")


def test_large_print(plain):
    plain.go("/matches")
    plain.page.get_by_role("button", name="大字版").click()

    expect(plain.page.locator("html")).to_have_attribute("data-mode", "elder")
    expect(plain.page.get_by_role("button", name="标准版")).to_be_visible()
