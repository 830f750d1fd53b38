"""差一点: vacancies missed by one condition, with present counts and links to each."""

import re
from urllib.parse import unquote

import pytest

from core import clock
from core.access import Role
from core.db import transaction
from jobs.vacancies.models import Vacancy, VacancyCredential, VacancyStatus
from people.veterans.models import Schooling
from tests.matching.cast import Page, a_driver, a_truck_vacancy, vacancies_of
from tests.people.accounts.world import make_account

FAR = "340302"  # 蚌埠市龙子湖区


@pytest.fixture
def driver(app, sign_in):
    account = make_account(name="张建国")
    veteran = a_driver(account=account)
    browser = sign_in(account)

    def look(path="/matches/near"):
        response = browser.get(path)
        assert response.status_code == 200
        return Page(response.text)

    look.veteran = veteran
    return look


def groups(page):
    """Return each group's sentence and the address of its whole list."""
    return {words: href for href, words in page.links if "condition=" in href}


def mechanic(**more):
    keys = ("drive_a2", "auto_repair_3")
    return a_truck_vacancy(credentials=[VacancyCredential(key=key) for key in keys], **more)


def forklift(**more):
    keys = ("drive_a2", "forklift_n1")
    return a_truck_vacancy(credentials=[VacancyCredential(key=key) for key in keys], **more)


def test_each_condition_is_a_group_with_its_count_the_easiest_to_change_first(driver):
    for _ in range(2):
        mechanic()
    forklift()  # without the licence the law forbids the work: not near
    a_truck_vacancy(schooling_min=Schooling.COLLEGE)
    a_truck_vacancy(place_code=FAR)
    a_truck_vacancy(years_min=20)
    a_truck_vacancy(age_max=30, age_reason="规定")
    a_truck_vacancy(schooling_min=Schooling.COLLEGE, years_min=20)  # two conditions: not near

    page = driver()

    assert list(groups(page)) == [
        "再有汽车维修工三级证，就能多投 2 个对得上的岗位",
        "有 1 个对得上的岗位只差学历：要大专以上学历",
        "如果愿意去外地，就能多投 1 个对得上的岗位",
        "有 1 个对得上的岗位只差工作年限",
    ]
    heads = ["只差一张证", "只差学历", "只差地点", "只差工作年限"]
    assert [page.text.index(f"{head} ") for head in heads] == sorted(
        page.text.index(f"{head} ") for head in heads
    )


def test_the_count_is_the_number_of_vacancies_behind_it_over_all_pages(driver):
    near = {mechanic().id for _ in range(12)}
    a_truck_vacancy()

    ((sentence, href),) = groups(driver()).items()
    first, second = driver(href), driver(f"{href}&page=2")

    assert int(re.search(r"多投 (\d+) 个", sentence)[1]) == 12
    assert (len(vacancies_of(first)), len(vacancies_of(second))) == (10, 2)
    assert set(vacancies_of(first)) | set(vacancies_of(second)) == near
    assert "第 1 页，共 2 页" in first.text
    assert unquote(first.hrefs("下一页")[0]).endswith("page=2")


def test_the_counts_follow_the_open_vacancies_at_once(driver):
    closing = mechanic()
    mechanic()
    assert "多投 2 个对得上的岗位" in driver().text

    with transaction(audited=False) as session:
        session.get(Vacancy, closing.id).status = VacancyStatus.FILLED
    assert "多投 1 个对得上的岗位" in driver().text

    mechanic()
    mechanic(valid_to=clock.days_ahead(-1))
    assert "多投 2 个对得上的岗位" in driver().text


def test_an_eligible_or_a_remote_vacancy_is_no_near_miss(driver):
    a_truck_vacancy()
    a_truck_vacancy(title="护士", occupation_code="2-05-08-01", duties="护理",
                    requirements="护士证",
                    credentials=[VacancyCredential(key="nurse")])  # fmt: skip

    page = driver()

    assert groups(page) == {}
    assert "没有只差一个条件的岗位" in page.text
    assert page.hrefs("去补资料") == ["/me"]


def test_a_group_without_vacancies_any_more_shows_a_message(driver):
    for path in (
        "/matches/near?condition=credentials&needed=forklift_n1",
        "/matches/near?condition=moon",
    ):
        page = driver(path)
        assert "没有只差这一条的岗位了" in page.text
        assert page.hrefs("看差一点") == ["/matches/near"]


def test_each_near_vacancy_shows_what_is_missing_when_asked_why(driver):
    vacancy = mechanic()

    (href,) = groups(driver()).values()
    (why,) = driver(href).hrefs("怎么算的")

    assert why == f"/matches/{vacancy.id}"
    text = driver(why).text
    assert re.search(r"岗位要求有 ?汽车维修工三级证，您还没有 不符合", text)


def test_staff_reach_every_group_too(driver, sign_in):
    near = mechanic()
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))
    path = f"/veterans/{driver.veteran.id}/matches/near"

    page = Page(clerk.get(path).text)
    (href,) = groups(page).values()

    assert href.startswith(f"{path}?")
    assert vacancies_of(Page(clerk.get(href).text)) == [near.id]
