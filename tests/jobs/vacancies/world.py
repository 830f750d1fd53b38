"""Vacancies for tests, and what they add to the world of the access tests."""

from typing import Any

from core import clock
from core.db import db
from jobs.employers.models import Employer
from jobs.vacancies.models import PayPeriod, Vacancy, VacancyStatus
from tests.jobs.employers.world import make_employer
from tests.people.divisions.world import LIUCHENG
from tests.support.rows import save

GUARDED = frozenset({"vacancy_id"})
VACANCY = {
    "title": "货车驾驶员",
    "headcount": "3",
    "place_code": "榴城",
    "pay_period": "MONTH",
    "valid_to": clock.days_ahead(20).isoformat(),
}


def things(ids: dict[str, Any]) -> dict[str, Any]:
    """Make an open vacancy of the employer."""
    employer = db.session.get_one(Employer, ids["employer_id"])
    return {"vacancy_id": make_vacancy(employer=employer).id, "event": "withdraw"}


def make_vacancy(*, employer: Employer | None = None, **more: Any) -> Vacancy:
    """Create an open vacancy for a truck driver in 榴城镇."""
    employer = employer or make_employer()
    values: dict[str, Any] = {
        "employer_id": employer.id,
        "title": "货车驾驶员",
        "headcount": 2,
        "duties": "驾驶重型货车跑省内线路，做好车辆日常保养。",
        "requirements": "持 A2 驾照，有货运经验。",
        "place_code": LIUCHENG,
        "pay_min": 6500,
        "pay_max": 8000,
        "pay_period": PayPeriod.MONTH,
        "valid_to": clock.days_ahead(30),
        "status": VacancyStatus.PUBLISHED,
        "published_at": clock.now(),
    }
    vacancy: Vacancy = save(Vacancy(**(values | more)))
    return vacancy
