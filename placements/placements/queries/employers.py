"""Employers and fairs that a placement may name, those most likely first."""

from sqlalchemy import or_, select

from core import clock
from core.db import db
from core.labels import Labelled
from fairs.fairs.models import (
    BookingStatus,
    Fair,
    FairBooking,
    FairStatus,
    Meeting,
    SignUp,
)
from jobs.applications.models import Application, ApplicationStatus
from jobs.employers.models import Employer
from jobs.employers.queries import search
from jobs.vacancies.models import Vacancy
from placements.placements.models import Placement

MOST_FOUND = 20


class Tie(Labelled):
    """What is known of a veteran, an employer and a fair, the closest first."""

    MET = ("MET", "和这家单位见过面")
    BOTH = ("BOTH", "本人到过场，单位也在")
    ATTENDED = ("ATTENDED", "本人到过场，没有这家单位")
    BOOKED = ("BOOKED", "单位在，没有本人到场的记录")
    NONE = ("NONE", "没有本人到场的记录，也没有这家单位")


def employers_met(veteran_id: int) -> list[Employer]:
    """Return the employers a veteran met at a fair or applied to, by name."""
    met = (
        select(FairBooking.employer_id)
        .join(Meeting, Meeting.booking_id == FairBooking.id)
        .join(SignUp, SignUp.id == Meeting.sign_up_id)
        .where(SignUp.veteran_id == veteran_id)
    )
    applied = (
        select(Vacancy.employer_id)
        .join(Application, Application.vacancy_id == Vacancy.id)
        .where(Application.veteran_id == veteran_id)
    )
    query = select(Employer).where(or_(Employer.id.in_(met), Employer.id.in_(applied)))
    return list(db.session.scalars(query.order_by(Employer.name, Employer.id)))


def employers_found(words: str) -> list[Employer]:
    """Return the first employers whose name or code has every word, one more than is shown."""
    if not words:
        return []
    return list(db.session.scalars(search(words).limit(MOST_FOUND + 1)))


def accepted_at(veteran_id: int, employer_id: int) -> list[Application]:
    """Return a veteran's accepted applications to an employer that led to no placement yet."""
    led = select(Placement.application_id).where(Placement.application_id.is_not(None))
    query = (
        select(Application)
        .join(Application.vacancy)
        .where(
            Application.veteran_id == veteran_id,
            Vacancy.employer_id == employer_id,
            Application.status == ApplicationStatus.ACCEPTED,
            Application.id.not_in(led),
        )
    )
    return list(db.session.scalars(query.order_by(Application.id)))


def fairs_of(veteran_id: int, employer_id: int | None) -> list[tuple[Fair, Tie]]:
    """Return every fair held until today with its tie, the closest and then the newest first."""
    held = select(Fair).where(
        Fair.status.not_in((FairStatus.DRAFT, FairStatus.CANCELLED)),
        Fair.starts_at < clock.start_of(clock.days_ahead(1)),
    )
    newest = list(db.session.scalars(held.order_by(Fair.starts_at.desc(), Fair.id.desc())))
    met, attended = _met(veteran_id, employer_id), _attended(veteran_id)
    booked = _booked(employer_id)
    order = list(Tie)
    rows = [(fair, _tie(fair.id, met, attended, booked)) for fair in newest]
    return sorted(rows, key=lambda row: order.index(row[1]))


def _tie(fair_id: int, met: set[int], attended: set[int], booked: set[int]) -> Tie:
    if fair_id in met:
        return Tie.MET
    if fair_id in attended:
        return Tie.BOTH if fair_id in booked else Tie.ATTENDED
    return Tie.BOOKED if fair_id in booked else Tie.NONE


def _met(veteran_id: int, employer_id: int | None) -> set[int]:
    query = (
        select(FairBooking.fair_id)
        .join(Meeting, Meeting.booking_id == FairBooking.id)
        .join(SignUp, SignUp.id == Meeting.sign_up_id)
        .where(SignUp.veteran_id == veteran_id, FairBooking.employer_id == employer_id)
    )
    return set(db.session.scalars(query))


def _attended(veteran_id: int) -> set[int]:
    query = select(SignUp.fair_id).where(
        SignUp.veteran_id == veteran_id, SignUp.checked_in_at.is_not(None)
    )
    return set(db.session.scalars(query))


def _booked(employer_id: int | None) -> set[int]:
    query = select(FairBooking.fair_id).where(
        FairBooking.employer_id == employer_id, FairBooking.status == BookingStatus.BOOKED
    )
    return set(db.session.scalars(query))
