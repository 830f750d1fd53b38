"""A checked sheet is loaded once, whole or not at all, and shows its progress."""

import os
import re
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select

from core import clock
from core.access import Role
from core.audit import MACHINE, AuditEvent
from core.db import db, transaction
from core.errors import DomainError
from core.parameters.registry import ParameterFacts, set_value
from jobs.employers.models import Employer, EmployerStatus, Industry
from jobs.importing.loading import Loader
from jobs.importing.sheet import VACANCIES
from jobs.vacancies.models import Vacancy, VacancyCredential, VacancyStatus
from jobs.vacancies.parameters import MINIMUM_MONTH
from sheets import operations, runs
from sheets.models import ImportBatch, ImportStatus
from sheets.progress import Progress
from sheets.staging import files_of
from tests.jobs.employers.world import CREDIT_CODES, FIRM, make_employer
from tests.jobs.importing.world import (
    GOOD,
    bring_in,
    choose,
    count_vacancies,
    newest,
    settle,
    sheet,
    site_of,
    upload,
)
from tests.people.accounts.world import make_account
from tests.people.divisions.world import LIUCHENG
from tests.support.rows import fresh


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


def vacancies() -> list[Vacancy]:
    db.session.rollback()
    return list(db.session.scalars(select(Vacancy).order_by(Vacancy.id)))


def test_good_rows_become_vacancies_that_wait_for_their_employers(officer):
    batch = bring_in(officer, sheet())

    driver, guard, _ = vacancies()
    assert (batch.status, batch.rows_loaded) == (ImportStatus.LOADED, 3)
    assert {vacancy.status for vacancy in vacancies()} == {VacancyStatus.PUBLISHED}
    assert not any(vacancy.is_open(clock.today()) for vacancy in vacancies())
    assert driver.valid_to == clock.today() + timedelta(days=30)
    assert (driver.source, driver.import_batch_id) == ("春季招聘会", batch.id)
    assert [credential.key for credential in driver.credentials] == ["drive_b2"]
    employer = guard.employer
    assert (employer.status, employer.source) == (EmployerStatus.PENDING, "春季招聘会")
    assert (employer.verified_at, employer.verified_by, employer.verified_until) == (None,) * 3
    assert employer.code_note == ""
    assert db.session.query(Employer).count() == 2


def test_vacancies_of_a_verified_employer_are_shown_at_once(officer, client):
    make_employer(name="怀远县顺达物流有限公司")

    batch = bring_in(officer, sheet())

    assert batch.plan.counts.staged == {"publish": 2, "held": 1}
    page = client.get("/open-vacancies").text
    assert "电焊工" in page
    assert "保安员" not in page


def test_vacancies_of_unverified_employers_are_held_and_every_page_shows_it(officer, client):
    batch = bring_in(officer, sheet())
    driver = vacancies()[0]

    page = officer.get(f"/imports/{batch.id}").text
    detail = officer.get(f"/vacancies/{driver.id}").text
    public = client.get(f"/open-vacancies/{driver.id}").text

    assert "有 2 家单位还没有核实" in page
    assert "它们的 3 个岗位还没有对外显示" in page
    assert "怀远县顺达物流有限公司" in officer.get("/employers/queue").text
    assert "单位还没有核实。核实通过后，岗位自动显示。" in detail
    assert "单位未核实" in officer.get("/vacancies").text
    assert "招人的单位还没有核实" in public
    assert driver.title not in public
    assert client.get(f"/open-vacancies/{driver.id}/poster").status_code == 404
    assert "货车司机" not in client.get("/open-vacancies").text


def complete(employer: Employer, code: str) -> Employer:
    facts = {name: FIRM[name] for name in ("introduction", "address", "contact_name")}
    for name, value in facts.items():
        setattr(employer, name, value)
    employer.industry, employer.division_code = Industry.G, LIUCHENG
    employer.credit_code, employer.contact_phone = code, "13800001111"
    db.session.commit()
    return employer


def test_an_employer_that_was_decided_is_no_longer_counted_as_waiting(officer):
    batch = bring_in(officer, sheet())
    with transaction(audited=False) as session:
        session.scalars(select(Employer)).first().status = EmployerStatus.RETURNED

    page = officer.get(f"/imports/{batch.id}").text
    listed = officer.get(f"/employers/imports/{batch.id}").text

    assert "有 1 家单位还没有核实" in page
    here = re.findall(r'data-count="(\d+)" data-list="#', listed)
    assert sum(map(int, here)) == 1


