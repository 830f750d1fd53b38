"""Journey of an employer: registered, verified, a vacancy written, its candidates."""

import json
import re

import pytest

from demo.numbers import credit_code
from tests.browser.checks import DESK
from tests.browser.pages.desk import EmployerQueue, VacancyQueue
from tests.browser.pages.doors import EmployerRegistration, Home
from tests.browser.pages.employer import Candidates, EmployerDesk, Vacancy, VacancyPage
from tests.demo.world import OFFICER_CHEN

pytestmark = pytest.mark.browser
FIRM, PHONE_NUMBER = "怀远县宏远运输有限公司", "13955208102"
TITLE = "牵引车驾驶员"
VACANCY = {
    "岗位名称": TITLE,
    "招聘人数": "3",
    "工作内容": "驾驶半挂牵引车送面粉，当天来回，做好车辆日常保养。",
    "招聘条件": "限男性，持A2驾驶证，开过大车。",
    "工作地点": "榴城镇",
    "工资从": "7000",
    "工资到": "9000",
    "最少工作年限": "15",
    "必须有的证书": "A2驾驶证",
}


@pytest.fixture
def desk(open_window) -> EmployerDesk:
    """The first page of an employer that has just registered."""
    window = open_window(size=DESK)
    form: EmployerRegistration = Home.open(window, "/").register_employer()
    registered = form.register(FIRM, credit_code(950_001, "91"), PHONE_NUMBER)
    return registered.sign_in().enter(PHONE_NUMBER, EmployerDesk)


def test_a_vacancy_goes_from_its_first_words_to_candidates(open_window, desk, personal_facts):
    officer = open_window(OFFICER_CHEN, size=DESK)
    desk.shows("单位资料正在核实")
    EmployerQueue.open(officer, "/employers/queue").verify(FIRM)

    desk = EmployerDesk.open(desk.window, "/employer")
    desk.shows("单位已核实，可以提交岗位")
    vacancy = write_vacancy(desk)
    VacancyQueue.open(officer, "/vacancies/queue").publish(TITLE)

    read_in_public(open_window(), vacancy.number)
    desk.window.go(f"/vacancies/{vacancy.number}")
    candidates = Vacancy(desk.window, TITLE).candidates()
    assert candidates.shown() > 0
    names_nobody(candidates, personal_facts)
    relaxed = relax_first(candidates)
    names_nobody(relaxed, personal_facts)


def write_vacancy(desk: EmployerDesk) -> Vacancy:
    check = desk.new_vacancy().write(**VACANCY)
    check.shows("1 处写法不合规定")
    check.shows("限男性")
    check.shows("怎么改：")
    assert check.refuses()
    check = check.back().write(招聘条件="持A2驾驶证，开过大车。")
    check.shows_not("不合规定")
    vacancy = check.submit(TITLE)
    vacancy.shows("待审核")
    return vacancy


def read_in_public(window, number: int) -> None:
    window.go(f"/open-vacancies/{number}")
    posting = json.loads(VacancyPage(window, TITLE).posting())
    assert posting["@type"] == "JobPosting"
    assert (posting["title"], posting["hiringOrganization"]["name"]) == (TITLE, FIRM)
    assert posting["baseSalary"]["value"]["minValue"] == 7000


def names_nobody(page: Candidates, personal_facts: frozenset[str]) -> None:
    text = page.text()
    assert [fact for fact in personal_facts if fact in text] == []
    assert re.findall(r"\d{7,}", text) == []


def relax_first(candidates: Candidates) -> Candidates:
    before = candidates.entitled()
    relax = candidates.relax()
    offered = re.search(r"可多 (\d+) 人", relax.offers()[0])
    assert offered is not None
    after = relax.relax_first()
    after.shows("已放宽，合适的人按新条件重新排好了。")
    assert after.entitled() >= before + int(offered[1])
    return after
