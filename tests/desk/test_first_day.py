"""The first page of a new bureau: what is missing, where to enter it, gone when all is there."""

import re

import pytest

from core.access import ROLE_LABELS, Role
from core.features import installed
from people.divisions.queries import townships
from people.stations.models import Employment, Station, StationLevel, StationStaff
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.rows import save


@pytest.fixture
def officer(app, sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


@pytest.fixture
def admin(app, sign_in):
    return sign_in(make_account(role=Role.ADMIN, name="管理员"))


def beginnings_on(page: str) -> dict[str, bool]:
    """Return the beginnings by their words, and whether each is done."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)
    named = [(re.search(r"<b>([^<]+)</b>", row), "有了" in row) for row in rows]
    return {found[1].strip(): is_done for found, is_done in named if found}


def fill() -> None:
    """Enter all a bureau begins with."""
    for role in (Role.LEADER, Role.AUDITOR, Role.ADMIN, Role.OFFICER):
        make_account(role=role, name=f"某{ROLE_LABELS[role][:2]}")
    for place in townships():
        station = save(
            Station(level=StationLevel.TOWNSHIP, division_code=place.code, name=f"{place.name}站")
        )
    save(
        StationStaff(
            station_id=station.id, name="周站长", employment=Employment.FULL,
            started_on=station.created_at.date(),
        )
    )  # fmt: skip
    make_veteran()
    make_vacancy(employer=make_employer())


def test_an_empty_bureau_is_led_from_top_to_bottom(officer):
    page = officer.get("/first-day").text

    assert list(beginnings_on(page)) == [
        "本局", "局里的账号", "服务站", "站里的人", "退役军人", "用人单位", "岗位",
    ]  # fmt: skip
    assert not any(beginnings_on(page).values())
    for noun in ("stations", "veterans", "employers", "vacancies"):
        assert f'href="/imports/new?noun={noun}"' in page
    assert "/staff/new" not in page  # an admin's


def test_an_admin_is_led_to_accounts(admin):
    page = admin.get("/first-day").text

    assert 'href="/staff/new"' in page
    assert 'href="/stations/accounts"' in page
    assert "/imports/new" not in page
    assert 'href="/first-day"' in admin.get("/staff").text


def test_what_is_there_is_done(app, officer):
    fill()

    found = beginnings_on(officer.get("/first-day").text)

    assert {title for title, is_done in found.items() if not is_done} == {"本局"}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.CLERK])
def test_only_who_can_enter_it_is_led_from_the_first_page(app, sign_in, role):
    where = {"division_code": townships()[0].code} if role is Role.CLERK else {}

    page = sign_in(make_account(role=role, name="张三", **where)).get("/desk").text

    assert ('href="/first-day"' in page) is (role is Role.OFFICER)


def test_the_first_page_leads_nowhere_when_all_is_there(app, officer):
    assert 'href="/first-day"' in officer.get("/desk").text
    fill()

    assert 'href="/first-day"' not in officer.get("/desk").text
    assert 'href="/first-day"' in officer.get("/imports").text  # the way back to it


def test_a_township_without_a_station_is_named(app, officer):
    for place in townships()[1:]:
        save(Station(level=StationLevel.TOWNSHIP, division_code=place.code, name=place.name))
    save(Station(level=StationLevel.VILLAGE, division_code=townships()[0].code, name="村站"))
    (station,) = (one for one in installed().beginnings if one.title == "服务站")

    assert station.missing() == f"还没有服务站的乡镇：{townships()[0].name}。"


@pytest.mark.parametrize(
    ("address", "words", "noun"),
    [
        ("/veterans", "名单里还没有人", "veterans"),
        ("/employers", "还没有单位", "employers"),
        ("/vacancies", "还没有岗位", "vacancies"),
        ("/stations", "还没有服务站", "stations"),
    ],
)
def test_an_empty_list_shows_how_to_begin(officer, address, words, noun):
    page = officer.get(address).text

    assert words in page
    assert f'href="/imports/new?noun={noun}"' in page


def test_a_filter_that_finds_nobody_is_not_an_empty_list(officer):
    assert "还没有单位" not in officer.get("/employers?q=某某").text
