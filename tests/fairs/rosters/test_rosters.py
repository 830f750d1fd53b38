"""Rosters of fairs come in by a sheet: sign-ups, check-ins and results, nothing twice."""

import io
import json
import time

import pytest

from core import clock
from core.access import Role
from core.db import db, transaction
from fairs.fairs.models import (
    CheckInMethod,
    CheckInNote,
    FairBooth,
    FairStatus,
    Meeting,
    Outcome,
    SignUp,
    SignUpStatus,
)
from jobs.applications.models import Application, Origin
from people.imports.cli import cli
from people.veterans.models import Veteran
from sheets import runs
from tests.fairs.fairs.world import book, make_booths, make_fair, offer, sign_up
from tests.fairs.rosters.world import HEAD, line, sheet, sign_up_of
from tests.jobs.employers.world import make_employer
from tests.jobs.importing.world import newest
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import a_phone, make_account
from tests.people.veterans.world import make_veteran
from tests.support.rows import save

FIRM = "怀远县顺达物流有限公司"


@pytest.fixture
def fair(app):
    return make_fair(FairStatus.RUNNING)


@pytest.fixture
def booking(fair):
    employer = make_employer(name=FIRM)
    vacancy = make_vacancy(employer=employer, title="货车司机")
    found = book(fair, employer, make_booths(fair, 1)[0])
    offer(fair, vacancy)
    return found


@pytest.fixture
def run(app, tmp_path):
    def command(verb: str, *lines: str, more: tuple[str, ...] = (), head: str = HEAD):
        path = tmp_path / "名册.csv"
        path.write_bytes(sheet(*lines, head=head))
        extra = ["--json"] if verb == "check" else ["--force"]
        return app.test_cli_runner().invoke(cli, [verb, "rosters", str(path), *extra, *more])

    return command


@pytest.fixture
def judged(run):
    def rows(*lines: str, more: tuple[str, ...] = (), head: str = HEAD) -> list[dict]:
        return json.loads(run("check", *lines, more=more, head=head).stdout)

    return rows


@pytest.fixture
def load(run):
    def imported(*lines: str, more: tuple[str, ...] = (), head: str = HEAD) -> int:
        result = run("import", *lines, more=more, head=head)
        assert result.exit_code == 0, result.output
        return newest().id

    return imported


@pytest.fixture
def undo(app):
    def command(batch_id: int) -> str:
        return app.test_cli_runner().invoke(cli, ["undo", str(batch_id)]).output

    return command


def test_a_person_in_the_list_is_signed_up_once(fair, load):
    phone = a_phone()
    veteran = make_veteran(name="李大山", phone=phone)

    load(line("李 大 山", phone=phone), line("李大山", phone=phone))

    row = sign_up_of("李大山")
    assert (row.veteran_id, row.fair_id) == (veteran.id, fair.id)
    assert (row.status, row.checked_in_at) == (SignUpStatus.SIGNED, None)
    assert db.session.query(SignUp).count() == 1


def test_who_signed_up_before_is_only_checked_in(fair, judged, load, undo):
    phone = a_phone()
    before = sign_up(fair, make_veteran(name="李大山", phone=phone))

    (row,) = judged(line("李大山", phone=phone, came="是"))
    batch = load(line("李大山", phone=phone, came="是"))

    assert row["status"] == "changed"
    checked = sign_up_of("李大山")
    assert (checked.id, checked.check_in_method) == (before.id, CheckInMethod.PAPER)
    assert db.session.query(CheckInNote).count() == 1
    undo(batch)
    assert sign_up_of("李大山").checked_in_at is None
    assert db.session.query(CheckInNote).count() == 0


def test_a_newcomer_is_registered_and_agreed_to_nothing(fair, load, undo):
    batch = load(line("李大山", came="√"))

    veteran = db.session.query(Veteran).one()
    assert veteran.import_batch_id == batch
    assert sign_up_of("李大山").is_walk_in
    assert "已撤销 1 行" in undo(batch)
    assert db.session.query(Veteran).count() == db.session.query(SignUp).count() == 0


