"""Placements at the desks: list, claim, confirm, verify, end, void, checks, the year's people."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import BUREAU_READERS, CASEWORKERS, HIRING_DESK, HIRING_READERS, Role, allow
from core.db import transaction
from core.errors import DomainError, NotFoundError
from core.files.storage import Document, accept_document, answer_with
from core.filters import mask_id, mask_phone
from core.forms import BaseForm
from core.sheets.writing import Column, Kind, write_sheet
from jobs.applications.queries import application_for
from jobs.placements import operations, queries
from jobs.placements.facts import Side
from jobs.placements.forms import CheckForm, ClaimForm, EndForm, ReasonForm, VerifyPlacementForm
from jobs.placements.lifecycle import LIFE
from jobs.placements.models import Placement, PlacementChannel, PlacementStatus
from jobs.placements.views.blueprint import XLSX, bp, page
from jobs.refusal import show_refusal
from people.veterans.operations import log_export
from people.veterans.queries import veteran_for
from people.veterans.reasons import ExportReason


@bp.get("/placements")
@allow(*HIRING_READERS)
def index() -> str:
    """List the placements within one's scope."""
    status = next((s for s in PlacementStatus if s.value == request.args.get("status")), None)
    channel = next((c for c in PlacementChannel if c.value == request.args.get("channel")), None)
    query = queries.placements_seen_by(
        current_user, status=status, channel=channel, year=request.args.get("year", type=int)
    )
    return render_template(
        "placements/index.html",
        page=paging.paginate(query, number=paging.asked_page()),
        counts=queries.count_by_status(current_user),
        statuses=list(PlacementStatus),
        status=status,
        is_own=current_user.role is Role.EMPLOYER,
        year=clock.today().year,
    )


@bp.get("/placements/<int:placement_id>")
@allow(*HIRING_READERS)
def detail(placement_id: int) -> str:
    """Show one placement and what may be done."""
    return _detail(queries.placement_for(placement_id, current_user))


def _detail(placement: Placement, failed: BaseForm | None = None) -> str:
    role = current_user.role
    forms: dict[str, Any] = {
        "verify_form": VerifyPlacementForm(formdata=None),
        "reason_form": ReasonForm(formdata=None),
        "end_form": EndForm(formdata=None),
    }
    for name, form in forms.items():
        if type(failed) is type(form):
            forms[name] = failed
        forms[name].version.data, forms[name].version.raw_data = placement.version, None
    return render_template(
        "placements/detail.html",
        placement=placement,
        events=[] if role is Role.LEADER else dict(LIFE.events(placement, role)),
        evidence=queries.evidence_of(placement.id) if role is not Role.EMPLOYER else [],
        is_employer=role is Role.EMPLOYER,
        may_change=role is not Role.LEADER,
        failed=failed,
        **forms,
    )


@bp.route("/applications/<int:application_id>/placement", methods=["GET", "POST"])
@allow(*HIRING_DESK)
def claim(application_id: int) -> ResponseReturnValue:
    """Say that an application led to work."""
    application = application_for(application_id, current_user)
    known = queries.placement_of_application(application_id)
    if known is not None:
        return redirect(url_for(".detail", placement_id=known.id))
    form = ClaimForm(title=application.vacancy.title, start_on=clock.today())
    if form.validate_on_submit():
        try:
            with transaction():
                application = application_for(application_id, current_user)
                placement_id = operations.claim(
                    application.veteran,
                    form.facts(),
                    side=operations.role_side(current_user.role),
                    by=current_user,
                    application=application,
                ).id
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("已登记，等对方确认。", "success")
            return redirect(url_for(".detail", placement_id=placement_id))
    return page("claim", form=form, application=application, veteran=None)


