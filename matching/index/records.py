"""Rows of veterans and vacancies as the engine's frozen records."""

from collections.abc import Iterable
from datetime import date

from jobs.vacancies.models import MONTHLY_FACTOR, PayPeriod, Vacancy
from jobs.vacancies.postings import posting_of
from matching.engine.records import (
    BY_PIECE,
    Credential,
    Demand,
    Education,
    Service,
    VacancyDoc,
    VeteranDoc,
    Work,
)
from people.divisions.queries import place_name
from people.veterans.models import Schooling, Veteran

EDUCATION = {
    Schooling.PRIMARY: Education.PRIMARY,
    Schooling.JUNIOR: Education.JUNIOR,
    Schooling.SENIOR: Education.SENIOR,
    Schooling.COLLEGE: Education.COLLEGE,
    Schooling.BACHELOR: Education.BACHELOR,
    Schooling.MASTER: Education.MASTER,
}

MONTHLY_UNITS = {PayPeriod.DAY: "天", PayPeriod.HOUR: "小时"}


def veteran_doc(veteran: Veteran, day: date) -> VeteranDoc:
    """Return a veteran's record for the engine, without name, sex and contacts."""
    return VeteranDoc(
        id=veteran.id,
        services=tuple(_services(veteran)),
        works=tuple(_works(veteran, day)),
        credentials=tuple(_credentials(veteran, day, is_valid=True)),
        lapsed=tuple(_credentials(veteran, day, is_valid=False)),
        credentials_stated=veteran.credentials_complete_on is not None,
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
        ref = f"service:{record.id}"
        yield Service(record.specialty, record.months, record.duty, ref, record.spell)


def _works(veteran: Veteran, day: date) -> Iterable[Work]:
    for record in veteran.works:
        ref, spell = f"work:{record.id}", record.spell_until(day)
        yield Work(record.title, record.months_until(day), record.text, ref, spell)


def _credentials(veteran: Veteran, day: date, *, is_valid: bool) -> Iterable[Credential]:
    for record in veteran.credentials:
        if record.is_valid(day) is is_valid:
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
        pay_basis=_pay_basis(vacancy),
        has_lodging=vacancy.has_lodging,
        has_insurance=vacancy.has_insurance,
        has_nights=vacancy.has_nights,
        veterans_first=vacancy.prefers_veterans,
        headcount=vacancy.headcount,
        posting=posting_of(vacancy),
    )


def _pay_basis(vacancy: Vacancy) -> str:
    is_stated = vacancy.pay_min is not None or vacancy.pay_max is not None
    if vacancy.pay_period is PayPeriod.PIECE:
        return BY_PIECE if is_stated else ""
    factor, unit = MONTHLY_FACTOR[vacancy.pay_period], MONTHLY_UNITS.get(vacancy.pay_period)
    return f"按每月 {factor:g} {unit}算" if unit else ""
