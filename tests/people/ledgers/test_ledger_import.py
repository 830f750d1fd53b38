"""People come in from a ledger: who is found again, what is changed, what an undo leaves."""

import io
import json
from datetime import date

import pytest

from core.access import Role
from core.audit import AuditEvent, people_of
from core.db import db, transaction
from people.imports.cli import cli
from people.ledgers.checking import ALIKE, NO_PHONE, OTHER_NAME, OTHER_NUMBER, OWN
from people.ledgers.models import LedgerChange
from people.veterans import queries
from people.veterans.facts import ClaimFacts
from people.veterans.models import Consent, EmploymentStatus, ServiceRecord, Veteran
from people.veterans.operations import claim, issue_claim_code
from tests.jobs.importing.world import newest, settle
from tests.people.accounts.world import a_phone, make_account
from tests.people.ledgers.world import an_id_number, line, sheet
from tests.people.veterans.world import make_veteran


@pytest.fixture
def run(app, tmp_path):
    """Return a function that runs a command on lines of a ledger."""

    def command(name: str, *lines: str, **more: str):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.csv"
        path.write_bytes(sheet(*lines, **more))
        options = ["--json"] if name == "check" else []
        return app.test_cli_runner().invoke(cli, [name, "veterans", str(path), *options])

    return command


def rows(result):
    return json.loads(result.stdout)


def one(name: str) -> Veteran:
    db.session.rollback()
    return db.session.query(Veteran).filter_by(name=name).one()


def test_a_person_of_a_ledger_has_no_account_no_consent_and_is_not_recommended(run):
    run("import", line("李大山", status=""))

    veteran = one("李大山")
    assert (veteran.account_id, veteran.registered_by) == (None, None)
    assert veteran.employment_status is EmploymentStatus.UNKNOWN
    assert veteran.status_stated_on is None
    assert db.session.query(Consent).filter_by(veteran_id=veteran.id).count() == 0
    assert queries.veterans_with_records([veteran.id]) == []


def test_a_person_who_claims_the_profile_is_recommended(run):
    """The control: a consent is all that was missing."""
    phone = a_phone()
    run("import", line("李大山", phone=phone))
    with transaction():
        code = issue_claim_code(one_in("李大山"))
    with transaction():
        claim(ClaimFacts("李大山", phone, code, "long-march-9"), wording="同意登记。")

    assert [each.name for each in queries.veterans_with_records()] == ["李大山"]


def one_in(name: str) -> Veteran:
    return db.session.query(Veteran).filter_by(name=name).one()


def test_events_name_the_people_and_no_personal_data(run):
    run("import", line("李大山"), line("王小河"))

    event = db.session.query(AuditEvent).filter_by(action="veteran.take_from_ledger").one()
    assert people_of(event) == sorted([one("李大山").id, one("王小河").id])
    assert "李大山" not in str(event.detail)


def test_a_person_is_found_by_number_then_by_name_and_phone(run):
    number, phone = an_id_number(), a_phone()
    make_veteran(name="李大山", phone=a_phone(), id_number=number)
    make_veteran(name="王小河", phone=phone)

    by_number, by_phone = rows(
        run("check", line("李　大山", identity=number), line("王小河", identity="", phone=phone))
    )

    assert (by_number["status"], by_phone["status"]) == ("changed", "changed")
    assert db.session.query(Veteran).count() == 2


def test_who_is_only_alike_is_never_merged(run):
    make_veteran(name="李大山", born_on=date(1990, 5, 1))
    number = an_id_number()

    (row,) = rows(run("check", line("李大山", identity=number)))
    run("import", line("李大山", identity=number))

    assert row["status"] == "new"
    assert any(ALIKE in note for note in row["notes"])
    assert db.session.query(Veteran).filter_by(name="李大山").count() == 2


def test_rows_of_another_person_are_refused(run):
    number, phone = an_id_number(), a_phone()
    make_veteran(name="李大山", phone=phone, id_number=number)

    other_name, other_number, no_phone = rows(
        run(
            "check",
            line("王小河", identity=number),
            line("李大山", identity=an_id_number("19910101"), phone=phone),
            line("赵平", phone=""),
        )
    )

    expected = ((other_name, OTHER_NAME), (other_number, OTHER_NUMBER), (no_phone, NO_PHONE))
    for row, reason in expected:
        assert row["status"] == "refused"
        assert any(reason in note for note in row["notes"])


def test_who_uses_the_profile_is_not_changed_by_a_ledger(run):
    account = make_account(name="李大山")
    number = an_id_number()
    make_veteran(account=account, id_number=number)

    (row,) = rows(run("check", line("李大山", identity=number, schooling="本科")))

    assert row["status"] == "same"
    assert any(OWN in note for note in row["notes"])


def test_an_undo_restores_numbers_statuses_and_records(run, app):
    phone = a_phone()
    veteran = make_veteran(name="李大山", phone=phone)
    before = (veteran.schooling, veteran.employment_status, veteran.status_stated_on)
    head = "姓名,手机号,身份证号,学历,就业状态,入伍时间,退役时间,军种,服役专业"
    row = f"李大山,{phone},{an_id_number()},本科,创业,2018.9.1,2023.9.1,陆军,汽车驾驶"

    loaded = run("import", row, head=head)
    changed = one("李大山")
    held = (changed.id_number, changed.employment_status, len(changed.services))
    undone = app.test_cli_runner().invoke(cli, ["undo", str(newest().id)])

    assert loaded.exit_code == 0, loaded.output
    assert held[0] is not None
    assert held[1:] == (EmploymentStatus.SELF_EMPLOYED, 1)
    assert undone.exit_code == 0, undone.output
    back = one("李大山")
    assert (back.schooling, back.employment_status, back.status_stated_on) == before
    assert (back.id_number, back.id_number_index) == (None, None)
    assert db.session.query(ServiceRecord).filter_by(veteran_id=back.id).count() == 0
    assert db.session.query(LedgerChange).count() == 0


def test_an_undo_leaves_who_was_changed_after_the_import(run, app):
    run("import", line("李大山"), line("王小河"))
    batch_id = newest().id
    with transaction(audited=False):
        one_in("王小河").major = "汽修"

    undone = app.test_cli_runner().invoke(cli, ["undo", str(batch_id)])

    assert "留下" in undone.output
    assert "王小河" in undone.output
    db.session.rollback()
    assert [veteran.name for veteran in db.session.query(Veteran)] == ["王小河"]


def test_who_registers_between_dry_run_and_load_stays_alone(app, sign_in):
    browser = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    phone = a_phone()
    data = sheet(line("李大山", phone=phone, identity=""), line("王小河"))
    form = {"file": (io.BytesIO(data), "台账.csv")}
    browser.post("/imports/new?noun=veterans", data=form, content_type="multipart/form-data")
    batch = newest()
    columns = {f"column_{i}": key for i, key in batch.plan.columns.items()}
    browser.post(f"/imports/{batch.id}/columns", data=columns | {"source": "台账"})
    settle()
    checked = browser.get(f"/imports/{batch.id}").text
    make_veteran(name="李大山", phone=phone)
    browser.post(f"/imports/{batch.id}/load")
    settle()

    page = browser.get(f"/imports/{batch.id}").text
    assert "2 名退役军人可以导入" in checked
    assert "已导入 1 名退役军人" in page
    assert "还没有同意用资料推荐岗位" in page
    assert db.session.query(Veteran).filter_by(name="李大山").count() == 1
