"""First pages of the bureau and of employers, and the veterans referred in vain."""

from flask import Blueprint, current_app, render_template, url_for
from flask_login import current_user

from core import clock, paging
from core.access import (
    BUREAU_READERS,
    COUNTY_READERS,
    EMPLOYERS,
    READ_ONLY,
    SYSTEM_EDITORS,
    allow,
)
from core.parameters.registry import amount_of
from desk.first_day import beginnings_for, is_complete
from desk.parameters import FAILED_REFERRALS
from desk.queries import referred_in_vain
from desk.waiting import waiting_for
from fairs.fairs import queries as fairs
from fairs.fairs.display import hours, where
from jobs.applications import queries as applications
from jobs.applications.models import ApplicationStatus
from jobs.employers.documents import missing_documents
from jobs.employers.models import EmployerStatus
from jobs.employers.operations import MAY_RESUBMIT
from jobs.employers.parameters import DECIDE_DAYS
from jobs.employers.queries import employer_of
from jobs.vacancies import display
from jobs.vacancies import queries as vacancies
from jobs.vacancies.models import VacancyStatus
from people.divisions.queries import short_name
from placements.placements.queries.people import figures_of

bp = Blueprint("desk", __name__)


@bp.get("/desk")
@allow(*BUREAU_READERS)
def today() -> str:
    """Show what waits today, the fairs ahead, and the figures of the year."""
    is_county = current_user.role in COUNTY_READERS
    day, year = clock.today(), clock.this_year()
    return render_template(
        "desk/today.html",
        lines=waiting_for(current_user),
        coming=[(fair, hours(fair), where(fair)) for fair in fairs.all_coming()[:5]],
        figures=figures_of(year) if is_county else None,
        is_county=is_county,
        is_read_only=current_user.role in READ_ONLY,
        is_new=current_user.role in SYSTEM_EDITORS and not is_complete(),
        year=year,
        day=day,
    )


@bp.get("/first-day")
@allow(*SYSTEM_EDITORS)
def first_day() -> str:
    """Show what a new bureau has to enter, with what is missing and where to enter it."""
    beginnings = beginnings_for(current_user.role, current_app.extensions["settings"])
    has_all = all(one.is_done for one in beginnings)
    return render_template("desk/first_day.html", beginnings=beginnings, is_complete=has_all)


@bp.get("/employer")
@allow(*EMPLOYERS)
def employer() -> str:
    """Show an employer its verification, what waits, interviews, fairs and vacancies."""
    own, day = employer_of(current_user.id), clock.today()
    bookings = [one for one in fairs.invitations(own.id) if one.fair.status in fairs.COMING]
    return render_template(
        "desk/employer.html",
        employer=own,
        is_verified=own.is_verified(day),
        Status=EmployerStatus,
        decide_days=amount_of(DECIDE_DAYS, day),
        may_resubmit=own.status in MAY_RESUBMIT,
        missing_documents=missing_documents(own.id),
        lines=waiting_for(current_user),
        interviews=applications.interviews_ahead(own.id, clock.now()),
        interviews_url=url_for("applications.index", status=ApplicationStatus.INVITED.value),
        bookings=[(one, hours(one.fair), where(one.fair)) for one in bookings],
        counts=vacancies.count_by_status(vacancies.vacancies_seen_by(current_user)),
        statuses=list(VacancyStatus),
        newest=paging.paginate(vacancies.vacancies_seen_by(current_user), per_page=5).rows,
        last_year=vacancies.ended_to_copy(own.id),
        expiring=vacancies.expiring_soon(own.id, day),
        is_held=lambda vacancy: vacancies.is_held(vacancy, clock.today()),
        display=display,
    )


@bp.get("/desk/referrals")
@allow(*BUREAU_READERS)
def failed_referrals() -> str:
    """List the veterans who were referred several times without success."""
    tries = amount_of(FAILED_REFERRALS, clock.today())
    rows = referred_in_vain(current_user, least=tries)
    return render_template("desk/referrals.html", rows=rows, tries=tries, place=short_name)
