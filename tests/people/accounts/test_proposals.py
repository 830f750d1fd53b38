"""Accounts of admins, auditors and leaders change only when a second person confirms it."""

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from core.errors import DomainError
from people.accounts import operations, proposals
from people.accounts.models import Account, AccountProposal, ProposalStatus, ProposedChange
from tests.people.accounts.world import PASSWORD, a_phone, make_account, make_proposal
from tests.support.rows import fresh, save
from tests.support.starting_line import THREADS, together

HALF = re.compile(r">([2-9a-z]{4}-[2-9a-z]{4})<")
AGREE, REFUSE = {"verdict": "1"}, {"verdict": "0"}
NEW = {"name": "钱审计", "phone": "13800001111", "role": "AUDITOR"}


@pytest.fixture
def cast(app):
    """The accounts of a small bureau."""
    return {
        name: make_account(role=role, name=name)
        for name, role in {
            "管理员甲": Role.ADMIN, "管理员乙": Role.ADMIN, "审计员": Role.AUDITOR,
            "局长": Role.LEADER, "主任": Role.OFFICER,
        }.items()
    }  # fmt: skip


@pytest.fixture
def browsers(cast, sign_in):
    return {name: sign_in(account) for name, account in cast.items()}


def only() -> AccountProposal:
    db.session.rollback()
    return db.session.scalars(select(AccountProposal)).one()


def decide(browser, data, **more):
    return browser.post(f"/staff/proposals/{only().id}", data=data | more)


def auditors() -> int:
    db.session.rollback()
    query = select(func.count()).where(Account.role == Role.AUDITOR, Account.is_active)
    return db.session.scalar(query) or 0


def half_of(answer) -> str:
    return HALF.search(answer.text)[1]


def actions() -> list[str]:
    db.session.rollback()
    rows = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id))
    return [action for action in rows if action.startswith("account.")]


def test_an_admin_alone_neither_becomes_nor_removes_the_auditor(cast, browsers):
    admin, auditor = browsers["管理员甲"], cast["审计员"]
    hashed = fresh(auditor).password_hash

    reset = admin.post(f"/staff/{auditor.id}/reset")
    admin.post(f"/staff/{auditor.id}/active", data={"active": "0"})
    admin.post("/staff/new", data=NEW)

    half = half_of(reset)
    assert fresh(auditor).password_hash == hashed
    assert fresh(auditor).is_active
    assert auditors() == 1
    sign_in = {"phone": auditor.phone, "password": half}
    assert admin.application.test_client().post("/sign-in", data=sign_in).status_code == 422
    assert browsers["审计员"].get("/account").status_code == 200


@pytest.mark.parametrize("second", ["管理员乙", "局长"])
def test_a_reset_takes_both_halves(cast, browsers, client, second):
    auditor = cast["审计员"]
    first = half_of(browsers["管理员甲"].post(f"/staff/{auditor.id}/reset"))

    later = half_of(decide(browsers[second], AGREE))

    tries = [first, later, f"{later}-{first}", f"{first}-{later}"]
    answers = [
        client.post("/sign-in", data={"phone": auditor.phone, "password": one}).status_code
        for one in tries
    ]
    assert answers == [422, 422, 422, 302]
    assert fresh(auditor).must_change_password
    assert only().half is None


def test_a_new_auditor_signs_in_with_both_halves(browsers, client):
    first = half_of(browsers["管理员甲"].post("/staff/new", data=NEW))

    later = half_of(decide(browsers["局长"], AGREE))

    one_time = {"phone": NEW["phone"], "password": f"{first}-{later}"}
    assert client.post("/sign-in", data=one_time).location == "/account/password"
    assert auditors() == 2


def test_an_auditor_is_switched_off_and_on_by_two(cast, browsers):
    auditor = cast["审计员"]
    for active, expected in (("0", False), ("1", True)):
        answer = browsers["管理员甲"].post(f"/staff/{auditor.id}/active", data={"active": active})
        assert answer.location == "/staff/proposals"
        db.session.rollback()
        waiting = db.session.scalars(
            select(AccountProposal).where(AccountProposal.status == ProposalStatus.WAITING)
        ).one()
        browsers["局长"].post(f"/staff/proposals/{waiting.id}", data=AGREE)
        assert fresh(auditor).is_active is expected


@pytest.mark.parametrize("role", ["ADMIN", "LEADER", "AUDITOR"])
def test_no_admin_makes_a_second_person_alone(browsers, role):
    """Or the second person would be the first one's own."""
    before = len(actions())

    browsers["管理员甲"].post("/staff/new", data=NEW | {"role": role})

    assert only().status is ProposalStatus.WAITING
    assert actions()[before:] == ["account.propose"]


def test_the_proposer_may_withdraw_and_not_confirm(cast, browsers):
    browsers["管理员甲"].post("/staff/new", data=NEW)

    confirmed, withdrawn = (
        decide(browsers["管理员甲"], AGREE),
        decide(browsers["管理员甲"], REFUSE),
    )

    assert confirmed.status_code == 422
    assert "要另一个人来定" in confirmed.text
    assert withdrawn.status_code == 302
    assert only().status is ProposalStatus.REFUSED
    assert auditors() == 1