@bp.route("/veterans/<int:veteran_id>/placements/new", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def claim_for(veteran_id: int) -> ResponseReturnValue:
    """Say at somebody's word that he is at work, where the platform was not in between."""
    veteran = veteran_for(veteran_id, current_user)
    form = ClaimForm(start_on=clock.today())
    if form.validate_on_submit():
        try:
            with transaction():
                placement_id = operations.claim(
                    veteran_for(veteran_id, current_user),
                    form.facts(),
                    side=Side.VETERAN,
                    by=current_user,
                ).id
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("已登记。", "success")
            return redirect(url_for(".detail", placement_id=placement_id))
    return page("claim", form=form, application=None, veteran=veteran)


@bp.post("/placements/<int:placement_id>/confirm/<side>")
@allow(*HIRING_DESK)
def confirm(placement_id: int, side: str) -> ResponseReturnValue:
    """Confirm for the employer's side, or, told by telephone, for either."""
    chosen = _side(side)
    with transaction():
        placement = queries.placement_for(placement_id, current_user)
        operations.confirm(placement, chosen, by=current_user)
        word = placement.status.label
    flash(f"已确认，现在是“{word}”。", "success")
    return redirect(url_for(".detail", placement_id=placement_id))


def _side(word: str) -> Side:
    """Return the side spoken for: an employer speaks for itself alone."""
    if current_user.role is Role.EMPLOYER:
        return Side.EMPLOYER
    return Side.EMPLOYER if word == "employer" else Side.VETERAN


@bp.post("/placements/<int:placement_id>/deny")
@allow(*HIRING_DESK)
def deny(placement_id: int) -> ResponseReturnValue:
    """Say that it is not so, or undo what was none."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            with transaction():
                placement = queries.placement_for(placement_id, current_user)
                form.require_seen(placement)
                reason = form.reason.data or ""
                if current_user.role is Role.EMPLOYER:
                    operations.deny(placement, Side.EMPLOYER, by=current_user, reason=reason)
                else:
                    operations.void(placement, by=current_user, reason=reason)
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("已记为不成立，本人回到求职的人里。", "success")
            return redirect(url_for(".detail", placement_id=placement_id))
    return _detail(queries.placement_for(placement_id, current_user), form), 422


@bp.post("/placements/<int:placement_id>/verify")
@allow(*CASEWORKERS)
def verify(placement_id: int) -> ResponseReturnValue:
    """Verify what both sides confirmed."""
    form = VerifyPlacementForm()
    if form.validate_on_submit():
        try:
            document = _document(form)
            with transaction():
                placement = queries.placement_for(placement_id, current_user)
                form.require_seen(placement)
                operations.verify(
                    placement,
                    method=form.method.member,
                    by=current_user,
                    note=form.note.data or "",
                    document=document,
                )
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("已核实，计入就业人数。", "success")
            return redirect(url_for(".detail", placement_id=placement_id))
    return _detail(queries.placement_for(placement_id, current_user), form), 422


def _document(form: VerifyPlacementForm) -> Document | None:
    file = form.file.data
    return accept_document(file.stream, file.filename or "") if file else None


@bp.get("/placements/<int:placement_id>/evidence/<int:evidence_id>")
@allow(*BUREAU_READERS)
def evidence(placement_id: int, evidence_id: int) -> ResponseReturnValue:
    """Show one of the documents behind a placement."""
    placement = queries.placement_for(placement_id, current_user)
    found = next((e for e in queries.evidence_of(placement.id) if e.id == evidence_id), None)
    if found is None:
        raise NotFoundError
    return answer_with(found.file)


@bp.post("/placements/<int:placement_id>/end")
@allow(*HIRING_DESK)
def end(placement_id: int) -> ResponseReturnValue:
    """Note that somebody left."""
    form = EndForm()
    if form.validate_on_submit():
        try:
            with transaction():
                placement = queries.placement_for(placement_id, current_user)
                form.require_seen(placement)
                assert form.day.data is not None
                operations.end(
                    placement, reason=form.end_reason.member, day=form.day.data, by=current_user
                )
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("已登记离职。", "success")
            return redirect(url_for(".detail", placement_id=placement_id))
    return _detail(queries.placement_for(placement_id, current_user), form), 422


@bp.get("/placements/checks")
@allow(*BUREAU_READERS)
def checks() -> str:
    """List the checks that are due, the oldest first."""
    query = queries.checks_due(current_user, clock.today())
    found = paging.paginate(query, number=paging.asked_page())
    return render_template("placements/checks.html", page=found, today=clock.today())


@bp.route("/placements/checks/<int:check_id>", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def check(check_id: int) -> ResponseReturnValue:
    """Note what a check found."""
    row = queries.check_for(check_id, current_user)
    form = CheckForm()
    if form.validate_on_submit():
        try:
            with transaction():
                operations.do_check(
                    queries.check_for(check_id, current_user),
                    form.result.member,
                    by=current_user,
                    note=form.note.data or "",
                    reason=form.reason.member,
                    left_on=form.left_on.data,
                )
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("回访已记下。", "success")
            return redirect(url_for(".checks"))
    return page("check", form=form, check=row)


@bp.get("/placements/people/<int:year>")
@allow(Role.OFFICER, Role.LEADER)
def people(year: int) -> str:
    """Show who counts in a year, one person once, and by which channel."""
    helped = "helped" in request.args
    rows = queries.counted(year, queries.HELPED if helped else None)
    by_channel = [
        {"label": channel.label, "value": sum(row.channel is channel for row in rows)}
        for channel in PlacementChannel
    ]
    return render_template(
        "placements/people.html",
        page=paging.page_of(rows, number=paging.asked_page()),
        total=len(rows),
        by_channel=by_channel,
        year=year,
        helped=helped,
        this_year=clock.today().year,
    )


@bp.post("/placements/people/<int:year>/export")
@allow(Role.OFFICER)
def export_people(year: int) -> Response:
    """Download the year's people with the fields a province asks for, numbers masked."""
    with transaction():
        rows = queries.counted(year)
        log_export([row.veteran_id for row in rows], reason=ExportReason.REPORT)
        body = _sheet(rows)
    headers = {"Content-Disposition": f'attachment; filename="placed-{year}.xlsx"'}
    return Response(body, mimetype=XLSX, headers=headers)


def _sheet(rows: list[Placement]) -> bytes:
    columns = [
        Column("姓名", 12),
        Column("学历", 14),
        Column("身份证号", 22, Kind.ID),
        Column("电话", 16, Kind.ID),
        Column("就业前身份", 14),
        Column("到岗日期", 12),
        Column("单位", 28),
        Column("岗位", 18),
        Column("方式", 12),
        Column("行业", 18),
    ]
    lines = [
        (
            row.veteran.name,
            row.veteran.schooling.label if row.veteran.schooling else "",
            mask_id(row.veteran.id_number),
            mask_phone(row.veteran.phone),
            row.status_before.label,
            row.start_on.isoformat(),
            row.employer_name,
            row.title,
            row.channel.label,
            row.employer.industry.label if row.employer and row.employer.industry else "",
        )
        for row in rows
    ]
    return write_sheet(columns, lines, title="就业人员")
