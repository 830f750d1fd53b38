"""Everybody searches and reads vacancies; nobody reads the employer's contact there."""

import json
import re
from datetime import timedelta

import pytest

from core import clock
from core.access import Role
from jobs.employers.models import EmployerStatus
from jobs.vacancies.models import PayPeriod, VacancyCredential, VacancyStatus
from people.veterans.models import Schooling
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN
from tests.support.counting import words_of
from tests.support.queries import count_queries

NINGBO = "330205"


def titles(page) -> list[str]:
    """Return the titles of the cards, in order."""
    return re.findall(r'class="vacancy__title"><a[^>]*>([^<]+)<', page.text)


@pytest.fixture
def vacancies(app):
    """Make vacancies that differ in every filter, the last of them the newest."""
    now = clock.now()
    make_vacancy(
        title="厨师", place_code=CHANGFEN, pay_min=3000, pay_max=3800, has_lodging=True,
        occupation_code="4-03-02-01", published_at=now - timedelta(days=20), years_min=3,
    )  # fmt: skip
    make_vacancy(
        title="保安", pay_min=180, pay_max=200, pay_period=PayPeriod.DAY, has_nights=True,
        occupation_code="4-07-05-01", published_at=now - timedelta(days=5), years_min=1,
    )  # fmt: skip
    make_vacancy(
        title="缝纫工", pay_min=1, pay_max=3, pay_period=PayPeriod.PIECE, has_insurance=True,
        duties="做女装", published_at=now - timedelta(days=2), years_min=1,
    )  # fmt: skip
    make_vacancy(
        title="电焊工", place_code=NINGBO, pay_min=9000, pay_max=12000, has_nights=False,
        employer=make_employer(name="宁波江北船厂"), published_at=now, years_min=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["电焊工", "缝纫工", "保安", "厨师"]),
        ("q=保安", ["保安"]),
        ("q=女装", ["缝纫工"]),
        ("q=江北船厂", ["电焊工"]),
        ("q=厨师+飞机", []),
        ("q=%25", []),
        ("place=340321", ["缝纫工", "保安", "厨师"]),
        (f"place={CHANGFEN}", ["厨师"]),
        ("place=away", ["电焊工"]),
        ("place=nonsense", ["电焊工", "缝纫工", "保安", "厨师"]),
        ("pay=4000", ["电焊工", "保安"]),  # 200 a day is 4350 a month; piece pay is not compared
        ("pay=10000", ["电焊工"]),
        ("kind=kitchen", ["厨师"]),
        ("kind=guard", ["保安"]),
        ("kind=nonsense", ["电焊工", "缝纫工", "保安", "厨师"]),
        ("lodging=1", ["厨师"]),
        ("insurance=1", ["缝纫工"]),
        ("nonight=1", ["电焊工"]),
        ("noexp=1", ["电焊工"]),
        ("days=3", ["电焊工", "缝纫工"]),
        ("days=7&place=340321", ["缝纫工", "保安"]),
        ("pay=-5&days=99999999999&page=-3", ["电焊工", "缝纫工", "保安", "厨师"]),
    ],
)
def test_vacancies_are_found_newest_first(vacancies, client, query, expected):
    assert titles(client.get(f"/open-vacancies?{query}")) == expected


def test_filters_are_links_that_switch_on_and_off(vacancies, client):
    page = client.get("/open-vacancies?lodging=1&q=厨").text

    assert '<a class="chip" href="/open-vacancies?q=%E5%8E%A8" aria-current="true">' in page
    assert "place=340321&amp;" in page or "&amp;place=340321" in page


def test_an_empty_search_shows_what_to_loosen(vacancies, client):
    page = client.get("/open-vacancies?q=厨师&pay=10000&lodging=1").text

    assert "没有全都符合的岗位" in page
    assert "不限工资，有 1 个" in words_of(page)
    assert "不限包吃住" not in page


def test_an_empty_search_that_nothing_helps_leads_to_all(vacancies, client):
    page = client.get("/open-vacancies?q=厨师&place=away&pay=10000&lodging=1").text

    assert "没有符合的岗位" in page
    assert "看全部岗位" in page


def test_no_vacancies_at_all_leads_to_the_phone(client):
    assert "现在没有正在招聘的岗位" in client.get("/open-vacancies").text


def test_long_lists_come_in_pages(app, client):
    employer = make_employer()
    for number in range(23):
        make_vacancy(employer=employer, title=f"司机{number}")

    first, second, beyond = (client.get(f"/open-vacancies?page={page}") for page in (1, 2, 9))

    assert [len(titles(page)) for page in (first, second, beyond)] == [20, 3, 3]
    assert "共 23 个岗位" in first.text


# The page's own, and one for each count in the side menu.
MOST_STATEMENTS = 16
# An employer's desk asks once for each kind of thing that may wait for it.
MOST_ON_A_DESK = 26


