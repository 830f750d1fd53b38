"""One page a new arrival, a year's list, the count that can be defended."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from core import audit, clock, paging
from core.access import BUREAU_READERS, CASEWORKERS, Role, allow
from core.db import db, transaction
from core.errors import DomainError
from core.fields import DayField
from core.forms import BaseForm
from core.sheets import Column, write_sheet
from core.uploads import accept
from people.arrivals import operations, privacy, queries
from people.arrivals.models import ItemStatus
from people.arrivals.sheet import HEADINGS, Line, lines_of
from people.divisions.queries import short_name
from people.veterans.queries import has_profile, own_profile, veteran_for

bp = Blueprint("arrivals", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
__all__ = ["bp", "privacy"]


class ReceiveForm(BaseForm):
    """Somebody is received."""

    approved_on = DayField("批准退役的日期", validators=[InputRequired("请填批准退役的日期。")])


class ArrivalSheetForm(BaseForm):
    """A sheet of arrivals."""

    file = FileField("表格", validators=[FileRequired("请选文件。")])


class TickForm(BaseForm):
    """What became of one item."""

    status = SelectField("结果", choices=ItemStatus.choices())
    note = StringField("说明", validators=[Optional(), Length(max=200, message="最多 200 字。")])


@bp.get("/arrivals")
@allow(*BUREAU_READERS)
def index() -> str:
    """List a year's arrivals, who must report soonest first."""
    year = request.args.get("year", type=int) or (queries.years() or [clock.today().year])[0]
    done = {"1": True, "0": False}.get(request.args.get("done", ""))
    query = queries.arrivals(current_user, year, done=done)
    found = paging.paginate(query, number=paging.asked_page())
    return render_template(
        "arrivals/index.html",
        page=found,
        year=year,
        years=queries.years(),
        done=done,
        complete=queries.count_arrivals(current_user, year, done=True),
        unfinished=queries.count_arrivals(current_user, year, done=False),
        place=short_name,
        open_status=ItemStatus.OPEN,
        today=clock.today(),
    )


@bp.route("/veterans/<int:veteran_id>/arrival", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def receive(veteran_id: int) -> ResponseReturnValue:
    """Receive somebody, or go to the checklist there is."""
    veteran = veteran_for(veteran_id, current_user)
    known = queries.arrival_of(veteran_id)
    if known is not None:
        return redirect(url_for(".detail", arrival_id=known.id))
    form = ReceiveForm()
    if form.validate_on_submit():
        try:
            with transaction():
                assert form.approved_on.data is not None
                arrival_id = operations.receive(
                    veteran_for(veteran_id, current_user), approved_on=form.approved_on.data
                ).id
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash("已接收，下面是要办的事。", "success")
            return redirect(url_for(".detail", arrival_id=arrival_id))
    page = render_template("arrivals/receive.html", form=form, veteran=veteran)
    return page, 422 if form.errors else 200


@bp.get("/arrivals/<int:arrival_id>")
@allow(*BUREAU_READERS)
def detail(arrival_id: int) -> str:
    """Show one person's checklist."""
    arrival = queries.arrival_for(arrival_id, current_user)
    return render_template(
        "arrivals/detail.html",
        arrival=arrival,
        statuses=ItemStatus.choices(),
        open_status=ItemStatus.OPEN,
        today=clock.today(),
        may_change=current_user.role in CASEWORKERS,
    )


@bp.post("/arrivals/items/<int:item_id>")
@allow(*CASEWORKERS)
def tick(item_id: int) -> ResponseReturnValue:
    """Note what became of an item."""
    queries.item_for(item_id, current_user)
    form = TickForm()
    if not form.validate_on_submit():
        raise DomainError("请选结果。")
    with transaction():
        item = queries.item_for(item_id, current_user)
        operations.tick(
            item, ItemStatus(form.status.data), by=current_user, note=form.note.data or ""
        )
        arrival_id = item.arrival_id
    flash("已记下。", "success")
    return redirect(url_for(".detail", arrival_id=arrival_id))


@bp.route("/arrivals/import", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def take_sheet() -> ResponseReturnValue:
    """Receive a sheet of people; lines that name nobody for sure come back with the reason."""
    form = ArrivalSheetForm()
    report: dict[str, Any] | None = None
    if form.validate_on_submit():
        try:
            upload = accept(form.file.data.stream, form.file.data.filename or "")
            lines = list(lines_of(upload))
            with transaction():
                report = _take(lines)
        except DomainError as error:
            form.add_domain_error(error)
    page = render_template(
        "arrivals/import.html", form=form, report=report, headings=list(HEADINGS.values())
    )
    return page, 422 if form.errors else 200


def _take(lines: list[Line]) -> dict[str, Any]:
    received, refused = 0, []
    for line in lines:
        reason = _take_one(line)
        if reason is None:
            received += 1
        else:
            refused.append((line.number, line.name, reason))
    audit.record("arrival.import", "arrival", None, received=received)
    return {"received": received, "refused": refused}


def _take_one(line: Line) -> str | None:
    """Receive one line's person; return why not where it cannot be done."""
    if line.is_ruined:
        return "身份证号存成了数字，后几位已经丢了。请在表里改成文本重新填。"
    if line.approved_on is None:
        return f"“{line.written}”不是日期，请写成 2026-03-01。"
    try:
        veteran = queries.find_veteran(line.identity, line.name, current_user)
        if isinstance(veteran, str):
            return veteran
        operations.receive(veteran, approved_on=line.approved_on)
    except DomainError as error:
        return error.message
    return None


@bp.get("/arrivals/<int:year>/sheet.xlsx")
@allow(*BUREAU_READERS)
def sheet(year: int) -> Response:
    """Download a year's list with each item's state; no numbers in it."""
    rows = list(db.session.scalars(queries.arrivals(current_user, year)))
    names = [item.name for item in rows[0].items] if rows else []
    columns = [Column("姓名"), Column("乡镇"), Column("批准退役"), Column("应报到")]
    columns += [Column(name, 20) for name in names]
    lines = [
        (
            row.veteran.name,
            short_name(row.veteran.township_code),
            row.approved_on.isoformat(),
            row.report_due_on.isoformat(),
            *(item.status.label for item in row.items),
        )
        for row in rows
    ]
    body = write_sheet(columns, lines, title=f"{year}年接收")
    headers = {"Content-Disposition": f'attachment; filename="arrivals-{year}.xlsx"'}
    return Response(body, mimetype=XLSX, headers=headers)


@bp.get("/me/arrival")
@allow(Role.VETERAN)
def mine() -> ResponseReturnValue:
    """Show somebody the own checklist."""
    if not has_profile(current_user):
        return redirect(url_for("veterans.me"))
    arrival = queries.arrival_of(own_profile(current_user).id)
    return render_template(
        "arrivals/mine.html", arrival=arrival, open_status=ItemStatus.OPEN, today=clock.today()
    )
