"""Statuses of a vacancy: every event of every status and role, and the drawn table."""

from itertools import product

import pytest

from core.access import Role
from core.errors import DomainError
from jobs.vacancies import lifecycle
from jobs.vacancies.models import Vacancy, VacancyStatus

DRAFT, SUBMITTED, RETURNED = (
    VacancyStatus.DRAFT,
    VacancyStatus.SUBMITTED,
    VacancyStatus.RETURNED,
)
PUBLISHED, PAUSED, FILLED = (
    VacancyStatus.PUBLISHED,
    VacancyStatus.PAUSED,
    VacancyStatus.FILLED,
)
EXPIRED, CLOSED, REMOVED = (
    VacancyStatus.EXPIRED,
    VacancyStatus.CLOSED,
    VacancyStatus.REMOVED,
)
OWNERS, BUREAU, CLOCK = {Role.EMPLOYER, Role.OFFICER}, {Role.OFFICER}, {None}
# (status, event) -> (next status, who may cause it)
TABLE = {
    (DRAFT, "submit"): (SUBMITTED, OWNERS),
    (DRAFT, "close"): (CLOSED, OWNERS),
    (SUBMITTED, "withdraw"): (DRAFT, {Role.EMPLOYER}),
    (SUBMITTED, "publish"): (PUBLISHED, BUREAU),
    (SUBMITTED, "send_back"): (RETURNED, BUREAU),
    (SUBMITTED, "remove"): (REMOVED, BUREAU),
    (RETURNED, "submit"): (SUBMITTED, OWNERS),
    (RETURNED, "close"): (CLOSED, OWNERS),
    (PUBLISHED, "pause"): (PAUSED, OWNERS),
    (PUBLISHED, "fill"): (FILLED, OWNERS | CLOCK),
    (PUBLISHED, "close"): (CLOSED, OWNERS),
    (PUBLISHED, "expire"): (EXPIRED, CLOCK),
    (PUBLISHED, "remove"): (REMOVED, BUREAU),
    (PAUSED, "resume"): (PUBLISHED, OWNERS),
    (PAUSED, "fill"): (FILLED, OWNERS | CLOCK),
    (PAUSED, "close"): (CLOSED, OWNERS),
    (PAUSED, "expire"): (EXPIRED, CLOCK),
    (PAUSED, "remove"): (REMOVED, BUREAU),
    (FILLED, "remove"): (REMOVED, BUREAU),
    (EXPIRED, "remove"): (REMOVED, BUREAU),
    (CLOSED, "remove"): (REMOVED, BUREAU),
}
EVENTS = sorted({event for _, event in TABLE})


@pytest.mark.parametrize(("status", "event"), list(product(VacancyStatus, EVENTS)))
def test_an_event_leads_where_the_table_shows_for_who_it_shows(status, event):
    target, allowed = TABLE.get((status, event), (None, set()))

    for role in (None, *Role):
        vacancy = Vacancy(status=status)
        offered = [name for name, _ in lifecycle.LIFE.events(vacancy, role)]
        assert (event in offered) == (role in allowed)
        if role in allowed:
            lifecycle.LIFE.move(vacancy, event, role=role)
            assert vacancy.status is target
        else:
            with pytest.raises(DomainError, match="不能这样操作。"):
                lifecycle.LIFE.move(vacancy, event, role=role)
            assert vacancy.status is status


@pytest.mark.parametrize("event", ["", "status", "__class__", "delay", "send", "states", "DRAFT"])
def test_no_other_name_is_an_event(event):
    vacancy = Vacancy(status=PUBLISHED)

    with pytest.raises(DomainError):
        lifecycle.LIFE.move(vacancy, event, role=Role.OFFICER)

    assert vacancy.status is PUBLISHED


def test_looking_at_what_is_allowed_changes_nothing():
    vacancy = Vacancy(status=PAUSED)

    lifecycle.LIFE.events(vacancy, Role.OFFICER)

    assert vacancy.status is PAUSED


def test_buttons_carry_chinese_words():
    offered = dict(lifecycle.LIFE.events(Vacancy(status=SUBMITTED), Role.OFFICER))

    assert offered == {
        "publish": "审核通过并发布",
        "send_back": "退回修改",
        "remove": "下架",
    }


def test_what_asks_for_a_reason_or_care_is_an_event_of_the_table():
    assert set(EVENTS) >= lifecycle.NEEDS_REASON | lifecycle.CAREFUL
