"""Journeys of a veteran on a phone: from registration to a list and its explanations."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages.doors import Home
from tests.browser.pages.employer import VacancyPage
from tests.browser.pages.veteran import Matches, Me, Near, Section, Vacancies
from tests.demo.world import LAO_ZHANG

pytestmark = pytest.mark.browser
NEWCOMER = ("周大勇", "13955208101")


def add_service(section: Section) -> Section:
    record = section.add("加一段服役经历", "服役经历")
    record.fill(岗位专业="汽车驾驶", 从哪天开始="2010-12-10", 到哪天结束="2018-12-01")
    return record.save()


def add_licence(section: Section) -> Section:
    record = section.add("加一个证", "证书和驾照")
    record.fill(证书名称="A2 驾照")
    return record.save()


def test_the_list_follows_the_sections_a_newcomer_fills_in(open_window):
    window = open_window()
    me = Home.open(window, "/").register().register(*NEWCOMER).enter(NEWCOMER[1], Me)
    before = Matches.open(window, "/matches")
    fitting, titles = before.fitting(), before.titles()

    section = Me.open(window, "/me").section("现在的情况")
    section.choose("您现在的情况", "求职")
    section = section.save("想做什么工作")
    section.fill(第一想做="货车司机")
    section = section.save("想在哪里工作")
    section.skip("工资和条件").skip("服役经历")
    add_service(Section(window, "服役经历"))
    me = Me.open(window, "/me")
    add_licence(me.section("证书和驾照"))

    after = Matches.open(window, "/matches")
    assert after.fitting() > fitting
    assert after.titles() != titles
    assert re.search("司机|驾驶", after.titles()[0])


def test_the_first_card_of_the_driver_is_a_driving_vacancy_they_are_entitled_to(open_window):
    first = Matches.open(open_window(LAO_ZHANG), "/matches").first()

    assert re.search("司机|驾驶", first.title)
    assert first.reasons


def test_every_reason_links_to_its_part_of_the_score(open_window):
    window = open_window(LAO_ZHANG)
    matches = Matches.open(window, "/matches")
    first = matches.first()

    why = matches.why()

    for sentence, link in first.reasons:
        path, _, place = link.partition("#")
        assert path == first.why
        assert sentence in why.reason(place)
    why.shows_not("不符合")


@pytest.mark.parametrize("page", [1, 5])
def test_the_dimensions_add_up_to_the_total(open_window, page):
    why = Matches.open(open_window(LAO_ZHANG), f"/matches?page={page}").why()

    assert sum(why.parts()) == pytest.approx(why.total(), abs=0.001)
    assert len(why.parts()) >= 5


def test_links_to_the_wording_of_a_vacancy_lead_to_the_wording(open_window):
    window = open_window(LAO_ZHANG)
    sources = Matches.open(window, "/matches").why().sources()

    paths, fragments = zip(*(source.split("#") for source in sources), strict=True)
    window.go(paths[0])
    marked = window.run("() => [...document.querySelectorAll('[id]')].map((each) => each.id)")

    assert len(set(paths)) == 1
    assert set(fragments) <= set(marked)


def test_near_misses_are_counted(open_window):
    window = open_window(LAO_ZHANG)
    sentences = Near.open(window, "/matches/near").sentences()

    assert sentences
    for sentence in sentences[:3]:
        counted = Near.open(window, "/matches/near").vacancies(sentence).total()
        assert str(counted) in re.findall(r"\d+", sentence)


def published_on(window, title: str) -> str:
    vacancy = VacancyPage(window, re.escape(title))
    found = re.search(r"(\d+)年(\d+)月(\d+)日发布", vacancy.text())
    assert found is not None
    year, month, day = (int(part) for part in found.groups())
    return f"{year}-{month:02}-{day:02}"


def test_personal_order_can_be_switched_off_and_on(open_window):
    window = open_window(LAO_ZHANG)
    ranked = Matches.open(window, "/matches").titles()
    Me.open(window, "/me").sort_by("发布时间")

    newest = Matches.open(window, "/matches")
    newest.shows("最新发布的排在前面")
    titles = newest.titles()
    days = []
    for place in (0, 4, 9):
        Matches.open(window, "/matches").page.locator(".vacancy__title a").nth(place).click()
        days.append(published_on(window, titles[place]))
    public = Vacancies.open(window, "/open-vacancies").titles()
    Me.open(window, "/me").sort_by("我的资料")

    assert days == sorted(days, reverse=True)
    assert titles == public[: len(titles)]
    assert titles != ranked
    assert Matches.open(window, "/matches").titles() == ranked


def root_size(window) -> float:
    script = (
        "() => parseFloat(getComputedStyle(document.querySelector('.vacancy__title')).fontSize)"
    )
    return float(window.run(script))


def test_large_print_stays_until_it_is_switched_back(open_window):
    window = open_window(LAO_ZHANG)
    Matches.open(window, "/matches")
    usual = root_size(window)

    window.page.get_by_role("button", name="大字版").click()
    Vacancies.open(window, "/open-vacancies")
    Matches.open(window, "/matches")

    assert root_size(window) > 1.1 * usual
    window.page.get_by_role("button", name="标准版").click()
    expect(window.page.get_by_role("button", name="大字版")).to_be_visible()
    assert root_size(window) == usual
