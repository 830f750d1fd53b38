"""What hiring veterans brings an employer: tax benefit and recognition."""

from datetime import date

from flask import Blueprint, Response, render_template
from flask_login import current_user

from core import clock
from core.access import COUNTY_READERS, EMPLOYERS, allow
from core.downloads import download
from core.list_filters import asked_year
from core.parameters.registry import amount_of
from core.years import last_day
from jobs.applications.disclosure import Names, names_for
from jobs.employers.queries import employer_of
from placements.benefits.months import PAPERS, Benefit, benefit_of
from placements.benefits.parameters import RECOGNITION_HIRES, RECOGNITION_STAY
from placements.benefits.queries import recognised, verified_of
from placements.benefits.sheet import information_sheet

bp = Blueprint("benefits", __name__)


@bp.get("/employer/benefits")
@allow(*EMPLOYERS)
def own() -> str:
    """Show the months of each hire that count and the papers to hand in."""
    rows = _benefits(employer_of(current_user.id).id, clock.today())
    this_year = clock.this_year()
    first = min((clock.year_of(row.placement.start_on) for row in rows), default=this_year)
    return render_template(
        "benefits/own.html",
        rows=rows,
        papers=PAPERS,
        names=_names(rows),
        years=range(this_year, min(first, this_year) - 1, -1),
    )


@bp.get("/employer/benefits.xlsx")
@allow(*EMPLOYERS)
def own_sheet() -> Response:
    """Download the 就业信息表 of a year, of the present one if none is asked for."""
    employer, year = employer_of(current_user.id), asked_year() or clock.this_year()
    day = min(clock.today(), last_day(year))
    benefits = [one for one in _benefits(employer.id, day) if one.placement.start_on <= day]
    sheet = information_sheet(employer, benefits, _names(benefits), year=year)
    return download(sheet, f"employment-information-{year}.xlsx")


def _benefits(employer_id: int, day: date) -> list[Benefit]:
    return [benefit_of(row, day) for row in verified_of(employer_id)]


def _names(benefits: list[Benefit]) -> Names:
    return names_for(current_user, [one.placement.veteran for one in benefits])


@bp.get("/recognition")
@allow(*COUNTY_READERS)
def recognition() -> str:
    """List the employers that earn recognition, computed from verified placements."""
    today = clock.today()
    least, share = amount_of(RECOGNITION_HIRES, today), amount_of(RECOGNITION_STAY, today)
    rows = recognised(least=least, share=share)
    return render_template("benefits/recognition.html", rows=rows, least=least, share=share)
