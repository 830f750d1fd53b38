"""怎么算的: the points add up, and every reason has both its sources."""

import re

import pytest

from core import clock
from core.access import Role
from jobs.vacancies.models import VacancyCredential
from matching.engine.reasons import Side
from matching.index.open_vacancies import current_vacancies
from matching.index.records import veteran_doc
from people.veterans.models import Schooling
from tests.jobs.vacancies.world import make_vacancy
from tests.matching.cast import Page, a_driver, a_truck_vacancy
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN
from tests.support.rows import fresh


@pytest.fixture
def driver(app, sign_in):
    account = make_account(name="张建国")
    veteran = a_driver(account=account, refuses_nights=True)
    browser = sign_in(account)

    def look(path):
        response = browser.get(path)
        assert response.status_code == 200
        return response.text

    look.veteran = veteran
    return look


def table(html):
    """Return (name, points shown) of each line of the table of dimensions."""
    rows = [cells for cells in Page(html).cells if len(cells) == 3][1:]
    return [(name, points) for name, _, points in rows]


@pytest.mark.parametrize(
    "shown_vacancy",
    [
        {},
        {"pay_min": None, "pay_max": None, "place_code": CHANGFEN},
        {"title": "保安员", "occupation_code": "", "duties": "会修车", "has_nights": True},
        {"years_min": 3, "veterans_first": True, "has_lodging": True, "pay_max": 6501},
    ],
)
def test_the_lines_of_the_table_add_up_to_the_total_shown(driver, shown_vacancy):
    vacancy = a_truck_vacancy(**shown_vacancy)

    *parts, (last, total) = table(driver(f"/matches/{vacancy.id}"))

    assert last == "合计"
    assert len(parts) == 8
    tenths = [round(float(points) * 10) for _, points in parts if points != "不算"]
    assert sum(tenths) == round(float(total) * 10) > 0
    doc = veteran_doc(fresh(driver.veteran), clock.today())
    ranked = current_vacancies().for_veteran(doc).explain(vacancy.id).ranked
    assert float(total) == pytest.approx(ranked.score, abs=0.05 + 1e-9)


def words_of(html):
    """Return the word shown for each dimension that has no bar."""
    rows = [cells for cells in Page(html).cells if len(cells) == 3][1:-1]
    return {name: word for name, word, points in rows if points == "不算"}


@pytest.mark.parametrize(
    ("shown_vacancy", "word"),
    [
        ({"veterans_first": True}, "不计分"),
        ({"veterans_first": False}, "没有提"),
    ],
)
def test_a_priority_that_counts_nothing_is_still_mentioned(driver, shown_vacancy, word):
    other = {"title": "厨师", "occupation_code": "4-03-02-01", "duties": "炒菜", "credentials": []}
    vacancy = a_truck_vacancy(**other, requirements="会做大锅菜", **shown_vacancy)

    assert words_of(driver(f"/matches/{vacancy.id}"))["退役军人优先"] == word


def test_precedence_in_the_text_is_never_denied(driver):
    vacancy = a_truck_vacancy(veterans_first=False, requirements="持 A2 驾照；退役军人优先")

    html = driver(f"/matches/{vacancy.id}")

    assert "岗位没写退役军人优先" not in html
    assert "岗位写明退役军人优先" in html
    assert dict(table(html))["退役军人优先"] == "4.0"


@pytest.mark.parametrize(("required", "word"), [(("health_card",), "不计分"), ((), "没有提")])
def test_a_paper_anybody_gets_in_days_is_still_mentioned(driver, required, word):
    papers = [VacancyCredential(key=key) for key in required]
    vacancy = a_truck_vacancy(credentials=papers, requirements="讲卫生")

    assert words_of(driver(f"/matches/{vacancy.id}"))["证件"] == word