def test_the_owner_of_the_account_does_not_confirm(cast, browsers):
    browsers["管理员甲"].post(f"/staff/{cast['局长'].id}/reset")

    answer = decide(browsers["局长"], AGREE)

    assert answer.status_code == 422
    assert "要另一个人来定" in answer.text


def test_the_proposer_does_not_confirm_under_another_account_of_theirs(cast, browsers, sign_in):
    other = make_account(role=Role.LEADER, name="管理员甲", phone=cast["管理员甲"].phone)
    browsers["管理员甲"].post("/staff/new", data=NEW)

    assert decide(sign_in(other), AGREE).status_code == 422
    assert auditors() == 1


@pytest.mark.parametrize("name", ["审计员", "主任"])
def test_others_do_not_decide(browsers, name):
    browsers["管理员甲"].post("/staff/new", data=NEW)

    assert decide(browsers[name], AGREE).status_code == 403


def test_the_auditor_reads_who_proposed_and_who_decided(cast, browsers):
    browsers["管理员甲"].post("/staff/new", data=NEW)
    decide(browsers["局长"], AGREE)

    page = browsers["审计员"].get("/staff/proposals").text

    for words in ("新建账号", "钱审计（审计员）", "管理员甲", "局长", "已确认"):
        assert words in page
    assert actions()[-3:] == ["account.propose", "account.create", "account.confirm"]
    assert "同意账号变动" in browsers["审计员"].get("/audit").text


def test_a_confirmation_asks_for_the_password(cast, browsers):
    browsers["管理员甲"].post("/staff/new", data=NEW)
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        without = decide(browsers["局长"], AGREE)
        right = decide(browsers["局长"], AGREE, password_again=PASSWORD)

    assert "请填您的登录密码。" in without.text
    assert right.status_code == 200


def test_a_proposal_lapses_after_the_days_the_bureau_set(cast, browsers):
    days = {"value": "2", "valid_from": clock.today().isoformat(), "source": "局务会"}
    browsers["主任"].post("/parameters/second_person_days", data=days)
    browsers["管理员甲"].post("/staff/new", data=NEW)

    with time_machine.travel(clock.now() + timedelta(days=2, minutes=1), tick=False):
        with pytest.raises(DomainError, match="过了期限"), transaction():
            proposals.decide(only(), agrees=True, by=cast["局长"])
        assert proposals.count_open(cast["局长"]) == 0

    assert auditors() == 1


def test_one_change_of_an_account_waits_at_a_time(cast, browsers):
    auditor = cast["审计员"]
    browsers["管理员甲"].post(f"/staff/{auditor.id}/reset")

    again = browsers["管理员乙"].post(f"/staff/{auditor.id}/reset")

    assert again.status_code == 422
    assert "已经有一项变动在等确认" in again.text


def test_what_is_taken_is_refused_when_proposed(cast, browsers):
    answer = browsers["管理员甲"].post("/staff/new", data=NEW | {"phone": cast["管理员乙"].phone})

    assert answer.status_code == 422
    assert "系统管理员和审计员不能是同一个人" in answer.text


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR, Role.LEADER])
def test_no_other_way_round_it(app, role):
    """Operations refuse, so that no page, old or new, forgets to ask."""
    account = make_account(role=role)
    for change in (
        lambda: operations.reset_password(fresh(account), new="kq3f-7hxz-mnb4"),
        lambda: operations.set_active(fresh(account), active=False),
    ):
        with pytest.raises(DomainError, match="要两个人办"), transaction():
            change()


def confirm_together(app) -> tuple[list[str], int]:
    """Let eight people confirm one proposal at once; return the refusals and the confirmations."""
    subject = make_account(role=Role.AUDITOR, name="审计员")
    proposal = make_proposal(
        change=ProposedChange.RESET, account_id=subject.id, name=subject.name, phone=a_phone()
    )
    deciders = [make_account(role=Role.LEADER, name=f"局长{n}").id for n in range(THREADS)]
    refused, lock = [], threading.Lock()

    def confirm(thread: int) -> None:
        try:
            with transaction():
                by = db.session.get_one(Account, deciders[thread])
                proposals.decide(proposals.get_proposal(proposal.id), agrees=True, by=by)
        except DomainError as error:
            with lock:
                refused.append(error.message)

    assert together(app, confirm) == []
    return refused, actions().count("account.confirm")


@pytest.mark.race
def test_of_eight_that_confirm_at_once_one_does(app):
    refused, confirmed = confirm_together(app)

    assert refused == [proposals.DECIDED] * (THREADS - 1)
    assert confirmed == 1


@pytest.mark.race
def test_without_the_guard_several_confirm(app, monkeypatch):
    """The control: what is read after the lock is what stops the later ones."""
    monkeypatch.setattr(proposals, "_require_open", lambda _proposal: None)
    monkeypatch.setattr(proposals.operations, "reset_password", lambda *_args, **_more: None)

    refused, confirmed = confirm_together(app)

    assert refused == []
    assert confirmed == THREADS


def test_a_station_does_not_switch_off_a_leader(app):
    """The way round by a member of a station who leaves is closed in the operation."""
    leader = save(make_account(role=Role.LEADER, name="局长"))

    with pytest.raises(DomainError, match="要两个人办"), transaction():
        operations.set_active(fresh(leader), active=False)
