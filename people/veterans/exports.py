"""Exports of the lists of veterans."""

from typing import Any

from core.access import CASEWORKERS, COUNTY_READERS
from people.divisions.queries import place_name
from people.veterans import queries
from people.veterans.models import Veteran
from people.veterans.views.lists import asked_list
from sheets.exporting import Cell, ListExport, day, identity, label, phone, text


def shown(entry: Veteran) -> tuple[int, ...]:
    """Return the id of the veteran an entry is."""
    return (entry.id,)


def veteran_cells(of: Any = lambda entry: entry) -> tuple[Cell, ...]:
    """Return the columns of who a veteran is; `of` returns the veteran of an entry."""
    return (
        text("姓名", lambda entry: of(entry).name, 12),
        phone("手机号", lambda entry: of(entry).phone),
        identity("身份证号", lambda entry: of(entry).id_number),
        text("乡镇", lambda entry: place_name(of(entry).township_code), 20),
    )


LISTED = (
    *veteran_cells(),
    day("退役日期", lambda one: one.retired_on),
    label("学历", lambda one: one.schooling),
    text("就业状态", lambda one: one.status_words),
    label("核实情况", lambda one: one.verification),
    day("登记日期", lambda one: one.created_at),
)
VETERANS = ListExport(
    "veterans",
    "退役军人名单",
    "人",
    "veterans.index",
    COUNTY_READERS,
    asked_list,
    LISTED,
    people=shown,
)
QUEUE = ListExport(
    "veterans-queue",
    "等核实的退役军人",
    "人",
    "veterans.queue",
    CASEWORKERS,
    queries.waiting_for_verification,
    LISTED,
    people=shown,
)
EXPORTS = (VETERANS, QUEUE)