def test_an_officer_verifies_many_employers_of_an_import_at_once(officer, client):
    batch = bring_in(officer, sheet())
    driver, guard, _ = vacancies()
    firms = [
        complete(driver.employer, CREDIT_CODES[0]),
        complete(guard.employer, CREDIT_CODES[1]),
    ]
    ids = [firm.id for firm in firms]
    url = f"/employers/imports/{batch.id}"
    assert "资料齐的 2 家" in officer.get(url).text

    without_note = officer.post(url, data={"employer": ids, "paper_note": ""})
    answer = officer.post(url, data={"employer": ids, "paper_note": "逐家看了执照原件"})

    assert (without_note.status_code, answer.status_code) == (422, 302)
    assert {fresh(firm).status for firm in firms} == {EmployerStatus.VERIFIED}
    assert all(vacancy.is_open(clock.today()) for vacancy in vacancies())
    assert "货车司机" in client.get("/open-vacancies").text
    assert "还没有核实" not in officer.get(f"/imports/{batch.id}").text


def test_an_incomplete_employer_of_an_import_cannot_be_verified_with_the_others(officer):
    batch = bring_in(officer, sheet())
    driver, guard, _ = vacancies()
    whole, incomplete = complete(driver.employer, CREDIT_CODES[0]), guard.employer
    url = f"/employers/imports/{batch.id}"
    page = officer.get(url).text
    assert "资料不全的 1 家" in page
    assert "统一社会信用代码" in page

    data = {"employer": [whole.id, incomplete.id], "paper_note": "看了执照"}
    answer = officer.post(url, data=data)

    assert answer.status_code == 422
    assert {fresh(one).status for one in (whole, incomplete)} == {EmployerStatus.PENDING}


def test_pay_below_the_minimum_wage_is_returned_with_the_reason_at_the_pay(officer):
    facts = ParameterFacts(200_000, clock.today(), "省文件 1 号")
    with transaction():
        set_value(MINIMUM_MONTH, facts, by_id=1)
    low = GOOD[1].replace("3500-4000元", "1000-1200元")

    batch = bring_in(officer, sheet(GOOD[0], low))

    driver, guard = vacancies()
    assert (driver.status, guard.status) == (VacancyStatus.PUBLISHED, VacancyStatus.RETURNED)
    assert guard.status_note.startswith("工资从 1,000.00 元/月起，低于最低工资 2,000.00 元/月")
    assert "省文件 1 号" in guard.status_note
    assert "薪资" in officer.get(f"/imports/{batch.id}").text


def test_unlawful_vacancies_are_loaded_as_returned_and_do_not_show(officer, client):
    bring_in(officer, sheet(GOOD[0], GOOD[1].replace("身体健康", "限男性")))

    assert [vacancy.status for vacancy in vacancies()] == [
        VacancyStatus.PUBLISHED,
        VacancyStatus.RETURNED,
    ]
    assert vacancies()[1].published_at is None
    assert "保安员" not in client.get("/open-vacancies").text


def test_a_known_employer_is_not_created_again(officer):
    employer = make_employer(name="怀远县安居物业有限公司", credit_code="91340321MA2000019H")

    bring_in(officer, sheet())

    assert vacancies()[1].employer_id == employer.id
    assert fresh(employer).import_batch_id is None


def test_a_refused_employer_gets_no_vacancies(officer):
    make_employer(name="怀远县安居物业有限公司", status=EmployerStatus.REFUSED)

    batch = bring_in(officer, sheet())

    assert [vacancy.title for vacancy in vacancies()] == ["货车司机", "电焊工"]
    assert batch.plan.counts.reasons == {"这家单位审核没有通过，不能给它发岗位。": 1}


def test_the_contact_of_a_new_employer_is_sealed(officer):
    head = "岗位名称,单位名称,联系人,联系电话"
    bring_in(officer, sheet("保安,怀远县安居物业有限公司,王经理,13912345678", head=head))

    employer = db.session.scalars(select(Employer)).one()
    assert employer.contact_phone == "13912345678"
    assert "13912345678" not in employer.contact_phone_sealed


def test_the_same_file_again_brings_nothing_new(officer):
    bring_in(officer, sheet())

    answer = upload(officer, sheet(), name="换了名字.csv")

    assert answer.status_code == 422
    assert "这份表已经导入过" in answer.text
    assert count_vacancies() == 3


def test_a_forced_repeat_skips_what_is_still_open(officer):
    bring_in(officer, sheet())
    upload(officer, sheet(), forced="y")
    choose(officer, newest())

    counts = newest().plan.counts
    assert (counts.known, counts.loadable) == (3, 0)
    assert officer.post(f"/imports/{newest().id}/load").status_code == 422


