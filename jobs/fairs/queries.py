"""Reads of fairs: which there are, who comes, where they stand, who was let in."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, extract, func, select
from sqlalchemy.orm import joinedload, selectinload

from core import clock
from core.access import BUREAU_READERS, Role
from core.db import db
from core.errors import NotFoundError
from jobs.employers.models import Employer
from jobs.employers.queries import verified_on
from jobs.fairs.models import (
    BookingStatus,
    Fair,
    FairBooking,
    FairBooth,
    FairMode,
    FairPaper,
    FairStatus,
    FairVacancy,
    Meeting,
    PaperKind,
    SignUp,
    SignUpStatus,
)
from jobs.vacancies.models import Vacancy
from jobs.vacancies.queries import open_vacancies
from people.accounts.models import Account
from people.veterans.models import Veteran
from people.veterans.queries import may_see

SHOWN = (FairStatus.PUBLISHED, FairStatus.RUNNING, FairStatus.ENDED, FairStatus.CLOSED)
COMING = (FairStatus.PUBLISHED, FairStatus.RUNNING)


def get_fair(fair_id: int) -> Fair:
    """Return one fair. Raises NotFoundError."""
    fair = db.session.get(Fair, fair_id)
    if fair is None:
        raise NotFoundError
    return fair


def fair_for(fair_id: int, viewer: Account | None) -> Fair:
    """Return a fair the viewer may see: the bureau any, others once it is published."""
    fair = get_fair(fair_id)
    if viewer is not None and viewer.role in BUREAU_READERS:
        return fair
    if fair.status not in SHOWN and fair.published_at is None:
        raise NotFoundError
    return fair


def door_fair(fair_id: int, viewer: Account) -> Fair:
    """Return a fair at whose door the viewer works: the officer's all, a clerk's township's."""
    fair = get_fair(fair_id)
    if viewer.role is Role.CLERK and fair.township_code != viewer.division_code:
        raise NotFoundError
    return fair


def doors_of(viewer: Account) -> Select[Fair]:
    """Return the query of fairs at whose door the viewer works, the newest first."""
    query = fairs().where(Fair.published_at.is_not(None))
    if viewer.role is Role.CLERK:
        query = query.where(Fair.township_code == viewer.division_code)
    return query


def fairs(
    *, year: int | None = None, mode: FairMode | None = None, status: FairStatus | None = None
) -> Select[Fair]:
    """Return the query of fairs, the newest first."""
    query = select(Fair)
    if year is not None:
        query = query.where(extract("year", Fair.starts_at) == year)
    if mode is not None:
        query = query.where(Fair.mode == mode)
    if status is not None:
        query = query.where(Fair.status == status)
    return query.order_by(Fair.starts_at.desc(), Fair.id.desc())


def years() -> list[int]:
    """Return the years in which there were or will be fairs, the newest first."""
    year = extract("year", Fair.starts_at)
    return [int(one) for one in db.session.scalars(select(year).distinct().order_by(year.desc()))]


def coming_fairs() -> Select[Fair]:
    """Return the query of published fairs that are not over, the nearest first."""
    query = select(Fair).where(Fair.status.in_(COMING), Fair.ends_at >= clock.now())
    return query.order_by(Fair.starts_at, Fair.id)


def all_coming() -> list[Fair]:
    """Return every published fair that is not over, the nearest first."""
    return list(db.session.scalars(coming_fairs()))


def due_to_move(now: datetime) -> list[Fair]:
    """Return fairs whose hour to start or to end has come."""
    starts = (Fair.status == FairStatus.PUBLISHED) & (Fair.starts_at <= now)
    ends = (Fair.status == FairStatus.RUNNING) & (Fair.ends_at <= now)
    return list(db.session.scalars(select(Fair).where(starts | ends).order_by(Fair.id)))


