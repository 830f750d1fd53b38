"""The auditor finds who looked at whom, in words; the person reads the same."""

import io
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from core import clock
from core.access import Role
from core.audit import AuditEvent, AuditPerson, first_broken_link, people_of
from core.db import db, transaction
from people.auditing import queries
from people.auditing.queries import RecordFilter
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import PASSWORD, make_account
from tests.people.veterans.world import make_veteran
from tests.support.queries import count_queries

CODES = re.compile(r"(?<![\w/.=?&-])[a-z]+[._][a-z_]+(?![\w/])|[a-z_]+=[A-Z]|\baccount \d|访客")


@pytest.fixture
def cast(app, sign_in):
    """A veteran, another, an officer who looks, the auditor who asks."""
    account = make_account(name="张建国")
    zhang = make_veteran(account=account)
    li = make_veteran(name="李大山")
    officer = make_account(role=Role.OFFICER, name="陈主任")
    auditor = make_account(role=Role.AUDITOR, name="审计员")
    return SimpleNamespace(
        zhang=zhang,
        li=li,
        officer=sign_in(officer),
        officer_id=officer.id,
        auditor=sign_in(auditor),
        own=sign_in(account),
    )


def words_of(page: str) -> str:
    """Return what a reader sees of a page's main part."""
    main = page[page.index("<main") :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def table_of(page: str) -> str:
    rows = page[page.index("<tbody") : page.index("</tbody")] if "<tbody" in page else ""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", rows))


def last_event() -> AuditEvent:
    db.session.rollback()
    return db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()


def test_a_list_is_one_event_found_by_each_of_its_people(cast):
    cast.officer.get("/veterans")

    event = last_event()
    assert event.action == "veteran.read"
    assert set(people_of(event)) == {cast.zhang.id, cast.li.id}
    assert event.detail["page"] == "veterans.index"
    for person in (cast.zhang, cast.li):
        page = cast.auditor.get(f"/audit?person={person.id}").text
        assert "退役军人名单" in table_of(page)
        assert "陈主任" in table_of(page)


def test_the_auditor_finds_a_person_by_name_and_phone_and_is_recorded(cast):
    found = cast.auditor.post("/audit/find", data={"words": "李大山"})
    by_phone = cast.auditor.post("/audit/find", data={"words": cast.zhang.phone})
    nobody = cast.auditor.post("/audit/find", data={"words": "王无此人"})
    empty = cast.auditor.post("/audit/find", data={"words": ""})

    assert f"/audit?person={cast.li.id}" in found.text
    assert f"/audit?person={cast.zhang.id}" in by_phone.text
    assert cast.zhang.phone not in by_phone.text
    assert "没有找到" in nobody.text
    assert (empty.status_code, "请填姓名" in empty.text) == (422, True)
    db.session.rollback()
    looks = db.session.scalars(
        select(AuditEvent).where(AuditEvent.actor_kind == Role.AUDITOR.value)
    )
    assert {one.detail.get("page") for one in looks} >= {"auditing.find"}


def test_the_auditor_finds_by_account_kind_and_days(cast):
    cast.officer.get(f"/veterans/{cast.zhang.id}")
    today, tomorrow = clock.today(), clock.days_ahead(1)
    path = f"/audit?actor={cast.officer_id}&kind=SEE"

    found = table_of(cast.auditor.get(f"{path}&from={today}&to={today}").text)
    later = cast.auditor.get(f"{path}&from={tomorrow}").text
    signed_in = table_of(cast.auditor.get(f"/audit?actor={cast.officer_id}&kind=SIGN_IN").text)
    reversed_days = cast.auditor.get(f"{path}&from={tomorrow}&to={today}").text

    assert "查看 张建国" in found
    assert "登录" not in found
    assert "没有这样的记录" in later
    assert "陈主任" in signed_in
    assert "登录" in signed_in
    assert "日期反了" in reversed_days


def test_a_day_begins_and_ends_in_beijing(cast):
    cast.officer.get(f"/veterans/{cast.zhang.id}")
    day = clock.local(last_event().at).date()

    def count(first, last) -> int:
        query = queries.events(RecordFilter(first=first, last=last))
        return len(db.session.scalars(query).all())

    assert count(day, day) == count(None, None) > 0
    assert count(day + timedelta(days=1), None) == 0
    assert count(None, day - timedelta(days=1)) == 0


def test_no_code_reaches_the_page_the_print_or_the_file(cast):
    cast.officer.get("/veterans")
    cast.officer.get("/caseload/print")
    cast.officer.post(f"/veterans/{cast.zhang.id}/reveal", data={"reason": "CONTACT"})
    cast.officer.post("/exports/new?list=veterans", data={"reason": "FAIR"})
    cast.own.post("/sign-out")

    page = cast.auditor.get("/audit")
    printed = cast.auditor.get("/audit/print")
    file = cast.auditor.post("/exports/new?list=audit", data={"reason": "AUDIT"})

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(file.data)).get_sheet_by_index(0)
    rows = [[str(cell or "") for cell in row] for row in sheet.to_python()]
    texts = [words_of(page.text), words_of(printed.text), " ".join(map(" ".join, rows))]
    for text in texts:
        assert CODES.findall(text) == []
        for expected in (
            "联系本人",
            "通知招聘会",
            "看了完整号码",
            "打印",
            "没有就业的人",
            "张建国",
        ):
            assert expected in text
    assert rows[0] == ["时间", "谁", "做了什么", "对谁", "为什么", "在哪一页"]
    exports = [one for one in rows if any("名单：操作记录" in cell for cell in one)]
    assert exports == []  # the file holds what was recorded before it
    assert "名单：操作记录" in table_of(cast.auditor.get("/audit").text)


