"""Pages of exports: ask for one, see how far it is, fetch the file."""

from urllib.parse import urlencode

from flask import Blueprint, Flask, current_app, redirect, render_template, request, url_for
from flask.ctx import RequestContext
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import audit, paging
from core.access import CASEWORKERS, EXPORTERS, allow, current_role
from core.downloads import download
from core.errors import NotFoundError
from core.features import installed
from core.files.storage import read_document
from core.forms import form_page
from core.list_filters import kept_query
from people.exports import operations, queries, runs
from people.exports.forms import ListForm, WholeForm
from people.exports.operations import Wanted
from people.exports.progress import under_way
from sheets.exporting import ListExport

SHORT_WAIT = 2.5  # seconds an answer waits for a run, so that one just above the limit is done
bp = Blueprint("exports", __name__, url_prefix="/exports")


def may_export(key: str) -> bool:
    """Return whether the viewer may export a list, for its page."""
    return current_role() in queries.get_list(key).roles


def _asked_list() -> ListExport:
    """Return the list the address names, the viewer's first where it names none."""
    mine = queries.lists_of(current_user)
    if not mine:
        raise NotFoundError
    return queries.list_for(request.args.get("list", mine[0].key), current_user)


@bp.get("")
@allow(*EXPORTERS)
def index() -> str:
    """List the viewer's own exports, the newest first."""
    page = paging.paginate(queries.own_runs(current_user), number=paging.asked_page())
    return render_template("exports/index.html", page=page, titles=_titles())


def _titles() -> dict[str, str]:
    return {one.key: one.title for one in installed().exports}


@bp.route("/new", methods=["GET", "POST"])
@allow(*EXPORTERS, as_search=True)
def new() -> ResponseReturnValue:
    """Export the list the address names with its filters, numbers masked."""
    listing = _asked_list()
    return _ask(listing, ListForm(listing), is_whole=False)


@bp.route("/whole", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def whole() -> ResponseReturnValue:
    """Export the list the address names with whole numbers, after the password."""
    listing = _asked_list()
    if not listing.has_numbers:
        raise NotFoundError
    return _ask(listing, WholeForm(), is_whole=True)


def _ask(listing: ListExport, form: ListForm | WholeForm, *, is_whole: bool) -> ResponseReturnValue:
    asked, total = _filters(), paging.count_of(listing.query(current_user))
    begun: list[int] = []

    def save() -> ResponseReturnValue:
        wanted = Wanted(listing, asked, form.chosen, is_whole)
        if operations.fits_at_once(total):
            body = operations.make_at_once(wanted, current_user)
            return download(body, f"{listing.key}.xlsx")
        run = operations.begin(wanted, total, by=current_user)
        begun.append(run.id)
        return redirect(url_for(".detail", run_id=run.id))

    answer = form.save(save)
    if answer is not None:
        for run_id in begun:
            _start(asked, run_id)
        return answer
    return form_page(
        "exports/new.html",
        form,
        listing=listing,
        total=total,
        is_whole=is_whole,
        is_long=not operations.fits_at_once(total),
        may_be_whole=listing.has_numbers and current_user.role in CASEWORKERS,
    )


def _filters() -> str:
    """Return the part of the address that holds the filters of the list."""
    return urlencode(kept_query("list", "page"))


def _start(asked: str, run_id: int) -> None:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    actor = audit.Actor(current_user.id, current_user.role.value)

    def addressed(query: str) -> RequestContext:
        return app.test_request_context("/exports", query_string=query)

    runs.start(addressed, asked, run_id, actor).join(SHORT_WAIT)


@bp.get("/<int:run_id>")
@allow(*EXPORTERS)
def detail(run_id: int) -> str:
    """Show how far one of the viewer's exports is, or its file."""
    run = queries.own_run(run_id, current_user)
    listing = queries.get_list(run.list_key)
    running = under_way(run)
    return render_template(
        "exports/detail.html",
        run=run,
        listing=listing,
        running=running,
        is_interrupted=run.is_running and running is None,
        again=url_for(listing.page) if _is_linked(listing) else "",
    )


def _is_linked(listing: ListExport) -> bool:
    """Return whether the list's page has a plain address, and is still the viewer's to read."""
    rule = next(current_app.url_map.iter_rules(listing.page))
    return current_user.role in listing.roles and not rule.arguments


@bp.get("/<int:run_id>/file")
@allow(*EXPORTERS)
def file(run_id: int) -> ResponseReturnValue:
    """Send the file of one of the viewer's exports while it is kept."""
    run = queries.own_run(run_id, current_user)
    if run.file is None:
        raise NotFoundError
    return download(read_document(run.file), f"{run.list_key}-{run.id}.xlsx")
