"""Who is without work: since when, spoken to when, what comes next; and the telephone list."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from core import clock, filters, paging
from core.access import BUREAU_READERS, CASEWORKERS, Role, allow
from core.db import db, transaction
from core.errors import DomainError
from core.parameters.registry import amount_of
from core.sheets import Column, Note, write_sheet
from people.divisions.queries import township_choices
from people.notices import operations as notices
from people.notices.queries import call_for, calls_due
from people.stations import operations, queries
from people.stations.forms import CallForm, ContactForm, NextActionForm
from people.stations.models import Channel
from people.stations.parameters import CONTACT_DAYS
from people.stations.queries import Case, CaseFilter
from people.stations.views.blueprint import bp, page
from people.veterans.models import Veteran
from people.veterans.operations import log_export, log_read, reveal
from people.veterans.queries import retired_years, veteran_for
from people.veterans.reasons import ExportReason, RevealReason

MOST_PRINTED = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _asked() -> CaseFilter:
    """Read the filter out of the address."""
    days = amount_of(CONTACT_DAYS, clock.today())
    townships = {code for code, _name in township_choices()}
    township = request.args.get("township", "")
    return CaseFilter(
        township=township if township in townships and not current_user.division_code else "",
        year=request.args.get("year", type=int),
        silent_since=queries.silent_moment(days) if "silent" in request.args else None,
        no_action="nostep" in request.args,
        overdue_by=clock.today() if "overdue" in request.args else None,
    )


@bp.get("/caseload")
@allow(*BUREAU_READERS)
def caseload() -> str:
    """List who is without work, longest retired first."""
    wanted, today = _asked(), clock.today()
    days = amount_of(CONTACT_DAYS, today)
    found = paging.paginate(queries.caseload(current_user, wanted), number=paging.asked_page())
    silent = CaseFilter(silent_since=queries.silent_moment(days))
    return render_template(
        "stations/caseload.html",
        page=found,
        cases=queries.cases_of(list(found.rows), today),
        wanted=wanted,
        days=days,
        counts={
            "all": queries.count_cases(current_user, CaseFilter()),
            "silent": queries.count_cases(current_user, silent),
            "nostep": queries.count_cases(current_user, CaseFilter(no_action=True)),
            "overdue": queries.count_cases(current_user, CaseFilter(overdue_by=today)),
        },
        years=retired_years(current_user),
        townships=[] if current_user.division_code else township_choices(),
        today=today,
    )


@bp.get("/caseload/print")
@allow(*CASEWORKERS)
def caseload_sheet() -> str:
    """Print the list to take along, without numbers."""
    query = queries.caseload(current_user, _asked()).limit(MOST_PRINTED)
    cases = queries.cases_of(list(db.session.scalars(query)), clock.today())
    return render_template("stations/print_caseload.html", cases=cases, today=clock.today())


@bp.post("/caseload/export")
@allow(Role.OFFICER)
def export_caseload() -> Response:
    """Download the list, numbers masked; the use is recorded with each person."""
    with transaction():
        rows = list(db.session.scalars(queries.caseload(current_user, _asked())))
        log_export([row.id for row in rows], reason=ExportReason.VISIT)
        body = _sheet(queries.cases_of(rows, clock.today()))
    headers = {"Content-Disposition": 'attachment; filename="caseload.xlsx"'}
    return Response(body, mimetype=XLSX, headers=headers)


def _sheet(cases: list[Case]) -> bytes:
    columns = [Column(heading) for heading in ("姓名", "手机号", "退役天数", "上次联系", "下一步")]
    rows = [
        (
            case.veteran.name,
            filters.mask_phone(case.veteran.phone),
            "" if case.days is None else str(case.days),
            filters.day(case.last_contact),
            case.action.action if case.action else "",
        )
        for case in cases
    ]
    notes = [Note("保密", "本表含个人信息，只用于走访和电话回访，用完删除。")]
    return write_sheet(columns, rows, title="没有就业的人", notes=notes)


@bp.route("/veterans/<int:veteran_id>/contacts", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def contacts(veteran_id: int) -> ResponseReturnValue:
    """Show every contact with somebody and note a new one."""
    veteran = veteran_for(veteran_id, current_user)
    form = ContactForm()
    if form.validate_on_submit():
        try:
            with transaction():
                operations.note_contact(
                    veteran_for(veteran_id, current_user),
                    channel=Channel(form.channel.data),
                    was_reached=form.was_reached.data,
                    note=form.note.data or "",
                    by=current_user,
                )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash("联系记录已加。", "success")
            return redirect(url_for(".contacts", veteran_id=veteran_id))
    if request.method == "GET":
        with transaction():
            log_read(veteran_for(veteran_id, current_user).id)
        veteran = veteran_for(veteran_id, current_user)
    return page("contacts", **_case_page(veteran, form, _action_form()))


def _action_form() -> NextActionForm:
    form = NextActionForm(formdata=None)
    form.owner.choices = _owners()
    form.owner.data = str(current_user.id)
    return form


def _owners() -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in queries.colleagues(current_user)]


def _case_page(
    veteran: Veteran, form: ContactForm, action_form: NextActionForm
) -> dict[str, object]:
    return {
        "veteran": veteran,
        "form": form,
        "action_form": action_form,
        "contacts": queries.contacts_of(veteran.id),
        "action": queries.open_action(veteran.id),
        "today": clock.today(),
    }


@bp.post("/veterans/<int:veteran_id>/next-action")
@allow(*CASEWORKERS)
def set_next_action(veteran_id: int) -> ResponseReturnValue:
    """Set the next step for somebody."""
    veteran = veteran_for(veteran_id, current_user)
    form = NextActionForm()
    form.owner.choices = _owners()
    if form.validate_on_submit():
        try:
            with transaction():
                assert form.due_on.data is not None
                operations.set_next_action(
                    veteran_for(veteran_id, current_user),
                    action=form.action.data,
                    due_on=form.due_on.data,
                    owner=operations.owner_of(int(form.owner.data), current_user),
                )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash("下一步已定好。", "success")
            return redirect(url_for(".contacts", veteran_id=veteran_id))
        veteran = veteran_for(veteran_id, current_user)
    return page("contacts", **_case_page(veteran, ContactForm(formdata=None), form))


@bp.post("/veterans/<int:veteran_id>/next-action/finish")
@allow(*CASEWORKERS)
def finish_next_action(veteran_id: int) -> ResponseReturnValue:
    """Note that the next step was done."""
    with transaction():
        veteran = veteran_for(veteran_id, current_user)
        action = queries.open_action(veteran.id)
        if action is None:
            raise DomainError("没有要办的下一步。")
        operations.finish_next_action(action, result=request.form.get("result", "")[:120])
    flash("这一步办完了，请再定下一步。", "success")
    return redirect(url_for(".contacts", veteran_id=veteran_id))


@bp.get("/calls")
@allow(*CASEWORKERS)
def calls() -> str:
    """List who has to be told something by telephone, grouped by person."""
    found = paging.paginate(calls_due(current_user), number=paging.asked_page(), per_page=40)
    ids = {notice.audience_id for notice in found.rows}
    people = {row.id: row for row in db.session.scalars(select(Veteran).where(Veteran.id.in_(ids)))}
    return render_template("stations/calls.html", page=found, people=people, form=CallForm())


@bp.post("/calls/<int:notice_id>")
@allow(*CASEWORKERS)
def note_call(notice_id: int) -> ResponseReturnValue:
    """Note what came of a call."""
    form = CallForm()
    was_reached = form.was_reached.data == "1"
    with transaction():
        notice = call_for(notice_id, current_user)
        notices.note_call(notice, was_reached=was_reached, by_id=current_user.id)
    flash("记下了：打通了。" if was_reached else "记下了：没打通，还在名单上。", "success")
    return redirect(url_for(".calls"))


@bp.post("/calls/sheet")
@allow(*CASEWORKERS)
def call_sheet() -> str:
    """Print the telephone list with whole numbers; each look is on the person's record."""
    with transaction():
        rows = list(db.session.scalars(calls_due(current_user).limit(MOST_PRINTED)))
        messages: dict[int, list[str]] = {}
        for notice in rows:
            messages.setdefault(notice.audience_id, []).append(notice.body or "")
        lines = []
        for veteran_id, words in messages.items():
            veteran = veteran_for(veteran_id, current_user)
            phone, _number = reveal(veteran, reason=RevealReason.CONTACT)
            lines.append({"name": veteran.name, "phone": phone, "words": words})
        if not lines:
            raise DomainError("没有要打的电话。")
    return render_template("stations/print_calls.html", lines=lines, today=clock.today())
