"""Fairs for tests: in any status, with booths, employers and people."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from core import clock
from fairs.fairs.models import (
    BookingStatus,
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
from tests.support.factories import LIUCHENG, save

OWN_COUNTY = "340321"
PDF = b"%PDF-1.4 plan"


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
