"""The villages with their numbers, and the people of one; printed."""

from typing import Any

from flask import render_template, request
from flask_login import current_user
from sqlalchemy import Select

from core import clock, paging
from core.access import BUREAU_READERS, CASEWORKERS, OFFICERS, allow
from core.features import installed
from people.accounts.models import Account
from people.divisions.queries import short_name, township_choices
from people.villages import queries
from people.villages.forms import Asked
from people.villages.queries import Part, Sorting
from people.villages.views.blueprint import bp


@bp.get("/villages")
@allow(*BUREAU_READERS)
def index() -> str:
    """List the villages of the viewer's township or of the county, with their numbers."""
    asked = Asked.by(current_user)
    page = paging.paginate(asked_villages(current_user), number=paging.asked_page())
    return render_template(
        "villages/index.html",
        page=page,
        lines=queries.lines(page.rows),
        asked=asked,
        idle=Part.IDLE,
        sortings=Sorting,
        place=short_name,
        townships=[] if current_user.division_code else township_choices(),
        without=queries.count_without(current_user),
        may_change=current_user.role in OFFICERS,
        may_set=current_user.role in CASEWORKERS,
    )


def asked_villages(viewer: Account) -> Select[Any]:
    """Return the query of the list with the filters of this address."""
    return queries.listed(viewer, Asked.by(viewer).search())


def asked_people(viewer: Account) -> Select[Any]:
    """Return the query of the people of the village this address names, for its export."""
    village = queries.village_for(request.args.get("code", ""), viewer)
    return queries.seen_by(viewer, village.code, Asked.by(viewer).part)


def asked_without(viewer: Account) -> Select[Any]:
    """Return the query of the people without a village, of the township this address names."""
    return queries.without_village(viewer, Asked.by(viewer).township)


@bp.get("/villages/print")
@allow(*BUREAU_READERS)
def print_index() -> str:
    """Print the list of villages as it is filtered and sorted."""
    page = paging.printed(asked_villages(current_user))
    return render_template(
        "villages/print_index.html",
        page=page,
        lines=queries.lines(page.rows),
        idle=Part.IDLE,
        place=short_name,
        today=clock.today(),
    )


@bp.get("/villages/<village_code>")
@allow(*BUREAU_READERS)
def detail(village_code: str) -> str:
    """Show a village: its figures and its people, numbers masked."""
    village = queries.village_for(village_code, current_user)
    part = Asked.by(current_user).part
    counts = {
        one: paging.count_of(queries.seen_by(current_user, village.code, one)) for one in Part
    }
    page = paging.paginate(
        queries.seen_by(current_user, village.code, part), number=paging.asked_page()
    )
    return render_template(
        "villages/detail.html",
        village=village,
        place=short_name,
        page=page,
        part=part,
        parts=[one for one in Part if counts[one] or one is not Part.MOVED],
        counts=counts,
        figures=installed().figures_of("village"),
        may_change=current_user.role in OFFICERS,
    )


@bp.get("/villages/<village_code>/print")
@allow(*BUREAU_READERS)
def print_people(village_code: str) -> str:
    """Print the people of a village to take along, without phone numbers."""
    village = queries.village_for(village_code, current_user)
    part = Asked.by(current_user).part
    query = queries.seen_by(current_user, village.code, part)
    return render_template(
        "villages/print_people.html",
        village=village,
        place=short_name,
        part=part,
        page=paging.printed(query),
        today=clock.today(),
    )
