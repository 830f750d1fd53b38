"""Queries that turn rows of veterans and vacancies into the engine's frozen records."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select

from core import clock
from core.db import db
from core.errors import DomainError, NotFoundError
from jobs.vacancies.models import Vacancy
from jobs.vacancies.queries import vacancies_for_matching
from matching.engine.records import (
    Credential,
    Demand,
    Education,
    Service,
    VacancyDoc,
    VeteranDoc,
    Work,
)
from people.divisions.queries import place_name
from people.veterans.models import EmploymentStatus, Schooling, Verification, Veteran
from people.veterans.queries import veterans_with_records

EDUCATION = {
    Schooling.PRIMARY: Education.PRIMARY,
    Schooling.JUNIOR: Education.JUNIOR,
    Schooling.SENIOR: Education.SENIOR,
    Schooling.COLLEGE: Education.COLLEGE,
    Schooling.BACHELOR: Education.BACHELOR,
    Schooling.MASTER: Education.MASTER,
}
# Statuses of veterans who are shown to employers as candidates.
LOOKING = (
    EmploymentStatus.SEEKING,
    EmploymentStatus.UNKNOWN,
    EmploymentStatus.FLEXIBLE,
    EmploymentStatus.WAITING_ASSIGNMENT,
)


def veteran_doc(veteran: Veteran, day: date) -> VeteranDoc:
    """Return a veteran's record for the engine, without name, sex and contacts."""
    return VeteranDoc(
        id=veteran.id,
        services=tuple(_services(veteran)),
        works=tuple(_works(veteran, day)),
        credentials=tuple(_credentials(veteran, day)),
        education=EDUCATION.get(veteran.schooling) if veteran.schooling else None,
        age=veteran.age_on(day),
        skills_text="，".join(part for part in (veteran.skills_text, veteran.major) if part),
        wanted_occupations=tuple(veteran.wanted_occupations),
        place_codes=tuple(veteran.wanted_places),
        home=veteran.township_code or "",
        accepts_away=veteran.accepts_away,
        pay_min=veteran.pay_min,
        wants_lodging=veteran.wants_lodging,
        refuses_nights=veteran.refuses_nights,
    )


def _services(veteran: Veteran) -> Iterable[Service]:
    for record in veteran.services:
        yield Service(record.specialty, record.months, record.duty, f"service:{record.id}")


def _works(veteran: Veteran, day: date) -> Iterable[Work]:
    for record in veteran.works:
        yield Work(record.title, record.months_until(day), record.text, f"work:{record.id}")


def _credentials(veteran: Veteran, day: date) -> Iterable[Credential]:
    for record in veteran.credentials:
        if record.is_valid(day):
            yield Credential(record.key, record.name, f"credential:{record.id}")


def vacancy_doc(vacancy: Vacancy) -> VacancyDoc:
    """Return a vacancy's record for the engine."""
    pay_min, pay_max = vacancy.monthly_pay()
    return VacancyDoc(
        id=vacancy.id,
        title=vacancy.title,
        duties=vacancy.duties,
        requirements=vacancy.requirements,
        occupation_code=vacancy.occupation_code,
        industry=vacancy.employer.industry.value if vacancy.employer.industry else "",
        place_code=vacancy.place_code or "",
        place_name=place_name(vacancy.place_code) if vacancy.place_code else "",
        demand=Demand(
            education=EDUCATION.get(vacancy.schooling_min) if vacancy.schooling_min else None,
            age_max=vacancy.age_max,
            age_min=vacancy.age_min,
            credentials=tuple(credential.key for credential in vacancy.credentials),
            years=vacancy.years_min,
        ),
        pay_min=pay_min,
        pay_max=pay_max,
        has_lodging=vacancy.has_lodging,
        has_insurance=vacancy.has_insurance,
        has_nights=vacancy.has_nights,
        veterans_first=vacancy.veterans_first,
        headcount=vacancy.headcount,
    )


def get_veteran_doc(veteran_id: int) -> VeteranDoc:
    """Return one veteran's record for the engine.

    Raises NotFoundError where there is none, DomainError where it must not be used for matching.
    """
    veteran = db.session.get(Veteran, veteran_id)
    if veteran is None:
        raise NotFoundError
    if not uses_profile(veteran):
        raise DomainError("本人关掉了个人推荐或收回了同意，不能用资料排岗位。")
    return veteran_doc(veteran, clock.today())


def uses_profile(veteran: Veteran) -> bool:
    """Return whether a veteran's own list may use their profile.

    It may not once they chose the newest first or withdrew the consent to register.
    """
    return veteran.personalised and bool(veterans_with_records([veteran.id]))


def candidates_stamp() -> str:
    """Return a short value that changes with every change of a profile.

    Changes of records and consents raise the profile's version and time too.
    """
    parts = select(
        func.count(Veteran.id),
        func.max(Veteran.id),
        func.sum(Veteran.version),
        func.max(Veteran.updated_at),
    )
    return "-".join(str(part) for part in db.session.execute(parts).one())


def candidate_docs() -> list[VeteranDoc]:
    """Return the records of all job seekers who take part in matching."""
    day = clock.today()
    return [veteran_doc(row, day) for row in veterans_with_records(None) if is_candidate(row)]


def is_candidate(veteran: Veteran) -> bool:
    """Return whether a veteran takes part in matching: job seeking, recommended, not refuted."""
    return (
        veteran.employment_status in LOOKING
        and veteran.personalised
        and veteran.verification is not Verification.MISMATCH
    )


def vacancies_by_id(ids: Sequence[int]) -> dict[int, Vacancy]:
    """Return the open vacancies among ids, with their employers, by id."""
    return {row.id: row for row in vacancies_for_matching(ids)}
