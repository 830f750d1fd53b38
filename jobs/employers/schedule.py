"""Scheduled tasks of employers."""

from datetime import time

from core import clock
from core.db import transaction
from core.scheduling.registry import scheduled
from jobs.employers import operations


@scheduled("employers.lapse", "核实到期的单位改成核实已到期", daily_at=time(0, 5))
def lapse() -> str:
    """Mark verifications that have ended."""
    with transaction():
        return f"{operations.lapse_overdue(clock.today())} 家"


@scheduled("employers.remind", "核实快到期的提醒单位", daily_at=time(8, 35))
def remind() -> str:
    """Remind employers whose verification ends soon."""
    with transaction():
        return f"{operations.remind_due(clock.today())} 家"
