"""Check-ins recorded away from the desk: paper lists, offline devices, doubtful records."""

import json
import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from core import clock, looks
from core.access import Role
from core.audit import AuditEvent, people_of
from core.db import db, transaction
from fairs.fairs import operations
from fairs.fairs.facts import CheckInRecord
from fairs.fairs.models import CheckInNote, Doubt, DoubtfulNote, FairStatus
from people.accounts.models import Account
from tests.fairs.fairs.world import OWN_COUNTY, came, make_fair, make_note, sign_up
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import AT_THE_DESK, make_veteran
from tests.support.rows import fresh


@pytest.fixture
def clerk(sign_in):
    return sign_in(make_account(role=Role.CLERK, name="周站长"))


def count(model, *conditions) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def type_in(browser, fair, *lines: str):
    """Send a paper list."""
    return browser.post(f"/fairs/{fair.id}/door/paper", data={"lines": "\n".join(lines)})


def test_a_paper_list_counts_everyone_once_and_returns_doubtful_lines(clerk):
    fair = make_fair(FairStatus.RUNNING)
    li = sign_up(fair, make_veteran(name="李大山"))
    sign_up(fair, make_veteran(name="王小河"))
    sign_up(fair, make_veteran(name="同名"))
    sign_up(fair, make_veteran(name="同名"))
    make_veteran(name="没报名的")
    lines = (li.code, "李大山", "王小河", "同名", "没报名的", "谁也不是", "王小河")

    answer = type_in(clerk, fair, *lines)
    again = type_in(clerk, fair, *lines)

    assert "新签到 3 人，以前签过 2 行，拿不准 2 行" in answer.text
    assert "和第 1 行是同一个人" in answer.text
    assert "有 2 个人都对得上" in answer.text
    assert "没有找到这个人" in answer.text
    assert "新签到 0 人，以前签过 5 行，拿不准 2 行" in again.text
    assert "纸质名单补录签到" in again.text
    assert came(fair) == 3


def test_a_paper_list_typed_again_is_a_look_at_its_people(clerk):
    """The answer gives the time each of them checked in."""
    fair = make_fair(FairStatus.RUNNING)
    row = sign_up(fair, make_veteran(name="李大山"))
    type_in(clerk, fair, "李大山")

    type_in(clerk, fair, "李大山", "谁也不是")

    db.session.rollback()
    looked = select(AuditEvent).where(AuditEvent.action == looks.SEEN)
    assert [people_of(one) for one in db.session.scalars(looked)] == [[row.veteran_id]] * 2


def test_a_paper_list_typed_again_after_an_undo_counts(clerk):
    fair = make_fair(FairStatus.RUNNING)
    row = sign_up(fair, make_veteran(name="胡健"))
    type_in(clerk, fair, "胡健")
    clerk.post(f"/fairs/{fair.id}/door/{row.id}/undo")

    page = type_in(clerk, fair, "胡健")

    assert "新签到 1 人" in page.text
    assert fresh(row).checked_in_at is not None


@pytest.mark.parametrize(
    "line",
    [
        "13800000001",
        "1. 李大山 0001",
        "李大山，34032119000101003x",
        "003X",
        "姓名：李大山　手机：138 0000 0001",
    ],
)
def test_a_paper_line_may_be_any_number(clerk, line):
    fair = make_fair(FairStatus.RUNNING)
    sign_up(fair, make_veteran(name="李大山", phone="13800000001", id_number="34032119000101003X"))
    sign_up(fair, make_veteran(name="李大山"))

    type_in(clerk, fair, line)

    assert came(fair) == 1


def test_doubtful_lines_stay_in_the_form_and_can_be_sent_again(clerk):
    fair = make_fair(FairStatus.RUNNING)
    sign_up(fair, make_veteran(name="李大山"))
    key = {"form_key": "a-key-of-a-form"}

    first = clerk.post(f"/fairs/{fair.id}/door/paper", data=key | {"lines": "李大山\n李小山"})
    made = first.text.split('name="form_key" value="')[1].split('"')[0]

    assert re.search(r">\s*李小山</textarea>", first.text)
    assert made != key["form_key"]  # with the spent key the corrected list would be held


