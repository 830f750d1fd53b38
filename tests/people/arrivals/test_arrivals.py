"""新接收“一件事”: checklists, their items, a year's count and list, sheets in and out."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.db import db, transaction
from people.arrivals import queries
from people.arrivals.checklist import item_templates
from people.arrivals.models import Arrival, ArrivalItem, ItemStatus
from people.arrivals.sheet import arrivals_in
from sheets import Column, Kind, read_rows, write_sheet
from sheets.uploads import accept
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import make_veteran
from tests.support.counting import words_of
from tests.support.rows import fresh

TODAY = clock.today()
APPROVED = TODAY - timedelta(days=40)
IDENTITY = "340321190001010013"


@pytest.fixture
def chen(app):
    return make_account(role=Role.OFFICER, name="陈主任")


@pytest.fixture
def officer(sign_in, chen):
    return sign_in(chen)


def receive(officer, veteran) -> Arrival:
    data = {"approved_on": APPROVED.isoformat()}
    answer = officer.post(f"/veterans/{veteran.id}/arrival", data=data)
    assert answer.status_code == 302, answer.text
    db.session.rollback()
    return db.session.scalars(select(Arrival).where(Arrival.veteran_id == veteran.id)).one()


def items(arrival) -> list[ArrivalItem]:
    db.session.rollback()
    query = select(ArrivalItem).where(ArrivalItem.arrival_id == arrival.id)
    return list(db.session.scalars(query.order_by(ArrivalItem.position)))


def test_an_arrival_has_the_whole_checklist_with_departments_and_days(officer):
    arrival = receive(officer, make_veteran(name="王新兵"))

    assert arrival.report_due_on == APPROVED + timedelta(days=30)
    assert [one.key for one in items(arrival)] == [one.key for one in item_templates()]
    page = officer.get(f"/arrivals/{arrival.id}").text
    assert "逾期" in page
    assert "公安派出所" in page
    assert "逾期没报到" in officer.get(f"/arrivals?year={APPROVED.year}").text


def test_a_veteran_is_received_once(officer):
    veteran = make_veteran()
    arrival = receive(officer, veteran)

    again = officer.post(f"/veterans/{veteran.id}/arrival", data={"approved_on": "2026-01-01"})

    assert again.location == f"/arrivals/{arrival.id}"


def test_an_arrival_is_complete_once_its_required_items_are_done(officer, chen):
    done, half = receive(officer, make_veteran(name="办完的")), receive(officer, make_veteran())
    for one in items(done):
        if one.is_required:
            officer.post(f"/arrivals/items/{one.id}", data={"status": "DONE"})
    officer.post(f"/arrivals/items/{items(half)[0].id}", data={"status": "DONE"})

    db.session.rollback()
    year = APPROVED.year
    assert queries.count_arrivals(chen, year, done=True) == 1
    assert queries.count_arrivals(chen, year, done=False) == 1
    listed = officer.get(f"/arrivals?year={year}&done=1").text
    assert listed.count('<th scope="row"') == 1
    assert "办完的" in listed
    assert fresh(done).reported_on == TODAY


def test_the_list_shows_how_many_items_are_done(officer):
    arrival = receive(officer, make_veteran())
    rows = items(arrival)
    officer.post(f"/arrivals/items/{rows[0].id}", data={"status": "DONE"})

    listed = officer.get(f"/arrivals?year={APPROVED.year}").text
    assert f"1 / {len(rows)}" in words_of(listed)


def test_a_required_item_needs_a_reason_to_be_skipped_and_may_be_reopened(officer):
    one = items(receive(officer, make_veteran()))[1]

    bare = officer.post(f"/arrivals/items/{one.id}", data={"status": "NOT_NEEDED"})
    officer.post(f"/arrivals/items/{one.id}", data={"status": "NOT_NEEDED", "note": "户口没有迁走"})
    skipped = fresh(one).status
    officer.post(f"/arrivals/items/{one.id}", data={"status": "OPEN"})

    assert bare.status_code == 422
    assert "必办的事项写“不需要办”，要写明理由。" in bare.text
    assert f'<a href="#note-{one.id}">' in bare.text
    assert skipped is ItemStatus.NOT_NEEDED
    assert fresh(one).done_on is None


def upload(officer, rows, headings=("姓名", "身份证号", "批准退役日期"), **more):
    columns = [Column(heading, kind=Kind.ID) for heading in headings]
    body = write_sheet(columns, rows, title="接收")
    return officer.post(
        "/arrivals/import",
        data={"file": (BytesIO(body), "接收.xlsx")} | more,
        content_type="multipart/form-data",
    )


def test_a_sheet_is_received_line_by_line_and_refused_lines_have_a_reason(officer):
    make_veteran(name="张三", id_number=IDENTITY)
    make_veteran(name="李四")
    make_veteran(name="同名")
    make_veteran(name="同名")
    rows = [
        ("张三", IDENTITY, "2026-09-01"),
        ("李四", "", "2026年9月1日"),
        ("同名", "", "2026-09-01"),
        ("没登记", "", "2026-09-01"),
        ("李四", "", "去年"),
        ("张三", "34032119000101001X", "2026-09-01"),
    ]

    answer = upload(officer, rows)
    again = upload(officer, rows)

    assert "接收了 2 人，4 行没有接收" in answer.text
    assert "第 4 行 同名：有同名的人" in answer.text
    assert "第 5 行 没登记：没有登记过这个人" in answer.text
    assert "第 6 行 李四：“去年”不是日期" in answer.text
    assert "接收了 0 人" in again.text
    db.session.rollback()
    assert db.session.scalar(select(func.count(Arrival.id))) == 2


@pytest.mark.parametrize(
    ("written", "approved_on"),
    [
        ("2026.9.1", date(2026, 9, 1)),
        ("26.9.1", date(2026, 9, 1)),
        ("2026年9月1号", date(2026, 9, 1)),
        ("二〇二六年九月一日", date(2026, 9, 1)),
        ("46266", date(2026, 9, 1)),
        ("2026年9月", "“2026年9月”没有写哪一天，报到的期限要从那一天算起，请写成 2026-03-01。"),
        ("2026.9", "“2026.9”没有写哪一天，报到的期限要从那一天算起，请写成 2026-03-01。"),
        ("去年9月", "“去年9月”不是日期，请写成 2026-03-01。"),
        ("九月", "“九月”不是日期，请写成 2026-03-01。"),
        ("0001-01-01", "“0001-01-01”不是日期，请写成 2026-03-01。"),
        ("2026.1", "“2026.1”存成了数字，分不清是 1 月还是 10 月，请写成 2026-03-01。"),
        ("#REF!", "批准退役日期那一格在表格里是出错的公式，请写成 2026-03-01。"),
        ("", "“”不是日期，请写成 2026-03-01。"),
    ],
)
def test_a_day_of_approval_is_read_or_refused_with_its_reason(written, approved_on):
    text = f"姓名,身份证号,批准退役日期\n张三,,{written}\n"

    (line,) = arrivals_in(accept(BytesIO(text.encode()), "接收.csv")).lines

    assert (line.approved_on or line.date_fault) == approved_on


def test_a_sheet_without_a_column_is_refused_with_its_name(officer):
    answer = upload(officer, [("张三", "x")], headings=("姓名", "批准退役日期"))

    assert answer.status_code == 422
    assert "表里缺这几列：身份证号" in answer.text


def test_title_rows_are_passed_over_and_columns_without_use_are_named(officer):
    make_veteran(name="张三", id_number=IDENTITY)
    heading = ("序号", "姓名", "公民身份号码", "批准退役日期")
    rows = [("填表单位：某局", "", "", ""), heading, ("1", "张三", IDENTITY, "2026-09-01")]

    answer = upload(officer, rows, headings=("2026年接收名单", "", "", ""))

    assert "接收了 1 人，0 行没有接收" in answer.text
    assert "没有用到的列：序号。" in answer.text


def test_headings_without_a_name_are_refused_with_all_that_are_wanted(officer):
    answer = upload(officer, [("甲", "乙", "丙")], headings=("单位", "人数", "备注"))

    assert answer.status_code == 422
    assert "没有找到列名。第一行要写：姓名、身份证号、批准退役日期。" in answer.text


def test_a_clerk_sees_the_arrivals_of_their_township(sign_in, officer):
    stranger = receive(officer, make_veteran(name="外乡人", township_code=CHANGFEN))
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))

    assert clerk.get(f"/arrivals/{stranger.id}").status_code == 404
    assert "外乡人" not in clerk.get(f"/arrivals?year={APPROVED.year}").text


def test_veterans_see_their_own_checklist(sign_in, officer):
    account = make_account(name="王新兵")
    veteran = make_veteran(account=account)
    browser = sign_in(account)
    empty = browser.get("/me/arrival").text
    receive(officer, veteran)

    page = browser.get("/me/arrival").text

    assert "还没有登记接收" in empty
    assert "恢复户口登记" in page
    assert browser.get("/me/data/export").json["接收时要办的事"][0]["结果"] == "未办"


def test_the_workbook_has_each_item_under_its_heading_though_the_checklist_changed(officer):
    """Items are corrected in a file: an arrival of the same year may have others."""
    receive(officer, make_veteran(name="王新兵"))
    changed = receive(officer, make_veteran(name="李新兵"))
    first = items(changed)[0]
    officer.post(f"/arrivals/items/{first.id}", data={"status": "DONE"})
    with transaction(audited=False):
        db.session.get_one(ArrivalItem, first.id).position = 99

    sheet = officer.get(f"/arrivals/{APPROVED.year}/sheet.xlsx")

    assert sheet.headers["Content-Disposition"].endswith(f'"arrivals-{APPROVED.year}.xlsx"')
    heading, *lines = read(sheet.data)
    column = heading.index(first.name)
    assert {line[0]: line[column] for line in lines} == {"王新兵": "未办", "李新兵": "已办"}


def read(body: bytes) -> list[list[str]]:
    """Return the cells of a workbook from its heading on."""
    rows = [list(row.cells) for row in read_rows(accept(BytesIO(body), "表.xlsx"))]
    start = next(at for at, cells in enumerate(rows) if "姓名" in cells)
    return rows[start:]


def test_the_page_of_a_checklist_sends_what_the_view_reads(officer):
    arrival = receive(officer, make_veteran())
    page = officer.get(f"/arrivals/{arrival.id}").text

    for field in ("status", "note"):
        assert page.count(f'name="{field}"') == len(item_templates())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"status": "", "note": "等派出所"}, "请选结果。"),
        ({"status": "DONE", "note": "长" * 201}, "最多 200 字。"),
    ],
)
def test_a_refused_item_keeps_what_was_typed_and_stays_open(officer, data, message):
    one = items(receive(officer, make_veteran(name="王新兵")))[1]

    answer = officer.post(f"/arrivals/items/{one.id}", data=data)

    assert answer.status_code == 422
    assert message in answer.text
    assert f'value="{data["note"]}"' in answer.text
    assert "王新兵" in answer.text
    assert fresh(one).status is ItemStatus.OPEN


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("", "请填批准退役的日期。"),
        ((TODAY + timedelta(days=1)).isoformat(), "批准退役的日期不能在今天以后。"),
    ],
)
def test_an_arrival_without_a_day_or_in_the_future_is_refused(officer, day, message):
    veteran = make_veteran()

    answer = officer.post(f"/veterans/{veteran.id}/arrival", data={"approved_on": day})

    assert answer.status_code == 422
    assert message in answer.text
    assert db.session.scalar(select(func.count(Arrival.id))) == 0


def test_a_corrected_sheet_is_sent_from_the_page_that_listed_the_faults(officer):
    """The page with the report carries a new form key: the old one is spent."""
    make_veteran(name="李四")
    key = "k" * 22

    answer = upload(officer, [("李四", "", "去年")], form_key=key)

    assert "1 行没有接收" in answer.text
    new_key = re.search(r'name="form_key" value="([^"]+)"', answer.text).group(1)
    assert new_key != key
    again = upload(officer, [("李四", "", "2026-09-01")], form_key=new_key)
    assert "接收了 1 人" in again.text


def test_an_empty_form_asks_for_the_file(officer):
    answer = officer.post("/arrivals/import", data={})

    assert answer.status_code == 422
    assert "请选文件。" in answer.text