def test_newcomers_are_left_out_where_so_answered(fair, judged):
    (row,) = judged(line("李大山"), more=("--set", "newcomers=skip"))

    assert row["status"] == "refused"
    assert any("没有登记过" in note for note in row["notes"])


def test_all_of_a_check_in_list_are_in(fair, load):
    load(line("李大山"), line("王小河", came="否"), more=("--set", "meaning=came"))

    assert sign_up_of("李大山").checked_in_at
    assert sign_up_of("王小河").checked_in_at is None


def test_a_name_alone_is_the_only_one_signed_up(fair, judged):
    sign_up(fair, make_veteran(name="李大山"))
    for _ in range(2):
        sign_up(fair, make_veteran(name="王小河"))

    alone, several, nobody = judged(
        line("李大山", phone="", came="是"),
        line("王小河", phone="", came="是"),
        line("赵平", phone="", came="是"),
    )

    assert (alone["status"], several["status"], nobody["status"]) == (
        "changed", "refused", "refused",
    )  # fmt: skip
    assert any("同名" in note for note in several["notes"])


def test_a_column_names_the_fair_of_each_line(fair, load):
    other = make_fair(FairStatus.RUNNING, title="常坟镇专场招聘会")

    load(f"李大山,{a_phone()},常坟镇专场招聘会", f"王小河,{a_phone()},", head="姓名,手机号,招聘会")

    assert sign_up_of("李大山").fair_id == other.id
    assert sign_up_of("王小河").fair_id in (fair.id, other.id)


def test_a_fair_that_is_over_takes_only_who_came(app, judged):
    make_fair(FairStatus.ENDED)

    signed, came = judged(line("李大山"), line("王小河", came="是"))

    assert (signed["status"], came["status"]) == ("refused", "new")


@pytest.mark.parametrize("status", [FairStatus.CLOSED, FairStatus.CANCELLED, FairStatus.DRAFT])
def test_a_fair_that_takes_nobody_refuses_every_line(app, judged, status):
    make_fair(status)

    (row,) = judged(line("李大山"))

    assert row["status"] == "refused"
    assert any("看不出是哪一场招聘会" in note for note in row["notes"])


def test_nobody_is_in_before_the_day(app, judged):
    make_fair(FairStatus.PUBLISHED)

    (row,) = judged(line("李大山", came="是"))

    assert row["status"] == "new"
    assert any("还没到招聘会那一天" in note for note in row["notes"])


@pytest.mark.parametrize(
    ("written", "outcome", "is_signed"),
    [
        ("有意向", Outcome.INTENT, False),
        ("达成就业意向", Outcome.INTENT, False),
        ("现场签约", Outcome.INTENT, True),
        ("面谈", Outcome.MET, False),
        ("", Outcome.MET, False),
        ("不合适", Outcome.UNFIT, False),
        ("未达成意向", Outcome.UNFIT, False),
    ],
)
def test_a_result_is_a_meeting_and_brings_the_person_in(booking, load, written, outcome, is_signed):
    load(line("李大山", employer=FIRM, result=written, reason="工资低"))

    meeting = db.session.query(Meeting).one()
    assert (meeting.booking_id, meeting.outcome, meeting.is_signed) == (
        booking.id, outcome, is_signed,
    )  # fmt: skip
    assert sign_up_of("李大山").checked_in_at


def test_an_intention_for_a_vacancy_of_a_person_who_agreed_is_an_application(booking, load):
    phone = a_phone()
    make_veteran(name="李大山", phone=phone)

    load(
        line("李大山", phone=phone, employer=FIRM, vacancy="货车司机", result="有意向"),
        line("王小河", employer=FIRM, vacancy="货车司机", result="有意向"),
    )

    application = db.session.query(Application).one()  # the newcomer agreed to nothing
    assert application.origin is Origin.FAIR
    assert [one.vacancy_id for one in db.session.query(Meeting)] == [application.vacancy_id] * 2


