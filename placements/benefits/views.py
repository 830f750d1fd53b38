"""What hiring veterans brings an employer: tax benefit and recognition."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template
from flask_login import current_user

from core import clock
from core.access import COUNTY_READERS, EMPLOYERS, allow
from core.downloads import download
from core.list_filters import asked_year
from core.parameters.registry import amount_of, row_of
from core.years import last_day
from jobs.applications.disclosure import Names, names_for
from jobs.employers.queries import employer_of
from placements.benefits.months import PAPERS, Benefit, benefits_of
from placements.benefits.parameters import RECOGNITION_HIRES, RECOGNITION_STAY, TAX_YEARLY
from placements.benefits.queries import recognised, verified_of
from placements.benefits.sheet import information_sheet

HOW = (
    "三条都符合的才算月数，才进就业信息表；还不知道的不算符合，请补上。"
    "签合同、交社保都有了的当月起，按自然月算，到离职当月。一个人只能享受一种优惠，由单位选。"
    "条件来自 2019 年发布、管到 2021 年的公告（转载件），后来的文件我们没有读到原文。"
)
bp = Blueprint("benefits", __name__)


@bp.get("/employer/benefits")
@allow(*EMPLOYERS)
def own() -> str:
    """Show whom the tax benefit covers, the months that count and the papers to hand in."""
    rows, names = _benefits(employer_of(current_user.id).id, clock.today())
    this_year = clock.this_year()
    first = min((clock.year_of(row.placement.start_on) for row in rows), default=this_year)
    return render_template(
        "benefits/own.html",
        rows=rows,
        papers=PAPERS,
        names=names,
        years=range(this_year, min(first, this_year) - 1, -1),
        standards=_standards(rows),
        how=HOW,
    )


def _standards(rows: list[Benefit]) -> list[dict[str, Any]]:
    """Return the yearly amount of each year that has months, with the row it comes from."""
    years = sorted({clock.year_of(month) for row in rows for month in row.months}, reverse=True)
    today = clock.today()
    return [{"year": year, "row": row_of(TAX_YEARLY, min(today, last_day(year)))} for year in years]


@bp.get("/employer/benefits.xlsx")
@allow(*EMPLOYERS)
def own_sheet() -> Response:
    """Download the 就业信息表 of a year, of the present one if none is asked for."""
    employer, year = employer_of(current_user.id), asked_year() or clock.this_year()
    benefits, names = _benefits(employer.id, min(clock.today(), last_day(year)))
    sheet = information_sheet(employer, benefits, names, year=year)
    return download(sheet, f"employment-information-{year}.xlsx")


def _benefits(employer_id: int, day: date) -> tuple[list[Benefit], Names]:
    """Return the hires that began by a day with their benefits, and the names to show."""
    hires = [row for row in verified_of(employer_id) if row.start_on <= day]
    names = names_for(current_user, [one.veteran for one in hires])
    return benefits_of(hires, day, named=names.known), names


@bp.get("/recognition")
@allow(*COUNTY_READERS)
def recognition() -> str:
    """List the employers that earn recognition, computed from verified placements."""
    today = clock.today()
    least, share = amount_of(RECOGNITION_HIRES, today), amount_of(RECOGNITION_STAY, today)
    rows = recognised(least=least, share=share)
    return render_template("benefits/recognition.html", rows=rows, least=least, share=share)
