"""Lists of veterans for staff: filter, search, queue, export."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from python_calamine import CalamineWorkbook
from sqlalchemy import event

from core import clock
from core.db import db
from people.veterans import queries
from people.veterans.models import (
    Branch,
    CredentialRecord,
    EmploymentStatus,
    RankSystem,
    ServiceRecord,
    Verification,
    WorkRecord,
)
from tests.people.divisions.world import CHANGFEN, LIUCHENG
from tests.people.veterans.test_veteran_desk import actions_on
from tests.people.veterans.world import make_veteran
from tests.support.counting import words_of
from tests.support.rows import save

ID_NUMBER = "340321190001010013"


def test_a_clerk_lists_their_township_an_officer_the_county(clerk, officer):
    make_veteran(name="王近山", township_code=LIUCHENG)
    make_veteran(name="孙远征", township_code=CHANGFEN)

    near, far = clerk.get("/veterans").text, officer.get("/veterans").text

    assert "field--bad" not in far
    assert "王近山" in near
    assert "孙远征" not in near
    assert "孙远征" in far


@pytest.mark.parametrize("path", ["/veterans", "/veterans/{id}", "/caseload"])
@pytest.mark.parametrize(
    ("status", "stated_on", "shown"),
    [
        (EmploymentStatus.SEEKING, None, "没问过，按求职算"),
        (EmploymentStatus.SEEKING, date(2026, 1, 5), "求职"),
        (EmploymentStatus.UNKNOWN, None, "未了解"),
    ],
)
def test_that_nobody_asked_is_not_shown_as_an_answer(officer, path, status, stated_on, shown):
    veteran = make_veteran(employment_status=status, status_stated_on=stated_on)

    page = officer.get(path.format(id=veteran.id)).text

    unasked = "没问过，按求职算"
    assert (unasked in page) is (shown == unasked)
    assert shown in page


@pytest.mark.parametrize(
    "query",
    [
        f"township={LIUCHENG}",
        "verification=VERIFIED",
        "status=EMPLOYED",
        "year=2019",
        "credential=drive_a2",
    ],
)
def test_the_list_is_narrowed(officer, query):
    found = make_veteran(
        name="王近山",
        verification=Verification.VERIFIED,
        employment_status=EmploymentStatus.EMPLOYED,
        retired_on=date(2019, 9, 1),
    )
    save(CredentialRecord(veteran_id=found.id, key="drive_a2", name="A2"))
    make_veteran(name="孙远征", township_code=CHANGFEN, retired_on=date(2020, 9, 1))

    page = officer.get(f"/veterans?{query}").text

    assert "王近山" in page
    assert "孙远征" not in page


@pytest.mark.parametrize("query", ["year=abc", "status=NO_SUCH", "page=99", "township=1"])
def test_a_filter_with_an_unknown_value_is_ignored(officer, query):
    make_veteran(name="王近山")

    assert "王近山" in officer.get(f"/veterans?{query}").text


def test_an_empty_list_shows_what_to_do(officer):
    assert "名单里还没有人" in officer.get("/veterans").text

    make_veteran(name="王近山", township_code=LIUCHENG)
    assert "没有符合条件的人" in officer.get(f"/veterans?township={CHANGFEN}").text


@pytest.mark.parametrize("words", ["王近", "13800001111", "+86 138 0000 1111", ID_NUMBER])
def test_person_is_found_by_name_phone_or_identity_number(officer, words):
    make_veteran(name="王近山", phone="13800001111", id_number=ID_NUMBER)
    make_veteran(name="孙远征")

    page = officer.post("/veterans/search", data={"words": words}).text

    assert "王近山" in page
    assert "孙远征" not in page
    assert "13800001111" not in page.replace(f'value="{words}"', "")


def test_a_clerk_finds_nobody_of_another_township(clerk):
    make_veteran(name="孙远征", township_code=CHANGFEN)

    page = clerk.post("/veterans/search", data={"words": "孙远征"})

    assert "没有找到" in page.text


def test_a_search_for_nothing_is_refused(officer):
    assert officer.post("/veterans/search", data={"words": " "}).status_code == 422


def test_the_queue_begins_with_the_longest_waiting(officer):
    with time_machine.travel(clock.now() - timedelta(days=9), tick=False):
        make_veteran(name="王近山")
    make_veteran(name="孙远征")
    make_veteran(name="已核实的人", verification=Verification.VERIFIED)

    page = officer.get("/veterans/queue").text

    assert page.index("王近山") < page.index("孙远征")
    assert "9 天" in page
    assert "已核实的人" not in page


def test_an_officer_exports_the_filtered_list_masked(officer):
    chosen = make_veteran(name="=王近山", phone="13800001111", id_number=ID_NUMBER)
    make_veteran(name="孙远征", township_code=CHANGFEN)
    veteran_id = chosen.id

    asked = officer.get(f"/exports/new?list=veterans&township={LIUCHENG}")
    answer = officer.post(
        f"/exports/new?list=veterans&township={LIUCHENG}", data={"reason": "FAIR"}
    )

    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert "共 1 人" in words_of(asked.text)
    assert rows[1][:4] == ["=王近山", "138****1111", "340321********0013", "怀远县榴城镇"]
    assert [row[0] for row in rows[2:]] == ["共 1 人"]
    action = actions_on(veteran_id)[-1]
    assert (action.action, action.detail) == ("veteran.export", {"rows": 1, "reason": "FAIR"})


def test_an_empty_list_and_one_without_a_reason_are_not_exported(officer):
    nobody = officer.post("/exports/new?list=veterans", data={"reason": "FAIR"})
    make_veteran()
    without_reason = officer.post("/exports/new?list=veterans")

    assert (nobody.status_code, without_reason.status_code) == (422, 422)
    assert "没有可以导出的。" in nobody.text
    assert '<a href="#reason">请选导出用途。</a>' in without_reason.text


def test_a_clerk_exports_nothing(clerk):
    assert clerk.post("/exports/new?list=veterans", data={"reason": "FAIR"}).status_code == 404


class Statements:
    """Collects the statements sent to the database."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def __call__(self, _connection, _cursor, statement, *_rest) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            self.sent.append(statement)


