"""Figures of a fair: each is a query of rows, and the figure is how many or how much they are.

A figure and the list behind it are the same query, so they cannot differ.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.figures import Figure
from fairs.fairs.models import (
    BookingStatus,
    FairBooking,
    FairVacancy,
    Meeting,
    Outcome,
    SignUp,
)
from fairs.fairs.queries import attending
from jobs.vacancies.models import Vacancy


def _all(query: Select[Any]) -> Sequence[Any]:
    return db.session.scalars(query).unique().all()


def employers_present(fair_id: int) -> Sequence[FairBooking]:
    """Return the employers with a booth."""
    query = select(FairBooking).options(joinedload(FairBooking.employer))
    return _all(
        query.where(FairBooking.fair_id == fair_id, FairBooking.status == BookingStatus.BOOKED)
    )


def vacancies_offered(fair_id: int) -> Sequence[FairVacancy]:
    """Return the vacancies offered, each once."""
    query = select(FairVacancy).where(FairVacancy.fair_id == fair_id)
    return _all(query.options(joinedload(FairVacancy.vacancy).joinedload(Vacancy.employer)))


def people_in(fair_id: int) -> Sequence[SignUp]:
    """Return everyone who checked in, each once."""
    query = select(SignUp).options(joinedload(SignUp.veteran))
    return _all(query.where(SignUp.fair_id == fair_id, SignUp.checked_in_at.is_not(None)))


def _meetings(fair_id: int) -> Select[Meeting]:
    query = select(Meeting).join(Meeting.booking).where(FairBooking.fair_id == fair_id)
    return query.options(
        joinedload(Meeting.sign_up).joinedload(SignUp.veteran),
        joinedload(Meeting.booking).joinedload(FairBooking.employer),
        joinedload(Meeting.vacancy),
    ).order_by(Meeting.id)


def intentions(fair_id: int) -> Sequence[Meeting]:
    """Return the meetings that ended in an intention (人次: one person may have several)."""
    return _all(_meetings(fair_id).where(Meeting.outcome == Outcome.INTENT))


def signed_on_the_spot(fair_id: int) -> Sequence[Meeting]:
    """Return the intentions signed at the booth."""
    return _all(_meetings(fair_id).where(Meeting.is_signed))


def all_meetings(fair_id: int) -> Sequence[Meeting]:
    """Return every meeting recorded."""
    return _all(_meetings(fair_id))


def _openings(rows: Sequence[FairVacancy]) -> int:
    return sum(vacancy.headcount for vacancy in rows)


FIGURES = (
    Figure("fair", "units", "参会单位", "家", "订了展位的单位，一家算一次。", employers_present),
    Figure(
        "fair", "posts", "职位数", "个", "这场招聘会上的职位，一个职位算一次。", vacancies_offered
    ),
    Figure(
        "fair",
        "openings",
        "岗位数",
        "个",
        "这些职位当时的招聘人数相加。",
        vacancies_offered,
        _openings,
    ),
    Figure(
        "fair",
        "sign_ups",
        "报名",
        "人",
        "报了名没有取消的，和没报名来了的，一人算一次。",
        attending,
    ),
    Figure("fair", "people", "进场人数", "人", "签到的人，一人算一次。", people_in),
    Figure("fair", "meetings", "面谈", "人次", "单位记了见面的，一人可能有几家。", all_meetings),
    Figure(
        "fair", "intentions", "达成意向", "人次", "单位记了“有意向”的，一人可能有几家。", intentions
    ),
    Figure("fair", "signed", "现场签约", "人次", "单位记了“现场签约”的。", signed_on_the_spot),
)
