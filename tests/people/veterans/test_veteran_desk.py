"""One veteran as staff see them: read, reveal, verify, duplicates."""

from datetime import date

import pytest
from sqlalchemy import select

from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from core.errors import DomainError
from people.veterans import operations
from people.veterans.facts import DecisionFacts
from people.veterans.models import (
    StatusDecision,
    Verification,
)
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh

ID_NUMBER = "340321190001010013"


def actions_on(veteran_id: int) -> list[AuditEvent]:
    db.session.rollback()
    query = select(AuditEvent).where(
        AuditEvent.subject == "veteran", AuditEvent.subject_id == veteran_id
    )
    return list(db.session.scalars(query.order_by(AuditEvent.id)))


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
