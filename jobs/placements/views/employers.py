"""What hiring veterans brings: the benefit pack, promises, recognition."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import COUNTY_READERS, Role, allow, public
from core.db import transaction
from core.errors import DomainError, NotFoundError
from core.parameters.registry import amount_of
from jobs.employers.queries import employer_of
from jobs.placements import pledging, queries
from jobs.placements.benefits import PAPERS, Benefit, benefit_of, information_sheet
from jobs.placements.forms import PledgeForm, ReasonForm
from jobs.placements.parameters import RECOGNITION_HIRES, RECOGNITION_STAY
from jobs.placements.views.blueprint import XLSX, bp, page
from jobs.refusal import show_refusal


def _benefits(employer_id: int) -> list[Benefit]:
    today = clock.today()
    return [benefit_of(row, today) for row in queries.verified_of(employer_id)]


@bp.get("/employer/benefits")
@allow(Role.EMPLOYER)
def benefits() -> str:
    """Show the months each hire has counted and the papers to hand in."""
    employer = employer_of(current_user.id)
    rows = _benefits(employer.id)
    return render_template("placements/benefits.html", rows=rows, papers=PAPERS)


@bp.get("/employer/benefits.xlsx")
@allow(Role.EMPLOYER)
def benefit_sheet() -> Response:
    """Download the 就业信息表."""
    employer = employer_of(current_user.id)
    body = information_sheet(employer, _benefits(employer.id))
    headers = {"Content-Disposition": 'attachment; filename="employment-information.xlsx"'}
    return Response(body, mimetype=XLSX, headers=headers)


@bp.route("/employer/pledges", methods=["GET", "POST"])
@allow(Role.EMPLOYER)
def own_pledges() -> ResponseReturnValue:
    """Make a promise and see how far it is kept."""
    form = PledgeForm()
    employer = employer_of(current_user.id)
    if form.validate_on_submit():
        try:
            with transaction():
                assert form.due_on.data is not None
                pledging.pledge(
                    employer_of(current_user.id),
                    headcount=form.headcount.data,
                    due_on=form.due_on.data,
                )
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("承诺已公开。", "success")
            return redirect(url_for(".own_pledges"))
    rows = [(row, queries.kept_so_far(row)) for row in queries.pledges(employer.id)]
    return page("own_pledges", form=form, rows=rows, today=clock.today())


@bp.post("/employer/pledges/<int:pledge_id>/withdraw")
@allow(Role.EMPLOYER)
def withdraw(pledge_id: int) -> ResponseReturnValue:
    """Take a promise back."""
    with transaction():
        row = queries.get_pledge(pledge_id)
        if row.employer_id != employer_of(current_user.id).id:
            raise NotFoundError
        pledging.withdraw_pledge(row)
    flash("承诺已撤回。", "success")
    return redirect(url_for(".own_pledges"))


@bp.get("/pledges")
@public
def pledges() -> str:
    """Show the promises in public with their progress; overdue ones only once reviewed."""
    today = clock.today()
    rows = [(row, queries.kept_so_far(row)) for row in queries.pledges()]
    shown = [(row, kept) for row, kept in rows if pledging.is_public(row, kept, today)]
    return render_template("placements/pledges.html", rows=shown)


@bp.get("/pledges/overdue")
@allow(*COUNTY_READERS)
def overdue() -> str:
    """Show the bureau the promises that were not kept and not reviewed."""
    today = clock.today()
    rows = [(row, queries.kept_so_far(row)) for row in queries.pledges()]
    hidden = [(row, kept) for row, kept in rows if not pledging.is_public(row, kept, today)]
    return render_template("placements/overdue.html", rows=hidden, form=ReasonForm(formdata=None))


@bp.post("/pledges/<int:pledge_id>/review")
@allow(Role.OFFICER)
def review(pledge_id: int) -> ResponseReturnValue:
    """Say what was agreed about an overdue promise."""
    form = ReasonForm()
    with transaction():
        pledging.review_pledge(queries.get_pledge(pledge_id), note=form.reason.data or "")
    flash("已记下核对结果。", "success")
    return redirect(url_for(".overdue"))


@bp.get("/recognition")
@allow(*COUNTY_READERS)
def recognition() -> str:
    """List the employers that earn recognition, computed from verified placements."""
    today = clock.today()
    least, share = amount_of(RECOGNITION_HIRES, today), amount_of(RECOGNITION_STAY, today)
    rows = []
    for employer, hires in queries.employers_with_hires(least):
        there, checked = queries.stayed(employer.id)
        if checked == 0 or there * 100 >= share * checked:
            rows.append({"employer": employer, "hires": hires, "there": there, "checked": checked})
    return render_template("placements/recognition.html", rows=rows, least=least, share=share)
