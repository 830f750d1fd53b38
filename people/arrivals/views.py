"""Pages of arrivals: a year's list, one checklist, a sheet in and out."""

from collections.abc import Sequence

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select

from core import clock, looks, paging
from core.access import BUREAU_READERS, CASEWORKERS, VETERANS, allow
from core.downloads import download
from core.forms import BaseForm, Saved, form_page
from core.list_filters import asked_year
from people.accounts.models import Account
from people.arrivals import operations, queries
from people.arrivals.forms import ArrivalSheetForm, ReceiveForm, TickForm
from people.arrivals.models import Arrival, ItemStatus
from people.arrivals.operations import SheetReport
from people.arrivals.sheet import HEADINGS
from people.divisions.queries import short_name
from people.veterans.queries import has_profile, own_profile, veteran_for
from sheets import Column, write_sheet

bp = Blueprint("arrivals", __name__)


@bp.get("/arrivals")
@allow(*BUREAU_READERS)
def index() -> str:
    """List a year's arrivals, the first to report first."""
    years, today = queries.years(), clock.today()
    year, done = _asked()
    query = asked_arrivals(current_user)
    return render_template(
        "arrivals/index.html",
        page=paging.paginate(query, number=paging.asked_page()),
        year=year,
        years=years,
        done=done,
        complete=queries.count_arrivals(current_user, year, done=True),
        unfinished=queries.count_arrivals(current_user, year, done=False),
        place=short_name,
        today=today,
        may_receive=current_user.role in CASEWORKERS,
    )


def _asked() -> tuple[int, bool | None]:
    """Return the year this address asks for, and whether the items are done where it says."""
    year = asked_year() or (queries.years() or [clock.this_year()])[0]
    return year, {"1": True, "0": False}.get(request.args.get("done", ""))


def asked_arrivals(viewer: Account) -> Select[Arrival]:
    """Return the query of the list with the filters of this address."""
    year, done = _asked()
    return queries.arrivals(viewer, year, done=done)


@bp.route("/veterans/<int:veteran_id>/arrival", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def receive(veteran_id: int) -> ResponseReturnValue:
    """Record a veteran's arrival, or go to the checklist there is."""
    veteran_for(veteran_id, current_user)
    known = queries.arrival_of(veteran_id)
    if known is not None:
        return redirect(url_for(".detail", arrival_id=known.id))
    form = ReceiveForm()

    def save() -> Saved:
        veteran = veteran_for(veteran_id, current_user)
        arrival = operations.receive(veteran, approved_on=form.approved_on.data)
        return Saved("已接收，下面是要办的事。", url_for(".detail", arrival_id=arrival.id))

    return form.save(save) or form_page(
        "arrivals/receive.html", form, veteran=veteran_for(veteran_id, current_user)
    )


@bp.get("/arrivals/<int:arrival_id>")
@allow(*BUREAU_READERS)
def detail(arrival_id: int) -> ResponseReturnValue:
    """Show the checklist of a veteran."""
    return _checklist(queries.arrival_for(arrival_id, current_user))


def _checklist(arrival: Arrival, sent: TickForm | None = None) -> ResponseReturnValue:
    """Return the page with a form an item; the one that was sent keeps what was typed."""
    ticks: dict[int, TickForm] = {}
    if current_user.role in CASEWORKERS:
        ticks = {item.id: TickForm.empty(item) for item in arrival.items}
    if sent is not None:
        ticks[sent.item_id] = sent
    return form_page(
        "arrivals/detail.html",
        sent or BaseForm(formdata=None),
        arrival=arrival,
        ticks=ticks,
        today=clock.today(),
    )


@bp.post("/arrivals/items/<int:item_id>")
@allow(*CASEWORKERS)
def tick(item_id: int) -> ResponseReturnValue:
    """Record the result of an item."""
    form = TickForm(item_id)

    def save() -> Saved:
        item = queries.item_for(item_id, current_user)
        status = ItemStatus(form.status.data)
        operations.tick(item, status, by=current_user, note=form.note.data or "")
        return Saved("已记下。", url_for(".detail", arrival_id=item.arrival_id))

    return form.save(save) or _checklist(queries.item_for(item_id, current_user).arrival, form)


@bp.route("/arrivals/import", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def take_sheet() -> ResponseReturnValue:
    """Receive the veterans a sheet names; lines that name no veteran for sure get a reason."""
    form = ArrivalSheetForm()

    def save() -> ResponseReturnValue:
        report = operations.receive_lines(form.sheet.lines, by=current_user)
        # A form of its own: the corrected sheet is another one and needs a new key.
        return _sheet_page(ArrivalSheetForm(formdata=None), report, form.sheet.unused)

    return form.save(save) or _sheet_page(form)


def _sheet_page(
    form: ArrivalSheetForm, report: SheetReport | None = None, unused: Sequence[str] = ()
) -> ResponseReturnValue:
    return form_page("arrivals/import.html", form, report=report, unused=unused, headings=HEADINGS)


@bp.get("/arrivals/<year:year>/sheet.xlsx")
@allow(*BUREAU_READERS)
def sheet(year: int) -> Response:
    """Return a year's list with the status of each item as a workbook, without numbers."""
    arrivals = queries.arrivals_of_year(current_user, year)
    looks.show(one.veteran for one in arrivals)
    body = _workbook(arrivals, year)
    return download(body, f"arrivals-{year}.xlsx")


def _workbook(arrivals: Sequence[Arrival], year: int) -> bytes:
    names = {item.key: item.name for arrival in arrivals for item in arrival.items}
    columns = [Column("姓名"), Column("乡镇"), Column("批准退役"), Column("应报到")]
    columns += [Column(name, 20) for name in names.values()]
    lines = []
    for arrival in arrivals:
        status = {item.key: item.status.label for item in arrival.items}
        lines.append(
            (
                arrival.veteran.name,
                short_name(arrival.veteran.township_code),
                arrival.approved_on.isoformat(),
                arrival.report_due_on.isoformat(),
                *(status.get(key, "") for key in names),
            )
        )
    return write_sheet(columns, lines, title=f"{year}年接收")


@bp.get("/me/arrival")
@allow(*VETERANS)
def mine() -> ResponseReturnValue:
    """Show veterans their own checklist."""
    if not has_profile(current_user):
        return redirect(url_for("veterans.me"))
    arrival = queries.arrival_of(own_profile(current_user).id)
    return render_template("arrivals/mine.html", arrival=arrival, today=clock.today())
