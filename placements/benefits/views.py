"""What hiring veterans brings an employer: tax benefit and recognition."""

from flask import Blueprint, Response, render_template
from flask_login import current_user

from core import clock
from core.access import COUNTY_READERS, EMPLOYERS, allow
from core.downloads import download
from core.parameters.registry import amount_of
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
    rows = _benefits(employer_of(current_user.id).id)
    return render_template("benefits/own.html", rows=rows, papers=PAPERS, names=_names(rows))


@bp.get("/employer/benefits.xlsx")
@allow(*EMPLOYERS)
def own_sheet() -> Response:
    """Download the 就业信息表."""
    employer = employer_of(current_user.id)
    benefits = _benefits(employer.id)
    sheet = information_sheet(employer, benefits, _names(benefits))
    return download(sheet, "employment-information.xlsx")


def _benefits(employer_id: int) -> list[Benefit]:
    today = clock.today()
    return [benefit_of(row, today) for row in verified_of(employer_id)]


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