@pytest.mark.parametrize("rows", [3, 30])
def test_list_pages_cost_the_same_for_few_and_many_rows(app, client, sign_in, rows):
    account = make_account(role=Role.EMPLOYER)
    employer = make_employer(account=account)
    officer = sign_in(make_account(role=Role.OFFICER))
    for number in range(rows):
        make_employer(status=EmployerStatus.PENDING)
        make_vacancy(employer=employer)
        make_vacancy(title=f"等审核的{number}", status=VacancyStatus.SUBMITTED)
    pages = [
        (client, "/open-vacancies"),
        (client, "/open-vacancies?place=340321&pay=4000&lodging=1"),
        (sign_in(account), "/vacancies"),
        (sign_in(account), "/employer"),
        (officer, "/vacancies"),
        (officer, "/vacancies/queue"),
        (officer, "/employers"),
        (officer, "/employers/queue"),
    ]
    spent = {}
    for browser, path in pages:
        with count_queries() as counted:
            assert browser.get(path).status_code == 200
        spent[path] = counted.total

    assert spent.pop("/employer") <= MOST_ON_A_DESK
    assert {path: total for path, total in spent.items() if total > MOST_STATEMENTS} == {}


def full_vacancy(**more):
    return make_vacancy(
        employer=make_employer(
            name="怀远县顺达物流有限公司", contact_name="李某某", contact_phone="13812345678"
        ),
        schooling_min=Schooling.JUNIOR,
        age_max=50,
        age_reason="长途驾驶",
        has_lodging=True,
        source="转自市人才网",
        occupation_code="4-02-02-02",
        place_detail="物流园 3 号门",
        credentials=[VacancyCredential(key="drive_a2")],
        **more,
    )


def test_a_vacancy_shows_everything_but_who_to_call(client):
    vacancy = full_vacancy()

    page = client.get(f"/open-vacancies/{vacancy.id}").text

    for shown in (
        "6500—8000",
        "怀远县榴城镇 物流园 3 号门",
        "初中及以上",
        "50 岁以下（长途驾驶）",
        "包吃住",
        "转自市人才网",
        "道路货运汽车驾驶员（4-02-02-02）",
        "0552-0000000",
        "本县货运企业，主营仓储和干线运输。",
    ):
        assert shown in page
    assert "李某某" not in page
    assert "13812345678" not in page


def test_the_link_to_share_has_the_public_address(client, public_address):
    vacancy = full_vacancy()

    page = client.get(f"/open-vacancies/{vacancy.id}").text

    assert f'data-copy="{public_address}/open-vacancies/{vacancy.id}"' in page


def test_without_a_public_address_there_is_no_link_to_share(client):
    vacancy = full_vacancy()

    page = client.get(f"/open-vacancies/{vacancy.id}").text
    poster = client.get(f"/open-vacancies/{vacancy.id}/poster").text

    assert "data-copy" not in page
    assert '"url"' not in page
    assert "data:image" not in poster
    assert "请系统管理员设 RONGYE_ADDRESS" in poster


def test_a_vacancy_is_readable_for_search_engines(client, public_address):
    vacancy = full_vacancy(duties="跑“省内”线</script><b>&")

    page = client.get(f"/open-vacancies/{vacancy.id}")
    script = re.search(
        r'<script type="application/ld\+json" nonce="([^"]+)">(.*?)</script>', page.text
    )
    posting = json.loads(script[2])

    assert f"'nonce-{script[1]}'" in page.headers["Content-Security-Policy"]
    assert posting["@type"] == "JobPosting"
    assert posting["title"] == "货车驾驶员"
    assert "跑“省内”线</script><b>&" in posting["description"]
    assert posting["hiringOrganization"]["name"] == "怀远县顺达物流有限公司"
    assert posting["url"] == f"{public_address}/open-vacancies/{vacancy.id}"


@pytest.mark.parametrize(
    "status",
    [VacancyStatus.PAUSED, VacancyStatus.FILLED, VacancyStatus.EXPIRED, VacancyStatus.CLOSED],
)
def test_a_closed_vacancy_shows_so_and_offers_three_others(client, status):
    closed = full_vacancy(status=status)
    for number in range(4):
        make_vacancy(title=f"相近{number}", occupation_code="4-02-02-02")

    page = client.get(f"/open-vacancies/{closed.id}")

    assert "这个岗位已经停止招聘" in page.text
    assert "ld+json" not in page.text
    assert titles(page) == ["相近3", "相近2", "相近1"]


def test_a_vacancy_of_an_employer_that_lapsed_is_closed(client):
    lapsed = make_employer(verified_until=clock.days_ahead(-1))
    vacancy = make_vacancy(employer=lapsed)

    page = client.get(f"/open-vacancies/{vacancy.id}").text

    assert "这家单位现在没有核实" in page
    assert "核实通过以前不能投递" in page
    assert "这个岗位已经停止招聘" not in page
    assert "现在没有相近的岗位。" in page
    assert titles(client.get("/open-vacancies")) == []


@pytest.mark.parametrize(
    "status",
    [VacancyStatus.DRAFT, VacancyStatus.SUBMITTED, VacancyStatus.RETURNED, VacancyStatus.REMOVED],
)
def test_what_was_never_public_or_was_removed_is_not_there(client, status):
    was_public = status is VacancyStatus.REMOVED
    vacancy = make_vacancy(status=status, published_at=clock.now() if was_public else None)

    assert client.get(f"/open-vacancies/{vacancy.id}").status_code == 404


def test_a_vacancy_closed_before_it_was_ever_published_stays_private(client):
    vacancy = make_vacancy(status=VacancyStatus.CLOSED, published_at=None)

    assert client.get(f"/open-vacancies/{vacancy.id}").status_code == 404


def test_a_veteran_sees_the_same_page(sign_in):
    vacancy = full_vacancy()

    page = sign_in(make_account(role=Role.VETERAN)).get(f"/open-vacancies/{vacancy.id}")

    assert page.status_code == 200
    assert "13812345678" not in page.text
