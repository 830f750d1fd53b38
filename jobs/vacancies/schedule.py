"""Scheduled work on vacancies."""

from datetime import time

from core import clock
from core.scheduling.registry import scheduled
from core.slices import in_slices
from jobs.vacancies import operations, queries


@scheduled("vacancies.expire", "岗位过了有效期的改成已过期", daily_at=time(0, 10))
def expire() -> str:
    """Expire vacancies whose last day is past."""
    today = clock.today()
    overdue = [vacancy.id for vacancy in queries.overdue_vacancies(today)]
    return f"{in_slices(overdue, lambda ids: operations.expire_overdue(today, ids))} 个"


@scheduled("vacancies.remind", "岗位快到期时提醒单位", daily_at=time(8, 30))
def remind() -> str:
    """Notify employers whose vacancies end soon."""
    today = clock.today()
    ending = [vacancy.id for vacancy in queries.all_expiring_soon(today)]
    return f"{in_slices(ending, lambda ids: operations.remind_expiring(today, ids))} 个"
