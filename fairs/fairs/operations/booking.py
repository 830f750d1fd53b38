"""Operations of employers at a fair: invite, book a booth, choose vacancies, decline."""

from collections.abc import Collection, Sequence

from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.db import db, one_at_a_time
from core.errors import DomainError
from fairs.fairs import lifecycle, queries
from fairs.fairs.models import BookingStatus, Fair, FairBooking, FairVacancy
from jobs.employers.models import Employer
from jobs.employers.queries import recipient_of
from people.notices.operations import Message, notify

TAKEN = "这个展位刚刚被别的单位订走了，请另选一个。"


def invite(fair: Fair, employers: Sequence[Employer], *, by_id: int) -> int:
    """Invite employers to a fair, each once; return how many are new."""
    _require_takes_bookings(fair)
    invited = 0
    for employer in employers:
        if queries.booking_of(fair.id, employer.id) is not None:
            continue
        db.session.add(FairBooking(fair_id=fair.id, employer_id=employer.id, invited_by=by_id))
        db.session.flush()
        body = f"邀请您参加“{fair.title}”，请在系统里选展位和岗位。"
        key = f"fair {fair.id} invites {employer.id}"
        message = Message(key, "fair", "邀请参加招聘会", body, "fairs.employer_fair", fair.id)
        notify(recipient_of(employer), message)
        invited += 1
    audit.record("fair.invite", "fair", fair.id, employers=invited)
    return invited


def book_booth(fair: Fair, employer: Employer, booth_id: int) -> FairBooking:
    """Book a booth, or move to another one; the table's unique key decides who gets it.

    Raises DomainError: the fair has begun, the employer is not verified, the booth is taken.
    """
    _require_takes_bookings(fair)
    if not employer.is_verified(clock.today()):
        raise DomainError("单位核实通过后才能订展位。")
    booth = queries.booth_of(fair.id, booth_id)
    one_at_a_time(f"fair {fair.id} employer {employer.id}")
    booking = queries.booking_of(fair.id, employer.id)
    try:
        with db.session.begin_nested():
            if booking is None:
                booking = FairBooking(fair_id=fair.id, employer_id=employer.id)
                db.session.add(booking)
            booking.booth_id, booking.status, booking.reason = booth.id, BookingStatus.BOOKED, ""
            db.session.flush()
    except IntegrityError as error:
        raise DomainError(TAKEN, field="booth") from error
    audit.record("fair.book", "fair", fair.id, employer=employer.id, booth=booth.number)
    return booking


def decline_invitation(fair: Fair, booking: FairBooking, *, reason: str = "") -> None:
    """Decline an invitation or cancel a booking; the employer's vacancies leave the fair too."""
    _require_takes_bookings(fair)
    was_booked = booking.status is BookingStatus.BOOKED
    booking.status = BookingStatus.CANCELLED if was_booked else BookingStatus.DECLINED
    booking.booth_id, booking.reason = None, reason
    for vacancy in queries.fair_vacancies(fair.id, booking.employer_id):
        db.session.delete(vacancy)
    db.session.flush()
    audit.record("fair.stay_away", "fair", fair.id, employer=booking.employer_id)


def choose_vacancies(fair: Fair, employer: Employer, vacancy_ids: Collection[int]) -> int:
    """Set which open vacancies an employer brings to a fair, with their headcount of today.

    Returns how many there are; a vacancy that is not open any more is not among them.
    """
    _require_takes_bookings(fair)
    booking = queries.booking_of(fair.id, employer.id)
    if booking is None or booking.status is not BookingStatus.BOOKED:
        raise DomainError("请先订展位，再选岗位。")
    open_ones = {row.id: row for row in queries.vacancies_to_choose(employer.id, clock.today())}
    wanted = {one for one in vacancy_ids if one in open_ones}
    offered = {row.vacancy_id: row for row in queries.fair_vacancies(fair.id, employer.id)}
    for vacancy_id, row in offered.items():
        if vacancy_id not in wanted:
            db.session.delete(row)
    for vacancy_id in wanted - offered.keys():
        headcount = open_ones[vacancy_id].headcount
        db.session.add(FairVacancy(fair_id=fair.id, vacancy_id=vacancy_id, headcount=headcount))
    db.session.flush()
    audit.record("fair.choose_posts", "fair", fair.id, employer=employer.id, vacancies=len(wanted))
    return len(wanted)


def _require_takes_bookings(fair: Fair) -> None:
    if fair.status not in lifecycle.EDITABLE:
        raise DomainError(f"招聘会现在是“{fair.status.label}”，不能再改展位和岗位。")
