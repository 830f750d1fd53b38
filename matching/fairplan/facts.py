"""What planning and pinning take and return."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Planned:
    """The result of a planning, in counts."""

    people: int
    stops: int
    without: int  # people without any stop


@dataclass(frozen=True)
class Pin:
    """A meeting set by hand: who, at which employer's booth, in which slot (from 0)."""

    sign_up_id: int
    booking_id: int
    slot: int
