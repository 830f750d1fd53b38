"""The people who count in a year: list and sheet."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import paging
from core.access import COUNTY_READERS, OFFICERS, allow
from core.downloads import download
from core.forms import ButtonForm, again
from core.paging import count_of
from people.veterans.operations import log_export
from people.veterans.reasons import ExportReason
from placements.placements.models import PlacementChannel
from placements.placements.people_sheet import people_sheet
from placements.placements.queries.people import (
    HELPED,
    all_people_of,
    count_by_channel,
    people_of,
    years_with_people,
)
from placements.placements.views.blueprint import bp


@bp.get("/placements/people/<year:year>")
@allow(*COUNTY_READERS)
def people(year: int) -> str:
    """Show who counts in a year, one person once, and by which channel."""
    return _people(year)


def _people(year: int) -> str:
    is_helped, on_behalf = "helped" in request.args, "behalf" in request.args
    channels = HELPED if is_helped else None
    counts = count_by_channel(year, channels)
    query = people_of(year, channels, on_behalf=on_behalf)
    page = paging.paginate(query, number=paging.asked_page())
    return render_template(
        "placements/people.html",
        page=page,
        by_channel=_shares(counts, channels),
        year=year,
        is_helped=is_helped,
        on_behalf=on_behalf,
        total=sum(counts.values()),
        behalf_count=count_of(people_of(year, channels, on_behalf=True)),
        years=years_with_people(),
        may_export=current_user.role in OFFICERS,
    )


def _shares(
    counts: dict[PlacementChannel, int], channels: Sequence[PlacementChannel] | None
) -> list[dict[str, object]]:
    """Return the bars of the channels that can occur, each with its people."""
    return [
        {"label": one.label, "value": counts.get(one, 0), "part": one.value}
        for one in channels or PlacementChannel
    ]


@bp.route("/placements/people/<year:year>/export", methods=["POST"])
@allow(*OFFICERS)
def export_people(year: int) -> ResponseReturnValue:
    """Download the year's people with the columns a province asks for, numbers masked."""

    def save() -> ResponseReturnValue:
        rows = all_people_of(year)
        log_export([row.veteran_id for row in rows], reason=ExportReason.REPORT)
        return download(people_sheet(rows), f"placed-{year}.xlsx")

    return ButtonForm().save(save) or again(_people(year))
