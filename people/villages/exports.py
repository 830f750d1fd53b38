"""Exports of the villages and of the people of one."""

from collections.abc import Sequence
from typing import Any

from core.access import BUREAU_READERS, COUNTY_READERS
from people.accounts.models import Account
from people.divisions.queries import place_name
from people.veterans.exports import shown, veteran_cells
from people.villages import queries
from people.villages.queries import Line
from people.villages.views.lists import asked_people, asked_villages, asked_without
from sheets.exporting import ListExport, day, digits, number, text


def _lines(rows: Sequence[Any], _viewer: Account) -> list[Line]:
    return queries.lines(rows)


PERSON = (
    *veteran_cells(),
    day("退役日期", lambda one: one.retired_on),
    text("就业状态", lambda one: one.status_words),
)
VILLAGES = ListExport(
    "villages",
    "村和社区",
    "个",
    "villages.index",
    BUREAU_READERS,
    asked_villages,
    (
        digits("代码", lambda line: line.village.code, 16),
        text("村、社区", lambda line: line.village.name, 20),
        text("乡镇", lambda line: place_name(line.village.code[:9]), 20),
        number("退役军人", lambda line: line.people),
        number("没有就业", lambda line: line.idle),
    ),
    entries=_lines,
)
PEOPLE = ListExport(
    "village-people",
    "村、社区的人",
    "人",
    "villages.detail",
    COUNTY_READERS,
    asked_people,
    PERSON,
    people=shown,
)
WITHOUT = ListExport(
    "without-village",
    "没有填村、社区的人",
    "人",
    "villages.without",
    BUREAU_READERS,
    asked_without,
    PERSON,
    people=shown,
)
EXPORTS = (VILLAGES, PEOPLE, WITHOUT)
