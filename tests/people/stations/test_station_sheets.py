"""Stations and their staff come in by a sheet, accounts for them are opened together."""

import io
import json
import time

import pytest

from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from people.accounts.models import Account
from people.divisions.queries import townships
from people.imports.cli import cli
from people.stations.models import Employment, Station, StationLevel, StationStaff
from sheets.models import ImportBatch, SheetChange
from sheets.runs import load_batch
from tests.jobs.importing.world import newest, settle, site_of
from tests.people.accounts.world import a_phone, make_account
from tests.people.stations.world import HEAD, line, sheet

NAME = "榴城镇退役军人服务站"


@pytest.fixture
def run(app, tmp_path):
    def command(verb: str, data: bytes, *more: str):
        path = tmp_path / "站.csv"
        path.write_bytes(data)
        return app.test_cli_runner().invoke(cli, [verb, "stations", str(path), *more])

    return command


@pytest.fixture
def load(app, run):
    def imported(*lines: str, head: str = HEAD) -> int:
        result = run("import", sheet(*lines, head=head), "--force")
        assert result.exit_code == 0, result.output
        return newest().id

    return imported


@pytest.fixture
def undo(app):
    def command(batch_id: int) -> str:
        result = app.test_cli_runner().invoke(cli, ["undo", str(batch_id)])
        db.session.rollback()
        return result.output

    return command


def judged(run, *lines: str, head: str = HEAD) -> list[dict]:
    return json.loads(run("check", sheet(*lines, head=head), "--json").stdout)


def staff_of(name: str) -> list[StationStaff]:
    db.session.rollback()
    query = db.session.query(StationStaff).join(Station).filter(Station.name == name)
    return query.order_by(StationStaff.id).all()


def test_a_station_comes_with_its_staff_and_their_numbers_sealed(app, load):
    phone = a_phone()

    load(line(NAME, "李大山", mobile=phone), line(NAME, "王小河", duty="专干", employment="兼职"))

    (station,) = db.session.query(Station).all()
    first, second = staff_of(NAME)
    assert (station.level, station.division_code) == (StationLevel.TOWNSHIP, "340321100")
    assert (station.phone, station.vacancies_planned) == ("0552-8000001", 2)
    assert (first.name, first.duty, first.phone) == ("李大山", "站长", phone)
    assert (second.duty, second.employment) == ("专干", Employment.PART)
    assert phone not in (first.phone_sealed or "")


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("怀远县退役军人服务中心", StationLevel.COUNTY),
        ("榴城镇退役军人服务站", StationLevel.TOWNSHIP),
        ("怀远县榴城镇退役军人服务站", StationLevel.TOWNSHIP),
        ("榴城镇永平村退役军人服务站", StationLevel.VILLAGE),
        ("榴城镇禹都社区服务站", StationLevel.VILLAGE),
    ],
)
def test_the_name_shows_level_and_township(app, load, name, level):
    load(line(name))

    (station,) = db.session.query(Station).all()
    assert station.level is level
    assert station.division_code == ("340321" if level is StationLevel.COUNTY else "340321100")


def test_a_farm_is_not_the_township_its_name_begins_like(app, load):
    load(line("龙亢农场退役军人服务站"), line("龙亢镇退役军人服务站"))

    codes = [one.division_code for one in db.session.query(Station).order_by(Station.id)]
    assert codes == ["340321400", "340321102"]


def test_several_people_of_a_cell_have_their_own_numbers(app, load):
    one, other = a_phone(), a_phone()

    load(line(NAME, "李大山、王小河", mobile=f"{one}、{other}", duty="站长、专干"))

    assert [(each.name, each.phone, each.duty) for each in staff_of(NAME)] == [
        ("李大山", one, "站长"), ("王小河", other, "专干"),
    ]  # fmt: skip


