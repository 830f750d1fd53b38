"""How a veteran came to the work: the written rule, its order and its window."""

from datetime import date, timedelta

import pytest

from core import clock
from core.db import db
from fairs.fairs.models import FairStatus, Meeting, Outcome
from jobs.applications.models import Application, ApplicationStatus, Origin
from placements.placements.attribution import attribute
from placements.placements.models import PlacementChannel
from tests.fairs.fairs.world import book, make_booths, make_fair, sign_up
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.veterans.world import make_veteran
from tests.support.rows import save

TODAY = clock.today()


def met_at_fair(veteran, employer, days_ago: int):
    fair = make_fair(FairStatus.CLOSED)
    booking = book(fair, employer, make_booths(fair, 1)[0])
    row = sign_up(fair, veteran)
    save(
        Meeting(
            booking_id=booking.id,
            sign_up_id=row.id,
            outcome=Outcome.MET,
            met_at=clock.now() - timedelta(days=days_ago),
        )
    )
    return fair


def applied(veteran, employer, origin: Origin, days_ago: int) -> None:
    save(
        Application(
            veteran_id=veteran.id,
            vacancy_id=make_vacancy(employer=employer).id,
            origin=origin,
            status=ApplicationStatus.WITHDRAWN,
            applied_at=clock.now() - timedelta(days=days_ago),
            closed_at=clock.now(),
        )
    )


@pytest.fixture
def pair(app):
    return make_veteran(), make_employer()


def channel_of(pair, start_on: date = TODAY) -> PlacementChannel:
    db.session.rollback()
    return attribute(pair[0].id, pair[1].id, start_on, months=6).channel


def test_without_contact_before_the_work_is_self_found(pair):
    assert channel_of(pair) is PlacementChannel.SELF


@pytest.mark.parametrize(
    ("origin", "channel"),
    [
        (Origin.ONLINE, PlacementChannel.ONLINE),
        (Origin.REFERRAL, PlacementChannel.REFERRAL),
        (Origin.FAIR, PlacementChannel.FAIR),
    ],
)
def test_an_application_gives_its_own_channel(pair, origin, channel):
    applied(*pair, origin, 10)

    assert channel_of(pair) is channel


def test_a_meeting_precedes_a_referral_and_that_an_application(pair):
    applied(*pair, Origin.ONLINE, 1)
    applied(*pair, Origin.REFERRAL, 20)
    assert channel_of(pair) is PlacementChannel.REFERRAL

    fair = met_at_fair(*pair, 30)

    db.session.rollback()
    found = attribute(pair[0].id, pair[1].id, TODAY, months=6)
    assert (found.channel, found.fair_id) == (PlacementChannel.FAIR, fair.id)


@pytest.mark.parametrize(("days_ago", "counts"), [(0, True), (150, True), (220, False)])
def test_the_window_has_edges(pair, days_ago, counts):
    met_at_fair(*pair, days_ago)

    assert (channel_of(pair) is PlacementChannel.FAIR) is counts


def test_a_meeting_after_the_start_day_does_not_count(pair):
    met_at_fair(*pair, 0)

    assert channel_of(pair, TODAY - timedelta(days=1)) is PlacementChannel.SELF


def test_another_employers_fair_does_not_count(pair):
    met_at_fair(pair[0], make_employer(), 5)

    assert channel_of(pair) is PlacementChannel.SELF
