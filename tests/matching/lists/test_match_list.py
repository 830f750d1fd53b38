"""A veteran's list: open vacancies they are eligible for, best first, with reasons."""

import re
from datetime import timedelta

import pytest

from core import clock
from core.access import Role
from core.db import transaction
from jobs.employers.models import EmployerStatus
from jobs.vacancies.models import Vacancy, VacancyCredential, VacancyStatus
from matching.engine import nearmiss, ranking
from matching.engine.scoring import score_vacancies
from matching.index import fit_level
from matching.index.open_vacancies import current_vacancies
from matching.index.records import veteran_doc
from people.veterans.models import Schooling
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.matching.cast import Page, a_driver, a_truck_vacancy, vacancies_of
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import make_veteran
from tests.support.queries import count_queries
from tests.support.rows import fresh


@pytest.fixture
def driver(app, sign_in):
    account = make_account(name="张建国")
    veteran = a_driver(account=account)
    browser = sign_in(account)

    def look(path="/matches"):
        return Page(browser.get(path).text)

    look.veteran = veteran
    look.browser = browser
    return look


def test_the_list_holds_what_is_open_and_nothing_a_condition_forbids(driver):
    fitting = a_truck_vacancy()
    a_truck_vacancy(status=VacancyStatus.PAUSED)
    a_truck_vacancy(valid_to=clock.today() - timedelta(days=1))
    a_truck_vacancy(employer=make_employer(status=EmployerStatus.PENDING))
    a_truck_vacancy(schooling_min=Schooling.BACHELOR)
    a_truck_vacancy(credentials=[VacancyCredential(key="forklift_n1")])

    assert vacancies_of(driver()) == [fitting.id]


def test_a_vacancy_is_removed_at_the_next_request_after_it_closes(driver):
    kept, closing = a_truck_vacancy(), a_truck_vacancy()
    assert set(vacancies_of(driver())) == {kept.id, closing.id}

    with transaction(audited=False) as session:
        session.get(Vacancy, closing.id).status = VacancyStatus.CLOSED

    assert vacancies_of(driver()) == [kept.id]
    assert driver.browser.get(f"/matches/{closing.id}").status_code == 404


def test_a_vacancy_is_removed_when_its_employer_is_no_longer_verified(driver):
    employer = make_employer()
    a_truck_vacancy(employer=employer)
    assert len(vacancies_of(driver())) == 1

    with transaction(audited=False) as session:
        session.get(type(employer), employer.id).status = EmployerStatus.LAPSED

    assert vacancies_of(driver()) == []


def test_the_order_is_by_the_word_then_by_the_score(driver):
    words = "会修车"
    guard = make_vacancy(title="保安员", duties=words * 9, requirements=words, pay_min=7000)
    other = make_vacancy(title="文员", duties="整理文件", requirements="细心")
    trucks = [a_truck_vacancy(), a_truck_vacancy(place_code=CHANGFEN, place_detail="")]

    shown = vacancies_of(driver())

    doc = veteran_doc(fresh(driver.veteran), clock.today())
    ranked = {one.vacancy_id: one for one in current_vacancies().rank(doc, k=9)}
    keys = [
        (-fit_level.level_of(ranked[i].level, ranked[i].confidence), -ranked[i].score)
        for i in shown
    ]
    assert keys == sorted(keys)
    assert set(shown[:2]) == {truck.id for truck in trucks}
    assert set(shown) == {truck.id for truck in trucks} | {guard.id, other.id}


def test_the_reasons_are_the_engines_own_at_most_three_and_two_each_with_its_place(driver):
    vacancy = a_truck_vacancy(years_min=20, requirements="持 A2 驾照，会开叉车，有叉车证")
    a_truck_vacancy(age_max=50, schooling_min=Schooling.SENIOR)
    doc = veteran_doc(fresh(driver.veteran), clock.today())

    page = driver()

    ranked = current_vacancies().rank(doc, k=9)
    assert ranked
    for one in ranked:
        places = {reason: place for place, reason in enumerate(one.reasons, start=1)}
        assert 1 <= len(one.reasons_for) <= 3
        for reason in one.reasons_for:
            assert f"/matches/{one.vacancy_id}#reason-{places[reason]}" in page.hrefs(reason.text)
        for reason in one.reasons_against:
            assert reason.text in page.text
            assert f"/matches/{one.vacancy_id}#reason-{places[reason]}" in page.hrefs("看原文")
    assert vacancy.id not in vacancies_of(page)  # twenty years are required, the veteran has eight


def test_the_fit_is_shown_in_four_levels_and_words_never_in_decimals(driver):
    a_truck_vacancy()

    html = driver.browser.get("/matches").text

    assert "四格中的 4 格" in html
    assert "很合适" in html
    main = html[html.index("<main") : html.index("</main>")]
    assert not re.search(r"\d\.\d", re.sub(r'(?:width|viewBox|d)="[^"]*"|<path[^>]*>', "", main))


