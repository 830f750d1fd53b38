"""Exports of the placements, of the checks due and of the people who count in a year."""

from sqlalchemy.orm import joinedload

from core.access import BUREAU_READERS, COUNTY_READERS
from people.veterans.exports import veteran_cells
from placements.placements.models import Placement
from placements.placements.views.checks import asked_checks
from placements.placements.views.people import asked_people
from placements.placements.views.records import asked_placements
from sheets.exporting import ListExport, day, label, number, text


def _industry(row: Placement) -> str:
    industry = row.employer.industry if row.employer else None
    return industry.label if industry else ""


CELLS = (
    *veteran_cells(lambda one: one.veteran),
    label("学历", lambda one: one.veteran.schooling),
    label("就业前身份", lambda one: one.status_before),
    day("到岗日期", lambda one: one.start_on),
    text("单位", lambda one: one.employer_name, 28),
    text("岗位", lambda one: one.title, 18),
    label("方式", lambda one: one.channel),
    text("招聘会", lambda one: one.fair.title if one.fair else "", 28),
    text("代记确认", lambda one: "是" if one.is_on_behalf else "", 10),
    text("行业", _industry, 18),
)
PLACEMENTS = ListExport(
    "placements",
    "就业记录",
    "条",
    "placements.index",
    BUREAU_READERS,
    lambda viewer: asked_placements(viewer).options(joinedload(Placement.fair)),
    (*CELLS, label("状态", lambda one: one.status), day("核实日期", lambda one: one.verified_at)),
    people=lambda one: (one.veteran_id,),
)
PEOPLE = ListExport(
    "placed",
    "就业人员",
    "人",
    "placements.people",
    COUNTY_READERS,
    lambda viewer: asked_people(viewer).options(joinedload(Placement.fair)),
    CELLS,
    people=lambda one: (one.veteran_id,),
)
CHECKS = ListExport(
    "checks",
    "到期的回访",
    "条",
    "placements.checks",
    BUREAU_READERS,
    asked_checks,
    (
        *veteran_cells(lambda one: one.placement.veteran),
        text("单位", lambda one: one.placement.employer_name, 28),
        text("岗位", lambda one: one.placement.title, 18),
        day("到岗日期", lambda one: one.placement.start_on),
        number("满几个月", lambda one: one.months),
        day("到期", lambda one: one.due_on),
    ),
    people=lambda one: (one.placement.veteran_id,),
)
EXPORTS = (PLACEMENTS, PEOPLE, CHECKS)
