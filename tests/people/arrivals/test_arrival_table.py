"""The table of a year: narrowed, counted, ticked in cells and for many at once, taken back."""

import io
import re
from datetime import date, timedelta

import pytest

from core import clock
from core.access import Role
from core.db import db, transaction
from people.arrivals import queries, seen
from people.arrivals.models import Arrival, ItemEntry, ItemStatus, ModeGroup, Way
from people.arrivals.queries import Ask, Part
from people.veterans.models import ResettlementMode
from tests.people.accounts.world import make_account
from tests.people.arrivals.world import item_of, make_arrival
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import make_veteran
from tests.support.counting import words_of

DONE, OPEN = ItemStatus.DONE, ItemStatus.OPEN
TODAY = clock.today()
YEAR = (TODAY - timedelta(days=40)).year
PDF = b"%PDF-1.4 choice"
Mode = ResettlementMode


@pytest.fixture
def chen(app):
    return make_account(role=Role.OFFICER, name="陈主任")


@pytest.fixture
def officer(sign_in, chen):
    return sign_in(chen)


def received(name: str, mode: Mode | None = Mode.SELF_EMPLOY, **more) -> Arrival:
    return make_arrival(make_veteran(name=name, resettlement_mode=mode, **more))


def cells(*arrivals: Arrival) -> str:
    """Return what a page that shows these people sends back of its cells."""
    db.session.rollback()
    rows = [db.session.get_one(Arrival, one.id) for one in arrivals]
    return seen.written(item for row in rows for item in row.items)


def send(browser, page: str, *ticked: int, day: date = TODAY, **more):
    data = {"do": "cells", "seen": page, "done": list(ticked), "done_on": day.isoformat()}
    return browser.post(f"/arrivals?year={YEAR}", data=data | more)


def statuses(arrival: Arrival, *keys: str) -> list[ItemStatus]:
    return [item_of(arrival, key).status for key in keys]


def test_people_are_counted_apart_by_their_way_of_resettlement(officer, chen):
    for number, mode in enumerate([*[Mode.SELF_EMPLOY] * 3, *[Mode.ASSIGNED] * 2, Mode.TRANSFER]):
        received(f"老兵{number}", mode)
    received("没写的", None)
    received("复员的", Mode.DEMOB)

    counts = queries.group_counts(chen, Ask(YEAR))
    page = re.sub(r"\s", "", words_of(officer.get(f"/arrivals?year={YEAR}&mode=ALL").text))

    assert counts == {
        ModeGroup.SELF: 3,
        ModeGroup.ASSIGNED: 2,
        ModeGroup.TRANSFER: 1,
        ModeGroup.OTHER: 1,
        ModeGroup.UNKNOWN: 1,
    }
    for words in (f"{YEAR}年接收8人", "自主就业3", "安排工作2", "转业1"):
        assert words in page, words
    assert officer.get(f"/arrivals?year={YEAR}&mode=TRANSFER").text.count('data-row="rows"') == 1


def test_each_way_of_resettlement_has_the_columns_of_its_items(officer):
    received("自主的")
    received("安排的", Mode.ASSIGNED)

    own = officer.get(f"/arrivals?year={YEAR}&mode=SELF").text
    assigned = officer.get(f"/arrivals?year={YEAR}&mode=ASSIGNED").text

    assert ">经济补助</th>" in own
    assert ">选岗确认</th>" not in own
    assert ">选岗确认</th>" in assigned
    assert ">经济补助</th>" not in assigned


def test_a_list_is_narrowed_by_what_is_lacking_by_township_and_by_part(officer, chen):
    done, late = received("办好的"), received("逾期的")
    far = received("外乡的", township_code=CHANGFEN)
    ids = [item.id for item in done.items]
    answer = send(officer, cells(done), *ids)

    def names(**asked) -> set[str]:
        db.session.rollback()
        rows = db.session.scalars(queries.arrivals(chen, Ask(YEAR, **asked))).all()
        return {row.veteran.name for row in rows}

    assert answer.status_code == 302, answer.text
    assert names(lacks="card") == {"逾期的", "外乡的"}
    assert names(has="card") == {"办好的"}
    assert names(part=Part.DONE) == {"办好的"}
    assert names(part=Part.LATE) == {"逾期的", "外乡的"}
    assert names(part=Part.SOON) == set()
    assert names(township=CHANGFEN) == {"外乡的"}
    assert late.id != far.id
    with transaction(audited=False):
        item_of_late = db.session.get_one(Arrival, late.id).items[0]
        item_of_late.due_on = clock.today() + timedelta(days=5)
    assert names(part=Part.SOON) == {"逾期的"}


