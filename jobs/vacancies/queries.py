"""Reads of vacancies: open ones, an employer's, those that wait for review."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from core import clock
from core.access import COUNTY_READERS, Role
from core.db import db, found, pairs
from core.errors import NotFoundError
from core.paging import count_of
from core.parameters.registry import amount_of
from core.searching import holds
from core.slices import Ids, among
from jobs.employers import queries as employers
from jobs.employers.models import Employer
from jobs.vacancies.models import Vacancy, VacancyStatus
from jobs.vacancies.parameters import REMIND_DAYS
from people.accounts.models import Account

# Once public, a vacancy keeps its address: links copied into a chat go on working.
SHOWN = (
    VacancyStatus.PUBLISHED,
    VacancyStatus.PAUSED,
    VacancyStatus.FILLED,
    VacancyStatus.EXPIRED,
    VacancyStatus.CLOSED,
)
CHUNK = 1000  # ids in one IN list


def is_open_on(day: date) -> ColumnElement[bool]:
    """Return Vacancy.is_open as an SQL condition; the query must join the employer."""
    return and_(
        Vacancy.status == VacancyStatus.PUBLISHED,
        Vacancy.hidden_at.is_(None),
        Vacancy.valid_to >= day,
        employers.verified_on(day),
    )


def open_vacancies(day: date) -> Select[Vacancy]:
    """Return the query of vacancies open on a day with their employers, newest first."""
    query = select(Vacancy).join(Vacancy.employer).options(contains_eager(Vacancy.employer))
    return query.where(is_open_on(day)).order_by(Vacancy.published_at.desc(), Vacancy.id.desc())


def get_open(vacancy_id: int, day: date) -> Vacancy:
    """Return one vacancy open on a day. Raises NotFoundError where it is not open."""
    return found(db.session.scalar(open_vacancies(day).where(Vacancy.id == vacancy_id)))


def get_shown(vacancy_id: int) -> Vacancy:
    """Return a vacancy that is or was public. Raises NotFoundError, also for a removed one."""
    vacancy = get_addressed(vacancy_id)
    if not is_shown(vacancy):
        raise NotFoundError
    return vacancy


def get_addressed(vacancy_id: int) -> Vacancy:
    """Return a vacancy whose address answers: of one never verified it shows that alone.

    Raises NotFoundError for any other that is not public.
    """
    query = select(Vacancy).options(joinedload(Vacancy.employer)).where(Vacancy.id == vacancy_id)
    vacancy = found(db.session.scalar(query))
    if not is_shown(vacancy) and not is_never_verified(vacancy):
        raise NotFoundError
    return vacancy


def is_shown(vacancy: Vacancy) -> bool:
    """Return whether a vacancy has a public page: it is or was open and is not removed.

    One of an employer that nobody ever verified was never open.
    """
    is_known = vacancy.employer.verified_at is not None
    return is_known and vacancy.published_at is not None and vacancy.status in SHOWN


def is_never_verified(vacancy: Vacancy) -> bool:
    """Return whether a published vacancy waits for an employer that nobody ever verified."""
    return vacancy.status is VacancyStatus.PUBLISHED and vacancy.employer.verified_at is None


def is_held(vacancy: Vacancy, day: date) -> bool:
    """Return whether a published vacancy is not shown because its employer is not verified."""
    is_published = vacancy.status is VacancyStatus.PUBLISHED
    return is_published and not vacancy.employer.is_verified(day)


def employer_writing(viewer: Account, employer_id: int) -> Employer:
    """Return the employer of a new vacancy: the viewer's employer, or the one the bureau names.

    Raises NotFoundError where the bureau names none.
    """
    if viewer.role is Role.EMPLOYER:
        return employers.employer_of(viewer.id)
    return employers.get_employer(employer_id)


def vacancies_for_matching(
    ids: Collection[int] | None = None, *, day: date | None = None
) -> list[Vacancy]:
    """Return the open vacancies, all or of `ids`, with employers and credentials, by id."""
    query = open_vacancies(day or clock.today()).options(selectinload(Vacancy.credentials))
    query = query.order_by(None).order_by(Vacancy.id)
    if ids is None:
        return list(db.session.scalars(query))
    wanted = sorted(ids)
    rows: list[Vacancy] = []
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        rows.extend(db.session.scalars(query.where(Vacancy.id.in_(part))))
    return rows


@dataclass(frozen=True)
class OpenVacancyTable:
    """The open vacancies by id, each with values that change whenever anything of it does.

    Arrays of one row a vacancy: `versions` of the vacancy and of its employer, `times` of their
    last change in microseconds since 1970.
    """

    ids: NDArray[np.int64]
    versions: NDArray[np.int64]
    times: NDArray[np.int64]


def open_vacancy_table(day: date | None = None) -> OpenVacancyTable:
    """Return which vacancies are open on a day, with their versions."""
    columns = (Vacancy.id, Vacancy.version, Employer.version)
    query = select(*columns, Vacancy.updated_at, Employer.updated_at).join(Vacancy.employer)
    query = query.where(is_open_on(day or clock.today())).order_by(Vacancy.id)
    rows = [
        (one, version, unit, _microseconds(saved), _microseconds(unit_saved))
        for one, version, unit, saved, unit_saved in db.session.execute(query)
    ]
    table = np.array(rows, dtype=np.int64).reshape(len(rows), 5)
    return OpenVacancyTable(table[:, 0], table[:, 1:3], table[:, 3:5])


def _microseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)


def open_stamp(day: date | None = None) -> str:
    """Return a short value that changes whenever the open vacancies or their contents may change.

    Every save raises a version; a row deleted and another put in its place differ in time.
    """
    vacancies, units = (_stamp(table) for table in (Vacancy, Employer))
    return f"{day or clock.today()}/{vacancies}/{units}"


def _stamp(table: type[Vacancy] | type[Employer]) -> str:
    parts = select(
        func.count(table.id),
        func.max(table.id),
        func.sum(table.version),
        func.max(table.updated_at),
    )
    return "-".join(str(part) for part in db.session.execute(parts).one())


def vacancy_for(vacancy_id: int, viewer: Account) -> Vacancy:
    """Return a vacancy its employer or the bureau may see whole. Raises NotFoundError."""
    query = select(Vacancy).options(joinedload(Vacancy.employer)).where(Vacancy.id == vacancy_id)
    if viewer.role is Role.EMPLOYER:
        query = query.where(Vacancy.employer_id == employers.employer_of(viewer.id).id)
    elif viewer.role not in COUNTY_READERS:
        raise NotFoundError
    return found(db.session.scalar(query))


def vacancies_seen_by(
    viewer: Account,
    *,
    words: str = "",
    status: VacancyStatus | None = None,
    employer_id: int | None = None,
) -> Select[Vacancy]:
    """Return the query of vacancies a viewer may see whole, last changed first."""
    query = select(Vacancy).join(Vacancy.employer).options(contains_eager(Vacancy.employer))
    if viewer.role is Role.EMPLOYER:
        employer_id = employers.employer_of(viewer.id).id
    if employer_id is not None:
        query = query.where(Vacancy.employer_id == employer_id)
    if status is not None:
        query = query.where(Vacancy.status == status)
    for word in words.split():
        hit = holds(Vacancy.title, word)
        query = query.where(hit | holds(Employer.name, word))
    return query.order_by(Vacancy.updated_at.desc(), Vacancy.id.desc())


def count_by_status(found: Select[Vacancy]) -> dict[VacancyStatus, int]:
    """Return how many vacancies of a list have each status; one without any is left out."""
    counted = found.order_by(None).with_only_columns(Vacancy.status, func.count())
    return pairs(counted.group_by(Vacancy.status))


def review_queue() -> Select[Vacancy]:
    """Return the query of vacancies that wait for review, the longest first."""
    query = select(Vacancy).join(Vacancy.employer).options(contains_eager(Vacancy.employer))
    waiting = query.where(Vacancy.status == VacancyStatus.SUBMITTED)
    return waiting.order_by(Vacancy.updated_at, Vacancy.id)


def count_waiting(_viewer: Account) -> int:
    """Return how many vacancies wait for review."""
    return count_of(review_queue())


def expiring_soon(employer_id: int, day: date) -> list[Vacancy]:
    """Return an employer's published vacancies whose last day is near, the nearest first."""
    return list(db.session.scalars(_near_end(day).where(Vacancy.employer_id == employer_id)))