def test_every_fault_of_a_row_is_named_in_one_round(app, run):
    bad = line("某站", "1", mobile="12", planned="很多", employment="临时")

    (row,) = judged(run, bad)

    assert row["status"] == "refused"
    assert {note.partition("：")[0] for note in row["notes"]} >= {
        "姓名", "手机号码", "应配人数", "专兼职",
    }  # fmt: skip


def test_a_township_alone_names_its_station(app, load):
    load("榴城镇,李大山," + a_phone(), head="乡镇,站长,联系电话")

    assert [one.name for one in staff_of(NAME)] == ["李大山"]


def test_a_person_of_another_station_is_not_added_twice(app, run, load):
    phone = a_phone()
    load(line(NAME, "李大山", mobile=phone))

    (row,) = judged(run, line("常坟镇退役军人服务站", "李大山", mobile=phone))

    assert "没有重复登记" in " ".join(row["notes"])
    assert row["status"] == "new"  # the station is
    load(line("常坟镇退役军人服务站", "李大山", mobile=phone))
    assert staff_of("常坟镇退役军人服务站") == []


def test_a_new_number_of_a_person_is_a_change_the_undo_restores(app, run, load, undo):
    before, after = a_phone(), a_phone()
    load(line(NAME, "李大山", mobile=before))

    (row,) = judged(run, line(NAME, "李大山", mobile=after))
    changed = load(line(NAME, "李大山", mobile=after))

    assert row["status"] == "changed"
    assert not any(before in note or after in note for note in row["notes"])  # both masked
    assert staff_of(NAME)[0].phone == after
    undo(changed)
    assert staff_of(NAME)[0].phone == before
    assert db.session.query(SheetChange).filter_by(import_batch_id=changed).count() == 0


def test_a_station_of_which_a_person_stays_stays_too(app, load, undo):
    """Both rows wrote things of one station: what a row that stays needs is not deleted."""
    batch = load(line(NAME, "李大山"), line(NAME, "王小河"), line("常坟镇退役军人服务站"))
    with transaction(audited=False):
        staff_of(NAME)[1].duty = "副站长"

    output = undo(batch)

    assert "已撤销 1 行服务站和人员。" in output
    assert [one.name for one in db.session.query(Station)] == [NAME]
    assert [one.name for one in staff_of(NAME)] == ["李大山", "王小河"]


def test_an_officer_imports_and_opens_no_account(app, sign_in, load):
    load(line(NAME, "李大山"))
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))

    assert db.session.query(Account).filter_by(role=Role.CLERK).count() == 0
    assert officer.get("/stations/accounts").status_code == 403
    assert officer.get("/imports/new?noun=stations").status_code == 200


@pytest.mark.parametrize("role", [Role.ADMIN, Role.LEADER, Role.CLERK])
def test_nobody_but_an_officer_imports_stations(app, sign_in, role):
    where = {"division_code": "340321100"} if role is Role.CLERK else {}

    browser = sign_in(make_account(role=role, name="张三", **where))

    assert browser.get("/imports/new?noun=stations").status_code in (403, 404)


def open_all(sign_in, **sent):
    admin = sign_in(make_account(role=Role.ADMIN, name="管理员"))
    page = admin.get("/stations/accounts")
    assert page.status_code == 200
    ticked = [str(one.id) for one in db.session.query(StationStaff)]
    answer = admin.post("/stations/accounts", data={"staff": ticked} | sent)
    db.session.rollback()
    return answer


def test_an_admin_opens_accounts_for_all_at_once(app, sign_in, load, client):
    phone = a_phone()
    load(line(NAME, "李大山", mobile=phone), line("常坟镇退役军人服务站", "王小河"))

    answer = open_all(sign_in)

    one, other = staff_of(NAME)[0].account, staff_of("常坟镇退役军人服务站")[0].account
    assert (one.role, one.phone, one.division_code) == (Role.CLERK, phone, "340321100")
    assert one.must_change_password
    assert other.password_hash != one.password_hash
    code = answer.text.split('<b class="num">')[1].split("</b>")[0]
    signed = client.post("/sign-in", data={"phone": phone, "password": code})
    assert signed.status_code == 302
    events = [one.action for one in db.session.query(AuditEvent).order_by(AuditEvent.id)]
    assert events.count("account.create") == 2
    assert "station.open_accounts" in events


