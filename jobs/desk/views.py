"""The first page of staff: what waits today; and who was put forward again and again."""

from flask import Blueprint, render_template
from flask_login import current_user
from sqlalchemy import select

from core import clock, paging
from core.access import BUREAU_READERS, Role, allow
from core.db import db
from core.parameters.registry import amount_of
from jobs.applications import queries as applications
from jobs.desk.parameters import FAILED_REFERRALS
from jobs.desk.waiting import waiting_for
from jobs.employers.documents import missing_documents
from jobs.employers.queries import employer_of
from jobs.fairs import queries as fairs
from jobs.fairs.display import hours, where
from jobs.placements import queries as placements
from jobs.vacancies import display
from jobs.vacancies import queries as vacancies
from jobs.vacancies.models import VacancyStatus
from people.divisions.queries import short_name
from people.veterans.models import Veteran

bp = Blueprint("desk", __name__)


@bp.get("/desk")
@allow(*BUREAU_READERS)
def today() -> str:
    """Show what waits today, the fairs ahead, and how the year stands."""
    is_county = current_user.role is not Role.CLERK
    year = clock.today().year
    return render_template(
        "desk/today.html",
        lines=waiting_for(current_user),
        coming=[(fair, hours(fair), where(fair)) for fair in fairs.all_coming()[:5]],
        placed=len(placements.counted(year)) if is_county else None,
        helped=len(placements.counted(year, placements.HELPED)) if is_county else None,
        year=year,
        day=clock.today(),
    )


@bp.get("/employer")
@allow(Role.EMPLOYER)
def employer() -> str:
    """Show an employer where it stands: verification, who waits, interviews, fairs, posts."""
    own, day = employer_of(current_user.id), clock.today()
    bookings = [one for one in fairs.invitations(own.id) if one.fair.status in fairs.COMING]
    return render_template(
        "desk/employer.html",
        employer=own,
        is_verified=own.is_verified(day),
        missing_documents=missing_documents(own.id),
        lines=waiting_for(current_user),
        interviews=applications.interviews_ahead(own.id, clock.now()),
        bookings=[(one, hours(one.fair), where(one.fair)) for one in bookings],
        counts=vacancies.count_by_status(own.id),
        statuses=list(VacancyStatus),
        newest=paging.paginate(vacancies.vacancies_seen_by(current_user), per_page=5).rows,
        last_year=vacancies.ended_to_copy(own.id),
        expiring=vacancies.expiring_soon(own.id, day),
        display=display,
    )


@bp.get("/desk/referrals")
@allow(*BUREAU_READERS)
def failed_referrals() -> str:
    """List who was put forward several times without success: time for another idea."""
    tries = amount_of(FAILED_REFERRALS, clock.today())
    counts = applications.referrals_that_failed(current_user, least=tries)
    query = select(Veteran).where(Veteran.id.in_(counts)).order_by(Veteran.id)
    rows = [(veteran, counts[veteran.id]) for veteran in db.session.scalars(query)]
    rows.sort(key=lambda row: -row[1])
    return render_template("desk/referrals.html", rows=rows, tries=tries, place=short_name)
