"""Pages of stations, their staff and their tasks."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select

from core import clock, paging
from core.access import (
    ADMINS,
    BUREAU_READERS,
    CASEWORKERS,
    COUNTY_READERS,
    OFFICERS,
    allow,
)
from core.forms import Saved, form_page
from core.parameters.registry import amount_of
from people.accounts.models import Account
from people.divisions.queries import place_name
from people.stations import accounts, operations, queries
from people.stations.forms import (
    AccountsForm,
    LeaveForm,
    StaffMemberForm,
    StationForm,
    TaskForm,
    TaskResultForm,
)
from people.stations.models import StationTask
from people.stations.parameters import SMALL_STATION

MOST_BARS = 20
bp = Blueprint("stations", __name__)


@bp.get("/stations")
@allow(*COUNTY_READERS)
def index() -> str:
    """List the stations with the staff they lack, and the turnover of a year."""
    today = clock.today()
    rows = queries.staffing(today)
    return render_template(
        "stations/index.html",
        rows=rows,
        gaps=_bars((row.station.name, row.missing) for row in rows),
        turnover=_bars((row.station.name, round((row.turnover or 0) * 100)) for row in rows),
        bars_note=f"最多画 {MOST_BARS} 个站，从多到少",
        small=amount_of(SMALL_STATION, today),
        may_change=current_user.role in OFFICERS,
    )


def _bars(values: Any) -> list[dict[str, Any]]:
    """Return the bars of a chart: the largest values above zero."""
    bars = [{"label": name, "value": value} for name, value in values if value]
    return sorted(bars, key=lambda bar: (-bar["value"], bar["label"]))[:MOST_BARS]


@bp.route("/stations/new", methods=["GET", "POST"])
@allow(*OFFICERS)
def new() -> ResponseReturnValue:
    """Add a station."""
    form = StationForm()

    def save() -> Saved:
        station = operations.save_station(None, form.facts())
        return Saved("服务站已保存。", url_for(".detail", station_id=station.id))

    return form.save(save) or form_page("stations/form.html", form, station=None)


@bp.route("/stations/<int:station_id>/edit", methods=["GET", "POST"])
@allow(*OFFICERS)
def edit(station_id: int) -> ResponseReturnValue:
    """Change a station."""
    form = StationForm(obj=queries.get_station(station_id))

    def save() -> Saved:
        station = queries.get_station(station_id)
        form.require_seen(station)
        operations.save_station(station, form.facts())
        return Saved("服务站已保存。", url_for(".detail", station_id=station_id))

    return form.save(save) or form_page(
        "stations/form.html", form, station=queries.get_station(station_id)
    )


@bp.get("/stations/<int:station_id>")
@allow(*BUREAU_READERS)
def detail(station_id: int) -> str:
    """Show a station: present and former staff, tasks."""
    station = queries.station_for(station_id, current_user)
    today = clock.today()
    return render_template(
        "stations/detail.html",
        station=station,
        place=place_name(station.division_code),
        present=queries.present(station, today),
        former=queries.former(station, today),
        turnover=queries.turnover(station, today),
        tasks=queries.latest_tasks(station, current_user),
        tasks_note=f"最近 {queries.MOST_TASKS} 件",
        today=today,
        may_list=current_user.role in COUNTY_READERS,
        may_change=current_user.role in OFFICERS,
    )


@bp.route("/stations/<int:station_id>/staff/new", methods=["GET", "POST"])
@allow(*OFFICERS)
def new_staff(station_id: int) -> ResponseReturnValue:
    """Record that a staff member begins."""
    form = StaffMemberForm()

    def save() -> Saved:
        operations.add_staff(queries.get_station(station_id), form.facts())
        return Saved("人员已登记。", url_for(".detail", station_id=station_id))

    return form.save(save) or form_page(
        "stations/staff.html", form, station=queries.get_station(station_id)
    )


@bp.route("/stations/staff/<int:staff_id>/leave", methods=["GET", "POST"])
@allow(*OFFICERS)
def end_employment(staff_id: int) -> ResponseReturnValue:
    """Record that a staff member left; the account is closed at once."""
    form = LeaveForm(current_user)

    def save() -> Saved:
        row = queries.staff_member(staff_id)
        moved = operations.end_employment(row, form.facts(), by=current_user)
        message = f"已登记离开，账号已停用，{moved} 件没办完的事已交接。"
        return Saved(message, url_for(".detail", station_id=row.station_id))

    return form.save(save) or form_page(
        "stations/leave.html", form, row=queries.staff_member(staff_id)
    )


@bp.route("/stations/accounts", methods=["GET", "POST"])
@allow(*ADMINS)
def open_accounts() -> ResponseReturnValue:
    """Open accounts for staff who have none; their one-time passwords are shown once."""
    waiting = queries.without_account()
    form = AccountsForm()
    form.offer(waiting)
    chosen = set(form.staff.data or ()) if form.is_submitted() else set()
    made = accounts.one_time_passwords(len(chosen & {one.id for one in waiting}))

    def save() -> ResponseReturnValue:
        opened = accounts.open_accounts(chosen, made)
        return render_template("stations/opened.html", opened=opened)

    return form.save(save) or form_page("stations/accounts.html", form, waiting=len(waiting))


@bp.route("/stations/tasks/new", methods=["GET", "POST"])
@allow(*OFFICERS)
def new_task() -> ResponseReturnValue:
    """Give a task to all stations of a level."""
    form = TaskForm()

    def save() -> Saved:
        count = operations.set_tasks(form.facts(), by=current_user)
        return Saved(f"已交给 {count} 个站。", url_for(".tasks"))

    return form.save(save) or form_page("stations/new_task.html", form)


@bp.get("/stations/tasks")
@allow(*BUREAU_READERS)
def tasks() -> str:
    """List the open tasks, the nearest due first."""
    return render_template(
        "stations/tasks.html",
        page=paging.paginate(asked_tasks(current_user), number=paging.asked_page()),
        today=clock.today(),
        may_set=current_user.role in OFFICERS,
        may_finish=current_user.role in CASEWORKERS,
    )


def asked_tasks(viewer: Account) -> Select[StationTask]:
    """Return the query of the tasks this address asks for."""
    return queries.tasks_seen_by(viewer, only_open="all" not in request.args)


@bp.route("/stations/tasks/<int:task_id>", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def finish_task(task_id: int) -> ResponseReturnValue:
    """Record the result of a task."""
    form = TaskResultForm()

    def save() -> Saved:
        task = queries.task_for(task_id, current_user)
        operations.finish_task(task, result=form.result.data, by=current_user)
        return Saved("任务办完了。", url_for(".tasks"))

    return form.save(save) or form_page(
        "stations/task.html", form, task=queries.task_for(task_id, current_user)
    )