def test_pay_left_open_above_is_no_pay_below_the_wish(driver):
    vacancy = a_truck_vacancy(pay_min=5000, pay_max=None)

    html = driver(f"/matches/{vacancy.id}")

    assert "工资 5000 元起，最多多少没写，够不够您期望的 6000 元说不准" in html
    assert "5000 元/月起" in html
    assert words_of(html)["待遇"] == "信息不足"
    assert "5000<small> 元/月起</small>" in driver("/matches")


def test_the_points_of_the_reasons_add_up_to_the_total_too(driver):
    vacancy = a_truck_vacancy(years_min=3, veterans_first=True)

    html = driver(f"/matches/{vacancy.id}")

    spoken = [round(float(points) * 10) for points in re.findall(r"\+(\d+\.\d)<", html)]
    assert sum(spoken) == round(float(table(html)[-1][1]) * 10)


def test_every_reason_of_the_engine_has_its_own_place_and_both_sources(driver):
    vacancy = a_truck_vacancy(schooling_min=Schooling.SENIOR, years_min=3)
    doc = veteran_doc(fresh(driver.veteran), clock.today())

    html = driver(f"/matches/{vacancy.id}")

    ranked = current_vacancies().for_veteran(doc).explain(vacancy.id).ranked
    for number, reason in enumerate(ranked.reasons, start=1):
        start = html.index(f'id="reason-{number}"')
        line = html[start : html.index("</li>", start)]
        assert reason.text in line
        if reason.side is Side.FOR and reason.profile_ref:
            assert re.search(r'href="/me/[a-z]+"', line), reason
        if reason.side is Side.FOR and reason.vacancy_ref:
            anchor = re.search(rf'href="/open-vacancies/{vacancy.id}#([a-z]+)"', line)
            assert anchor, reason
            assert f'id="{anchor[1]}"' in driver(f"/open-vacancies/{vacancy.id}")


def test_the_words_of_the_vacancy_are_quoted_as_it_writes_them(driver):
    vacancy = a_truck_vacancy(requirements="有责任心，持A2驾照，有货运经验。")

    html = driver(f"/matches/{vacancy.id}")

    assert "岗位的招聘条件：有责任心，持<b>A2驾照</b>，有货运经验。" in html
    assert "drive_a2" not in html


def test_an_unknown_part_is_shown_as_unknown_and_not_counted(driver):
    vacancy = make_vacancy(
        title="急招", duties="", requirements="", pay_min=None, pay_max=None, occupation_code=""
    )

    html = driver(f"/matches/{vacancy.id}")

    lines = dict(table(html))
    assert (lines["岗位对口"], lines["技能文字"], lines["待遇"]) == ("不算", "不算", "不算")
    assert "信息不足" in html
    assert "看不出合不合适" in html


def test_hard_conditions_are_shown_with_their_answer(driver):
    vacancy = a_truck_vacancy(schooling_min=Schooling.COLLEGE, age_max=60, age_reason="规定")

    text = Page(driver(f"/matches/{vacancy.id}")).text

    assert "岗位要求大专以上学历，您填的是高中、中专或技校 不符合" in text
    assert "符合要求：有 A2 驾照 符合" in text


def test_a_leader_sees_no_links_to_fill_in_the_profile(app, sign_in):
    veteran, vacancy = a_driver(), a_truck_vacancy()
    path = f"/veterans/{veteran.id}/matches/{vacancy.id}"
    leader = sign_in(make_account(role=Role.LEADER, name="刘局长"))
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))

    assert not Page(leader.get(path).text).hrefs("去看去改")
    led = Page(officer.get(path).text).hrefs("去看去改")
    assert f"/veterans/{veteran.id}/edit/service" in led
    assert all(officer.get(href).status_code == 200 for href in set(led))


def test_a_vacancy_that_is_not_open_is_not_explained(driver, sign_in, app):
    vacancy = a_truck_vacancy(valid_to=clock.days_ahead(-1))
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))

    answer = clerk.get(f"/veterans/{driver.veteran.id}/matches/{vacancy.id}")

    assert answer.status_code == 404
