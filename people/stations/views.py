"""Stations themselves: who works there, what they are asked to do, how staff come and go."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import BUREAU_READERS, CASEWORKERS, COUNTY_READERS, Role, allow
from core.db import db, transaction
from core.errors import DomainError
from people.accounts.models import Account
from people.divisions.queries import place_name, township_choices
from people.stations import operations, queries
from people.stations.forms import LeaveForm, StaffMemberForm, StationForm, TaskForm, TaskResultForm
from people.stations.models import Employment, Station, StationLevel, TaskKind
from people.stations.views.blueprint import bp, page

SMALL = 300  # 退役军人 300 人以下的村站


@bp.get("/stations")
@allow(*COUNTY_READERS)
def index() -> str:
    """List the stations with who is missing, and how staff come and go."""
    today = clock.today()
    rows = list(db.session.scalars(queries.stations()))
    heads = queries.headcounts()
    return render_template(
        "stations/index.html",
        rows=[_summary(row, today, heads) for row in rows],
        gaps=_gaps(rows, today),
        turnover=_turnover(rows, today),
        small=SMALL,
    )


def _summary(station: Station, today: date, heads: dict[str, int]) -> dict[str, Any]:
    there = queries.present(station, today)
    is_township = station.level is StationLevel.TOWNSHIP
    return {
        "station": station,
        "present": len(there),
        "full": sum(one.employment is Employment.FULL for one in there),
        "missing": max(0, station.vacancies_planned - len(there)),
        "veterans": heads.get(station.division_code) if is_township else None,
    }


def _gaps(rows: list[Station], today: date) -> list[dict[str, Any]]:
    gaps: list[dict[str, Any]] = []
    for station in rows:
        missing = station.vacancies_planned - len(queries.present(station, today))
        if missing > 0:
            gaps.append({"label": station.name, "value": missing})
    return sorted(gaps, key=lambda gap: (-gap["value"], gap["label"]))[:20]


def _turnover(rows: list[Station], today: date) -> list[dict[str, Any]]:
    shares = [(station.name, queries.turnover(station, today)) for station in rows]
    bars: list[dict[str, Any]] = [
        {"label": name, "value": round(share * 100)} for name, share in shares if share
    ]
    return sorted(bars, key=lambda one: (-one["value"], one["label"]))[:20]


def _places() -> list[tuple[str, str]]:
    county = place_name("340321")
    return [("340321", county), *township_choices()]


@bp.route("/stations/new", methods=["GET", "POST"])
@allow(Role.OFFICER)
def new() -> ResponseReturnValue:
    """Set a station up."""
    return _edit(None)


@bp.route("/stations/<int:station_id>/edit", methods=["GET", "POST"])
@allow(Role.OFFICER)
def edit(station_id: int) -> ResponseReturnValue:
    """Correct a station."""
    return _edit(queries.get_station(station_id))


def _edit(station: Station | None) -> ResponseReturnValue:
    form = StationForm(obj=station)
    form.division_code.choices = _places()
    if request.method == "GET" and station is not None:
        form.level.data = station.level.value
    if form.validate_on_submit():
        try:
            with transaction():
                row = queries.get_station(station.id) if station else None
                if row is not None:
                    form.require_seen(row)
                saved = operations.save_station(
                    row,
                    level=StationLevel(form.level.data),
                    division_code=form.division_code.data,
                    name=form.name.data,
                    vacancies_planned=form.vacancies_planned.data,
                    address=form.address.data or "",
                    phone=form.phone.data or "",
                    is_model=form.is_model.data,
                )
                saved_id = saved.id
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash("服务站已保存。", "success")
            return redirect(url_for(".detail", station_id=saved_id))
    return page("form", form=form, station=station)


@bp.get("/stations/<int:station_id>")
@allow(*BUREAU_READERS)
def detail(station_id: int) -> str:
    """Show a station: staff now and before, open tasks."""
    station = queries.station_for(station_id, current_user)
    today = clock.today()
    return render_template(
        "stations/detail.html",
        station=station,
        present=queries.present(station, today),
        past=[one for one in station.staff if one.ended_on and one.ended_on < today],
        turnover=queries.turnover(station, today),
        tasks=list(
            db.session.scalars(
                queries.tasks_seen_by(current_user, station_id=station.id, only_open=False)
            )
        )[-20:],
        today=today,
        may_change=current_user.role is Role.OFFICER,
    )


@bp.route("/stations/<int:station_id>/staff/new", methods=["GET", "POST"])
@allow(Role.OFFICER)
def new_staff(station_id: int) -> ResponseReturnValue:
    """Note that somebody begins."""
    station = queries.get_station(station_id)
    form = StaffMemberForm(started_on=clock.today())
    clerks = {str(one.id): one for one in queries.unlinked_clerks()}
    form.account.choices = [("", "没有账号")] + [(key, one.name) for key, one in clerks.items()]
    if form.validate_on_submit():
        try:
            with transaction():
                assert form.started_on.data is not None
                chosen = clerks.get(form.account.data or "")
                operations.add_staff(
                    queries.get_station(station_id),
                    name=form.name.data,
                    employment=Employment(form.employment.data),
                    other_duties=form.other_duties.data,
                    started_on=form.started_on.data,
                    account=db.session.get(Account, chosen.id) if chosen else None,
                )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash("人员已登记。", "success")
            return redirect(url_for(".detail", station_id=station_id))
    return page("staff", form=form, station=station)


@bp.route("/stations/staff/<int:staff_id>/leave", methods=["GET", "POST"])
@allow(Role.OFFICER)
def end_employment(staff_id: int) -> ResponseReturnValue:
    """Note that somebody left; the account is closed at once."""
    row = queries.staff_member(staff_id)
    form = LeaveForm(day=clock.today())
    people = {str(one.id): one for one in queries.colleagues(current_user)}
    form.successor.choices = [("", "先交给我")] + [(key, one.name) for key, one in people.items()]
    if form.validate_on_submit():
        try:
            with transaction():
                assert form.day.data is not None
                row = queries.staff_member(staff_id)
                chosen = people.get(form.successor.data or "")
                moved = operations.end_employment(
                    row,
                    day=form.day.data,
                    reason=form.reason.data or "",
                    by=current_user,
                    successor=db.session.get(Account, chosen.id) if chosen else None,
                )
                station_id = row.station_id
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(f"已登记离开，账号已停用，{moved} 件没办完的事已交接。", "success")
            return redirect(url_for(".detail", station_id=station_id))
    return page("leave", form=form, row=row)


@bp.route("/stations/tasks/new", methods=["GET", "POST"])
@allow(Role.OFFICER)
def new_task() -> ResponseReturnValue:
    """Ask all stations of a level to do something."""
    form = TaskForm(level=StationLevel.TOWNSHIP.value)
    if form.validate_on_submit():
        try:
            with transaction():
                assert form.due_on.data is not None
                asked = operations.set_tasks(
                    operations.stations_of_level(StationLevel(form.level.data)),
                    kind=TaskKind(form.kind.data),
                    title=form.title.data,
                    due_on=form.due_on.data,
                    by=current_user,
                )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(f"已交给 {asked} 个站。", "success")
            return redirect(url_for(".tasks"))
    return page("new_task", form=form)


@bp.get("/stations/tasks")
@allow(*BUREAU_READERS)
def tasks() -> str:
    """List the open tasks, the nearest due first."""
    query = queries.tasks_seen_by(current_user, only_open="all" not in request.args)
    found = paging.paginate(query, number=paging.asked_page())
    return render_template("stations/tasks.html", page=found, today=clock.today())


@bp.route("/stations/tasks/<int:task_id>", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def finish_task(task_id: int) -> ResponseReturnValue:
    """Note what came of a task."""
    task = queries.task_for(task_id, current_user)
    form = TaskResultForm()
    if form.validate_on_submit():
        try:
            with transaction():
                operations.finish_task(
                    queries.task_for(task_id, current_user),
                    result=form.result.data,
                    by=current_user,
                )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash("任务办完了。", "success")
            return redirect(url_for(".tasks"))
    return page("task", form=form, task=task)
