"""A ledger of arrivals: who is received, which ticks count, what an undo leaves."""

import io
import json
from datetime import date

import pytest

from core import clock
from core.access import Role
from core.audit import AuditEvent, people_of
from core.db import db, transaction
from people.accounts.models import Account
from people.arrivals import operations
from people.arrivals.facts import Result
from people.arrivals.models import Arrival, ItemStatus, Way
from people.arrivals.operations.ticking import items_to_change
from people.arrivals.queries import history_of
from people.imports.cli import cli
from people.veterans import queries
from people.veterans.models import ResettlementMode, Veteran
from tests.jobs.importing.world import newest, settle
from tests.people.accounts.world import a_phone, make_account
from tests.people.arrivals.world import HEAD, item_of, line, make_arrival, sheet
from tests.people.divisions.world import CHANGFEN, LIUCHENG
from tests.people.ledgers.world import an_id_number
from tests.people.veterans.world import make_veteran

DONE, OPEN, NOT_NEEDED = ItemStatus.DONE, ItemStatus.OPEN, ItemStatus.NOT_NEEDED
ASSIGNED = (
    "姓名,联系电话,乡镇,批准退役日期,安置方式,档案,量化评分公示,选岗确认表,介绍信,上岗日期,经济补助"
)


@pytest.fixture
def run(app, tmp_path):
    """Return a function that runs a command on lines of a ledger."""

    def command(name: str, *lines: str, by: str = "", **more: str):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.csv"
        path.write_bytes(sheet(*lines, **more))
        options = ["--json"] if name == "check" else []
        options += ["--by", by] if by else []
        return app.test_cli_runner().invoke(cli, [name, "arrivals", str(path), *options])

    return command


@pytest.fixture
def undo(app):
    return lambda: app.test_cli_runner().invoke(cli, ["undo", str(newest().id)])


def rows(result):
    return json.loads(result.stdout)


def arrival_of(name: str) -> Arrival:
    db.session.rollback()
    return db.session.query(Arrival).join(Veteran).filter(Veteran.name == name).one()


def test_a_new_person_is_registered_and_received_with_the_ticks(run):
    loaded = run("import", line("李大山", card="2026.9.20", party="非党员"))

    assert loaded.exit_code == 0, loaded.output
    arrival = arrival_of("李大山")
    veteran = arrival.veteran
    assert (arrival.year, arrival.approved_on) == (2026, date(2026, 9, 1))
    assert arrival.resettlement_mode is ResettlementMode.SELF_EMPLOY
    assert (veteran.retired_on, veteran.township_code) == (date(2026, 9, 1), LIUCHENG)
    found = {item.key: (item.status, item.done_on, item.note) for item in arrival.items}
    assert found["letter"] == (DONE, None, "")
    assert found["card"] == (DONE, date(2026, 9, 20), "")
    assert found["party"] == (NOT_NEEDED, None, "非党员")
    assert found["household"] == (OPEN, None, "")


def test_a_person_of_the_ledger_is_not_recommended_before_they_agree(run):
    run("import", line("李大山"))

    veteran = arrival_of("李大山").veteran
    assert (veteran.account_id, veteran.registered_by) == (None, None)
    assert queries.veterans_with_records([veteran.id]) == []


def test_who_is_in_the_list_already_is_received_and_not_doubled(run, undo):
    number = an_id_number()
    veteran = make_veteran(name="李大山", id_number=number, phone=a_phone())

    (row,) = rows(run("check", line("李大山", identity=number)))
    run("import", line("李大山", identity=number))
    received = arrival_of("李大山").veteran_id
    undone = undo()

    assert row["status"] == "new"
    assert received == veteran.id
    assert undone.exit_code == 0, undone.output
    db.session.rollback()
    assert [one.name for one in db.session.query(Veteran)] == ["李大山"]
    assert db.session.query(Arrival).count() == 0


def test_who_is_only_alike_is_a_note_and_another_person(run):
    make_veteran(name="李大山", born_on=date(1990, 5, 1))

    (row,) = rows(run("check", line("李大山", identity=an_id_number("19900501"))))

    assert row["status"] == "new"
    assert any("没有合并" in note for note in row["notes"])


