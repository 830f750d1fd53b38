"""How a veteran came to their work: the written rule.

The first of these that happened within `attribution_months` (a parameter) before the start day:

1. 招聘会: the veteran met this employer at a booth, or applied to it at a fair; the latest counts.
2. 工作人员推荐: staff referred the veteran to this employer.
3. 线上投递: the veteran applied to this employer.
4. 自主就业: none of these.

A meeting on the start day itself counts; one a day after it, or a day before the window, does not.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core import clock
from core.db import db
from core.filters import day as shown
from fairs.fairs.models import Fair, FairBooking, Meeting, SignUp
from jobs.applications.models import Application, Origin
from jobs.vacancies.models import Vacancy
from placements.placements.models import PlacementChannel


@dataclass(frozen=True)
class Attribution:
    """A channel, its fair where it is one, and the reason in Chinese (under 200 characters)."""

    channel: PlacementChannel
    fair_id: int | None
    reason: str


def attribute(
    veteran_id: int, employer_id: int | None, start_on: date, *, months: int
) -> Attribution:
    """Return how a veteran came to start at an employer on a day, by the rule above."""
    if employer_id is None:
        return Attribution(PlacementChannel.SELF, None, "单位不在平台上。")
    earliest = clock.months_after(start_on, -months)
    met = _latest_meeting(veteran_id, employer_id, earliest, start_on)
    if met is not None:
        fair, day = met
        reason = f"{shown(day)}在“{fair.title}”和这家单位见过面。"
        return Attribution(PlacementChannel.FAIR, fair.id, reason)
    applications = _applications(veteran_id, employer_id, earliest, start_on)
    for origin, channel, word in _ORDER:
        for application, day in applications:
            if application.origin is origin:
                return Attribution(channel, _fair_of(application), f"{shown(day)}{word}。")
    return Attribution(PlacementChannel.SELF, None, f"到岗前 {months} 个月内没有投递、推荐或见面。")


_ORDER = (
    (Origin.FAIR, PlacementChannel.FAIR, "在招聘会上投递了这家单位"),
    (Origin.REFERRAL, PlacementChannel.REFERRAL, "由工作人员推荐给这家单位"),
    (Origin.ONLINE, PlacementChannel.ONLINE, "自己投递了这家单位"),
)


def _latest_meeting(
    veteran_id: int, employer_id: int, earliest: date, latest: date
) -> tuple[Fair, date] | None:
    query = (
        select(Fair, Meeting.met_at)
        .join(FairBooking, FairBooking.fair_id == Fair.id)
        .join(Meeting, Meeting.booking_id == FairBooking.id)
        .join(SignUp, SignUp.id == Meeting.sign_up_id)
        .where(SignUp.veteran_id == veteran_id, FairBooking.employer_id == employer_id)
        .order_by(Meeting.met_at.desc())
    )
    for fair, met_at in db.session.execute(query):
        day = clock.day_of(met_at)
        if earliest <= day <= latest:
            return fair, day
    return None


def _applications(
    veteran_id: int, employer_id: int, earliest: date, latest: date
) -> list[tuple[Application, date]]:
    query = (
        select(Application)
        .join(Application.vacancy)
        .where(Application.veteran_id == veteran_id, Vacancy.employer_id == employer_id)
        .order_by(Application.applied_at.desc())
    )
    dated = [(row, clock.day_of(row.applied_at)) for row in db.session.scalars(query)]
    return [(row, day) for row, day in dated if earliest <= day <= latest]


def _fair_of(application: Application) -> int | None:
    query = (
        select(FairBooking.fair_id)
        .join(Meeting, Meeting.booking_id == FairBooking.id)
        .where(Meeting.application_id == application.id)
    )
    return db.session.scalar(query.limit(1))
