"""Figures the bureau sets for vacancies."""

from datetime import date, timedelta

from core.parameters.registry import Parameter, amount_of

USUAL_DAYS = Parameter(
    "vacancy_days",
    "岗位默认招几天",
    "天",
    30,
    least=1,
    most=180,
    note="写新岗位、复制、重新招聘、延长和导入时用。",
)
REMIND_DAYS = Parameter("vacancy_remind_days", "岗位到期前几天提醒单位", "天", 5, least=1, most=60)


def usual_end(day: date) -> date:
    """Return the last day of a vacancy that runs for the usual time from a day on."""
    return day + timedelta(days=amount_of(USUAL_DAYS, day))