def test_the_one_who_signs_in_is_named(app, cast):
    browser = app.test_client()
    account = make_account(role=Role.OFFICER, name="刘科员")
    browser.post("/sign-in", data={"phone": account.phone, "password": PASSWORD})

    event = last_event()
    assert (event.action, event.actor_id) == ("account.sign_in", account.id)
    assert "刘科员 登录" in table_of(cast.auditor.get(f"/audit?actor={account.id}").text)


def test_the_veteran_reads_who_looked_and_not_their_own_looks(cast, sign_in):
    boss = make_account(role=Role.EMPLOYER, name="王经理")
    make_employer(account=boss, name="顺达物流有限公司")
    cast.own.get("/me")
    cast.own.get("/me/data")
    before = words_of(cast.own.get("/me/data").text)
    cast.officer.get("/veterans")
    with transaction() as session:
        event = AuditEvent(
            at=clock.now(), actor_id=boss.id, actor_kind=Role.EMPLOYER.value,
            action="veteran.read", subject="veteran", subject_id=cast.zhang.id,
            detail={"page": "placements.index"}, previous="x", digest="y",
        )  # fmt: skip
        session.add(event)
        session.flush()
        session.execute(insert(AuditPerson).values(person_id=cast.zhang.id, event_id=event.id))
        from_outside(session)

    after = words_of(cast.own.get("/me/data").text)

    assert "还没有人看过" in before
    assert "陈主任" in after
    assert "退役军人名单" in after
    assert "顺达物流有限公司" in after
    assert "王经理" not in after


def from_outside(session) -> None:
    """The event was written without the chain; the transaction needs no other."""
    session.info["audited"] = False


def test_the_pages_cost_the_same_however_many_events(cast):
    def cost() -> int:
        with count_queries() as counted:
            cast.auditor.get(f"/audit?person={cast.zhang.id}")
        return counted.total

    cast.officer.get(f"/veterans/{cast.zhang.id}")
    few = cost()
    for _ in range(30):
        cast.officer.get(f"/veterans/{cast.zhang.id}")

    assert cost() <= few + 1


@pytest.mark.parametrize("path", ["/audit", "/audit/print"])
@pytest.mark.parametrize("query", ["kind=X&subject=x'&person=a&actor=-1", "from=2026-02-31&to=x"])
def test_a_filter_nobody_offers_is_left_out(cast, path, query):
    assert cast.auditor.get(f"{path}?{query}").status_code == 200


def test_an_empty_export_is_refused(cast):
    empty = cast.auditor.post("/exports/new?list=audit&kind=PRINT", data={"reason": "AUDIT"})

    assert "没有可以导出的。" in empty.text


def test_a_person_taken_out_of_the_index_is_found(cast):
    cast.officer.get("/veterans")
    event_id = last_event().id
    guard = (
        ("DROP TRIGGER audit_person_guard ON audit_person",)
        if db.engine.dialect.name == "postgresql"
        else ("DROP TRIGGER audit_person_no_delete",)
    )
    with db.engine.connect() as connection:
        for statement in (*guard, f"DELETE FROM audit_person WHERE person_id = {cast.li.id}"):
            connection.exec_driver_sql(statement)
        broken = first_broken_link(Session(bind=connection))
        connection.rollback()

    assert broken == event_id
    assert first_broken_link(db.session()) is None


def test_the_chain_holds_and_the_index_cannot_be_changed(cast):
    cast.officer.get("/veterans")

    db.session.rollback()
    assert first_broken_link(db.session()) is None
    for statement in ("DELETE FROM audit_person", "UPDATE audit_person SET person_id = 9"):
        with pytest.raises(Exception, match="append-only"), db.engine.begin() as connection:
            connection.exec_driver_sql(statement)