def papers_of(fair_id: int) -> dict[PaperKind, FairPaper]:
    """Return the papers of a fair by kind."""
    query = select(FairPaper).options(joinedload(FairPaper.file))
    query = query.where(FairPaper.fair_id == fair_id)
    return {paper.kind: paper for paper in db.session.scalars(query)}


def booths_of(fair_id: int) -> list[FairBooth]:
    """Return the booths of a fair as they stand in the hall."""
    query = select(FairBooth).where(FairBooth.fair_id == fair_id)
    return list(db.session.scalars(query.order_by(FairBooth.map_row, FairBooth.map_column)))


def booth_of(fair_id: int, booth_id: int) -> FairBooth:
    """Return one booth of a fair. Raises NotFoundError for another fair's."""
    booth = db.session.get(FairBooth, booth_id)
    if booth is None or booth.fair_id != fair_id:
        raise NotFoundError
    return booth


def bookings_of(fair_id: int, *statuses: BookingStatus) -> list[FairBooking]:
    """Return the places of employers at a fair, by booth then name."""
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
    """Return an employer's place at a fair, if it has one in any state."""
    query = select(FairBooking).options(joinedload(FairBooking.booth))
    query = query.where(FairBooking.fair_id == fair_id, FairBooking.employer_id == employer_id)
    return db.session.scalar(query)


def booked(fair_id: int, employer_id: int) -> FairBooking:
    """Return the booth an employer has booked. Raises NotFoundError where it has none."""
    booking = booking_of(fair_id, employer_id)
    if booking is None or booking.status is not BookingStatus.BOOKED:
        raise NotFoundError
    return booking


def taken_booths(fair_id: int) -> dict[int, FairBooking]:
    """Return the bookings of a fair by booth."""
    taken = bookings_of(fair_id, BookingStatus.BOOKED)
    return {booking.booth_id: booking for booking in taken if booking.booth_id is not None}


def fair_vacancies(fair_id: int, employer_id: int | None = None) -> list[FairVacancy]:
    """Return the posts offered at a fair with their employers, of one employer or of all."""
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
    """Return an employer's open posts, which it may bring to a fair."""
    query = open_vacancies(day).where(Vacancy.employer_id == employer_id)
    return list(db.session.scalars(query))


def employers_to_invite(fair_id: int, words: str, day: date) -> Select[Employer]:
    """Return the query of verified employers not asked yet, whose name holds every word."""
    asked = select(FairBooking.employer_id).where(FairBooking.fair_id == fair_id)
    query = select(Employer).where(verified_on(day), Employer.id.not_in(asked))
    for word in words.split():
        query = query.where(Employer.name.icontains(word, autoescape=True))
    return query.order_by(Employer.name, Employer.id)


def invitations(employer_id: int) -> list[FairBooking]:
    """Return an employer's places at fairs that are not over, the nearest first."""
    query = (
        select(FairBooking)
        .join(FairBooking.fair)
        .options(joinedload(FairBooking.fair), joinedload(FairBooking.booth))
        .where(FairBooking.employer_id == employer_id)
        .order_by(Fair.starts_at.desc())
    )
    return list(db.session.scalars(query))


def results_to_report(employer_id: int) -> list[FairBooking]:
    """Return an employer's booths at ended fairs whose results were not reported."""
    return [
        booking
        for booking in invitations(employer_id)
        if booking.fair.status is FairStatus.ENDED
        and booking.booth_id is not None
        and booking.results_in_at is None
    ]


def sign_up_of(fair_id: int, veteran_id: int) -> SignUp | None:
    """Return somebody's place at a fair, cancelled or not."""
    return db.session.scalar(
        select(SignUp).where(SignUp.fair_id == fair_id, SignUp.veteran_id == veteran_id)
    )


def sign_ups_of_veteran(veteran_id: int) -> list[SignUp]:
    """Return every fair somebody signed up for, the newest first."""
    query = select(SignUp).join(SignUp.fair).options(joinedload(SignUp.fair))
    query = query.where(SignUp.veteran_id == veteran_id)
    return list(db.session.scalars(query.order_by(Fair.starts_at.desc())))


