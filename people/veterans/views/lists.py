"""The bureau's lists: everybody, who waits for verification, search, export."""

from collections.abc import Sequence

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import BUREAU_READERS, CASEWORKERS, Role, allow
from core.db import db, transaction
from people.divisions.queries import short_name
from people.veterans import operations, queries
from people.veterans.forms.desk import ExportForm, FilterForm, SearchForm
from people.veterans.models import Veteran
from people.veterans.reasons import ExportReason
from people.veterans.views.blueprint import bp, page
from people.veterans.views.sheet import sheet_of

MOST_EXPORTED = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/veterans")
@allow(*BUREAU_READERS)
def index() -> ResponseReturnValue:
    """List the veterans of one's township or of the county, filtered."""
    filters = FilterForm.asked(current_user, queries.retired_years(current_user))
    query = queries.listed(current_user, filters.listing())
    found = paging.paginate(query, number=paging.asked_page())
    return page("index", page=found, filters=filters, search=SearchForm(), place=short_name)


@bp.post("/veterans/search")
@allow(*CASEWORKERS)
def search() -> ResponseReturnValue:
    """Find somebody by name, phone or identity number; nothing of it lands in an address."""
    form = SearchForm()
    if not form.validate_on_submit():
        return page("search", form=form, rows=None, place=short_name)
    rows = queries.find_by_words(current_user, form.words.data)
    fresh = SearchForm(formdata=None)
    return render_template("veterans/search.html", form=fresh, rows=rows, place=short_name)


@bp.get("/veterans/queue")
@allow(*CASEWORKERS)
def queue() -> ResponseReturnValue:
    """List who waits to be verified, the longest waiting first."""
    query = queries.waiting_for_verification(current_user)
    found = paging.paginate(query, number=paging.asked_page())
    return page("queue", page=found, ages=_ages(found.rows), place=short_name)


def _ages(veterans: Sequence[Veteran]) -> dict[int, int]:
    """Return how many days each has waited since registering."""
    today = clock.today()
    return {each.id: (today - clock.local(each.created_at).date()).days for each in veterans}


@bp.route("/veterans/export", methods=["GET", "POST"])
@allow(Role.OFFICER)
def export() -> ResponseReturnValue:
    """Write the filtered list, numbers masked, into a workbook; the use is recorded."""
    form = ExportForm()
    filters = FilterForm.asked(current_user, queries.retired_years(current_user))
    query = queries.listed(current_user, filters.listing())
    total = paging.paginate(query, per_page=1).total
    if not form.validate_on_submit() or not 0 < total <= MOST_EXPORTED:
        return page("export", form=form, total=total, most=MOST_EXPORTED)
    with transaction():
        rows = db.session.scalars(query).all()
        operations.log_export([row.id for row in rows], reason=ExportReason(form.reason.data))
        body = sheet_of(rows)
    headers = {"Content-Disposition": 'attachment; filename="veterans.xlsx"'}
    return Response(body, mimetype=XLSX, headers=headers)
