"""Employers come in by a sheet: unverified, found again by code then name, changed, taken back."""

import json
import time

import pytest

from core.access import Role
from core.db import db
from jobs.employers.models import Employer, EmployerStatus, Industry, Staffing
from people.imports.cli import cli
from sheets import runs
from tests.jobs.employers.world import CREDIT_CODES, HEAD, line, make_employer, sheet
from tests.jobs.importing.world import newest
from tests.people.accounts.world import make_account
from tests.people.divisions.world import LIUCHENG

NAME = "怀远县宏远（机械）有限公司"


@pytest.fixture
def run(app, tmp_path):
    def command(verb: str, *lines: str, head: str = HEAD):
        path = tmp_path / "名册.csv"
        path.write_bytes(sheet(*lines, head=head))
        more = ["--json"] if verb == "check" else ["--force"]
        return app.test_cli_runner().invoke(cli, [verb, "employers", str(path), *more])

    return command


@pytest.fixture
def judged(run):
    def rows(*lines: str, head: str = HEAD) -> list[dict]:
        return json.loads(run("check", *lines, head=head).stdout)

    return rows


@pytest.fixture
def load(run):
    def imported(*lines: str, head: str = HEAD) -> int:
        result = run("import", *lines, head=head)
        assert result.exit_code == 0, result.output
        return newest().id

    return imported


def only() -> Employer:
    db.session.rollback()
    return db.session.query(Employer).one()


def test_a_row_is_an_employer_that_waits_for_verification(load):
    load(line(NAME, code=CREDIT_CODES[0], phone="13900001234", veteran_run="是"))

    employer = only()
    assert (employer.name, employer.credit_code) == (NAME, CREDIT_CODES[0])
    assert employer.status is EmployerStatus.PENDING
    assert (employer.legal_person, employer.contact_name) == ("王经理", "李主任")
    assert (employer.industry, employer.staffing) == (Industry.C, Staffing.UNDER_100)
    assert (employer.division_code, employer.address) == (LIUCHENG, "禹王路1号")
    assert employer.is_veteran_run
    assert employer.contact_phone == "13900001234"
    assert "13900001234" not in (employer.contact_phone_sealed or "")
    assert employer.source == "名册"


def test_the_code_finds_an_employer_whose_name_is_written_otherwise(judged):
    make_employer(name="怀远县旧名有限公司", credit_code=CREDIT_CODES[0], legal_person="")

    (row,) = judged(line(NAME, code=CREDIT_CODES[0]))

    assert row["status"] == "changed"
    assert any("叫“怀远县旧名有限公司”" in note for note in row["notes"])


def test_the_name_finds_an_employer_without_a_code_and_gives_it_one(judged, load):
    employer = make_employer(name=NAME.replace("（", "(").replace("）", ")"))

    (row,) = judged(line(NAME, code=CREDIT_CODES[0]))
    load(line(NAME, code=CREDIT_CODES[0]))

    assert row["status"] == "changed"
    assert (only().id, only().credit_code) == (employer.id, CREDIT_CODES[0])


def test_two_codes_under_one_name_are_two_employers(judged):
    make_employer(name=NAME, credit_code=CREDIT_CODES[1])

    (row,) = judged(line(NAME, code=CREDIT_CODES[0]))

    assert row["status"] == "new"


def test_a_faulty_code_is_noted_and_the_employer_comes_without(judged):
    (row,) = judged(line(NAME, code="91340321MA200001"))

    assert row["status"] == "new"
    assert "credit_code" not in row["values"]
    assert any("18 位" in note for note in row["notes"])


def test_an_employer_that_uses_its_account_is_not_changed(judged):
    account = make_account(role=Role.EMPLOYER, name="王经理")
    make_employer(account=account, name=NAME, address="物流园")

    (row,) = judged(line(NAME))

    assert row["status"] == "same"
    assert any("单位在用自己的资料" in note for note in row["notes"])


def test_a_refused_employer_is_not_changed(judged):
    make_employer(name=NAME, status=EmployerStatus.REFUSED)

    (row,) = judged(line(NAME))

    assert row["status"] == "same"
    assert any("审核没有通过" in note for note in row["notes"])


def test_every_fault_of_a_row_is_named_in_one_round(judged):
    bad = line("无", code="1", phone="无", township="某地", industry="乱写", staffing="若干")

    (row,) = judged(bad)

    assert row["status"] == "refused"
    assert {note.partition("：")[0] for note in row["notes"]} == {
        "企业名称", "统一社会信用代码", "联系电话", "乡镇", "行业", "员工人数",
    }  # fmt: skip


def test_an_employer_used_since_stays_with_its_name(app, load, sign_in):
    batch = load(line(NAME), line("怀远县安居物业有限公司"))
    account = make_account(role=Role.EMPLOYER, name="王经理")
    used = db.session.query(Employer).filter_by(name=NAME).one()
    db.session.execute(
        db.text("INSERT INTO employer_member (account_id, employer_id) VALUES (:a, :e)"),
        {"a": account.id, "e": used.id},
    )
    db.session.commit()

    output = app.test_cli_runner().invoke(cli, ["undo", str(batch)]).output

    assert "已撤销 1 家用人单位。" in output
    assert NAME in output
    assert only().name == NAME


def test_an_officer_corrects_legal_person_and_flag_by_hand(app, load, sign_in):
    load(line(NAME))
    browser = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    employer = only()
    form = {
        "name": NAME,
        "credit_code": CREDIT_CODES[0],
        "industry": "C",
        "introduction": "本县机械企业，主营农机配件。",
        "division_code": "榴城镇",
        "address": "禹王路1号",
        "contact_name": "李主任",
        "legal_person": "赵大山",
        "is_veteran_run": "1",
        "version": str(employer.version),
    }

    answer = browser.post(f"/employers/{employer.id}/edit", data=form)

    assert answer.status_code == 302
    assert (only().legal_person, only().is_veteran_run) == ("赵大山", True)
    assert "赵大山" in browser.get(f"/employers/{employer.id}").text


def test_a_thousand_employers_hold_the_writer_for_less_than_three_seconds(run, monkeypatch):
    """CPU time of the whole load, which the transaction is a part of."""
    spent = []
    before = runs.load_batch

    def timed(*arguments):
        started = time.process_time()
        before(*arguments)
        spent.append(time.process_time() - started)

    monkeypatch.setattr(runs, "load_batch", timed)
    result = run("import", *(line(f"怀远县第{number}机械厂") for number in range(1000)))

    assert result.exit_code == 0, result.output
    assert newest().rows_loaded == 1000
    assert spent[0] < 3