def offline(people, device: str) -> list[dict[str, str]]:
    """Return the check-ins a device recorded without a network."""
    at = (clock.now() - timedelta(minutes=5)).isoformat()
    return [{"key": f"{device}-{row.id}", "who": row.code, "at": at} for row in people]


def send(browser, fair, records, **more):
    """Send records like a device: one document each."""
    notes = [one if isinstance(one, str) else json.dumps(one) for one in records]
    return browser.post(f"/fairs/{fair.id}/door/batch", data={"note": notes} | more)


def test_offline_check_ins_sent_twice_count_once(clerk):
    fair = make_fair(FairStatus.RUNNING)
    people = [sign_up(fair, make_veteran(name=f"老兵{n}")) for n in range(20)]

    first = send(clerk, fair, offline(people, "a"))
    again = send(clerk, fair, offline(people, "a"))
    other = send(clerk, fair, offline(people, "b"))

    assert [one["label"] for one in first.json["lines"]] == ["新签到"] * 20
    assert [one["label"] for one in again.json["lines"]] == ["以前签过"] * 20
    assert other.json["came"] == 0
    assert came(fair) == 20
    assert count(CheckInNote) == 40  # both devices' records are kept, people counted once
    noted = db.session.scalars(select(CheckInNote.noted_at)).first()
    assert noted < clock.now() - timedelta(minutes=4)  # when it happened, not when it was sent


def test_a_record_sent_again_after_an_undo_does_not_claim_that_the_person_is_in(clerk):
    fair = make_fair(FairStatus.RUNNING)
    row = sign_up(fair, make_veteran())
    send(clerk, fair, offline([row], "a"))
    clerk.post(f"/fairs/{fair.id}/door/{row.id}/undo")

    again = send(clerk, fair, offline([row], "a")).json["lines"]
    new = send(clerk, fair, offline([row], "b")).json["lines"]

    assert [one["label"] for one in again] == ["签到后来撤销了，没有再签"]
    assert [one["label"] for one in new] == ["新签到"]
    assert came(fair) == 1


BAD = [
    "[]x",
    "{}",
    "5",
    "null",
    '{"key": "a"}',
    '{"key": "", "who": "李大山"}',
    '{"key": "k", "who": ["李大山"]}',
    '{"key": "k", "who": "\\ud800"}',
    '{"key": "\\ud800", "who": "李大山"}',
    '{"key": "k", "who": "\\u0000"}',
    '{"key": "k", "key": "l", "who": "李大山"}',
    "[" * 1000,
    "[" * 50_000,
    '{"key": "k", "token": "t", "sealed": "AAAA"}',
    '{"key": "k", "token": "t", "sealed": "不是"}',
    json.dumps({"key": "k" * 65, "who": "李大山"}),
    json.dumps({"key": "k", "who": " "}),
    json.dumps({"key": "k", "who": "李" * 81}),
    json.dumps({"key": "k", "who": "谁也不是"}),
]


@pytest.mark.parametrize("bad", BAD, ids=range(len(BAD)))
def test_a_bad_record_is_kept_for_staff_and_the_others_count(clerk, bad):
    fair = make_fair(FairStatus.RUNNING)
    first, last = (sign_up(fair, make_veteran(name=name)) for name in ("李大山", "王小河"))

    answer = send(clerk, fair, [*offline([first], "a"), bad, *offline([last], "a")])
    again = send(clerk, fair, [bad])

    assert answer.status_code == 200
    assert [one["delivered"] for one in answer.json["lines"]] == [True, False, True]
    assert answer.json["lines"][1]["why"]
    assert again.json["lines"][0]["why"] == answer.json["lines"][1]["why"]
    assert came(fair) == 2
    assert count(DoubtfulNote) == 1  # the same record again is the same
    assert "没认出的离线签到" in clerk.get(f"/fairs/{fair.id}/door").text


