"""Pages of staff: lists, search, reading, revealing, verifying, exporting."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from python_calamine import CalamineWorkbook
from sqlalchemy import event, select

from core import clock
from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from core.errors import DomainError
from people.veterans import operations, queries
from people.veterans.facts import DecisionFacts
from people.veterans.models import (
    Branch,
    CredentialRecord,
    EmploymentStatus,
    RankSystem,
    ServiceRecord,
    StatusDecision,
    Verification,
    WorkRecord,
)
from tests.support.factories import CHANGFEN, LIUCHENG, fresh, make_account, make_veteran, save

ID_NUMBER = "340321190001010013"


@pytest.fixture
def clerk(app, sign_in):
    return sign_in(make_account(role=Role.CLERK, name="赵站长"))


@pytest.fixture
def officer(app, sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


def actions_on(veteran_id: int) -> list[AuditEvent]:
    db.session.rollback()
    query = select(AuditEvent).where(
        AuditEvent.subject == "veteran", AuditEvent.subject_id == veteran_id
    )
    return list(db.session.scalars(query.order_by(AuditEvent.id)))


def test_a_clerk_lists_their_township_an_officer_the_county(clerk, officer):
    make_veteran(name="王近山", township_code=LIUCHENG)
    make_veteran(name="孙远征", township_code=CHANGFEN)

    near, far = clerk.get("/veterans").text, officer.get("/veterans").text

    assert "field--bad" not in far
    assert "王近山" in near
    assert "孙远征" not in near
    assert "孙远征" in far


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
    assert "没有符合条件的人" in officer.get("/veterans").text


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


def test_numbers_are_masked_and_reading_is_on_record(clerk):
    veteran = make_veteran(phone="13800001111", id_number=ID_NUMBER)
    veteran_id = veteran.id

    page = clerk.get(f"/veterans/{veteran_id}").text

    assert "138****1111" in page
    assert "340321********0013" in page
    assert "13800001111" not in page
    assert [action.action for action in actions_on(veteran_id)] == ["veteran.read"]


def test_numbers_are_revealed_for_a_reason_on_record(clerk):
    veteran_id = make_veteran(phone="13800001111", id_number=ID_NUMBER).id

    page = clerk.post(f"/veterans/{veteran_id}/reveal", data={"reason": "CONTACT"}).text

    assert "13800001111" in page
    assert ID_NUMBER in page
    action = actions_on(veteran_id)[-1]
    assert (action.action, action.detail) == ("veteran.reveal", {"reason": "CONTACT"})


@pytest.mark.parametrize("reason", ["", "CURIOUS"])
def test_no_reason_no_number(clerk, reason):
    veteran_id = make_veteran(phone="13800001111").id

    answer = clerk.post(f"/veterans/{veteran_id}/reveal", data={"reason": reason})

    assert answer.status_code == 422
    assert '<a href="#reason">' in answer.text
    assert "13800001111" not in answer.text
    assert [action.action for action in actions_on(veteran_id)] == ["veteran.read"]


@pytest.mark.parametrize("action", ["reveal", "verify", "claim-code"])
def test_another_township_is_not_found(clerk, action):
    veteran_id = make_veteran(township_code=CHANGFEN, phone="13800001111").id

    answer = clerk.post(f"/veterans/{veteran_id}/{action}", data={"reason": "CONTACT"})

    assert answer.status_code == 404
    assert "13800001111" not in answer.text
    assert actions_on(veteran_id) == []


def verify(browser, veteran, **answers):
    data = {"version": fresh(veteran).version} | answers
    return browser.post(f"/veterans/{veteran.id}/verify", data=data)


def test_a_veteran_is_verified_by_a_document_and_the_history_stays(clerk):
    veteran = make_veteran()
    verify(clerk, veteran, verdict="MISMATCH", note="证件姓名不一致")

    verify(clerk, veteran, verdict="VERIFIED", evidence="02")

    db.session.rollback()
    verdicts = db.session.scalars(select(StatusDecision.verdict).order_by(StatusDecision.id)).all()
    page = clerk.get(f"/veterans/{veteran.id}").text
    assert fresh(veteran).verification is Verification.VERIFIED
    assert verdicts == [Verification.MISMATCH, Verification.VERIFIED]
    assert "赵站长：已核实，义务兵退出现役证" in page
    assert "赵站长：不符。证件姓名不一致" in page


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"verdict": "VERIFIED"}, "请选看了什么证件。"),
        ({"verdict": "MISMATCH"}, "请写明哪里不符。"),
        ({}, "请选核实结果。"),
        ({"verdict": "MISMATCH", "note": "证上写71522部队"}, "请改写成「某部」。"),
    ],
)
def test_a_decision_without_its_evidence_or_reason_is_refused(clerk, answers, message):
    veteran = make_veteran()

    answer = verify(clerk, veteran, **answers)

    assert answer.status_code == 422
    assert message in answer.text
    assert fresh(veteran).verification is Verification.UNVERIFIED


def test_unverified_is_no_decision(app):
    veteran = make_veteran()
    reviewer = make_account(role=Role.OFFICER, name="陈主任")

    with pytest.raises(DomainError, match="请选“已核实”或“不符”。"), transaction():
        operations.decide_status(
            db.session.get_one(type(veteran), veteran.id),
            DecisionFacts(Verification.UNVERIFIED, None, ""),
            reviewer_id=reviewer.id,
        )


def test_two_decisions_at_once_do_not_overwrite_each_other(clerk, officer):
    veteran = make_veteran()
    stale = fresh(veteran).version
    verify(clerk, veteran, verdict="VERIFIED", evidence="01")

    late = {"version": stale, "verdict": "MISMATCH", "note": "不符"}
    answer = officer.post(f"/veterans/{veteran.id}/verify", data=late)

    assert answer.status_code == 422
    assert "这条资料又改过了" in answer.text
    assert fresh(veteran).verification is Verification.VERIFIED


def test_the_queue_begins_with_the_longest_waiting(officer):
    with time_machine.travel(clock.now() - timedelta(days=9), tick=False):
        make_veteran(name="王近山")
    make_veteran(name="孙远征")
    make_veteran(name="已核实的人", verification=Verification.VERIFIED)

    page = officer.get("/veterans/queue").text

    assert page.index("王近山") < page.index("孙远征")
    assert "9 天" in page
    assert "已核实的人" not in page


def test_possible_duplicates_are_shown_to_staff(clerk):
    first = make_veteran(name="王近山", phone="13800001111", born_on=date(1985, 3, 1))
    make_veteran(name="王近山", phone="13800001111", township_code=CHANGFEN)
    make_veteran(name="王近山", phone="13900002222", born_on=date(1985, 3, 1))
    make_veteran(name="孙远征", phone="13800001111", born_on=date(1985, 3, 1))

    page = clerk.get(f"/veterans/{first.id}").text

    assert "可能重复" in page
    assert "王**</li>" not in page
    assert "王**：姓名、手机号相同（常坟）" in page
    assert "姓名、出生日期相同（榴城）" in page
    assert "孙远征" not in page


def test_a_leader_reads_and_changes_nothing(sign_in):
    leader = sign_in(make_account(role=Role.LEADER, name="刘局长"))
    veteran_id = make_veteran().id

    read = leader.get(f"/veterans/{veteran_id}")

    assert read.status_code == 200
    assert "看完整号码" not in read.text
    assert leader.post(f"/veterans/{veteran_id}/reveal").status_code == 403
    assert leader.get("/veterans/new").status_code == 403


def test_an_officer_exports_the_filtered_list_masked(officer):
    chosen = make_veteran(name="=王近山", phone="13800001111", id_number=ID_NUMBER)
    make_veteran(name="孙远征", township_code=CHANGFEN)
    veteran_id = chosen.id

    asked = officer.get(f"/veterans/export?township={LIUCHENG}")
    answer = officer.post(f"/veterans/export?township={LIUCHENG}", data={"reason": "FAIR"})

    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert "共 1 人，号码打码。" in asked.text
    assert rows[1][:4] == ["=王近山", "138****1111", "340321********0013", "怀远县榴城镇"]
    assert len(rows) == 2
    action = actions_on(veteran_id)[-1]
    assert (action.action, action.detail) == ("veteran.export", {"rows": 1, "reason": "FAIR"})


def test_a_list_too_long_is_not_exported(officer):
    limit = {"value": "1", "valid_from": clock.today().isoformat(), "source": "局务会"}
    officer.post("/parameters/veteran_export_most", data=limit)
    make_veteran()
    make_veteran()

    answer = officer.post("/veterans/export", data={"reason": "FAIR"})

    assert answer.status_code == 422
    assert "一次最多导出 1 人，请先按乡镇或年份筛选。" in answer.text


def test_an_empty_list_and_one_without_a_reason_are_not_exported(officer):
    nobody = officer.post("/veterans/export", data={"reason": "FAIR"})
    make_veteran()
    without_reason = officer.post("/veterans/export")

    assert (nobody.status_code, without_reason.status_code) == (422, 422)
    assert "没有符合条件的人。" in nobody.text
    assert '<a href="#reason">请选导出用途。</a>' in without_reason.text


def test_a_clerk_exports_nothing(clerk):
    assert clerk.post("/veterans/export", data={"reason": "FAIR"}).status_code == 403


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


@pytest.mark.parametrize("number", [3, 30])
@pytest.mark.parametrize("path", ["/veterans", "/veterans/queue"])
def test_a_list_costs_the_same_however_long(officer, statements, number, path):
    with_records(number)
    officer.get(path)
    statements.sent.clear()

    officer.get(path)

    assert 0 < len(statements.sent) <= 14  # one for each count in the side menu


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
