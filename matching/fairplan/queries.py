"""Queries of a fair's plan: its stops, and the rows it is made from."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core import clock
from core.db import db
from core.errors import NotFoundError
from fairs.fairs.models import BookingStatus, Fair, FairBooking, SignUp, SignUpStatus
from fairs.fairs.queries import bookings_of, fair_vacancies, name_of
from matching.fairplan.models import PlanStop
from matching.fairplan.slots import slots_of


@dataclass(frozen=True)
class Hall:
    """The rows of a fair in the order of the engine's problem."""

    fair: Fair
    people: list[SignUp]
    bookings: list[FairBooking]
    vacancies: Mapping[int, list[int]]  # ids of open vacancies by booking
    slots: int


def hall_of(fair: Fair) -> Hall:
    """Return the rows a fair is planned from."""
    query = (
        select(SignUp)
        .where(SignUp.fair_id == fair.id, SignUp.status == SignUpStatus.SIGNED)
        .order_by(SignUp.id)
    )
    bookings = bookings_of(fair.id, BookingStatus.BOOKED)
    by_employer = {booking.employer_id: booking.id for booking in bookings}
    today = clock.today()
    vacancies: dict[int, list[int]] = {booking.id: [] for booking in bookings}
    for vacancy in fair_vacancies(fair.id):
        booking_id = by_employer.get(vacancy.vacancy.employer_id)
        if booking_id is not None and vacancy.vacancy.is_open(today):
            vacancies[booking_id].append(vacancy.vacancy_id)
    return Hall(fair, list(db.session.scalars(query)), bookings, vacancies, slots_of(fair))


def stops_of(fair_id: int) -> list[PlanStop]:
    """Return every stop of a fair, by slot then booth."""
    query = (
        select(PlanStop)
        .options(
            joinedload(PlanStop.vacancy),
            joinedload(PlanStop.sign_up).joinedload(SignUp.veteran),
            joinedload(PlanStop.booking).options(
                joinedload(FairBooking.employer), joinedload(FairBooking.booth)
            ),
        )
        .where(PlanStop.fair_id == fair_id)
    )
    rows = list(db.session.scalars(query))
    return sorted(rows, key=_place_in_plan)


def _place_in_plan(stop: PlanStop) -> tuple[int, str, str]:
    return stop.slot, stop.booking.booth_number, name_of(stop.sign_up)


def stop_of(fair_id: int, stop_id: int) -> PlanStop:
    """Return one stop of a fair. Raises NotFoundError for another fair's."""
    stop = db.session.get(PlanStop, stop_id)
    if stop is None or stop.fair_id != fair_id:
        raise NotFoundError
    return stop


def kept_stops(fair: Fair, first: int) -> list[PlanStop]:
    """Return the stops that stay: past ones and pinned ones."""
    query = select(PlanStop).where(
        PlanStop.fair_id == fair.id, (PlanStop.slot < first) | PlanStop.is_pinned
    )
    return list(db.session.scalars(query))