def test_two_officers_with_one_file_load_it_once(sign_in, officer):
    upload(officer, sheet())
    first = newest().id
    choose(officer, newest())
    other = sign_in(make_account(role=Role.OFFICER, name="李主任"))
    upload(other, sheet())
    second = newest().id
    choose(other, newest())

    officer.post(f"/imports/{first}/load")
    other.post(f"/imports/{second}/load")
    settle()

    db.session.rollback()
    assert count_vacancies() == 3
    assert db.session.get(ImportBatch, second).status is ImportStatus.FAILED
    assert "这份表已经导入过" in other.get(f"/imports/{second}").text


@pytest.mark.race
def test_one_file_loaded_by_two_threads_at_once_is_loaded_once(app, officer):
    ids = []
    for _ in range(2):
        upload(officer, sheet())
        ids.append(newest().id)
        choose(officer, newest())
        with transaction():
            batch = db.session.get_one(ImportBatch, ids[-1])
            operations.begin_load(VACANCIES, batch, is_running=False)

    threads = [
        runs.start(app.app_context, site_of(app), runs.load_batch, one, MACHINE) for one in ids
    ]
    for thread in threads:
        thread.join()

    assert count_vacancies() == 3


def test_pressing_load_twice_loads_once(officer):
    upload(officer, sheet())
    batch = newest()
    choose(officer, batch)
    key = {"form_key": "k" * 22}

    first = officer.post(f"/imports/{batch.id}/load", data=key)
    second = officer.post(f"/imports/{batch.id}/load", data=key)
    settle()

    assert first.location == second.location
    assert count_vacancies() == 3


def test_a_load_before_the_dry_run_is_refused(officer):
    upload(officer, sheet())
    answer = officer.post(f"/imports/{newest().id}/load")

    assert answer.status_code == 422
    assert "请先试读这份表，再导入。" in answer.text


def test_a_failure_in_the_middle_leaves_nothing_and_is_shown(officer, monkeypatch):
    upload(officer, sheet())
    batch = newest()
    choose(officer, batch)

    def fail(*_args, **_more):
        raise DomainError("硬盘满了。")

    monkeypatch.setattr("jobs.importing.loading._insert", fail)
    officer.post(f"/imports/{batch.id}/load")

    assert newest().status is ImportStatus.FAILED
    assert (count_vacancies(), db.session.query(Employer).count()) == (0, 0)
    assert "硬盘满了。" in officer.get(f"/imports/{batch.id}").text


def test_a_failed_load_can_be_tried_again(officer, monkeypatch):
    test_a_failure_in_the_middle_leaves_nothing_and_is_shown(officer, monkeypatch)
    monkeypatch.undo()
    batch = newest()

    choose(officer, batch)
    officer.post(f"/imports/{batch.id}/load")

    assert newest().status is ImportStatus.LOADED
    assert count_vacancies() == 3


def test_progress_is_shown_while_a_run_is_under_way(app, officer):
    upload(officer, sheet())
    batch = newest()

    with Progress(files_of(site_of(app), batch).progress, "check", 3) as progress:
        progress.advance(2)
        page = officer.get(f"/imports/{batch.id}").text
        refused = officer.post(f"/imports/{batch.id}/check")

    assert "正在试读" in page
    assert f'data-poll="/imports/{batch.id}"' in page
    assert refused.status_code == 422
    assert "这份表正在处理，请等它完成。" in refused.text
    assert 'data-poll="' not in officer.get(f"/imports/{batch.id}").text


def test_a_load_whose_process_died_shows_so_and_can_be_done_again(app, officer):
    upload(officer, sheet())
    batch = newest()
    choose(officer, batch)
    with transaction():
        operations.begin_load(
            VACANCIES, db.session.get_one(ImportBatch, batch.id), is_running=False
        )
    left = files_of(site_of(app), batch).progress
    left.write_text('["load", 1, 3]')
    os.utime(left, (time.time() - 60, time.time() - 60))

    page = officer.get(f"/imports/{batch.id}").text
    officer.post(f"/imports/{batch.id}/load")

    assert "导入时断了（停电或重启），一行也没有导入。" in page
    assert newest().status is ImportStatus.LOADED
    assert count_vacancies() == 3


def test_the_sheet_and_the_staged_vacancies_are_removed_after_loading(officer, instance):
    batch = bring_in(officer, sheet())
    name = batch.plan.stored

    left = [file.name for file in Path(instance, "uploads").glob(f"{name}*")]

    assert left == [f"{name}.report"]


def test_every_action_is_on_record(officer):
    batch = bring_in(officer, sheet())

    events = db.session.scalars(
        select(AuditEvent).where(AuditEvent.subject == "import_batch").order_by(AuditEvent.id)
    ).all()
    assert [event.action for event in events] == [
        "import.open", "import.choose", "import.check", "import.begin", "import.load",
    ]  # fmt: skip
    assert events[-1].detail == {"vacancies": 3, "employers": 2, "known": 0}
    assert {event.actor_id for event in events} == {batch.by_id}


