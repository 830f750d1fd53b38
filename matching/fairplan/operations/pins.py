"""Meetings of a fair's plan that staff set by hand; planning works around them."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core import audit
from core.db import db, found
from core.errors import DomainError, Refusals
from fairs.fairs.models import BookingStatus, FairBooking, SignUp
from fairs.fairs.queries import bookings_of, get_fair, sign_up_for
from matching.fairplan.facts import Pin
from matching.fairplan.models import PlanStop
from matching.fairplan.operations.itineraries import itineraries, notify_changed
from matching.fairplan.operations.planning import lock
from matching.fairplan.queries import stop_of
from matching.fairplan.slots import seats_of, slots_of


def pin(fair_id: int, wanted: Pin, *, by_id: int) -> None:
    """Set a meeting by hand; planned meetings in its way are removed and planned again later.

    Raises NotFoundError for another fair's sign-up or booking, DomainError where the slot is not
    the fair's or another pin is in the way.
    """
    lock(fair_id)  # seats are counted before the row is written
    fair, sign_up = get_fair(fair_id), sign_up_for(fair_id, wanted.sign_up_id)
    before = itineraries(fair_id)
    booking = _booking(fair_id, wanted.booking_id)
    if not 0 <= wanted.slot < slots_of(fair):
        raise DomainError("没有这个时段。", field="slot")
    refusals = Refusals()
    with refusals.collecting():
        _clear_person(sign_up, booking, wanted.slot)
    with refusals.collecting():
        _clear_seat(booking, wanted.slot)
    refusals.raise_if_any()
    db.session.add(
        PlanStop(
            fair_id=fair.id,
            sign_up_id=sign_up.id,
            booking_id=booking.id,
            slot=wanted.slot,
            why="工作人员安排",
            is_pinned=True,
            pinned_by=by_id,
        )
    )
    try:
        db.session.flush()
    except IntegrityError as error:
        raise DomainError("刚刚有人给这个人排了同一时段或同一家，请刷新再看。") from error
    notify_changed(fair, before)
    audit.record(
        "fair.pin", "fair", fair.id, sign_up=sign_up.id, slot=wanted.slot, about=sign_up.people
    )


def _booking(fair_id: int, booking_id: int) -> FairBooking:
    booked = bookings_of(fair_id, BookingStatus.BOOKED)
    return found(next((one for one in booked if one.id == booking_id), None))


def _clear_person(sign_up: SignUp, booking: FairBooking, slot: int) -> None:
    """Remove the person's planned stops in the slot or at the booth; refuse where one is pinned."""
    clash = select(PlanStop).where(
        PlanStop.sign_up_id == sign_up.id,
        (PlanStop.slot == slot) | (PlanStop.booking_id == booking.id),
    )
    for row in db.session.scalars(clash):
        if row.is_pinned:
            raise DomainError("这个人在这个时段或这家已经有手工排的了。", field="slot")
        db.session.delete(row)


def _clear_seat(booking: FairBooking, slot: int) -> None:
    """Free a seat of the booth in the slot; refuse where all are pinned."""
    query = select(PlanStop).where(PlanStop.booking_id == booking.id, PlanStop.slot == slot)
    taken = list(db.session.scalars(query))
    seats = seats_of(booking)
    if sum(row.is_pinned for row in taken) >= seats:
        raise DomainError("这家这个时段已经排满了手工排的。", field="slot")
    if len(taken) >= seats:
        db.session.delete(next(row for row in taken if not row.is_pinned))
    db.session.flush()


def unpin(fair_id: int, stop_id: int) -> None:
    """Make a pinned stop an ordinary one, which the next planning may move.

    Raises NotFoundError for another fair's stop, or one that planning has removed.
    """
    lock(fair_id)
    stop = stop_of(fair_id, stop_id)
    stop.is_pinned, stop.pinned_by = False, None
    db.session.flush()
    audit.record("fair.unpin", "fair", stop.fair_id, stop=stop.id, about=stop.sign_up.people)
