"""Checks of the demo county's applications, arrivals, complaints, notices and contacts."""

from collections import Counter, defaultdict

from core import clock
from jobs.applications.models import Application, ApplicationEvent, ApplicationStatus
from jobs.complaints.models import Complaint, ComplaintStatus
from jobs.vacancies.models import Vacancy, VacancyStatus
from people.arrivals.models import Arrival, ItemStatus
from people.caseload.models import Contact
from people.notices.models import CallStatus, Notice
from placements.placements.models import PlacementStatus
from tests.demo.world import all_rows
from tests.demo.year import County

S = PlacementStatus


def check_applications(county: County) -> None:
    rows = all_rows(Application)
    events = defaultdict(list)
    for event in all_rows(ApplicationEvent):
        events[event.application_id].append(event)
    for row in rows:
        person = county.veterans[row.veteran_id]
        assert person.created_at < row.applied_at
        assert row.vacancy.published_at < row.applied_at
        times = [event.at for event in events[row.id]]
        assert times == sorted(times)
        assert events[row.id][-1].status is row.status
        if row.status is ApplicationStatus.INVITED:
            assert row.interview_at > clock.now()
        elif row.interview_at is not None:
            assert row.applied_at < row.interview_at < clock.now()
    assert {row.status for row in rows} >= {
        ApplicationStatus.APPLIED, ApplicationStatus.INVITED, ApplicationStatus.OFFERED,
        ApplicationStatus.ACCEPTED, ApplicationStatus.REJECTED, ApplicationStatus.WITHDRAWN,
    }  # fmt: skip
    for placement in county.placements:
        application, vacancy = placement.application, placement.vacancy
        if application is None or vacancy is None:
            continue
        assert application.status is ApplicationStatus.ACCEPTED
        assert application.closed_at is not None
        assert clock.day_of(application.closed_at) < placement.start_on
        is_filled = vacancy.status is VacancyStatus.FILLED
        assert is_filled == (placement.status is not S.CLAIMED)


def check_arrivals(county: County) -> None:
    rows = all_rows(Arrival)
    stages: Counter[tuple[bool, str]] = Counter()
    for row in rows:
        assert row.approved_on == county.veterans[row.veteran_id].retired_on
        assert row.approved_on.year == row.year
        done = [item for item in row.items if item.status is not ItemStatus.OPEN]
        assert all(row.approved_on < item.done_on < county.today for item in done)
        assert all(item.done_on is None for item in row.items if item.status is ItemStatus.OPEN)
        assert all(item.note for item in done if item.status is ItemStatus.NOT_NEEDED)
        assert (row.reported_on is not None) == (row.items[0].status is ItemStatus.DONE)
        stage = "none" if not done else "all" if len(done) == len(row.items) else "some"
        stages[row.year == county.today.year, stage] += 1
    assert len(rows) >= 20
    if county.today.month > 3:
        assert {stage for is_now, stage in stages if is_now} == {"none", "some", "all"}
    else:
        assert {stage for _, stage in stages} == {"none", "some", "all"}


def check_messages(county: County) -> None:
    complaints, notices = all_rows(Complaint), all_rows(Notice)
    for row in complaints:
        assert row.vacancy.published_at <= row.created_at
        assert bool(row.result) == (row.status is not ComplaintStatus.OPEN)
        is_removed = row.vacancy.status is VacancyStatus.REMOVED
        assert is_removed == (row.status is ComplaintStatus.UPHELD)
    for contact in all_rows(Contact):
        assert county.veterans[contact.veteran_id].created_at < contact.happened_at
    assert {row.status for row in complaints} == set(ComplaintStatus)
    assert len(notices) >= 20
    assert {row.call for row in notices} >= {CallStatus.DUE, CallStatus.NOT_NEEDED}
    assert any(row.status is VacancyStatus.DRAFT for row in all_rows(Vacancy))
