"""Scheduled tasks of employers."""

from datetime import time

from core import clock
from core.scheduling.registry import scheduled
from core.slices import in_slices
from jobs.employers import operations, queries


@scheduled("employers.lapse", "核实到期的单位改成核实已到期", daily_at=time(0, 5))
def lapse() -> str:
    """Mark verifications that have ended."""
    today = clock.today()
    overdue = [employer.id for employer in queries.overdue_verifications(today)]
    return f"{in_slices(overdue, lambda ids: operations.lapse_overdue(today, ids))} 家"


@scheduled("employers.remind", "核实快到期的提醒单位", daily_at=time(8, 35))
def remind() -> str:
    """Remind employers whose verification ends soon."""
    today = clock.today()
    due = [employer.id for employer in operations.due_soon(today)]
    return f"{in_slices(due, lambda ids: operations.remind_due(today, ids))} 家"
