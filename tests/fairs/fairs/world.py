"""Fairs for tests, in any status, and what they add to the world of the access tests."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import func, select

from core import clock
from core.db import db
from fairs.fairs.models import (
    BookingStatus,
    Doubt,
    DoubtfulNote,
    Fair,
    FairBooking,
    FairBooth,
    FairStatus,
    FairVacancy,
    PaperKind,
    SignUp,
)
from jobs.employers.models import Employer
from jobs.vacancies.models import Vacancy
from people.veterans.models import Veteran
from tests.people.divisions.world import LIUCHENG
from tests.support.rows import save, unique_number

GUARDED = frozenset({"fair_id", "booth_id", "sign_up_id", "note_id"})
OWN_COUNTY = "340321"
PDF = b"%PDF-1.4 plan"


def things(ids: dict[str, Any]) -> dict[str, Any]:
    """Make a fair with the employer's booth and vacancy, and with the veteran's sign-up.

    A published fair is public, so a stranger's fair is a draft of another township.
    """
    township = ids["township_code"]
    status = FairStatus.PUBLISHED if township == LIUCHENG else FairStatus.DRAFT
    fair = make_fair(status, township_code=township)
    (booth,) = make_booths(fair, 1)
    booking = book(fair, db.session.get_one(Employer, ids["employer_id"]), booth)
    offer(fair, db.session.get_one(Vacancy, ids["vacancy_id"]))
    signed_up = sign_up(fair, db.session.get_one(Veteran, ids["veteran_id"]))
    made: dict[str, Any] = {"fair_id": fair.id, "booth_id": booth.id, "booking_id": booking.id}
    made |= {"sign_up_id": signed_up.id, "code": signed_up.code, "note_id": make_note(fair).id}
    return made | {"what": "door", "key": "people"}


def make_fair(status: FairStatus = FairStatus.PUBLISHED, **more: Any) -> Fair:
    """Create a fair in 榴城镇 the day after tomorrow; a running one is today."""
    begun = status in (FairStatus.RUNNING, FairStatus.ENDED, FairStatus.CLOSED)
    starts = clock.now() + (timedelta(hours=-1) if begun else timedelta(days=2))
    values: dict[str, Any] = {
        "title": "榴城镇专场招聘会",
        "status": status,
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=3),
        "township_code": LIUCHENG,
        "venue": "镇政府广场",
        "results_due_on": clock.days_ahead(10) if begun else None,
        "published_at": None if status is FairStatus.DRAFT else clock.now(),
    }
    fair: Fair = save(Fair(**(values | more)))
    return fair


def make_note(fair: Fair, words: str = "谁也不是") -> DoubtfulNote:
    """Keep one record of a device that names no one."""
    note = DoubtfulNote(
        fair_id=fair.id,
        note_key=f"note-{unique_number()}",
        doubt=Doubt.UNKNOWN,
        why="没有找到这个人。",
        noted_at=clock.now(),
        received_at=clock.now(),
    )
    note.words = words
    saved: DoubtfulNote = save(note)
    return saved


def came(fair: Fair) -> int:
    """Return how many people are checked in."""
    db.session.rollback()
    is_in = SignUp.fair_id == fair.id, SignUp.checked_in_at.is_not(None)
    return db.session.scalar(select(func.count(SignUp.id)).where(*is_in)) or 0


def make_booths(fair: Fair, number: int) -> list[FairBooth]:
    """Create one row of booths."""
    return [
        save(FairBooth(fair_id=fair.id, number=f"A{n + 1:02d}", map_row=0, map_column=n))
        for n in range(number)
    ]


def book(fair: Fair, employer: Employer, booth: FairBooth) -> FairBooking:
    """Book a booth for an employer."""
    booking: FairBooking = save(
        FairBooking(
            fair_id=fair.id,
            employer_id=employer.id,
            booth_id=booth.id,
            status=BookingStatus.BOOKED,
        )
    )
    return booking


def offer(fair: Fair, vacancy: Vacancy) -> FairVacancy:
    """Offer a vacancy at a fair."""
    offered: FairVacancy = save(
        FairVacancy(fair_id=fair.id, vacancy_id=vacancy.id, headcount=vacancy.headcount)
    )
    return offered


def sign_up(fair: Fair, veteran: Veteran, **more: Any) -> SignUp:
    """Sign a veteran up."""
    values = {"bureau_code": OWN_COUNTY, "code": f"code-{fair.id}-{veteran.id}"}
    row: SignUp = save(SignUp(fair_id=fair.id, veteran_id=veteran.id, **(values | more)))
    return row


def hand_in_all(officer: Any, fair: Fair) -> None:
    """Upload a fair's three papers as an officer."""
    for kind in PaperKind:
        answer = officer.post(
            f"/fairs/{fair.id}/papers",
            data={"kind": kind.value, "file": (BytesIO(PDF), "plan.pdf")},
            content_type="multipart/form-data",
        )
        assert answer.status_code == 302, answer.text
