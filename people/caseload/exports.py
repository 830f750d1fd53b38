"""Export of the caseload."""

from collections.abc import Sequence

from core import clock
from core.access import COUNTY_READERS
from people.accounts.models import Account
from people.caseload import queries
from people.caseload.queries import Case
from people.caseload.views import asked_caseload
from people.veterans.exports import veteran_cells
from people.veterans.models import Veteran
from sheets.exporting import ListExport, day, text


def _cases(rows: Sequence[Veteran], _viewer: Account) -> list[Case]:
    return queries.cases_of(rows, clock.today())


CASELOAD = ListExport(
    "caseload",
    "没有就业的人",
    "人",
    "caseload.index",
    COUNTY_READERS,
    asked_caseload,
    (
        *veteran_cells(lambda case: case.veteran),
        text("就业状态", lambda case: case.veteran.status_words),
        day("退役日期", lambda case: case.veteran.retired_on),
        text("退役多久", lambda case: case.retired, 14),
        day("上次联系", lambda case: case.last_contact),
        text("下一步", lambda case: case.action.action if case.action else "", 30),
        day("下一步期限", lambda case: case.action.due_on if case.action else None),
        text("谁来办", lambda case: case.owner, 12),
    ),
    entries=_cases,
    people=lambda case: (case.veteran.id,),
)
