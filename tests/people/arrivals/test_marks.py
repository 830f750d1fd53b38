"""What people write into a cell of an item, each with its reading."""

from datetime import date

import pytest

from people.arrivals.marks import AHEAD, HIDDEN, NO_DAY, NO_YEAR, TORN, UNREAD, read_mark
from people.arrivals.models import ItemStatus
from sheets.kinds import CellKind

TODAY = date(2026, 11, 30)
DONE, OPEN, NOT_NEEDED = ItemStatus.DONE, ItemStatus.OPEN, ItemStatus.NOT_NEEDED


def read(text, kind=None, *, may_be_absent=False):
    return read_mark(text, kind, may_be_absent=may_be_absent, today=TODAY)


@pytest.mark.parametrize(
    "text", ["√", "✓", "☑", "V", "是", "有", "已办", "已 办", "办结", "1", "已领取"]
)
def test_a_word_for_done_has_no_day(text):
    mark, remark = read(text)

    assert (mark.status, mark.done_on, remark) == (DONE, None, "")


@pytest.mark.parametrize("text", ["×", "x", "否", "无", "未办", "没办", "办理中", "0"])
def test_a_word_for_open(text):
    mark, remark = read(text)

    assert (mark.status, remark) == (OPEN, "")


@pytest.mark.parametrize("text", ["/", "—", "不需要", "免办", "不涉及"])
def test_a_word_for_not_needed_has_its_reason(text):
    mark, _ = read(text)

    assert mark.status is NOT_NEEDED
    assert text in mark.note


@pytest.mark.parametrize(("text", "note"), [("无", "没有"), ("非党员", "非党员"), ("群众", "群众")])
def test_nothing_to_transfer_is_not_needed_where_that_can_be(text, note):
    mark, _ = read(text, may_be_absent=True)

    assert (mark.status, mark.note) == (NOT_NEEDED, note)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2026.9.5", None),
        ("2026年9月5日", None),
        ("2026-09-05 00:00:00", CellKind.DATE),
        ("20260905", None),
        ("46270", CellKind.NUMBER),
        ("26.9.5", None),
        ("已办2026.9.5", None),
        ("2026年9月5日已办", None),
        ("办结：2026-9-5", None),
        ("二〇二六年九月五日", None),
    ],
)
def test_a_day_is_done_on_it(text, kind):
    mark, remark = read(text, kind)

    assert (mark.status, mark.done_on, remark) == (DONE, date(2026, 9, 5), "")


@pytest.mark.parametrize("text", ["怀安介〔2026〕12号", "第 35 号", "介绍信第012号"])
def test_the_number_of_a_paper_is_done_with_it(text):
    mark, remark = read(text)

    assert (mark.status, mark.paper_no, remark) == (DONE, text, "")


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("2026年9月", NO_DAY),
        ("9.5", NO_YEAR),
        ("9月5日", NO_YEAR),
        ("2026.12.31", AHEAD),
        ("大概办了吧", UNREAD),
        ("问一下小李", UNREAD),
        ("去年", UNREAD),
        ("长" * 61, UNREAD),
        ("13912345678第5号", HIDDEN),
    ],
)
def test_what_is_not_whole_has_a_remark(text, remark):
    mark, found = read(text)

    assert found == remark
    assert (mark is not None) is (remark == NO_DAY)


def test_a_torn_month_is_no_day():
    """A spreadsheet keeps 2026.10 and 2026.1 as one number."""
    assert read("2026.1", CellKind.NUMBER) == (None, TORN)