def test_who_is_latest_comes_first_and_heads_sort(officer):
    received("不急的", Mode.DEMOB)
    late = received("最急的", Mode.DEMOB)
    with transaction(audited=False):
        for item in db.session.get_one(Arrival, late.id).items:
            item.due_on = clock.today() - timedelta(days=1)
    address = f"/arrivals?year={YEAR}&mode=ALL"

    def order(more: str = "") -> list[str]:
        return re.findall(r'class="who">\s*<a [^>]*>(\w+)</a>', officer.get(address + more).text)

    assert order() == ["最急的", "不急的"]
    assert order("&sort=late&dir=asc") == ["不急的", "最急的"]
    assert order("&sort=name&dir=desc") == sorted(order(), reverse=True)


def test_the_page_sends_what_the_view_reads(officer):
    arrival = received("李大山")
    page = officer.get(f"/arrivals?year={YEAR}").text

    for name in ("seen", "done_on", "item"):
        assert page.count(f'name="{name}"') == 1, name
    assert page.count('name="done"') == len(arrival.items)
    assert page.count('name="chosen"') == 1
    assert 'value="cells"' in page
    assert 'value="together"' in page
    assert f'value="{cells(arrival)}"' in page


def test_cells_are_ticked_and_cleared_with_one_day(officer, chen):
    arrival = received("李大山")
    letter, card = item_of(arrival, "letter").id, item_of(arrival, "card").id
    day = TODAY - timedelta(days=2)

    answer = send(officer, cells(arrival), letter, card, day=day)
    ticked = statuses(arrival, "letter", "card", "household")
    send(officer, cells(arrival), letter)

    assert answer.status_code == 302
    assert ticked == [DONE, DONE, OPEN]
    assert (item_of(arrival, "letter").done_on, item_of(arrival, "letter").done_by) == (
        day,
        chen.id,
    )
    assert statuses(arrival, "letter", "card") == [DONE, OPEN]
    assert item_of(arrival, "card").done_on is None
    page = words_of(officer.get(f"/arrivals/{arrival.id}").text)
    assert "陈主任 已办 → 未办" in page
    assert "在表里勾" in page


def test_reporting_in_the_table_is_the_day_of_the_report(officer):
    arrival = received("李大山")

    send(officer, cells(arrival), item_of(arrival, "report").id)

    db.session.rollback()
    assert db.session.get_one(Arrival, arrival.id).reported_on == TODAY


def test_what_another_changed_meanwhile_stays_and_is_named(officer, sign_in):
    arrival = received("李大山")
    old_page = cells(arrival)
    card, plaque = item_of(arrival, "card").id, item_of(arrival, "plaque").id
    other = sign_in(make_account(role=Role.OFFICER, name="另一位"))
    other.post(f"/arrivals/items/{card}", data={"status": "NOT_NEEDED", "note": "已经有了"})

    send(officer, old_page, card, plaque)

    shown = officer.get(f"/arrivals?year={YEAR}").text
    assert statuses(arrival, "card", "plaque") == [ItemStatus.NOT_NEEDED, DONE]
    assert "李大山的“优待证申领”别人刚改过，没有动" in shown


def test_two_who_tick_the_same_cell_record_it_once(officer, sign_in):
    arrival = received("李大山")
    old_page, card = cells(arrival), item_of(arrival, "card").id
    other = sign_in(make_account(role=Role.OFFICER, name="另一位"))

    send(other, old_page, card)
    answer = send(officer, old_page, card)

    assert answer.status_code == 422
    assert "别人已经记过了，没有要改的。" in answer.text
    assert db.session.query(ItemEntry).count() == 1


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({}, "没有改动，没有要保存的。"),
        ({"done_on": ""}, "请填办理日期。"),
        ({"done_on": "2999-01-01"}, "年份请填"),
        ({"seen": "1.x"}, "这一页的内容不完整"),
        ({"do": "together", "item": "card"}, "请先勾选人，再一起办。"),
        ({"do": "together", "chosen": ["1"]}, "请选办哪一件。"),
    ],
)
def test_what_cannot_be_saved_is_refused_in_a_sentence(officer, more, message):
    arrival = received("李大山")

    answer = send(officer, cells(arrival), **more)

    assert answer.status_code == 422
    assert message in answer.text
    assert "李大山" in answer.text


