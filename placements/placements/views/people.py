"""The people who count in a year."""

from collections.abc import Sequence

from flask import render_template, request
from sqlalchemy import Select

from core import clock, paging
from core.access import COUNTY_READERS, allow
from core.list_filters import asked_year
from core.paging import count_of
from people.accounts.models import Account
from placements.placements.models import Placement, PlacementChannel
from placements.placements.queries.people import (
    HELPED,
    count_by_channel,
    people_of,
    years_with_people,
)
from placements.placements.views.blueprint import bp


@bp.get("/placements/people/<year:year>")
@allow(*COUNTY_READERS)
def people(year: int) -> str:
    """Show who counts in a year, one person once, and by which channel."""
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
    )


def _shares(
    counts: dict[PlacementChannel, int], channels: Sequence[PlacementChannel] | None
) -> list[dict[str, object]]:
    """Return the bars of the channels that can occur, each with its people."""
    return [
        {"label": one.label, "value": counts.get(one, 0), "part": one.value}
        for one in channels or PlacementChannel
    ]


def asked_people(_viewer: Account) -> Select[Placement]:
    """Return the query of the people of the year this address names, for its export."""
    channels = HELPED if "helped" in request.args else None
    return people_of(
        asked_year() or clock.this_year(), channels, on_behalf="behalf" in request.args
    )