def _people() -> Select[SignUp]:
    return select(SignUp).options(joinedload(SignUp.veteran))


def sign_ups(fair_id: int, *, only_in: bool = False) -> list[SignUp]:
    """Return who means to come, or who was let in, by name."""
    query = _people().where(SignUp.fair_id == fair_id)
    if only_in:
        query = query.where(SignUp.checked_in_at.is_not(None))
    else:
        query = query.where(SignUp.status == SignUpStatus.SIGNED)
    return sorted(db.session.scalars(query), key=lambda one: (name_of(one), one.id))


def sign_up_by_code(fair_id: int, code: str) -> SignUp | None:
    """Return who a code belongs to at this fair."""
    return db.session.scalar(_people().where(SignUp.fair_id == fair_id, SignUp.code == code))


def sign_up_for(fair_id: int, sign_up_id: int) -> SignUp:
    """Return one sign-up of a fair. Raises NotFoundError for another fair's."""
    sign_up = db.session.scalar(_people().where(SignUp.id == sign_up_id))
    if sign_up is None or sign_up.fair_id != fair_id:
        raise NotFoundError
    return sign_up


def name_of(sign_up: SignUp) -> str:
    """Return the name of whoever signed up, our own or a partner's."""
    return sign_up.veteran.name if sign_up.veteran else sign_up.guest_name


def veterans_named(name: str, viewer: Account) -> list[Veteran]:
    """Return registered veterans of this name within a viewer's scope: who may just walk in."""
    query = select(Veteran).where(Veteran.name == name).order_by(Veteran.id).limit(20)
    return [veteran for veteran in db.session.scalars(query) if may_see(viewer, veteran)]


def count_sign_ups(fair_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return (signed up, let in) of each of these fairs."""
    is_in = func.count(SignUp.checked_in_at)
    query = (
        select(SignUp.fair_id, func.count(), is_in)
        .where(SignUp.fair_id.in_(list(fair_ids)), _counts())
        .group_by(SignUp.fair_id)
    )
    return {fair_id: (signed, came) for fair_id, signed, came in db.session.execute(query)}


def _counts() -> ColumnElement[bool]:
    return (SignUp.status == SignUpStatus.SIGNED) | SignUp.checked_in_at.is_not(None)


def count_bookings(fair_ids: Iterable[int]) -> dict[int, int]:
    """Return how many employers have a booth at each of these fairs."""
    query = (
        select(FairBooking.fair_id, func.count())
        .where(FairBooking.fair_id.in_(list(fair_ids)), FairBooking.status == BookingStatus.BOOKED)
        .group_by(FairBooking.fair_id)
    )
    return {fair_id: count for fair_id, count in db.session.execute(query)}  # noqa: C416


def meetings_of(booking_id: int) -> list[Meeting]:
    """Return what an employer noted at its booth, the newest first."""
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
    """Return what an employer noted of one person."""
    return db.session.scalar(
        select(Meeting).where(Meeting.booking_id == booking_id, Meeting.sign_up_id == sign_up_id)
    )


def without_results(fair_id: int) -> list[FairBooking]:
    """Return employers at a fair that have not said that these were all results."""
    return [
        booking
        for booking in bookings_of(fair_id, BookingStatus.BOOKED)
        if booking.results_in_at is None
    ]


def overdue_results(day: date) -> list[FairBooking]:
    """Return places at ended fairs whose results are still out, the oldest fair first."""
    query = (
        select(FairBooking)
        .join(FairBooking.fair)
        .options(joinedload(FairBooking.fair), joinedload(FairBooking.employer))
        .where(
            Fair.status == FairStatus.ENDED,
            FairBooking.status == BookingStatus.BOOKED,
            FairBooking.results_in_at.is_(None),
            Fair.results_due_on <= day + timedelta(days=3),
        )
    )
    return list(db.session.scalars(query.order_by(Fair.results_due_on, FairBooking.id)))