def test_a_day_to_come_is_refused_and_the_ticks_stay_on_the_page(officer):
    arrival = received("李大山")
    card = item_of(arrival, "card").id

    answer = send(officer, cells(arrival), card, day=TODAY + timedelta(days=1))

    assert answer.status_code == 422
    assert "办理日期不能在今天以后。" in answer.text
    assert re.search(rf'value="{card}"[^>]*checked', answer.text)
    assert statuses(arrival, "card") == [OPEN]


def test_one_item_is_recorded_for_the_people_chosen_and_taken_back(officer):
    first, second, third = received("甲"), received("乙"), received("丙")
    send(officer, cells(third), item_of(third, "card").id)
    chosen = [first.id, second.id, third.id]
    data = {"do": "together", "chosen": chosen, "item": "card", "done_on": TODAY.isoformat()}

    answer = officer.post(f"/arrivals?year={YEAR}", data=data)
    page = officer.get(f"/arrivals?year={YEAR}").text
    ticked = [*statuses(first, "card"), *statuses(second, "card")]
    undo = re.search(r"/arrivals/undo/\w+", page).group()
    officer.post(
        f"/arrivals/items/{item_of(second, 'card').id}", data={"status": "DONE", "note": "领了"}
    )
    taken_back = officer.post(undo)

    assert answer.status_code == 302
    assert "已记下 2 人的 2 件。" in page
    assert ticked == [DONE, DONE]
    assert taken_back.status_code == 302
    assert [*statuses(first, "card"), *statuses(second, "card"), *statuses(third, "card")] == [
        OPEN, DONE, DONE,
    ]  # fmt: skip
    assert "乙的“优待证申领”别人刚改过" in officer.get("/arrivals").text
    assert db.session.query(ItemEntry).filter_by(way=Way.UNDO).count() == 1


def test_a_round_is_taken_back_once_and_by_its_own_account(officer, sign_in):
    arrival = received("李大山")
    send(officer, cells(arrival), item_of(arrival, "card").id)
    undo = re.search(r"/arrivals/undo/\w+", officer.get("/arrivals").text).group()
    other = sign_in(make_account(role=Role.OFFICER, name="另一位"))

    stranger = other.post(undo)
    first, second = officer.post(undo), officer.post(undo)

    assert (stranger.status_code, first.status_code, second.status_code) == (404, 302, 422)
    assert "这几件别人都改过了" in second.text
    assert "/arrivals/undo/" not in officer.get("/arrivals").text


def test_a_clerk_ticks_nobody_of_another_township(sign_in):
    stranger = received("外乡人", township_code=CHANGFEN)
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))
    card = item_of(stranger, "card").id
    together = {"do": "together", "chosen": [stranger.id], "item": "card"}

    one = send(clerk, cells(stranger), card)
    many = send(clerk, "", **together)

    assert (one.status_code, many.status_code) == (404, 422)
    assert statuses(stranger, "card") == [OPEN]


def test_a_leader_reads_the_table_without_boxes(sign_in):
    received("李大山")
    leader = sign_in(make_account(role=Role.LEADER, name="刘局长"))

    page = leader.get(f"/arrivals?year={YEAR}").text

    assert "李大山" in page
    assert 'type="checkbox"' not in page
    assert send(leader, "").status_code == 403


def test_a_paper_has_its_number_and_its_file(officer):
    arrival = received("李大山", Mode.ASSIGNED)
    item_id = item_of(arrival, "choice").id
    data = {"status": "DONE", "done_on": TODAY.isoformat(), "paper_no": "选岗2026-8"}

    answer = officer.post(
        f"/arrivals/items/{item_id}",
        data=data | {"file": (io.BytesIO(PDF), "确认表.pdf")},
        content_type="multipart/form-data",
    )

    page = officer.get(f"/arrivals/{arrival.id}").text
    assert answer.status_code == 302
    assert "选岗2026-8" in page
    assert officer.get(f"/arrivals/items/{item_id}/document").data == PDF
    assert "已上传：确认表.pdf" in officer.get(f"/arrivals/items/{item_id}").text


