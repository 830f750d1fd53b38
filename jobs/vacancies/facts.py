"""The contents of a vacancy, as forms and packages pass them to the operations."""

from dataclasses import dataclass, fields
from datetime import date

from core.errors import DomainError
from jobs.vacancies.models import PayPeriod, Vacancy
from people.veterans.models import Schooling


@dataclass(frozen=True)
class VacancyFacts:
    """Contents of one vacancy; units as in the table. `credentials` are lexicon keys."""

    title: str
    valid_to: date
    headcount: int = 1
    occupation_code: str = ""
    duties: str = ""
    requirements: str = ""
    place_code: str | None = None
    place_detail: str = ""
    pay_min: int | None = None
    pay_max: int | None = None
    pay_period: PayPeriod = PayPeriod.MONTH
    schooling_min: Schooling | None = None
    age_min: int | None = None
    age_max: int | None = None
    age_reason: str = ""
    years_min: int | None = None
    has_lodging: bool | None = None
    has_insurance: bool | None = None
    has_nights: bool | None = None
    shift_note: str = ""
    veterans_first: bool = False
    source: str = ""
    credentials: tuple[str, ...] = ()


COLUMNS = tuple(field.name for field in fields(VacancyFacts) if field.name != "credentials")


def facts_of(vacancy: Vacancy) -> VacancyFacts:
    """Return the contents of a vacancy."""
    values = {name: getattr(vacancy, name) for name in COLUMNS}
    keys = tuple(credential.key for credential in vacancy.credentials)
    return VacancyFacts(**values, credentials=keys)


def require_order(low: int | None, high: int | None, label: str, *, field: str) -> None:
    """Raise DomainError where an upper limit is below its lower one."""
    if low is not None and high is not None and low > high:
        raise DomainError(f"{label}的上限不能比下限小。", field=field)
