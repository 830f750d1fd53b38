"""What is there of the fairs a roster names: sign-ups, booths, vacancies, meetings."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from core import clock
from core.db import db
from fairs.fairs.models import (
    BookingStatus,
    Fair,
    FairBooking,
    FairStatus,
    FairVacancy,
    Meeting,
    Outcome,
    SignUp,
    SignUpStatus,
)
from fairs.rosters.settings import open_fairs
from jobs.employers.models import Employer
from jobs.employers.names import name_key as employer_key
from jobs.vacancies.models import Vacancy
from people.secrecy.names import name_key
from people.veterans.models import Veteran


@dataclass(frozen=True)
class KnownSignUp:
    """A sign-up that is there."""

    id: int
    version: int
    veteran_id: int
    holds: bool
    is_in: bool


@dataclass(frozen=True)
class KnownMeeting:
    """A meeting that is recorded."""

    id: int
    version: int
    outcome: Outcome
    is_signed: bool


@dataclass
class FairBook:
    """One fair: everything a line of its roster is compared with."""

    id: int
    title: str
    status: FairStatus
    day: date
    sign_ups: dict[int, KnownSignUp] = field(default_factory=dict)  # by veteran
    by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # veterans
    booths: dict[str, tuple[int, str]] = field(default_factory=dict)  # by employer's key
    vacancies: dict[tuple[int, str], int] = field(default_factory=dict)  # by booking and title
    meetings: dict[tuple[int, int], KnownMeeting] = field(default_factory=dict)

    @property
    def has_begun(self) -> bool:
        """Whether the day of the fair has come."""
        return self.day <= clock.today()


class FairBooks:
    """The fairs a roster may name, each read when a line names it first."""

    def __init__(self) -> None:
        self.fairs = {one.id: one for one in open_fairs()}
        self._books: dict[int, FairBook] = {}

    def named(self, words: str) -> int | None:
        """Return the id of the one fair of this title or number, None where it is not clear."""
        if words.isascii() and words.isdecimal() and len(words) < 9 and int(words) in self.fairs:
            return int(words)
        plain = "".join(words.split())
        fitting = [one.id for one in self.fairs.values() if "".join(one.title.split()) == plain]
        return fitting[0] if len(fitting) == 1 else None

    def book(self, fair_id: int) -> FairBook | None:
        """Return what is there of a fair, None where it takes nobody any more."""
        fair = self.fairs.get(fair_id)
        if fair is None:
            return None
        if fair_id not in self._books:
            self._books[fair_id] = _read(fair)
        return self._books[fair_id]


def _read(fair: Fair) -> FairBook:
    book = FairBook(fair.id, fair.title, fair.status, clock.day_of(fair.starts_at))
    _read_sign_ups(book)
    _read_booths(book)
    meetings = select(
        Meeting.id, Meeting.version, Meeting.booking_id, Meeting.sign_up_id, Meeting.outcome,
        Meeting.is_signed,
    ).join(FairBooking, FairBooking.id == Meeting.booking_id)  # fmt: skip
    for one in db.session.execute(meetings.where(FairBooking.fair_id == fair.id)):
        known = KnownMeeting(one.id, one.version, one.outcome, one.is_signed)
        book.meetings[one.booking_id, one.sign_up_id] = known
    return book


def _read_sign_ups(book: FairBook) -> None:
    query = select(
        SignUp.id, SignUp.version, SignUp.veteran_id, SignUp.status, SignUp.checked_in_at,
        Veteran.name,
    ).join(Veteran, Veteran.id == SignUp.veteran_id)  # fmt: skip
    for one in db.session.execute(query.where(SignUp.fair_id == book.id).order_by(SignUp.id)):
        holds, is_in = one.status is SignUpStatus.SIGNED, one.checked_in_at is not None
        known = KnownSignUp(one.id, one.version, one.veteran_id, holds, is_in)
        book.sign_ups[one.veteran_id] = known
        book.by_name[name_key(one.name)].append(one.veteran_id)


def _read_booths(book: FairBook) -> None:
    query = select(FairBooking.id, FairBooking.employer_id, Employer.name).join(
        Employer, Employer.id == FairBooking.employer_id
    )
    by_employer: dict[int, int] = {}
    booked = FairBooking.fair_id == book.id, FairBooking.status == BookingStatus.BOOKED
    for booking_id, employer_id, name in db.session.execute(query.where(*booked)):
        book.booths[employer_key(name)] = booking_id, name
        by_employer[employer_id] = booking_id
    offered = select(Vacancy.id, Vacancy.employer_id, Vacancy.title).join(
        FairVacancy, FairVacancy.vacancy_id == Vacancy.id
    )
    for vacancy_id, employer_id, title in db.session.execute(
        offered.where(FairVacancy.fair_id == book.id).order_by(Vacancy.id.desc())
    ):
        if employer_id in by_employer:
            book.vacancies[by_employer[employer_id], employer_key(title)] = vacancy_id
