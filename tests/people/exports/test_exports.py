"""Exports at once: what is in the file, who may, what is recorded."""

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from core.access import Role
from core.audit import AuditEvent
from core.db import db
from core.features import installed
from people.veterans.models import EmploymentStatus
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import PASSWORD, make_account
from tests.people.divisions.world import CHANGFEN, LIUCHENG
from tests.people.veterans.world import make_veteran

ID_NUMBER = "340321199001010013"
VETERANS = "/exports/new?list=veterans"


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


def cells_of(answer):
    """Return the rows of the first sheet of a download, each cell with its type."""
    assert answer.status_code == 200, answer.text
    return CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()


def test_each_cell_has_the_type_of_what_it_holds(officer):
    make_veteran(
        name="=1+1", phone="13800001111", id_number=ID_NUMBER, retired_on=date(2020, 12, 1)
    )

    sheet = cells_of(officer.post(VETERANS, data={"reason": "VISIT"}))

    assert sheet[1][:5] == [
        "=1+1",
        "138****1111",
        "340321********0013",
        "怀远县榴城镇",
        date(2020, 12, 1),
    ]


def test_numbers_are_numbers_and_codes_are_text(officer):
    make_vacancy(headcount=12, title="电工")

    sheet = cells_of(officer.post("/exports/new?list=vacancies"))

    row = dict(zip(sheet[0], sheet[1], strict=True))
    assert (row["岗位"], row["人数"]) == ("电工", 12)
    assert isinstance(row["人数"], (int, float))
    assert isinstance(row["职业代码"], str)


def test_the_last_line_is_the_total_of_the_filtered_list(officer):
    for _ in range(3):
        make_veteran(township_code=LIUCHENG)
    make_veteran(township_code=CHANGFEN)

    whole = cells_of(officer.post(VETERANS, data={"reason": "VISIT"}))
    part = cells_of(officer.post(f"{VETERANS}&township={LIUCHENG}", data={"reason": "VISIT"}))

    assert (len(whole), whole[-1][0]) == (6, "共 4 人")
    assert (len(part), part[-1][0]) == (5, "共 3 人")


def test_the_caseload_has_the_township_and_keeps_its_filter(officer):
    make_veteran(name="李大山", employment_status=EmploymentStatus.SEEKING)
    make_veteran(name="张没问", employment_status=EmploymentStatus.UNKNOWN)

    sheet = cells_of(
        officer.post("/exports/new?list=caseload&status=SEEKING", data={"reason": "VISIT"})
    )

    assert sheet[0][:4] == ["姓名", "手机号", "身份证号", "乡镇"]
    assert [row[0] for row in sheet[1:]] == ["李大山", "共 1 人"]


def test_whole_numbers_need_a_reason_and_the_password_each_time(officer):
    veteran = make_veteran(phone="13800001111", id_number=ID_NUMBER)
    path = "/exports/whole?list=veterans"

    refused = officer.post(path, data={"reason": "VISIT"})
    unexplained = officer.post(path, data={"password_again": PASSWORD})
    wrong = officer.post(path, data={"reason": "VISIT", "password_again": "wrong-horse-1"})
    sheet = cells_of(officer.post(path, data={"reason": "VISIT", "password_again": PASSWORD}))
    again = officer.post(path, data={"reason": "REPORT"})

    assert [one.status_code for one in (refused, unexplained, wrong, again)] == [422] * 4
    assert sheet[1][1:3] == ["13800001111", ID_NUMBER]
    db.session.rollback()
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "veteran.export")
    ).one()
    assert event.subject_id == veteran.id
    assert event.detail == {"rows": 1, "reason": "VISIT", "whole": True}


def test_a_leader_exports_masked_and_never_whole(sign_in):
    make_veteran(phone="13800001111")
    leader = sign_in(make_account(role=Role.LEADER, name="局领导"))

    sheet = cells_of(leader.post(VETERANS, data={"reason": "REPORT"}))
    whole = leader.get("/exports/whole?list=veterans")

    assert sheet[1][1] == "138****1111"
    assert "要完整号码" not in leader.get(VETERANS).text
    assert whole.status_code == 403


def test_every_export_answers_each_role_that_may_and_no_other(sign_in):
    make_veteran()
    for role in (Role.CLERK, Role.OFFICER, Role.LEADER, Role.ADMIN, Role.AUDITOR):
        browser = sign_in(make_account(role=role, name=f"{role.value}甲"))
        for one in installed().exports:
            answer = browser.get(f"/exports/new?list={one.key}&code=0&fair=0")
            may = role in one.roles and one.key not in ("village-people", "fair-people")
            refused = 403 if role is Role.ADMIN else 404
            assert answer.status_code == (200 if may else refused), (role, one.key)


def test_a_clerk_exports_the_people_of_their_township_only(sign_in):
    make_veteran(name="本镇人", township_code=LIUCHENG)
    make_veteran(name="外镇人", township_code=CHANGFEN)
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))

    sheet = cells_of(clerk.post("/exports/new?list=veterans-queue", data={"reason": "VISIT"}))

    assert [row[0] for row in sheet[1:]] == ["本镇人", "共 1 人"]