@pytest.mark.parametrize(
    "at",
    [
        "0001-01-01T00:00:00+08:00",
        "1970-01-01T00:00:00+00:00",
        "2099-01-01T00:00:00+08:00",
        "9999-12-31T23:59:59-08:00",
        "2026-01-01T09:00:00",
        "今天上午",
        None,
    ],
)
def test_a_record_with_a_wrong_time_waits_for_staff_and_the_others_count(clerk, at):
    fair = make_fair(FairStatus.RUNNING)
    right, wrong = (sign_up(fair, make_veteran(name=name)) for name in ("李大山", "王小河"))
    records = [*offline([right], "a"), offline([wrong], "a")[0] | {"at": at}]

    answer = send(clerk, fair, records)

    assert (answer.status_code, answer.json["came"]) == (200, 1)
    assert "时间可疑" in answer.json["lines"][1]["why"]
    assert fresh(wrong).checked_in_at is None
    assert db.session.scalars(select(DoubtfulNote.doubt)).one() is Doubt.TIME


@pytest.mark.parametrize("off", [timedelta(days=20_000), timedelta(days=-3000), timedelta(hours=5)])
def test_a_clock_that_is_wrong_is_set_right_by_the_server_and_marked(clerk, off):
    fair = make_fair(FairStatus.RUNNING)
    row = sign_up(fair, make_veteran(name="李大山"))
    record = offline([row], "a")[0]
    record["at"] = (datetime.fromisoformat(record["at"]) + off).isoformat()

    send(clerk, fair, [record], sent_at=(clock.now() + off).isoformat())

    stored = fresh(row).checked_in_at
    assert stored is not None
    assert abs(clock.now() - timedelta(minutes=5) - stored) < timedelta(minutes=4)
    assert "时间可疑" in clerk.get(f"/fairs/{fair.id}/door").text


