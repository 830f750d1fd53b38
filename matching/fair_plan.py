"""The plan of a whole fair: rows in, the engine's plan, rows out, with a reason for each stop."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from core import audit, clock
from core.db import db, one_at_a_time
from core.errors import DomainError, NotFoundError
from jobs.fairs.models import BookingStatus, Fair, FairBooking, PlanStop, SignUp, SignUpStatus
from jobs.fairs.queries import bookings_of, fair_vacancies, name_of
from matching.engine.fairplan import Problem, Stop, plan
from matching.open_vacancies import OpenVacancies, current_vacancies
from matching.queries import uses_profile, veteran_doc
from people.veterans.models import Veteran
from people.veterans.queries import veterans_with_records

TOP = 100.0  # the engine's points that count as certain interest
UNKNOWN_WORTH = 0.3  # a guest of a partner, or somebody whose profile may not be used
GRACE_MINUTES = 20  # who is not in so long after the start counts as not coming


@dataclass(frozen=True)
class Planned:
    """What a planning did."""

    people: int
    stops: int
    without: int  # people who came away with nothing


@dataclass(frozen=True)
class _Hall:
    """The rows of a fair in the order of the engine's problem."""

    fair: Fair
    people: list[SignUp]
    bookings: list[FairBooking]
    vacancies: Mapping[int, list[int]]  # open posts by booking
    slots: int


