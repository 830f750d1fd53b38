"""The people who count in a year: list and sheet."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import COUNTY_READERS, OFFICERS, allow
from core.downloads import download
from core.forms import ButtonForm, again
from people.veterans.operations import log_export
from people.veterans.reasons import ExportReason
from placements.placements.models import PlacementChannel
from placements.placements.people_sheet import people_sheet
from placements.placements.queries.people import HELPED, all_people_of, count_by_channel, people_of
from placements.placements.views.blueprint import bp


@bp.get("/placements/people/<year:year>")
@allow(*COUNTY_READERS)
def people(year: int) -> str:
    """Show who counts in a year, one person once, and by which channel."""
    return _people(year)


def _people(year: int) -> str:
    is_helped = "helped" in request.args
    channels = HELPED if is_helped else None
    counts = count_by_channel(year, channels)
    page = paging.paginate(people_of(year, channels), number=paging.asked_page())
    return render_template(
        "placements/people.html",
        page=page,
        by_channel=[{"label": one.label, "value": counts.get(one, 0)} for one in PlacementChannel],
        year=year,
        is_helped=is_helped,
        this_year=clock.this_year(),
        may_export=current_user.role in OFFICERS,
    )


@bp.route("/placements/people/<year:year>/export", methods=["POST"])
@allow(*OFFICERS)
def export_people(year: int) -> ResponseReturnValue:
    """Download the year's people with the columns a province asks for, numbers masked."""

    def save() -> ResponseReturnValue:
        rows = all_people_of(year)
        log_export([row.veteran_id for row in rows], reason=ExportReason.REPORT)
        return download(people_sheet(rows), f"placed-{year}.xlsx")

    return ButtonForm().save(save) or again(_people(year))
