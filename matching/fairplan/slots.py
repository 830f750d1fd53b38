"""The slots of a fair, and how many people an employer meets in one."""

from datetime import datetime, timedelta

from core import clock
from fairs.fairs.models import Fair, FairBooking


def slots_of(fair: Fair) -> int:
    """Return how many slots a fair has."""
    minutes = (fair.ends_at - fair.starts_at).total_seconds() / 60
    return max(1, int(minutes // fair.slot_minutes))


def slot_at(fair: Fair, moment: datetime) -> int:
    """Return the first slot that has not begun at a moment, `slots_of(fair)` after the last."""
    minutes = (moment - fair.starts_at).total_seconds() / 60
    return 0 if minutes <= 0 else min(slots_of(fair), int(minutes // fair.slot_minutes) + 1)


def clock_of(fair: Fair, slot: int) -> str:
    """Return when a slot begins, in local time."""
    return f"{clock.local(fair.starts_at + timedelta(minutes=slot * fair.slot_minutes)):%H:%M}"


def seats_of(booking: FairBooking) -> int:
    """Return how many people an employer meets in one slot, 1 where it has no booth yet."""
    return booking.booth.seats if booking.booth else 1
