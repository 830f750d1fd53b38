"""A fair is planned, or what is left of it, around pinned and past stops."""

from datetime import datetime

import numpy as np
from sqlalchemy import delete

from core import audit, clock
from core.db import db, one_at_a_time
from core.errors import DomainError
from core.parameters.registry import amount_of
from fairs.fairs.models import Fair
from matching.engine.fairplan import Problem, Stop, plan
from matching.fairplan.facts import Planned
from matching.fairplan.models import PlanStop
from matching.fairplan.operations.itineraries import itineraries, notify_changed
from matching.fairplan.parameters import GRACE_MINUTES
from matching.fairplan.queries import Hall, hall_of, kept_stops
from matching.fairplan.slots import seats_of, slot_at
from matching.fairplan.worth import Best, worths_of
from matching.index.open_vacancies import current_vacancies


def make_plan(fair: Fair, *, now: datetime | None = None) -> Planned:
    """Plan a fair, or what is left of it; pinned and past stops stay.

    People not checked in `GRACE_MINUTES` after the start lose their coming stops. Runs in the
    caller's transaction. Raises DomainError where nobody signed up or no booth is booked.
    """
    lock(fair.id)
    moment = now or clock.now()
    hall = hall_of(fair)
    if not hall.people or not hall.bookings:
        raise DomainError("有单位订了展位、有人报了名，才能排。")
    first = slot_at(fair, moment)
    worth, best = worths_of(hall, current_vacancies())
    kept = kept_stops(fair, first)
    problem = Problem(
        worth=worth,
        wanted=_wanted(hall, moment),
        seats=np.array([seats_of(booking) for booking in hall.bookings]),
        slots=hall.slots,
        first_slot=min(first, hall.slots - 1) if first < hall.slots else hall.slots,
        fixed=_fixed(hall, kept),
    )
    stops = plan(problem) if problem.first_slot < hall.slots else list(problem.fixed)
    before = itineraries(fair.id)
    _write(hall, stops, kept, best)
    notify_changed(fair, before)
    served = {stop.person for stop in stops}
    audit.record("fair.plan_stops", "fair", fair.id, stops=len(stops), people=len(served))
    return Planned(len(hall.people), len(stops), len(hall.people) - len(served))


def lock(fair_id: int) -> None:
    """Serialise changes of a fair's plan until the transaction ends."""
    one_at_a_time(f"plan {fair_id}")


def _wanted(hall: Hall, moment: datetime) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """Return how many stops each person gets, of shape (n_people,); 0 for those who are absent."""
    grace = amount_of(GRACE_MINUTES, clock.day_of(moment))
    late = (moment - hall.fair.starts_at).total_seconds() / 60 > grace
    wanted = [0 if late and row.checked_in_at is None else row.wanted_stops for row in hall.people]
    return np.array(wanted, dtype=np.intp)


def _fixed(hall: Hall, kept: list[PlanStop]) -> tuple[Stop, ...]:
    people = {row.id: at for at, row in enumerate(hall.people)}
    booths = {booking.id: at for at, booking in enumerate(hall.bookings)}
    return tuple(
        Stop(people[row.sign_up_id], booths[row.booking_id], row.slot)
        for row in kept
        if row.sign_up_id in people and row.booking_id in booths
    )


def _write(hall: Hall, stops: list[Stop], kept: list[PlanStop], best: Best) -> None:
    """Replace all stops but those in `kept` by the stops planned now."""
    fixed = {(row.sign_up_id, row.slot) for row in kept}
    keep_ids = [row.id for row in kept]
    db.session.execute(
        delete(PlanStop)
        .where(PlanStop.fair_id == hall.fair.id, PlanStop.id.not_in(keep_ids))
        .execution_options(synchronize_session=False)
    )
    for stop in stops:
        sign_up, booking = hall.people[stop.person], hall.bookings[stop.booth]
        if (sign_up.id, stop.slot) in fixed:
            continue
        vacancy, why = best.get((stop.person, stop.booth), (None, "现场了解"))
        db.session.add(
            PlanStop(
                fair_id=hall.fair.id,
                sign_up_id=sign_up.id,
                booking_id=booking.id,
                vacancy_id=vacancy,
                slot=stop.slot,
                why=why,
            )
        )
    db.session.flush()
