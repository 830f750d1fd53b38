"""Queries of results: meetings employers recorded, and whose results are still missing."""

from collections import Counter
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db, found
from core.parameters.registry import amount_of
from fairs.fairs.models import BookingStatus, Fair, FairBooking, FairStatus, Meeting, SignUp
from fairs.fairs.parameters import REMINDER_DAYS
from fairs.fairs.queries.booths import bookings_of, invitations
from people.veterans.models import Veteran


def meetings_of(booking_id: int) -> list[Meeting]:
    """Return the meetings an employer recorded at its booth, the newest first."""
    query = (
        select(Meeting)
        .options(
            joinedload(Meeting.sign_up)
            .joinedload(SignUp.veteran)
            .options(selectinload(Veteran.services), selectinload(Veteran.credentials)),
            joinedload(Meeting.vacancy),
        )
        .where(Meeting.booking_id == booking_id)
    )
    return list(db.session.scalars(query.order_by(Meeting.updated_at.desc(), Meeting.id.desc())))


def meeting_of(booking_id: int, sign_up_id: int) -> Meeting | None:
    """Return the meeting an employer recorded with one person, None where there is none."""
    return db.session.scalar(
        select(Meeting).where(Meeting.booking_id == booking_id, Meeting.sign_up_id == sign_up_id)
    )


def get_meeting(booking_id: int, sign_up_id: int) -> Meeting:
    """Return the meeting an employer recorded with one person. Raises NotFoundError."""
    return found(meeting_of(booking_id, sign_up_id))


def results_to_report(employer_id: int) -> list[FairBooking]:
    """Return an employer's bookings at ended fairs whose results were not reported."""
    return [
        booking
        for booking in invitations(employer_id)
        if booking.fair.status is FairStatus.ENDED
        and booking.booth_id is not None
        and booking.results_in_at is None
    ]


def without_results(fair_id: int) -> list[FairBooking]:
    """Return the bookings of a fair whose employers have not reported their results."""
    return [
        booking
        for booking in bookings_of(fair_id, BookingStatus.BOOKED)
        if booking.results_in_at is None
    ]


def count_overdue(day: date) -> Counter[int]:
    """Return by fair how many of its employers have results due soon or late."""
    return Counter(booking.fair_id for booking in overdue_results(day))


def overdue_results(day: date) -> list[FairBooking]:
    """Return bookings at ended fairs whose results are due soon or late, the oldest fair first."""
    soon = day + timedelta(days=amount_of(REMINDER_DAYS, day))
    query = (
        select(FairBooking)
        .join(FairBooking.fair)
        .options(joinedload(FairBooking.fair), joinedload(FairBooking.employer))
        .where(
            Fair.status == FairStatus.ENDED,
            FairBooking.status == BookingStatus.BOOKED,
            FairBooking.results_in_at.is_(None),
            Fair.results_due_on <= soon,
        )
    )
    return list(db.session.scalars(query.order_by(Fair.results_due_on, FairBooking.id)))
