"""Export of the vacancies that are complained about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.access import COUNTY_READERS
from jobs.complaints import queries
from jobs.complaints.models import Complaint
from jobs.vacancies.models import Vacancy
from people.accounts.models import Account
from sheets.exporting import ListExport, day, number, text


@dataclass(frozen=True)
class _Reported:
    vacancy: Vacancy
    complaints: list[Complaint]


def _reported(rows: Sequence[Vacancy], _viewer: Account) -> Iterator[_Reported]:
    found = queries.open_by_vacancy(rows)
    for vacancy in rows:
        yield _Reported(vacancy, found[vacancy.id])


def _reasons(one: _Reported) -> str:
    return "、".join(dict.fromkeys(row.reason.label for row in one.complaints))


COMPLAINTS = ListExport(
    "complaints",
    "被举报的岗位",
    "个",
    "complaints.queue",
    COUNTY_READERS,
    lambda _viewer: queries.queue(),
    (
        text("岗位", lambda one: one.vacancy.title, 24),
        text("单位", lambda one: one.vacancy.employer.name, 32),
        number("举报", lambda one: len(one.complaints)),
        text("原因", _reasons, 40),
        day("停止展示", lambda one: one.vacancy.hidden_at),
    ),
    entries=_reported,
)