def test_an_employers_own_sheet_waits_for_review(sign_in):
    account = make_account(role=Role.EMPLOYER, name="王经理")
    employer = make_employer(account=account)
    browser = sign_in(account)

    bring_in(browser, sheet(GOOD[0], GOOD[1].replace("3500-4000元", "面议")))

    assert {vacancy.employer_id for vacancy in vacancies()} == {employer.id}
    assert [vacancy.status for vacancy in vacancies()] == [
        VacancyStatus.SUBMITTED,
        VacancyStatus.DRAFT,
    ]
    assert vacancies()[1].status_note == "还缺：工资。"
    assert db.session.query(Employer).count() == 1


def test_an_employer_that_is_not_verified_only_makes_drafts(sign_in):
    account = make_account(role=Role.EMPLOYER, name="王经理")
    make_employer(account=account, status=EmployerStatus.PENDING)

    bring_in(sign_in(account), sheet())

    assert {vacancy.status for vacancy in vacancies()} == {VacancyStatus.DRAFT}


def begun(officer, lines: list[str]) -> ImportBatch:
    """Return an import of these lines that is marked as being loaded."""
    upload(officer, sheet(*lines))
    choose(officer, newest())
    batch_id = newest().id
    with transaction():
        batch = db.session.get_one(ImportBatch, batch_id)
        operations.begin_load(VACANCIES, batch, is_running=False)
    return newest()


def statements_of_a_load(app, officer, lines: list[str]) -> list[str]:
    """Load lines and return the statements of the transaction that holds the writer."""
    batch = begun(officer, lines)
    sent: list[str] = []

    def note(connection, _cursor, statement, *_rest) -> None:
        if connection.get_execution_options().get("writes"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        runs.load_batch(site_of(app), batch.id)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return sent


def test_a_load_holds_the_writer_for_slices_and_not_for_rows(app, officer):
    """Each row has an employer and a certificate of its own: what has cost a statement a row."""
    lines = [GOOD[0].replace("顺达", f"顺达{i}号") for i in range(1200)]
    first = statements_of_a_load(app, officer, lines[:200])
    second = statements_of_a_load(app, officer, lines[200:])

    assert count_vacancies() == 1200
    assert db.session.query(VacancyCredential).count() == 1200
    inserts = [one for one in second if one.startswith("INSERT INTO")]
    assert len(inserts) == 3 * 2 + 1  # employers, vacancies, certificates; the audit event
    assert len(second) - len(first) <= 10  # for a second slice of each


def test_the_staged_rows_are_parsed_before_the_writer_is_held(app, officer):
    """The control: a loader made after the file is gone finds nothing to load."""
    batch = begun(officer, list(GOOD))
    files, plan = files_of(site_of(app), batch), batch.plan
    loader = Loader(files.staged, plan, lambda _done: None)
    files.staged.unlink()

    with transaction():
        operations.load_batch(VACANCIES, batch.id, loader)

    assert count_vacancies() == 3
    with pytest.raises(FileNotFoundError):
        Loader(files.staged, plan, lambda _done: None)


def test_rows_keep_their_employer_and_certificates_beside_rows_without(officer):
    lines = [
        line.replace("有限公司", f"{i}号有限公司")
        for i in range(400)
        for line in (GOOD[1], GOOD[2])
    ]
    lines[3] = lines[3].replace("焊工证", "B2驾照")

    bring_in(officer, sheet(*lines))

    loaded = vacancies()
    assert [vacancy.title for vacancy in loaded] == ["保安员", "电焊工"] * 400
    names = [line.split(",")[1] for line in lines]
    assert [vacancy.employer.name for vacancy in loaded] == names
    keys = [[one.key for one in vacancy.credentials] for vacancy in loaded]
    assert keys[:4] == [[], ["weld_fusion"], [], ["drive_b2"]]
    assert keys[4:] == [[], ["weld_fusion"]] * 398


def test_others_read_while_a_sheet_is_loaded(officer, sign_in, client):
    lines = [GOOD[0].replace("货车司机", f"货车司机{i}") for i in range(1500)]
    upload(officer, sheet(*lines))
    batch = newest()
    choose(officer, batch)
    answered = 0
    worker = threading.Thread(target=officer.post, args=(f"/imports/{batch.id}/load",))
    worker.start()
    while worker.is_alive():
        assert client.get("/open-vacancies").status_code == 200
        answered += worker.is_alive()
    worker.join()

    assert newest().status is ImportStatus.LOADED
    assert answered >= 1  # a request that waited for the end of the load would not be counted