def test_several_employers_of_a_person_are_several_lines(fair, booking, load):
    second = make_employer(name="怀远县安居物业有限公司")
    phone = a_phone()
    with transaction(audited=False):
        booking.employer_id = second.id
    third = book(fair, make_employer(name=FIRM), _another_booth(fair))

    load(
        line("李大山", phone=phone, employer="怀远县安居物业有限公司", result="面谈"),
        line("李大山", phone=phone, employer=FIRM, result="签约"),
        more=("--set", f"fair={fair.id}"),
    )

    assert db.session.query(SignUp).count() == 1
    assert {one.booking_id for one in db.session.query(Meeting)} == {booking.id, third.id}


def _another_booth(fair):
    return save(FairBooth(fair_id=fair.id, number="B01", map_row=1, map_column=0))


def test_a_result_of_an_employer_without_a_booth_is_noted(fair, judged):
    (row,) = judged(line("李大山", employer="某某公司", result="签约"))

    assert any("没有这家单位的展位" in note for note in row["notes"])
    assert row["status"] == "new"  # the sign-up is


def test_a_recorded_meeting_is_changed_and_restored_by_the_undo(booking, judged, load, undo):
    phone = a_phone()
    load(line("李大山", phone=phone, employer=FIRM, result="面谈"))

    same = line("李大山", phone=phone, employer=FIRM, result="面谈")
    other = line("李大山", phone=phone, employer=FIRM, result="签约")
    statuses = [judged(one)[0]["status"] for one in (same, other)]
    batch = load(other)
    changed = db.session.query(Meeting.outcome, Meeting.is_signed).one()
    undo(batch)
    db.session.rollback()

    assert statuses == ["same", "changed"]
    assert tuple(changed) == (Outcome.INTENT, True)
    assert tuple(db.session.query(Meeting.outcome, Meeting.is_signed).one()) == (
        Outcome.MET, False,
    )  # fmt: skip


def test_a_check_in_stays_once_an_employer_met_the_person(booking, load, undo):
    phone = a_phone()
    row = sign_up(booking.fair, make_veteran(name="李大山", phone=phone))
    batch = load(line("李大山", phone=phone, came="是"))
    with transaction(audited=False) as session:
        session.add(
            Meeting(
                booking_id=booking.id, sign_up_id=row.id, outcome=Outcome.MET, met_at=clock.now()
            )
        )

    output = undo(batch)

    assert "都有人动过了" in output
    assert sign_up_of("李大山").checked_in_at


def test_the_fair_is_chosen_on_the_page(fair, sign_in):
    other = make_fair(FairStatus.RUNNING, title="常坟镇专场招聘会")
    browser = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    sent = {"file": (io.BytesIO(sheet(line("李大山"))), "名册.csv")}
    browser.post("/imports/new?noun=rosters", data=sent, content_type="multipart/form-data")

    page = browser.get(f"/imports/{newest().id}/columns").text

    assert "哪一场招聘会" in page
    assert all(f'value="{one.id}"' in page for one in (fair, other))


def test_five_thousand_lines_hold_the_writer_for_less_than_three_seconds(fair, run, monkeypatch):
    """CPU time of the transaction alone: reading and encrypting come before it."""
    spent = []
    before = runs.operations.load_batch

    def timed(*arguments):
        started = time.process_time()
        batch = before(*arguments)
        db.session.flush()
        spent.append(time.process_time() - started)
        return batch

    monkeypatch.setattr(runs.operations, "load_batch", timed)
    people = (line(f"李{number}山", came="是") for number in range(5000))
    result = run("import", *people)

    assert result.exit_code == 0, result.output
    assert newest().rows_loaded == 5000
    assert db.session.query(CheckInNote).count() == 5000
    assert spent[0] < 3
