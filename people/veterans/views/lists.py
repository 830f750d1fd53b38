"""Lists of veterans for staff: all, waiting for verification, search."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select

from core import clock, paging
from core.access import BUREAU_READERS, CASEWORKERS, OFFICERS, allow
from core.forms import form_page
from lexicon.durations import passed_in_words
from people.accounts.models import Account
from people.divisions.queries import short_name
from people.veterans import queries
from people.veterans.forms.desk import FilterForm, SearchForm
from people.veterans.models import Veteran
from people.veterans.views.blueprint import bp


@bp.get("/veterans")
@allow(*BUREAU_READERS)
def index() -> str:
    """List the veterans of the viewer's township or of the county, filtered."""
    filters = _asked(current_user)
    found = queries.listed(current_user, filters.listing())
    return render_template(
        "veterans/index.html",
        page=paging.paginate(found, number=paging.asked_page()),
        filters=filters,
        search=SearchForm(formdata=None),
        place=short_name,
        may_register=current_user.role in CASEWORKERS,
        is_bare=not request.args,
        may_import=current_user.role in OFFICERS,
    )


def _asked(viewer: Account) -> FilterForm:
    return FilterForm.asked(viewer, queries.retired_years(viewer))


def asked_list(viewer: Account) -> Select[Any]:
    """Return the query of the list with the filters of this address."""
    return queries.listed(viewer, _asked(viewer).listing())


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
