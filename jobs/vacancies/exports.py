"""Exports of the vacancies."""

from core.access import COUNTY_READERS
from jobs.vacancies import display, queries
from jobs.vacancies.suggest import occupation_name
from jobs.vacancies.views.review import asked_vacancies
from people.divisions.queries import place_name
from sheets.exporting import ListExport, day, digits, label, number, text

CELLS = (
    text("岗位", lambda one: one.title, 24),
    text("单位", lambda one: one.employer.name, 32),
    text("职业", lambda one: occupation_name(one.occupation_code), 20),
    digits("职业代码", lambda one: one.occupation_code, 12),
    number("人数", lambda one: one.headcount),
    text("工作地点", lambda one: place_name(one.place_code), 20),
    text("工资", lambda one: str(display.pay_of(one)), 18),
    label("学历要求", lambda one: one.schooling_min),
    label("状态", lambda one: one.status),
    day("发布日期", lambda one: one.published_at),
    day("有效到", lambda one: one.valid_to),
    text("来源", lambda one: one.source, 20),
)
VACANCIES = ListExport(
    "vacancies", "岗位", "个", "vacancies.index", COUNTY_READERS, asked_vacancies, CELLS
)
QUEUE = ListExport(
    "vacancies-queue",
    "等审核的岗位",
    "个",
    "vacancies.queue",
    COUNTY_READERS,
    lambda _viewer: queries.review_queue(),
    CELLS,
)
EXPORTS = (VACANCIES, QUEUE)
