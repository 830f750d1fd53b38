"""The county lives on whatever day it is loaded, and nothing in it contradicts anything else."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from sqlalchemy import Date, DateTime, select

from core import clock
from core.codes import grouped
from core.db import Base, db
from demo.catalogue import texts
from desk.waiting import waiting_for
from fairs.fairs.models import (
    BookingStatus,
    Fair,
    FairMode,
    FairStatus,
    FairVacancy,
    Meeting,
    Outcome,
    SignUp,
)
from people.accounts.models import Account
from people.veterans.models import EmploymentStatus, Veteran
from placements.placements.attribution import attribute
from placements.placements.models import (
    CheckResult,
    Placement,
    PlacementChannel,
    PlacementStatus,
    Side,
    VerifyMethod,
)
from placements.placements.parameters import ATTRIBUTION_MONTHS
from placements.placements.queries.people import HELPED, figures_of
from placements.placements.queries.records import verified_at_fair
from tests.demo.world import (
    DIRECTOR_LIU,
    MANAGER_WANG,
    OFFICER_CHEN,
    STATION_SUN,
    STATION_ZHOU,
    all_rows,
    loaded,
)
from tests.demo.year import HELD, MOMENTS, County
from tests.demo.year_checks import check_applications, check_arrivals, check_messages

# What may still come: hours of fairs and interviews, terms, and what is planned.
AHEAD = {
    "fair.starts_at", "fair.ends_at", "fair.results_due_on", "application.interview_at",
    "placement.contract_until", "placement_check.due_on", "arrival.report_due_on",
    "arrival_item.due_on", "vacancy.valid_to", "employer.verified_until", "next_action.due_on",
    "station_task.due_on", "credential_record.expires_on",
}  # fmt: skip
S = PlacementStatus


@pytest.fixture(scope="module", params=list(MOMENTS.values()), ids=list(MOMENTS))
def county(request: pytest.FixtureRequest, sqlite_database: Any) -> Iterator[County]:
    with time_machine.travel(request.param, tick=False), loaded(sqlite_database):
        yield County(
            clock.today(),
            all_rows(Fair),
            all_rows(SignUp),
            all_rows(Meeting),
            all_rows(Placement),
            {row.id: row for row in all_rows(Veteran)},
        )


def is_time(column: Any) -> bool:
    return isinstance(getattr(column.type, "impl", column.type), Date | DateTime)


def test_nothing_has_happened_later_than_now(county):
    seen = Counter()
    now = clock.now()
    for table in Base.metadata.sorted_tables:
        for column in filter(is_time, table.columns):
            name = f"{table.name}.{column.name}"
            newest = db.session.scalar(select(column).order_by(column.desc()).limit(1))
            if newest is None or name in AHEAD:
                continue
            seen[table.name] += 1
            is_past = newest <= now if isinstance(newest, datetime) else newest <= county.today
            assert is_past, (name, newest)
    assert {"placement", "fair", "fair_meeting", "application_event", "notice"} <= set(seen)


# ---- fairs ----------------------------------------------------------------------------------


def test_fairs_have_the_status_of_their_day(county):
    by_status = defaultdict(list)
    for fair in county.fairs:
        by_status[fair.status].append(clock.day_of(fair.starts_at))

    assert by_status[FairStatus.RUNNING] == [county.today]
    assert all(day > county.today for day in by_status[FairStatus.PUBLISHED])
    assert len(by_status[FairStatus.PUBLISHED]) == len(by_status[FairStatus.DRAFT]) == 1
    assert all(day < county.today for status in HELD for day in by_status[status])
    running = next(fair for fair in county.fairs if fair.status is FairStatus.RUNNING)
    assert running.starts_at <= clock.now() < running.ends_at
    assert len({fair.title for fair in county.fairs}) == len(county.fairs)


def test_nobody_is_at_a_fair_before_it_or_meets_anyone_outside_it(county):
    fairs = {fair.id: fair for fair in county.fairs}
    offered = {(row.fair_id, row.vacancy_id) for row in all_rows(FairVacancy)}
    for row in county.sign_ups:
        assert row.code == grouped(row.code)  # as people read it aloud and type it
        fair, person = fairs[row.fair_id], county.veterans[row.veteran_id]
        assert fair.published_at < row.created_at
        assert person.created_at < row.created_at
        assert person.retired_on < clock.day_of(fair.starts_at)
        if row.checked_in_at is not None:
            assert fair.status in HELD
            assert row.created_at <= row.checked_in_at
            assert fair.starts_at <= row.checked_in_at <= fair.ends_at
    for meeting in county.meetings:
        fair = fairs[meeting.booking.fair_id]
        assert meeting.sign_up.fair_id == fair.id
        assert meeting.sign_up.checked_in_at < meeting.met_at <= fair.ends_at
        assert meeting.booking.status is BookingStatus.BOOKED
        assert (fair.id, meeting.vacancy_id) in offered
        assert meeting.vacancy.employer_id == meeting.booking.employer_id
        assert meeting.vacancy.published_at < fair.starts_at
        assert not meeting.is_signed or meeting.outcome is Outcome.INTENT
        assert bool(meeting.unfit_reason) == (meeting.outcome is Outcome.UNFIT)


def test_no_funnel_exceeds_its_start(county):
    for fair in county.fairs:
        came = {one.veteran_id for one in county.sign_ups if one.fair_id == fair.id}
        inside = {one.veteran_id for one in county.sign_ups
                  if one.fair_id == fair.id and one.checked_in_at}  # fmt: skip
        met = [one for one in county.meetings if one.booking.fair_id == fair.id]
        wanted = {one.sign_up.veteran_id for one in met if one.outcome is Outcome.INTENT}
        placed = {one.veteran_id for one in verified_at_fair(fair.id)}
        assert placed <= wanted <= inside <= came


def test_the_year_has_the_fairs_it_had_time_for(county):
    year, last = county.today.year, county.today.year - 1
    days = (county.today - date(year, 1, 1)).days
    this_year = county.of_year(year)

    assert len(county.of_year(last)) >= 7
    assert len(county.of_year(last - 1)) >= 3
    assert len(this_year) >= min(7, days // 16)
    if days > 50:
        assert {fair.mode for fair in this_year} == {FairMode.OFFLINE, FairMode.ONLINE}
        assert any("联合" in fair.title for fair in this_year)
        assert any("专场" in fair.title and fair.mode is FairMode.OFFLINE for fair in this_year)
    for fair in this_year:
        in_it = [one for one in county.sign_ups if one.fair_id == fair.id and one.checked_in_at]
        met = [one for one in county.meetings if one.booking.fair_id == fair.id]
        assert len(in_it) >= 12
        assert {one.outcome for one in met} == set(Outcome)


# ---- placements -----------------------------------------------------------------------------


def test_placements_come_by_the_written_rule(county):
    months = ATTRIBUTION_MONTHS.default
    for row in county.placements:
        found = attribute(row.veteran_id, row.employer_id, row.start_on, months=months)
        stored = (row.channel, row.fair_id, row.attribution)
        assert stored == (found.channel, found.fair_id, found.reason)


def test_each_placement_is_as_far_as_its_moments(county):
    for row in county.placements:
        person = county.veterans[row.veteran_id]
        assert person.created_at < row.claimed_at
        assert person.retired_on < row.start_on == clock.day_of(row.claimed_at)
        sides = [at for at in (row.employer_confirmed_at, row.veteran_confirmed_at) if at]
        assert all(at >= row.claimed_at for at in sides)
        if row.status is S.VOID:
            assert row.void_note
            assert len(sides) == (1 if row.denied_by else 2)
            continue
        everybody = 2 if row.employer_id else 1  # another firm confirms nothing
        assert len(sides) == (1 if row.status is S.CLAIMED else everybody)
        assert (row.veteran_confirmed_by is None) == (row.veteran_asked_by is None)
        assert (row.verified_at is not None) == (row.status in (S.VERIFIED, S.ENDED))
        assert row.verified_at is None or row.verified_at > max(sides)
        assert not row.title.startswith(tuple(texts()["urgent"]))
        assert (row.ended_on is not None) == (row.status is S.ENDED)
        if row.verify_method in (VerifyMethod.CONTRACT, VerifyMethod.INSURANCE):
            assert row.evidence
        if row.contract_until is not None and row.status is not S.ENDED:
            assert row.contract_until > county.today


def test_the_profile_agrees_with_the_placements(county):
    at_work = {row.veteran_id for row in county.placements if row.status is S.VERIFIED}
    others = {row.veteran_id for row in county.placements} - at_work
    working = (EmploymentStatus.EMPLOYED, EmploymentStatus.FLEXIBLE)
    for person in (county.veterans[key] for key in at_work):
        assert person.employment_status in working
    for person in (county.veterans[key] for key in others):
        assert person.employment_status is EmploymentStatus.SEEKING
    spells = defaultdict(list)
    for row in county.placements:
        if row.status is not S.VOID:
            spells[row.veteran_id].append((row.start_on, row.ended_on or date.max))
    for own in map(sorted, spells.values()):
        pairs = pairwise(own)
        assert all(end < start for (_, end), (start, _) in pairs)
    for row in county.placements:
        works = county.veterans[row.veteran_id].works
        assert all(work.ended_on and work.ended_on < row.start_on for work in works)


def test_checks_follow_the_months_and_some_wait(county):
    waiting = 0
    for row in county.placements:
        if row.verified_at is None:
            assert row.checks == []
            continue
        assert [one.months for one in row.checks] == [1, 3, 6, 12]
        left = [one for one in row.checks if one.result is CheckResult.LEFT]
        assert len(left) <= 1
        for one in row.checks:
            assert one.due_on == clock.months_after(row.start_on, one.months)
            assert one.done_on is None or one.due_on <= one.done_on
            if one.result is CheckResult.AT_WORK:
                assert row.ended_on is None or one.done_on <= row.ended_on + timedelta(days=6)
            if one.result is CheckResult.LEFT:
                assert row.ended_on <= one.done_on
            is_due = one.due_on <= county.today and one.done_on is None
            waiting += is_due and row.status is S.VERIFIED
    done = Counter(one.months for row in county.placements for one in row.checks if one.done_on)
    assert set(done) == {1, 3, 6, 12}
    assert waiting >= 1


def test_the_year_has_work_in_every_stage(county):
    year = county.today.year
    days = (county.today - date(year, 1, 1)).days
    now, last = (
        [row for row in county.placements if row.start_on.year == one] for one in (year, year - 1)
    )
    recent = now + last
    states = Counter(row.status for row in recent)
    counted = [row for row in recent if row.status in (S.VERIFIED, S.ENDED)]

    assert figures_of(year - 1).placed >= 40
    assert figures_of(year - 2).placed >= 6
    assert figures_of(year).placed >= (days - 35) // 8  # verified some days later
    assert states[S.CONFIRMED] >= 3
    assert states[S.CLAIMED] + states[S.ENDED] >= 1
    assert {row.channel for row in counted} == set(PlacementChannel)
    assert sum(row.channel in HELPED for row in counted) * 2 > len(counted)
    assert {row.denied_by for row in recent if row.status is S.VOID} == {None, *Side}
    if days > 50:
        assert {row.channel for row in now if row.verified_at} == set(PlacementChannel)
        assert sum(row.channel is PlacementChannel.FAIR for row in now) >= days // 14


def test_the_first_page_of_every_role_shows_work(county):
    wanted = {
        OFFICER_CHEN: {"家单位等核实", "个岗位等审核", "个被举报的岗位等处理",
                       "个就业回访到期", "名退役军人等核实", "条离线签到没认出"},
        DIRECTOR_LIU: {"家单位等核实"},
        STATION_ZHOU: {"名退役军人等核实"},
        STATION_SUN: {"名退役军人等核实"},
        MANAGER_WANG: {"份新投递", "场招聘会的结果没报", "条到岗等确认"},
    }  # fmt: skip
    for person, labels in wanted.items():
        account = db.session.scalars(select(Account).where(Account.name == person.name)).one()
        lines = {line.label: line.count for line in waiting_for(account)}
        assert labels <= set(lines), (person.name, labels - set(lines))


def test_applications_go_forward_in_time(county):
    check_applications(county)


def test_arrivals_are_in_the_stage_of_their_days(county):
    check_arrivals(county)


def test_complaints_notices_contacts_and_drafts_are_there(county):
    check_messages(county)