def slots_of(fair: Fair) -> int:
    """Return how many slots a fair has."""
    minutes = (fair.ends_at - fair.starts_at).total_seconds() / 60
    return max(1, int(minutes // fair.slot_minutes))


def slot_at(fair: Fair, moment: datetime) -> int:
    """Return the first slot that has not begun at a moment."""
    minutes = (moment - fair.starts_at).total_seconds() / 60
    return 0 if minutes <= 0 else min(slots_of(fair), int(minutes // fair.slot_minutes) + 1)


def make_plan(fair: Fair, *, now: datetime | None = None) -> Planned:
    """Plan a fair, or plan what is left of it; pinned and past stops stay.

    Who has not come `GRACE_MINUTES` after the start loses the stops ahead. Part of the caller's
    deed; raises DomainError where nobody signed up or no booth is booked.
    """
    one_at_a_time(f"plan {fair.id}")
    moment = now or clock.now()
    hall = _hall(fair)
    if not hall.people or not hall.bookings:
        raise DomainError("有单位订了展位、有人报了名，才能排。")
    first = slot_at(fair, moment)
    worth, best = _worths(hall, current_vacancies())
    kept = _kept_rows(fair, first)
    problem = Problem(
        worth=worth,
        wanted=_wanted(hall, moment),
        seats=np.array([booking.booth.seats if booking.booth else 1 for booking in hall.bookings]),
        slots=hall.slots,
        first_slot=min(first, hall.slots - 1) if first < hall.slots else hall.slots,
        fixed=_fixed(hall, kept),
    )
    stops = plan(problem) if problem.first_slot < hall.slots else list(problem.fixed)
    _write(hall, stops, kept, best)
    served = {stop.person for stop in stops}
    audit.record("fair.plan_stops", "fair", fair.id, stops=len(stops), people=len(served))
    return Planned(len(hall.people), len(stops), len(hall.people) - len(served))


def pin(fair: Fair, sign_up: SignUp, booking: FairBooking, slot: int, *, by_id: int) -> None:
    """Set a stop by hand; whatever the plan had in its way moves at the next planning.

    Raises DomainError where the slot is not the fair's or another pin is in the way.
    """
    if not 0 <= slot < slots_of(fair):
        raise DomainError("没有这个时段。", field="slot")
    clash = select(PlanStop).where(
        PlanStop.sign_up_id == sign_up.id,
        (PlanStop.slot == slot) | (PlanStop.booking_id == booking.id),
    )
    for row in db.session.scalars(clash):
        if row.is_pinned:
            raise DomainError("这个人在这个时段或这家已经有手工排的了。", field="slot")
        db.session.delete(row)
    full = select(PlanStop).where(PlanStop.booking_id == booking.id, PlanStop.slot == slot)
    there = list(db.session.scalars(full))
    seats = booking.booth.seats if booking.booth else 1
    if sum(row.is_pinned for row in there) >= seats:
        raise DomainError("这家这个时段已经排满了手工排的。", field="slot")
    if len(there) >= seats:
        db.session.delete(next(row for row in there if not row.is_pinned))
    db.session.flush()
    db.session.add(
        PlanStop(
            fair_id=fair.id,
            sign_up_id=sign_up.id,
            booking_id=booking.id,
            slot=slot,
            why="工作人员安排",
            is_pinned=True,
            pinned_by=by_id,
        )
    )
    db.session.flush()
    audit.record("fair.pin", "fair", fair.id, sign_up=sign_up.id, slot=slot)


def unpin(stop: PlanStop) -> None:
    """Let a stop be planned again."""
    stop.is_pinned, stop.pinned_by = False, None
    db.session.flush()
    audit.record("fair.unpin", "fair", stop.fair_id, stop=stop.id)


def stops_of(fair_id: int) -> list[PlanStop]:
    """Return every stop of a fair, by slot then booth."""
    query = (
        select(PlanStop)
        .options(
            joinedload(PlanStop.sign_up).joinedload(SignUp.veteran),
            joinedload(PlanStop.booking).options(
                joinedload(FairBooking.employer), joinedload(FairBooking.booth)
            ),
        )
        .where(PlanStop.fair_id == fair_id)
    )
    rows = list(db.session.scalars(query))
    return sorted(rows, key=lambda row: (row.slot, _number(row), name_of(row.sign_up)))


def _number(stop: PlanStop) -> str:
    return stop.booking.booth.number if stop.booking.booth else ""


def stop_of(fair_id: int, stop_id: int) -> PlanStop:
    """Return one stop of a fair. Raises NotFoundError for another fair's."""
    stop = db.session.get(PlanStop, stop_id)
    if stop is None or stop.fair_id != fair_id:
        raise NotFoundError
    return stop


def _hall(fair: Fair) -> _Hall:
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
    return _Hall(fair, list(db.session.scalars(query)), bookings, vacancies, slots_of(fair))


def _wanted(hall: _Hall, moment: datetime) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """Return each person's stops; none for who has not come though the fair has long begun."""
    late = (moment - hall.fair.starts_at).total_seconds() / 60 > GRACE_MINUTES
    wanted = [0 if late and row.checked_in_at is None else row.wanted_stops for row in hall.people]
    return np.array(wanted, dtype=np.intp)


Best = dict[tuple[int, int], tuple[int | None, str]]


def _worths(
    hall: _Hall, open_vacancies: OpenVacancies
) -> tuple["np.ndarray[tuple[int, int], np.dtype[np.float64]]", Best]:
    """Return what each meeting is worth, and by which post and why."""
    worth = np.full((len(hall.people), len(hall.bookings)), np.nan)
    best: Best = {}
    ids = [row.veteran_id for row in hall.people if row.veteran_id is not None]
    veterans = {row.id: row for row in veterans_with_records(ids)}
    for person, row in enumerate(hall.people):
        veteran = veterans.get(row.veteran_id or 0)
        for booth, found in enumerate(_of_person(hall, open_vacancies, veteran)):
            if found is not None:
                worth[person, booth], vacancy, why = found
                best[person, booth] = (vacancy, why)
    return worth, best


def _of_person(
    hall: _Hall, open_vacancies: OpenVacancies, veteran: Veteran | None
) -> list[tuple[float, int | None, str] | None]:
    """Return (worth, post, why) at each booth, None where a hard condition fails everywhere."""
    if veteran is None or not uses_profile(veteran):
        return [(UNKNOWN_WORTH, None, "现场了解") for _ in hall.bookings]
    doc = veteran_doc(veteran, clock.today())
    found = open_vacancies.best_of(doc, [hall.vacancies[booking.id] for booking in hall.bookings])
    described: list[tuple[float, int | None, str] | None] = []
    for booking, ranked in zip(hall.bookings, found, strict=True):
        if ranked is not None:
            why = ranked.reasons_for[0].text if ranked.reasons_for else "现场了解"
            described.append(
                (min(1.0, max(0.05, ranked.score / TOP)), ranked.vacancy_id, why[:200])
            )
        else:
            described.append(
                None if hall.vacancies[booking.id] else (UNKNOWN_WORTH, None, "岗位现场公布")
            )
    return described


def _kept_rows(fair: Fair, first: int) -> list[PlanStop]:
    """Return the stops that stay: past ones and pinned ones."""
    query = select(PlanStop).where(
        PlanStop.fair_id == fair.id, (PlanStop.slot < first) | PlanStop.is_pinned
    )
    return list(db.session.scalars(query))


def _fixed(hall: _Hall, kept: list[PlanStop]) -> tuple[Stop, ...]:
    people = {row.id: at for at, row in enumerate(hall.people)}
    booths = {booking.id: at for at, booking in enumerate(hall.bookings)}
    return tuple(
        Stop(people[row.sign_up_id], booths[row.booking_id], row.slot)
        for row in kept
        if row.sign_up_id in people and row.booking_id in booths
    )


def _write(hall: _Hall, stops: list[Stop], kept: list[PlanStop], best: Best) -> None:
    """Replace the stops that were planned by those planned now."""
    there = {(row.sign_up_id, row.slot) for row in kept}
    keep_ids = [row.id for row in kept]
    db.session.execute(
        delete(PlanStop)
        .where(PlanStop.fair_id == hall.fair.id, PlanStop.id.not_in(keep_ids))
        .execution_options(synchronize_session=False)
    )
    for stop in stops:
        sign_up, booking = hall.people[stop.person], hall.bookings[stop.booth]
        if (sign_up.id, stop.slot) in there:
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
