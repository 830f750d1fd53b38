"""Scheduled work on vacancies."""

from datetime import time

from core import clock
from core.db import transaction
from core.scheduling.registry import scheduled
from jobs.vacancies import operations


@scheduled("vacancies.expire", "岗位过了有效期的改成已过期", daily_at=time(0, 10))
def expire() -> str:
    """Expire vacancies whose last day is past."""
    with transaction():
        return f"{operations.expire_overdue(clock.today())} 个"


@scheduled("vacancies.remind", "岗位快到期时提醒单位", daily_at=time(8, 30))
def remind() -> str:
    """Notify employers whose vacancies end soon."""
    with transaction():
        return f"{operations.remind_expiring(clock.today())} 个"