def test_all_notes_of_a_row_come_in_one_round(run):
    bad = line("李大山", phone="", township="火星", card="问小李", letter="9.5", mode="躺平")

    (row,) = rows(run("check", bad))

    assert row["status"] == "refused"
    for words in (
        "没有写手机号",
        "没认出是本县哪个乡镇",
        "看不懂办了没有",
        "没有写哪一年",
        "安置方式看不懂",
    ):
        assert any(words in note for note in row["notes"]), words


def test_titles_two_rows_of_headings_and_totals_are_read_over(run):
    head = "2026年秋季退役士兵接收台账,,,,,,,,\n" + HEAD
    result = run("check", line("李大山"), "合计,1人,,,,,,,", head=head)

    assert [row["status"] for row in rows(result)] == ["new"]


def test_an_assigned_soldier_has_other_items_and_work_begins_by_the_letter(run):
    row = f"李大山,{a_phone()},榴城,2026.3.1,安排工作,√,2026.4.1,2026.5.6,怀安介〔2026〕12号,,"
    later = f"王小河,{a_phone()},榴城,2026.3.1,安排工作,√,√,√,2026.6.1,,"

    run("import", row, later, head=ASSIGNED)

    first, second = arrival_of("李大山"), arrival_of("王小河")
    assert "allowance" not in {item.key for item in first.items}
    assert item_of(first, "letter").paper_no == "怀安介〔2026〕12号"
    assert item_of(first, "post").due_on is None
    assert item_of(second, "post").due_on == date(2026, 7, 1)


def test_a_tick_their_checklist_lacks_is_a_note(run):
    row = f"李大山,{a_phone()},榴城,2026.3.1,安排工作,√,,,,,√"

    (found,) = rows(run("check", row, head=ASSIGNED))

    assert found["status"] == "new"
    assert any("“安排工作”的人没有这一件" in note for note in found["notes"])


@pytest.mark.parametrize(
    ("cells", "day", "words"),
    [
        ("2026年9月", date(2026, 9, 30), "期限按月底算"),
        ("46266", date(2026, 9, 1), "按退役日期算"),
        ("", None, "没有批准退役日期，也没有退役日期"),
        ("2030.1.1", None, "批准退役的日期不能在今天以后"),
    ],
)
def test_a_day_of_retirement_is_the_day_of_approval_where_no_other_is(run, cells, day, words):
    head = HEAD if "年" not in cells else HEAD.replace("退役时间", "批准退役日期")

    (row,) = rows(run("check", line("李大山", retired=cells), head=head))

    assert any(words in note for note in row["notes"])
    assert row["values"].get("approved_on") == (day and day.isoformat())
    assert (row["status"] == "refused") is (day is None)


def test_the_settled_stays_settled_and_an_empty_cell_changes_nothing(run):
    number, phone = an_id_number(), a_phone()
    run("import", line("李大山", identity=number, phone=phone, card="2026.9.20"))

    again = line("李大山", identity=number, phone=phone, letter="", card="未办", party="")
    (row,) = rows(run("check", again))

    assert row["status"] == "same"
    assert any("没有改" in note for note in row["notes"])


def test_a_changed_item_names_who_and_is_restored_with_its_day(run, undo):
    number, phone = an_id_number(), a_phone()
    officer = make_account(role=Role.OFFICER, name="陈主任")
    run("import", line("李大山", identity=number, phone=phone, card="2026.9.20"))

    row = line("李大山", identity=number, phone=phone, card="2026.9.25")
    loaded = run("import", row, by=officer.phone)
    changed = item_of(arrival_of("李大山"), "card")
    facts = (changed.done_on, changed.done_by)
    (entry,) = history_of(changed.arrival_id)
    by = (entry.by, entry.entry.way)
    undone = undo()

    assert (loaded.exit_code, undone.exit_code) == (0, 0), undone.output
    assert facts == (date(2026, 9, 25), officer.id)
    assert by == ("陈主任", Way.SHEET)
    assert item_of(arrival_of("李大山"), "card").done_on == date(2026, 9, 20)


