"""Lists of veterans for staff: all, waiting for verification, search, export."""

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import BUREAU_READERS, CASEWORKERS, OFFICERS, allow
from core.downloads import download
from core.forms import Saved, form_page
from lexicon.durations import passed_in_words
from people.divisions.queries import short_name
from people.veterans import operations, queries
from people.veterans.forms.desk import ExportForm, FilterForm, SearchForm
from people.veterans.models import Veteran
from people.veterans.views.blueprint import bp
from people.veterans.views.sheet import sheet_of


@bp.get("/veterans")
@allow(*BUREAU_READERS)
def index() -> str:
    """List the veterans of the viewer's township or of the county, filtered."""
    filters = FilterForm.asked(current_user, queries.retired_years(current_user))
    query = queries.listed(current_user, filters.listing())
    return render_template(
        "veterans/index.html",
        page=paging.paginate(query, number=paging.asked_page()),
        filters=filters,
        search=SearchForm(formdata=None),
        place=short_name,
        may_register=current_user.role in CASEWORKERS,
        may_export=current_user.role in OFFICERS,
    )


@bp.post("/veterans/search")
@allow(*CASEWORKERS)
def search() -> ResponseReturnValue:
    """Find a veteran by name, phone or identity number; none of these gets into an address."""
    form = SearchForm()

    def save() -> ResponseReturnValue:
        rows = queries.find_by_words(current_user, form.words.data)
        return _search_page(SearchForm(formdata=None), rows)

    return form.save(save, audited=False) or _search_page(form, None)


def _search_page(form: SearchForm, rows: Sequence[Veteran] | None) -> ResponseReturnValue:
    return form_page(
        "veterans/search.html", form, rows=rows, place=short_name, most=queries.MOST_FOUND
    )


@bp.get("/veterans/queue")
@allow(*CASEWORKERS)
def queue() -> str:
    """List the unverified veterans, the longest waiting first."""
    query = queries.waiting_for_verification(current_user)
    page = paging.paginate(query, number=paging.asked_page())
    return render_template(
        "veterans/queue.html", page=page, ages=_ages(page.rows), place=short_name
    )


def _ages(veterans: Sequence[Veteran]) -> dict[int, str]:
    """Return how long each has waited since registering, in words, by id."""
    today = clock.today()
    return {each.id: passed_in_words(clock.day_of(each.created_at), today) for each in veterans}


@bp.route("/veterans/export", methods=["GET", "POST"])
@allow(*OFFICERS)
def export() -> ResponseReturnValue:
    """Download the filtered list as a workbook with masked numbers; the export is recorded."""
    form = ExportForm()
    filters = FilterForm.asked(current_user, queries.retired_years(current_user))

    def save() -> Saved | ResponseReturnValue:
        rows = queries.exportable(current_user, filters.listing())
        operations.log_export([row.id for row in rows], reason=form.chosen)
        return download(sheet_of(rows), "veterans.xlsx")

    answer = form.save(save)
    if answer is not None:
        return answer
    total = paging.count_of(queries.listed(current_user, filters.listing()))
    most = queries.export_limit()
    return form_page("veterans/export.html", form, total=total, most=most)
