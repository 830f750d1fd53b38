"""The caseload: contacts with veterans, the next action for each, lists on paper and as a file."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core import clock, paging
from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from people.accounts.models import Account
from people.caseload import operations
from people.caseload.facts import ActionFacts, ContactFacts
from people.caseload.models import Channel, Contact, NextAction
from people.caseload.queries import CaseFilter, count_cases
from people.veterans.models import EmploymentStatus, Veteran
from tests.people.accounts.world import PASSWORD, make_account
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import make_veteran
from tests.support.counting import words_of
from tests.support.queries import count_queries
from tests.support.rows import save

TODAY = clock.today()
SOON = (TODAY + timedelta(days=7)).isoformat()
PAST = (TODAY - timedelta(days=1)).isoformat()


@pytest.fixture
def zhou(app):
    return make_account(role=Role.CLERK, name="周站长")


@pytest.fixture
def clerk(sign_in, zhou):
    return sign_in(zhou)


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


def count(model, *conditions) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def contact(veteran, by, days_ago: int, **more) -> Contact:
    return save(
        Contact(
            veteran_id=veteran.id,
            by_id=by.id,
            channel=Channel.CALL,
            happened_at=clock.now() - timedelta(days=days_ago),
            **more,
        )
    )


def test_a_contact_is_added_and_its_note_is_sealed(clerk):
    veteran = make_veteran(name="李大山")

    clerk.post(
        f"/veterans/{veteran.id}/contacts",
        data={"channel": "CALL", "was_reached": "y", "note": "想去县城开车"},
    )

    db.session.rollback()
    row = db.session.scalars(select(Contact)).one()
    assert row.note == "想去县城开车"
    assert "县城" not in row.note_sealed
    assert "想去县城开车" in clerk.get(f"/veterans/{veteran.id}/contacts").text


@pytest.mark.parametrize("note", ["打 13812345678 找他", "他是73021部队的"])
def test_a_note_with_a_number_or_a_designation_is_refused(clerk, note):
    veteran = make_veteran()

    answer = clerk.post(f"/veterans/{veteran.id}/contacts", data={"channel": "CALL", "note": note})

    assert answer.status_code == 422
    assert note in answer.text
    assert count(Contact) == 0


def test_a_veteran_has_one_open_action_and_earlier_ones_are_kept(clerk, zhou):
    veteran = make_veteran()
    for action in ("推荐保安岗位", "陪同面试"):
        clerk.post(
            f"/veterans/{veteran.id}/next-action",
            data={"action": action, "due_on": SOON, "owner": str(zhou.id)},
        )

    db.session.rollback()
    actions = list(db.session.scalars(select(NextAction).order_by(NextAction.id)))
    assert [action.done_on is None for action in actions] == [False, True]
    clerk.post(f"/veterans/{veteran.id}/next-action/finish", data={"result": "面试通过"})
    assert count(NextAction, NextAction.done_on.is_(None)) == 0


def test_an_action_in_the_past_or_for_a_stranger_is_refused(clerk, zhou):
    veteran = make_veteran()
    stranger = make_account(role=Role.CLERK, name="孙站长", division_code=CHANGFEN)

    late = clerk.post(
        f"/veterans/{veteran.id}/next-action",
        data={"action": "打电话", "due_on": PAST, "owner": str(zhou.id)},
    )
    foreign = clerk.post(
        f"/veterans/{veteran.id}/next-action",
        data={"action": "打电话", "due_on": SOON, "owner": str(stranger.id)},
    )

    assert (late.status_code, foreign.status_code) == (422, 422)
    assert count(NextAction) == 0


@pytest.mark.parametrize(
    ("address", "field", "most"),
    [
        ("contacts", "note", 500),
        ("next-action", "action", 120),
        ("next-action/finish", "result", 120),
    ],
)
def test_a_text_that_is_too_long_is_refused_and_kept_as_typed(clerk, zhou, address, field, most):
    veteran = make_veteran()
    action = {"veteran_id": veteran.id, "owner_id": zhou.id, "due_on": TODAY}
    save(NextAction(action="推荐", **action))
    typed = "长" * (most + 1)
    sound = {"channel": "CALL", "due_on": SOON, "owner": str(zhou.id)}

    answer = clerk.post(f"/veterans/{veteran.id}/{address}", data=sound | {field: typed})

    assert answer.status_code == 422
    assert f"最多 {most} 字。" in answer.text
    assert typed in answer.text
    assert count(Contact) == 0
    assert count(NextAction, NextAction.done_on.is_(None)) == 1


def test_all_faults_of_a_next_action_are_listed_in_one_round(clerk):
    veteran = make_veteran()

    answer = clerk.post(f"/veterans/{veteran.id}/next-action", data={"due_on": PAST})

    assert answer.status_code == 422
    assert "有 3 处要改" in answer.text
    for message in ("请写下一步。", "期限不能在今天以前。", "请选由谁来办。"):
        assert message in answer.text


def test_the_operation_itself_lists_every_fault(app, zhou):
    veteran = make_veteran()
    stranger = make_account(role=Role.CLERK, name="孙站长", division_code=CHANGFEN)
    facts = ActionFacts("找73021部队", TODAY - timedelta(days=1), stranger.id)

    with pytest.raises(Exception, match="番号") as refused, transaction():
        operations.set_next_action(
            db.session.get_one(Veteran, veteran.id), facts, by=db.session.get_one(Account, zhou.id)
        )

    assert [one.field for one in (refused.value, *refused.value.others)] == [
        "action",
        "due_on",
        "owner",
    ]


def test_finishing_without_an_open_action_shows_the_page_with_the_reason(clerk):
    veteran = make_veteran(name="李大山")

    answer = clerk.post(f"/veterans/{veteran.id}/next-action/finish", data={"result": "办好了"})

    assert answer.status_code == 422
    assert "没有要办的下一步。" in answer.text
    assert "李大山" in answer.text


def test_the_caseload_lists_veterans_without_work_of_the_clerks_township(clerk, zhou):
    earlier = make_veteran(name="退役久的", retired_on=TODAY - timedelta(days=900))
    make_veteran(name="刚退役的", retired_on=TODAY - timedelta(days=30))
    make_veteran(name="有工作的", employment_status=EmploymentStatus.EMPLOYED)
    make_veteran(name="外乡人", township_code=CHANGFEN)
    contact(earlier, zhou, 10)

    page = clerk.get("/caseload").text

    assert page.index("退役久的") < page.index("刚退役的")
    assert "有工作的" not in page
    assert "外乡人" not in page
    assert "2 年 5 个月" in page
    assert "30 天" in page


def test_each_line_leads_to_the_veterans_contacts(clerk):
    veteran = make_veteran()

    assert f'href="/veterans/{veteran.id}/contacts"' in clerk.get("/caseload").text


def test_a_leader_reads_the_list_without_its_buttons(sign_in):
    veteran = make_veteran(name="李大山")

    page = sign_in(make_account(role=Role.LEADER, name="局领导")).get("/caseload").text

    assert "李大山" in page
    assert f"/veterans/{veteran.id}/contacts" not in page
    assert "/caseload/print" not in page
    assert "/exports/new?list=caseload" in page


def test_filters_find_silent_veterans_and_overdue_actions(clerk, zhou):
    silent = make_veteran(name="九十天没联系")
    spoken = make_veteran(name="昨天联系过")
    missed = make_veteran(name="没联系上的")
    contact(silent, zhou, 91)
    contact(spoken, zhou, 1)
    contact(missed, zhou, 1, was_reached=False)
    yesterday = TODAY - timedelta(days=1)
    save(NextAction(veteran_id=spoken.id, action="推荐", due_on=yesterday, owner_id=zhou.id))

    quiet = clerk.get("/caseload?silent=1").text
    overdue = clerk.get("/caseload?overdue=1").text
    without_action = clerk.get("/caseload?nostep=1").text

    assert "九十天没联系" in quiet
    assert "没联系上的" in quiet
    assert "昨天联系过" not in quiet
    assert "昨天联系过" in overdue
    assert "九十天没联系" not in overdue
    assert "昨天联系过" not in without_action


def test_a_filter_counts_what_its_list_shows(clerk, zhou):
    contact(make_veteran(), zhou, 91)
    contact(make_veteran(), zhou, 1)

    silent = CaseFilter(silent_since=clock.now() - timedelta(days=90))
    assert count_cases(zhou, silent) == 1
    assert "共 1 人" in clerk.get("/caseload?silent=1").text


def test_the_list_takes_as_many_statements_however_long_it_is(officer):
    def cost() -> int:
        with count_queries() as counted:
            officer.get("/caseload")
        return counted.total

    make_veteran()
    few = cost()
    for number in range(15):
        make_veteran(name=f"老兵{number}")

    assert cost() <= few


def test_paper_and_workbook_hold_no_whole_numbers_and_the_export_is_recorded(officer):
    veteran = make_veteran(name="李大山")

    paper = officer.get("/caseload/print").text
    sheet = officer.post("/exports/new?list=caseload", data={"reason": "VISIT"})

    assert "李大山" in paper
    assert veteran.phone not in paper
    assert sheet.headers["Content-Disposition"] == 'attachment; filename="caseload.xlsx"'
    assert veteran.phone.encode() not in sheet.data
    db.session.rollback()
    actions = list(db.session.scalars(select(AuditEvent.action)))
    assert "veteran.export" in actions


def test_a_print_holds_everyone_or_shows_how_many_it_leaves_out(officer, monkeypatch):
    with transaction(audited=False) as session:
        session.add_all(Veteran(name=f"老兵{number}", phone="") for number in range(205))

    whole = words_of(officer.get("/caseload/print").text)
    monkeypatch.setattr(paging, "MOST_PRINTED", 3)
    cut = officer.get("/caseload/print").text

    assert "共 205 人。" in whole
    assert "老兵204" in whole
    assert "共 205 人，只印了前 3 人" in words_of(cut)
    assert cut.count('<tr data-row="rows">') == 3


def test_the_parts_of_those_without_work_add_up_to_all(officer):
    parts = {
        EmploymentStatus.SEEKING: 3,
        EmploymentStatus.UNKNOWN: 2,
        EmploymentStatus.WAITING_ASSIGNMENT: 1,
        EmploymentStatus.UNREACHABLE: 1,
    }
    for status, number in parts.items():
        for _ in range(number):
            make_veteran(employment_status=status)
    make_veteran(employment_status=EmploymentStatus.EMPLOYED)

    page = words_of(officer.get("/caseload").text)

    assert "共 7 人" in page
    for status, number in parts.items():
        assert re.search(rf"{status.label}\s*{number}", page)
        listed = officer.get(f"/caseload?status={status.value}").text
        assert f"共 {number} 人" in listed


def test_an_export_of_nothing_shows_the_reason(officer):
    answer = officer.post("/exports/new?list=caseload", data={"reason": "VISIT"})

    assert answer.status_code == 422
    assert "没有可以导出的。" in answer.text


def test_deleting_a_profile_deletes_its_contacts_and_actions(sign_in, zhou):
    account = make_account(name="张建国")
    veteran = make_veteran(account=account)
    facts = ContactFacts(Channel.VISIT, was_reached=True, note="在家")
    with transaction():
        operations.record_contact(veteran, facts, by=db.session.get_one(Account, zhou.id))
    save(NextAction(veteran_id=veteran.id, action="推荐", due_on=TODAY, owner_id=zhou.id))
    browser = sign_in(account)

    exported = browser.get("/me/data/export").json
    browser.post("/me/data/delete", data={"password_again": PASSWORD})

    assert exported["联系记录"][0]["内容"] == "在家"
    assert count(Contact) == 0
    assert count(NextAction) == 0