def test_an_undo_leaves_whose_item_was_ticked_by_hand_since(run, undo):
    run("import", line("李大山"), line("王小河"))
    officer_id = make_account(role=Role.OFFICER).id
    item_id = item_of(arrival_of("王小河"), "card").id
    with transaction() as session:
        officer = session.get_one(Account, officer_id)
        (item,) = items_to_change([item_id], officer)
        operations.tick(item, Result(DONE, clock.today()), by=officer)

    undone = undo()

    assert "王小河" in undone.output
    db.session.rollback()
    assert [one.name for one in db.session.query(Veteran)] == ["王小河"]
    assert item_of(arrival_of("王小河"), "card").status is DONE


def test_a_row_of_another_township_is_refused_to_a_clerk(run):
    clerk = make_account(role=Role.CLERK, name="周站长")
    number = an_id_number()
    make_veteran(name="外乡人", id_number=number, township_code=CHANGFEN)
    lines = (
        line("李大山", township=""),
        line("王小河", township="常坟"),
        line("外乡人", identity=number, township="榴城"),
    )

    found = rows(run("check", *lines, by=clerk.phone))
    run("import", *lines, by=clerk.phone)

    assert [row["status"] for row in found] == ["new", "refused", "refused"]
    assert any("不是您乡镇的人" in note for note in found[1]["notes"])
    assert arrival_of("李大山").veteran.township_code == LIUCHENG
    assert db.session.query(Arrival).count() == 1


def test_a_clerk_sees_their_own_imports_alone(run, sign_in):
    officer = make_account(role=Role.OFFICER, name="陈主任")
    run("import", line("李大山"), by=officer.phone)
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))

    page = clerk.get("/imports").text

    assert clerk.get(f"/imports/{newest().id}").status_code == 404
    assert "接收的人" in page
    assert clerk.get("/imports/new?noun=veterans").status_code == 404


def test_who_is_received_between_dry_run_and_load_stays_as_received(sign_in):
    browser = sign_in(make_account(role=Role.OFFICER))
    number = an_id_number()
    veteran = make_veteran(name="李大山", id_number=number, phone=a_phone())
    upload(browser, sheet(line("李大山", identity=number, card="√"), line("王小河")))
    settle()
    arrival = make_arrival(veteran, days_ago=3)
    browser.post(f"/imports/{newest().id}/load")
    settle()

    page = browser.get(f"/imports/{newest().id}").text
    assert "已导入 1 名接收的人" in page
    assert item_of(arrival, "card").status is OPEN
    assert db.session.query(Arrival).count() == 2


def test_events_name_the_people_and_no_personal_data(run):
    run("import", line("李大山"))

    event = db.session.query(AuditEvent).filter_by(action="arrival.receive_by_sheet").one()
    assert people_of(event) == [arrival_of("李大山").veteran_id]
    assert "李大山" not in str(event.detail)


def upload(browser, data: bytes, **answers: str):
    """Send a sheet by the pages up to its columns, with the answers to its questions."""
    sent = {"file": (io.BytesIO(data), "台账.csv")}
    address = "/imports/new?noun=arrivals"
    browser.post(address, data=sent, content_type="multipart/form-data")
    batch = newest()
    columns = {f"column_{index}": key for index, key in batch.plan.columns.items()}
    return browser.post(f"/imports/{batch.id}/columns", data=columns | {"source": "台账"} | answers)


def test_a_day_for_the_whole_sheet_counts_where_rows_have_none(sign_in):
    browser = sign_in(make_account(role=Role.OFFICER))
    data = sheet(f"李大山,{a_phone()}", head="姓名,联系电话")

    refused = upload(browser, data, approved_on="九月")
    answer = upload(browser, data + b"\n", approved_on="2026.9.1")
    settle()
    browser.post(f"/imports/{newest().id}/load")
    settle()

    assert refused.status_code == 422
    assert "批准退役日期请写成 2026-09-01。" in refused.text
    assert answer.status_code == 302
    assert arrival_of("李大山").approved_on == date(2026, 9, 1)