def test_filters_are_links_that_keep_each_other_and_the_paging(driver):
    for _ in range(11):
        a_truck_vacancy(has_lodging=True, has_nights=False)
    a_truck_vacancy(has_lodging=False)

    assert len(vacancies_of(driver())) == 10
    page = driver("/matches?lodging=1")
    assert "共 11 个可以应聘" in page.text
    assert page.hrefs("不上夜班") == ["/matches?lodging=1&days=1"]
    assert page.hrefs("包吃住")[0] == "/matches"
    (behind,) = page.hrefs("下一页")
    assert behind == "?lodging=1&page=2"
    assert len(vacancies_of(driver(f"/matches{behind}"))) == 1
    assert len(vacancies_of(driver("/matches?lodging=1&page=99"))) == 1


def test_an_address_with_strange_names_is_an_ordinary_list(driver):
    a_truck_vacancy()

    odd = "/matches?endpoint=x&_external=1&veteran_id=9&near=moon&page=-3&lodging=yes"

    assert len(vacancies_of(driver(odd))) == 1


def test_an_empty_list_shows_how_many_vacancies_there_are_without_each_filter(driver):
    a_truck_vacancy(has_lodging=False)
    a_truck_vacancy(has_lodging=False, veterans_first=True)

    page = driver("/matches?lodging=1&first=1")

    assert "这样筛选后没有岗位了" in page.text
    assert page.hrefs("不限“包吃住”，有 1 个") == ["/matches?first=1"]
    assert not page.hrefs("不限“退役军人优先”")


def test_an_empty_list_shows_why_and_where_to_go(driver):
    assert "现在没有在招岗位" in driver().text

    a_truck_vacancy(schooling_min=Schooling.BACHELOR)
    page = driver()
    why = "都有不符合的硬性条件， 其中 1 个 和资料对得上，只差一个能补上的条件。"
    assert f"在招的 1 个岗位 {why}" in page.text
    assert page.hrefs("看差哪一条") == ["/matches/near"]


def test_an_empty_list_without_a_near_miss_shows_so_too(driver):
    a_truck_vacancy(schooling_min=Schooling.BACHELOR, age_max=20, age_reason="规定")

    page = driver()

    assert "在招的 1 个岗位 ，学历、年龄、证件、年限、地点里都有不符合的。" in page.text
    assert page.hrefs("去改资料") == ["/me"]


def test_an_empty_profile_sees_no_level_but_what_to_fill_in(app, sign_in):
    a_truck_vacancy()
    account = make_account(name="王新兵")
    make_veteran(account=account, township_code=None, schooling=None)

    page = Page(sign_in(account).get("/matches").text)

    assert "信息不足" in page.text
    assert "可以试试" not in page.text
    assert "资料还少，看不出合不合适" in page.text
    assert page.hrefs("去补资料") == ["/me"]
    assert not page.hrefs("本县")


def test_an_account_without_a_profile_is_redirected_to_make_one(app, sign_in):
    browser = sign_in(make_account())
    vacancy = a_truck_vacancy()

    for path in ("/matches", "/matches/near", f"/matches/{vacancy.id}"):
        response = browser.get(path)
        assert (response.status_code, response.location) == (302, "/me")


def test_the_number_of_queries_does_not_grow_with_the_vacancies(driver):
    a_truck_vacancy()
    driver()
    with count_queries() as few:
        driver()
    for _ in range(9):
        a_truck_vacancy(employer=make_employer())
    driver()

    with count_queries() as many:
        assert len(vacancies_of(driver())) == 10

    assert many.total == few.total


@pytest.mark.parametrize(
    "path",
    [
        "/matches",
        "/matches?lodging=1&first=1",
        "/matches/near",
        "/matches/near?condition=education&needed=本科以上学历",
    ],
)
def test_a_request_scores_the_open_vacancies_once(driver, monkeypatch, path):
    """An empty list also counts what each filter removes, and the near misses."""
    a_truck_vacancy(schooling_min=Schooling.BACHELOR, has_lodging=False)
    scored = []
    monkeypatch.setattr(ranking, "score_vacancies", counting(scored))
    monkeypatch.setattr(nearmiss, "score_vacancies", counting(scored))

    driver(path)

    assert len(scored) == 1


def counting(scored: list):
    """Return the engine's scoring, which also notes each call."""

    def score(profile, index):
        scored.append(profile)
        return score_vacancies(profile, index)

    return score


def test_staff_see_the_same_vacancies_in_their_own_frame(driver, sign_in):
    for _ in range(3):
        a_truck_vacancy()
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))
    stranger = sign_in(make_account(role=Role.CLERK, name="孙站长", division_code=CHANGFEN))
    path = f"/veterans/{driver.veteran.id}/matches"

    page = Page(clerk.get(path).text)

    assert vacancies_of(page) == vacancies_of(driver())
    assert page.hrefs("怎么算的")[0].startswith(f"{path}/")
    assert page.hrefs("包吃住")[0] == f"{path}?lodging=1"
    for sub in ("", "/near", f"/{vacancies_of(page)[0]}"):
        assert clerk.get(path + sub).status_code == 200
        assert stranger.get(path + sub).status_code == 404