def all_expiring_soon(day: date, ids: Ids | None = None) -> list[Vacancy]:
    """Return every employer's published vacancies whose last day is near, with the employers."""
    query = among(_near_end(day), Vacancy, ids)
    return list(db.session.scalars(query.options(joinedload(Vacancy.employer))))


def _near_end(day: date) -> Select[Vacancy]:
    last = day + timedelta(days=amount_of(REMIND_DAYS, day))
    query = select(Vacancy).where(
        Vacancy.status == VacancyStatus.PUBLISHED, Vacancy.valid_to.between(day, last)
    )
    return query.order_by(Vacancy.valid_to, Vacancy.id)


def ended_to_copy(employer_id: int, *, most: int = 8) -> list[Vacancy]:
    """Return an employer's newest ended vacancies to copy, each title once."""
    ended = (VacancyStatus.FILLED, VacancyStatus.EXPIRED, VacancyStatus.CLOSED)
    query = select(Vacancy).where(Vacancy.employer_id == employer_id, Vacancy.status.in_(ended))
    titles: dict[str, Vacancy] = {}
    for vacancy in db.session.scalars(query.order_by(Vacancy.id.desc()).limit(60)):
        titles.setdefault(vacancy.title, vacancy)
    return list(titles.values())[:most]


def overdue_vacancies(today: date, ids: Ids | None = None) -> list[Vacancy]:
    """Return vacancies (of `ids`) that are still running though their last day is past."""
    running = (VacancyStatus.PUBLISHED, VacancyStatus.PAUSED)
    query = among(select(Vacancy), Vacancy, ids).where(
        Vacancy.status.in_(running), Vacancy.valid_to < today
    )
    return list(db.session.scalars(query.order_by(Vacancy.id)))