@pytest.mark.parametrize("sent_at", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00", "?"])
def test_an_impossible_time_of_sending_breaks_nothing(clerk, sent_at):
    fair = make_fair(FairStatus.RUNNING)
    row = sign_up(fair, make_veteran())

    answer = send(clerk, fair, offline([row], "a"), sent_at=sent_at)

    assert answer.status_code == 200


def test_a_record_of_days_before_counts_for_nobody_on_the_day(clerk):
    fair = make_fair(FairStatus.RUNNING)
    row = sign_up(fair, make_veteran())
    record = offline([row], "a")[0] | {"at": (clock.now() - timedelta(days=9)).isoformat()}

    send(clerk, fair, [record])

    assert came(fair) == 0
    assert count(DoubtfulNote) == 1


def test_a_batch_before_the_day_is_refused_and_stays_on_the_device(clerk):
    fair = make_fair(FairStatus.PUBLISHED)
    row = sign_up(fair, make_veteran())

    answer = send(clerk, fair, offline([row], "a"))

    assert answer.status_code == 422
    assert "当天才能签到" in answer.json["errors"][0]
    assert count(DoubtfulNote) == count(CheckInNote) == 0


@pytest.mark.parametrize("notes", [[], ["{}"] * 501])
def test_an_empty_or_endless_batch_is_refused(clerk, notes):
    fair = make_fair(FairStatus.RUNNING)

    assert send(clerk, fair, notes).status_code == 422


@pytest.mark.parametrize(
    "who", ["13800000001", "３４０３２１19000101003x", "李大山 003X", "李大山"]
)
def test_offline_records_hold_whatever_works_at_the_desk(clerk, who):
    fair = make_fair(FairStatus.RUNNING)
    row = sign_up(
        fair, make_veteran(name="李大山", phone="13800000001", id_number="34032119000101003X")
    )

    answer = send(clerk, fair, [offline([row], "a")[0] | {"who": who}])

    assert came(fair) == 1
    for number in ("13800000001", "34032119000101003X"):
        assert number not in answer.text


def test_two_who_fit_are_not_guessed_but_asked(clerk):
    fair = make_fair(FairStatus.RUNNING)
    first, second = (sign_up(fair, make_veteran(name="同名")) for _ in range(2))
    send(clerk, fair, [offline([first], "a")[0] | {"who": "同名"}])
    db.session.rollback()
    note = db.session.scalars(select(DoubtfulNote)).one()

    page = clerk.post(f"/fairs/{fair.id}/door/notes/{note.id}")
    clerk.post(f"/fairs/{fair.id}/door/{second.id}", data={"method": "NAME", "note": note.id})

    assert note.doubt is Doubt.AMBIGUOUS
    assert "2 个人都对得上" in page.text
    assert f'name="note" value="{note.id}"' in page.text
    assert fresh(second).checked_in_at is not None
    assert fresh(first).checked_in_at is None
    settled = fresh(note)
    assert (settled.sign_up_id, settled.words_sealed) == (second.id, None)


def test_a_newcomer_noted_offline_is_registered_from_the_record(clerk):
    fair = make_fair(FairStatus.RUNNING)
    note = make_note(fair, "李大山 13912345678")

    page = clerk.post(f"/fairs/{fair.id}/door/notes/{note.id}")
    form = AT_THE_DESK | {"township_code": CHANGFEN, "note": str(note.id)}
    clerk.post(f"/fairs/{fair.id}/door/newcomer", data=form)

    assert page.status_code == 422
    assert 'value="13912345678"' in page.text
    assert came(fair) == 1
    assert fresh(note).settled_at is not None


def test_who_walks_in_by_a_record_settles_it(clerk):
    fair = make_fair(FairStatus.RUNNING)
    veteran = make_veteran(name="李大山")
    note = make_note(fair, "李大山")

    clerk.post(f"/fairs/{fair.id}/door/walk-in/{veteran.id}", data={"note": note.id})

    assert came(fair) == 1
    assert fresh(note).settled_at is not None


def test_a_record_that_fits_when_it_comes_again_settles_itself(clerk):
    fair = make_fair(FairStatus.RUNNING)
    record = {"key": "k", "who": "李大山", "at": clock.now().isoformat()}
    send(clerk, fair, [record])
    make_veteran(name="李大山")

    answer = send(clerk, fair, [record])

    assert answer.json["came"] == came(fair) == 1
    assert db.session.scalars(select(DoubtfulNote.settled_at)).one() is not None


def test_a_record_that_is_nobodys_is_struck_out_once_and_its_words_are_deleted(clerk):
    fair = make_fair(FairStatus.RUNNING)
    note = make_note(fair)
    path = f"/fairs/{fair.id}/door/notes/{note.id}/drop"

    first, second = clerk.post(path), clerk.post(path)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "这一条已经处理过了" in second.text
    assert fresh(note).words is None
    assert came(fair) == 0


def test_a_record_of_another_fair_is_not_found(clerk):
    fair, other = make_fair(FairStatus.RUNNING), make_fair(FairStatus.RUNNING)
    note, row = make_note(other), sign_up(fair, make_veteran())

    answers = [
        clerk.post(f"/fairs/{fair.id}/door/notes/{note.id}"),
        clerk.post(f"/fairs/{fair.id}/door/notes/{note.id}/drop"),
        clerk.post(f"/fairs/{fair.id}/door/{row.id}", data={"note": note.id}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert came(fair) == 0


def test_records_are_stored_encrypted_and_shown_masked(clerk):
    fair = make_fair(FairStatus.RUNNING)
    make_note(fair, "王小河 13800000001")

    page = clerk.get(f"/fairs/{fair.id}/door").text

    assert "王小河 138****0001" in page
    assert "13800000001" not in page
    assert "王小河" not in db.session.scalars(select(DoubtfulNote.words_sealed)).one()


def test_closing_a_fair_deletes_what_still_waits(sign_in):
    fair = make_fair(FairStatus.ENDED)
    note = make_note(fair)
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))

    officer.post(f"/fairs/{fair.id}/do/close", data={"version": fresh(fair).version})

    assert fresh(note).words is None
    assert fresh(note).settled_at is not None


def test_a_batch_is_merged_in_one_operation(app):
    fair = make_fair(FairStatus.RUNNING)
    row = sign_up(fair, make_veteran())
    account = make_account(role=Role.OFFICER, name="陈主任")

    with transaction() as session:
        merged = operations.merge_check_ins(
            session.get_one(type(fair), fair.id),
            [CheckInRecord("k1", row.code, clock.now())],
            by=session.get_one(Account, account.id),
            county=OWN_COUNTY,
        )

    assert (merged.came, merged.repeats, merged.doubtful) == (1, 0, ())