def test_the_paper_of_another_township_is_not_shown(officer, sign_in):
    arrival = received("外乡人", Mode.ASSIGNED, township_code=CHANGFEN)
    item_id = item_of(arrival, "choice").id
    officer.post(
        f"/arrivals/items/{item_id}",
        data={"status": "DONE", "file": (io.BytesIO(PDF), "确认表.pdf")},
        content_type="multipart/form-data",
    )
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))

    assert officer.get(f"/arrivals/items/{item_id}/document").status_code == 200
    assert clerk.get(f"/arrivals/items/{item_id}/document").status_code == 404


def test_work_begins_within_thirty_days_of_the_letter(officer):
    arrival = received("李大山", Mode.ASSIGNED)
    letter = item_of(arrival, "letter").id
    before = item_of(arrival, "post").due_on

    officer.post(f"/arrivals/items/{letter}", data={"status": "DONE", "done_on": TODAY.isoformat()})
    after = item_of(arrival, "post").due_on
    officer.post(f"/arrivals/items/{letter}", data={"status": "OPEN"})

    assert (before, after) == (None, TODAY + timedelta(days=30))
    assert item_of(arrival, "post").due_on is None


def test_another_way_of_resettlement_changes_the_items_and_keeps_the_settled(officer):
    arrival = received("李大山", Mode.ASSIGNED)
    send(officer, cells(arrival), item_of(arrival, "file").id, item_of(arrival, "card").id)
    db.session.rollback()
    version = db.session.get_one(Arrival, arrival.id).version
    data = {"year": YEAR, "approved_on": arrival.approved_on.isoformat(), "version": version}

    answer = officer.post(
        f"/arrivals/{arrival.id}/correct", data=data | {"resettlement_mode": "SELF_EMPLOY"}
    )

    assert answer.status_code == 302, answer.text
    db.session.rollback()
    changed = db.session.get_one(Arrival, arrival.id)
    keys = {item.key for item in changed.items}
    assert changed.group is ModeGroup.SELF
    assert {"file", "card", "allowance"} <= keys
    assert not {"score", "choice", "post"} & keys
    assert statuses(changed, "file", "card", "allowance") == [DONE, DONE, OPEN]
    page = officer.get(f"/arrivals/{arrival.id}").text
    assert "安置方式对不上" in page  # the profile still has the other one


def test_people_are_found_by_name_without_an_address_that_holds_it(officer):
    received("李大山")
    received("王小河")

    answer = officer.post("/arrivals/search", data={"words": "大山"})

    assert "李大山" in answer.text
    assert "王小河" not in answer.text
    assert "接收名单里没有找到" in officer.post("/arrivals/search", data={"words": "赵平"}).text


def test_the_print_and_the_export_have_the_rows_of_the_filter(officer):
    received("李大山")
    received("王小河", Mode.ASSIGNED)
    asked = f"year={YEAR}&mode=SELF"

    printed = officer.get(f"/arrivals/print?{asked}").text
    linked = officer.get(f"/arrivals?{asked}").text

    assert "李大山" in printed
    assert "王小河" not in printed
    assert "1390" not in printed
    assert re.search(r"/exports/new\?[^\"]*list=arrivals", linked)
    assert "mode=SELF" in re.search(r"/exports/new\?[^\"]*", linked).group()


def test_an_empty_year_leads_to_the_import(officer, sign_in):
    leader = sign_in(make_account(role=Role.LEADER, name="刘局长"))

    assert "/imports/new?noun=arrivals" in officer.get("/arrivals").text
    assert "还没有接收的人" in officer.get("/arrivals").text
    assert "/imports/new" not in leader.get("/arrivals").text


def test_the_old_addresses_lead_to_the_new_pages(officer):
    assert officer.get("/arrivals/import").location == "/imports/new?noun=arrivals"
    assert officer.get(f"/arrivals/{YEAR}/sheet.xlsx").location == "/arrivals"
