"""Statuses of an application: every event of every status and role, and the drawn table."""

from itertools import product

import pytest

from core.access import Role
from core.errors import DomainError
from jobs.applications import lifecycle
from jobs.applications.models import Application, ApplicationStatus, PublicStatus

S = ApplicationStatus
DESK = {Role.EMPLOYER, Role.OFFICER}
OWN = {Role.VETERAN, Role.CLERK, Role.OFFICER}
RUNNING = {S.APPLIED, S.SCREENING, S.SHORTLISTED, S.INVITED, S.INTERVIEWED}
# event -> (from which statuses, to which, who may cause it)
TABLE = {
    "screen": ({S.APPLIED}, S.SCREENING, DESK),
    "shortlist": ({S.APPLIED, S.SCREENING}, S.SHORTLISTED, DESK),
    "invite": (RUNNING - {S.INTERVIEWED}, S.INVITED, DESK),
    "interview": ({S.INVITED}, S.INTERVIEWED, DESK),
    "offer": (RUNNING, S.OFFERED, DESK),
    "accept": ({S.OFFERED}, S.ACCEPTED, OWN),
    "decline": ({S.OFFERED}, S.DECLINED, OWN),
    "reject": (RUNNING | {S.OFFERED}, S.REJECTED, DESK),
    "withdraw": (RUNNING | {S.OFFERED}, S.WITHDRAWN, OWN),
    "expire": (RUNNING, S.EXPIRED_NO_REPLY, {None}),
    "cancel": ({S.ACCEPTED}, S.CANCELLED, DESK),
    "back_out": ({S.ACCEPTED}, S.CANCELLED, OWN),
    "end_removed": (RUNNING | {S.OFFERED}, S.VACANCY_REMOVED, {None}),
}


@pytest.mark.parametrize(("status", "event"), list(product(S, TABLE)))
def test_an_event_leads_where_the_table_shows_for_who_it_shows(status, event):
    sources, target, allowed = TABLE[event]
    for role in (None, *Role):
        application = Application(status=status)
        if status in sources and role in allowed:
            lifecycle.LIFE.move(application, event, role=role)
            assert application.status is target
        else:
            with pytest.raises(DomainError):
                lifecycle.LIFE.move(application, event, role=role)
            assert application.status is status


def test_the_veteran_reads_one_of_five_statuses_whatever_the_desk_calls_it():
    assert set(lifecycle.PUBLIC) == set(S)
    assert set(lifecycle.PUBLIC.values()) == set(PublicStatus)


def test_withdrawing_looks_the_same_in_every_running_status():
    words = set()
    for status in RUNNING | {S.OFFERED}:
        events = dict(lifecycle.LIFE.events(Application(status=status), Role.VETERAN))
        words.add(events["withdraw"])

    assert words == {"撤回投递"}
