"""The list of villages and the people of one: scope, counts, search, sorting, print, export."""

import pytest
from sqlalchemy import select

from core.access import Role
from core.audit import AuditEvent
from core.db import db
from people.divisions.models import Division
from people.veterans.models import EmploymentStatus
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import make_veteran
from tests.people.villages.world import make_village, settle
from tests.support.counting import words_of
from tests.support.queries import count_queries

FAR = f"{CHANGFEN}201"


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


@pytest.fixture
def clerk(sign_in):
    return sign_in(make_account(role=Role.CLERK, name="周站长"))


def settled(village: Division, **more):
    veteran = make_veteran(**({"township_code": village.code[:9]} | more))
    settle(veteran, village)
    return veteran


def test_without_villages_the_page_shows_what_to_do(officer, clerk):
    assert "flask villages load" in officer.get("/villages").text
    assert "请县退役军人事务局把本乡镇的村、社区加进来。" in clerk.get("/villages").text


def test_a_village_counts_its_people_and_those_without_work(officer):
    village = make_village()
    settled(village, employment_status=EmploymentStatus.EMPLOYED)
    settled(village)

    page = officer.get("/villages").text

    assert "2 人：青禾村退役军人" in words_of(page)
    assert "1 人：青禾村没有就业的人" in words_of(page)


def test_a_count_opens_the_people_it_counts(officer):
    village = make_village()
    settled(village, name="赵在岗", employment_status=EmploymentStatus.EMPLOYED)
    settled(village, name="钱待业")

    everyone = officer.get(f"/villages/{village.code}").text
    idle = officer.get(f"/villages/{village.code}?part=idle").text

    assert "赵在岗" in everyone
    assert "钱待业" in everyone
    assert "钱待业" in idle
    assert "赵在岗" not in idle


def test_phones_are_masked(officer):
    village = make_village()
    veteran = settled(village)

    page = officer.get(f"/villages/{village.code}").text

    assert veteran.phone not in page
    assert f"{veteran.phone[:3]}****{veteran.phone[-4:]}" in page


def test_a_clerk_sees_the_own_township_only(clerk):
    make_village()
    make_village(FAR, "柳湾社区")

    page = clerk.get("/villages?township=" + CHANGFEN).text

    assert "青禾村" in page
    assert "柳湾社区" not in page
    assert clerk.get(f"/villages/{FAR}").status_code == 404


def test_search_and_sorting(officer):
    first, second = make_village(), make_village("340321100202", "白杨村")
    settled(second)

    by_people = officer.get("/villages?sort=people&dir=desc").text
    found = officer.get("/villages?q=青禾").text

    assert by_people.index(second.name) < by_people.index(first.name)
    assert "白杨村" not in found
    assert "没有这样的村、社区" in officer.get("/villages?q=没有").text


@pytest.mark.parametrize("sort", ["name", "township", "people", "idle", "nonsense"])
def test_every_order_is_answered(officer, sort):
    settled(make_village())

    assert officer.get(f"/villages?sort={sort}&dir=desc&page=99").status_code == 200


def test_the_list_costs_the_same_however_long_it_is(officer):
    make_village()
    with count_queries() as few:
        officer.get("/villages")
    for number in range(202, 215):
        settled(make_village(f"340321100{number}", f"{number}村"))

    with count_queries() as many:
        officer.get("/villages")

    assert many.total == few.total


def test_those_who_moved_away_are_listed_apart(officer, clerk):
    village = make_village()
    settled(village, name="孙迁走", township_code=CHANGFEN)

    assert "孙迁走" not in officer.get(f"/villages/{village.code}").text
    assert "孙迁走" in officer.get(f"/villages/{village.code}?part=moved").text
    assert "孙迁走" not in clerk.get(f"/villages/{village.code}?part=moved").text


def test_the_sheets_to_print_hold_no_phone(officer):
    village = make_village()
    veteran = settled(village, name="钱待业")

    people = officer.get(f"/villages/{village.code}/print").text

    assert "钱待业" in people
    assert veteran.phone[-4:] not in people
    assert "共 1 个" in officer.get("/villages/print").text


def test_an_export_is_masked_and_recorded(officer):
    village = make_village()
    veteran = settled(village)

    answer = officer.post(
        f"/exports/new?list=village-people&code={village.code}", data={"reason": "VISIT"}
    )

    assert answer.headers["Content-Disposition"].endswith('"village-people.xlsx"')
    db.session.rollback()
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (event.action, event.subject_id) == ("veteran.export", veteran.id)
    assert event.detail["reason"] == "VISIT"


def test_an_export_without_people_or_reason_is_refused(officer):
    path = f"/exports/new?list=village-people&code={make_village().code}"

    empty, unexplained = officer.post(path, data={"reason": "VISIT"}), officer.post(path)

    assert (empty.status_code, unexplained.status_code) == (422, 422)
    assert "没有可以导出的。" in empty.text