@pytest.fixture
def statements(app):
    listener = Statements()
    event.listen(db.engine, "before_cursor_execute", listener)
    yield listener
    event.remove(db.engine, "before_cursor_execute", listener)


def with_records(number: int) -> None:
    for _ in range(number):
        veteran = make_veteran()
        spell = {"started_on": date(2010, 1, 1), "ended_on": date(2015, 1, 1)}
        save(
            ServiceRecord(
                veteran_id=veteran.id,
                branch=Branch.ARMY,
                specialty="炊事",
                rank_system=RankSystem.FROM_2009,
                **spell,
            )
        )
        save(CredentialRecord(veteran_id=veteran.id, key="", name="厨师证"))
        save(WorkRecord(veteran_id=veteran.id, title="厨师", **spell))


# What the record of a look costs: its time limits, the head read and set, event, people, account.
RECORD = 7


@pytest.mark.parametrize("number", [3, 30])
@pytest.mark.parametrize("path", ["/veterans", "/veterans/queue"])
def test_a_list_costs_the_same_however_long(officer, statements, number, path):
    with_records(number)
    officer.get(path)
    statements.sent.clear()

    officer.get(path)

    assert 0 < len(statements.sent) <= 15 + RECORD  # the time limit, a count for each menu entry


@pytest.mark.parametrize("number", [3, 30])
def test_matching_reads_all_veterans_in_four_statements(app, statements, number):
    with_records(number)
    db.session.rollback()
    statements.sent.clear()

    found = queries.veterans_with_records()

    assert len(found) == number
    assert all(each.services and each.credentials and each.works for each in found)
    assert len(statements.sent) == 4


def test_matching_reads_only_those_asked_for(app):
    wanted, _other = make_veteran(), make_veteran()

    assert [each.id for each in queries.veterans_with_records([wanted.id])] == [wanted.id]
