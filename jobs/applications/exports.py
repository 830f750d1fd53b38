"""Export of the applications."""

from core.access import BUREAU_READERS
from jobs.applications.views.desk import asked_applications
from people.veterans.exports import veteran_cells
from sheets.exporting import ListExport, day, label, text

APPLICATIONS = ListExport(
    "applications",
    "投递",
    "份",
    "applications.index",
    BUREAU_READERS,
    asked_applications,
    (
        *veteran_cells(lambda one: one.veteran),
        text("岗位", lambda one: one.vacancy.title, 24),
        text("单位", lambda one: one.vacancy.employer.name, 32),
        label("怎么投的", lambda one: one.origin),
        day("投递日期", lambda one: one.applied_at),
        label("状态", lambda one: one.status),
        day("答复日期", lambda one: one.answered_at),
    ),
    people=lambda one: (one.veteran_id,),
)
