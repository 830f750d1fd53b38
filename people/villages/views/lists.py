"""The villages with their numbers, and the people of one; printed and exported."""

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import BUREAU_READERS, CASEWORKERS, OFFICERS, allow
from core.db import db
from core.downloads import download
from core.errors import DomainError
from core.features import installed
from core.forms import form_page
from people.divisions.queries import short_name, township_choices
from people.veterans.forms.desk import ExportForm
from people.veterans.models import Veteran
from people.veterans.operations import log_export
from people.veterans.reasons import ExportReason
from people.villages import queries
from people.villages.forms import Asked
from people.villages.queries import Part, Sorting
from people.villages.sheets import people_sheet
from people.villages.views.blueprint import bp

MOST_EXPORTED = 500


@bp.get("/villages")
@allow(*BUREAU_READERS)
def index() -> str:
    """List the villages of the viewer's township or of the county, with their numbers."""
    asked = Asked.by(current_user)
    page = paging.paginate(queries.listed(current_user, asked.search()), number=paging.asked_page())
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


@bp.get("/villages/print")
@allow(*BUREAU_READERS)
def print_index() -> str:
    """Print the list of villages as it is filtered and sorted."""
    page = paging.printed(queries.listed(current_user, Asked.by(current_user).search()))
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


@bp.route("/villages/<village_code>/export", methods=["GET", "POST"])
@allow(*OFFICERS)
def export(village_code: str) -> ResponseReturnValue:
    """Return the people of a village as a workbook, numbers masked; the use is recorded."""
    village = queries.village_for(village_code, current_user)
    part = Asked.by(current_user).part
    form = ExportForm()

    def save() -> ResponseReturnValue:
        people = _exported(village_code, part)
        log_export([one.id for one in people], reason=ExportReason(form.reason.data))
        return download(people_sheet(village, people), f"village-{village.code}.xlsx")

    total = paging.count_of(queries.seen_by(current_user, village.code, part))
    return form.save(save) or form_page(
        "villages/export.html", form, village=village, part=part, total=total
    )


def _exported(village_code: str, part: Part) -> Sequence[Veteran]:
    """Return the people to export. Raises DomainError where there are none or too many."""
    people: Sequence[Veteran] = db.session.scalars(
        queries.seen_by(current_user, village_code, part).limit(MOST_EXPORTED + 1)
    ).all()
    if not people:
        raise DomainError("没有人可以导出。")
    if len(people) > MOST_EXPORTED:
        raise DomainError(f"一次最多导出 {MOST_EXPORTED} 人。")
    return people
