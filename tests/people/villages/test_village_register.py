"""An officer adds, renames and removes a village."""

import pytest

from core.access import Role
from core.db import db
from people.divisions.models import Division
from people.villages.models import Village
from people.villages.queries import residence_of
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import make_veteran
from tests.people.villages.world import LIUCHENG_VILLAGE, make_village, settle

CODE, PATH = LIUCHENG_VILLAGE, f"/villages/{LIUCHENG_VILLAGE}"


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


def name_of(code: str = CODE) -> str | None:
    db.session.rollback()
    row = db.session.get(Division, code)
    return row.name if row else None


def seen(name: str = "青禾村") -> str:
    return str(Village(CODE, name).version)


def test_a_village_is_added(officer):
    answer = officer.post("/villages/new", data={"code": CODE, "name": "青禾村"})

    assert answer.location == "/villages?township=340321100"
    assert name_of() == "青禾村"


def test_every_fault_is_shown_in_one_round_with_what_was_typed(officer):
    answer = officer.post("/villages/new", data={"code": "340321", "name": "青" * 41})

    assert answer.status_code == 422
    assert "代码要写 12 位数字" in answer.text
    assert "最多 40 字。" in answer.text
    assert 'value="340321"' in answer.text
    assert "青" * 41 in answer.text


def test_a_known_code_and_a_known_name_are_refused_together(officer):
    make_village()

    answer = officer.post("/villages/new", data={"code": CODE, "name": "青禾村"})

    assert answer.status_code == 422
    assert "这个代码已经有了。" in answer.text
    assert name_of() == "青禾村"


def test_two_townships_may_have_the_same_name(officer):
    make_village()

    officer.post("/villages/new", data={"code": f"{CHANGFEN}201", "name": "青禾村"})
    again = officer.post("/villages/new", data={"code": "340321100202", "name": "青禾村"})

    assert name_of(f"{CHANGFEN}201") == "青禾村"
    assert "这个乡镇已经有叫这个名字的村、社区了。" in again.text


def test_a_village_is_renamed(officer):
    make_village()

    officer.post(f"{PATH}/rename", data={"name": "青苗村", "version": seen()})

    assert name_of() == "青苗村"


def test_whoever_renames_second_sees_both_names(officer):
    make_village()
    officer.post(f"{PATH}/rename", data={"name": "青苗村", "version": seen()})

    answer = officer.post(f"{PATH}/rename", data={"name": "青山村", "version": seen()})

    assert answer.status_code == 409
    assert "青苗村" in answer.text
    assert "青山村" in answer.text
    assert name_of() == "青苗村"


def test_an_empty_village_is_removed(officer):
    make_village()

    assert "删除以后" in officer.get(f"{PATH}/remove").text
    officer.post(f"{PATH}/remove")

    assert name_of() is None


def test_a_village_with_people_is_kept_and_leads_to_them(officer):
    settle(make_veteran(), make_village())

    answer = officer.post(f"{PATH}/remove")

    assert answer.status_code == 422
    assert "还有 1 人住在这里" in answer.text
    assert f'href="{PATH}"' in answer.text
    assert name_of() == "青禾村"


def test_what_is_written_for_those_who_moved_away_goes_with_it(officer):
    veteran = make_veteran(township_code=CHANGFEN)
    settle(veteran, make_village())

    assert "已不在这个乡镇的 1 人" in officer.get(f"{PATH}/remove").text
    officer.post(f"{PATH}/remove")

    assert name_of() is None
    assert residence_of(veteran.id) is None


@pytest.mark.parametrize("code", ["340321100", "340321", "999999999999"])
def test_what_is_no_village_is_not_found(officer, code):
    assert officer.post(f"/villages/{code}/remove").status_code == 404
    assert officer.get(f"/villages/{code}").status_code == 404


def test_a_clerk_changes_no_list(sign_in):
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))
    make_village()

    assert clerk.get("/villages/new").status_code == 403
    assert clerk.post(f"{PATH}/remove").status_code == 403
