"""Queries of the veterans and open vacancies that take part in matching."""

from collections.abc import Sequence

from sqlalchemy import func, select

from core import clock
from core.db import db
from core.errors import DomainError, NotFoundError
from jobs.vacancies.models import Vacancy
from jobs.vacancies.queries import vacancies_for_matching
from matching.engine.records import VeteranDoc
from matching.index.records import veteran_doc
from people.veterans.models import EmploymentStatus, Verification, Veteran
from people.veterans.queries import veterans_with_records

# Statuses of veterans who are shown to employers as candidates.
LOOKING = (
    EmploymentStatus.SEEKING,
    EmploymentStatus.UNKNOWN,
    EmploymentStatus.FLEXIBLE,
    EmploymentStatus.WAITING_ASSIGNMENT,
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
    """Return the records of all job seekers who take part in matching.

    Who has two profiles, with the same name and phone, is one candidate by the one changed last.
    """
    day = clock.today()
    people: dict[tuple[str, str], Veteran] = {}
    for row in veterans_with_records(None):
        person = row.name_key, row.phone_index
        known = people.get(person)
        if is_candidate(row) and (known is None or known.updated_at <= row.updated_at):
            people[person] = row
    rows = sorted(people.values(), key=lambda row: row.id)
    return [veteran_doc(row, day) for row in rows]


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
