"""Exports of the stations and their tasks."""

from collections.abc import Sequence

from core import clock
from core.access import BUREAU_READERS, COUNTY_READERS
from people.accounts.models import Account
from people.divisions.queries import place_name
from people.stations import queries
from people.stations.models import Station
from people.stations.queries import Staffing
from people.stations.views import asked_tasks
from sheets.exporting import ListExport, day, digits, label, number, text


def _staffing(rows: Sequence[Station], _viewer: Account) -> list[Staffing]:
    return queries.staffing_of(rows, clock.today())


STATIONS = ListExport(
    "stations",
    "服务站",
    "个",
    "stations.index",
    COUNTY_READERS,
    lambda _viewer: queries.stations(),
    (
        text("名称", lambda one: one.station.name, 24),
        label("级别", lambda one: one.station.level),
        text("所在地", lambda one: place_name(one.station.division_code), 20),
        text("地址", lambda one: one.station.address, 30),
        digits("电话", lambda one: one.station.phone, 16),
        number("应配人数", lambda one: one.station.vacancies_planned),
        number("在岗人数", lambda one: one.present),
        number("专职人数", lambda one: one.full),
        number("还缺人数", lambda one: one.missing),
        number("退役军人", lambda one: one.veterans),
    ),
    entries=_staffing,
)
TASKS = ListExport(
    "tasks",
    "服务站任务",
    "条",
    "stations.tasks",
    BUREAU_READERS,
    asked_tasks,
    (
        text("任务", lambda one: one.title, 36),
        label("种类", lambda one: one.kind),
        text("服务站", lambda one: one.station.name, 24),
        day("期限", lambda one: one.due_on),
        day("办完日期", lambda one: one.done_on),
        text("结果", lambda one: one.result, 40),
    ),
)
EXPORTS = (STATIONS, TASKS)
