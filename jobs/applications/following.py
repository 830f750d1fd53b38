"""What becomes of the applications when their vacancy ends: they end, or wait on, and why."""

from datetime import date, timedelta

from core import audit, clock
from core.db import db
from core.parameters.registry import amount_of
from jobs.applications import lifecycle, messages, queries
from jobs.applications.models import Application, ApplicationStatus
from jobs.applications.operations import close_if_ended, record_event
from jobs.applications.parameters import EXPIRE_DAYS
from jobs.vacancies.models import Vacancy

WAIT = frozenset({"close", "fill", "expire"})  # of a vacancy: answers are still possible


def follow_vacancy(vacancy: Vacancy, event: str) -> None:
    """End the applications for a removed vacancy; keep and inform those of an ended one."""
    if event == "remove":
        _end_all(vacancy)
    elif event in WAIT:
        _hold_all(vacancy, event)


def last_day_of(vacancy: Vacancy, days: int) -> date | None:
    """Return until when applications for an ended vacancy wait for an answer, None if it runs."""
    if vacancy.closed_at is None:
        return None
    return clock.day_of(vacancy.closed_at) + timedelta(days=days)


def _end_all(vacancy: Vacancy) -> None:
    count = 0
    for application in queries.informed_of_vacancy(vacancy.id):
        if application.status is ApplicationStatus.ACCEPTED:
            messages.notify_vacancy_event(application, "removed_after", vacancy.status_note)
            continue
        _end(application, vacancy.status_note)
        count += 1
    audit.record("application.end_removed", "vacancy", vacancy.id, count=count)


def _end(application: Application, reason: str) -> None:
    before = application.status
    lifecycle.LIFE.move(application, "end_removed", role=None)
    application.status_note = reason
    close_if_ended(application, before)
    record_event(application, None, None, reason)
    db.session.flush()
    messages.notify_vacancy_event(application, "remove", reason)


def _hold_all(vacancy: Vacancy, event: str) -> None:
    last = last_day_of(vacancy, amount_of(EXPIRE_DAYS, clock.today()))
    for application in queries.informed_of_vacancy(vacancy.id):
        if application.status is ApplicationStatus.ACCEPTED:
            continue
        messages.notify_vacancy_event(application, event, until=last)
