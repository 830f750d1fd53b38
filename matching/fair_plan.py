"""The plan of a whole fair: who meets which employer at what time, with a reason for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from core import audit, clock
from core.db import db, one_at_a_time
from core.errors import DomainError, NotFoundError
from core.parameters.registry import amount_of
from fairs.fairs.models import BookingStatus, Fair, FairBooking, PlanStop, SignUp, SignUpStatus
from fairs.fairs.queries import bookings_of, fair_vacancies, name_of
from matching.engine.fairplan import Problem, Stop, plan
from matching.open_vacancies import OpenVacancies, current_vacancies
from matching.parameters import GRACE_MINUTES
from matching.queries import uses_profile, veteran_doc
from people.veterans.models import Veteran
from people.veterans.queries import veterans_with_records

TOP = 100.0  # the score whose meeting is worth 1
LEAST_WORTH = 0.05
UNKNOWN_WORTH = 0.3  # of a partner's guest, or a veteran whose profile must not be used


@dataclass(frozen=True)
class Planned:
    """The result of a planning, in counts."""

    people: int
    stops: int
    without: int  # people without any stop


@dataclass(frozen=True)
class _Hall:
    """The rows of a fair in the order of the engine's problem."""

    fair: Fair
    people: list[SignUp]
    bookings: list[FairBooking]
    vacancies: Mapping[int, list[int]]  # ids of open vacancies by booking
    slots: int


def slots_of(fair: Fair) -> int:
    """Return how many slots a fair has."""
    minutes = (fair.ends_at - fair.starts_at).total_seconds() / 60
    return max(1, int(minutes // fair.slot_minutes))


def slot_at(fair: Fair, moment: datetime) -> int:
    """Return the first slot that has not begun at a moment, `slots_of(fair)` after the last."""
    minutes = (moment - fair.starts_at).total_seconds() / 60
    return 0 if minutes <= 0 else min(slots_of(fair), int(minutes // fair.slot_minutes) + 1)


def make_plan(fair: Fair, *, now: datetime | None = None) -> Planned:
    """Plan a fair, or what is left of it; pinned and past stops stay.

    People not checked in `GRACE_MINUTES` after the start lose their coming stops. Runs in the
    caller's transaction. Raises DomainError where nobody signed up or no booth is booked.
    """
    lock(fair.id)
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
        seats=np.array([seats_of(booking) for booking in hall.bookings]),
        slots=hall.slots,
        first_slot=min(first, hall.slots - 1) if first < hall.slots else hall.slots,
        fixed=_fixed(hall, kept),
    )
    stops = plan(problem) if problem.first_slot < hall.slots else list(problem.fixed)
    _write(hall, stops, kept, best)
    served = {stop.person for stop in stops}
    audit.record("fair.plan_stops", "fair", fair.id, stops=len(stops), people=len(served))
    return Planned(len(hall.people), len(stops), len(hall.people) - len(served))


def lock(fair_id: int) -> None:
    """Serialise changes of a fair's plan until the transaction ends."""
    one_at_a_time(f"plan {fair_id}")


def seats_of(booking: FairBooking) -> int:
    """Return how many people an employer meets in one slot, 1 where it has no booth yet."""
    return booking.booth.seats if booking.booth else 1


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
    """Return how many stops each person gets, of shape (n_people,); 0 for those who are absent."""
    grace = amount_of(GRACE_MINUTES, clock.local(moment).date())
    late = (moment - hall.fair.starts_at).total_seconds() / 60 > grace
    wanted = [0 if late and row.checked_in_at is None else row.wanted_stops for row in hall.people]
    return np.array(wanted, dtype=np.intp)


Best = dict[tuple[int, int], tuple[int | None, str]]


def _worths(
    hall: _Hall, open_vacancies: OpenVacancies
) -> tuple["np.ndarray[tuple[int, int], np.dtype[np.float64]]", Best]:
    """Return the worth of each meeting, and its vacancy and reason.

    The worth has shape (n_people, n_bookings), in [0, 1], NaN where a hard condition
    excludes the person from all vacancies of the employer. One entry of the mapping for each
    (person, booking) that is not NaN.
    """
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
    """Return (worth, vacancy, reason) at each booth, None where a hard condition excludes."""
    if veteran is None or not uses_profile(veteran):
        return [(UNKNOWN_WORTH, None, "现场了解") for _ in hall.bookings]
    doc = veteran_doc(veteran, clock.today())
    found = open_vacancies.for_veteran(doc).best_of(
        [hall.vacancies[booking.id] for booking in hall.bookings]
    )
    described: list[tuple[float, int | None, str] | None] = []
    for booking, ranked in zip(hall.bookings, found, strict=True):
        if ranked is not None:
            why = ranked.reasons_for[0].text if ranked.reasons_for else "现场了解"
            described.append(
                (min(1.0, max(LEAST_WORTH, ranked.score / TOP)), ranked.vacancy_id, why[:200])
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
