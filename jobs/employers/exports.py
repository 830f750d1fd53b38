"""Exports of the employers."""

from core.access import COUNTY_READERS
from jobs.employers import queries
from jobs.employers.views.pages import asked_employers
from people.divisions.queries import place_name
from sheets.exporting import ListExport, day, digits, label, phone, text

CELLS = (
    text("单位", lambda one: one.name, 32),
    digits("统一社会信用代码", lambda one: one.credit_code),
    label("行业", lambda one: one.industry, 20),
    label("人员规模", lambda one: one.staffing),
    text("所在地", lambda one: place_name(one.division_code), 20),
    text("地址", lambda one: one.address, 30),
    text("联系人", lambda one: one.contact_name, 12),
    phone("联系电话", lambda one: one.contact_phone),
    label("状态", lambda one: one.status),
    day("提交日期", lambda one: one.submitted_at),
    day("核实到", lambda one: one.verified_until),
)
EMPLOYERS = ListExport(
    "employers", "单位", "家", "employers.index", COUNTY_READERS, asked_employers, CELLS
)
QUEUE = ListExport(
    "employers-queue",
    "等核实的单位",
    "家",
    "employers.queue",
    COUNTY_READERS,
    lambda _viewer: queries.waiting(),
    CELLS,
)
EXPORTS = (EMPLOYERS, QUEUE)
