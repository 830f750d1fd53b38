"""Queries of booths: the hall, employers' bookings, the vacancies they bring."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import joinedload

from core.db import db, found, pairs
from core.errors import NotFoundError
from core.searching import holds
from fairs.fairs.models import BookingStatus, Fair, FairBooking, FairBooth, FairVacancy
from jobs.employers.models import Employer
from jobs.employers.queries import verified_on
from jobs.vacancies.models import Vacancy
from jobs.vacancies.queries import open_vacancies

LONGEST_NAME = 120  # of an employer: longer search words fit none


def booths_of(fair_id: int) -> list[FairBooth]:
    """Return the booths of a fair in the order of the floor plan."""
    query = select(FairBooth).where(FairBooth.fair_id == fair_id)
    return list(db.session.scalars(query.order_by(FairBooth.map_row, FairBooth.map_column)))


def booth_of(fair_id: int, booth_id: int) -> FairBooth:
    """Return one booth of a fair. Raises NotFoundError for another fair's."""
    booth = found(db.session.get(FairBooth, booth_id))
    if booth.fair_id != fair_id:
        raise NotFoundError
    return booth


def free_booths(fair_id: int) -> list[FairBooth]:
    """Return the booths of a fair that no employer has booked."""
    taken = taken_booths(fair_id)
    return [booth for booth in booths_of(fair_id) if booth.id not in taken]


def bookings_of(fair_id: int, *statuses: BookingStatus) -> list[FairBooking]:
    """Return employers' bookings at a fair, by booth then name."""
    query = (
        select(FairBooking)
        .join(FairBooking.employer)
        .outerjoin(FairBooth, FairBooking.booth_id == FairBooth.id)
        .options(joinedload(FairBooking.employer), joinedload(FairBooking.booth))
        .where(FairBooking.fair_id == fair_id)
    )
    if statuses:
        query = query.where(FairBooking.status.in_(statuses))
    return list(db.session.scalars(query.order_by(FairBooth.number, Employer.name)))


def booking_of(fair_id: int, employer_id: int) -> FairBooking | None:
    """Return an employer's booking at a fair in any status, None where there is none."""
    query = select(FairBooking).options(joinedload(FairBooking.booth))
    query = query.where(FairBooking.fair_id == fair_id, FairBooking.employer_id == employer_id)
    return db.session.scalar(query)


def booked(fair_id: int, employer_id: int) -> FairBooking:
    """Return the booking of an employer with a booth. Raises NotFoundError where it has none."""
    booking = found(booking_of(fair_id, employer_id))
    if booking.status is not BookingStatus.BOOKED:
        raise NotFoundError
    return booking


def taken_booths(fair_id: int) -> dict[int, FairBooking]:
    """Return the bookings of a fair by booth."""
    taken = bookings_of(fair_id, BookingStatus.BOOKED)
    return {booking.booth_id: booking for booking in taken if booking.booth_id is not None}


def count_bookings(fair_ids: Iterable[int]) -> dict[int, int]:
    """Return how many employers have a booth at each of these fairs."""
    query = (
        select(FairBooking.fair_id, func.count())
        .where(FairBooking.fair_id.in_(list(fair_ids)), FairBooking.status == BookingStatus.BOOKED)
        .group_by(FairBooking.fair_id)
    )
    return pairs(query)


def fair_vacancies(fair_id: int, employer_id: int | None = None) -> list[FairVacancy]:
    """Return the vacancies offered at a fair with their employers, of one employer or of all."""
    query = (
        select(FairVacancy)
        .join(FairVacancy.vacancy)
        .options(joinedload(FairVacancy.vacancy).joinedload(Vacancy.employer))
        .where(FairVacancy.fair_id == fair_id)
    )
    if employer_id is not None:
        query = query.where(Vacancy.employer_id == employer_id)
    return list(db.session.scalars(query.order_by(Vacancy.employer_id, FairVacancy.id)))


def vacancies_to_choose(employer_id: int, day: date) -> list[Vacancy]:
    """Return an employer's open vacancies, which it may bring to a fair."""
    query = open_vacancies(day).where(Vacancy.employer_id == employer_id)
    return list(db.session.scalars(query))


def employers_to_invite(fair_id: int, words: str, day: date) -> Select[Employer]:
    """Return the query of verified employers not invited yet, whose name holds every word."""
    invited = select(FairBooking.employer_id).where(FairBooking.fair_id == fair_id)
    query = select(Employer).where(verified_on(day), Employer.id.not_in(invited))
    if len(words) > LONGEST_NAME:
        return query.where(false())
    for word in words.split():
        query = query.where(holds(Employer.name, word))
    return query.order_by(Employer.name, Employer.id)


def invitations(employer_id: int) -> list[FairBooking]:
    """Return an employer's bookings and invitations at all fairs, the newest fair first."""
    query = (
        select(FairBooking)
        .join(FairBooking.fair)
        .options(joinedload(FairBooking.fair), joinedload(FairBooking.booth))
        .where(FairBooking.employer_id == employer_id)
        .order_by(Fair.starts_at.desc())
    )
    return list(db.session.scalars(query))
