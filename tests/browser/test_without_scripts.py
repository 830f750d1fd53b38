"""Everything a veteran does works where scripts do not run."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages.doors import SignIn
from tests.browser.pages.veteran import Jobs, Matches, Me
from tests.support.cast import XIAO_LI

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(open_window):
    """A phone without scripts."""
    return open_window(XIAO_LI, scripts=False)


def test_signing_in(open_window):
    window = open_window(scripts=False)

    matches = SignIn.open(window, "/sign-in").enter(XIAO_LI.phone, Matches)

    assert matches.titles()


def test_no_script_runs_in_the_window(plain):
    plain.go("/jobs/1")

    expect(plain.page.get_by_text("复制链接")).to_be_hidden()


def test_the_list_and_its_reasons(plain):
    matches = Matches.open(plain, "/matches")

    why = matches.why()

    assert why.total() > 0


def test_a_step_of_the_profile(plain):
    step = Me.open(plain, "/me").step("工资和条件")
    step.fill(每月到手至少多少钱="4321")
    step.save("服役经历").says("已保存。")

    again = Me.open(plain, "/me").step("工资和条件")

    expect(again.field("每月到手至少多少钱")).to_have_value("4321")


def test_searching_posts(plain):
    jobs = Jobs.open(plain, "/jobs").search("厨师")

    assert jobs.titles()
    jobs.says("厨师")


def test_large_print(plain):
    plain.go("/matches")
    plain.page.get_by_role("button", name="大字版").click()

    expect(plain.page.locator("html")).to_have_attribute("data-mode", "elder")
    expect(plain.page.get_by_role("button", name="标准版")).to_be_visible()
