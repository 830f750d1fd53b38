"""More rows than a page holds, around those of a busy world, so that its numbers differ."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from core import clock
from core.access import Role
from core.db import db, transaction
from fairs.fairs import queries
from fairs.fairs.models import (
    BookingStatus,
    CheckInMethod,
    Fair,
    FairBooth,
    FairStatus,
    Meeting,
    Outcome,
)
from jobs.applications.models import Application
from jobs.employers import queries as imported
from jobs.employers.models import Employer, EmployerStatus, Industry, Staffing
from jobs.vacancies.models import Vacancy, VacancyStatus
from people.arrivals.models import Arrival, ArrivalItem, ItemStatus
from people.notices.models import Audience, CallStatus, Notice
from people.stations.models import Employment, StationStaff
from people.veterans.models import EmploymentStatus, Schooling, Veteran
from people.villages.models import Residence
from placements.placements.models import AskedBy, Placement, PlacementChannel, PlacementStatus
from sheets.models import ImportBatch, ImportStatus
from tests.fairs.fairs.world import book, make_note, offer, sign_up
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.matching.cast import TRUCK, a_driver, a_truck_vacancy
from tests.people.accounts.world import a_phone
from tests.people.divisions.world import CHANGFEN, LIUCHENG
from tests.people.veterans.world import make_veteran
from tests.people.villages.world import make_village
from tests.support.world import World

MANY = 23  # a page of most lists has 20
STATUSES = (
    EmploymentStatus.SEEKING,
    EmploymentStatus.UNKNOWN,
    EmploymentStatus.WAITING_ASSIGNMENT,
    EmploymentStatus.UNREACHABLE,
    EmploymentStatus.EMPLOYED,
)


def make_crowded(world: World) -> dict[Role | None, list[str]]:
    """Add rows of every noun whose pages print numbers.

    Return by role the addresses of pages that a short walk does not reach.
    """
    veterans = [
        make_veteran(employment_status=STATUSES[number % len(STATUSES)]) for number in range(MANY)
    ]
    employer = db.session.get_one(Employer, world.own["employer_id"])
    vacancies = [
        make_vacancy(employer=employer, headcount=2, duties=f"驾驶{number}号货车，做好日常保养。")
        for number in range(MANY)
    ]
    _save(_staff_without_account(world))
    _save(_rows(world, veterans, vacancies))
    for status in (EmployerStatus.PENDING, EmployerStatus.VERIFIED):
        for _number in range(MANY):
            make_employer(status=status)
    for _number in range(MANY):
        make_vacancy(employer=employer, status=VacancyStatus.SUBMITTED)
    _fair(world, employer, veterans, vacancies)
    make_employer(verified_until=clock.days_ahead(5))
    fair = f"/fairs/{world.own['fair_id']}"
    fairs = [fair + end for end in ("/manage", "/figures", "/wall", "/plan", "/print/door")]
    return {
        Role.OFFICER: [_left_village(veterans[0]), _complete_firm(), *fairs, *_lists(employer)],
        Role.EMPLOYER: _refused(employer),
    }


def _complete_firm() -> str:
    """Fill in what is missing of one firm a sheet brought; return the page that verifies them."""
    loaded = select(ImportBatch.id).where(ImportBatch.status == ImportStatus.LOADED)
    brought = ((one, imported.of_import(one)) for one in db.session.scalars(loaded))
    batch_id, firms = next((batch_id, firms) for batch_id, firms in brought if firms)
    known = {"industry": Industry.G, "staffing": Staffing.UNDER_100, "introduction": "货运。"}
    known |= {"credit_code": "92340321MA20000279", "address": "榴城镇", "division_code": LIUCHENG}
    known |= {"contact_name": "李主任", "contact_phone": "13900000001"}
    with transaction(audited=False):
        for name, value in known.items():
            setattr(firms[0], name, value)
    return f"/employers/imports/{batch_id}"


def _refused(employer: Employer) -> list[str]:
    """Return pages of drafts that cannot be submitted: with gaps, with words the law forbids."""
    draft: dict[str, Any] = {"employer": employer, "status": VacancyStatus.DRAFT}
    gaps = make_vacancy(**draft, duties="", requirements="")
    forbidden = make_vacancy(**draft, requirements="限男性，交押金。")
    return [f"/vacancies/{one.id}/check" for one in (gaps, forbidden)]


def _left_village(veteran: Veteran) -> str:
    """Return the page that removes a village whose only person moved to another township."""
    village = make_village(f"{CHANGFEN}299", "搬空村")
    with transaction(audited=False) as session:
        session.get_one(Residence, veteran.id).village_code = village.code
    return f"/villages/{village.code}/remove"


def _lists(employer: Employer) -> list[str]:
    """Return lists of veterans that say different things of how many vacancies there are."""
    postings: tuple[dict[str, Any], ...] = (
        {"schooling_min": Schooling.BACHELOR, "veterans_first": True},
        {"has_lodging": True},
        {"schooling_min": Schooling.BACHELOR, "occupation_code": TRUCK},
    )
    for number, facts in enumerate(postings):
        make_vacancy(employer=employer, duties=f"驾驶{number}号大货车，跑省内。", **facts)
    a_truck_vacancy(employer=employer)
    lists = [
        (a_driver(), ("", "/near", "?lodging=1", "?days=1")),
        (a_driver(township_code=None, wanted_places=["110101"]), ("", "/near")),
        (a_driver(schooling=None), ("", "?first=1")),
        (make_veteran(personalised=False), ("",)),
        (make_veteran(schooling=None), ("", "?first=1")),
        (make_veteran(township_code=None, wanted_places=["110101"]), ("",)),
    ]
    return [f"/veterans/{one.id}/matches{end}" for one, ends in lists for end in ends]


def _save(rows: Iterable[Any]) -> None:
    with transaction(audited=False) as session:
        session.add_all(rows)


def _staff_without_account(world: World) -> Iterable[StationStaff]:
    for number in range(MANY):
        facts = {"employment": Employment.FULL, "started_on": date(2025, 1, 1)}
        staff = StationStaff(station_id=world.own["station_id"], name=f"工作人员{number}", **facts)
        staff.phone = a_phone()
        yield staff


def _rows(world: World, veterans: list[Veteran], vacancies: list[Vacancy]) -> Iterable[Any]:
    own = db.session.get_one(Veteran, world.own["veteran_id"])
    for number, (veteran, vacancy) in enumerate(zip(veterans, vacancies, strict=True)):
        yield _arrival(veteran, is_done=number % 2 == 0)
        yield Residence(
            veteran_id=veteran.id,
            village_code=world.own["village_code"],
            set_by=world.accounts[Role.OFFICER].id,
        )
        yield _notice(f"call {number}", veteran.id, call=CallStatus.DUE)
        yield _notice(f"read {number}", own.id)
        for person in (veteran, own):
            yield Application(veteran_id=person.id, vacancy_id=vacancy.id, applied_at=clock.now())
        placement = _placement(veteran, vacancy, list(PlacementChannel)[number % 3])
        if number % 2:
            placement.veteran_confirmed_by = world.accounts[Role.OFFICER].id
            placement.veteran_asked_by = AskedBy.CALL
        yield placement


def _arrival(veteran: Veteran, *, is_done: bool) -> Arrival:
    today = clock.today()
    arrival = Arrival(
        veteran_id=veteran.id, year=today.year, approved_on=today, report_due_on=today
    )
    status = ItemStatus.DONE if is_done else ItemStatus.OPEN
    done_on = today if is_done else None
    arrival.items = [
        ArrivalItem(
            key="report", name="报到", owner="局", position=0, status=status, done_on=done_on
        ),
        ArrivalItem(key="card", name="优待证", owner="局", position=1, is_required=False),
    ]
    return arrival


def _notice(key: str, veteran_id: int, **more: Any) -> Notice:
    notice = Notice(
        key=key,
        audience=Audience.VETERAN,
        audience_id=veteran_id,
        kind="fair",
        title="招聘会",
        township_code=LIUCHENG,
        **more,
    )
    notice.body = "请来参加。"
    return notice


def _placement(veteran: Veteran, vacancy: Vacancy, channel: PlacementChannel) -> Placement:
    now = clock.now()
    return Placement(
        veteran_id=veteran.id,
        employer_id=vacancy.employer_id,
        employer_name="单位",
        channel=channel,
        title="司机",
        start_on=date(clock.this_year(), 1, 5),
        status=PlacementStatus.VERIFIED,
        status_before=EmploymentStatus.SEEKING,
        claimed_at=now,
        employer_confirmed_at=now,
        veteran_confirmed_at=now,
        verified_at=now,
    )


def _fair(
    world: World, employer: Employer, veterans: list[Veteran], vacancies: list[Vacancy]
) -> None:
    """End the world's fair, for which more signed up than came, and more came than were met."""
    with transaction(audited=False) as session:
        fair = session.get_one(Fair, world.own["fair_id"])
        fair.status, fair.results_due_on = FairStatus.ENDED, clock.today() - timedelta(days=1)
        fair.starts_at, fair.ends_at = clock.now() - timedelta(days=2), clock.now()
    booth = FairBooth(fair_id=fair.id, number="B1", map_row=5, map_column=5)
    _save([booth])
    book(fair, make_employer(), booth)
    bookings = queries.bookings_of(fair.id, BookingStatus.BOOKED)
    for vacancy in vacancies[:3]:
        offer(fair, vacancy)
    met = []
    for number, veteran in enumerate(veterans):
        came = {"checked_in_at": clock.now(), "check_in_method": CheckInMethod.NAME}
        row = sign_up(fair, veteran, **(came if number % 2 else {}))
        met += [row] if number % 4 == 1 else []
    _save(
        Meeting(
            booking_id=booking.id,
            sign_up_id=row.id,
            met_at=clock.now(),
            outcome=Outcome.INTENT,
            is_signed=row is met[0],
        )
        for booking in bookings
        for row in met
    )
    make_note(fair, "谁也不是")
    make_note(fair, "也不是谁")