def test_nobody_ticked_is_a_message(app, sign_in, load):
    load(line(NAME, "李大山"))

    answer = open_all(sign_in, staff=[])

    assert answer.status_code == 422
    assert "请勾选要开账号的人。" in answer.text


def test_an_account_there_is_is_linked_by_the_sheet(app, load):
    clerk = make_account(role=Role.CLERK, name="李大山", division_code="340321100")

    load(line(NAME, "李大山", mobile=clerk.phone))

    assert staff_of(NAME)[0].account_id == clerk.id


def test_an_account_nobody_used_is_closed_by_the_undo(app, sign_in, load, undo):
    batch = load(line(NAME, "李大山"))
    open_all(sign_in)
    account = staff_of(NAME)[0].account_id

    undo(batch)

    assert db.session.query(StationStaff).count() == 0
    assert not db.session.get_one(Account, account).is_active


def test_an_account_that_signed_in_keeps_its_station_and_is_named(app, sign_in, load, undo):
    batch = load(line(NAME, "李大山"), line("常坟镇退役军人服务站", "王小河"))
    open_all(sign_in)
    with transaction(audited=False):
        staff_of(NAME)[0].account.last_sign_in_at = newest().created_at
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))

    page = officer.get(f"/imports/{batch}/undo").text
    output = undo(batch)

    assert "有人的账号已经登录过" in page
    assert NAME in output
    assert [one.name for one in db.session.query(Station)] == [NAME]
    assert staff_of(NAME)[0].account.is_active


def test_an_account_closed_by_an_undo_is_opened_again(app, sign_in, load, undo):
    phone = a_phone()
    batch = load(line(NAME, "李大山", mobile=phone))
    open_all(sign_in)
    undo(batch)
    load(line(NAME, "李大山", mobile=phone))

    answer = open_all(sign_in)

    (account,) = db.session.query(Account).filter_by(role=Role.CLERK)
    assert '<b class="num">' in answer.text
    assert (account.is_active, staff_of(NAME)[0].account_id) == (True, account.id)


def test_the_pages_take_a_workbook_from_file_to_stations(app, sign_in):
    browser = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    sent = {"file": (io.BytesIO(sheet(line(NAME, "李大山"))), "花名册.csv")}

    browser.post("/imports/new?noun=stations", data=sent, content_type="multipart/form-data")
    batch = newest()
    form = {f"column_{index}": key for index, key in batch.plan.columns.items()}
    browser.post(f"/imports/{batch.id}/columns", data=form | {"source": "花名册"})
    settle()
    checked = browser.get(f"/imports/{batch.id}").text
    browser.post(f"/imports/{batch.id}/load")
    settle()
    loaded = browser.get(f"/imports/{batch.id}").text

    assert "行服务站和人员可以导入" in checked
    assert "还没有登录账号" in loaded
    assert len(staff_of(NAME)) == 1


def test_the_writer_is_held_for_less_than_three_seconds(app, run, monkeypatch):
    """27 stations with two people each: CPU time of the one transaction."""
    names = [f"{place.name}退役军人服务站" for place in townships()]
    names += [f"榴城镇永平{number}村退役军人服务站" for number in range(27 - len(names))]
    lines = [line(name, person) for name in names for person in ("李大山", "王小河")]
    spent = []

    def timed(site, batch_id, on_progress=None):
        started = time.process_time()
        load_batch(site, batch_id, on_progress)
        spent.append(time.process_time() - started)

    monkeypatch.setattr("sheets.runs.load_batch", timed)
    result = run("import", sheet(*lines))

    assert result.exit_code == 0, result.output
    assert db.session.query(Station).count() == len(names) == 27
    assert db.session.query(ImportBatch).one().rows_loaded == 54
    assert spent[0] < 3
    assert site_of(app)
