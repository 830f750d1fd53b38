"""A last day is whole: what runs until a day runs all of it, in Beijing, and ends at midnight."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from core import clock
from fairs.exchange.models import Partner
from fairs.exchange.queries import partner_by_code
from jobs.applications import following
from jobs.applications import operations as applications
from jobs.applications import queries as application_queries
from jobs.applications.models import Application, ApplicationStatus
from jobs.employers import queries as employers
from jobs.vacancies import postings
from jobs.vacancies import queries as vacancies
from jobs.vacancies.models import VacancyStatus
from people.veterans.models import CredentialRecord
from placements.pledges.facts import PledgeProgress
from placements.pledges.models import HirePledge
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.veterans.world import make_veteran
from tests.support.rows import save

LAST = date(2026, 11, 30)
END_OF_LAST = datetime(2026, 11, 30, 15, 59, tzinfo=UTC)  # 23:59 in Beijing
AFTER = datetime(2026, 11, 30, 16, 1, tzinfo=UTC)  # 00:01 of the next day in Beijing


def vacancy_is_open() -> bool:
    make_vacancy(valid_to=LAST)
    today = clock.today()
    is_open = postings.count_open(today) == 1
    assert is_open is not bool(vacancies.overdue_vacancies(today))
    return is_open


def employer_is_verified() -> bool:
    employer = make_employer(verified_until=LAST)
    today = clock.today()
    is_verified = employer.is_verified(today)
    assert is_verified is not bool(employers.overdue_verifications(today))
    return is_verified


def credential_is_valid() -> bool:
    return CredentialRecord(expires_on=LAST).is_valid(clock.today())


def pledge_is_public() -> bool:
    pledge = HirePledge(due_on=LAST, headcount=3, reviewed_on=None)
    return PledgeProgress(pledge, kept=0).is_public(clock.today())


def application_waits_after_the_end() -> bool:
    days = application_queries.patience_on(clock.today()).days_after_end
    closed_at = clock.start_of(LAST - timedelta(days=days)) + timedelta(hours=9)
    vacancy = make_vacancy(status=VacancyStatus.FILLED, closed_at=closed_at)
    _application(vacancy, applied_at=closed_at)
    assert following.last_day_of(vacancy, days) == LAST
    return not applications.unanswered(clock.today())


def application_is_not_yet_silent() -> bool:
    patience = application_queries.patience_on(clock.today())
    applied_at = clock.start_of(LAST - timedelta(days=patience.days)) + timedelta(hours=9)
    application = _application(make_vacancy(valid_to=LAST), applied_at=applied_at)
    is_silent = application_queries.is_silent(application, patience.moment)
    assert is_silent is bool(application_queries.silent_applications(patience.moment))
    return not is_silent


def _application(vacancy: Any, applied_at: datetime) -> Application:
    application: Application = save(
        Application(
            veteran_id=make_veteran().id,
            vacancy_id=vacancy.id,
            status=ApplicationStatus.APPLIED,
            applied_at=applied_at,
        )
    )
    return application


def partner_key_is_valid() -> bool:
    until = clock.start_of(LAST + timedelta(days=1)) - timedelta(seconds=1)
    save(Partner(division_code="330205", name="宁波局", verify_key="x", valid_until=until))
    return partner_by_code("330205", clock.now()) is not None


RUNNING: tuple[Callable[[], bool], ...] = (
    vacancy_is_open,
    employer_is_verified,
    credential_is_valid,
    pledge_is_public,
    application_waits_after_the_end,
    application_is_not_yet_silent,
    partner_key_is_valid,
)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("runs", RUNNING)
def test_what_runs_until_a_day_runs_all_of_it(runs):
    with time_machine.travel(END_OF_LAST, tick=False):
        assert runs()


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("runs", RUNNING)
def test_what_ran_until_a_day_has_ended_at_midnight(runs):
    with time_machine.travel(AFTER, tick=False):
        assert not runs()
